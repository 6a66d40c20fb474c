using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using A = DocumentFormat.OpenXml.Drawing;
using ChartReference = DocumentFormat.OpenXml.Drawing.Charts.ChartReference;
using Wp = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace CarbonLca.Formats.Reports;

/// <summary>Writes a report as a text document; bars and histograms are charts, each with the table behind it; a supply chain is its table.</summary>
public static class DocxReport
{
    private const string Latin = "Arial";
    private const string EastAsian = "Microsoft YaHei";
    private const string ChartUri = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    private const int TextWidth = 10000; // twentieths of a point
    private const int CharacterWidth = 104;
    private const int CellPadding = 240;
    private const int LeastText = 900;
    private const int ShortWord = 16; // columns of a terminal, Chinese characters counting two
    private const int LongText = 40;
    private const long ChartWidth = 6_300_000; // English metric units: the width of the text

    /// <summary>The document in one language, or in several one after the other.</summary>
    /// <param name="report">The report.</param>
    /// <param name="languages">The languages in the order of the parts.</param>
    /// <exception cref="ArgumentException">No language is given.</exception>
    public static byte[] Write(ReportDocument report, params ReadOnlySpan<Language> languages)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (languages.IsEmpty) throw new ArgumentException("No language is given; expected one at least.", nameof(languages));
        using MemoryStream stream = new();
        using (WordprocessingDocument document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            MainDocumentPart main = document.AddMainDocumentPart();
            document.ChangeIdOfPart(main, "document");
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = StylesOf();
            Body body = new();
            for (int i = 0; i < languages.Length; i++)
            {
                if (i > 0) body.Append(new Paragraph(new Run(new Break { Type = BreakValues.Page })));
                new Part(report, languages[i], body, main).Write();
            }

            FooterPart footer = main.AddNewPart<FooterPart>("footer");
            footer.Footer = new Footer(new Paragraph(
                new ParagraphProperties(new Justification { Val = JustificationValues.Right }),
                new SimpleField(new Run(new RunProperties(new FontSize { Val = "16" }), new Text("1"))) { Instruction = "PAGE" }));
            body.Append(new SectionProperties(
                new FooterReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(footer) },
                new PageSize { Width = 11906, Height = 16838 },
                new PageMargin { Top = 1021, Bottom = 1021, Left = 907, Right = 907, Header = 567, Footer = 567, Gutter = 0 }));
            main.Document = new Document(body);
            main.Document.Save();
        }

        return OfficePackage.Normalized(stream);
    }

    private static Styles StylesOf()
    {
        return new Styles(
            new DocDefaults(
                new RunPropertiesDefault(new RunPropertiesBaseStyle(new RunFonts { Ascii = Latin, HighAnsi = Latin, EastAsia = EastAsian, ComplexScript = Latin }, new FontSize { Val = "20" })),
                new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "80" }))),
            Named("Normal", "Normal", 20, isBold: false, isDefault: true),
            Named("Title", "Title", 36, isBold: true),
            Named("Heading1", "heading 1", 26, isBold: true, outline: 0),
            Named("Heading2", "heading 2", 22, isBold: true, outline: 1),
            Named("Caption", "caption", 19, isBold: true, staysWithNext: true),
            Named("Figure", "Figure", 44, isBold: true, staysWithNext: true),
            Named("Lead", "Lead", 20, isBold: false, staysWithNext: true),
            Named("Note", "Note", 18, isBold: false),
            Named("Small", "Small", 17, isBold: false));

        static Style Named(string id, string name, int halfPoints, bool isBold, bool isDefault = false, int? outline = null, bool staysWithNext = false)
        {
            StyleParagraphProperties paragraph = new();
            if (outline is not null || staysWithNext) paragraph.Append(new KeepNext());
            paragraph.Append(new SpacingBetweenLines { Before = outline is null ? "0" : "320", After = "80" });
            if (outline is { } level) paragraph.Append(new OutlineLevel { Val = level });
            StyleRunProperties run = new();
            if (isBold) run.Append(new Bold());
            run.Append(new FontSize { Val = halfPoints.ToString(CultureInfo.InvariantCulture) });
            Style style = new(new StyleName { Val = name }) { Type = StyleValues.Paragraph, StyleId = id, Default = isDefault };
            if (!isDefault) style.Append(new BasedOn { Val = "Normal" });
            style.Append(new PrimaryStyle(), paragraph, run);
            return style;
        }
    }

    private sealed class Part(ReportDocument report, Language language, Body body, MainDocumentPart main)
    {
        public void Write()
        {
            Add(report.Genre, "Caption");
            Add(report.Title, "Title");
            for (int i = 0; i < report.Sections.Length; i++)
            {
                body.Append(Paragraph(string.Create(CultureInfo.InvariantCulture, $"{i + 1} {report.Sections[i].Heading.In(language)}"), "Heading1"));
                ImmutableArray<ReportBlock> blocks = report.Sections[i].Blocks;
                for (int k = 0; k < blocks.Length; k++) Block(blocks[k], leads: k + 1 < blocks.Length && blocks[k + 1] is TableBlock or ChartBlock or ListBlock);
            }

            Add(report.Footer, "Small");
        }

        private void Block(ReportBlock block, bool leads)
        {
            switch (block)
            {
                case TextBlock text:
                    Add(text.Text, leads ? "Lead" : "Normal");
                    break;
                case SubheadingBlock subheading:
                    Add(subheading.Text, "Heading2");
                    break;
                case HeadlineBlock headline:
                    Add(headline.Name, "Caption");
                    body.Append(Paragraph($"{headline.Shown} {headline.Unit}", "Figure"));
                    Add(headline.Per, "Normal");
                    if (headline.Remark is { } remark) Add(remark, "Note");
                    break;
                case FactsBlock facts:
                    Grid([2800, 7200], [.. facts.Facts.Select(f => new[] { Cell(f.Name.In(language), isNumber: false, isBold: false), Cell((f.Value ?? ReportWords.Missing).In(language), isNumber: false, isBold: f.Value is null) })], hasHead: false);
                    break;
                case ListBlock list:
                    foreach (Wording item in list.Items) body.Append(Paragraph("•  " + item.In(language), "Normal"));
                    break;
                case NoteBlock note:
                    Add(note.Text, "Note");
                    break;
                case TableBlock table:
                    Table(table);
                    break;
                case ChartBlock chart:
                    Add(chart.Summary, "Lead");
                    bool isShown = OfficeChart.CanShow(chart.Chart);
                    if (isShown) Chart(chart);
                    Table(chart.Data, hasCaption: !isShown || chart.Caption != chart.Data.Caption);
                    break;
                default:
                    throw new ArgumentException($"'{block.GetType().Name}' is no block that can be written.", nameof(block));
            }
        }

        private void Chart(ChartBlock chart)
        {
            int number = main.ChartParts.Count() + 1;
            ChartPart part = main.AddNewPart<ChartPart>(OfficeChart.Id(number));
            part.ChartSpace = OfficeChart.Of(chart.Chart, language);
            Add(chart.Caption, "Caption");
            body.Append(new Paragraph(new Run(new Drawing(new Wp.Inline(
                new Wp.Extent { Cx = ChartWidth, Cy = OfficeChart.HeightOf(chart.Chart) },
                new Wp.DocProperties { Id = (uint)number, Name = OfficeChart.Id(number), Description = VisibleText.Of(chart.Summary.In(language)) },
                new Wp.NonVisualGraphicFrameDrawingProperties(),
                new A.Graphic(new A.GraphicData(new ChartReference { Id = main.GetIdOfPart(part) }) { Uri = ChartUri }))
            { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 }))));
        }

        private void Table(TableBlock table, bool hasCaption = true)
        {
            if (hasCaption) Add(table.Caption, "Caption");
            List<TableCell[]> rows = [[.. table.Columns.Select(c => Cell(c.Heading.In(language), c.IsNumber, isBold: true))]];
            foreach (ReportRow row in table.Rows) rows.Add([.. row.Cells.Select((cell, i) => Cell(cell.Text.In(language), table.Columns[i].IsNumber, row.IsTotal))]);
            Grid(WidthsOf(table), rows, hasHead: true);
        }

        // Numbers and short words get what they need to stay on one line; texts share the rest by their length.
        private int[] WidthsOf(TableBlock table)
        {
            int[] longest = [.. table.Columns.Select((column, i) => table.Rows.Select(row => DisplayWidth.Of(row.Cells[i].Text.In(language))).Append(Math.Min(DisplayWidth.Of(column.Heading.In(language)), 10)).Max())];
            bool[] isFixed = [.. table.Columns.Select((column, i) => column.IsNumber || longest[i] <= ShortWord)];
            if (isFixed.All(f => f)) isFixed[Array.FindIndex(isFixed, f => f)] = false;
            int left = TextWidth - longest.Where((_, i) => isFixed[i]).Sum(FixedWidth);
            double texts = longest.Where((_, i) => !isFixed[i]).Sum(TextShare);
            return [.. longest.Select((length, i) => isFixed[i] ? FixedWidth(length) : Math.Max(LeastText, (int)(left * TextShare(length) / texts)))];

            static int FixedWidth(int length) => CellPadding + (length * CharacterWidth);

            static double TextShare(int length) => Math.Clamp(length, ShortWord, LongText);
        }

        private void Grid(int[] widths, List<TableCell[]> rows, bool hasHead)
        {
            Table grid = new(
                new TableProperties(
                    new TableWidth { Type = TableWidthUnitValues.Dxa, Width = "10000" },
                    new TableBorders(new BottomBorder { Val = BorderValues.Single, Size = 4, Color = "CFD6E0" }, new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4, Color = "CFD6E0" }),
                    new TableLayout { Type = TableLayoutValues.Fixed }),
                new TableGrid(widths.Select(w => new GridColumn { Width = w.ToString(CultureInfo.InvariantCulture) })));
            for (int i = 0; i < rows.Count; i++)
            {
                TableRowProperties properties = new(new CantSplit());
                if (i == 0 && hasHead) properties.Append(new TableHeader());
                grid.Append(new TableRow([properties, .. rows[i]]));
            }

            body.Append(grid, Paragraph(string.Empty, "Normal"));
        }

        private void Add(Wording text, string style) => body.Append(Paragraph(text.In(language), style));

        private static TableCell Cell(string text, bool isNumber, bool isBold)
        {
            RunProperties properties = new();
            if (isBold) properties.Append(new Bold());
            properties.Append(new FontSize { Val = "17" });
            ParagraphProperties paragraph = new(new SpacingBetweenLines { Before = "20", After = "20" });
            if (isNumber) paragraph.Append(new Justification { Val = JustificationValues.Right });
            return new TableCell(new Paragraph(paragraph, new Run(properties, TextOf(text))));
        }

        private static Paragraph Paragraph(string text, string style) => new(new ParagraphProperties(new ParagraphStyleId { Val = style }), new Run(TextOf(text)));

        private static Text TextOf(string text) => new(VisibleText.Of(text)) { Space = SpaceProcessingModeValues.Preserve };
    }
}
