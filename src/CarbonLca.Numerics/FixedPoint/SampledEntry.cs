namespace CarbonLca.Numerics.FixedPoint;

/// <summary>A term of a matrix entry that differs from sample to sample: m_ij = Σ Scale · draw over the terms given for (i, j).</summary>
/// <param name="MatrixRow">i.</param>
/// <param name="MatrixColumn">j; on the diagonal the same as i.</param>
/// <param name="DrawRow">The row of draws, sixteen samples of it; <see cref="Fixed"/> for a part that does not vary, whose draw is 1.</param>
/// <param name="Scale">What a draw of 1 contributes to the entry: the entry itself where draws are multipliers, ±1 where they are values.</param>
public readonly record struct SampledEntry(int MatrixRow, int MatrixColumn, int DrawRow, double Scale)
{
    /// <summary>The draw row of a term that is the same in every sample.</summary>
    public const int Fixed = -1;
}
