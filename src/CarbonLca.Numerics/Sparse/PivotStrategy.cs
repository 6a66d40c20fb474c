namespace CarbonLca.Numerics.Sparse;

/// <summary>How pivots are chosen inside an irreducible block.</summary>
public enum PivotStrategy
{
    /// <summary>Diagonal pivots where they prove accurate, threshold pivoting where they do not.</summary>
    Auto,

    /// <summary>Always the diagonal of the block triangular form. Stable for M-matrices; the sparsest factors.</summary>
    Diagonal,

    /// <summary>The diagonal only while it is not much smaller than the largest candidate of its column.</summary>
    Threshold,
}

/// <summary>Why <see cref="PivotStrategy.Auto"/> gave up diagonal pivots.</summary>
public enum PivotFallback
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>A diagonal pivot vanished.</summary>
    ZeroPivot,

    /// <summary>Elements grew beyond <see cref="LuOptions.GrowthLimit"/>.</summary>
    ElementGrowth,

    /// <summary>A trial solution missed <see cref="LuOptions.TrialBackwardError"/> even after refinement.</summary>
    BackwardError,
}
