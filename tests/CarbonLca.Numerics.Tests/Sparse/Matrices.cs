using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Numerics.Tests.Sparse;

/// <summary>Matrices the tests share. Everything random is a function of its seed.</summary>
internal static class Matrices
{
    public static CscMatrix Of(double[,] dense)
    {
        TripletBuilder builder = new(dense.GetLength(0), dense.GetLength(1));
        for (int i = 0; i < dense.GetLength(0); i++)
        {
            for (int j = 0; j < dense.GetLength(1); j++)
            {
                if (dense[i, j] != 0)
                    builder.Add(i, j, dense[i, j]);
            }
        }
        return builder.ToCsc();
    }

    public static double[,] Dense(CscMatrix a)
    {
        double[,] dense = new double[a.RowCount, a.ColumnCount];
        for (int j = 0; j < a.ColumnCount; j++)
        {
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
                dense[a.RowIndices[p], j] = a.Values[p];
        }
        return dense;
    }

    /// <summary>
    /// A non-singular M-matrix: every column consumes shares that sum below 1, seen through prices that spread the
    /// coefficients over several decades.
    /// </summary>
    public static CscMatrix Productive(int n, int seed, double density = 4, double decades = 3)
    {
        Random random = new(seed);
        double[] price = new double[n];
        for (int i = 0; i < n; i++)
            price[i] = Math.Pow(10, decades * (random.NextDouble() - 0.5));
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++)
        {
            builder.Add(j, j, 1);
            int inputs = random.Next((int)(2 * density) + 1);
            double total = 0.95 * random.NextDouble();
            for (int k = 0; k < inputs; k++)
            {
                int i = random.Next(n);
                if (i != j)
                    builder.Add(i, j, -total / inputs * price[j] / price[i]);
            }
        }
        return builder.ToCsc();
    }

    /// <summary>A matrix with entries of both signs and a diagonal that need not dominate, yet never structurally singular.</summary>
    public static CscMatrix General(int n, int seed)
    {
        Random random = new(seed);
        TripletBuilder builder = new(n, n);
        int[] rows = Permutation(n, seed + 1);
        for (int j = 0; j < n; j++)
        {
            builder.Add(rows[j], j, random.NextDouble() + 0.5);
            for (int k = 0; k < 3; k++)
                builder.Add(random.Next(n), j, (2 * random.NextDouble()) - 1);
        }
        return builder.ToCsc();
    }

    /// <summary>A non-singular M-matrix of which two thirds of the columns are coupled with each other at random, so that elimination fills them.</summary>
    public static CscMatrix Filling(int n, int seed)
    {
        Random random = new(seed);
        int coupled = 2 * n / 3;
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++)
        {
            builder.Add(j, j, 1);
            int inputs = j < coupled ? 40 : 2;
            for (int k = 0; k < inputs; k++)
            {
                int i = random.Next(j < coupled ? coupled : n);
                if (i != j)
                    builder.Add(i, j, -0.9 * random.NextDouble() / inputs);
            }
            if (j < coupled)
                builder.Add(coupled + (j % (n - coupled)), j, -0.05);
        }
        return builder.ToCsc();
    }

    public static int[] Permutation(int n, int seed)
    {
        int[] order = Enumerable.Range(0, n).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }

    public static double[] Vector(int n, int seed)
    {
        Random random = new(seed);
        return Enumerable.Range(0, n).Select(_ => (2 * random.NextDouble()) - 1).ToArray();
    }

    public static double[] Demand(int n, int seed)
    {
        Random random = new(seed);
        return Enumerable.Range(0, n).Select(_ => random.NextDouble()).ToArray();
    }

    public static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int k = 0; k < x.Length; k++)
            sum += x[k] * y[k];
        return sum;
    }

    /// <summary>max |b - A·x| / (|A|·|x| + |b|), written apart from the code under test.</summary>
    public static double BackwardError(CscMatrix a, double[] x, double[] b)
    {
        double[] residual = (double[])b.Clone();
        double[] scale = b.Select(Math.Abs).ToArray();
        for (int j = 0; j < a.ColumnCount; j++)
        {
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
            {
                residual[a.RowIndices[p]] -= a.Values[p] * x[j];
                scale[a.RowIndices[p]] += Math.Abs(a.Values[p] * x[j]);
            }
        }
        double worst = 0;
        for (int i = 0; i < b.Length; i++)
        {
            if (residual[i] != 0)
                worst = Math.Max(worst, Math.Abs(residual[i]) / scale[i]);
        }
        return worst;
    }
}
