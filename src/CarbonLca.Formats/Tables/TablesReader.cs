using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Methods;
using CarbonLca.Formats.Packaging;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Tables;

/// <summary>One reading of a table set: units, flows, processes, then everything that names them.</summary>
/// <remarks>
/// A row at fault leaves out the process it belongs to, and with it every process that names that process as provider: an
/// exchange that is missing is not an exchange of zero.
/// </remarks>
internal sealed class TablesReader(SourceFiles source, FindingList findings, CancellationToken cancellation)
{
    /// <summary>The tables without which nothing can be read.</summary>
    public static readonly IReadOnlyList<TableSchema> MandatoryTables = [TableSchemas.Flows, TableSchemas.Processes, TableSchemas.Exchanges];

    private static readonly Dictionary<string, FlowKind> Kinds = new(StringComparer.Ordinal)
    {
        ["product"] = FlowKind.Product,
        ["waste"] = FlowKind.Waste,
        ["elementary"] = FlowKind.Elementary,
    };

    private static readonly Dictionary<string, ExchangeDirection> Directions = new(StringComparer.Ordinal)
    {
        ["input"] = ExchangeDirection.Input,
        ["output"] = ExchangeDirection.Output,
    };

    private static readonly Dictionary<string, AllocationKey> Keys = new(StringComparer.Ordinal)
    {
        ["physical"] = AllocationKey.Physical,
        ["economic"] = AllocationKey.Economic,
        ["causal"] = AllocationKey.Causal,
    };

    private static readonly Dictionary<string, bool> YesNo = new(StringComparer.Ordinal) { ["true"] = true, ["false"] = false };

    private static readonly Dictionary<string, string> GwpSets = Words("AR4", "AR5", "AR6", "unstated", "gases");

    private static readonly Dictionary<string, string> Confidences = Words("verified", "secondary", "unverified", "derived", "assumption");

    private readonly Suggestions _suggestions = new();
    private readonly UnitTable _units = new();
    private readonly Dictionary<string, Flow> _flows = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refusedFlows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProcessDraft> _processes = new(StringComparer.Ordinal);
    private bool _isUsable = true;

    public LciPackage Read()
    {
        RequireFiles();
        ReadTable(TableSchemas.Units, _units.Read);
        ReadTable(TableSchemas.Flows, ReadFlows);
        ReadTable(TableSchemas.Properties, ReadProperties);
        ReadTable(TableSchemas.Processes, ReadProcesses);
        ReadTable(TableSchemas.Exchanges, ReadExchanges);
        ReadTable(TableSchemas.Allocation, ReadAllocation);
        ReadTable(TableSchemas.Sources, ReadSources);
        ImmutableArray<ImpactMethod> methods = ReadMethods();
        if (!_isUsable) return new LciPackage { Format = string.Empty, Methods = methods };

        foreach (ProcessDraft draft in _processes.Values) CheckReference(draft);
        RefuseDependents();
        Process[] kept = [.. _processes.Values.Where(d => !d.IsRefused).Select(d => d.ToProcess())];
        if (kept.Length == 0) ReportNothing();
        return new LciPackage
        {
            Format = string.Empty,
            Database = kept.Length == 0 ? null : LciDatabase.Create(SourceNames.Of(source), null, kept, _flows.Values),
            Methods = methods,
            Counts =
            [
                new ImportCount("processes", new Wording("processes", "过程"), kept.Length),
                new ImportCount("processes_refused", new Wording("processes left out", "未采用的过程"), _processes.Count - kept.Length),
                new ImportCount("flows", new Wording("flows", "流"), _flows.Count),
                new ImportCount("exchanges", new Wording("exchanges", "交换"), kept.Sum(p => (long)p.Exchanges.Length)),
                new ImportCount("methods", new Wording("methods", "方法"), methods.Length),
            ],
        };
    }

    private static Dictionary<string, string> Words(params string[] words) => words.ToDictionary(w => w, StringComparer.Ordinal);

    private void RequireFiles()
    {
        foreach (TableSchema table in TableSchemas.All)
        {
            if (table != TableSchemas.Synonyms && TableFiles.TwoOf(source, table.Name) is { } two)
            {
                _isUsable = false;
                findings.Add(two);
            }
        }

        foreach (TableSchema table in MandatoryTables)
        {
            if (TableFiles.Find(source, table.Name) is not null) continue;
            _isUsable = false;
            string file = NameOf(table);
            findings.Add(Diagnostic.Error(FindingCode.MissingField, $"'{source.Name}' has no file '{file}'.", $"'{source.Name}' 中没有文件 '{file}'。") with
            {
                Where = new SourcePosition(file),
                Expected = Wording.Same(string.Join(", ", MandatoryTables.Select(NameOf))),
                Next = _suggestions.Nearest(file, source.Paths),
            });
        }
    }

