using CarbonLca.Numerics.Sparse;
using Xunit;

namespace CarbonLca.Numerics.Tests.Sparse;

public class ColumnBuilderTests
{
    [Fact]
    public void The_drawing_in_the_documentation_has_these_arrays()
    {
        ColumnBuilder builder = new(3, 2, 4);
        builder.Add(0, 4);
        builder.Add(2, -3);
        builder.Add(0, 6);
        builder.EndColumn();
        builder.Add(1, 7);
        builder.EndColumn();
        CscMatrix a = builder.ToCsc();
        Assert.Equal([0, 2, 3], a.ColumnStarts.ToArray());
        Assert.Equal([0, 2, 1], a.RowIndices.ToArray());
        Assert.Equal([10, -3, 7], a.Values.ToArray());
    }

    /// <summary>Ascending but for the first, shuffled, reversed; short and long columns; few and many duplicates; capacity too small and too large.</summary>
    [Theory]
    [InlineData(1, 5, 0)]
    [InlineData(2, 40, 1)]
    [InlineData(3, 400, 2)]
    [InlineData(4, 2000, 100_000)]
    public void Bits_are_those_of_triplets_added_in_the_same_order(int seed, int most, int capacity)
    {
        Random random = new(seed);
        int rows = most / 2;
        TripletBuilder triplets = new(rows, 24);
        ColumnBuilder columns = new(rows, 24, capacity);
        for (int j = 0; j < 24; j++)
        {
            int[] added = [.. Enumerable.Range(0, j % 6 == 5 ? 0 : random.Next(most)).Select(_ => random.Next(rows))];
            if (j % 4 == 0 && added.Length > 0) Array.Sort(added, 1, added.Length - 1);
            if (j % 4 == 1) Array.Sort(added);
            if (j % 4 == 2) Array.Sort(added, (a, b) => b.CompareTo(a));
            foreach (int row in added)
            {
                double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-9, 9));
                triplets.Add(row, j, value);
                columns.Add(row, value);
            }

            columns.EndColumn();
        }

        CscMatrix expected = triplets.ToCsc();
        CscMatrix found = columns.ToCsc();
        Assert.Equal(expected.ColumnStarts.ToArray(), found.ColumnStarts.ToArray());
        Assert.Equal(expected.RowIndices.ToArray(), found.RowIndices.ToArray());
        Assert.Equal(expected.Values.ToArray(), found.Values.ToArray());
    }

    [Fact]
    public void Rows_outside_and_columns_too_many_or_too_few_are_refused()
    {
        ColumnBuilder builder = new(2, 1, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Add(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Add(-1, 1));
        Assert.Throws<InvalidOperationException>(builder.ToCsc);
        builder.EndColumn();
        Assert.Throws<InvalidOperationException>(builder.EndColumn);
        builder.Add(0, 1);
        Assert.Throws<InvalidOperationException>(builder.ToCsc);
    }

    [Fact]
    public void A_sum_that_overflows_is_refused()
    {
        ColumnBuilder builder = new(1, 1, 2);
        builder.Add(0, double.MaxValue);
        builder.Add(0, double.MaxValue);
        builder.EndColumn();
        Assert.Throws<ArgumentException>(builder.ToCsc);
    }
}
