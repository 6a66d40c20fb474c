namespace CarbonLca.Model;

/// <summary>Where the flows and processes of a database come from, one at a time and when they are asked for.</summary>
/// <remarks>
/// A stored database is opened without reading its names; <see cref="LciDatabase"/> asks for a row when somebody wants to see it and
/// keeps what it was given. Implementations are immutable, safe to share, and have checked everything beforehand: rows ascend by id
/// (ordinal), reference flows are in range, and no row fails to be made.
/// </remarks>
public interface ILciRows
{
    /// <summary>How many flows there are.</summary>
    int FlowCount { get; }

    /// <summary>How many processes there are.</summary>
    int ProcessCount { get; }

    /// <summary>A flow, made anew.</summary>
    Flow Flow(int index);

    /// <summary>What is known of a process apart from its exchanges, made anew.</summary>
    ProcessRow Process(int index);

    /// <summary>The kind of a flow.</summary>
    FlowKind KindOfFlow(int index);

    /// <summary>The index of the flow that a process supplies or treats.</summary>
    int ReferenceFlowOf(int process);

    /// <summary>The identity of a process, without what else is known of it.</summary>
    string IdOfProcess(int index);

    /// <summary>Where a process takes place; null where the data do not say.</summary>
    string? LocationOfProcess(int index);

    /// <summary>The index of a flow, or −1.</summary>
    int FindFlow(string id);

    /// <summary>The index of a process, or −1.</summary>
    int FindProcess(string id);
}
