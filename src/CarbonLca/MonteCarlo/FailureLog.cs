using System.Collections.Immutable;

namespace CarbonLca.MonteCarlo;

/// <summary>The first samples that failed, whatever the order in which threads meet them.</summary>
internal sealed class FailureLog
{
    /// <summary>How many are listed at most.</summary>
    public const int Limit = 100;

    private readonly SortedSet<FailedSample> _first;
    private readonly Lock _lock = new();

    public FailureLog(IEnumerable<FailedSample> known) =>
        _first = new SortedSet<FailedSample>(known, Comparer<FailedSample>.Create(static (a, b) => (a.Sample, a.Column).CompareTo((b.Sample, b.Column))));

    public void Add(FailedSample failure)
    {
        lock (_lock)
        {
            if (_first.Add(failure) && _first.Count > Limit) _first.Remove(_first.Max);
        }
    }

    /// <summary>The listed failures of the samples before one.</summary>
    public ImmutableArray<FailedSample> Before(long sample)
    {
        lock (_lock)
        {
            return [.. _first.Where(f => f.Sample < sample)];
        }
    }
}
