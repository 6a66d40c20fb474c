using CarbonLca.Model;

namespace CarbonLca.EndOfLife;

/// <summary>Who plays a role in the cycle of a material.</summary>
/// <param name="Flow">The product supplied or the waste treated.</param>
/// <param name="ProcessId">The process that does it; null to leave the choice to linking.</param>
public readonly record struct MaterialProvider(Flow Flow, string? ProcessId = null);
