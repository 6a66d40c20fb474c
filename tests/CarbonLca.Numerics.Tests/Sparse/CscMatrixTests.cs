using CarbonLca.Numerics.Sparse;
using Xunit;

namespace CarbonLca.Numerics.Tests.Sparse;

public class CscMatrixTests
{
    private static readonly double[,] Drawn = { { 10, 0, -2 }, { 0, 7, 0 }, { -3, 0, 5 } };

    [Fact]
    public void The_drawing_in_the_documentation_has_these_arrays()
    {
        TripletBuilder builder = new(3, 3);
        builder.Add(2, 0, -3);
        builder.Add(0, 0, 4);
        builder.Add(1, 1, 7);
        builder.Add(0, 2, -2);
        builder.Add(2, 2, 5);
        builder.Add(0, 0, 6);
        CscMatrix a = builder.ToCsc();
        Assert.Equal([0, 2, 3, 5], a.ColumnStarts.ToArray());
        Assert.Equal([0, 2, 1, 0, 2], a.RowIndices.ToArray());
        Assert.Equal([10, -3, 7, -2, 5], a.Values.ToArray());
        Assert.Equal(6, builder.Count);
        Assert.Equal(0, a[1, 0]);
        Assert.Equal(-2, a[0, 2]);
    }

    [Fact]
    public void Transposing_permuting_and_multiplying_agree_with_the_dense_matrix()
    {
        CscMatrix a = Matrices.Of(Drawn);
        double[,] transposed = Matrices.Dense(a.Transpose());
        CscMatrix permuted = a.Permute([2, 0, 1], [1, 2, 0]);
        double[] y = new double[3];
        double[] z = new double[3];
        a.Multiply([1, 2, 3], y);
        a.MultiplyTransposed([1, 2, 3], z);
        Assert.Equal([4, 14, 12], y);
        Assert.Equal([1, 14, 13], z);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(Drawn[i, j], transposed[j, i]);
                Assert.Equal(Drawn[new[] { 2, 0, 1 }[i], new[] { 1, 2, 0 }[j]], permuted[i, j]);
            }
        }
    }

    [Fact]
    public void Values_are_replaced_on_the_same_pattern()
    {
        CscMatrix a = Matrices.Of(Drawn).WithValues([1, 2, 3, 4, 5]);
        Assert.Equal(4, a[0, 2]);
        Assert.Throws<ArgumentException>(() => a.WithValues([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => a.WithValues([1, 2, double.NaN, 4, 5]));
    }

    [Fact]
    public void Duplicates_are_summed_in_the_order_of_insertion()
    {
        TripletBuilder builder = new(1, 1);
        builder.Add(0, 0, 1);
        builder.Add(0, 0, 1e100);
        builder.Add(0, 0, -1e100);
        Assert.Equal(0, builder.ToCsc()[0, 0]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_a_number_is_refused(double value)
    {
        Assert.Throws<ArgumentException>(() => new TripletBuilder(1, 1).Add(0, 0, value));
        ArgumentException error = Assert.Throws<ArgumentException>(() => new CscMatrix(2, 2, [0, 1, 2], [0, 1], [1, value]));
        Assert.Contains("row 1, column 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_that_overflows_is_refused()
    {
        TripletBuilder builder = new(1, 1);
        builder.Add(0, 0, 1e308);
        builder.Add(0, 0, 1e308);
        Assert.Throws<ArgumentException>(() => builder.ToCsc());
    }

    [Fact]
    public void Arrays_that_describe_no_matrix_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CscMatrix(2, 2, [0, 1], [0], [1]));
        Assert.Throws<ArgumentException>(() => new CscMatrix(2, 2, [1, 1, 1], [0], [1]));
        Assert.Throws<ArgumentException>(() => new CscMatrix(2, 2, [0, 2, 1], [0], [1]));
        Assert.Throws<ArgumentException>(() => new CscMatrix(2, 2, [0, 2, 2], [1, 0], [1, 1]));
        Assert.Throws<ArgumentException>(() => new CscMatrix(2, 2, [0, 2, 2], [0, 0], [1, 1]));
        Assert.Throws<ArgumentException>(() => new CscMatrix(2, 2, [0, 1, 1], [2], [1]));
        Assert.Throws<ArgumentException>(() => new CscMatrix(2, 2, [0, 1, 1], [0], [1, 2]));
        Assert.Throws<ArgumentException>(() => Matrices.Of(Drawn).Permute([0, 0, 1], [0, 1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TripletBuilder(1, 1).Add(1, 0, 1));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_value_that_is_no_number_is_refused_wherever_it_stands(double value)
    {
        for (int n = 1; n < 40; n++)
        {
            CscMatrix identity = CscMatrix.Identity(n);
            for (int at = 0; at < n; at++)
            {
                double[] values = new double[n];
                values.AsSpan().Fill(double.MaxValue);
                Assert.Equal(double.MaxValue, identity.WithValues([.. values])[at, at]);
                values[at] = value;
                Assert.Contains($"row {at}, column {at}", Assert.Throws<ArgumentException>(() => identity.WithValues(values)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public void Permuting_reorders_short_and_long_columns(int n)
    {
        Random random = new(n);
        TripletBuilder builder = new(n, n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                if (j == 0 || random.Next(2) == 0) builder.Add(i, j, (i * n) + j + 1);
        CscMatrix a = builder.ToCsc();
        int[] rows = [.. Enumerable.Range(0, n)];
        int[] columns = [.. Enumerable.Range(0, n)];
        random.Shuffle(rows);
        random.Shuffle(columns);
        CscMatrix permuted = a.Permute(rows, columns);
        Assert.Equal(a.EntryCount, permuted.EntryCount);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) Assert.Equal(a[rows[i], columns[j]], permuted[i, j]);
    }
}
