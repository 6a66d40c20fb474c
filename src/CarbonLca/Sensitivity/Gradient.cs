using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Systems;

namespace CarbonLca.Sensitivity;

/// <summary>How the impact of a demand changes with every number behind it, from one pair of solves: s of A·s = f and λ of Aᵀ·λ = Bᵀ·c.</summary>
/// <remarks>
/// <para>
/// h = c·B·A⁻¹·f gives ∂h/∂a_ij = −λ_i·s_j, ∂h/∂b_kj = c_k·s_j and ∂h/∂c_k = g_k (Heijungs &amp; Suh 2002, ch. 6, the marginal
/// analysis there called perturbation theory). With location-specific factors, c_k is the one that applies to process j.
/// </para>
/// <para>
/// An exchange enters A or B with its sign and its allocation share; a process allocated to several products enters several
/// columns. The derivative with respect to the exchange's amount is the sum over all of them, the shares held fixed: shares
/// computed from the amounts themselves are not differentiated.
/// </para>
/// <para>Immutable and safe to share between threads.</para>
/// </remarks>
public sealed class Gradient
{
    private readonly double[] _exchanges;
    private readonly double[] _inventory;
    private readonly Lazy<double[]> _factors;

    private Gradient(Supply supply, ProductFootprints footprints, int category)
    {
        Supply = supply;
        Footprints = footprints;
        Category = category;
        Inventory inventory = supply.Inventory();
        _inventory = inventory.Values.ToArray();
        Impact = inventory.Characterize(footprints.Direct)[category];
        _factors = new(() => AmountOverflowException.Guard(OverFactors(), "the derivatives of the impact"));
        _exchanges = AmountOverflowException.Guard(OverExchanges(), "the derivatives of the impact");
    }

    /// <summary>The supply s of the demand.</summary>
    public Supply Supply { get; }

    /// <summary>The footprints λ of all products.</summary>
    public ProductFootprints Footprints { get; }

    /// <summary>The category, by its index in the method.</summary>
    public int Category { get; }

    /// <summary>The system.</summary>
    public ProductSystem System => Supply.Solver.System;

    /// <summary>The impact h itself, in the category's unit.</summary>
    public double Impact { get; }

    /// <summary>∂h/∂amount of every row of the <see cref="ExchangeTable"/>; 0 for rows that have no part in the impact.</summary>
    public ReadOnlySpan<double> Exchanges => _exchanges;

    /// <summary>
    /// ∂h/∂factor of every row of the method, in the row's unit: the g_k it characterises, by location where the method has several factors;
    /// 0 for rows of other categories. Index: row of <see cref="ImpactMethod.Rows"/>.
    /// </summary>
    /// <exception cref="AmountOverflowException">A derivative exceeds the range of a double.</exception>
    public ReadOnlySpan<double> Factors => _factors.Value;

    /// <summary>The gradient of the impact of a supplied demand.</summary>
    /// <param name="supply">The demand, solved.</param>
    /// <param name="footprints">The footprints of all products, by the same solver.</param>
    /// <param name="category">The index of the category.</param>
    /// <exception cref="ArgumentException">The two come from different solvers.</exception>
    /// <exception cref="AmountOverflowException">A derivative exceeds the range of a double.</exception>
    public static Gradient Of(Supply supply, ProductFootprints footprints, int category)
    {
        ArgumentNullException.ThrowIfNull(supply);
        ArgumentNullException.ThrowIfNull(footprints);
        ArgumentOutOfRangeException.ThrowIfNegative(category);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(category, footprints.Direct.CategoryCount);
        if (!ReferenceEquals(supply.Solver, footprints.Solver)) throw new ArgumentException("The footprints were found by another solver than the supply.", nameof(footprints));
        return new Gradient(supply, footprints, category);
    }

    /// <summary>The gradient of the impact of a demand.</summary>
    public static Gradient Of(LcaSolver solver, Demand demand, DirectImpacts direct, int category)
    {
        ArgumentNullException.ThrowIfNull(solver);
        return Of(solver.Solve(demand), solver.FootprintsOfAllProducts(direct), category);
    }

    /// <summary>∂h/∂a_ij = −λ_i·s_j, for any entry of A whether stored or not.</summary>
    /// <param name="row">The row of A.</param>
    /// <param name="column">The column of A.</param>
    public double OfTechnosphere(int row, int column) => -Price(row) * Supply[column];

    /// <summary>∂h/∂b_kj = c_k·s_j, for any entry of B whether stored or not.</summary>
    /// <param name="row">The row of B.</param>
    /// <param name="column">The column of B.</param>
    public double OfBiosphere(int row, int column) => FactorAt(row, column) * Supply[column];

    /// <summary>∂h/∂c_k = g_k: with respect to the factor of an elementary flow, at all locations alike.</summary>
    /// <param name="row">The row of B.</param>
    public double OfFactor(int row) => _inventory[row];

    /// <summary>The change of the impact in per cent for one per cent more of an exchange: (∂h/∂x)·x/h. NaN when the impact is 0.</summary>
    /// <param name="exchange">The row of the <see cref="ExchangeTable"/>.</param>
    /// <remarks>Called relative sensitivity, elasticity, or multiplier by Heijungs &amp; Suh.</remarks>
    public double Elasticity(int exchange) => _exchanges[exchange] * System.AmountOf(exchange) / Impact;

    // λ of a row of A; the solver's footprints are per unit treated where the row is a waste, which A holds as negative.
    private double Price(int row)
    {
        SystemProduct product = System.Products[row];
        double footprint = Footprints[product.Column, Category];
        return System.Database.Flows[product.Flow].Kind == FlowKind.Waste ? -footprint : footprint;
    }

    private double FactorAt(int row, int column) =>
        FactorLookup.Of(Footprints.Direct.Characterization, System.ElementaryFlows[row], Category, System.Database.Processes.Location(System.Columns[column].Process));

    private double[] OverFactors()
    {
        Characterization characterization = Footprints.Direct.Characterization;
        double[] derivative = new double[characterization.Method.Rows.Length];
        CscMatrix b = System.Biosphere;
        for (int j = 0; j < System.Columns.Length; j++)
        {
            if (Supply[j] == 0) continue;
            string? location = System.Database.Processes.Location(System.Columns[j].Process);
            for (int p = b.ColumnStarts[j]; p < b.ColumnStarts[j + 1]; p++)
            {
                if (FactorLookup.Find(characterization, System.ElementaryFlows[b.RowIndices[p]], Category, location) is { } factor)
                    derivative[factor.Row] += factor.PerRowUnit * b.Values[p] * Supply[j];
            }
        }

        return derivative;
    }

    private double[] OverExchanges()
    {
        double[] derivative = new double[System.Database.Exchanges.Count];
        for (int j = 0; j < System.Columns.Length; j++)
        {
            if (Supply[j] == 0) continue;
            foreach (ExchangeTerm term in System.TermsOf(j))
            {
                double entry = term.IsBiosphere ? OfBiosphere(term.MatrixRow, j) : OfTechnosphere(term.MatrixRow, j);
                derivative[term.Exchange] += term.Factor * entry;
            }
        }

        return derivative;
    }
}
