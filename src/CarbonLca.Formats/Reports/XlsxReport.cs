using System.Buffers;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using A = DocumentFormat.OpenXml.Drawing;
using ChartReference = DocumentFormat.OpenXml.Drawing.Charts.ChartReference;
using SheetColumns = DocumentFormat.OpenXml.Spreadsheet.Columns;
using Xdr = DocumentFormat.OpenXml.Drawing.Spreadsheet;

namespace CarbonLca.Formats.Reports;

/// <summary>Writes a report as a workbook: a first sheet with the texts, then one sheet for every table, numbers with all digits, and the chart beside it where there is one.</summary>
/// <remarks>
/// Texts are stored as texts, which no spreadsheet executes; those that look like formulas also carry the mark of a quoted text
/// (S07), so that editing them does not turn them into one. Shown digits are a number format; the cell keeps the full number.
/// </remarks>
public static class XlsxReport
{
    private const int LongestSheetName = 31;
    private const int WidestColumn = 60;
    private const string NumberFormat = "#,##0.####";
    private const string ChartUri = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    private const long ChartWidth = 7_200_000; // English metric units: 20 cm

    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@＝＋－＠");

    private enum Style : uint
    {
        Plain,
        Bold,
        Heading,
        Number,
        BoldNumber,
        Title,
        Quoted,
        Wrapped,
        QuotedWrapped,
    }

    /// <summary>The workbook in one language, or with sheets for several.</summary>
    /// <param name="report">The report.</param>
    /// <param name="languages">The languages in the order of the sheets.</param>
    /// <exception cref="ArgumentException">No language is given.</exception>
    public static byte[] Write(ReportDocument report, params ReadOnlySpan<Language> languages)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (languages.IsEmpty) throw new ArgumentException("No language is given; expected one at least.", nameof(languages));
        using MemoryStream stream = new();
        using (SpreadsheetDocument document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            WorkbookPart workbook = document.AddWorkbookPart();
            document.ChangeIdOfPart(workbook, "workbook");
            workbook.Workbook = new Workbook(new Sheets());
            workbook.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = Styles();
            SheetNames names = new();
            foreach (Language language in languages)
            {
                AddSheet(workbook, names.Take(report.Genre.In(language)), TextSheet(report, language));
                Dictionary<string, ReportChart> charts = report.Sections.SelectMany(s => s.Blocks).OfType<ChartBlock>().Where(c => OfficeChart.CanShow(c.Chart)).ToDictionary(c => c.Data.Id, c => c.Chart, StringComparer.Ordinal);
                foreach (TableBlock table in report.Tables)
                {
                    WorksheetPart sheet = AddSheet(workbook, names.Take(table.Caption.In(language)), TableSheet(table, language));
                    if (charts.TryGetValue(table.Id, out ReportChart? chart)) AddChart(sheet, chart, table.Columns.Length + 1, language);
                }
            }

            workbook.Workbook.Save();
        }

