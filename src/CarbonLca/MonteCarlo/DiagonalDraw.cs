namespace CarbonLca.MonteCarlo;

/// <summary>The diagonal of a column relative to its nominal value: (fixed part + Σ coefficient · draw) / nominal.</summary>
/// <remarks>
/// A row of draws made from others. Where the reference output of a sample is not positive, before or after own use, the draw is 1, so
/// that sweeps have a number, and the sample is reported: the column, and whatever depends on it, has no answer.
/// </remarks>
/// <param name="Column">The column.</param>
/// <param name="Row">The row of draws it is written to.</param>
/// <param name="Nominal">The entry as it stands; positive.</param>
/// <param name="FixedMade">What is made and does not vary.</param>
/// <param name="FixedUsed">Own use that does not vary.</param>
/// <param name="Parts">What varies: rows of draws, their coefficients, and whether they are made or own use.</param>
internal sealed record DiagonalDraw(int Column, int Row, double Nominal, double FixedMade, double FixedUsed, (int Row, double Coefficient, bool IsMade)[] Parts)
{
    /// <summary>Writes the row.</summary>
    /// <returns>A bit for each sample whose reference output is not a positive number.</returns>
    public int Derive(DrawTable draws)
    {
        int failed = 0;
        Span<float> target = draws.Row(Row);
        for (int lane = 0; lane < target.Length; lane++)
        {
            double made = FixedMade;
            double net = FixedMade - FixedUsed;
            foreach ((int row, double coefficient, bool isMade) in Parts)
            {
                double draw = draws[row, lane];
                net = Math.FusedMultiplyAdd(draw, coefficient, net);
                if (isMade) made = Math.FusedMultiplyAdd(draw, coefficient, made);
            }

            float relative = (float)(net / Nominal);
            bool isUsable = made > 0 && relative > 0 && float.IsFinite(relative);
            target[lane] = isUsable ? relative : 1;
            if (!isUsable) failed |= 1 << lane;
        }

        return failed;
    }
}
