using System.Collections.Immutable;
using CarbonLca.Analysis;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Console;

/// <summary>Differences of footprints for people.</summary>
internal static class DifferenceText
{
    private const int LongestName = 56;
    private const int ItemsShown = 12;

    /// <summary>The changes of a what-if.</summary>
    public static IEnumerable<ReportLine> Changes(IReadOnlyList<AppliedChange> changes, Language language) =>
        changes.Select(c => ReportLine.Of($"  {c.Line.Key} {c.Line.Line.Item.In(language)}{(language == Language.Chinese ? "，" : ", ")}{c.Field}: {c.From} → {c.To}"));

    /// <summary>The total, the stages, the gas groups and the items that change most.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="before">The head of the values before.</param>
    /// <param name="after">The head of the values after.</param>
    /// <param name="language">The language.</param>
    public static IEnumerable<ReportLine> Lines(FootprintDifference difference, string before, string after, Language language)
    {
        bool zh = language == Language.Chinese;
        string[] Heads(string view) => zh ? [view, before, after, "变化", "变化率"] : [view, before, after, "change", "relative"];
        List<string[]> rows = [.. difference.Stages.Select(p => Cells(p.Name.In(language), p.Change))];
        rows.Add(Cells(Glossary.Total.In(language), difference.Total));
        foreach (ReportLine line in FactTable.Rows(Heads($"{Glossary.LifeCycleStage.In(language)} ({difference.Before.TotalUnit})"), rows, 1, 2, 3, 4)) yield return line;
        ImmutableArray<DifferencePart> groups = [.. difference.GasGroups.Where(g => g.Change != default)];
        if (groups.Length > 0)
        {
            yield return ReportLine.Empty;
            foreach (ReportLine line in FactTable.Rows(Heads(Glossary.GasGroups.In(language)), [.. groups.Select(p => Cells(p.Name.In(language), p.Change))], 1, 2, 3, 4)) yield return line;
        }

        DifferencePart[] items = [.. difference.Items.Where(i => i.Change.Absolute != 0).OrderByDescending(i => Math.Abs(i.Change.Absolute))];
        if (items.Length == 0) yield break;
        yield return ReportLine.Empty;
        foreach (ReportLine line in FactTable.Rows(Heads(zh ? "条目" : "item"), [.. items.Take(ItemsShown).Select(p => Cells($"{p.Key} {p.Name.In(language)}", p.Change))], 1, 2, 3, 4)) yield return line;
        if (items.Length > ItemsShown)
        {
            int more = items.Length - ItemsShown;
            yield return ReportLine.Of(zh ? $"  另有 {more} 个条目有变化；可用 --format csv 或 json 查看。" : $"  {more} more items change; --format csv or json has them.", ReportStyle.Muted);
        }
    }

    /// <summary>A relative change for people; a dash from 0.</summary>
    public static string Relative(double? relative) => relative is { } r ? $"{(r > 0 ? "+" : string.Empty)}{Digits.Percent(100 * r)} %" : "–";

    private static string[] Cells(string name, ValueChange change) =>
        [DisplayWidth.Cut(name, LongestName), Digits.Significant(change.Before), Digits.Significant(change.After), AnalysisOutput.Signed(change.Absolute), Relative(change.Relative)];
}
