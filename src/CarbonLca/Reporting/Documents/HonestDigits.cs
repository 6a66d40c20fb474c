using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Documents.Sections;

namespace CarbonLca.Reporting.Documents;

/// <summary>Shows the figures of a report with no more digits than their interval supports; the numbers behind them keep all digits.</summary>
/// <remarks>Figures are those in the unit of the footprint. The section on uncertainty chooses its digits itself, from standard errors.</remarks>
internal static class HonestDigits
{
    /// <summary>The same report with its figures rounded.</summary>
    /// <param name="report">The report.</param>
    /// <param name="unit">The unit of the footprint.</param>
    /// <param name="digits">How many significant digits the interval supports.</param>
    public static ReportDocument Apply(ReportDocument report, string unit, int digits)
    {
        if (digits == Digits.Shown) return report;
        return report with
        {
            Sections = [.. report.Sections.Select(section => section.Id == UncertaintySection.Id ? section : section with { Blocks = [.. section.Blocks.Select(block => Round(block, unit, digits))] })],
        };
    }

    private static ReportBlock Round(ReportBlock block, string unit, int digits) => block switch
    {
        HeadlineBlock headline => headline with { Shown = Digits.Significant(headline.Value, digits) },
        TableBlock table => Round(table, unit, digits),
        ChartBlock chart => chart with { Chart = chart.Chart with { SignificantDigits = digits }, Data = Round(chart.Data, unit, digits) },
        _ => block,
    };

    private static TableBlock Round(TableBlock table, string unit, int digits)
    {
        bool[] isFigure = [.. table.Columns.Select(column => column.IsNumber && column.Heading.En.EndsWith(unit, StringComparison.Ordinal))];
        return table with { Rows = [.. table.Rows.Select(row => row with { Cells = [.. row.Cells.Select((cell, i) => isFigure[i] ? Round(cell, digits) : cell)] })] };
    }

    // Only what is shown with the usual digits is a figure; years and counts are shown as they are.
    private static ReportCell Round(ReportCell cell, int digits) =>
        cell.Number is { } number && cell.Text == Wording.Same(Digits.Significant(number)) ? ReportCell.Of(number, Digits.Significant(number, digits)) : cell;
}
