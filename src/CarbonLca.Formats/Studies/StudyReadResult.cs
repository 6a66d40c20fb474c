using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>What was read of a study or a bill of materials.</summary>
public sealed record StudyReadResult
{
    /// <summary>The study; null when anything in it is an error.</summary>
    public Study? Study { get; init; }

    /// <summary>Everything wrong with it that can be seen without data, in the order found; remarks about a good study come with its foreground.</summary>
    public required ImmutableArray<Diagnostic> Findings { get; init; }

    /// <summary>The background data it names, even where the rest has errors; null when it names none.</summary>
    public Located<string>? Data { get; init; }

    /// <summary>The method it names, even where the rest has errors; null when it names none.</summary>
    public Located<string>? Method { get; init; }

    /// <summary>Every line that could be read, even where others have errors.</summary>
    public ImmutableArray<StudyLine> Lines { get; init; } = [];

    /// <summary>The names of providers that the study makes itself: its electricity accounts and grids.</summary>
    public ImmutableArray<string> OwnProviders { get; init; } = [];

    /// <summary>Whether something was refused.</summary>
    public bool HasErrors => Study is null;

    /// <summary>The foreground over a background database.</summary>
    /// <param name="background">The database that the study's providers belong to.</param>
    /// <exception cref="InputRefusedException">With every fault at once: those found while reading and those between the lines and the database.</exception>
    public StudyForeground Build(LciDatabase background)
    {
        if (Study is null) throw new InputRefusedException([.. Findings, .. StudyModel.CheckProviders(Lines, background, OwnProviders)]);
        StudyForeground foreground = StudyModel.Build(Study, background);
        return foreground with { Findings = [.. Findings, .. foreground.Findings] };
    }
}
