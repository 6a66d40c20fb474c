using CarbonLca.Formats.Columns;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Store;

/// <summary>Flows and processes of a stored database, made from their columns when they are asked for; everything was checked before.</summary>
internal sealed class StoredRows : ILciRows
{
    private readonly Unit[] _units;
    private readonly FlowColumns _flows;
    private readonly PropertyColumns _properties;
    private readonly ProcessColumns _processes;
    private readonly FactorColumns _factors;

    /// <summary>Rows over the tables of a store.</summary>
    /// <exception cref="Diagnostics.InputRefusedException">A column holds what its meaning does not allow.</exception>
    public StoredRows(IReadOnlyDictionary<string, StoreTable> tables, Unit[] units, ExchangeTable exchanges)
    {
        _units = units;
        _flows = new FlowColumns(tables[StoreLayout.Flows], units.Length);
        _properties = new PropertyColumns(tables[StoreLayout.Properties], _flows.Id.Length, units.Length);
        _processes = new ProcessColumns(tables[StoreLayout.Processes], _flows.Id.Length, exchanges.ProcessCount);
        _factors = new FactorColumns(tables[StoreLayout.Allocation], exchanges);
    }

    public int FlowCount => _flows.Id.Length;

    public int ProcessCount => _processes.Id.Length;

    public Flow Flow(int index)
    {
        (int first, int end) = RangeOf(_properties.Flow.Span, index);
        return new Flow(_flows.Id[index]!, _flows.Name[index]!, KindOfFlow(index), _units[_flows.Unit.Span[index]])
        {
            NameZh = _flows.NameZh[index],
            Compartment = _flows.Compartment[index],
            Cas = _flows.Cas[index],
            Location = _flows.Location[index],
            Properties = first == end ? [] : [.. Enumerable.Range(first, end - first).Select(Property)],
        };
    }

    public ProcessRow Process(int index)
    {
        (int first, int end) = RangeOf(_factors.Process.Span, index);
        ProcessColumns columns = _processes;
        return new ProcessRow(columns.Id[index]!, columns.Name[index]!, ReferenceFlowOf(index))
        {
            NameZh = columns.NameZh[index],
            Location = columns.Location[index],
            Stage = (LifeCycleStage)columns.Stage.Span[index],
            Provenance = columns.Provenance(index),
            AllocationFactors = first == end ? [] : [.. Enumerable.Range(first, end - first).Select(Factor)],
            DefaultAllocation = (AllocationKey?)OptionalAt(columns.Allocation, index),
        };
    }

    public FlowKind KindOfFlow(int index) => (FlowKind)_flows.Kind.Span[index];

    public int ReferenceFlowOf(int process) => _processes.ReferenceFlow.Span[process];

    public string IdOfProcess(int index) => _processes.Id[index]!;

    public string? LocationOfProcess(int index) => _processes.Location[index];

    public int FindFlow(string id) => _flows.Id.Find(id);

    public int FindProcess(string id) => _processes.Id.Find(id);

    private FlowProperty Property(int row) => new(_properties.Name[row]!, _properties.Amount.Span[row], _units[_properties.Unit.Span[row]]);

    private AllocationFactor Factor(int row) =>
        new((AllocationKey)_factors.Key.Span[row], _factors.Product[row]!, OptionalAt(_factors.Exchange, row), _factors.Factor.Span[row]);

    private static int? OptionalAt(Column column, int row) => column.IsNull(row) ? null : column.Values<int>()[row];

    /// <summary>Where an index stands in a column that does not fall.</summary>
    private static (int First, int End) RangeOf(ReadOnlySpan<int> indices, int index)
    {
        int first = FirstNotBelow(indices, index);
        int end = first;
        while (end < indices.Length && indices[end] == index) end++;
        return (first, end);
    }

