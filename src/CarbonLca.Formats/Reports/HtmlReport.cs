using System.Globalization;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;

namespace CarbonLca.Formats.Reports;

/// <summary>Writes a report as one HTML file that needs nothing else: style and charts are inside, no script, no address is opened.</summary>
public static class HtmlReport
{
    private const int ShortList = 14; // facts that stay together on a page
    private const int ShortTable = 8; // rows that do
    private const int ShortHeading = 9; // columns of a terminal, Chinese characters counting two
    private const int ShortWord = 14;

    private static readonly string Style = ReadStyle();

    /// <summary>The report in one language, or in several one after the other.</summary>
    /// <param name="report">The report.</param>
    /// <param name="languages">The languages in the order of the parts.</param>
    /// <exception cref="ArgumentException">No language is given.</exception>
    public static string Write(ReportDocument report, params ReadOnlySpan<Language> languages)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (languages.IsEmpty) throw new ArgumentException("No language is given; expected one at least.", nameof(languages));
        StringBuilder html = new();
        html.Append("<!DOCTYPE html>\n<html lang=\"").Append(CodeOf(languages[0])).Append("\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").Append(HtmlText.Of(report.Title.In(languages[0]))).Append("</title>\n<style>\n").Append(Style).Append("</style>\n</head>\n<body>\n");
        foreach (Language language in languages) new Page(report, language, html).Write();
        return html.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>The code of a language in HTML.</summary>
    private static string CodeOf(Language language) => language == Language.Chinese ? "zh-CN" : "en";

