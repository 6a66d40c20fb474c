using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Systems;

namespace CarbonLca.Sensitivity;

/// <summary>The variance of an impact without sampling, to first order: Var(h) ≈ Σ (∂h/∂x)²·Var(x), and the share of each exchange and factor in it.</summary>
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
    private readonly double[] _factorParts;

    private AnalyticVariance(Gradient gradient, ExpansionPoint point, double variance, double[] parts, double[] factorParts)
    {
        _factorParts = factorParts;
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

    /// <summary>What each exchange contributes to the variance; with <see cref="FactorParts"/> it sums to it. Index: row of the <see cref="ExchangeTable"/>.</summary>
    public ReadOnlySpan<double> Parts => _parts;

    /// <summary>What each factor of the method contributes to the variance. Index: row of <see cref="ImpactMethod.Rows"/>; empty where none varies.</summary>
    public ReadOnlySpan<double> FactorParts => _factorParts;

    /// <summary>The part of an exchange in the variance, from 0 to 1 for independent exchanges; 0 when nothing varies.</summary>
    /// <param name="exchange">The row of the <see cref="ExchangeTable"/>.</param>
    public double Share(int exchange) => Variance == 0 ? 0 : _parts[exchange] / Variance;

    /// <summary>The part of a factor of the method in the variance; 0 when nothing varies.</summary>
    /// <param name="row">The row of <see cref="ImpactMethod.Rows"/>.</param>
    public double ShareOfFactor(int row) => Variance == 0 || _factorParts.Length == 0 ? 0 : _factorParts[row] / Variance;

    /// <summary>The variance of the impact of a demand.</summary>
    /// <param name="solver">The system, ready to solve.</param>
    /// <param name="demand">The demand.</param>
    /// <param name="direct">The direct impacts of the processes.</param>
    /// <param name="category">The index of the category.</param>
    /// <param name="point">Where the model is taken as linear.</param>
    /// <param name="groups">Exchanges that vary together; no exchange in two of them, and no factor in any. Null for the groups that data and method name.</param>
    /// <param name="lognormalAmount">What the stated amounts and factors of lognormal distributions are.</param>
    /// <exception cref="ArgumentException">An exchange belongs to two groups.</exception>
    /// <exception cref="NonProductiveLoopException">At the means, a loop consumes at least what it makes.</exception>
    public static AnalyticVariance Of(
        LcaSolver solver,
        Demand demand,
        DirectImpacts direct,
        int category,
        ExpansionPoint point = ExpansionPoint.Mean,
        IReadOnlyList<IReadOnlyList<int>>? groups = null,
        LognormalAmount lognormalAmount = LognormalAmount.Median)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(demand);
        ArgumentNullException.ThrowIfNull(direct);
        ProductSystem system = solver.System;
        DirectImpacts moved = direct;
        if (point == ExpansionPoint.Mean)
        {
            ProductSystem means = AtMeans(system, lognormalAmount);
            Characterization characterization = AtMeans(direct.Characterization, category, lognormalAmount);
            if (!ReferenceEquals(means, system)) solver = LcaSolver.Factorize(means, new SolverOptions { Limits = solver.Limits });
            if (!ReferenceEquals(means, system) || !ReferenceEquals(characterization, direct.Characterization)) moved = DirectImpacts.Of(means, characterization);
        }

        return Of(system, Gradient.Of(solver, demand, moved, category), direct.Characterization.Method, point, groups, lognormalAmount);
    }

    /// <summary>The variance at the stated amounts, from derivatives that are known; exchanges that the data put in one group vary together.</summary>
    /// <param name="gradient">The derivatives at the stated amounts.</param>
    /// <param name="lognormalAmount">What the stated amounts and factors of lognormal distributions are.</param>
    public static AnalyticVariance Of(Gradient gradient, LognormalAmount lognormalAmount = LognormalAmount.Median)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        return Of(gradient.System, gradient, gradient.Footprints.Direct.Characterization.Method, ExpansionPoint.Amount, null, lognormalAmount);
    }

    // Numbers that vary: the exchanges, and behind them the rows of the method.
    private static AnalyticVariance Of(ProductSystem system, Gradient gradient, ImpactMethod method, ExpansionPoint point, IReadOnlyList<IReadOnlyList<int>>? groups, LognormalAmount convention)
    {
        ExchangeTable table = system.Database.Exchanges;
        bool hasFactors = method.Rows.Any(row => IsUncertain(row, gradient.Category));
        double[] deviations = new double[table.Count + (hasFactors ? method.Rows.Length : 0)];
        for (int row = 0; row < table.Count; row++)
            if (gradient.Exchanges[row] != 0) deviations[row] = gradient.Exchanges[row] * Math.Sqrt(AmountMoments.Of(system, row, convention).Variance);
        for (int row = 0; row < deviations.Length - table.Count; row++)
        {
            if (IsUncertain(method.Rows[row], gradient.Category) && gradient.Factors[row] is not 0.0 and double slope)
                deviations[table.Count + row] = slope * Math.Sqrt(AmountMoments.Of(method.Rows[row].Factor, method.Rows[row].Uncertainty, convention).Variance);
        }

        double[] parts = PartsOf(deviations, groups is null ? GroupsOf(table, hasFactors ? method : null, gradient.Category) : Checked(system, groups));
        CompensatedSum variance = default;
        foreach (double part in parts) variance.Add(part);
        AmountOverflowException.Guard(parts, "the variance of the impact");
        return new AnalyticVariance(gradient, point, Math.Max(0, variance.Value), parts[..table.Count], parts[table.Count..]);
    }

    // Deviations of a group add before they are squared.
    private static double[] PartsOf(double[] deviations, IReadOnlyList<IReadOnlyList<int>> groups)
    {
        double[] total = [.. deviations];
        foreach (IReadOnlyList<int> group in groups)
        {
            CompensatedSum sum = default;
            foreach (int row in group) sum.Add(deviations[row]);
            foreach (int row in group) total[row] = sum.Value;
        }

        return [.. deviations.Zip(total, (own, all) => own * all)];
    }

    private static IReadOnlyList<IReadOnlyList<int>> Checked(ProductSystem system, IReadOnlyList<IReadOnlyList<int>> groups)
    {
        ExchangeTable table = system.Database.Exchanges;
        bool[] isGrouped = new bool[table.Count];
        foreach (int row in groups.SelectMany(group => group))
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(groups));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, table.Count, nameof(groups));
            if (isGrouped[row]) throw new ArgumentException($"Exchange {row} ('{system.Database.Flows[table.Flow[row]].Name}') belongs to two groups; expected one at most.", nameof(groups));
            isGrouped[row] = true;
        }

        return groups;
    }

    private static IReadOnlyList<IReadOnlyList<int>> GroupsOf(ExchangeTable table, ImpactMethod? method, int category)
    {
        IEnumerable<(int Row, string? Group)> exchanges = Enumerable.Range(0, table.Count)
            .Where(row => table.Kind[row] != (byte)UncertaintyKind.None)
            .Select(row => (row, table.Details.GroupOf(row)));
        IEnumerable<(int Row, string? Group)> factors = method is null ? [] : Enumerable.Range(0, method.Rows.Length)
            .Where(row => IsUncertain(method.Rows[row], category))
            .Select(row => (table.Count + row, method.Rows[row].Uncertainty.Group));
        return [.. exchanges.Concat(factors).Where(r => r.Group is not null).GroupBy(r => r.Group, r => r.Row, StringComparer.Ordinal).Select(group => (IReadOnlyList<int>)[.. group])];
    }

    private static bool IsUncertain(MethodRow row, int category) => row.Category == category && row.Uncertainty.Kind != UncertaintyKind.None;

    // The same structure with every amount at its mean; the system itself when no mean differs from its amount.
    private static ProductSystem AtMeans(ProductSystem system, LognormalAmount convention)
    {
        ExchangeTable table = system.Database.Exchanges;
        SystemChange change = new(system);
        bool differs = false;
        for (int row = 0; row < table.Count; row++)
        {
            if (table.Kind[row] == (byte)UncertaintyKind.None) continue;
            double mean = AmountMoments.Of(system, row, convention).Mean;
            if (mean == system.AmountOf(row)) continue;
            change.Set(row, mean);
            differs = true;
        }

        return differs ? change.Apply().System : system;
    }

    // The same matching with every factor of a category at its mean; itself when no mean differs from its factor. A factor without a mean stays, and has no variance either.
    private static Characterization AtMeans(Characterization characterization, int category, LognormalAmount convention)
    {
        double[] means = [.. characterization.Method.Rows.Select(row => IsUncertain(row, category) && AmountMoments.Of(row.Factor, row.Uncertainty, convention).Mean is var mean && double.IsFinite(mean) ? mean : row.Factor)];
        return characterization.Method.Rows.Select((row, i) => row.Factor != means[i]).Any(differs => differs) ? characterization.WithFactors(means) : characterization;
    }
}
