using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Studies;

/// <summary>A product study as its author declares it: goal, scope, units, and the items of every life-cycle stage.</summary>
/// <remarks>
/// The declaration only; <see cref="StudyRules"/> says what is wrong with it without looking at any data, and
/// <see cref="StudyModel"/> turns it into the foreground processes of a product system.
/// </remarks>
public sealed record Study
{
    /// <summary>The identity: lower-case letters, digits and hyphens.</summary>
    public required Located<string> Id { get; init; }

    /// <summary>The title.</summary>
    public required Wording Title { get; init; }

    /// <summary>Why it is made; null for a bill of materials, which declares none and whose footprint is no study of its own.</summary>
    public StudyGoal? Goal { get; init; }

    /// <summary>What it covers; null for a bill of materials.</summary>
    public StudyScope? Scope { get; init; }

    /// <summary>The part of the life it declares to cover.</summary>
    public required Located<SystemBoundary> Boundary { get; init; }

    /// <summary>What the result is per.</summary>
    public required StudyUnit FunctionalUnit { get; init; }

    /// <summary>The amount of the product that fulfils the functional unit.</summary>
    public required StudyUnit ReferenceFlow { get; init; }

    /// <summary>The background data: the name of a bundled data set, or a path relative to the study's file.</summary>
    public required Located<string> Data { get; init; }

    /// <summary>The impact method, by the name it is asked for.</summary>
    public required Located<string> Method { get; init; }

    /// <summary>The stages, each at most once.</summary>
    public required ImmutableArray<StudyStage> Stages { get; init; }

    /// <summary>How it was reviewed; null where it does not say (REQ-94).</summary>
    public CriticalReview? Review { get; init; }

    /// <summary>Whether its result is to be compared with others in public.</summary>
    public Located<bool> IsForPublicComparison { get; init; }

    /// <summary>When emissions and removals take place; null where it does not say (REQ-51).</summary>
    public StudyTiming? Timing { get; init; }

    /// <summary>What is told beside the footprint and never counted in it (REQ-50).</summary>
    public ImmutableArray<SeparateFigure> SeparateFigures { get; init; } = [];

    /// <summary>What is left out on purpose.</summary>
    public StudyCutOffs CutOffs { get; init; } = StudyCutOffs.None;

    /// <summary>How the burdens of recycling are shared for materials that name no method of their own; null where every one does (REQ-33).</summary>
    public StudyEndOfLife? EndOfLife { get; init; }

    /// <summary>The electricity the study accounts for itself; null where it takes all from background processes (REQ-60…66).</summary>
    public StudyElectricity? Electricity { get; init; }

    /// <summary>The choices whose alternatives are computed beside the result (REQ-30, REQ-90).</summary>
    public ImmutableArray<ScenarioKind> Sensitivity { get; init; } = [];

    /// <summary>What the result is to be set in relation to (REQ-78).</summary>
    public ImmutableArray<StudyIntensity> Intensities { get; init; } = [];

    /// <summary>The file it was read from, to be named where a fault has no place of its own; null for a study made in code.</summary>
    public SourcePosition? Where { get; init; }

    /// <summary>All items of all stages.</summary>
    public IEnumerable<StudyLine> Lines => Stages.SelectMany(s => s.Lines);

    /// <summary>The stages that have an item, or to which an item of another stage belongs by its end of life.</summary>
    public IEnumerable<LifeCycleStage> DescribedStages => Stages.Where(s => s.Lines.Length > 0).Select(s => s.Stage)
        .Concat(Boundary.Value.PermittedStages().Contains(LifeCycleStage.EndOfLife) && Lines.Any(l => l is ProvidedLine { EndOfLife: not null }) ? [LifeCycleStage.EndOfLife] : [])
        .Distinct();

    /// <summary>The stages of a life that the study leaves out; a partial footprint names them (REQ-13).</summary>
    public IEnumerable<LifeCycleStage> OmittedStages => LifeCycleStages.All.Except(DescribedStages);
}
