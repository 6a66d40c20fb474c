using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Numerics.FixedPoint;

public sealed partial class FixedPointSystem
{
    private const int ColumnsAhead = 12;
    private const int CacheLine = 64;

    private static FixedPointSystem PrepareNodes(CscMatrix matrix)
    {
        TopologicalOrder order = TopologicalOrder.Of(matrix.ColumnStarts, matrix.RowIndices);
        int[] nodeOf = GC.AllocateUninitializedArray<int>(order.Nodes.Length);
        for (int node = 0; node < nodeOf.Length; node++) nodeOf[order.Nodes[node]] = node;
        double[] diagonal = GC.AllocateUninitializedArray<double>(nodeOf.Length);
        SweepLayout layout = LayOut(matrix, order.Nodes, nodeOf, order.Segments, diagonal, out bool hasNegative);
        return new FixedPointSystem(order.Nodes, nodeOf, diagonal, new Lazy<SweepLayout>(layout), hasNegative);
    }

    // Solved where it stands; put into nodes only for what needs them.
    private static FixedPointSystem PrepareTable(CscMatrix matrix)
    {
        int n = matrix.ColumnCount;
        int[] identity = [.. Enumerable.Range(0, n)];
        double[] diagonal = new double[n];
        for (int column = 0; column < n; column++)
        {
            diagonal[column] = matrix[column, column];
            if (!(diagonal[column] > 0)) throw NotPositive(column, diagonal[column], nameof(matrix));
        }

        Lazy<SweepLayout> layout = new(() => LayOut(matrix, identity, identity, [new Segment(0, n, IsCyclic: true)], new double[n], out _));
        return new FixedPointSystem(identity, identity, diagonal, layout, CountPositive(matrix.Values) > n, matrix);
    }

    private static long CountPositive(ReadOnlySpan<double> values)
    {
        Vector512<long> counts = Vector512<long>.Zero;
        int p = 0;
        for (; p <= values.Length - Vector512<double>.Count; p += Vector512<double>.Count)
            counts -= Vector512.GreaterThan(Vector512.Create(values[p..]), Vector512<double>.Zero).AsInt64();
        long count = Vector512.Sum(counts);
        for (; p < values.Length; p++) count += values[p] > 0 ? 1 : 0;
        return count;
    }

    private static unsafe SweepLayout LayOut(CscMatrix matrix, int[] nodeColumn, int[] nodeOf, List<Segment> segments, double[] diagonal, out bool hasNegative)
    {
        int n = matrix.ColumnCount;
        int[] starts = GC.AllocateUninitializedArray<int>(n + 1);
        starts[0] = 0;
        int[] targets = GC.AllocateUninitializedArray<int>(matrix.EntryCount);
        double[] weights = GC.AllocateUninitializedArray<double>(matrix.EntryCount);
        hasNegative = false;
        int at = 0;
        fixed (int* columnStarts = matrix.ColumnStarts, rows = matrix.RowIndices, placeOf = nodeOf, target = targets)
        fixed (double* values = matrix.Values, weight = weights)
        {
            for (int node = 0; node < n; node++)
            {
                // Columns of a large matrix come from anywhere in memory.
                if (node + ColumnsAhead < n)
                {
                    int ahead = columnStarts[nodeColumn[node + ColumnsAhead]];
                    Prefetch(rows + ahead);
                    Prefetch(values + ahead);
                    Prefetch(values + ahead + (CacheLine / sizeof(double)));
                }

                int column = nodeColumn[node];
                int first = at;
                int end = columnStarts[column + 1];
                double pivot = 0;
                for (int p = columnStarts[column]; p < end; p++)
                {
                    int row = rows[p];
                    double value = values[p];
                    if (row == column)
                    {
                        pivot = value;
                        continue;
                    }

                    if (value == 0) continue;
                    target[at] = placeOf[row];
                    weight[at++] = -value;
                    hasNegative |= value > 0;
                }

                if (!(pivot > 0)) throw NotPositive(column, pivot, nameof(matrix));
                diagonal[node] = pivot;
                starts[node + 1] = at;
                if (pivot == 1) continue;
                for (int p = first; p < at; p++) weight[p] /= pivot;
            }
        }

        return SweepLayout.Arrange(starts, targets, weights, [.. segments]);
    }

    private static unsafe void Prefetch(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
