namespace CarbonLca.Numerics.Sparse;

/// <summary>One strongly connected component of the consumption matrix N.</summary>
public sealed class ProductivityComponent
{
    private readonly Lazy<MaximumCycleMean> _heaviest;
    private readonly int[] _members;

    internal ProductivityComponent(int[] members, PerronBounds bounds, Lazy<MaximumCycleMean> heaviest)
    {
        _members = members;
        _heaviest = heaviest;
        Members = Array.AsReadOnly(members);
        LowerBound = bounds.Lower;
        UpperBound = bounds.Upper;
        Gain = bounds.Lower + ((bounds.Upper - bounds.Lower) / 2);
    }

    /// <summary>Its columns, ascending.</summary>
    public IReadOnlyList<int> Members { get; }

    /// <summary>Lower Collatz–Wielandt bound of the spectral radius.</summary>
    public double LowerBound { get; }

    /// <summary>The spectral radius (Perron root), midway between the bounds: what one turn of the component returns.</summary>
    public double Gain { get; }

    /// <summary>Upper Collatz–Wielandt bound of the spectral radius.</summary>
    public double UpperBound { get; }

    /// <summary>
    /// The cycle whose consumptions have the largest geometric mean, in the direction of consumption: each column consumes
    /// the one after it, the last the first. Found when first asked for.
    /// </summary>
    public IReadOnlyList<int> DominantCycle => Array.AsReadOnly(_heaviest.Value.Cycle.Select(k => _members[k]).ToArray());

    /// <summary>Product of the consumptions along <see cref="DominantCycle"/>.</summary>
    public double CycleGain => _heaviest.Value.CycleProduct;

    /// <summary>Whether the component provably consumes less of itself than it gives: upper bound below 1.</summary>
    /// <remarks>A bound within 1e-14 of 1 cannot be told from 1 in double precision and counts as 1.</remarks>
    public bool IsProductive => UpperBound < PerronBounds.BelowOne;
}

/// <summary>Whether a matrix is productive, component by component.</summary>
/// <param name="Components">Every component with a cycle, in the order of <see cref="StronglyConnectedComponents"/>.</param>
/// <param name="ColumnsWithoutDiagonal">Columns whose diagonal entry is 0 or missing, ascending; their consumption could not be judged.</param>
public sealed record ProductivityReport(
    IReadOnlyList<ProductivityComponent> Components,
    IReadOnlyList<int> ColumnsWithoutDiagonal)
{
    /// <summary>The components whose gain is not proved to be below 1.</summary>
    public IReadOnlyList<ProductivityComponent> NonProductive { get; } = Components.Where(c => !c.IsProductive).ToArray();

    /// <summary>The largest gain of all components; 0 where nothing runs in a circle.</summary>
    public double WorstGain { get; } = Components.Count == 0 ? 0 : Components.Max(c => c.Gain);

    /// <summary>Whether every column has a diagonal and every component a gain below 1.</summary>
    public bool IsProductive => NonProductive.Count == 0 && ColumnsWithoutDiagonal.Count == 0;
}
