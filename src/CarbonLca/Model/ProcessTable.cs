using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Model;

/// <summary>What is known of every process of a database apart from its exchanges, in the database's order; made when first asked for.</summary>
public sealed class ProcessTable
{
    private readonly ILciRows _rows;
    private readonly ProcessRow?[] _made;

    internal ProcessTable(ILciRows rows)
    {
        _rows = rows;
        _made = new ProcessRow?[rows.ProcessCount];
    }

    /// <summary>How many processes there are.</summary>
    public int Count => _made.Length;

    /// <summary>The identity of a process.</summary>
    public string Id(int process) => Volatile.Read(ref _made[process])?.Id ?? _rows.IdOfProcess(process);

    /// <summary>The name in the language of the data.</summary>
    public string Name(int process) => Row(process).Name;

    /// <summary>The Chinese name where the data give one.</summary>
    public string? NameZh(int process) => Row(process).NameZh;

    /// <summary>The name in one language; the data's own where no other is given.</summary>
    public string NameIn(int process, Language language) =>
        language == Language.Chinese && Row(process).NameZh is { Length: > 0 } zh ? zh : Row(process).Name;

    /// <summary>Where the process takes place; null where the data do not say.</summary>
    public string? Location(int process) => _rows.LocationOfProcess(process);

    /// <summary>The stage of a product's life the process belongs to.</summary>
    public LifeCycleStage Stage(int process) => Row(process).Stage;

    /// <summary>The index of the flow that the process supplies or treats.</summary>
    public int ReferenceFlow(int process) => _rows.ReferenceFlowOf(process);

    /// <summary>Where the numbers come from.</summary>
    public Provenance? Provenance(int process) => Row(process).Provenance;

    /// <summary>The allocation factors as the data give them; exchange indices count within the process in the database's order.</summary>
    public ImmutableArray<AllocationFactor> AllocationFactors(int process) => Row(process).AllocationFactors;

    /// <summary>The relation the data recommend for sharing burdens among co-products.</summary>
    public AllocationKey? DefaultAllocation(int process) => Row(process).DefaultAllocation;

    /// <summary>The name with the location, as messages use it.</summary>
    public string Label(int process) =>
        Location(process) is { Length: > 0 } location ? $"'{Row(process).Name}' ({location})" : $"'{Row(process).Name}'";

    private ProcessRow Row(int process) => Volatile.Read(ref _made[process]) ?? Make(process);

    private ProcessRow Make(int process)
    {
        ProcessRow row = _rows.Process(process);
        return Interlocked.CompareExchange(ref _made[process], row, null) ?? row;
    }
}

/// <summary>One row of a <see cref="ProcessTable"/>.</summary>
/// <param name="Id">The identity, unique in the database.</param>
/// <param name="Name">The name in the language of the data.</param>
/// <param name="ReferenceFlow">The index of the flow it supplies or treats.</param>
public sealed record ProcessRow(string Id, string Name, int ReferenceFlow)
{
    /// <summary>The Chinese name.</summary>
    public string? NameZh { get; init; }

    /// <summary>Where it takes place.</summary>
    public string? Location { get; init; }

    /// <summary>The stage it belongs to.</summary>
    public LifeCycleStage Stage { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public Provenance? Provenance { get; init; }

    /// <summary>Allocation factors as given.</summary>
    public ImmutableArray<AllocationFactor> AllocationFactors { get; init; } = [];

    /// <summary>The recommended relation.</summary>
    public AllocationKey? DefaultAllocation { get; init; }
}
