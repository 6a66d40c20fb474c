namespace CarbonLca.MonteCarlo;

/// <summary>The product of two rows of draws: an emission that is drawn, times its factor that is drawn.</summary>
/// <remarks>A row of draws made from others, after those are drawn.</remarks>
/// <param name="Row">The row of draws it is written to.</param>
/// <param name="Amount">The row of the exchange.</param>
/// <param name="Factor">The row of the factor.</param>
internal readonly record struct ProductDraw(int Row, int Amount, int Factor)
{
    /// <summary>Writes the row.</summary>
    public void Derive(DrawTable draws)
    {
        Span<float> target = draws.Row(Row);
        ReadOnlySpan<float> amounts = draws.Row(Amount);
        ReadOnlySpan<float> factors = draws.Row(Factor);
        for (int lane = 0; lane < target.Length; lane++) target[lane] = amounts[lane] * factors[lane];
    }
}
