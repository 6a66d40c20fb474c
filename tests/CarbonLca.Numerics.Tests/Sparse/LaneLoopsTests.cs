using CarbonLca.Numerics.Sparse;
using CarbonLca.TestSupport;

namespace CarbonLca.Numerics.Tests.Sparse;

public sealed class LaneLoopsTests
{
    private const int LargestLength = 257;

    [Theory]
    [InlineData(GuardedSide.Start)]
    [InlineData(GuardedSide.End)]
    public unsafe void A_dot_product_agrees_with_the_plain_sum_at_every_length_and_reads_nothing_else(GuardedSide side)
    {
        Random random = new(2);
        using GuardedBytes ofValues = new(LargestLength * sizeof(double));
        using GuardedBytes ofRows = new(LargestLength * sizeof(int));
        using GuardedBytes ofLanes = new((LargestLength + 3) * 8 * sizeof(double));
        for (int length = 0; length <= LargestLength; length++)
        {
            // The last of the rows is read, and the first.
            int[] order = [.. Enumerable.Range(0, length + 3).OrderBy(_ => random.Next()).Take(length)];
            if (length > 1) (order[0], order[^1]) = (length + 2, 0);
            Span<int> rows = ofRows.Place<int>(order, side);
            Span<double> values = ofValues.Place<double>(Matrices.Vector(length, length), side);
            double[] numbers = Matrices.Vector((length + 3) * 8, length + 1);
            Span<double> lanes = ofLanes.Place<double>(numbers, side);
            EightLanes eight;
            fixed (double* v = values, z = lanes)
            fixed (int* r = rows)
                eight = LaneLoops.Dot(v, r, length, (EightLanes*)z);
            for (int lane = 0; lane < 8; lane++)
            {
                double sum = 0;
                double size = 0;
                for (int p = 0; p < length; p++)
                {
                    double term = values[p] * numbers[(order[p] * 8) + lane];
                    sum += term;
                    size += Math.Abs(term);
                }

                // Products and sums of either side round n + 4 times at most.
                double actual = ((double*)&eight)[lane];
                Assert.Equal(sum, actual, 2 * (length + 4) * Math.ScaleB(1, -53) * size);
                Span<double> alone = ofLanes.Place<double>([.. Enumerable.Range(0, length + 3).Select(k => numbers[(k * 8) + lane])], side);
                OneLane one;
                fixed (double* v = values, z = alone)
                fixed (int* r = rows)
                    one = LaneLoops.Dot(v, r, length, (OneLane*)z);
                Assert.Equal(actual, *(double*)&one);
            }
        }
    }
}
