namespace CarbonLca.Sensitivity;

/// <summary>Spearman's rank correlation: Pearson's correlation of ranks, 1 for what only rises with the other, −1 for what only falls.</summary>
/// <remarks>
/// Samples that are equal share the mean of their ranks. The standard error is (1 − ρ²)·√((1 + ρ²/2)/(n − 3)), by the variance of
/// Fisher's z that Bonett &amp; Wright (2000, Psychometrika 65:23–28) give for ranks.
/// </remarks>
public static class RankCorrelation
{
    /// <summary>The rank of every sample, from 1; equal samples share their mean rank.</summary>
    /// <param name="samples">The samples; finite.</param>
    public static double[] Ranks(ReadOnlySpan<double> samples)
    {
        double[] sorted = samples.ToArray();
        int[] order = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(sorted, order);
        double[] ranks = new double[sorted.Length];
        for (int first = 0; first < sorted.Length;)
        {
            int next = first + 1;
            while (next < sorted.Length && sorted[next] == sorted[first]) next++;
            double rank = (first + 1 + next) / 2.0;
            for (int i = first; i < next; i++) ranks[order[i]] = rank;
            first = next;
        }

        return ranks;
    }

    /// <summary>The correlation of two series by their ranks.</summary>
    /// <param name="x">The ranks of one, by <see cref="Ranks"/>.</param>
    /// <param name="y">The ranks of the other.</param>
    /// <returns>The estimate; none where one of them does not vary.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are fewer than four samples.</exception>
    public static IndexEstimate OfRanks(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"'y' has {y.Length} ranks; expected {x.Length}, as many as 'x'.", nameof(y));
        if (x.Length < 4) throw new ArgumentException($"There are {x.Length} samples; expected 4 or more.", nameof(x));
        double mean = (x.Length + 1) / 2.0;
        double squaresX = 0;
        double squaresY = 0;
        double products = 0;
        for (int i = 0; i < x.Length; i++)
        {
            squaresX += (x[i] - mean) * (x[i] - mean);
            squaresY += (y[i] - mean) * (y[i] - mean);
            products += (x[i] - mean) * (y[i] - mean);
        }

        double scale = Math.Sqrt(squaresX) * Math.Sqrt(squaresY);
        if (!(scale > 0)) return IndexEstimate.None;
        double correlation = Math.Clamp(products / scale, -1, 1);
        double square = correlation * correlation;
        return new IndexEstimate(correlation, (1 - square) * Math.Sqrt((1 + (square / 2)) / (x.Length - 3)));
    }

    /// <summary>The rank correlation of two series of samples.</summary>
    public static IndexEstimate Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => OfRanks(Ranks(x), Ranks(y));
}