    private string NameOf(TableSchema table) => TableFiles.NameOf(source, table.Name);

    private void ReadTable(TableSchema schema, Action<SourceTable> rows)
    {
        cancellation.ThrowIfCancellationRequested();
        if (TableFiles.Find(source, schema.Name) is not { } file) return;
        using SourceTable? table = SourceTable.Open(source, file, schema, findings);
        if (table is null)
        {
            _isUsable = false;
            return;
        }

        rows(table);
        _isUsable &= !table.IsBroken;
    }

    private bool Next(SourceTable table)
    {
        if (table.RowCount % 4096 == 0) cancellation.ThrowIfCancellationRequested();
        return table.Next();
    }

    private void ReadFlows(SourceTable table)
    {
        while (Next(table))
        {
            string id = table.Required("flow");
            string name = table.RequiredText("name");
            FlowKind? kind = Choose(table, "kind", Kinds);
            Unit? unit = _units.Get(table, "unit");
            string? cas = Cas(table);
            double? density = table.OptionalNumber("density");
            ImmutableArray<FlowProperty> properties = density is { } d && unit is not null ? Density(table, unit, d) : [];
            if (id.Length == 0) continue;
            if (_flows.ContainsKey(id) || _refusedFlows.Contains(id)) ReportDuplicate(table, "flow", id, "flow", "流");
            if (!table.IsRowGood)
            {
                _flows.Remove(id);
                _refusedFlows.Add(id);
                continue;
            }

            _flows.Add(id, new Flow(id, name, kind!.Value, unit!)
            {
                Compartment = table.Word("compartment"),
                Cas = cas,
                NameZh = table.Text("name_zh"),
                Location = table.Word("location"),
                Properties = properties,
            });
        }
    }

    private static string? Cas(SourceTable table)
    {
        if (table.Word("cas") is not { } text) return null;
        if (CasNumber.Normalize(text) is { } cas) return cas;
        table.Warn("cas", FindingCode.OutOfRange, "The CAS number is not valid (its check digit does not fit) and was not used.", "CAS 号无效（校验位不符），未使用。", text,
            new Wording("Correct the number, for instance 124-38-9, or leave it empty.", "请更正，例如 124-38-9，或留空。"));
        return null;
    }

    // A density makes a flow measured by mass measurable by volume, and the other way round.
    private ImmutableArray<FlowProperty> Density(SourceTable table, Unit unit, double kilogramsPerCubicMetre)
    {
        Unit kilogram = Unit.Parse("kg");
        Unit cubicMetre = Unit.Parse("m3");
        bool isMass = unit.ConvertsTo(kilogram);
        if (!isMass && !unit.ConvertsTo(cubicMetre))
        {
            table.Fault("density", FindingCode.UnitMismatch, "Only a flow measured by mass or by volume has a density.", "只有以质量或体积计量的流才有密度。", unit.Symbol,
                Wording.Same("kg, m3"), new Wording($"Leave the density empty, or give the property in {NameOf(TableSchemas.Properties)}.", $"请将密度留空，或在 {NameOf(TableSchemas.Properties)} 中给出该属性。"));
            return [];
        }

        double amount = isMass ? unit.To(kilogram) / kilogramsPerCubicMetre : unit.To(cubicMetre) * kilogramsPerCubicMetre;
        if (kilogramsPerCubicMetre > 0 && amount > 0 && double.IsFinite(amount)) return [isMass ? new FlowProperty("volume", amount, cubicMetre) : new FlowProperty("mass", amount, kilogram)];
        table.Fault("density", FindingCode.OutOfRange, "A density must be above zero.", "密度必须大于零。", table.Word("density"), new Wording("kg per m3", "kg/m3"));
        return [];
    }

