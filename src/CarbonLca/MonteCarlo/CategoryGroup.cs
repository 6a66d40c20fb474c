using CarbonLca.Numerics.FixedPoint;

namespace CarbonLca.MonteCarlo;

/// <summary>Categories that are solved together: one, or up to eight on the same draws. A category has the same bits either way.</summary>
/// <param name="First">The first, by its place among those asked for.</param>
/// <param name="Count">How many.</param>
/// <param name="Sweep">The system prepared for them.</param>
internal sealed record CategoryGroup(int First, int Count, SampleSweep Sweep);
