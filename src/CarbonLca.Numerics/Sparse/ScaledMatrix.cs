namespace CarbonLca.Numerics.Sparse;

/// <summary>R·A·C in the order of an analysis, with its power-of-two factors.</summary>
internal sealed class ScaledMatrix(LuSymbolic symbolic)
{
    private const int LargestExponent = 1023;

    /// <summary>Elements in the order of <see cref="LuSymbolic.PermutedRows"/>.</summary>
    public double[] Values { get; } = new double[symbolic.PermutedRows.Length];

    /// <summary>Factor of each row, in places before pivoting.</summary>
    public double[] RowScale { get; } = new double[symbolic.Order];

    /// <summary>Factor of each column, in places.</summary>
    public double[] ColumnScale { get; } = new double[symbolic.Order];

    /// <summary>Takes up the values of a matrix.</summary>
    public void Fill(CscMatrix a, FactorScratch scratch)
    {
        double[] values = Values;
        ReadOnlySpan<double> source = a.Values;
        ReadOnlySpan<int> sources = symbolic.Sources;
        for (int p = 0; p < values.Length; p++)
            values[p] = source[sources[p]];
        Array.Fill(RowScale, 1);
        Array.Fill(ColumnScale, 1);
        if (!symbolic.Options.Equilibrate)
            return;

        int[] rowExponents = scratch.RowExponents;
        int[] columnExponents = scratch.ColumnExponents;
        Equilibration.Compute(symbolic, values, rowExponents, columnExponents, scratch.Equilibration);
        ReadOnlySpan<int> starts = symbolic.PermutedStarts;
        ReadOnlySpan<int> rows = symbolic.PermutedRows;
        for (int j = 0; j < columnExponents.Length; j++)
        {
            for (int p = starts[j]; p < starts[j + 1]; p++)
            {
                double value = values[p];
                double scaled = Scaled(value, rowExponents[rows[p]] + columnExponents[j]);

                // A range that does not fit a double after scaling is left as it came.
                if (!double.IsFinite(scaled) || (scaled == 0 && value != 0))
                {
                    for (int q = 0; q < values.Length; q++)
                        values[q] = source[sources[q]];
                    return;
                }
                values[p] = scaled;
            }
        }
        for (int k = 0; k < RowScale.Length; k++)
        {
            RowScale[k] = Math.ScaleB(1, rowExponents[k]);
            ColumnScale[k] = Math.ScaleB(1, columnExponents[k]);
        }
    }

    /// <summary>value · 2^exponent, rounded once.</summary>
    private static double Scaled(double value, int exponent) =>
        exponent is > -LargestExponent and <= LargestExponent
            ? value * BitConverter.UInt64BitsToDouble((ulong)(exponent + LargestExponent) << 52)
            : Math.ScaleB(value, exponent);
}