    private void ReadProperties(SourceTable table)
    {
        while (Next(table))
        {
            string id = table.Required("flow");
            string property = table.RequiredText("property");
            double? amount = table.Number("amount");
            Unit? unit = _units.Get(table, "unit");
            if (amount <= 0) table.Fault("amount", FindingCode.OutOfRange, "The amount of a property must be above zero.", "属性的数量必须大于零。", table.Word("amount"));
            Flow? flow = FindFlow(table, "flow", id);
            if (flow is null) continue;
            if (flow.Properties.Any(p => p.Name == property)) ReportDuplicate(table, "property", property, "property", "属性");
            if (table.IsRowGood)
            {
                _flows[id] = flow with { Properties = flow.Properties.Add(new FlowProperty(property, amount!.Value, unit!)) };
            }
            else
            {
                _flows.Remove(id);
                _refusedFlows.Add(id);
            }
        }
    }

    private void ReadProcesses(SourceTable table)
    {
        while (Next(table))
        {
            string id = table.Required("process");
            ProcessDraft draft = new(id, table.RequiredText("name"), table.Position("reference_amount"))
            {
                NameZh = table.Text("name_zh"),
                Location = table.Word("location"),
                Stage = Stage(table),
                DefaultAllocation = table.Word("allocation") is null ? null : Choose(table, "allocation", Keys),
                ReferenceFlow = FindFlow(table, "reference_flow", table.Required("reference_flow")),
            };
            double? amount = table.Number("reference_amount");
            Unit? unit = _units.Get(table, "unit");
            if (draft.ReferenceFlow is { Kind: FlowKind.Elementary } elementary)
            {
                table.Fault("reference_flow", FindingCode.SchemaInvalid, $"The reference flow of '{id}' is the elementary flow '{elementary.Name}'.", $"'{id}' 的参考流是基本流 '{elementary.Name}'。", elementary.Id,
                    new Wording("a product, or a waste for a treatment", "产品流，或处理过程的废物流"));
            }

            if (amount == 0)
            {
                table.Fault("reference_amount", FindingCode.OutOfRange, $"The process '{id}' supplies nothing of its reference flow.", $"过程 '{id}' 的参考流数量为零。", table.Word("reference_amount"),
                    new Wording("an amount other than zero", "非零的数量"));
            }

            if (amount is { } a && unit is not null && draft.ReferenceFlow is { } flow) draft.ReferenceAmount = Convert(table, "reference_amount", flow, a, unit)?.Amount;
            if (id.Length == 0) continue;
            if (_processes.TryGetValue(id, out ProcessDraft? other))
            {
                ReportDuplicate(table, "process", id, "process", "过程");
                other.IsRefused = true;
                continue;
            }

            draft.IsRefused = !table.IsRowGood;
            _processes.Add(id, draft);
        }
    }

    private LifeCycleStage Stage(SourceTable table)
    {
        if (table.Word("stage") is not { } text) return LifeCycleStage.Unassigned;
        if (LifeCycleStages.TryParse(text, out LifeCycleStage stage)) return stage;
        string[] keys = [.. LifeCycleStages.All.Select(s => s.Key())];
        table.Fault("stage", FindingCode.UnknownName, $"'{text}' is not a life cycle stage.", $"'{text}' 不是生命周期阶段。", text, Wording.Same(string.Join(", ", keys)), _suggestions.Nearest(text, keys));
        return LifeCycleStage.Unassigned;
    }

    private void ReadExchanges(SourceTable table)
    {
        while (Next(table))
        {
            ProcessDraft? draft = FindProcess(table, "process", table.Required("process"));
            Flow? flow = FindFlow(table, "flow", table.Required("flow"));
            ExchangeDirection? direction = Choose(table, "direction", Directions);
            double? amount = table.Number("amount");
            Unit? unit = _units.Get(table, "unit");
            bool isAvoided = table.Word("avoided") is not null && Choose(table, "avoided", YesNo) == true;
            string? provider = table.Word("provider");
            if (provider is not null) FindProcess(table, "provider", provider);
            (double Amount, double Factor)? converted = amount is { } a && unit is not null && flow is not null ? Convert(table, "amount", flow, a, unit) : null;
            Uncertainty uncertainty = UncertaintyCells.Read(table, amount ?? 0, converted?.Factor ?? 1);
            if (flow is { Kind: FlowKind.Elementary } && (isAvoided || provider is not null))
            {
                table.Fault(isAvoided ? "avoided" : "provider", FindingCode.SchemaInvalid, $"'{flow.Name}' is an elementary flow; no process supplies or avoids it.", $"'{flow.Name}' 是基本流，没有供应过程，也不能作为避免的产品。");
            }

            if (draft is null) continue;
            if (table.IsRowGood)
            {
                draft.Exchanges.Add(new Exchange(flow!, direction!.Value, converted!.Value.Amount) { ProviderId = provider, IsAvoided = isAvoided, Uncertainty = uncertainty });
            }
            else
            {
                draft.IsRefused = true;
            }
        }
    }

