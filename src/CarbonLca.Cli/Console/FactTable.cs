using CarbonLca.Reporting;

namespace CarbonLca.Cli.Console;

/// <summary>Lays out small tables of texts for people, in columns of equal display width.</summary>
internal static class FactTable
{
    private const string Gap = "  ";

    /// <summary>Names with their values below each other.</summary>
    public static IEnumerable<ReportLine> Facts(IEnumerable<(string Name, string Value)> facts)
    {
        (string Name, string Value)[] rows = [.. facts];
        int width = rows.Length == 0 ? 0 : rows.Max(r => DisplayWidth.Of(r.Name));
        return rows.Select(row => new ReportLine(
            new ReportSpan(Gap + DisplayWidth.PadRight(row.Name, width) + Gap, ReportStyle.Muted),
            new ReportSpan(row.Value, ReportStyle.Plain)));
    }

    /// <summary>Rows under their heads; columns of numbers stand to the right.</summary>
    public static IEnumerable<ReportLine> Rows(string[] heads, IReadOnlyList<string[]> rows, params int[] toTheRight)
    {
        int[] widths = new int[heads.Length];
        for (int c = 0; c < heads.Length; c++) widths[c] = Math.Max(DisplayWidth.Of(heads[c]), rows.Count == 0 ? 0 : rows.Max(r => DisplayWidth.Of(r[c])));
        yield return ReportLine.Of(Line(heads), ReportStyle.Heading);
        foreach (string[] row in rows) yield return ReportLine.Of(Line(row));

        string Line(string[] cells) => Gap + string.Join(Gap, cells.Select((cell, c) => toTheRight.Contains(c) ? DisplayWidth.PadLeft(cell, widths[c]) : DisplayWidth.PadRight(cell, widths[c])));
    }
}
