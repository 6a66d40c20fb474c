using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>The diagonal of a column relative to its nominal value: (fixed part + Σ coefficient · draw) / nominal.</summary>
/// <remarks>
/// A row of draws made from others. Not a number where the reference output of the sample is not positive: the column, and whatever
/// depends on it, then has no answer, and nothing else is touched.
/// </remarks>
/// <param name="Column">The column.</param>
/// <param name="Row">The row of draws it is written to.</param>
/// <param name="Nominal">The entry as it stands; positive.</param>
/// <param name="FixedPart">What does not vary.</param>
/// <param name="Parts">What does: rows of draws and their coefficients.</param>
internal sealed record DiagonalDraw(int Column, int Row, double Nominal, double FixedPart, (int Row, double Coefficient)[] Parts)
{
    /// <summary>Writes sixteen samples.</summary>
    public void Derive(Span<float> draws)
    {
        Span<float> target = draws.Slice(Row * SamplingPlan.Lanes, SamplingPlan.Lanes);
        for (int lane = 0; lane < target.Length; lane++)
        {
            double sum = FixedPart;
            foreach ((int row, double coefficient) in Parts) sum = Math.FusedMultiplyAdd(draws[(row * SamplingPlan.Lanes) + lane], coefficient, sum);
            float relative = (float)(sum / Nominal);
            target[lane] = relative > 0 && float.IsFinite(relative) ? relative : float.NaN;
        }
    }
}
