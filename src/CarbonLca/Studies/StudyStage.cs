using System.Collections.Immutable;
using CarbonLca.Model;

namespace CarbonLca.Studies;

/// <summary>One stage of the product's life with its items.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Lines">Its items, in the order of the study.</param>
public sealed record StudyStage(LifeCycleStage Stage, ImmutableArray<StudyLine> Lines);
