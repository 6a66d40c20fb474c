namespace CarbonLca.Numerics.Sparse;

/// <summary>Working memory of factorising matrices of one structure; belongs to one thread.</summary>
internal sealed class FactorScratch(LuSymbolic symbolic)
{
    /// <summary>Exponents of the row factors.</summary>
    public int[] RowExponents { get; } = new int[symbolic.Order];

    /// <summary>Exponents of the column factors.</summary>
    public int[] ColumnExponents { get; } = new int[symbolic.Order];

    /// <summary>For <see cref="Sparse.Equilibration"/>.</summary>
    public Equilibration.Scratch Equilibration { get; } = new(symbolic);

    /// <summary>One column of a block, 0 between uses.</summary>
    public double[] Column { get; } = new double[symbolic.LargestBlock];

    /// <summary>The row of the block in each row of its core.</summary>
    public int[] CoreRows { get; } = new int[symbolic.LargestBlock];

    /// <summary>Largest entry of each column of a core before elimination.</summary>
    public double[] ColumnMaximum { get; } = new double[symbolic.LargestBlock];

    /// <summary>Largest element met above a core in each of its columns.</summary>
    public double[] LargestAbove { get; } = new double[symbolic.LargestBlock];

    /// <summary>Solution of a trial.</summary>
    public double[] TrialSolution { get; } = new double[symbolic.Order];

    /// <summary>Right-hand side of a trial.</summary>
    public double[] TrialRight { get; } = new double[symbolic.Order];

    /// <summary>For solving trials.</summary>
    public SolveScratch Solve { get; } = new();
}
