using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Reports;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;
using CarbonLca.Systems;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace CarbonLca.Formats.Tests.Reports;

public sealed class ReportTests
{
    private const string Hostile = "=1+1 <script>alert('x')</script> & \"quoted\" | `code`";

    private static readonly Unit Kg = Unit.Parse("kg");
    private static readonly Flow Steel = Flow.Product("steel", Kg, Hostile) with { NameZh = "钢<b>材</b>" };
    private static readonly Flow Power = Flow.Product("power", Unit.Parse("kWh"), "Electricity") with { NameZh = "电力" };
    private static readonly Flow Co2 = Flow.Elementary("co2", Kg, "Carbon dioxide, fossil", "air");
    private static readonly Language[] Both = [Language.Chinese, Language.English];

    private static readonly ReportDocument Report = StudyReport.Of(Footprint(credit: false), ReportKind.Study);

    public static TheoryData<ReportKind> Kinds => new(ReportKind.Study, ReportKind.Summary, ReportKind.Certificate);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Office_documents_have_no_fault_a_validator_finds(ReportKind kind)
    {
        ReportDocument report = StudyReport.Of(Footprint(credit: true), kind);
        using SpreadsheetDocument workbook = SpreadsheetDocument.Open(new MemoryStream(XlsxReport.Write(report, Both)), false);
        Assert.Empty(new OpenXmlValidator().Validate(workbook).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        using WordprocessingDocument text = WordprocessingDocument.Open(new MemoryStream(DocxReport.Write(report, Both)), false);
        Assert.Empty(new OpenXmlValidator().Validate(text).Select(e => $"{e.Path?.XPath}: {e.Description}"));
    }

    [Fact]
    public void D10_office_documents_written_twice_are_the_same_bytes()
    {
        Assert.Equal(XlsxReport.Write(Report, Both), XlsxReport.Write(Report, Both));
        Assert.Equal(DocxReport.Write(Report, Both), DocxReport.Write(Report, Both));
        using ZipArchive archive = new(new MemoryStream(XlsxReport.Write(Report, Both)));
        Assert.All(archive.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
    }

    [Fact]
    public void D08_reports_do_not_depend_on_the_culture()
    {
        string invariant = HtmlReport.Write(Report, Both);
        byte[] workbook = XlsxReport.Write(Report, Both);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string separator in (string[])[",", "·", "٫"])
            {
                CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
                culture.NumberFormat.NumberDecimalSeparator = separator;
                culture.NumberFormat.NumberGroupSeparator = ".";
                culture.NumberFormat.NegativeSign = "−";
                CultureInfo.CurrentCulture = culture;
                Assert.Equal(invariant, HtmlReport.Write(Report, Both));
                Assert.Equal(workbook, XlsxReport.Write(Report, Both));
                Assert.Equal(MarkdownReport.Write(Report, Language.English), MarkdownReport.Write(Report, Language.English));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void S08_names_never_become_markup()
    {
        string html = HtmlReport.Write(Report, Both);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("(src|href)=\"(?!#)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)), html);
        Assert.DoesNotContain("<script>", MarkdownReport.Write(Report, Language.English), StringComparison.Ordinal);

        // Well-formed apart from the doctype and the void elements of HTML.
        string body = html[html.IndexOf("<main", StringComparison.Ordinal)..html.LastIndexOf("</body>", StringComparison.Ordinal)];
        Assert.Equal(2, XDocument.Parse($"<all>{body}</all>").Root!.Elements("main").Count());
    }

    [Fact]
    public void S07_texts_that_look_like_formulas_stay_texts_in_a_workbook()
    {
        using SpreadsheetDocument workbook = SpreadsheetDocument.Open(new MemoryStream(XlsxReport.Write(Report, Language.English)), false);
        Cell[] cells = [.. workbook.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<Cell>())];
        Assert.DoesNotContain(cells, c => c.CellFormula is not null);
        Cell[] hostile = [.. cells.Where(c => c.InnerText.StartsWith("=1+1", StringComparison.Ordinal))];
        Assert.NotEmpty(hostile);
        CellFormat[] formats = [.. workbook.WorkbookPart.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<CellFormat>()];
        Assert.All(hostile.Where(c => c.StyleIndex!.Value != 5), cell => Assert.True(cell.DataType! == CellValues.InlineString));
        Assert.Contains(hostile, cell => formats[(int)cell.StyleIndex!.Value].QuotePrefix?.Value == true);
    }

    [Fact]
    public void U06_every_format_shows_the_same_numbers()
    {
        string html = HtmlReport.Write(Report, Language.English);
        string markdown = MarkdownReport.Write(Report, Language.English);
        string word = Text(DocxReport.Write(Report, Language.English), "word/document.xml");
        using SpreadsheetDocument workbook = SpreadsheetDocument.Open(new MemoryStream(XlsxReport.Write(Report, Language.English)), false);
        HashSet<string> values = [.. workbook.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<CellValue>()).Select(v => v.Text)];
        int count = 0;
        foreach (ReportCell cell in Report.Tables.SelectMany(t => t.Rows).SelectMany(r => r.Cells).Where(c => c.Number is not null))
        {
            count++;
            Assert.Contains($">{cell.Text.En}<", html, StringComparison.Ordinal);
            Assert.Contains(cell.Text.En, markdown, StringComparison.Ordinal);
            Assert.Contains($">{cell.Text.En}<", word, StringComparison.Ordinal);
            Assert.Contains(Digits.Full(cell.Number!.Value), values);
            Assert.Contains($"title=\"{Digits.Full(cell.Number.Value)}\"", html, StringComparison.Ordinal);
        }

        Assert.InRange(count, 20, int.MaxValue);
    }

    [Fact]
    public void REQ_96_both_languages_come_from_one_document()
    {
        string html = HtmlReport.Write(Report, Both);
        foreach (ReportSection section in Report.Sections)
        {
            Assert.Contains($"{section.Heading.En}</h2>", html, StringComparison.Ordinal);
            Assert.Contains($"{section.Heading.Zh}</h2>", html, StringComparison.Ordinal);
            Assert.Contains(section.Heading.Zh, c => c >= 0x4e00);
        }
    }

    [Fact]
    public void REQ_92_missing_fields_are_listed_and_the_report_is_marked()
    {
        Assert.NotEmpty(Report.MissingFields);
        string html = HtmlReport.Write(Report, Language.Chinese);
        Assert.Contains("class=\"incomplete\"", html, StringComparison.Ordinal);
        foreach (Wording field in Report.MissingFields) Assert.Contains(field.Zh, html, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_93_negative_parts_keep_their_sign_in_charts_and_tables()
    {
        ReportDocument report = StudyReport.Of(Footprint(credit: true), ReportKind.Study);
        BarChart chart = report.Sections.SelectMany(s => s.Blocks).OfType<ChartBlock>().Select(c => c.Chart).OfType<BarChart>().First(c => c.Bars.Any(b => b.Value < 0));
        Assert.Contains("class=\"credit\"", SvgCharts.Draw(chart, Wording.Same("chart"), Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void U05_the_supply_chain_balances_in_every_node_and_holds_loops()
    {
        SupplyTree tree = Footprint(credit: false).Chain;
        Assert.Equal(-1, tree.Nodes[0].Parent);
        for (int i = 0; i < tree.Nodes.Length; i++)
        {
            double brought = tree.Nodes.Where(n => n.Parent == i).Sum(n => n.Part.Value);
            Assert.Equal(tree.Nodes[i].Part.Value, brought + tree.Nodes[i].Own + tree.Nodes[i].Rest, 10);
        }

        // Steel takes electricity takes steel: the loop is unrolled.
        Assert.True(tree.Nodes.Count(n => n.Part.Id == tree.Nodes[0].Part.Id) > 1);
        Assert.Throws<ArgumentException>(() => SupplyTree.Of([.. tree.Nodes.Select((n, i) => i == 0 ? n with { Own = n.Own + 1 } : n)]));
        Assert.Throws<ArgumentException>(() => SupplyTree.Of([tree.Nodes[1]]));
    }

    [Fact]
    public void A_browser_that_is_named_but_missing_is_refused_in_a_sentence()
    {
        string? before = Environment.GetEnvironmentVariable("CARBONLCA_CHROMIUM");
        try
        {
            Environment.SetEnvironmentVariable("CARBONLCA_CHROMIUM", "/no/such/browser");
            Assert.Null(PdfPrinter.FindBrowser());
            InputRefusedException refused = Assert.Throws<InputRefusedException>(() => PdfPrinter.Print("<p>"));
            Assert.Equal(FindingCode.MissingTool, refused.Findings[0].Code);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CARBONLCA_CHROMIUM", before);
        }
    }

    private static string Text(byte[] document, string part)
    {
        using ZipArchive archive = new(new MemoryStream(document));
        using StreamReader reader = new(archive.GetEntry(part)!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static CarbonFootprint Footprint(bool credit)
    {
        ImpactMethod climate = new("climate", [new ImpactCategory("GWP100", "kg CO2e")], [new MethodRow(0, "Carbon dioxide, fossil", 1, Kg)]);
        Process power = Process.Producing(1, Power).Using(0.1, Steel).Emitting(0.5, Co2);
        LciDatabase data = LciDatabase.Create("data", "1", [
            Process.Producing(1, Steel).Using(2, Power).Emitting(1.5, Co2).In("CN") with { Provenance = new Provenance(Hostile) { Year = 2020, Confidence = "secondary" } },
            credit ? power.Emitting(-0.7, Co2) : power,
        ]);
        return FootprintCalculator.Of(ProductAssessment.Of(data, "steel", 2, null, climate, LinkOptions.Default, CharacterizationOptions.Default));
    }
}
