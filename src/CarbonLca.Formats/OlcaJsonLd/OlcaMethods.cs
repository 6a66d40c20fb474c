using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>The impact methods of a package.</summary>
/// <remarks>
/// A factor counts per unit it is written in; it is converted to the reference unit of its flow with the package's own
/// factors: value / (unit factor / property factor). Rows name flows by identifier, so they apply to this package's flows only.
/// </remarks>
internal sealed class OlcaMethods
{
    private readonly OlcaContext _context;
    private readonly Dictionary<string, (string File, ImpactCategory Category, List<MethodRow> Rows)> _categories = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<ImpactMethod> _methods = [];

    private OlcaMethods(OlcaContext context) => _context = context;

    public ImmutableArray<ImpactMethod> Methods => [.. _methods];

    public int CategoryCount => _categories.Count;

    public int FactorCount => _categories.Values.Sum(c => c.Rows.Count);

    public int UnusedCategoryCount => _categories.Keys.Count(id => !_used.Contains(id));

    public static OlcaMethods Read(OlcaContext context)
    {
        OlcaMethods methods = new(context);
        context.Visit(OlcaFolders.ImpactCategories, "ImpactCategory", methods.AddCategory);
        context.Visit(OlcaFolders.ImpactMethods, "ImpactMethod", methods.AddMethod);
        return methods;
    }

    private void AddCategory(string file, string id, JsonElement root)
    {
        string name = root.Field("name"u8).Text()?.Trim() ?? id;
        string code = root.Field("code"u8).Text()?.Trim() ?? name;
        string unit = root.Field("refUnit"u8, "referenceUnitName"u8).Text()?.Trim() ?? string.Empty;
        if (unit.Length == 0)
        {
            _context.Log.Add(Diagnostic.Warning(FindingCode.MissingField, $"Impact category '{name}' has no unit; its results are shown without one.", $"影响类别 '{name}' 没有单位；其结果不带单位。") with { Where = new SourcePosition(file, Path: "refUnit") });
        }

        ExchangeDirection? direction = root.Field("direction"u8).Text() switch
        {
            "INPUT" => ExchangeDirection.Input,
            "OUTPUT" => ExchangeDirection.Output,
            _ => null,
        };
        List<MethodRow> rows = [];
        int index = 0;
        bool isUsable = true;
        foreach (JsonElement factor in root.Field("impactFactors"u8).Items()) isUsable &= AddFactor(file, name, index++, factor, direction, rows);
        if (isUsable) _categories.Add(id, (file, new ImpactCategory(code, unit) { Name = name }, rows));
    }

    private bool AddFactor(string file, string category, int index, JsonElement element, ExchangeDirection? direction, List<MethodRow> rows)
    {
        JsonElement reference = element.Field("flow"u8);
        if (reference.Id() is not { } flowId || _context.Flows.Find(flowId) is not { } flow)
        {
            // A factor of a flow that nothing in this package can exchange changes no result.
            _context.Log.AddToGroup("flow", new Wording("factors", "因子"), () => Diagnostic.Warning(
                FindingCode.UnknownFlow,
                $"Impact category '{category}' has a factor for a flow that the package does not contain or that was refused; it was left out.",
                $"影响类别 '{category}' 含有数据包中不存在或已被拒绝的流的因子；已舍弃该因子。") with
            {
                Where = new SourcePosition(file, Path: $"impactFactors[{index}].flow"),
                Found = OlcaFaults.NameOf(reference),
            });
            return true;
        }

        OlcaConversion conversion = OlcaConversion.Of(_context.Units, flow, element.Field("unit"u8), element.Field("flowProperty"u8), out Diagnostic? fault);
        if (fault is not null)
        {
            _context.Log.AddToGroup($"unit {fault.Code}", new Wording("factors", "因子"), () => fault with { Where = new SourcePosition(file, Path: $"impactFactors[{index}].unit"), Next = CategoryLeftOut(category) });
            return false;
        }

        JsonElement written = element.Field("value"u8);
        NumberState state = written.Number(out double value);
        double factor = value / conversion.Factor;
        if (state == NumberState.Finite && double.IsFinite(factor))
        {
            rows.Add(new MethodRow(0, flow.Model.Id, factor, flow.Model.Unit)
            {
                Direction = direction,
                Location = _context.Locations.CodeOf(element.Field("location"u8)),
                Source = file,
                Position = new SourcePosition(file, Path: $"impactFactors[{index}]"),
            });
            return true;
        }

        _context.Log.AddToGroup("value", new Wording("factors", "因子"), () => Diagnostic.Error(
            state == NumberState.Finite ? FindingCode.NotFinite : OlcaFaults.CodeOf(state),
            $"Impact category '{category}': the factor of '{flow.Model.Name}' cannot be used.",
            $"影响类别 '{category}'：'{flow.Model.Name}' 的因子无法使用。") with
        {
            Where = new SourcePosition(file, Path: $"impactFactors[{index}].value"),
            Found = written.Shown(),
            Expected = OlcaFaults.FiniteNumber,
            Next = CategoryLeftOut(category),
        });
        return false;
    }

    private static Wording CategoryLeftOut(string category) => new($"Impact category '{category}' was left out.", $"已舍弃影响类别 '{category}'。");

    private void AddMethod(string file, string id, JsonElement root)
    {
        string name = root.Field("name"u8).Text()?.Trim() ?? id;
        List<ImpactCategory> categories = [];
        List<MethodRow> rows = [];
        List<string> files = [file];
        int index = 0;
        foreach (JsonElement reference in root.Field("impactCategories"u8).Items())
        {
            if (reference.Id() is { } categoryId && _categories.TryGetValue(categoryId, out (string File, ImpactCategory Category, List<MethodRow> Rows) category))
            {
                int column = categories.Count;
                bool isTaken = categories.Exists(c => c.Code == category.Category.Code);
                categories.Add(isTaken ? new ImpactCategory(categoryId, category.Category.Unit) { Name = category.Category.Name } : category.Category);
                rows.AddRange(category.Rows.Select(r => r with { Category = column }));
                files.Add(category.File);
                _used.Add(categoryId);
            }
            else
            {
                _context.Log.Add(Diagnostic.Error(
                    FindingCode.UnknownName,
                    $"Method '{name}' names an impact category that the package does not contain or that was refused; the method is incomplete without it.",
                    $"方法 '{name}' 所指的影响类别不在数据包中或已被拒绝；缺少该类别时方法不完整。") with
                {
                    Where = new SourcePosition(file, Path: $"impactCategories[{index}]"),
                    Found = OlcaFaults.NameOf(reference),
                });
            }

            index++;
        }

        if (categories.Count == 0) return;
        _methods.Add(new ImpactMethod(_ids.Add(name) ? name : id, [.. categories], [.. rows]) { Name = name, Digest = DigestOf(files) });
    }

    private string DigestOf(List<string> files)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        HashSet<string> wanted = new(files, StringComparer.Ordinal);
        foreach (SourceDigest digest in _context.Source.Digests)
            if (wanted.Contains(digest.Path)) hash.AppendData(Encoding.UTF8.GetBytes($"{digest.Sha256}  {digest.Path}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
