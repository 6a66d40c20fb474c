using CarbonLca.Methods;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Assessment;

/// <summary>The footprint of one reference unit of every product of a system, in every category: the solution y of Aᵀ·y = d.</summary>
/// <remarks>
/// <para>Shape: columns of the system by categories. Also called multipliers in input-output analysis, intensities in openLCA.</para>
/// <para>One transposed solve gives them all; a demand's impact is then y·f, without solving for the demand.</para>
/// </remarks>
public sealed class ProductFootprints
{
    private readonly double[] _values;

    internal ProductFootprints(LcaSolver solver, DirectImpacts direct, double[] values, SolveProof proof)
    {
        Solver = solver;
        Direct = direct;
        _values = values;
        Proof = proof;
    }

    /// <summary>The solver that found them.</summary>
    public LcaSolver Solver { get; }

    /// <summary>The direct impacts they add up.</summary>
    public DirectImpacts Direct { get; }

    /// <summary>The method.</summary>
    public ImpactMethod Method => Direct.Characterization.Method;

    /// <summary>How well the equations are satisfied; the worst over all categories.</summary>
    public SolveProof Proof { get; }

    /// <summary>The footprint of one reference unit of what a column supplies, or of treating one reference unit of its waste.</summary>
    public double this[int column, int category] => _values[(category * Solver.System.Columns.Length) + column];

    /// <summary>The footprints of all columns in one category, in column order.</summary>
    public ReadOnlySpan<double> Category(int category)
    {
        int n = Solver.System.Columns.Length;
        return _values.AsSpan(category * n, n);
    }

    /// <summary>The impact of a demand in one category: y·f.</summary>
    public double Of(Demand demand, int category)
    {
        ArgumentNullException.ThrowIfNull(demand);
        CompensatedSum sum = default;
        foreach ((int column, double amount) in demand.Resolve(Solver.System)) sum.Add(amount * this[column, category]);
        return sum.Value;
    }

    /// <summary>
    /// Splits the footprint of one reference unit of a product into its first tier: what its process causes by itself, and what
    /// each of its direct inputs brings with all that is behind it. Sums to the footprint, also in loops.
    /// </summary>
    /// <returns>The process's own part first, with its own column; then one part per supplier, ascending by column.</returns>
    public IReadOnlyList<TierContribution> FirstTier(int column, int category)
    {
        CscMatrix matrix = Solver.Matrix;
        double scale = 1 / matrix[column, column];
        List<TierContribution> parts = [new(column, scale, scale * Solver.ColumnSign(column) * Direct.Of(column)[category])];
        for (int p = matrix.ColumnStarts[column]; p < matrix.ColumnStarts[column + 1]; p++)
        {
            int supplier = matrix.RowIndices[p];
            if (supplier == column || matrix.Values[p] == 0) continue;
            double amount = -matrix.Values[p] * scale;
            parts.Add(new TierContribution(supplier, amount, amount * this[supplier, category]));
        }

        return parts;
    }

    /// <summary>
    /// How much of a demand's impact passes through one process: what would be saved if its product came free of burden,
    /// y_j·s_j / (A⁻¹)_jj. Corrected for loops, so that the demanded product's own total is the impact itself.
    /// </summary>
    /// <remarks>Called upstream total with loop factor by openLCA. Totals of different processes overlap and do not sum to the impact.</remarks>
    public double UpstreamTotal(Supply supply, int column, int category)
    {
        double total = 0;
        UpstreamTotals(supply, [column], category, new Span<double>(ref total));
        return total;
    }

    /// <summary>How much of a demand's impact passes through each of several processes: <see cref="UpstreamTotal"/> of each, with the same bits, from fewer passes over the system.</summary>
    /// <param name="supply">The supply of the demand.</param>
    /// <param name="columns">The processes.</param>
    /// <param name="category">The category.</param>
    /// <param name="totals">Receives the upstream total of each.</param>
    /// <exception cref="ArgumentException">There is not a place in <paramref name="totals"/> for each process.</exception>
    public void UpstreamTotals(Supply supply, ReadOnlySpan<int> columns, int category, Span<double> totals)
    {
        ArgumentNullException.ThrowIfNull(supply);
        if (totals.Length != columns.Length) throw new ArgumentException($"'{nameof(totals)}' has length {totals.Length}; expected {columns.Length}, the number of processes.", nameof(totals));
        Solver.InverseDiagonal(columns, totals);
        for (int k = 0; k < columns.Length; k++)
        {
            double s = supply[columns[k]] * Solver.ColumnSign(columns[k]);
            totals[k] = s == 0 ? 0 : this[columns[k], category] * s / totals[k];
        }
    }
}

/// <summary>One part of a product's first tier.</summary>
/// <param name="Column">The supplier, or the process itself for its own part.</param>
/// <param name="Amount">Reference units of the supplier's product for one reference unit of the product; for the own part, runs of the process. Negative for a credit.</param>
/// <param name="Impact">The impact it brings.</param>
public readonly record struct TierContribution(int Column, double Amount, double Impact);
