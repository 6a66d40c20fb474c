using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Model;

/// <summary>A life cycle inventory database: flows, processes, and the exchanges between them.</summary>
/// <remarks>
/// <para>
/// Its order is canonical, so that nothing computed from it depends on the order of the rows it was read from: flows and
/// processes ascend by id (ordinal), the exchanges of a process by flow, direction, avoidance, provider and amount, its
/// allocation factors by relation, exchange and product.
/// </para>
/// <para>Immutable and safe to share. Holds data only: linking, allocation and solving are later stages.</para>
/// </remarks>
public sealed class LciDatabase
{
    private readonly ILciRows _rows;
    private readonly Lazy<string> _digest;

    /// <summary>A database over rows that are already in canonical order.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="version">Its version; null where the source states none.</param>
    /// <param name="flows">The flows, ascending by id.</param>
    /// <param name="processes">The processes, ascending by id.</param>
    /// <param name="exchanges">Their exchanges.</param>
    /// <exception cref="ArgumentException">Ids do not ascend, or a reference flow index is out of range.</exception>
    public LciDatabase(string name, string? version, ImmutableArray<Flow> flows, ImmutableArray<ProcessRow> processes, ExchangeTable exchanges)
        : this(name, version, new RowsInMemory(flows, processes), exchanges)
    {
    }

    /// <summary>A database over rows that are made when they are asked for, as a store keeps them.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="version">Its version; null where the source states none.</param>
    /// <param name="rows">The flows and processes, checked.</param>
    /// <param name="exchanges">Their exchanges.</param>
    /// <param name="digest">The digest, where whoever kept it vouches for the content; null to compute it when it is asked for.</param>
    /// <exception cref="ArgumentException">The exchanges belong to another number of processes.</exception>
    public LciDatabase(string name, string? version, ILciRows rows, ExchangeTable exchanges, string? digest = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(exchanges);
        if (exchanges.ProcessCount != rows.ProcessCount) throw new ArgumentException($"The exchanges belong to {exchanges.ProcessCount} processes; expected {rows.ProcessCount}.", nameof(exchanges));
        _rows = rows;
        Name = name;
        Version = version;
        Flows = new FlowTable(rows);
        Processes = new ProcessTable(rows);
        Exchanges = exchanges;
        _digest = digest is null ? new(() => LciDigest.Of(this)) : new(digest);
    }

    /// <summary>What people call the database.</summary>
    public string Name { get; }

    /// <summary>Its version; null where the source states none.</summary>
    public string? Version { get; }

    /// <summary>The flows, ascending by id.</summary>
    public FlowTable Flows { get; }

    /// <summary>The processes, ascending by id.</summary>
    public ProcessTable Processes { get; }

    /// <summary>The exchanges of all processes.</summary>
    public ExchangeTable Exchanges { get; }

    /// <summary>
    /// SHA-256 of the content in canonical order, as 64 hexadecimal digits: equal for equal data, whatever files and row order
    /// they came from.
    /// </summary>
    public string Digest => _digest.Value;

    /// <summary>The index of a flow, or −1.</summary>
    public int FindFlow(string id) => _rows.FindFlow(id);

    /// <summary>The index of a process, or −1.</summary>
    public int FindProcess(string id) => _rows.FindProcess(id);

    /// <summary>A database of the given processes and the flows they exchange.</summary>
    /// <exception cref="InputRefusedException">Ids are used twice, a provider does not exist, an amount is not finite.</exception>
    public static LciDatabase Of(params ReadOnlySpan<Process> processes) => Create("unnamed", null, processes.ToArray());

    /// <summary>A database of the given processes, the flows they exchange, and further flows.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="version">Its version; null where unknown.</param>
    /// <param name="processes">The processes in any order.</param>
    /// <param name="furtherFlows">Flows no process exchanges, kept so that nothing read is lost.</param>
    /// <exception cref="InputRefusedException">Ids are used twice, a provider does not exist, an amount is not finite.</exception>
    public static LciDatabase Create(string name, string? version, IEnumerable<Process> processes, IEnumerable<Flow>? furtherFlows = null) =>
        LciDatabaseBuilder.Build(name, version, [.. processes ?? throw new ArgumentNullException(nameof(processes))], furtherFlows ?? []);

    /// <summary>This database and more processes, for instance the foreground of a study.</summary>
    /// <exception cref="InputRefusedException">An id is used twice, a provider does not exist, an amount is not finite.</exception>
    public LciDatabase With(string name, IEnumerable<Process> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return Create(name, Version, Enumerable.Range(0, Processes.Count).Select(Process).Concat(more), Flows);
    }

    /// <summary>One process as a row for people, with its exchanges.</summary>
    public Process Process(int index)
    {
        ExchangeTable table = Exchanges;
        int first = table.Starts[index];
        ImmutableArray<Exchange>.Builder exchanges = ImmutableArray.CreateBuilder<Exchange>(table.Starts[index + 1] - first);
        for (int row = first; row < table.Starts[index + 1]; row++)
        {
            exchanges.Add(new Exchange(Flows[table.Flow[row]], table.IsOutput(row) ? ExchangeDirection.Output : ExchangeDirection.Input, table.Amount[row])
            {
                IsAvoided = table.IsAvoided(row),
                ProviderId = table.Provider[row] >= 0 ? Processes.Id(table.Provider[row]) : null,
                Uncertainty = table.Uncertainty(row),
            });
        }

        return new Process(Processes.Id(index), Processes.Name(index), Flows[Processes.ReferenceFlow(index)])
        {
            NameZh = Processes.NameZh(index),
            Location = Processes.Location(index),
            Stage = Processes.Stage(index),
            Provenance = Processes.Provenance(index),
            AllocationFactors = Processes.AllocationFactors(index),
            DefaultAllocation = Processes.DefaultAllocation(index),
            Exchanges = exchanges.MoveToImmutable(),
        };
    }

    /// <summary>The digest computed from the content, whatever was vouched for.</summary>
    public string ComputeDigest() => LciDigest.Of(this);
}
