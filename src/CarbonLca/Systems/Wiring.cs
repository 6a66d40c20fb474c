using CarbonLca.Model;
using CarbonLca.Systems.Allocations;

namespace CarbonLca.Systems;

/// <summary>What an exchange is to a column.</summary>
internal enum ExchangeRole
{
    /// <summary>It crosses the border to the environment: an entry of B.</summary>
    Elementary,

    /// <summary>It is what the column is there for: a part of the diagonal.</summary>
    Reference,

    /// <summary>It is the column's own use of what it makes: a part of the diagonal.</summary>
    OwnUse,

    /// <summary>It is a co-product that leaves the system.</summary>
    Dropped,

    /// <summary>It is a co-product that replaces production elsewhere.</summary>
    Credit,

    /// <summary>It is supplied or treated by a column.</summary>
    Linked,
}

/// <summary>The column that supplies the product or treats the waste of an exchange.</summary>
/// <param name="Column">The column; −1 when there is none.</param>
/// <param name="Candidates">How many could; 1 where the data name it.</param>
/// <param name="ByLocation">Whether it was chosen among several because it lies in the same location.</param>
internal readonly record struct ProviderMatch(int Column, int Candidates, bool ByLocation);

/// <summary>The rules by which exchanges become entries of A and B, apart from the matrices themselves.</summary>
/// <remarks>
/// Everything that an exchange asks for lies in an array by flow, process or column, so that linking a million of them is a million
/// look-ups. Columns by flow are the rows of A at the same time: they ascend by flow, then by provider.
/// <code>
/// flow              0     1   2           columns 1 and 3 supply flow 2
/// starts            0     1   1       3
/// columns by flow   0         1   3
/// </code>
/// </remarks>
internal sealed class Wiring
{
    private const int NoColumn = -1;
    private const int SeveralColumns = -2;
    private const int NoPlace = -1;

    private readonly LciDatabase _database;
    private readonly AllocatedColumn[] _columns;
    private readonly FlowKind[] _kinds;
    private readonly int[] _referenceFlow;
    private readonly int[] _columnOfProcess;
    private readonly int[] _starts;
    private readonly int[] _columnsByFlow;
    private readonly Lazy<int[]> _placeOfProcess;

    /// <summary>The wiring of allocated columns, in their final order.</summary>
    /// <param name="database">The data.</param>
    /// <param name="kinds">The kind of every flow.</param>
    /// <param name="columns">The columns.</param>
    public Wiring(LciDatabase database, FlowKind[] kinds, AllocatedColumn[] columns)
    {
        _database = database;
        _columns = columns;
        _kinds = kinds;
        _referenceFlow = new int[columns.Length];
        _columnOfProcess = new int[database.Processes.Count];
        _columnOfProcess.AsSpan().Fill(NoColumn);
        for (int j = 0; j < columns.Length; j++)
        {
            ref int only = ref _columnOfProcess[columns[j].Process];
            only = only == NoColumn ? j : SeveralColumns;
            _referenceFlow[j] = columns[j].ReferenceFlow;
        }

        (_starts, _columnsByFlow) = GroupByFlow(_referenceFlow, kinds.Length);
        _placeOfProcess = new(NumberPlaces);
    }

    /// <summary>All columns in the order of the rows of A that they are there for: by flow, then by column.</summary>
    public ReadOnlySpan<int> ColumnsByFlow => _columnsByFlow;

    /// <summary>The kind of a flow.</summary>
    public FlowKind KindOf(int flow) => _kinds[flow];

    /// <summary>The columns that supply or treat a flow, ascending.</summary>
    public ReadOnlySpan<int> ColumnsFor(int flow) => _columnsByFlow.AsSpan(_starts[flow].._starts[flow + 1]);

    /// <summary>What an exchange of a column's process is to the column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="flow">The flow of the exchange.</param>
    /// <param name="flags">Its direction and avoidance.</param>
    /// <param name="provider">The process the data name, or −1.</param>
    public ExchangeRole RoleOf(AllocatedColumn column, int flow, byte flags, int provider)
    {
        FlowKind kind = _kinds[flow];
        if (kind == FlowKind.Elementary) return ExchangeRole.Elementary;
        bool isReference = flow == column.ReferenceFlow;
        if (Function.Is(kind, flags))
        {
            if (isReference) return ExchangeRole.Reference;
            return column.CoProducts == CoProducts.Dropped ? ExchangeRole.Dropped : ExchangeRole.Credit;
        }

        bool isOwn = provider < 0 || provider == column.Process;
        return isReference && isOwn && !ExchangeTable.IsAvoided(flags) ? ExchangeRole.OwnUse : ExchangeRole.Linked;
    }

    /// <summary>Whether a linked exchange makes its entry of A positive: what is given out, and what production elsewhere is spared.</summary>
    public bool IsPositive(int flow, byte flags) =>
        ExchangeTable.IsAvoided(flags) ? _kinds[flow] == FlowKind.Product : ExchangeTable.IsOutput(flags);

