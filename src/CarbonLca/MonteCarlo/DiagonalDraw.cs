using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>The diagonal of a column relative to its nominal value: (fixed part + Σ coefficient · draw) / nominal.</summary>
/// <remarks>
/// A row of draws made from others. Where the reference output of a sample is not positive, the draw is 1, so that sweeps have a number,
/// and the sample is reported: the column, and whatever depends on it, has no answer.
/// </remarks>
/// <param name="Column">The column.</param>
/// <param name="Row">The row of draws it is written to.</param>
/// <param name="Nominal">The entry as it stands; positive.</param>
/// <param name="FixedPart">What does not vary.</param>
/// <param name="Parts">What does: rows of draws and their coefficients.</param>
internal sealed record DiagonalDraw(int Column, int Row, double Nominal, double FixedPart, (int Row, double Coefficient)[] Parts)
{
    /// <summary>Writes sixteen samples.</summary>
    /// <returns>A bit for each sample whose reference output is not a positive number.</returns>
    public int Derive(Span<float> draws)
    {
        int failed = 0;
        Span<float> target = draws.Slice(Row * SamplingPlan.Lanes, SamplingPlan.Lanes);
        for (int lane = 0; lane < target.Length; lane++)
        {
            double sum = FixedPart;
            foreach ((int row, double coefficient) in Parts) sum = Math.FusedMultiplyAdd(draws[(row * SamplingPlan.Lanes) + lane], coefficient, sum);
            float relative = (float)(sum / Nominal);
            bool isUsable = relative > 0 && float.IsFinite(relative);
            target[lane] = isUsable ? relative : 1;
            if (!isUsable) failed |= 1 << lane;
        }

        return failed;
    }
}
