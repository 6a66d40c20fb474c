namespace CarbonLca.Numerics.Sparse;

/// <summary>Choices for factorising and solving.</summary>
public sealed record LuOptions
{
    /// <summary>The choices used where none are given.</summary>
    public static LuOptions Default { get; } = new();

    /// <summary>How pivots are chosen.</summary>
    public PivotStrategy Strategy { get; init; } = PivotStrategy.Auto;

    /// <summary>Threshold pivoting keeps the diagonal while it is at least this share of the largest candidate; in (0, 1].</summary>
    public double DiagonalPreference { get; init; } = 1e-3;

    /// <summary>Growth of the elements, against the largest of their column, beyond which diagonal pivots are given up.</summary>
    public double GrowthLimit { get; init; } = 1e12;

    /// <summary>Backward error that a trial solution with diagonal pivots must reach, unless <see cref="BackwardErrorTarget"/> asks for less.</summary>
    public double TrialBackwardError { get; init; } = 1e-14;

    /// <summary>Whether rows and columns are scaled by powers of two (exactly) before pivots are compared.</summary>
    public bool Equilibrate { get; init; } = true;

    /// <summary>At most this many refinement steps after a solve.</summary>
    public int MaximumRefinements { get; init; } = 5;

    /// <summary>Refinement ends once the componentwise backward error is no larger than this.</summary>
    public double BackwardErrorTarget { get; init; } = 4e-15;

    /// <summary>Refuses choices out of range.</summary>
    internal static void Check(LuOptions options)
    {
        if (!(options.DiagonalPreference > 0 && options.DiagonalPreference <= 1))
            throw new ArgumentException($"DiagonalPreference is {options.DiagonalPreference}; expected a share in (0, 1].", nameof(options));
        if (!(options.GrowthLimit >= 1))
            throw new ArgumentException($"GrowthLimit is {options.GrowthLimit}; expected 1 or more.", nameof(options));
        if (!(options.TrialBackwardError > 0))
            throw new ArgumentException($"TrialBackwardError is {options.TrialBackwardError}; expected a positive number.", nameof(options));
        if (!(options.BackwardErrorTarget > 0))
            throw new ArgumentException($"BackwardErrorTarget is {options.BackwardErrorTarget}; expected a positive number.", nameof(options));
        if (options.MaximumRefinements < 0)
            throw new ArgumentException($"MaximumRefinements is {options.MaximumRefinements}; expected 0 or more.", nameof(options));
        if (!Enum.IsDefined(options.Strategy))
            throw new ArgumentException($"Strategy is {options.Strategy}; expected Auto, Diagonal or Threshold.", nameof(options));
    }
}