    private void ReadAllocation(SourceTable table)
    {
        HashSet<(string, string, AllocationKey, string?)> seen = [];
        while (Next(table))
        {
            ProcessDraft? draft = FindProcess(table, "process", table.Required("process"));
            Flow? product = FindFlow(table, "product", table.Required("product"));
            AllocationKey? key = Choose(table, "key", Keys);
            double? factor = table.Number("factor");
            string? exchangeFlow = table.Word("exchange_flow");
            if (exchangeFlow is not null) FindFlow(table, "exchange_flow", exchangeFlow);
            if (key is not null && (key == AllocationKey.Causal) != (exchangeFlow is not null))
            {
                table.Fault("exchange_flow", FindingCode.MissingField, "A causal factor names the exchange it applies to; a physical or economic one does not.", "因果分配系数须指明所适用的交换，物理或经济分配系数则不须。", exchangeFlow);
            }

            if (draft is null) continue;
            if (table.IsRowGood && !seen.Add((draft.Id, product!.Id, key!.Value, exchangeFlow))) ReportDuplicate(table, "product", product.Id, "allocation factor", "分配系数");
            if (table.IsRowGood && !draft.Exchanges.Exists(e => e.Flow.Id == product!.Id)) ReportNotExchanged(table, "product", draft, product!.Id);
            if (table.IsRowGood && exchangeFlow is not null && !draft.Exchanges.Exists(e => e.Flow.Id == exchangeFlow)) ReportNotExchanged(table, "exchange_flow", draft, exchangeFlow);
            if (!table.IsRowGood)
            {
                draft.IsRefused = true;
                continue;
            }

            if (exchangeFlow is null)
            {
                draft.Allocation.Add(new AllocationFactor(key!.Value, product!.Id, null, factor!.Value));
                continue;
            }

            for (int i = 0; i < draft.Exchanges.Count; i++)
                if (draft.Exchanges[i].Flow.Id == exchangeFlow) draft.Allocation.Add(new AllocationFactor(key!.Value, product!.Id, i, factor!.Value));
        }
    }

    private void ReadSources(SourceTable table)
    {
        while (Next(table))
        {
            ProcessDraft? draft = FindProcess(table, "process", table.Required("process"));
            Provenance provenance = new(table.RequiredText("source"))
            {
                Year = table.OptionalInteger("year", 1800, 2200),
                Region = table.Word("region"),
                GwpSet = table.Word("gwp_set") is null ? null : ChooseText(table, "gwp_set", GwpSets),
                Confidence = table.Word("confidence") is null ? null : ChooseText(table, "confidence", Confidences),
                Note = table.Text("note"),
            };
            if (draft is null) continue;
            if (draft.Provenance is not null) ReportDuplicate(table, "process", draft.Id, "source of the process", "过程来源");
            draft.Provenance = provenance;
            draft.IsRefused |= !table.IsRowGood;
        }
    }

    private ImmutableArray<ImpactMethod> ReadMethods()
    {
        if (TableFiles.Find(source, TableSchemas.Methods.Name) is not { } file || TableFiles.TwoOf(source, TableSchemas.Methods.Name) is not null) return [];
        ImpactMethod? method = MethodTableReader.Read(source, file, SourceNames.Of(source), _units, findings, cancellation);
        return method is null ? [] : [method];
    }

