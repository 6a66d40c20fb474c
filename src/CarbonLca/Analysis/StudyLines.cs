using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Analysis;

/// <summary>A line of a study, found by what a person calls it.</summary>
/// <param name="Stage">Its stage.</param>
/// <param name="Number">Its number in the stage, counted from 1.</param>
/// <param name="Line">The line.</param>
/// <param name="Field">What of the line is meant, such as <c>lifetime</c>; empty for its amount or provider.</param>
public sealed record FoundLine(LifeCycleStage Stage, int Number, StudyLine Line, string Field)
{
    /// <summary>The line's key: <c>use/1</c>.</summary>
    public string Key => StudyLines.KeyOf(Stage, Number);
}

/// <summary>Finds the lines of a study by their key (<c>use/1</c>) or by the text of their item in either language.</summary>
public static class StudyLines
{
    private const int Suggested = 3;

    /// <summary>The key of a line: its stage and its number there.</summary>
    public static string KeyOf(LifeCycleStage stage, int number) => string.Create(CultureInfo.InvariantCulture, $"{stage.Key()}/{number}");

    /// <summary>All lines with their keys, in the order of the study.</summary>
    public static IEnumerable<FoundLine> All(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Stages.SelectMany(stage => stage.Lines.Select((line, i) => new FoundLine(stage.Stage, i + 1, line, string.Empty)));
    }

    /// <summary>The line that a text names.</summary>
    /// <param name="study">The study.</param>
    /// <param name="text">A key or an item, and for a field of the line a dot and its name: <c>use/1</c>, <c>Steel chassis</c>, <c>use/1.lifetime</c>.</param>
    /// <exception cref="InputRefusedException">No line is called that, or several are; the closest are named.</exception>
    public static FoundLine Find(Study study, string text)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(text);
        FoundLine[] all = [.. All(study)];
        string name = text.Trim();
        if (Matching(all, name) is { Length: > 0 } whole) return Single(name, whole);
        int dot = name.LastIndexOf('.');
        if (dot > 0 && Matching(all, name[..dot].TrimEnd()) is { Length: > 0 } owner) return Single(name, owner) with { Field = name[(dot + 1)..].Trim() };
        throw new InputRefusedException(Unknown(study, name, all));
    }

    private static FoundLine[] Matching(FoundLine[] all, string name) =>
    [
        .. all.Where(l => string.Equals(l.Key, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(l.Line.Item.En, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(l.Line.Item.Zh, name, StringComparison.OrdinalIgnoreCase)),
    ];

    private static FoundLine Single(string name, FoundLine[] found)
    {
        if (found.Length == 1) return found[0];
        string keys = string.Join(", ", found.Select(l => l.Key));
        throw new InputRefusedException(Diagnostic.Error(FindingCode.AmbiguousProvider, $"'{name}' names {found.Length} lines of the study.", $"'{name}' 对应研究中的 {found.Length} 个条目。") with
        {
            Expected = Wording.Same(keys),
            Next = new Wording("Name one of them by its key.", "请用其中一个的编号指明。"),
        });
    }

    private static Diagnostic Unknown(Study study, string name, FoundLine[] all)
    {
        string[] near = Near(name, all);
        return Diagnostic.Error(FindingCode.UnknownName, $"The study '{study.Id.Value}' has no line '{name}'.", $"研究 '{study.Id.Value}' 中没有条目 '{name}'。") with
        {
            Where = study.Where,
            Found = name,
            Expected = new Wording("the text of an item, or its key such as use/1", "条目名称，或其编号，例如 use/1"),
            Next = near.Length == 0 ? null : new Wording($"Closest: {string.Join(", ", near.Select(n => $"'{n}'"))}.", $"最接近的是 {string.Join("、", near.Select(n => $"'{n}'"))}。"),
        };
    }

    private static string[] Near(string name, FoundLine[] all)
    {
        string[] names = [.. all.SelectMany(l => (string[])[l.Key, l.Line.Item.En, l.Line.Item.Zh]).Distinct(StringComparer.Ordinal)];
        List<string> near = [.. names.Where(n => n.Contains(name, StringComparison.OrdinalIgnoreCase)).Take(Suggested)];
        List<string> open = [.. names.Except(near, StringComparer.Ordinal)];
        while (near.Count < Suggested && Closest.To(name, open) is { } next)
        {
            near.Add(next);
            open.Remove(next);
        }

        return [.. near];
    }
}