    private static string ReadStyle()
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("CarbonLca.Formats.Reports.report.css")
            ?? throw new InvalidOperationException("The style sheet 'report.css' is not embedded in the assembly.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private sealed class Page(ReportDocument report, Language language, StringBuilder html)
    {
        public void Write()
        {
            string code = CodeOf(language);
            html.Append(CultureInfo.InvariantCulture, $"<main lang=\"{code}\">\n<header>\n<p class=\"genre\">{T(report.Genre)}</p>\n<h1>{T(report.Title)}</h1>\n");
            if (report.Kind == ReportKind.Study && report.MissingFields.Length > 0) html.Append(CultureInfo.InvariantCulture, $"<p class=\"incomplete\">{T(ReportWords.Incomplete)}</p>\n");
            html.Append("</header>\n");
            if (report.Kind == ReportKind.Study) Contents(code);
            for (int i = 0; i < report.Sections.Length; i++)
            {
                ReportSection section = report.Sections[i];
                html.Append(CultureInfo.InvariantCulture, $"<section id=\"{code}-{HtmlText.Attribute(section.Id)}\">\n<h2>{i + 1} {T(section.Heading)}</h2>\n");
                foreach (ReportBlock block in section.Blocks) Block(block);
                html.Append("</section>\n");
            }

            html.Append(CultureInfo.InvariantCulture, $"<footer>{T(report.Footer)}</footer>\n</main>\n");
        }

        private void Contents(string code)
        {
            html.Append(CultureInfo.InvariantCulture, $"<nav aria-label=\"{T(ReportWords.Contents)}\"><ol>");
            foreach (ReportSection section in report.Sections) html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{code}-{HtmlText.Attribute(section.Id)}\">{T(section.Heading)}</a></li>");
            html.Append("</ol></nav>\n");
        }

        private void Block(ReportBlock block)
        {
            switch (block)
            {
                case TextBlock text:
                    html.Append("<p>").Append(T(text.Text)).Append("</p>\n");
                    break;
                case SubheadingBlock subheading:
                    html.Append("<h3>").Append(T(subheading.Text)).Append("</h3>\n");
                    break;
                case HeadlineBlock headline:
                    html.Append(CultureInfo.InvariantCulture, $"<div class=\"headline\"><p>{T(headline.Name)}</p><p class=\"figure\">{HtmlText.Of(headline.Shown)} <span>{HtmlText.Of(headline.Unit)}</span></p><p>{T(headline.Per)}</p>");
                    if (headline.Remark is { } remark) html.Append("<p class=\"remark\">").Append(T(remark)).Append("</p>");
                    html.Append("</div>\n");
                    break;
                case FactsBlock facts:
                    html.Append(facts.Facts.Length <= ShortList ? "<dl class=\"short\">" : "<dl>");
                    foreach (ReportFact fact in facts.Facts)
                    {
                        html.Append("<dt>").Append(T(fact.Name)).Append("</dt>");
                        if (fact.Value is { } value) html.Append("<dd>").Append(T(value)).Append("</dd>");
                        else html.Append("<dd class=\"missing\">").Append(T(ReportWords.Missing)).Append("</dd>");
                    }

                    html.Append("</dl>\n");
                    break;
                case ListBlock list:
                    html.Append("<ul>");
                    foreach (Wording item in list.Items) html.Append("<li>").Append(T(item)).Append("</li>");
                    html.Append("</ul>\n");
                    break;
                case NoteBlock note:
                    html.Append(CultureInfo.InvariantCulture, $"<p class=\"note {(note.Severity == Severity.Note ? "info" : "warning")}\">{T(note.Text)}</p>\n");
                    break;
                case TableBlock table:
                    Table(table, isHidden: false);
                    break;
                case ChartBlock chart:
                    html.Append("<figure>\n<figcaption>").Append(T(chart.Caption)).Append("</figcaption>\n").Append(SvgCharts.Draw(chart.Chart, chart.Summary, language)).Append("\n</figure>\n");
                    Table(chart.Data, isHidden: true);
                    break;
                default:
                    throw new ArgumentException($"'{block.GetType().Name}' is no block that can be written.", nameof(block));
            }
        }

        private void Table(TableBlock table, bool isHidden)
        {
            if (isHidden) html.Append(CultureInfo.InvariantCulture, $"<details open=\"open\"><summary>{T(ReportWords.DataTable)}</summary>\n");
            // A caption of its own stays with the first rows of its table where a page ends; one inside the table does not.
            if (!isHidden) html.Append("<p class=\"caption\">").Append(T(table.Caption)).Append("</p>\n");
            html.Append(CultureInfo.InvariantCulture, $"<table aria-label=\"{HtmlText.Attribute(table.Caption.In(language))}\"{(table.Rows.Length <= ShortTable ? " class=\"short\"" : string.Empty)}>\n");
            string[] classes = [.. table.Columns.Select((column, i) => ClassOf(table, column, i))];
            html.Append("<thead><tr>");
            for (int i = 0; i < classes.Length; i++) html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" class=\"{classes[i]}\">{T(table.Columns[i].Heading)}</th>");
            html.Append("</tr></thead>\n<tbody>\n");
            foreach (ReportRow row in table.Rows)
            {
                html.Append(row.IsTotal ? "<tr class=\"total\">" : "<tr>");
                for (int i = 0; i < row.Cells.Length; i++)
                {
                    ReportCell cell = row.Cells[i];
                    html.Append(CultureInfo.InvariantCulture, $"<td class=\"{classes[i]}\"");
                    if (table.Columns[i].IsNumber && cell.Number is { } number) html.Append(CultureInfo.InvariantCulture, $" title=\"{Digits.Full(number)}\"");
                    html.Append('>');
                    html.Append(T(cell.Text)).Append("</td>");
                }

                html.Append("</tr>\n");
            }

            html.Append("</tbody>\n</table>\n");
            if (isHidden) html.Append("</details>\n");
        }

        // Numbers at the right; short words on one line; texts wide enough to read.
        private string ClassOf(TableBlock table, ReportColumn column, int i)
        {
            int heading = DisplayWidth.Of(column.Heading.In(language));
            if (column.IsNumber) return heading <= ShortHeading ? "n s" : "n";
            bool isShort = heading <= ShortWord && table.Rows.All(row => DisplayWidth.Of(row.Cells[i].Text.In(language)) <= ShortWord);
            return isShort ? "s" : "t";
        }

        private string T(Wording text) => HtmlText.Of(text.In(language));
    }
}
