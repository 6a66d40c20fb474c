using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CarbonLca.Model;

/// <summary>Rows that are all in memory.</summary>
internal sealed class RowsInMemory : ILciRows
{
    private readonly ImmutableArray<Flow> _flows;
    private readonly ImmutableArray<ProcessRow> _processes;
    private readonly Lazy<FrozenDictionary<string, int>> _flowIndex;
    private readonly Lazy<FrozenDictionary<string, int>> _processIndex;

    /// <summary>Rows in canonical order, checked.</summary>
    /// <exception cref="ArgumentException">Ids do not ascend, or a reference flow index is out of range.</exception>
    public RowsInMemory(ImmutableArray<Flow> flows, ImmutableArray<ProcessRow> processes)
    {
        CheckAscending(flows.Select(f => f.Id), "flow", nameof(flows));
        CheckAscending(processes.Select(p => p.Id), "process", nameof(processes));
        foreach (ProcessRow row in processes)
            if ((uint)row.ReferenceFlow >= (uint)flows.Length) throw new ArgumentException($"Process '{row.Id}' refers to flow {row.ReferenceFlow}; expected 0 to {flows.Length - 1}.", nameof(processes));
        _flows = flows;
        _processes = processes;
        _flowIndex = new(() => Index(flows.Select(f => f.Id)));
        _processIndex = new(() => Index(processes.Select(p => p.Id)));
    }

    public int FlowCount => _flows.Length;

    public int ProcessCount => _processes.Length;

    public Flow Flow(int index) => _flows[index];

    public ProcessRow Process(int index) => _processes[index];

    public FlowKind KindOfFlow(int index) => _flows[index].Kind;

    public int ReferenceFlowOf(int process) => _processes[process].ReferenceFlow;

    public string IdOfProcess(int index) => _processes[index].Id;

    public string? LocationOfProcess(int index) => _processes[index].Location;

    public int FindFlow(string id) => _flowIndex.Value.TryGetValue(id, out int index) ? index : -1;

    public int FindProcess(string id) => _processIndex.Value.TryGetValue(id, out int index) ? index : -1;

    private static FrozenDictionary<string, int> Index(IEnumerable<string> ids) =>
        ids.Select((id, index) => KeyValuePair.Create(id, index)).ToFrozenDictionary(StringComparer.Ordinal);

    private static void CheckAscending(IEnumerable<string> ids, string what, string parameter)
    {
        string? previous = null;
        foreach (string id in ids)
        {
            if (previous is not null && string.CompareOrdinal(previous, id) >= 0) throw new ArgumentException($"The {what} ids do not ascend: '{id}' follows '{previous}'.", parameter);
            previous = id;
        }
    }
}
