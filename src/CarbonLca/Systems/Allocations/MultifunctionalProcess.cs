using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Systems.Allocations;

/// <summary>A process and its functions, as an allocation rule sees it.</summary>
internal sealed class MultifunctionalProcess
{
    private readonly LciDatabase _database;

    private MultifunctionalProcess(LciDatabase database, int process, int[] functions, double[] amounts)
    {
        _database = database;
        Process = process;
        Functions = functions;
        Amounts = amounts;
    }

    /// <summary>The index of the process in its database.</summary>
    public int Process { get; }

    /// <summary>The flows the process exists for, ascending: products it gives out and wastes it takes in.</summary>
    public int[] Functions { get; }

    /// <summary>The amount of each function, positive, in the flow's reference unit.</summary>
    public double[] Amounts { get; }

    /// <summary>The index of the reference flow.</summary>
    public int ReferenceFlow => _database.Processes.ReferenceFlow(Process);

    /// <summary>How messages name the process.</summary>
    public string Label => _database.Processes.Label(Process);

    /// <summary>The allocation factors the data give.</summary>
    public ReadOnlySpan<AllocationFactor> Factors => _database.Processes.AllocationFactors(Process).AsSpan();

    /// <summary>The relation the data recommend.</summary>
    public AllocationKey? DefaultKey => _database.Processes.DefaultAllocation(Process);

    /// <summary>How many exchanges the process has.</summary>
    public int ExchangeCount => _database.Exchanges.Starts[Process + 1] - _database.Exchanges.Starts[Process];

    /// <summary>A function's flow.</summary>
    public Flow Flow(int function) => _database.Flows[Functions[function]];

    /// <summary>Whether an exchange of the process, counted from its first row, is one of its functions or avoided.</summary>
    public bool IsShared(int exchange) => !Function.Is(_database, _database.Exchanges.Starts[Process] + exchange);

    /// <summary>The name of the flow of an exchange, counted from the process's first row.</summary>
    public string FlowNameOf(int exchange) => _database.Flows[_database.Exchanges.Flow[_database.Exchanges.Starts[Process] + exchange]].Name;

    /// <summary>The functions of a process, when it has more than one; otherwise null.</summary>
    public static MultifunctionalProcess? Of(LciDatabase database, int process)
    {
        ExchangeTable table = database.Exchanges;
        int first = table.Starts[process];
        int end = table.Starts[process + 1];
        int reference = database.Processes.ReferenceFlow(process);
        bool several = false;
        for (int row = first; row < end && !several; row++)
            several = table.Flow[row] != reference && table.Amount[row] != 0 && Function.Is(database, row);
        if (!several) return null;

        SortedDictionary<int, double> amounts = new() { [reference] = 0 };
        for (int row = first; row < end; row++)
        {
            if (!Function.Is(database, row)) continue;
            amounts[table.Flow[row]] = amounts.GetValueOrDefault(table.Flow[row]) + table.Amount[row];
        }

        return new MultifunctionalProcess(database, process, [.. amounts.Keys], [.. amounts.Values]);
    }

    /// <summary>One column for each function with the given shares, after checking that they partition the process.</summary>
    /// <param name="shares">A share for each function.</param>
    /// <param name="rule">The name of the rule, for messages.</param>
    /// <param name="findings">Receives an error when the shares do not sum to one.</param>
    public IReadOnlyList<AllocatedColumn> Partition(double[] shares, string rule, ICollection<Diagnostic> findings)
    {
        if (Shares.Fault(shares) is { } fault)
        {
            findings.Add(Diagnostic.Error(
                FindingCode.AllocationSum,
                $"The {rule} allocation of process {Label} cannot be used: {fault.En}.",
                $"过程 {Label} 的 {rule} 分配不可用：{fault.Zh}。") with
            {
                Expected = new Wording("shares in [0, 1] that sum to 1", "份额应在 [0, 1] 内且合计为 1"),
                Next = new Wording("Correct the factors, or choose another allocation.", "请更正分配系数，或选择其他分配方法。"),
            });
            return [];
        }

        Shares.Close(shares);
        AllocatedColumn[] columns = new AllocatedColumn[Functions.Length];
        for (int i = 0; i < columns.Length; i++) columns[i] = new AllocatedColumn(Process, Functions[i], CoProducts.Dropped) { Share = shares[i] };
        return columns;
    }
}

/// <summary>Which exchanges are functions of a process.</summary>
internal static class Function
{
    /// <summary>Whether a row is a product given out or a waste taken in, and not avoided.</summary>
    public static bool Is(LciDatabase database, int row)
    {
        ExchangeTable table = database.Exchanges;
        return Is(database.Flows.Kind(table.Flow[row]), table.Flags[row]);
    }

    /// <summary>Whether an exchange with the given flags of a flow of the given kind is a product given out or a waste taken in, and not avoided.</summary>
    public static bool Is(FlowKind kind, byte flags) => kind switch
    {
        _ when ExchangeTable.IsAvoided(flags) => false,
        FlowKind.Product => ExchangeTable.IsOutput(flags),
        FlowKind.Waste => !ExchangeTable.IsOutput(flags),
        _ => false,
    };
}

/// <summary>Sets of allocation shares.</summary>
internal static class Shares
{
    private const double Tolerance = 1e-9;

    /// <summary>What is wrong with the shares, or null (REQ-31).</summary>
    public static Wording? Fault(ReadOnlySpan<double> shares)
    {
        double sum = 0;
        foreach (double share in shares)
        {
            if (!(share >= 0 && share <= 1)) return new Wording($"the factor {share} lies outside [0, 1]", $"系数 {share} 不在 [0, 1] 内");
            sum += share;
        }

        return Math.Abs(sum - 1) <= Tolerance ? null : new Wording($"the factors sum to {sum}", $"系数合计为 {sum}");
    }

    /// <summary>Adjusts the largest share so that they sum to one exactly (REQ-31).</summary>
    public static void Close(Span<double> shares)
    {
        int largest = 0;
        double others = 0;
        for (int i = 1; i < shares.Length; i++)
            if (shares[i] > shares[largest]) largest = i;
        for (int i = 0; i < shares.Length; i++)
            if (i != largest) others += shares[i];
        shares[largest] = 1 - others;
    }
}
