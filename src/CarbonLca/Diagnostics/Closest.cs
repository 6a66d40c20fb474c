namespace CarbonLca.Diagnostics;

/// <summary>Suggests what a mistyped name was meant to be.</summary>
public static class Closest
{
    private const int LongestCompared = 128;

    /// <summary>The candidate with the fewest edits (insert, delete, replace; Levenshtein 1966), or null when none is near.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="candidates">What exists; ties go to the first.</param>
    /// <remarks>Near means at most a third of the longer text edited. Case is ignored.</remarks>
    public static string? To(string text, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(candidates);
        if (text.Length is 0 or > LongestCompared) return null;
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string candidate in candidates)
        {
            if (candidate.Length > LongestCompared) continue;
            int limit = Math.Max(text.Length, candidate.Length) / 3;
            if (Math.Abs(text.Length - candidate.Length) > Math.Min(limit, bestDistance - 1)) continue;
            int distance = Distance(text, candidate);
            if (distance <= limit && distance < bestDistance) (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