    /// <summary>Who supplies or treats an exchange: the process the data name, else one in the same location, else the lowest id.</summary>
    /// <param name="process">The process that exchanges the flow.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="named">The process the data name, or −1.</param>
    /// <param name="role">A credit never goes to its own process.</param>
    public ProviderMatch FindProvider(int process, int flow, int named, ExchangeRole role)
    {
        int self = role == ExchangeRole.Credit ? process : -1;
        if (named >= 0) return named != self && ColumnOf(named, flow) is >= 0 and int column ? new ProviderMatch(column, 1, ByLocation: false) : new ProviderMatch(-1, 0, ByLocation: false);

        ReadOnlySpan<int> candidates = ColumnsFor(flow);
        bool isAmongThem = self >= 0 && ColumnOf(self, flow) >= 0;
        int count = candidates.Length - (isAmongThem ? 1 : 0);
        if (count == 0) return new ProviderMatch(-1, 0, ByLocation: false);
        int first = isAmongThem && _columns[candidates[0]].Process == self ? candidates[1] : candidates[0];
        if (count == 1) return new ProviderMatch(first, 1, ByLocation: false);
        int local = FirstIn(_placeOfProcess.Value[process], candidates, self);
        return local >= 0 ? new ProviderMatch(local, count, ByLocation: true) : new ProviderMatch(first, count, ByLocation: false);
    }

    /// <summary>What the exchanges of a column's process contribute to the column's entries.</summary>
    /// <param name="column">The column.</param>
    /// <param name="productOfColumn">The row of A that each column is there for.</param>
    /// <param name="rowOfFlow">The row of B of each elementary flow.</param>
    /// <param name="terms">Receives the terms, in the order of the exchanges.</param>
    public void AddTermsOf(int column, ReadOnlySpan<int> productOfColumn, ReadOnlySpan<int> rowOfFlow, List<ExchangeTerm> terms)
    {
        ExchangeTable table = _database.Exchanges;
        AllocatedColumn allocated = _columns[column];
        int first = table.Starts[allocated.Process];
        int count = table.Starts[allocated.Process + 1] - first;
        ReadOnlySpan<int> flows = table.Flow.Slice(first, count);
        ReadOnlySpan<byte> flags = table.Flags.Slice(first, count);
        ReadOnlySpan<int> providers = table.Provider.Slice(first, count);
        double reference = _kinds[allocated.ReferenceFlow] == FlowKind.Waste ? -1.0 : 1.0;
        for (int e = 0; e < count; e++)
        {
            int row = first + e;
            double share = allocated.ShareOf(e);
            ExchangeRole role = RoleOf(allocated, flows[e], flags[e], providers[e]);
            switch (role)
            {
                case ExchangeRole.Elementary:
                    terms.Add(new ExchangeTerm(row, IsBiosphere: true, rowOfFlow[flows[e]], ExchangeTable.IsOutput(flags[e]) ? share : -share));
                    break;
                case ExchangeRole.Reference:
                    terms.Add(new ExchangeTerm(row, IsBiosphere: false, productOfColumn[column], reference));
                    break;
                case ExchangeRole.OwnUse:
                    terms.Add(new ExchangeTerm(row, IsBiosphere: false, productOfColumn[column], -reference * share));
                    break;
                case ExchangeRole.Credit or ExchangeRole.Linked when FindProvider(allocated.Process, flows[e], providers[e], role) is { Column: >= 0 and int provider }:
                    double carried = role == ExchangeRole.Credit ? 1.0 : share;
                    terms.Add(new ExchangeTerm(row, IsBiosphere: false, productOfColumn[provider], IsPositive(flows[e], flags[e]) ? carried : -carried));
                    break;
                default:
                    break;
            }
        }
    }

    // The column of a process that supplies or treats a flow; a process has at most one for each.
    private int ColumnOf(int process, int flow)
    {
        int column = _columnOfProcess[process];
        if (column >= 0) return _referenceFlow[column] == flow ? column : NoColumn;
        if (column == SeveralColumns)
        {
            foreach (int candidate in ColumnsFor(flow))
                if (_columns[candidate].Process == process) return candidate;
        }

        return NoColumn;
    }

    private int FirstIn(int place, ReadOnlySpan<int> candidates, int self)
    {
        if (place == NoPlace) return NoColumn;
        int[] places = _placeOfProcess.Value;
        foreach (int candidate in candidates)
        {
            int provider = _columns[candidate].Process;
            if (places[provider] == place && provider != self) return candidate;
        }

        return NoColumn;
    }

    // Equal locations have equal numbers.
    private int[] NumberPlaces()
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        int[] places = new int[_database.Processes.Count];
        for (int process = 0; process < places.Length; process++)
        {
            places[process] = NoPlace;
            if (_database.Processes.Location(process) is not { } location) continue;
            if (!numbers.TryGetValue(location, out places[process])) numbers.Add(location, places[process] = numbers.Count);
        }

        return places;
    }

    // A counting sort: flows ascend by id in the database and columns by id, so that comparing indices compares ids.
    private static (int[] Starts, int[] Columns) GroupByFlow(int[] flowOfColumn, int flowCount)
    {
        int[] starts = new int[flowCount + 1];
        foreach (int flow in flowOfColumn) starts[flow + 1]++;
        for (int flow = 0; flow < flowCount; flow++) starts[flow + 1] += starts[flow];
        int[] next = starts.AsSpan(0, flowCount).ToArray();
        int[] columns = new int[flowOfColumn.Length];
        for (int j = 0; j < columns.Length; j++) columns[next[flowOfColumn[j]]++] = j;
        return (starts, columns);
    }
}
