using System.Globalization;

namespace CarbonLca.Numerics.Sparse;

/// <summary>Lists of indices for messages.</summary>
internal static class Indices
{
    private const int Shown = 10;

    /// <summary>At most ten of them, and how many more there are.</summary>
    public static string List(IReadOnlyList<int> indices)
    {
        string first = string.Join(", ", indices.Take(Shown).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        return indices.Count <= Shown ? first : $"{first} and {indices.Count - Shown} more";
    }
}
