using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting;

/// <summary>The contributions to a footprint in one view, as lines of text.</summary>
public static class ExplanationText
{
    /// <summary>The report.</summary>
    /// <param name="footprint">The footprint.</param>
    /// <param name="view">The view: process, flow, tier, upstream or stage.</param>
    /// <param name="category">The category that is explained.</param>
    /// <param name="total">Its total.</param>
    /// <param name="selection">The parts to show.</param>
    /// <param name="language">The language.</param>
    /// <param name="width">The columns of the page.</param>
    public static IReadOnlyList<ReportLine> Lines(CarbonFootprint footprint, string view, int category, double total, ContributionSelection selection, Language language, int width = 100)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        ArgumentNullException.ThrowIfNull(selection);
        bool isChinese = language == Language.Chinese;
        string unit = footprint.Categories[category].Unit;
        Wording term = view switch
        {
            "flow" => Glossary.ElementaryFlow,
            "tier" => Glossary.FirstTier,
            "upstream" => Glossary.UpstreamTotal,
            "stage" => Glossary.LifeCycleStage,
            _ => Glossary.Process,
        };
        List<(string Name, double Value)> rows = [.. selection.Shown.Select(part => (NameOf(part), part.Value))];
        if (selection.RestPositiveCount > 0) rows.Add(($"{Glossary.RestPositive.In(language)}, {selection.RestPositiveCount}", selection.RestPositive));
        if (selection.RestNegativeCount > 0) rows.Add(($"{Glossary.RestNegative.In(language)}, {selection.RestNegativeCount}", selection.RestNegative));
        string code = Glossary.Category(footprint.Categories[category].Code).In(language);
        ReportTable table = new(Math.Max(60, width), [Glossary.Heading(term, language), .. rows.Select(r => r.Name)], [total, .. rows.Select(r => r.Value)], unit);
        List<ReportLine> lines =
        [
            ReportLine.Of(footprint.Title.In(language), ReportStyle.Title),
            ReportLine.Of($"  {footprint.Id} · {code} · {Digits.Full(footprint.Unit.Amount)} {Glossary.UnitSymbol(footprint.Unit.Unit).In(language)}", ReportStyle.Muted),
            ReportLine.Empty,
            table.Head(Glossary.Heading(term, language), unit, "%"),
            .. rows.Select(row => table.Row(row.Name, row.Value, Percentages.Of(row.Value, total))),
            table.Rule(),
            table.Row(Glossary.Total.In(language), total, total == 0 ? null : Math.Sign(total) * 100, showBar: false),
        ];
        if (view == "upstream")
        {
            lines.Add(ReportLine.Of(
                isChinese ? "  上游合计互有重叠，相加不等于合计。" : "  Upstream totals overlap; they do not sum to the total.",
                ReportStyle.Muted));
        }

        return lines;

        string NameOf(Contribution part)
        {
            string name = part.Name.In(language);
            if (part.Location is not { Length: > 0 } location) return name;
            return isChinese ? $"{name}（{location}）" : $"{name} ({location})";
        }
    }
}
