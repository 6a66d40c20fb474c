namespace CarbonLca.Formats.Store;

/// <summary>Ordinal order of texts, decided on their UTF-8 bytes.</summary>
internal static class Utf8Order
{
    /// <summary>Compares as <see cref="string.CompareOrdinal(string, string)"/> compares the decoded texts.</summary>
    /// <remarks>
    /// UTF-8 ascends by code point, UTF-16 by code unit, which puts U+E000 … U+FFFF behind the characters beyond U+FFFF. The two
    /// disagree only where the first different bytes are lead bytes of these, 0xEE and 0xEF against 0xF0 … 0xF4.
    /// </remarks>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int same = a.CommonPrefixLength(b);
        if (same == a.Length || same == b.Length) return a.Length.CompareTo(b.Length);
        return Rank(a[same]).CompareTo(Rank(b[same]));
    }

    private static int Rank(byte lead) => lead switch
    {
        >= 0xF0 => lead - 2,
        >= 0xEE => lead + 5,
        _ => lead,
    };
}
