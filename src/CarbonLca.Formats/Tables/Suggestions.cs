using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Tables;

/// <summary>Suggests names for mistyped ones until a fixed amount of work is spent, so that a file full of faults is still read quickly.</summary>
internal sealed class Suggestions
{
    private long _comparisons = 1_000_000;

    /// <summary>The candidate that reads most like the text; null when none is near or the work is spent.</summary>
    public string? ClosestTo(string text, IReadOnlyCollection<string> candidates)
    {
        _comparisons -= candidates.Count;
        return _comparisons < 0 ? null : Closest.To(text, candidates);
    }

    /// <summary>The same as a sentence.</summary>
    public Wording? Nearest(string text, IReadOnlyCollection<string> candidates) =>
        ClosestTo(text, candidates) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null;
}
