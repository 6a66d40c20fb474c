namespace CarbonLca.Numerics.FixedPoint;

/// <summary>A term of the right-hand side that differs from sample to sample: d_j = Σ Scale · draw over the terms given for j.</summary>
/// <param name="Column">j.</param>
/// <param name="DrawRow">The row of draws; <see cref="SampledEntry.Fixed"/> for a part that does not vary, whose draw is 1.</param>
/// <param name="Scale">What a draw of 1 contributes: d_j itself where draws are multipliers, 1 where they are values.</param>
public readonly record struct SampledConstant(int Column, int DrawRow, double Scale);
