namespace CarbonLca.MonteCarlo;

/// <summary>Hashes of names that are the same on every machine, in every version.</summary>
/// <remarks>FNV-1a over UTF-16 code units, mixed by the finaliser of SplitMix64 (Steele, Lea &amp; Flood 2014, OOPSLA).</remarks>
internal static class StableHash
{
    /// <summary>The hash of a text.</summary>
    public static ulong Of(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = (hash ^ (byte)c) * 1099511628211;
            hash = (hash ^ (byte)(c >> 8)) * 1099511628211;
        }

        return Mix(hash, (ulong)text.Length);
    }

    /// <summary>A hash continued by a number.</summary>
    public static ulong Mix(ulong hash, ulong next)
    {
        ulong z = (hash * 0xD6E8FEB86659FD93) + next + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
