using System.Collections;

namespace CarbonLca.Model;

/// <summary>The flows of a database, ascending by id; each is made when it is first asked for, and then stays the same object.</summary>
public sealed class FlowTable : IReadOnlyList<Flow>
{
    private readonly ILciRows _rows;
    private readonly Flow?[] _made;

    internal FlowTable(ILciRows rows)
    {
        _rows = rows;
        _made = new Flow?[rows.FlowCount];
    }

    /// <summary>How many flows there are.</summary>
    public int Length => _made.Length;

    /// <inheritdoc/>
    int IReadOnlyCollection<Flow>.Count => _made.Length;

    /// <summary>A flow.</summary>
    public Flow this[int index] => Volatile.Read(ref _made[index]) ?? Make(index);

    /// <summary>The kind of a flow, without making it.</summary>
    public FlowKind Kind(int index) => _rows.KindOfFlow(index);

    /// <inheritdoc/>
    public IEnumerator<Flow> GetEnumerator()
    {
        for (int i = 0; i < _made.Length; i++) yield return this[i];
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Flow Make(int index)
    {
        Flow flow = _rows.Flow(index);
        return Interlocked.CompareExchange(ref _made[index], flow, null) ?? flow;
    }
}
