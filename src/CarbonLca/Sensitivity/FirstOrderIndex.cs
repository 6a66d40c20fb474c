using CarbonLca.Numerics.Statistics;

namespace CarbonLca.Sensitivity;

/// <summary>The first-order Sobol' index of an input, S = Var(E[Y|X]) / Var(Y), from samples drawn for any other purpose.</summary>
/// <remarks>
/// <para>
/// The share of the variance that would go if X alone were known (Sobol' 1993; Saltelli et al. 2010). Pick-freeze designs need
/// a run of their own with as many solves again per input; given-data estimators read the index out of one run, whatever its number of
/// inputs (Pearson's correlation ratio; Plischke, Borgonovo &amp; Smith 2013, Eur. J. Oper. Res. 226:536–550).
/// </para>
/// <para>
/// E[Y|X] is taken as a straight line in each of M ≈ n^⅓ segments of X with equally many samples. With the residuals r, p coefficients
/// in all and W = Σ r²/(n − p), S = 1 − W/Var(Y): dividing by n − p takes away what the coefficients explain of mere noise, so
/// that an input without any effect has the expectation 0, and single estimates may lie slightly below 0. A response that is linear
/// in X leaves no error of approximation; a smooth one leaves one of the order M⁻⁴.
/// </para>
/// <para>
/// The standard error follows from the influence function of 1 − W/V (Da Veiga &amp; Gamboa 2013, J. Nonparametr. Stat. 25:573–595),
/// φ = ((1 − S)·(Y − E Y)² − r²)/V, and the noise ν = 2·(p − 1)·(1 − S)²/n of the coefficients, which the residuals have taken up
/// twice: SE² = max(Var(φ) − ν, ν)/n.
/// </para>
/// </remarks>
public static class FirstOrderIndex
{
    /// <summary>The fewest samples from which an index is estimated.</summary>
    public const int LeastSamples = 64;

    private const int MostSegments = 64;

    /// <summary>The index of an input.</summary>
    /// <param name="x">The samples of the input; finite.</param>
    /// <param name="y">The samples of the result that belong to them; finite.</param>
    /// <returns>The estimate; none where the result does not vary.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are fewer than <see cref="LeastSamples"/> samples.</exception>
    public static IndexEstimate Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"'y' has {y.Length} samples; expected {x.Length}, as many as 'x'.", nameof(y));
        if (x.Length < LeastSamples) throw new ArgumentException($"There are {x.Length} samples; expected {LeastSamples} or more.", nameof(x));
        int n = x.Length;
        Moments moments = Moments.Of(y);
        double variance = moments.SumOfSquaredDeviations / (n - 1);
        if (!(variance > 0)) return IndexEstimate.None;

        double[] sorted = x.ToArray();
        int[] order = new int[n];
        for (int i = 0; i < n; i++) order[i] = i;
        Array.Sort(sorted, order);

        int segments = Math.Clamp((int)Math.Round(Math.Cbrt(n)), 2, MostSegments);
        double[] residuals = new double[n];
        int coefficients = 0;
        for (int k = 0; k < segments; k++)
        {
            int start = (int)((long)k * n / segments);
            int end = (int)((k + 1L) * n / segments);
            coefficients += Fit(sorted.AsSpan(start, end - start), order.AsSpan(start, end - start), y, residuals.AsSpan(start, end - start));
        }

        double unexplained = 0;
        foreach (double residual in residuals) unexplained += residual * residual;
        double index = 1 - (unexplained / (n - coefficients) / variance);

        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++)
        {
            double deviation = y[order[i]] - moments.Mean;
            double influence = (((1 - index) * deviation * deviation) - (residuals[i] * residuals[i])) / variance;
            sum += influence;
            squares += influence * influence;
        }

        double spread = Math.Max(0, (squares - (sum * sum / n)) / (n - 1));
        double noise = 2.0 * (coefficients - 1) * (1 - index) * (1 - index) / n;
        return new IndexEstimate(index, Math.Sqrt(Math.Max(spread - noise, noise) / n));
    }

    // The residuals of the line through the samples of one segment; how many coefficients it has.
    private static int Fit(ReadOnlySpan<double> x, ReadOnlySpan<int> order, ReadOnlySpan<double> y, Span<double> residuals)
    {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            meanX += (x[i] - x[0]) / x.Length;
            meanY += (y[order[i]] - y[order[0]]) / x.Length;
        }

        meanX += x[0];
        meanY += y[order[0]];
        double squares = 0;
        double products = 0;
        for (int i = 0; i < x.Length; i++)
        {
            squares += (x[i] - meanX) * (x[i] - meanX);
            products += (x[i] - meanX) * (y[order[i]] - meanY);
        }

        bool isLine = x[^1] > x[0] && squares > 0;
        double slope = isLine ? products / squares : 0;
        for (int i = 0; i < x.Length; i++) residuals[i] = y[order[i]] - meanY - (slope * (x[i] - meanX));
        return isLine ? 2 : 1;
    }
}
