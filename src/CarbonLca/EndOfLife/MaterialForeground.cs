using System.Collections.Immutable;
using CarbonLca.Model;

namespace CarbonLca.EndOfLife;

/// <summary>The processes of one kilogram of a material over its life.</summary>
/// <param name="Steps">One for each stage, part and side of the formula that is not zero.</param>
/// <param name="RawMaterials">Takes the steps of raw material acquisition together.</param>
/// <param name="EndOfLife">Takes the steps of the end of life together.</param>
public sealed record MaterialForeground(ImmutableArray<EndOfLifeStep> Steps, Process RawMaterials, Process EndOfLife)
{
    /// <summary>All processes: the steps, then the two stages.</summary>
    public ImmutableArray<Process> Processes => [.. Steps.Select(s => s.Process), RawMaterials, EndOfLife];
}

/// <summary>One step of a material's life.</summary>
/// <param name="Process">The process, for one kilogram of material.</param>
/// <param name="Stage">The stage it belongs to.</param>
/// <param name="Part">The part of the formula.</param>
/// <param name="IsCredit">Whether it holds credits; burdens and credits never share a process (REQ-34).</param>
public sealed record EndOfLifeStep(Process Process, LifeCycleStage Stage, EndOfLifePart Part, bool IsCredit);