        return OfficePackage.Normalized(stream);
    }

    private static WorksheetPart AddSheet(WorkbookPart workbook, string name, Worksheet sheet)
    {
        Sheets sheets = workbook.Workbook.Sheets!;
        uint number = (uint)sheets.Count() + 1;
        WorksheetPart part = workbook.AddNewPart<WorksheetPart>(string.Create(CultureInfo.InvariantCulture, $"sheet{number}"));
        part.Worksheet = sheet;
        sheets.Append(new Sheet { Id = workbook.GetIdOfPart(part), SheetId = number, Name = name });
        return part;
    }

    private static void AddChart(WorksheetPart sheet, ReportChart chart, int column, Language language)
    {
        DrawingsPart drawings = sheet.AddNewPart<DrawingsPart>("drawing");
        ChartPart part = drawings.AddNewPart<ChartPart>("chart");
        part.ChartSpace = OfficeChart.Of(chart, language);
        drawings.WorksheetDrawing = new Xdr.WorksheetDrawing(new Xdr.OneCellAnchor(
            new Xdr.FromMarker(new Xdr.ColumnId(column.ToString(CultureInfo.InvariantCulture)), new Xdr.ColumnOffset("0"), new Xdr.RowId("1"), new Xdr.RowOffset("0")),
            new Xdr.Extent { Cx = ChartWidth, Cy = OfficeChart.HeightOf(chart) },
            new Xdr.GraphicFrame(
                new Xdr.NonVisualGraphicFrameProperties(new Xdr.NonVisualDrawingProperties { Id = 2, Name = OfficeChart.Id(1) }, new Xdr.NonVisualGraphicFrameDrawingProperties()),
                new Xdr.Transform(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = 0, Cy = 0 }),
                new A.Graphic(new A.GraphicData(new ChartReference { Id = drawings.GetIdOfPart(part) }) { Uri = ChartUri }))
            { Macro = string.Empty },
            new Xdr.ClientData()));
        sheet.Worksheet.Append(new Drawing { Id = sheet.GetIdOfPart(drawings) });
    }

    private static Worksheet TextSheet(ReportDocument report, Language language)
    {
        SheetData data = new();
        Add(Text(report.Genre.In(language), Style.Bold));
        Add(Text(report.Title.In(language), Style.Title));
        for (int i = 0; i < report.Sections.Length; i++)
        {
            Add();
            Add(Text(string.Create(CultureInfo.InvariantCulture, $"{i + 1} {report.Sections[i].Heading.In(language)}"), Style.Heading));
            foreach (ReportBlock block in report.Sections[i].Blocks) AddBlock(block);
        }

        Add();
        Add(Text(string.Empty), Text(report.Footer.In(language), Style.Wrapped));
        return Printed(new SheetColumns(Width(1, 36), Width(2, 90), Width(3, 14)), data, isWide: false);

        void Add(params Cell[] cells) => data.Append(new Row(cells.Cast<OpenXmlElement>()));

        void AddBlock(ReportBlock block)
        {
            switch (block)
            {
                case TextBlock text:
                    Add(Text(string.Empty), Text(text.Text.In(language), Style.Wrapped));
                    break;
                case SubheadingBlock subheading:
                    Add(Text(subheading.Text.In(language), Style.Bold));
                    break;
                case HeadlineBlock headline:
                    Add(Text(headline.Name.In(language), Style.Bold), Number(headline.Value, headline.Shown, Style.BoldNumber), Text(headline.Unit));
                    Add(Text(headline.Per.In(language)));
                    if (headline.Remark is { } remark) Add(Text(remark.In(language)));
                    break;
                case FactsBlock facts:
                    foreach (ReportFact fact in facts.Facts) Add(Text(fact.Name.In(language), Style.Wrapped), Text((fact.Value ?? ReportWords.Missing).In(language), Style.Wrapped));
                    break;
                case ListBlock list:
                    foreach (Wording item in list.Items) Add(Text(string.Empty), Text("• " + item.In(language), Style.Wrapped));
                    break;
                case NoteBlock note:
                    Add(Text(string.Empty), Text(note.Text.In(language), Style.Wrapped));
                    break;
                case TableBlock table:
                    Add(Text($"→ {table.Caption.In(language)}"));
                    break;
                case ChartBlock chart:
                    Add(Text(string.Empty), Text(chart.Summary.In(language), Style.Wrapped));
                    Add(Text($"→ {chart.Data.Caption.In(language)}"));
                    break;
                default:
                    throw new ArgumentException($"'{block.GetType().Name}' is no block that can be written.", nameof(block));
            }
        }
    }

    private static Worksheet TableSheet(TableBlock table, Language language)
    {
        SheetData data = new();
        data.Append(new Row(table.Columns.Select(c => Text(c.Heading.In(language), Style.Heading)).Cast<OpenXmlElement>()));
        foreach (ReportRow row in table.Rows)
        {
            data.Append(new Row(row.Cells.Select(cell => cell.Number is { } number
                ? Number(number, cell.Text.En, row.IsTotal ? Style.BoldNumber : Style.Number)
                : Text(cell.Text.In(language), row.IsTotal ? Style.Bold : DisplayWidth.Of(cell.Text.In(language)) > WidestColumn ? Style.Wrapped : Style.Plain)).Cast<OpenXmlElement>()));
        }

        SheetColumns columns = new();
        for (int i = 0; i < table.Columns.Length; i++)
        {
            int widest = table.Rows.Select(r => Math.Max(DisplayWidth.Of(r.Cells[i].Text.In(language)), r.Cells[i].Number?.ToString(NumberFormat, CultureInfo.InvariantCulture).Length ?? 0)).Append(DisplayWidth.Of(table.Columns[i].Heading.In(language))).Max();
            columns.Append(Width((uint)i + 1, Math.Min(WidestColumn, widest + 3)));
        }

        SheetViews views = new(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 });
        return Printed(columns, data, isWide: true, views);
    }

    // One page wide, as many high as needed.
    private static Worksheet Printed(SheetColumns columns, SheetData data, bool isWide, SheetViews? views = null)
    {
        Worksheet sheet = new(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        if (views is not null) sheet.Append(views);
        sheet.Append(columns, data, new PageMargins { Left = 0.5, Right = 0.5, Top = 0.6, Bottom = 0.6, Header = 0.3, Footer = 0.3 });
        sheet.Append(new PageSetup { PaperSize = 9, Orientation = isWide ? OrientationValues.Landscape : OrientationValues.Portrait, FitToWidth = 1, FitToHeight = 0 });
        return sheet;
    }

    private static Column Width(uint column, double width) => new() { Min = column, Max = column, Width = width, CustomWidth = true };

    private static Cell Text(string text, Style style = Style.Plain)
    {
        string visible = VisibleText.Of(text);
        bool isFormula = style is Style.Plain or Style.Wrapped && visible.AsSpan().TrimStart().IndexOfAny(FormulaStarts) == 0 && visible.Length > 1;
        return new Cell(new InlineString(new Text(visible) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString, StyleIndex = (uint)(!isFormula ? style : style == Style.Wrapped ? Style.QuotedWrapped : Style.Quoted) };
    }

    // Shown digits decide the number format: general for years and counts, else as many decimals as are shown.
    private static Cell Number(double value, string shown, Style style) =>
        new(new CellValue(Digits.Full(value))) { DataType = CellValues.Number, StyleIndex = (uint)(shown.All(char.IsAsciiDigit) ? (style == Style.BoldNumber ? Style.Bold : Style.Plain) : style) };

    private static Stylesheet Styles()
    {
        Font Font(bool bold, double size) => bold ? new Font(new Bold(), new FontSize { Val = size }, new FontName { Val = "Arial" }) : new Font(new FontSize { Val = size }, new FontName { Val = "Arial" });
        CellFormat Format(uint font, uint number = 0) => new() { FontId = font, FillId = 0, BorderId = 0, FormatId = 0, NumberFormatId = number, ApplyNumberFormat = number != 0, ApplyFont = true };
        const uint Digits = 164;
        return new Stylesheet(
            new NumberingFormats(new NumberingFormat { NumberFormatId = Digits, FormatCode = NumberFormat }) { Count = 1 },
            new Fonts(Font(false, 10), Font(true, 10), Font(true, 16)) { Count = 3 },
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
            new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())) { Count = 1 },
            new CellStyleFormats(new CellFormat { FontId = 0, FillId = 0, BorderId = 0, NumberFormatId = 0 }) { Count = 1 },
            new CellFormats(
                Format(0),
                Format(1),
                Format(1),
                Format(0, Digits),
                Format(1, Digits),
                Format(2),
                new CellFormat { FontId = 0, FillId = 0, BorderId = 0, FormatId = 0, QuotePrefix = true },
                new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { FontId = 0, FillId = 0, BorderId = 0, FormatId = 0, ApplyAlignment = true },
                new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { FontId = 0, FillId = 0, BorderId = 0, FormatId = 0, ApplyAlignment = true, QuotePrefix = true })
            { Count = 9 },
            new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 });
    }

    // Names of sheets: at most 31 characters, none of []:*?/\, no two alike.
    private sealed class SheetNames
    {
        private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

        public string Take(string wanted)
        {
            string plain = new([.. VisibleText.Of(wanted).Select(c => "[]:*?/\\'".Contains(c) ? ' ' : c)]);
            for (int number = 1; ; number++)
            {
                string suffix = number == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" {number}");
                string name = plain[..Math.Min(plain.Length, LongestSheetName - suffix.Length)].TrimEnd() + suffix;
                if (_taken.Add(name)) return name;
            }
        }
    }
}
