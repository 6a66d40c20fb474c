using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Model;

namespace CarbonLca.Studies;

/// <summary>The foreground of a study: processes that stand on a background database, and what is demanded of them.</summary>
public sealed record StudyForeground
{
    /// <summary>The study it was made from.</summary>
    public required Study Study { get; init; }

    /// <summary>The processes, each after those it needs; the last is the top process, whose id is the study's.</summary>
    public required ImmutableArray<Process> Processes { get; init; }

    /// <summary>The process of each stage, in the order of a product's life.</summary>
    public required ImmutableArray<StudyForegroundStage> Stages { get; init; }

    /// <summary>The process of each line, stage after stage in the order of the study; what follows from lines of other stages comes last in its stage.</summary>
    public required ImmutableArray<StudyForegroundLine> Lines { get; init; }

    /// <summary>Where the electricity of each account comes from, by market and by location (REQ-64).</summary>
    public ImmutableArray<ElectricityResult> Electricity { get; init; } = [];

    /// <summary>What the top process makes: the demand's product.</summary>
    public required Flow Product { get; init; }

    /// <summary>How much of <see cref="Product"/> is demanded, in its unit.</summary>
    public required double Amount { get; init; }

    /// <summary>Warnings and notes; no errors.</summary>
    public required ImmutableArray<Diagnostic> Findings { get; init; }

    /// <summary>The process that makes the reference flow.</summary>
    public Process Top => Processes[^1];

    /// <summary>The background database with these processes.</summary>
    /// <param name="background">The database the foreground was built for.</param>
    /// <exception cref="InputRefusedException">An id is used twice.</exception>
    public LciDatabase On(LciDatabase background)
    {
        ArgumentNullException.ThrowIfNull(background);
        return background.With(Study.Id.Value, Processes);
    }
}

/// <summary>The process that stands for a stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="ProcessId">The id of its process.</param>
public readonly record struct StudyForegroundStage(LifeCycleStage Stage, string ProcessId);

/// <summary>The process that stands for a line.</summary>
/// <param name="Stage">The stage of the line.</param>
/// <param name="Number">Its number in the stage, counted from 1.</param>
/// <param name="Line">The line; for an item that follows from a line, that line.</param>
/// <param name="ProcessId">The id of its process.</param>
public sealed record StudyForegroundLine(LifeCycleStage Stage, int Number, StudyLine Line, string ProcessId)
{
    /// <summary>What the item is.</summary>
    public Wording Item { get; init; } = (Line ?? throw new ArgumentNullException(nameof(Line))).Item;

    /// <summary>Whether the item follows from a line instead of being one: the end of life of a material.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Whether the item is a credit that follows from a line (REQ-34).</summary>
    public bool IsCredit { get; init; }
}
