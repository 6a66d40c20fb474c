using CarbonLca.Diagnostics;
using CarbonLca.Studies;

namespace CarbonLca.Analysis;

/// <summary>One change to a study: another number in a line, or another provider.</summary>
/// <param name="Line">The line as the user named it, with a field after a dot where not the amount or the provider is meant: <c>use/1</c>, <c>use/1.lifetime</c>.</param>
/// <param name="To">The new number with or without a unit, or a change of the old one such as <c>-10%</c>; or the id of the new provider.</param>
/// <param name="IsSwap">Whether a provider is changed.</param>
public sealed record StudyChange(string Line, string To, bool IsSwap)
{
    /// <summary>Another number.</summary>
    public static StudyChange Set(string line, string value) => new(line, value, IsSwap: false);

    /// <summary>Another provider.</summary>
    public static StudyChange Swap(string line, string provider) => new(line, provider, IsSwap: true);
}

/// <summary>A change that was made: what was there, and what is there now.</summary>
/// <param name="Line">The line that was changed.</param>
/// <param name="Field">What of it.</param>
/// <param name="From">What was there.</param>
/// <param name="To">What is there now.</param>
public sealed record AppliedChange(FoundLine Line, string Field, string From, string To);

/// <summary>A study with changes.</summary>
/// <param name="Study">The changed study.</param>
/// <param name="Changes">The changes, in the order they were asked for.</param>
public sealed record ChangedStudy(Study Study, IReadOnlyList<AppliedChange> Changes)
{
    /// <summary>Changes a study. Units and providers are checked when the study is built on its data.</summary>
    /// <param name="study">The study.</param>
    /// <param name="changes">The changes; a later one sees what an earlier one made.</param>
    /// <exception cref="InputRefusedException">A line, a field or a value is not what can be changed; with what can.</exception>
    public static ChangedStudy Of(Study study, IEnumerable<StudyChange> changes)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(changes);
        List<AppliedChange> applied = [];
        foreach (StudyChange change in changes)
        {
            FoundLine found = StudyLines.Find(study, change.Line);
            (StudyLine line, AppliedChange made) = LineEditor.Apply(found, change);
            applied.Add(made);
            study = study with
            {
                Stages = [.. study.Stages.Select(s => s.Stage != found.Stage ? s : s with { Lines = s.Lines.SetItem(found.Number - 1, line) })],
            };
        }

        return new ChangedStudy(study, applied);
    }
}
