using CarbonLca.Assessment;
using CarbonLca.Model;
using CarbonLca.Systems;

namespace CarbonLca.Sensitivity;

/// <summary>The variance of an impact without sampling, to first order: Var(h) ≈ Σ (∂h/∂x)²·Var(x), and each exchange's share of it.</summary>
/// <remarks>
/// <para>
/// The variances of the distributions are exact. The derivatives are taken at the means of the distributions unless asked
/// otherwise: there the first-order mean h(E x) and variance are exact for an impact that is linear in each of several
/// independent emissions, and the error of products of uncertain numbers is of the order Var·Var, without the bias that the medians of
/// lognormals bring. At the stated amounts the result belongs to the deterministic answer and needs no further solve.
/// </para>
/// <para>
/// Exchanges of one group vary together, perfectly correlated and in the same direction: their standard deviations add before they
/// are squared, (Σ ∂h/∂x·σ)². Shares of their members are their parts of that square and may be negative.
/// </para>
/// </remarks>
public sealed class AnalyticVariance
{
    private readonly double[] _parts;

    private AnalyticVariance(Gradient gradient, ExpansionPoint point, double variance, double[] parts)
    {
        Gradient = gradient;
        Point = point;
        Variance = variance;
        _parts = parts;
    }

    /// <summary>The derivatives, at the point of expansion.</summary>
    public Gradient Gradient { get; }

    /// <summary>Where the model was taken as linear.</summary>
    public ExpansionPoint Point { get; }

    /// <summary>The impact at the point of expansion: the first-order mean when that is the means.</summary>
    public double Center => Gradient.Impact;

    /// <summary>The variance, in the square of the category's unit.</summary>
    public double Variance { get; }

    /// <summary>The standard deviation, in the category's unit.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>What each exchange contributes to the variance; sums to it. Index: row of the <see cref="ExchangeTable"/>.</summary>
    public ReadOnlySpan<double> Parts => _parts;

    /// <summary>The part of an exchange in the variance, from 0 to 1 for independent exchanges; 0 when nothing varies.</summary>
    /// <param name="exchange">The row of the <see cref="ExchangeTable"/>.</param>
    public double Share(int exchange) => Variance == 0 ? 0 : _parts[exchange] / Variance;

    /// <summary>The variance of the impact of a demand.</summary>
    /// <param name="solver">The system, ready to solve.</param>
    /// <param name="demand">The demand.</param>
    /// <param name="direct">The direct impacts of the processes.</param>
    /// <param name="category">The index of the category.</param>
    /// <param name="point">Where the model is taken as linear.</param>
    /// <param name="groups">Exchanges that vary together; no exchange in two of them. Null for the groups that the data name.</param>
    /// <exception cref="ArgumentException">An exchange belongs to two groups.</exception>
    /// <exception cref="NonProductiveLoopException">At the means, a loop consumes at least what it makes.</exception>
    public static AnalyticVariance Of(
        LcaSolver solver,
        Demand demand,
        DirectImpacts direct,
        int category,
        ExpansionPoint point = ExpansionPoint.Mean,
        IReadOnlyList<IReadOnlyList<int>>? groups = null)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(demand);
        ArgumentNullException.ThrowIfNull(direct);
        ProductSystem system = solver.System;
        if (point == ExpansionPoint.Mean)
        {
            ProductSystem means = AtMeans(system);
            if (!ReferenceEquals(means, system))
            {
                solver = LcaSolver.Factorize(means, new SolverOptions { Limits = solver.Limits });
                direct = DirectImpacts.Of(means, direct.Characterization);
            }
        }

        return Of(system, Gradient.Of(solver, demand, direct, category), point, groups ?? GroupsOf(system.Database.Exchanges));
    }

    /// <summary>The variance at the stated amounts, from derivatives that are known; exchanges that the data put in one group vary together.</summary>
    /// <param name="gradient">The derivatives at the stated amounts.</param>
    public static AnalyticVariance Of(Gradient gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        return Of(gradient.System, gradient, ExpansionPoint.Amount, GroupsOf(gradient.System.Database.Exchanges));
    }

    private static AnalyticVariance Of(ProductSystem system, Gradient gradient, ExpansionPoint point, IReadOnlyList<IReadOnlyList<int>> groups)
    {
        ExchangeTable table = system.Database.Exchanges;
        double[] deviations = new double[table.Count];
        for (int row = 0; row < deviations.Length; row++)
            if (gradient.Exchanges[row] != 0) deviations[row] = gradient.Exchanges[row] * Math.Sqrt(AmountMoments.Of(system, row).Variance);

        double[] total = [.. deviations];
        bool[] isGrouped = new bool[table.Count];
        foreach (IReadOnlyList<int> group in groups)
        {
            CompensatedSum sum = default;
            foreach (int row in group)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(groups));
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, table.Count, nameof(groups));
                if (isGrouped[row]) throw new ArgumentException($"Exchange {row} ('{system.Database.Flows[table.Flow[row]].Name}') belongs to two groups; expected one at most.", nameof(groups));
                isGrouped[row] = true;
                sum.Add(deviations[row]);
            }

            foreach (int row in group) total[row] = sum.Value;
        }

        CompensatedSum variance = default;
        double[] parts = new double[table.Count];
        for (int row = 0; row < parts.Length; row++)
        {
            parts[row] = deviations[row] * total[row];
            variance.Add(parts[row]);
        }

        return new AnalyticVariance(gradient, point, Math.Max(0, variance.Value), AmountOverflowException.Guard(parts, "the variance of the impact"));
    }

    private static IReadOnlyList<IReadOnlyList<int>> GroupsOf(ExchangeTable table) =>
    [
        .. Enumerable.Range(0, table.Count)
            .Where(row => table.Kind[row] != (byte)UncertaintyKind.None)
            .Select(row => (Row: row, Group: table.Details.GroupOf(row)))
            .Where(r => r.Group is not null)
            .GroupBy(r => r.Group, StringComparer.Ordinal)
            .Select(group => (IReadOnlyList<int>)[.. group.Select(r => r.Row)]),
    ];

    // The same structure with every amount at its mean; the system itself when no mean differs from its amount.
    private static ProductSystem AtMeans(ProductSystem system)
    {
        ExchangeTable table = system.Database.Exchanges;
        SystemChange change = new(system);
        bool differs = false;
        for (int row = 0; row < table.Count; row++)
        {
            if (table.Kind[row] == (byte)UncertaintyKind.None) continue;
            double mean = AmountMoments.Of(system, row).Mean;
            if (mean == system.AmountOf(row)) continue;
            change.Set(row, mean);
            differs = true;
        }

        return differs ? change.Apply().System : system;
    }
}
