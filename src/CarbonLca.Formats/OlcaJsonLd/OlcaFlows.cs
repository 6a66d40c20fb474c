using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>A flow of a package with the quantities it is measured in.</summary>
/// <param name="Model">The flow.</param>
/// <param name="Reference">The quantity its reference unit belongs to.</param>
/// <param name="Measures">All its quantities, the reference first: how much of each one reference unit of the flow has.</param>
internal sealed record OlcaFlow(Flow Model, OlcaProperty Reference, ImmutableArray<(OlcaProperty Property, double Factor)> Measures);

/// <summary>The flows of a package.</summary>
internal sealed class OlcaFlows
{
    private readonly Dictionary<string, OlcaFlow> _flows = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _refused = new(StringComparer.OrdinalIgnoreCase);

    private OlcaFlows()
    {
    }

    public static OlcaFlows Empty { get; } = new();

    public IEnumerable<OlcaFlow> All => _flows.Values;

    public int Count => _flows.Count;

    public static OlcaFlows Read(OlcaContext context)
    {
        OlcaFlows flows = new();
        context.Visit(OlcaFolders.Flows, "Flow", (file, id, root) =>
        {
            if (new Reading(context, file, id, root).Read() is { } flow) flows._flows.Add(id, flow);
            else flows._refused.Add(id, file);
        });
        return flows;
    }

    public OlcaFlow? Find(string id) => _flows.GetValueOrDefault(id);

    /// <summary>The file of a flow that was refused; null when the package has no such flow.</summary>
    public string? RefusedFile(string id) => _refused.GetValueOrDefault(id);

    /// <summary>The reading of one flow.</summary>
    private sealed class Reading(OlcaContext context, string file, string id, JsonElement root)
    {
        private readonly string _name = root.Field("name"u8).Text() ?? id;

        public OlcaFlow? Read()
        {
            if (root.Field("name"u8).Text() is null)
            {
                context.Log.Add(Diagnostic.Warning(FindingCode.MissingField, $"Flow '{id}' has no name; its identifier stands for it.", $"流 '{id}' 没有名称；以标识代替。") with { Where = At("name") });
            }

            if (Kind() is not { } kind || Measures() is not { } measures) return null;
            OlcaProperty reference = measures[0].Property;
            string? compartment = kind == FlowKind.Elementary ? Compartment() : null;
            Flow flow = new(id, _name, kind, reference.Group.Reference)
            {
                Compartment = compartment,
                Cas = Cas(),
                Location = context.Locations.CodeOf(root.Field("location"u8)),
                Properties = [.. measures.Skip(1).Select(m => new FlowProperty(m.Property.Name, m.Factor, m.Property.Group.Reference))],
            };
            return new OlcaFlow(flow, reference, measures);
        }

        private SourcePosition At(string path) => new(file, Path: path);

        private FlowKind? Kind()
        {
            JsonElement type = root.Field("flowType"u8);
            switch (type.Text())
            {
                case "PRODUCT_FLOW": return FlowKind.Product;
                case "WASTE_FLOW": return FlowKind.Waste;
                case "ELEMENTARY_FLOW": return FlowKind.Elementary;
                default:
                    context.Log.Add(Diagnostic.Error(
                        type.IsAbsent() ? FindingCode.MissingField : FindingCode.SchemaInvalid,
                        $"Flow '{_name}' does not say whether it is a product, a waste or elementary; it was left out.",
                        $"流 '{_name}' 未说明是产品流、废物流还是基本流；已舍弃。") with
                    {
                        Where = At("flowType"),
                        Found = type.Shown(),
                        Expected = Wording.Same("PRODUCT_FLOW, WASTE_FLOW, ELEMENTARY_FLOW"),
                    });
                    return null;
            }
        }

        private ImmutableArray<(OlcaProperty Property, double Factor)>? Measures()
        {
            List<(OlcaProperty Property, double Factor)> others = [];
            List<(OlcaProperty Property, double Factor)> references = [];
            JsonElement list = root.Field("flowProperties"u8);
            int count = list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;
            int index = 0;
            foreach (JsonElement element in list.Items())
            {
                JsonElement mark = element.Field("isRefFlowProperty"u8, "referenceFlowProperty"u8);
                if (!mark.TryFlag(out bool isReference)) BadMeasure(index, "isRefFlowProperty", mark, FindingCode.SchemaInvalid, new Wording("true or false", "true 或 false"));
                else if (Measure(element, index, isReference || count == 1) is { } measure) (isReference ? references : others).Add(measure);
                index++;
            }

            // A flow with a single property needs no mark.
            if (references.Count == 0 && others.Count == 1 && count == 1) (references, others) = (others, references);
            if (references.Count == 1) return Normalize(references[0], others);
            context.Log.Add(Diagnostic.Error(
                references.Count == 0 ? FindingCode.MissingField : FindingCode.Duplicate,
                $"Flow '{_name}' has {(references.Count == 0 ? "no usable reference flow property" : "several reference flow properties")}; it was left out.",
                $"流 '{_name}' {(references.Count == 0 ? "没有可用的参考流属性" : "有多个参考流属性")}；已舍弃。") with
            {
                Where = At("flowProperties"),
                Expected = new Wording("one flow property with isRefFlowProperty", "恰有一个流属性标记 isRefFlowProperty"),
            });
            return null;
        }

