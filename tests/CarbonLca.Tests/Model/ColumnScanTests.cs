using CarbonLca.Model;

namespace CarbonLca.Tests.Model;

public sealed class ColumnScanTests
{
    [Fact]
    public void One_bad_value_is_found_at_every_place_of_every_length()
    {
        for (int length = 0; length <= 70; length++)
        {
            int[] indices = [.. Enumerable.Range(0, length).Select(i => i % 7)];
            double[] values = [.. indices.Select(i => i - 0.0)];
            Assert.True(ColumnScan.AreWithin(indices, 0, 7));
            Assert.True(ColumnScan.AreFinite(values));
            Assert.True(ColumnScan.AreNotNegative(values));
            for (int at = 0; at < length; at++)
            {
                foreach (int bad in (int[])[-1, 7, int.MinValue, int.MaxValue]) Assert.False(ColumnScan.AreWithin(With(indices, at, bad), 0, 7));
                foreach (double bad in (double[])[double.NaN, -double.NaN, double.PositiveInfinity, double.NegativeInfinity]) Assert.False(ColumnScan.AreFinite(With(values, at, bad)));
                Assert.True(ColumnScan.AreFinite(With(values, at, -double.MaxValue)));
                Assert.True(ColumnScan.AreNotNegative(With(values, at, -0.0)));
                Assert.False(ColumnScan.AreNotNegative(With(values, at, -double.Epsilon)));
            }
        }
    }

    private static T[] With<T>(T[] values, int at, T value)
    {
        T[] copy = [.. values];
        copy[at] = value;
        return copy;
    }
}
