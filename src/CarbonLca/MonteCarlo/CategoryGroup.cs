using CarbonLca.Numerics.FixedPoint;

namespace CarbonLca.MonteCarlo;

/// <summary>Categories that are solved together on the same draws.</summary>
/// <param name="First">The first, by its place among those asked for.</param>
/// <param name="Count">How many.</param>
/// <param name="Sweep">The system prepared for them.</param>
internal sealed record CategoryGroup(int First, int Count, SampleSweep Sweep);