    private void CheckReference(ProcessDraft draft)
    {
        if (draft.IsRefused || draft.ReferenceFlow is not { } flow || draft.ReferenceAmount is not { } expected) return;
        ExchangeDirection direction = flow.Kind == FlowKind.Waste ? ExchangeDirection.Input : ExchangeDirection.Output;
        string word = direction == ExchangeDirection.Input ? "input" : "output";
        double sum = 0;
        double magnitude = 0;
        int count = 0;
        foreach (Exchange exchange in draft.Exchanges)
        {
            if (exchange.Flow.Id != flow.Id || exchange.Direction != direction || exchange.IsAvoided) continue;
            sum += exchange.Amount;
            magnitude += Math.Abs(exchange.Amount);
            count++;
        }

        if (count == 0)
        {
            draft.IsRefused = true;
            findings.Add(Diagnostic.Error(
                FindingCode.MissingField,
                $"{NameOf(TableSchemas.Exchanges)} has no {word} of the reference flow '{flow.Id}' for process '{draft.Id}'.",
                $"{NameOf(TableSchemas.Exchanges)} 中过程 '{draft.Id}' 缺少参考流 '{flow.Id}' 的{(direction == ExchangeDirection.Input ? "输入" : "输出")}。") with
            {
                Where = draft.Where,
                Next = new Wording($"Add the row '{draft.Id},{flow.Id},{word},{expected},{flow.Unit}': the reference is an exchange like any other.", $"请添加行 '{draft.Id},{flow.Id},{word},{expected},{flow.Unit}'：参考流也是一条交换。"),
            });
        }
        else if (!(Math.Abs(sum - expected) <= 1e-12 * Math.Max(Math.Abs(expected), magnitude)))
        {
            draft.IsRefused = true;
            findings.Add(Diagnostic.Error(
                FindingCode.SchemaInvalid,
                $"The reference amount of process '{draft.Id}' disagrees with {NameOf(TableSchemas.Exchanges)}, which has {sum} {flow.Unit} of '{flow.Id}' as {word}.",
                $"过程 '{draft.Id}' 的参考量与 {NameOf(TableSchemas.Exchanges)} 不一致，后者 '{flow.Id}' 为 {sum} {flow.Unit}。") with
            {
                Where = draft.Where,
                Found = $"{expected} {flow.Unit}",
                Expected = Wording.Same($"{sum} {flow.Unit}"),
                Next = new Wording("Correct the one that is wrong.", "请更正其中错误的一处。"),
            });
        }
    }

    // Who names a process that was left out as provider cannot be computed either, and so on upwards.
    private void RefuseDependents()
    {
        Dictionary<string, List<ProcessDraft>> users = new(StringComparer.Ordinal);
        Stack<ProcessDraft> refused = new();
        foreach (ProcessDraft draft in _processes.Values)
        {
            if (draft.IsRefused) refused.Push(draft);
            foreach (string provider in draft.Exchanges.Select(e => e.ProviderId).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                if (!users.TryGetValue(provider, out List<ProcessDraft>? list)) users.Add(provider, list = []);
                list.Add(draft);
            }
        }

        while (refused.TryPop(out ProcessDraft? provider))
        {
            if (!users.TryGetValue(provider.Id, out List<ProcessDraft>? dependents)) continue;
            foreach (ProcessDraft dependent in dependents)
            {
                if (dependent.IsRefused) continue;
                dependent.IsRefused = true;
                refused.Push(dependent);
                findings.Add(Diagnostic.Error(
                    FindingCode.UnknownProcess,
                    $"Process '{dependent.Id}' was left out because its provider '{provider.Id}' was.",
                    $"过程 '{dependent.Id}' 未采用，因为其供应过程 '{provider.Id}' 未采用。") with
                {
                    Where = dependent.Where,
                    Next = new Wording($"Correct the faults of '{provider.Id}'.", $"请更正 '{provider.Id}' 的问题。"),
                });
            }
        }
    }

