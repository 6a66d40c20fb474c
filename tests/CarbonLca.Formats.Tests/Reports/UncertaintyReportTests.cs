using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Reports;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Studies;
using CarbonLca.Formats.Tests.Bundled;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;
using CarbonLca.Studies;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace CarbonLca.Formats.Tests.Reports;

/// <summary>The uncertainty of a study in its result file and in its reports.</summary>
public sealed class UncertaintyReportTests
{
    private static readonly Language[] Both = [Language.Chinese, Language.English];
    private static readonly Lazy<(CarbonFootprint Footprint, ResultInputs Inputs)> Study = new(() => Sampled(1, 2048));

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void D01_a_sampled_result_is_the_same_bytes_on_any_number_of_threads(int threads) =>
        Assert.Equal(Text(Study.Value.Footprint), Text(Sampled(threads, 2048).Footprint));

    [Fact]
    public void A_sampled_result_reads_back_to_the_same_bytes()
    {
        string text = Text(Study.Value.Footprint);
        ResultFile read = ResultFile.Read("result.json", Encoding.UTF8.GetBytes(text));
        Assert.Equal(text, FootprintJson.Write(read.Footprint, read.Inputs));
        Assert.Equal(2048, read.Footprint.Uncertainty!.Samples);
        Assert.Equal(Study.Value.Footprint.Uncertainty!.Categories[0].Histogram.Counts.AsEnumerable(), read.Footprint.Uncertainty.Categories[0].Histogram.Counts);
    }

    [Theory]
    [InlineData("\"samples\": 2048", "\"samples\": 0")]
    [InlineData("\"samples\": 2048", "\"samples\": 20480000")]
    [InlineData("\"below\": ", "\"below\": -")]
    [InlineData("\"se_p97_5\"", "\"se_p97\"")]
    [InlineData("\"deterministic\": 3", "\"deterministic\": 4")]
    public void A_result_whose_uncertainty_makes_no_sense_is_refused(string text, string by)
    {
        string result = Text(Study.Value.Footprint);
        int at = result.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The result does not hold {text}.");
        byte[] changed = Encoding.UTF8.GetBytes(string.Concat(result.AsSpan(0, at), by, result.AsSpan(at + text.Length)));
        Assert.Equal(FindingCode.SchemaInvalid, Assert.Throws<InputRefusedException>(() => ResultFile.Read("result.json", changed)).Findings[0].Code);
    }

