using System.Collections.Immutable;

namespace CarbonLca.MonteCarlo;

/// <summary>What a run has come to whose samples are folded.</summary>
/// <param name="Samples">What they were folded into.</param>
/// <param name="MemoryBudget">The budget of the run, in bytes.</param>
/// <param name="StopErrors">What its stop rule asks for, as <see cref="StopRule.Errors"/> tells it; empty without a rule.</param>
internal sealed record SketchedRun(SketchedSamples Samples, long MemoryBudget, ImmutableArray<double> StopErrors);
