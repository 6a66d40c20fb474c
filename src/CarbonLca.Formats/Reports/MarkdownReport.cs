using System.Globalization;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Documents;

namespace CarbonLca.Formats.Reports;

/// <summary>Writes a report as Markdown (CommonMark with tables); charts become the tables behind them.</summary>
public static class MarkdownReport
{
    /// <summary>The report in one language, or in several one after the other.</summary>
    /// <param name="report">The report.</param>
    /// <param name="languages">The languages in the order of the parts.</param>
    /// <exception cref="ArgumentException">No language is given.</exception>
    public static string Write(ReportDocument report, params ReadOnlySpan<Language> languages)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (languages.IsEmpty) throw new ArgumentException("No language is given; expected one at least.", nameof(languages));
        StringBuilder text = new();
        foreach (Language language in languages)
        {
            if (text.Length > 0) text.Append("\n---\n\n");
            Write(report, language, text);
        }

        return text.ToString();
    }

    private static void Write(ReportDocument report, Language language, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# {T(report.Title)}\n\n{T(report.Genre)}\n");
        for (int i = 0; i < report.Sections.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {i + 1} {T(report.Sections[i].Heading)}\n");
            foreach (ReportBlock block in report.Sections[i].Blocks) Block(block);
        }

        text.Append(CultureInfo.InvariantCulture, $"\n---\n\n{T(report.Footer)}\n");

        string T(Wording wording) => Escape(wording.In(language));

        void Block(ReportBlock block)
        {
            text.Append('\n');
            switch (block)
            {
                case TextBlock paragraph:
                    text.Append(T(paragraph.Text)).Append('\n');
                    break;
                case SubheadingBlock subheading:
                    text.Append("### ").Append(T(subheading.Text)).Append('\n');
                    break;
                case HeadlineBlock headline:
                    text.Append(CultureInfo.InvariantCulture, $"**{T(headline.Name)}: {Escape(headline.Shown)} {Escape(headline.Unit)}** {T(headline.Per)}\n");
                    if (headline.Remark is { } remark) text.Append('\n').Append(T(remark)).Append('\n');
                    break;
                case FactsBlock facts:
                    foreach (ReportFact fact in facts.Facts) text.Append(CultureInfo.InvariantCulture, $"- **{T(fact.Name)}**: {T(fact.Value ?? ReportWords.Missing)}\n");
                    break;
                case ListBlock list:
                    foreach (Wording item in list.Items) text.Append("- ").Append(T(item)).Append('\n');
                    break;
                case NoteBlock note:
                    text.Append("> ").Append(T(note.Text)).Append('\n');
                    break;
                case TableBlock table:
                    Table(table);
                    break;
                case ChartBlock chart:
                    text.Append(T(chart.Summary)).Append("\n\n");
                    Table(chart.Data);
                    break;
                default:
                    throw new ArgumentException($"'{block.GetType().Name}' is no block that can be written.", nameof(block));
            }
        }

        void Table(TableBlock table)
        {
            text.Append("**").Append(T(table.Caption)).Append("**\n\n|");
            foreach (ReportColumn column in table.Columns) text.Append(' ').Append(T(column.Heading)).Append(" |");
            text.Append("\n|");
            foreach (ReportColumn column in table.Columns) text.Append(column.IsNumber ? "---:|" : "---|");
            text.Append('\n');
            foreach (ReportRow row in table.Rows)
            {
                text.Append('|');
                foreach (ReportCell cell in row.Cells) text.Append(' ').Append(row.IsTotal && cell.Text.En.Length > 0 ? $"**{T(cell.Text)}**" : T(cell.Text)).Append(" |");
                text.Append('\n');
            }
        }
    }

    // What Markdown would take for markup is written with a backslash.
    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length + 8);
        foreach (char c in VisibleText.Of(text))
        {
            if (c is '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '<' or '>' or '#' or '|' or '~') escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
