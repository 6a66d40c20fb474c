using System.Runtime.Intrinsics;
using CarbonLca.Numerics.FixedPoint;
using CarbonLca.TestSupport;

namespace CarbonLca.Numerics.Tests.FixedPoint;

public sealed class GatherLanesTests
{
    private const int Lanes = FixedPointSystem.Lanes;
    private const int LargestLength = 257;

    [Theory]
    [InlineData(GuardedSide.Start)]
    [InlineData(GuardedSide.End)]
    public unsafe void The_sum_of_rows_agrees_with_its_definition_at_every_length_and_reads_nothing_else(GuardedSide side)
    {
        const int rowCount = LargestLength + 7;
        Random random = new(1);
        using GuardedBytes ofRows = new(rowCount * Lanes * sizeof(double));
        using GuardedBytes ofValues = new(LargestLength * sizeof(double));
        using GuardedBytes ofIndices = new(LargestLength * sizeof(int));
        double[] numbers = [.. Enumerable.Range(0, rowCount * Lanes).Select(_ => random.NextDouble() - 0.5)];
        for (int length = 0; length <= LargestLength; length++)
        {
            // The last index is the last row; all three end, or begin, beside an inaccessible page.
            int[] index = [.. Enumerable.Range(0, length + 6).OrderBy(_ => random.Next()).Take(Math.Max(0, length - 1)).Append(length + 6).Take(length).Order()];
            Span<double> rows = ofRows.Place<double>(numbers.AsSpan(0, (length + 7) * Lanes), side);
            Span<double> value = ofValues.Place<double>([.. index.Select(_ => random.NextDouble() - 0.5)], side);
            Span<int> indices = ofIndices.Place<int>(index, side);
            foreach (int limit in (int[])[0, length / 2, length + 7])
            {
                int p = 0;
                Vector512<double> sum;
                fixed (double* values = value, row = rows)
                fixed (int* places = indices)
                    sum = GatherLanes.Run(Vector512.Create(0.25), values, places, ref p, length, limit, row);
                Assert.Equal(index.Count(i => i < limit), p);
                for (int lane = 0; lane < Lanes; lane++)
                {
                    double size = 0.25;
                    for (int k = 0; k < p; k++) size += Math.Abs(value[k] * rows[(index[k] * Lanes) + lane]);

                    // Both sum so many products in some order: n + 4 roundings each at most.
                    double expected = GatherLanes.Reference(0.25, value, indices, limit, rows, lane);
                    Assert.Equal(expected, sum[lane], 2 * (length + 4) * Math.ScaleB(1, -53) * size);
                }
            }
        }

    }
}
