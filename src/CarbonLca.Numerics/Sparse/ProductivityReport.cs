namespace CarbonLca.Numerics.Sparse;

/// <summary>One strongly connected component of the consumption matrix N.</summary>
/// <param name="Members">Its columns, ascending.</param>
/// <param name="LowerBound">Lower Collatz–Wielandt bound of the spectral radius.</param>
/// <param name="Gain">The spectral radius (Perron root), between the bounds: what one turn of the component returns.</param>
/// <param name="UpperBound">Upper Collatz–Wielandt bound of the spectral radius.</param>
/// <param name="DominantCycle">
/// The cycle whose consumptions have the largest geometric mean, in the direction of consumption: each column consumes
/// the one after it, the last the first.
/// </param>
/// <param name="CycleGain">Product of the consumptions along <paramref name="DominantCycle"/>.</param>
public sealed record ProductivityComponent(
    IReadOnlyList<int> Members,
    double LowerBound,
    double Gain,
    double UpperBound,
    IReadOnlyList<int> DominantCycle,
    double CycleGain)
{
    /// <summary>Whether the component consumes less of itself than it gives: gain below 1.</summary>
    /// <remarks>A gain within 1e-14 of 1 cannot be told from 1 in double precision and counts as 1.</remarks>
    public bool IsProductive => Gain < 1 - 1e-14;
}

/// <summary>Whether a matrix is productive, component by component.</summary>
/// <param name="Components">Every component with a cycle, in the order of <see cref="StronglyConnectedComponents"/>.</param>
/// <param name="ColumnsWithoutDiagonal">Columns whose diagonal entry is 0 or missing, ascending; their consumption could not be judged.</param>
public sealed record ProductivityReport(
    IReadOnlyList<ProductivityComponent> Components,
    IReadOnlyList<int> ColumnsWithoutDiagonal)
{
    /// <summary>The components whose gain is 1 or more.</summary>
    public IReadOnlyList<ProductivityComponent> NonProductive { get; } = Components.Where(c => !c.IsProductive).ToArray();

    /// <summary>The largest gain of all components; 0 where nothing runs in a circle.</summary>
    public double WorstGain { get; } = Components.Count == 0 ? 0 : Components.Max(c => c.Gain);

    /// <summary>Whether every column has a diagonal and every component a gain below 1.</summary>
    public bool IsProductive => NonProductive.Count == 0 && ColumnsWithoutDiagonal.Count == 0;
}
