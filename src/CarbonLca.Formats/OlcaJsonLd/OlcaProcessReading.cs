using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>The reading of one process.</summary>
internal sealed class OlcaProcessReading
{
    private static readonly Wording OfExchanges = new("exchanges", "交换");

    private readonly OlcaContext _context;
    private readonly string _file;
    private readonly string _id;
    private readonly JsonElement _root;
    private readonly OlcaProcesses _processes;
    private readonly string _name;
    private readonly string? _location;
    private readonly string _label;
    private readonly List<int> _references = [];
    private bool _hasErrors;

    public OlcaProcessReading(OlcaContext context, string file, string id, JsonElement root, OlcaProcesses processes)
    {
        _context = context;
        _file = file;
        _id = id;
        _root = root;
        _processes = processes;
        _name = root.Field("name"u8).Text() ?? id;
        _location = context.Locations.CodeOf(root.Field("location"u8));
        _label = _location is null ? $"'{_name}'" : $"'{_name}' ({_location})";
    }

    public List<OlcaExchange> Exchanges { get; } = [];

    public OlcaTally Tally { get; } = new();

    /// <summary>The process, its exchanges without providers; null when it has errors, which are reported.</summary>
    public Process? Read()
    {
        bool isResult = IsResult();
        JsonElement list = _root.Field("exchanges"u8);
        if (!list.IsAbsent() && list.ValueKind != JsonValueKind.Array) Fault("list", () => Diagnostic.Error(FindingCode.SchemaInvalid, $"Process {_label} has no list of exchanges.", $"过程 {_label} 没有交换列表。") with { Where = At("exchanges"), Found = list.Shown() });
        int index = 0;
        foreach (JsonElement element in list.Items()) ReadExchange(index++, element);
        if (_hasErrors || CheckReference() is not { } reference) return null;

        Count(isResult);
        Process process = new(_id, _name, reference)
        {
            Location = _location,
            Exchanges = [.. Exchanges.Select(e => e.Line)],
            AllocationFactors = OlcaAllocation.Read(_context, _file, _label, Exchanges, _root.Field("allocationFactors"u8), Tally),
            DefaultAllocation = OlcaAllocation.KeyOf(_root.Field("defaultAllocationMethod"u8)),
            Provenance = Provenance(isResult),
        };
        if (process.ReferenceAmount != 0 && double.IsFinite(process.ReferenceAmount)) return process;
        Fault("zero", () => Diagnostic.Error(
            FindingCode.OutOfRange,
            $"Process {_label} supplies no net amount of its reference flow '{reference.Name}'; nothing can be scaled to it.",
            $"过程 {_label} 的参考流 '{reference.Name}' 净量不可用；无法据此缩放。") with
        {
            Where = At($"exchanges[{_references[0]}].amount"),
            Found = $"{process.ReferenceAmount:R} {reference.Unit}",
            Expected = new Wording("an amount other than zero", "非零数量"),
        });
        return null;
    }

    private SourcePosition At(string path) => new(_file, Path: path);

    private void Fault(string kind, Func<Diagnostic> fault)
    {
        _hasErrors = true;
        _context.Log.AddToGroup(kind, OfExchanges, () => fault() with { Next = OlcaFaults.ProcessLeftOut });
    }

    private bool IsResult()
    {
        JsonElement type = _root.Field("processType"u8);
        string? text = type.Text();
        if (text is not (null or "UNIT_PROCESS" or "LCI_RESULT") || (text is null && !type.IsAbsent()))
        {
            _context.Log.Add(Diagnostic.Warning(FindingCode.SchemaInvalid, $"Process {_label} is of unknown type; it is read as a unit process.", $"过程 {_label} 的类型未知；按单元过程读取。") with
            {
                Where = At("processType"),
                Found = type.Shown(),
                Expected = Wording.Same("UNIT_PROCESS, LCI_RESULT"),
            });
        }

        return text == "LCI_RESULT";
    }

