using System.Collections.Immutable;
using CarbonLca.Stages;

namespace CarbonLca.Studies;

/// <summary>An item described by a model of a stage instead of by one amount: a die, a board, a service, a reused thing.</summary>
public sealed record ModelLine : StudyLine
{
    /// <summary>The model; what it needs is what the item needs.</summary>
    public required StageModel Model { get; init; }

    /// <summary>The key of the model in the study's file.</summary>
    public required string Key { get; init; }

    /// <summary>Where each provider of the model stands, in the order of its needs; empty for a line made in code.</summary>
    public ImmutableArray<Located<string>> Providers { get; init; } = [];
}