    private void ReportNothing() => findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{source.Name}' holds no usable process.", $"'{source.Name}' 中没有可用的过程。") with
    {
        Where = new SourcePosition(NameOf(TableSchemas.Processes)),
        Found = $"{_processes.Count}",
        Next = _processes.Count == 0
            ? new Wording($"Add at least one row to {NameOf(TableSchemas.Processes)}.", $"请在 {NameOf(TableSchemas.Processes)} 中至少添加一行。")
            : new Wording("Correct the faults listed.", "请更正已列出的问题。"),
    });

    private (double Amount, double Factor)? Convert(SourceTable table, string column, Flow flow, double amount, Unit unit)
    {
        double factor;
        try
        {
            factor = flow.ReferenceUnitsPer(unit);
        }
        catch (UnitMismatchException mismatch)
        {
            bool needsDensity = mismatch.Message.Contains("density", StringComparison.Ordinal);
            table.Fault("unit", FindingCode.UnitMismatch,
                $"'{unit}' measures {unit.Dimension}, but '{flow.Name}' is measured in '{flow.Unit}', {flow.Unit.Dimension}.",
                $"'{unit}' 的量纲为 {unit.Dimension}，而 '{flow.Name}' 以 '{flow.Unit}'（{flow.Unit.Dimension}）计量。",
                unit.Symbol,
                new Wording($"a unit that converts to '{flow.Unit}'", $"可换算为 '{flow.Unit}' 的单位"),
                needsDensity
                    ? new Wording($"Mass and volume convert only with a density: fill in 'density' of '{flow.Id}' in {NameOf(TableSchemas.Flows)}.", $"质量与体积之间须通过密度换算：请在 {NameOf(TableSchemas.Flows)} 中为 '{flow.Id}' 填写 'density'。")
                    : new Wording($"Correct the unit, or give '{flow.Id}' a property in {NameOf(TableSchemas.Properties)}.", $"请更正单位，或在 {NameOf(TableSchemas.Properties)} 中为 '{flow.Id}' 添加属性。"));
            return null;
        }

        double converted = amount * factor;
        if (factor > 0 && double.IsFinite(converted) && (converted != 0 || amount == 0)) return (converted, factor);
        table.Fault(column, FindingCode.NotFinite, $"The amount is too large or too small in '{flow.Unit}', the unit of '{flow.Name}'.", $"换算为 '{flow.Name}' 的单位 '{flow.Unit}' 后数值过大或过小。", table.Word(column));
        return null;
    }

    private Flow? FindFlow(SourceTable table, string column, string id)
    {
        if (id.Length == 0) return null;
        if (_flows.TryGetValue(id, out Flow? flow)) return flow;
        if (_refusedFlows.Contains(id))
        {
            table.Fault(column, FindingCode.UnknownFlow, $"The flow '{id}' was left out because its own rows are at fault.", $"流 '{id}' 因其自身的行有误而未采用。", id, null,
                new Wording($"Correct its row in {NameOf(TableSchemas.Flows)} or {NameOf(TableSchemas.Properties)}.", $"请更正 {NameOf(TableSchemas.Flows)} 或 {NameOf(TableSchemas.Properties)} 中的相应行。"));
        }
        else
        {
            table.Fault(column, FindingCode.UnknownFlow, $"{NameOf(TableSchemas.Flows)} has no flow '{id}'.", $"{NameOf(TableSchemas.Flows)} 中没有流 '{id}'。", id, null,
                _suggestions.Nearest(id, _flows.Keys) ?? new Wording($"Add it to {NameOf(TableSchemas.Flows)}.", $"请将其加入 {NameOf(TableSchemas.Flows)}。"));
        }

        return null;
    }

    private ProcessDraft? FindProcess(SourceTable table, string column, string id)
    {
        if (id.Length == 0) return null;
        if (_processes.TryGetValue(id, out ProcessDraft? draft)) return draft;
        table.Fault(column, FindingCode.UnknownProcess, $"{NameOf(TableSchemas.Processes)} has no process '{id}'.", $"{NameOf(TableSchemas.Processes)} 中没有过程 '{id}'。", id, null,
            _suggestions.Nearest(id, _processes.Keys) ?? new Wording($"Add it to {NameOf(TableSchemas.Processes)}.", $"请将其加入 {NameOf(TableSchemas.Processes)}。"));
        return null;
    }

    private T? Choose<T>(SourceTable table, string column, Dictionary<string, T> words)
        where T : struct
    {
        string text = table.Required(column);
        if (text.Length == 0) return null;
        if (words.TryGetValue(text, out T value)) return value;
        ReportWord(table, column, text, words.Keys);
        return null;
    }

    private string? ChooseText(SourceTable table, string column, Dictionary<string, string> words)
    {
        string text = table.Required(column);
        if (words.TryGetValue(text, out string? value)) return value;
        ReportWord(table, column, text, words.Keys);
        return null;
    }

    private void ReportWord(SourceTable table, string column, string text, IReadOnlyCollection<string> words) =>
        table.Fault(column, FindingCode.UnknownName, $"The column '{column}' does not know the word '{text}'.", $"'{column}' 列不接受 '{text}'。", text,
            Wording.Same(string.Join(", ", words)), _suggestions.Nearest(text, words));

    private static void ReportDuplicate(SourceTable table, string column, string id, string en, string zh) =>
        table.Fault(column, FindingCode.Duplicate, $"The {en} '{id}' is there twice.", $"{zh} '{id}' 重复。", id, null,
            new Wording("Keep one of the rows.", "请只保留其中一行。"));

    private void ReportNotExchanged(SourceTable table, string column, ProcessDraft draft, string flow) =>
        table.Fault(column, FindingCode.UnknownFlow, $"Process '{draft.Id}' has no exchange of '{flow}'.", $"过程 '{draft.Id}' 没有 '{flow}' 的交换。", flow, null,
            _suggestions.Nearest(flow, [.. draft.Exchanges.Select(e => e.Flow.Id)]));
}
