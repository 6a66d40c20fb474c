using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Model;

/// <summary>What is known of every process of a database apart from its exchanges, in the database's order.</summary>
public sealed class ProcessTable
{
    private readonly ImmutableArray<ProcessRow> _rows;

    internal ProcessTable(ImmutableArray<ProcessRow> rows) => _rows = rows;

    /// <summary>How many processes there are.</summary>
    public int Count => _rows.Length;

    /// <summary>The identity of a process.</summary>
    public string Id(int process) => _rows[process].Id;

    /// <summary>The name in the language of the data.</summary>
    public string Name(int process) => _rows[process].Name;

    /// <summary>The Chinese name where the data give one.</summary>
    public string? NameZh(int process) => _rows[process].NameZh;

    /// <summary>The name in one language; the data's own where no other is given.</summary>
    public string NameIn(int process, Language language) =>
        language == Language.Chinese && _rows[process].NameZh is { Length: > 0 } zh ? zh : _rows[process].Name;

    /// <summary>Where the process takes place; null where the data do not say.</summary>
    public string? Location(int process) => _rows[process].Location;

    /// <summary>The stage of a product's life the process belongs to.</summary>
    public LifeCycleStage Stage(int process) => _rows[process].Stage;

    /// <summary>The index of the flow that the process supplies or treats.</summary>
    public int ReferenceFlow(int process) => _rows[process].ReferenceFlow;

    /// <summary>Where the numbers come from.</summary>
    public Provenance? Provenance(int process) => _rows[process].Provenance;

    /// <summary>The allocation factors as the data give them; exchange indices count within the process in the database's order.</summary>
    public ImmutableArray<AllocationFactor> AllocationFactors(int process) => _rows[process].AllocationFactors;

    /// <summary>The relation the data recommend for sharing burdens among co-products.</summary>
    public AllocationKey? DefaultAllocation(int process) => _rows[process].DefaultAllocation;

    /// <summary>The name with the location, as messages use it.</summary>
    public string Label(int process) =>
        _rows[process].Location is { Length: > 0 } location ? $"'{_rows[process].Name}' ({location})" : $"'{_rows[process].Name}'";
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
