using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>An exchange that is drawn anew for every sample.</summary>
/// <param name="Process">The index of its process in the database.</param>
/// <param name="Exchange">Its row in the <see cref="Model.ExchangeTable"/>.</param>
/// <param name="Key">The stable name its draws hang on.</param>
/// <param name="Distribution">What is drawn.</param>
/// <param name="Unit">What a draw is multiplied by to give the amount in the flow's reference unit.</param>
public sealed record UncertainParameter(int Process, int Exchange, ParameterKey Key, Distribution Distribution, double Unit);