    private static int FirstNotBelow(ReadOnlySpan<int> indices, int index)
    {
        int low = 0;
        int high = indices.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (indices[middle] < index) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private sealed class FlowColumns(StoreTable table, int unitCount)
    {
        public StoredTexts Id { get; } = table.Ids("id");

        public StoredTexts Name { get; } = table.LazyText("name");

        public StoredTexts NameZh { get; } = table.LazyOptionalText("name_zh");

        public ReadOnlyMemory<byte> Kind { get; } = table.Words("kind", (int)FlowKind.Elementary + 1);

        public ReadOnlyMemory<int> Unit { get; } = table.Indices("unit", unitCount, StoreLayout.Units);

        public StoredTexts Compartment { get; } = table.LazyWord("compartment");

        public StoredTexts Cas { get; } = table.LazyOptionalText("cas");

        public StoredTexts Location { get; } = table.LazyWord("location");
    }

    private sealed class PropertyColumns
    {
        public PropertyColumns(StoreTable table, int flowCount, int unitCount)
        {
            Flow = table.AscendingIndices("flow", flowCount, StoreLayout.Flows);
            Name = table.LazyText("name");
            Amount = table.Float64("amount");
            Unit = table.Indices("unit", unitCount, StoreLayout.Units);
            ReadOnlySpan<double> amounts = Amount.Span;
            for (int i = 0; i < amounts.Length; i++)
                if (!(amounts[i] > 0 && double.IsFinite(amounts[i]))) throw table.Fault("amount", $"the property '{Name[i]}' has the amount {amounts[i]}", $"属性 '{Name[i]}' 的数量为 {amounts[i]}");
        }

        public ReadOnlyMemory<int> Flow { get; }

        public StoredTexts Name { get; }

        public ReadOnlyMemory<double> Amount { get; }

        public ReadOnlyMemory<int> Unit { get; }
    }

    private sealed class ProcessColumns
    {
        private readonly StoredTexts _source;
        private readonly Column _year;
        private readonly StoredTexts _region;
        private readonly StoredTexts _gwpSet;
        private readonly StoredTexts _confidence;
        private readonly StoredTexts _note;

        public ProcessColumns(StoreTable table, int flowCount, int processCount)
        {
            if (table.Rows != processCount) throw table.Fault(null, $"it has {table.Rows} processes, and the exchanges belong to {processCount}", $"有 {table.Rows} 个过程，而交换属于 {processCount} 个过程");
            Id = table.Ids("id");
            Name = table.LazyText("name");
            NameZh = table.LazyOptionalText("name_zh");
            Location = table.LazyWord("location");
            Stage = table.Words("stage", (int)LifeCycleStage.EndOfLife + 1);
            ReferenceFlow = table.Indices("reference_flow", flowCount, StoreLayout.Flows);
            Allocation = table.OptionalWords("default_allocation", (int)AllocationKey.Causal + 1);
            _source = table.LazyWord("source");
            _year = table.OptionalNumbers("source_year");
            _region = table.LazyWord("source_region");
            _gwpSet = table.LazyWord("source_gwp_set");
            _confidence = table.LazyWord("source_confidence");
            _note = table.LazyWord("source_note");
        }

        public StoredTexts Id { get; }

        public StoredTexts Name { get; }

        public StoredTexts NameZh { get; }

        public StoredTexts Location { get; }

        public ReadOnlyMemory<byte> Stage { get; }

        public ReadOnlyMemory<int> ReferenceFlow { get; }

        public Column Allocation { get; }

        public Provenance? Provenance(int row) => _source[row] is { } source
            ? new Provenance(source) { Year = OptionalAt(_year, row), Region = _region[row], GwpSet = _gwpSet[row], Confidence = _confidence[row], Note = _note[row] }
            : null;
    }

    private sealed class FactorColumns
    {
        public FactorColumns(StoreTable table, ExchangeTable exchanges)
        {
            Process = table.AscendingIndices("process", exchanges.ProcessCount, StoreLayout.Processes);
            Key = table.Words("key", (int)AllocationKey.Causal + 1);
            Product = table.LazyText("product");
            Exchange = table.OptionalWords("exchange", int.MaxValue);
            Factor = table.Float64("factor");
            ReadOnlySpan<int> starts = exchanges.Starts;
            for (int i = 0; i < Process.Length; i++)
            {
                int process = Process.Span[i];
                int count = starts[process + 1] - starts[process];
                if (OptionalAt(Exchange, i) is { } e && e >= count) throw table.Fault("exchange", $"row {i} points to exchange {e} of a process that has {count}", $"第 {i} 行指向第 {e} 条交换，而该过程只有 {count} 条");
            }
        }

        public ReadOnlyMemory<int> Process { get; }

        public ReadOnlyMemory<byte> Key { get; }

        public StoredTexts Product { get; }

        public Column Exchange { get; }

        public ReadOnlyMemory<double> Factor { get; }
    }
}