    private void ReadExchange(int index, JsonElement element)
    {
        ExchangeFields fields = ExchangeFields.Of(element);
        if (FindFlow(index, fields.Flow) is not { } flow) return;
        OlcaConversion conversion = OlcaConversion.Of(_context.Units, flow, fields.Unit, fields.FlowProperty, out Diagnostic? fault);
        if (fault is not null)
        {
            Fault($"unit {fault.Code}", () => fault with { What = Named(fault.What), Where = At($"exchanges[{index}].unit") });
            return;
        }

        if (!ReadFlag(index, "isInput", fields.IsInput, out bool isInput)
            || !ReadFlag(index, "isAvoidedProduct", fields.IsAvoided, out bool isAvoided)
            || !ReadFlag(index, "isQuantitativeReference", fields.IsReference, out bool isReference)
            || ReadAmount(index, flow, fields.Amount, conversion) is not { } amounts)
        {
            return;
        }

        if (fields.IsInput.IsAbsent())
        {
            _context.Log.AddToGroup("direction", OfExchanges, () => Diagnostic.Note(FindingCode.MissingField, $"Process {_label}: the exchange of '{flow.Model.Name}' names no direction; the schema makes it an output.", $"过程 {_label}：'{flow.Model.Name}' 的交换未指明方向；按规范视为输出。") with { Where = At($"exchanges[{index}]") });
        }

        if (isReference) _references.Add(index);
        if (conversion.Factor != 1) Tally.ConvertedUnits++;
        if (conversion.Unit is { } unit) _processes.CountUse(unit, _file, index);
        if (fields.AmountFormula.Text() is not null) Tally.Formulas++;
        Exchanges.Add(new OlcaExchange(
            new Exchange(flow.Model, isInput ? ExchangeDirection.Input : ExchangeDirection.Output, amounts.Converted)
            {
                IsAvoided = isAvoided,
                Uncertainty = ReadUncertainty(index, flow, fields.Uncertainty, amounts.Written, conversion.Factor),
            },
            fields.Id.Text(),
            fields.InternalId.ValueKind == JsonValueKind.Number && fields.InternalId.TryGetInt32(out int internalId) ? internalId : null,
            fields.Provider.Id()));
    }

    private Wording Named(Wording what) => new($"Process {_label}: {char.ToLowerInvariant(what.En[0])}{what.En[1..]}", $"过程 {_label}：{what.Zh}");

    private OlcaFlow? FindFlow(int index, JsonElement reference)
    {
        string? id = reference.Id();
        if (id is not null && _context.Flows.Find(id) is { } flow) return flow;
        bool isRefused = id is not null && _context.Flows.RefusedFile(id) is not null;
        Fault($"flow {isRefused}", () => Diagnostic.Error(
            id is null ? FindingCode.MissingField : FindingCode.UnknownFlow,
            isRefused
                ? $"Process {_label} exchanges the flow '{OlcaFaults.NameOf(reference)}', which was refused."
                : $"Process {_label} exchanges a flow that the package does not contain.",
            isRefused
                ? $"过程 {_label} 交换的流 '{OlcaFaults.NameOf(reference)}' 已被拒绝。"
                : $"过程 {_label} 交换的流不在数据包中。") with
        {
            Where = At($"exchanges[{index}].flow"),
            Found = id is null ? reference.Shown() : $"{OlcaFaults.NameOf(reference)} ({id})",
        });
        return null;
    }

    private bool ReadFlag(int index, string name, JsonElement field, out bool value)
    {
        if (field.TryFlag(out value)) return true;
        Fault($"flag {name}", () => Diagnostic.Error(FindingCode.SchemaInvalid, $"Process {_label}: '{name}' of an exchange is neither true nor false.", $"过程 {_label}：某交换的 '{name}' 既非 true 也非 false。") with
        {
            Where = At($"exchanges[{index}].{name}"),
            Found = field.Shown(),
            Expected = Wording.Same("true / false"),
        });
        return false;
    }

    private (double Written, double Converted)? ReadAmount(int index, OlcaFlow flow, JsonElement field, OlcaConversion conversion)
    {
        NumberState state = field.Number(out double amount);
        double converted = conversion.Factor == 1 ? amount : amount * conversion.Factor;
        if (state == NumberState.Finite && !double.IsFinite(converted)) state = NumberState.NotFinite;
        if (state == NumberState.Finite && converted == 0 && amount != 0) state = NumberState.TooSmall;
        if (state == NumberState.Finite) return (amount, converted);
        Fault($"amount {state}", () => Diagnostic.Error(OlcaFaults.CodeOf(state), $"Process {_label}: the amount of '{flow.Model.Name}' cannot be used.", $"过程 {_label}：'{flow.Model.Name}' 的数量无法使用。") with
        {
            Where = At($"exchanges[{index}].amount"),
            Found = field.Shown(),
            Expected = OlcaFaults.FiniteNumber,
        });
        return null;
    }

    private Uncertainty ReadUncertainty(int index, OlcaFlow flow, JsonElement field, double amount, double factor)
    {
        if (field.IsAbsent()) return Uncertainty.None;
        Uncertainty written = OlcaUncertainty.Read(field, amount, out UncertaintyKind kind, out UncertaintyFault fault);
        Uncertainty converted = written.Times(factor);

        // A conversion may push the ends of a distribution together or out of range; it then describes nothing any more.
        if (!IsUsable(converted)) (converted, fault) = (Uncertainty.None, fault | UncertaintyFault.Degenerate);
        Tally.Count(kind, fault, amount);
        OlcaUncertainty.Report(_context.Log, _label, flow.Model.Name, kind, fault, field, () => At($"exchanges[{index}].uncertainty"));
        return converted;
    }

