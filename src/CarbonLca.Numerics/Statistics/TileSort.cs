using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Statistics;

/// <summary>Sorts eight series side by side: a network of exchanges, each of which orders one pair of rows in all of them.</summary>
/// <remarks>
/// K. E. Batcher (1968), Sorting networks and their applications, AFIPS 32:307–314: the bitonic network in the form in which every
/// exchange puts the smaller number into the earlier row. Rows that are missing up to the next power of two count as +∞, which such
/// exchanges never move, so that they need not be there. What is exchanged does not depend on the numbers; nor do the costs.
/// </remarks>
internal static class TileSort
{
    private const int Eight = 8;

    /// <summary>Sorts each series ascending.</summary>
    /// <param name="rows">Rows without NaN.</param>
    public static void Run(Span<Vector512<double>> rows)
    {
        if (rows.Length > 1) Sort(rows, (int)BitOperations.RoundUpToPowerOf2((uint)rows.Length));
    }

    /// <summary>Merges two sorted parts.</summary>
    /// <param name="rows">Rows without NaN, sorted from 0 to <paramref name="half"/> and from there on.</param>
    /// <param name="half">A power of two; at least half of the rows.</param>
    public static void Merge(Span<Vector512<double>> rows, int half)
    {
        if (rows.Length <= half) return;
        int last = (2 * half) - 1;
        for (int i = last + 1 - rows.Length; i < half; i++) Exchange(ref rows[i], ref rows[last - i]);
        if (half == 1) return;
        Straighten(rows[..half], half / 2);
        Straighten(rows[half..], half / 2);
    }

    // Rows are at most 'size', a power of two.
    private static void Sort(Span<Vector512<double>> rows, int size)
    {
        int half = size / 2;
        if (size == Eight && rows.Length == Eight)
        {
            SortEight(rows);
            return;
        }

        if (rows.Length <= half)
        {
            if (half > 1) Sort(rows, half);
            return;
        }

        if (half > 1)
        {
            Sort(rows[..half], half);
            Sort(rows[half..], half);
        }

        Merge(rows, half);
    }

    // Sorts bitonic rows: exchanges over 'distance', half of it, … 1; while there are rows enough, two distances or the last three in one go.
    private static void Straighten(Span<Vector512<double>> rows, int distance)
    {
        while (distance >= Eight)
        {
            if (distance == Eight)
            {
                Step(rows, distance);
                distance /= 2;
                continue;
            }

            int whole = rows.Length / (2 * distance) * (2 * distance);
            for (int first = 0; first < whole; first += 2 * distance) StepTwice(rows.Slice(first, 2 * distance));
            Step(rows[whole..], distance);
            Step(rows[whole..], distance / 2);
            distance /= 4;
        }

        if (2 * distance == Eight)
        {
            int whole = rows.Length / Eight * Eight;
            for (int first = 0; first < whole; first += Eight) StraightenEight(rows.Slice(first, Eight));
            rows = rows[whole..];
        }

        for (; distance > 0; distance /= 2) Step(rows, distance);
    }

    private static void Step(Span<Vector512<double>> rows, int distance)
    {
        for (int first = 0; first < rows.Length; first += 2 * distance)
        {
            int end = Math.Min(first + distance, rows.Length - distance);
            for (int i = first; i < end; i++) Exchange(ref rows[i], ref rows[i + distance]);
        }
    }

    // Exchanges over half of the rows, then over a quarter.
    private static void StepTwice(Span<Vector512<double>> rows)
    {
        int quarter = rows.Length / 4;
        Span<Vector512<double>> first = rows[..quarter];
        Span<Vector512<double>> second = rows.Slice(quarter, quarter);
        Span<Vector512<double>> third = rows.Slice(2 * quarter, quarter);
        Span<Vector512<double>> fourth = rows.Slice(3 * quarter, quarter);
        for (int i = 0; i < first.Length; i++)
        {
            (Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d) = (first[i], second[i], third[i], fourth[i]);
            Exchange(ref a, ref c);
            Exchange(ref b, ref d);
            Exchange(ref a, ref b);
            Exchange(ref c, ref d);
            (first[i], second[i], third[i], fourth[i]) = (a, b, c, d);
        }
    }

    private static void StraightenEight(Span<Vector512<double>> rows)
    {
        (Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d) = (rows[0], rows[1], rows[2], rows[3]);
        (Vector512<double> e, Vector512<double> f, Vector512<double> g, Vector512<double> h) = (rows[4], rows[5], rows[6], rows[7]);
        ExchangeFour(ref a, ref e, ref b, ref f, ref c, ref g, ref d, ref h);
        ExchangeFour(ref a, ref c, ref b, ref d, ref e, ref g, ref f, ref h);
        ExchangeFour(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        (rows[0], rows[1], rows[2], rows[3]) = (a, b, c, d);
        (rows[4], rows[5], rows[6], rows[7]) = (e, f, g, h);
    }

    // Nineteen exchanges, the fewest there are for eight.
    private static void SortEight(Span<Vector512<double>> rows)
    {
        (Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d) = (rows[0], rows[1], rows[2], rows[3]);
        (Vector512<double> e, Vector512<double> f, Vector512<double> g, Vector512<double> h) = (rows[4], rows[5], rows[6], rows[7]);
        ExchangeFour(ref a, ref c, ref b, ref d, ref e, ref g, ref f, ref h);
        ExchangeFour(ref a, ref e, ref b, ref f, ref c, ref g, ref d, ref h);
        ExchangeFour(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        Exchange(ref c, ref e);
        Exchange(ref d, ref f);
        Exchange(ref b, ref e);
        Exchange(ref d, ref g);
        Exchange(ref b, ref c);
        Exchange(ref d, ref e);
        Exchange(ref f, ref g);
        (rows[0], rows[1], rows[2], rows[3]) = (a, b, c, d);
        (rows[4], rows[5], rows[6], rows[7]) = (e, f, g, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ExchangeFour(
        ref Vector512<double> a,
        ref Vector512<double> b,
        ref Vector512<double> c,
        ref Vector512<double> d,
        ref Vector512<double> e,
        ref Vector512<double> f,
        ref Vector512<double> g,
        ref Vector512<double> h)
    {
        Exchange(ref a, ref b);
        Exchange(ref c, ref d);
        Exchange(ref e, ref f);
        Exchange(ref g, ref h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ref Vector512<double> low, ref Vector512<double> high)
    {
        (Vector512<double> a, Vector512<double> b) = (low, high);
        low = Vector512.MinNative(a, b);
        high = Vector512.MaxNative(a, b);
    }
}