    [Fact]
    public void REQ_84_the_study_report_shows_the_distribution_with_standard_errors_and_where_the_point_value_lies()
    {
        ReportDocument report = StudyReport.Of(Study.Value.Footprint, ReportKind.Study, threshold: 4000);
        ReportSection section = Assert.Single(report.Sections, s => s.Id == "uncertainty");
        Assert.Equal(["Point value", "Percentile of the point value", "Mean", "Standard deviation", "Geometric standard deviation", "GSD², the 95 % factor", "P2.5", "P5", "P25", "Median", "P75", "P95", "P97.5", "Standard deviation, first order, not sampled"], FirstColumn(report, "uncertainty-statistics"));
        Assert.Equal(["Raw materials", "Production", "Distribution", "Use", "End of life"], FirstColumn(report, "uncertainty-stages"));
        string text = string.Join('\n', section.Blocks.Select(b => b is TextBlock t ? t.Text.En : b is NoteBlock n ? n.Text.En : string.Empty));
        Assert.Contains("2,048 independent samples from seed 42", text, StringComparison.Ordinal);
        Assert.Contains("The point value lies at percentile", text, StringComparison.Ordinal);
        Assert.Matches("Threshold 4000 kg CO2e: P\\(footprint above it\\) = 1\\d\\.\\d+ % ± 0\\.\\d+ %", text);
        Assert.Contains("of 25 items of the study vary", text, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_85_the_sampled_deviation_is_checked_against_the_first_order_one()
    {
        FootprintUncertainty uncertainty = Study.Value.Footprint.Uncertainty!;
        SampleStatistics statistics = uncertainty.Categories[0].Statistics;
        Assert.NotNull(uncertainty.AnalyticDeviation);
        Assert.InRange(Math.Abs(uncertainty.AnalyticDeviation.Value - statistics.StandardDeviation), 0, 3 * statistics.DeviationStandardError);
    }

    [Fact]
    public void A_report_without_samples_has_no_uncertainty_and_shows_four_digits()
    {
        CarbonFootprint plain = Study.Value.Footprint with { Uncertainty = null };
        ReportDocument report = StudyReport.Of(plain, ReportKind.Study, threshold: 4000);
        Assert.DoesNotContain(report.Sections, s => s.Id == "uncertainty");
        Assert.Equal("3,439", report.Sections[0].Blocks.OfType<HeadlineBlock>().Single().Shown);
    }

    [Fact]
    public void Figures_have_the_digits_that_the_interval_supports_and_keep_all_of_them_behind()
    {
        ReportDocument report = StudyReport.Of(Study.Value.Footprint, ReportKind.Study);
        HeadlineBlock headline = report.Sections[0].Blocks.OfType<HeadlineBlock>().Single();
        Assert.Equal(("3,440", Study.Value.Footprint.Total), (headline.Shown, headline.Value));
        Assert.Contains("95 % of the samples lie between", headline.Remark?.En, StringComparison.Ordinal);
        TableBlock stages = report.Tables.Single(t => t.Id == "stages-chart");
        Assert.Equal(["56.5", "1,690", "16.3", "1,670", "4.93", "3,440"], stages.Rows.Select(r => r.Cells[1].Text.En));
        Assert.Equal(Study.Value.Footprint.Total, stages.Rows[^1].Cells[1].Number);
        Assert.Contains(report.Sections.SelectMany(s => s.Blocks).OfType<TextBlock>(), t => t.Text.En.Contains("3 significant digits", StringComparison.Ordinal));
        string text = string.Join('\n', FootprintText.Lines(Study.Value.Footprint, Language.English).Select(l => l.ToString()));
        Assert.Contains("3,440 kg CO2e", text, StringComparison.Ordinal);
        Assert.DoesNotContain("3,439", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_histogram_marks_quantiles_point_value_and_threshold_in_both_languages()
    {
        ReportDocument report = StudyReport.Of(Study.Value.Footprint, ReportKind.Study, threshold: 4000);
        foreach ((Language language, string[] words) in ((Language, string[])[])[(Language.English, ["P5 ", "P50 ", "P95 ", "point value ", "threshold "]), (Language.Chinese, ["P5 ", "P50 ", "P95 ", "确定值 ", "阈值 "])])
        {
            XElement chart = Histogram(HtmlReport.Write(report, language));
            string[] labels = [.. chart.Elements().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
            Assert.All(words, word => Assert.Contains(labels, l => l.StartsWith(word, StringComparison.Ordinal)));
            Assert.Single(chart.Elements(), e => e.Attribute("class")?.Value == "limit");
            Assert.Equal(25, chart.Elements().Count(e => e.Name.LocalName == "rect"));
        }
    }

    [Fact]
    public void Labels_of_the_histogram_do_not_overlap_however_close_the_marks_are()
    {
        ChartMark[] marks = [.. Enumerable.Range(0, 6).Select(k => new ChartMark(Wording.Same($"mark {k}"), 5 + (k * 1e-3)))];
        HistogramChart chart = new("kg CO2e", [0, 5, 10], [3, 4], [.. marks]);
        XElement svg = XElement.Parse(SvgCharts.Draw(chart, Wording.Same("summary"), Language.English));
        XElement[] labels = [.. svg.Elements().Where(e => e.Name.LocalName == "text" && e.Value.StartsWith("mark", StringComparison.Ordinal))];
        Assert.Equal(6, labels.Length);
        Assert.Equal(6, labels.Select(l => l.Attribute("y")!.Value).Distinct().Count());
    }

    [Fact]
    public void Every_format_carries_the_section()
    {
        ReportDocument report = StudyReport.Of(Study.Value.Footprint, ReportKind.Study, threshold: 4000);
        using SpreadsheetDocument workbook = SpreadsheetDocument.Open(new MemoryStream(XlsxReport.Write(report, Both)), false);
        Assert.Empty(new OpenXmlValidator().Validate(workbook).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        using WordprocessingDocument text = WordprocessingDocument.Open(new MemoryStream(DocxReport.Write(report, Both)), false);
        Assert.Empty(new OpenXmlValidator().Validate(text).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        Assert.Contains("蒙特卡罗模拟", text.MainDocumentPart!.Document!.InnerText, StringComparison.Ordinal);
        Assert.Contains("Monte Carlo standard error", MarkdownReport.Write(report, Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_without_spread_are_reported_as_such()
    {
        CarbonFootprint footprint = Study.Value.Footprint;
        SampleStatistics flat = MonteCarloComparison.Of([footprint.Total, footprint.Total], [0, 0], footprint.Total).Difference;
        CategoryUncertainty category = new(flat, SampleHistogram.Of([footprint.Total, footprint.Total]), new Wording("flat", "无离散"));
        FootprintUncertainty uncertainty = footprint.Uncertainty! with { Categories = [category, .. footprint.Uncertainty.Categories.Skip(1)] };
        CarbonFootprint constant = footprint with { Uncertainty = uncertainty };
        ReportDocument report = StudyReport.Of(constant, ReportKind.Study, threshold: 4000);
        ReportSection section = report.Sections.Single(s => s.Id == "uncertainty");
        Assert.Empty(section.Blocks.OfType<ChartBlock>());
        Assert.Contains("at or below", section.Blocks.OfType<NoteBlock>().Single().Text.En, StringComparison.Ordinal);
        Assert.Equal(Digits.Shown, constant.ShownDigits);
        ResultFile read = ResultFile.Read("result.json", Encoding.UTF8.GetBytes(FootprintJson.Write(constant, Study.Value.Inputs)));
        Assert.False(read.Footprint.Uncertainty!.Categories[0].Histogram.HasBins);
    }

    private static string Text(CarbonFootprint footprint) => FootprintJson.Write(footprint, Study.Value.Inputs);

    private static XElement Histogram(string html) =>
        Regex.Matches(html, "<svg .*?</svg>", RegexOptions.Singleline, TimeSpan.FromSeconds(10)).Select(m => XElement.Parse(m.Value)).Single(svg => svg.Elements().Any(e => e.Attribute("class")?.Value == "tail"));

    private static (CarbonFootprint Footprint, ResultInputs Inputs) Sampled(int threads, int samples)
    {
        LciDatabase background = OnBackground.Database;
        string text = BundledData.StudyText("rack-server");
        StudyForeground foreground = StudyReader.Read("rack-server/study.yaml", Encoding.UTF8.GetBytes(text)).Build(background);
        ProductAssessment assessment = FootprintCalculator.Assess(foreground, background, BundledData.Method("gwp100-ar6"));
        CarbonFootprint plain = FootprintCalculator.Of(assessment, foreground, background);
        CarbonFootprint footprint = FootprintSampler.Sample(plain, assessment, foreground, new MonteCarloOptions { Samples = samples, Seed = 42, Threads = threads });
        return (footprint, new ResultInputs("rack-server/study.yaml", text, "ict-background", "gwp100-ar6"));
    }

    private static IEnumerable<string> FirstColumn(ReportDocument report, string table) => report.Tables.Single(t => t.Id == table).Rows.Select(r => r.Cells[0].Text.En);
}
