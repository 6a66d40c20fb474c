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
/// <param name="ByLocation">Whether it was chosen because it lies in the same location.</param>
internal readonly record struct ProviderMatch(int Column, int Candidates, bool ByLocation);

/// <summary>The rules by which exchanges become entries of A and B, apart from the matrices themselves.</summary>
internal sealed class Wiring
{
    private readonly LciDatabase _database;
    private readonly AllocatedColumn[] _columns;
    private readonly Dictionary<int, int[]> _columnsByFlow;

    /// <summary>The wiring of allocated columns, in their final order.</summary>
    public Wiring(LciDatabase database, AllocatedColumn[] columns)
    {
        _database = database;
        _columns = columns;
        _columnsByFlow = Enumerable.Range(0, columns.Length).GroupBy(j => columns[j].ReferenceFlow).ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>The columns that supply or treat a flow, ascending.</summary>
    public ReadOnlySpan<int> ColumnsFor(int flow) => _columnsByFlow.TryGetValue(flow, out int[]? columns) ? columns : [];

    /// <summary>What an exchange of a column's process is to the column.</summary>
    public ExchangeRole RoleOf(int column, int exchange)
    {
        ExchangeTable table = _database.Exchanges;
        AllocatedColumn allocated = _columns[column];
        int flow = table.Flow[exchange];
        if (_database.Flows[flow].Kind == FlowKind.Elementary) return ExchangeRole.Elementary;
        bool isReference = flow == allocated.ReferenceFlow;
        if (Function.Is(_database, exchange))
        {
            if (isReference) return ExchangeRole.Reference;
            return allocated.CoProducts == CoProducts.Dropped ? ExchangeRole.Dropped : ExchangeRole.Credit;
        }

        bool isOwn = table.Provider[exchange] is var provider && (provider < 0 || provider == allocated.Process);
        return isReference && isOwn && !table.IsAvoided(exchange) ? ExchangeRole.OwnUse : ExchangeRole.Linked;
    }

    /// <summary>The share of an exchange that a column carries; 1 for its functions.</summary>
    public double ShareOf(int column, int exchange)
    {
        AllocatedColumn allocated = _columns[column];
        return allocated.ShareOfExchange is { } shares ? shares[exchange - _database.Exchanges.Starts[allocated.Process]] : allocated.Share;
    }

    /// <summary>Whether a linked exchange makes its entry of A positive: what is given out, and what production elsewhere is spared.</summary>
    public bool IsPositive(int exchange)
    {
        ExchangeTable table = _database.Exchanges;
        return table.IsAvoided(exchange) ? _database.Flows[table.Flow[exchange]].Kind == FlowKind.Product : table.IsOutput(exchange);
    }

    /// <summary>Who supplies or treats an exchange: the process the data name, else one in the same location, else the lowest id.</summary>
    public ProviderMatch FindProvider(int column, int exchange, ExchangeRole role)
    {
        ExchangeTable table = _database.Exchanges;
        int process = _columns[column].Process;
        int named = table.Provider[exchange];
        int self = role == ExchangeRole.Credit ? process : -1;
        int chosen = -1;
        int count = 0;
        bool byLocation = false;
        string? location = _database.Processes.Location(process);
        foreach (int candidate in ColumnsFor(table.Flow[exchange]))
        {
            int provider = _columns[candidate].Process;
            if (provider == self) continue;
            if (named >= 0)
            {
                if (provider == named) return new ProviderMatch(candidate, 1, ByLocation: false);
                continue;
            }

            bool local = location is not null && _database.Processes.Location(provider) == location;
            if (chosen < 0 || (local && !byLocation)) (chosen, byLocation) = (candidate, local);
            count++;
        }

        return new ProviderMatch(chosen, count, byLocation);
    }

    /// <summary>What the exchanges of a column's process contribute to the column's entries.</summary>
    /// <param name="column">The column.</param>
    /// <param name="productOfColumn">The row of A that each column is there for.</param>
    /// <param name="rowOfFlow">The row of B of each elementary flow.</param>
    /// <param name="terms">Receives the terms, in the order of the exchanges.</param>
    public void AddTermsOf(int column, ReadOnlySpan<int> productOfColumn, ReadOnlySpan<int> rowOfFlow, List<ExchangeTerm> terms)
    {
        ExchangeTable table = _database.Exchanges;
        int process = _columns[column].Process;
        double reference = _database.Flows[_columns[column].ReferenceFlow].Kind == FlowKind.Waste ? -1.0 : 1.0;
        for (int row = table.Starts[process]; row < table.Starts[process + 1]; row++)
        {
            ExchangeRole role = RoleOf(column, row);
            switch (role)
            {
                case ExchangeRole.Elementary:
                    terms.Add(new ExchangeTerm(row, IsBiosphere: true, rowOfFlow[table.Flow[row]], table.IsOutput(row) ? ShareOf(column, row) : -ShareOf(column, row)));
                    break;
                case ExchangeRole.Reference:
                    terms.Add(new ExchangeTerm(row, IsBiosphere: false, productOfColumn[column], reference));
                    break;
                case ExchangeRole.OwnUse:
                    terms.Add(new ExchangeTerm(row, IsBiosphere: false, productOfColumn[column], -reference * ShareOf(column, row)));
                    break;
                case ExchangeRole.Credit or ExchangeRole.Linked when FindProvider(column, row, role) is { Column: >= 0 and int provider }:
                    double share = role == ExchangeRole.Credit ? 1.0 : ShareOf(column, row);
                    terms.Add(new ExchangeTerm(row, IsBiosphere: false, productOfColumn[provider], IsPositive(row) ? share : -share));
                    break;
                default:
                    break;
            }
        }
    }
}
