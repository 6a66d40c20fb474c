namespace CarbonLca.Systems;

/// <summary>What one exchange contributes to one entry of A or B: <paramref name="Factor"/> × its amount.</summary>
/// <param name="Exchange">The row of the <see cref="Model.ExchangeTable"/>.</param>
/// <param name="IsBiosphere">Whether the entry is one of B; otherwise of A.</param>
/// <param name="MatrixRow">The row of B, or of A.</param>
/// <param name="Factor">Sign and allocation share.</param>
internal readonly record struct ExchangeTerm(int Exchange, bool IsBiosphere, int MatrixRow, double Factor);
