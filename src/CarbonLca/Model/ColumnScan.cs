using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CarbonLca.Model;

/// <summary>Looks a whole column over as fast as memory delivers it; whoever finds something goes back to find the row.</summary>
/// <remarks>Compiled at once, not in steps: each runs once per opening, over a million rows.</remarks>
internal static class ColumnScan
{
    private const ulong ExponentBits = 0x7FF0_0000_0000_0000;

    /// <summary>Whether all indices lie in [least, end).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreWithin(ReadOnlySpan<int> indices, int least, int end)
    {
        Vector<int> lows = new(int.MaxValue);
        Vector<int> highs = new(int.MinValue);
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<int, Vector<int>>(indices);
        foreach (Vector<int> vector in vectors)
        {
            lows = Vector.Min(lows, vector);
            highs = Vector.Max(highs, vector);
        }

        bool isWithin = vectors.Length == 0 || (Vector.GreaterThanOrEqualAll(lows, new Vector<int>(least)) && Vector.LessThanAll(highs, new Vector<int>(end)));
        foreach (int index in indices[(vectors.Length * Vector<int>.Count)..]) isWithin &= index >= least && index < end;
        return isWithin;
    }

    /// <summary>Whether all numbers are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreFinite(ReadOnlySpan<double> values)
    {
        Vector<ulong> exponent = new(ExponentBits);
        Vector<ulong> found = Vector<ulong>.Zero;
        ReadOnlySpan<Vector<ulong>> vectors = MemoryMarshal.Cast<double, Vector<ulong>>(values);
        foreach (Vector<ulong> vector in vectors) found |= Vector.Equals(vector & exponent, exponent);
        bool areFinite = found == Vector<ulong>.Zero;
        foreach (double value in values[(vectors.Length * Vector<ulong>.Count)..]) areFinite &= double.IsFinite(value);
        return areFinite;
    }

    /// <summary>Whether no number, all of them finite, is below zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreNotNegative(ReadOnlySpan<double> values)
    {
        Vector<double> lows = Vector<double>.Zero;
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (Vector<double> vector in vectors) lows = Vector.Min(lows, vector);
        bool areNotNegative = Vector.GreaterThanOrEqualAll(lows, Vector<double>.Zero);
        foreach (double value in values[(vectors.Length * Vector<double>.Count)..]) areNotNegative &= value >= 0;
        return areNotNegative;
    }
}