        private (OlcaProperty Property, double Factor)? Measure(JsonElement element, int index, bool isReference)
        {
            JsonElement reference = element.Field("flowProperty"u8);
            if (reference.Id() is not { } propertyId || context.Units.FindProperty(propertyId) is not { } property)
            {
                BadMeasure(index, "flowProperty", reference, FindingCode.UnknownName, new Wording("a flow property of the package", "数据包中的流属性"));
                return null;
            }

            JsonElement written = element.Field("conversionFactor"u8);
            NumberState state = written.Number(out double factor);

            // The schema lets the reference property leave out its factor, which is one.
            if (isReference && state == NumberState.Absent) return (property, 1);
            if (state == NumberState.Finite && factor > 0) return (property, factor);
            BadMeasure(index, "conversionFactor", written, state == NumberState.Finite ? FindingCode.OutOfRange : OlcaFaults.CodeOf(state), new Wording("a finite number greater than zero", "大于零的有限数"));
            return null;
        }

        private void BadMeasure(int index, string field, JsonElement found, FindingCode code, Wording expected) => context.Log.Add(Diagnostic.Error(
            code,
            $"A flow property of flow '{_name}' cannot be used; it was left out.",
            $"流 '{_name}' 的一个流属性无法使用；已舍弃该属性。") with
        {
            Where = At($"flowProperties[{index}].{field}"),
            Found = found.ValueKind == JsonValueKind.Object ? OlcaFaults.NameOf(found) : found.Shown(),
            Expected = expected,
        });

        private ImmutableArray<(OlcaProperty Property, double Factor)>? Normalize((OlcaProperty Property, double Factor) reference, List<(OlcaProperty Property, double Factor)> others)
        {
            if (reference.Factor != 1)
            {
                context.Log.Add(Diagnostic.Warning(
                    FindingCode.Repaired,
                    $"Reference flow property '{reference.Property.Name}' of flow '{_name}' has a factor other than 1; the factors of the flow were divided by it.",
                    $"流 '{_name}' 的参考流属性 '{reference.Property.Name}' 的系数不为 1；该流各系数已除以该值。") with
                {
                    Where = At("flowProperties"),
                    Found = reference.Factor.ToString("R"),
                    Expected = Wording.Same("1"),
                });
            }

            List<(OlcaProperty Property, double Factor)> measures = [(reference.Property, 1)];
            foreach ((OlcaProperty property, double factor) in others)
            {
                double relative = factor / reference.Factor;
                int twin = measures.FindIndex(m => ReferenceEquals(m.Property, property));
                if (twin >= 0 && measures[twin].Factor == relative)
                {
                    context.Log.Add(Diagnostic.Note(FindingCode.Repaired, $"Flow '{_name}' has the flow property '{property.Name}' twice with the same factor; it was read once.", $"流 '{_name}' 的流属性 '{property.Name}' 以相同系数出现两次；只读取一次。") with { Where = At("flowProperties") });
                    continue;
                }

                if (twin >= 0 || !double.IsFinite(relative) || relative <= 0)
                {
                    context.Log.Add(Diagnostic.Error(
                        twin >= 0 ? FindingCode.Duplicate : FindingCode.OutOfRange,
                        $"Flow '{_name}' has the flow property '{property.Name}' {(twin >= 0 ? "twice with different factors" : "with a factor that cannot be expressed")}; the flow was left out.",
                        $"流 '{_name}' 的流属性 '{property.Name}' {(twin >= 0 ? "以不同系数出现两次" : "的系数无法表示")}；已舍弃该流。") with
                    {
                        Where = At("flowProperties"),
                        Found = $"{relative:R}",
                    });
                    return null;
                }

                measures.Add((property, relative));
            }

            return [.. measures.Take(1), .. measures.Skip(1).OrderBy(m => m.Property.Id, StringComparer.OrdinalIgnoreCase)];
        }

        private string? Compartment()
        {
            JsonElement category = root.Field("category"u8);
            string? compartment = context.Categories.Compartment(category, out bool isKnown);
            if (!isKnown)
            {
                context.Log.Add(Diagnostic.Warning(
                    FindingCode.UnknownName,
                    $"Elementary flow '{_name}' lies in a category that the package does not contain or that was refused; it has no compartment.",
                    $"基本流 '{_name}' 所属类别不在数据包中或已被拒绝；该流没有环境区室。") with
                {
                    Where = At("category"),
                    Found = OlcaFaults.NameOf(category),
                });
            }

            return compartment;
        }

        private string? Cas()
        {
            JsonElement written = root.Field("cas"u8);
            if (written.Text() is not { } text) return null;
            if (CasNumber.Normalize(text) is { } cas) return cas;
            context.Log.Add(Diagnostic.Warning(
                FindingCode.SchemaInvalid,
                $"Flow '{_name}' has a CAS number that is none (form or check digit); the flow is matched by its name only.",
                $"流 '{_name}' 的 CAS 号无效（格式或校验位错误）；该流仅按名称匹配。") with
            {
                Where = At("cas"),
                Found = text,
            });
            return null;
        }
    }
}