    private static bool IsUsable(Uncertainty uncertainty) => uncertainty.Kind switch
    {
        UncertaintyKind.None => true,
        UncertaintyKind.Lognormal or UncertaintyKind.Normal => double.IsFinite(uncertainty.Scale) && uncertainty.Scale > 0,
        _ => double.IsFinite(uncertainty.Minimum) && double.IsFinite(uncertainty.Maximum) && uncertainty.Minimum < uncertainty.Maximum,
    };

    private Flow? CheckReference()
    {
        if (_references.Count != 1)
        {
            string names = string.Join(", ", _references.Select(r => $"'{Exchanges[r].Flow.Name}'"));
            Fault("reference", () => Diagnostic.Error(
                _references.Count == 0 ? FindingCode.MissingField : FindingCode.Duplicate,
                _references.Count == 0 ? $"Process {_label} has no quantitative reference." : $"Process {_label} has {_references.Count} quantitative references: {names}.",
                _references.Count == 0 ? $"过程 {_label} 没有定量参考。" : $"过程 {_label} 有 {_references.Count} 个定量参考：{names}。") with
            {
                Where = At("exchanges"),
                Expected = new Wording("one exchange with isQuantitativeReference", "恰有一个交换标记 isQuantitativeReference"),
            });
            return null;
        }

        int index = _references[0];
        Exchange line = Exchanges[index].Line;
        if (line.Flow.Kind == FlowKind.Elementary || line.IsAvoided)
        {
            Fault("reference", () => Diagnostic.Error(
                FindingCode.SchemaInvalid,
                $"Process {_label}: its quantitative reference '{line.Flow.Name}' is {(line.IsAvoided ? "avoided" : "an elementary flow")}.",
                $"过程 {_label}：其定量参考 '{line.Flow.Name}' 是{(line.IsAvoided ? "被避免的产品" : "基本流")}。") with
            {
                Where = At($"exchanges[{index}]"),
                Expected = new Wording("a product that is supplied or a waste that is treated", "所供应的产品或所处理的废物"),
            });
            return null;
        }

        bool isUsual = (line.Flow.Kind == FlowKind.Waste) == (line.Direction == ExchangeDirection.Input);
        if (!isUsual)
        {
            bool isProduct = line.Flow.Kind == FlowKind.Product;
            _context.Log.AddToGroup("side", OfExchanges, () => Diagnostic.Warning(
                FindingCode.SchemaInvalid,
                $"Process {_label}: its quantitative reference '{line.Flow.Name}' is {(isProduct ? "a product that is taken in" : "a waste that is given out")}; kept as it is.",
                $"过程 {_label}：其定量参考 '{line.Flow.Name}' 是{(isProduct ? "输入的产品" : "输出的废物")}；按原样保留。") with
            {
                Where = At($"exchanges[{index}]"),
            });
        }

        return line.Flow;
    }

    private void Count(bool isResult)
    {
        if (isResult) Tally.LciResults++;
        else Tally.UnitProcesses++;
        Tally.Exchanges = Exchanges.Count;
        int products = 0;
        foreach (OlcaExchange exchange in Exchanges)
        {
            Exchange line = exchange.Line;
            Tally.ExchangesOfKind[(int)line.Flow.Kind]++;
            if (line.IsAvoided) Tally.Avoided++;
            else if ((line.Flow.Kind == FlowKind.Product && line.Direction == ExchangeDirection.Output) || (line.Flow.Kind == FlowKind.Waste && line.Direction == ExchangeDirection.Input)) products++;
        }

        if (products > 1) Tally.MultiOutput++;
        if (_root.Field("parameters"u8) is { ValueKind: JsonValueKind.Array } parameters && parameters.GetArrayLength() > 0) Tally.ParameterProcesses++;
    }

    private Provenance? Provenance(bool isResult)
    {
        JsonElement documentation = _root.Field("processDocumentation"u8);
        string? source = documentation.Field("publication"u8).Field("name"u8).Text()?.Trim();
        foreach (JsonElement other in documentation.Field("sources"u8).Items()) source ??= other.Field("name"u8).Text()?.Trim();
        int? year = documentation.Field("validFrom"u8).Text() is { Length: >= 4 } date && int.TryParse(date.AsSpan(0, 4), out int parsed) && parsed is >= 1800 and <= 2200 ? parsed : null;
        if (source is null && year is null && !isResult) return null;
        return new Provenance(source ?? string.Empty) { Year = year, Region = _location, Note = isResult ? "LCI result: an aggregated system, not a unit process" : null };
    }
}
