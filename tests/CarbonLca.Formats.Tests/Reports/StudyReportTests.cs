using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Reports;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Studies;
using CarbonLca.Formats.Tests.Bundled;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;
using CarbonLca.Reporting.Interpretations;
using CarbonLca.Studies;
using DocumentFormat.OpenXml.Drawing.Charts;
using DocumentFormat.OpenXml.Packaging;
using BarChart = CarbonLca.Reporting.Documents.BarChart;

namespace CarbonLca.Formats.Tests.Reports;

/// <summary>Reports of the bundled studies, as a certifier reads them.</summary>
public sealed class StudyReportTests
{
    private static readonly CarbonFootprint Phone = Compute("smartphone");
    private static readonly ReportDocument Report = StudyReport.Of(Phone, ReportKind.Study, BundledData.Standards);

    public static TheoryData<string> Studies => new("rack-server", "smartphone", "radio-unit-5g", "data-centre");

    [Theory]
    [MemberData(nameof(Studies))]
    public void REQ_92_the_reports_of_the_bundled_studies_are_complete(string id)
    {
        CarbonFootprint footprint = Compute(id);
        ReportDocument report = StudyReport.Of(footprint, ReportKind.Study, BundledData.Standards);
        Assert.Empty(report.MissingFields.Select(f => f.En));
        Assert.Equal(report.Sections.Length, report.Sections.Select(s => s.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(report.Tables.Count(), report.Tables.Select(t => t.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void REQ_92_bad_every_missing_field_is_listed_by_name()
    {
        CarbonFootprint bare = Phone with { Study = Phone.Study! with { Review = null, Timing = null, Scope = Phone.Study.Scope! with { Limits = [] } }, Sensitivity = null, Gases = [] };
        ImmutableArray<Wording> missing = ReportFields.Missing(bare);
        foreach (string key in (string[])["review", "timing", "limits", "gwp_table", "cut_off", "allocation", "sensitivity", "use_profile", "end_of_life"])
            Assert.Contains(ReportFields.Find(key)!.Name, missing);
        Assert.DoesNotContain(ReportFields.Find("product")!.Name, missing);
        Assert.Contains(StudyReport.Of(bare, ReportKind.Study).Sections.Single(s => s.Id == "marks").Blocks.OfType<ListBlock>(), list => list.Items.SequenceEqual(missing));
    }

    [Fact]
    public void REQ_91_stages_are_told_in_absolute_figures_and_percentages_that_sum_to_100()
    {
        TableBlock table = Report.Tables.Single(t => t.Id == "stages-chart");
        ReportRow[] stages = [.. table.Rows.Where(r => !r.IsTotal)];
        Assert.Equal(5, stages.Length);
        Assert.Equal(Phone.Total, stages.Sum(r => r.Cells[1].Number!.Value), 10);
        Assert.Equal(100m, stages.Sum(r => decimal.Parse(r.Cells[2].Text.En, CultureInfo.InvariantCulture)));
        ReportSection result = Report.Sections[0];
        Assert.Equal("kg CO2e", Assert.IsType<HeadlineBlock>(result.Blocks[0]).Unit);
    }

    [Fact]
    public void REQ_91_bad_a_result_whose_parts_do_not_sum_is_not_reported()
    {
        CarbonFootprint wrong = Phone with { Totals = Phone.Totals.SetItem(Phone.Headline, Phone.Total * 1.001) };
        Assert.Throws<InconsistentFootprintException>(() => wrong.Verify());
    }

    [Fact]
    public void REQ_95_the_profile_of_GB_T_24067_has_formula_potentials_and_date_of_effect()
    {
        TableBlock gases = Report.Tables.Single(t => t.Id == "gwp-table");
        Assert.Equal(Phone.Total, gases.Rows.Sum(r => r.Cells[4].Number!.Value), 10);
        foreach (ReportRow row in gases.Rows) Assert.Equal(row.Cells[4].Number!.Value, row.Cells[1].Number!.Value * row.Cells[3].Number!.Value, 10);
        Assert.Contains(Report.Sections.Single(s => s.Id == "formula").Blocks.OfType<FactsBlock>().Single().Facts, f => f.Value!.Value.Zh.Contains("AD(i,j) × EF(i,j)", StringComparison.Ordinal));
        ReportRow standard = Report.Tables.Single(t => t.Id == "standards").Rows.Single(r => r.Cells[0].Text.En == "GB/T 24067-2024");
        Assert.Equal("2024-10-01", standard.Cells[3].Text.Zh);
        Assert.StartsWith("成立", standard.Cells[5].Text.Zh, StringComparison.Ordinal);
        ReportDocument declaration = StudyReport.Of(Phone, ReportKind.Certificate, BundledData.Standards);
        Assert.Equal(["result", "scope", "standards", "separate-figures", "review", "proof"], declaration.Sections.Select(s => s.Id));
    }

    [Fact]
    public void REQ_95_bad_a_claim_without_the_fields_of_the_profile_is_refused_in_the_report()
    {
        ReportDocument report = StudyReport.Of(Phone with { Gases = [] }, ReportKind.Study, BundledData.Standards);
        ReportSection standards = report.Sections.Single(s => s.Id == "standards");
        Assert.Equal("不成立", standards.Blocks.OfType<TableBlock>().Single().Rows.Single(r => r.Cells[0].Text.En == "GB/T 24067-2024").Cells[5].Text.Zh);
        Assert.Contains(standards.Blocks.OfType<NoteBlock>(), n => n.Text.Zh.Contains("温室气体及其因子", StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_13_the_ICT_view_is_a_second_table_with_the_same_sum()
    {
        ReportRow[] rows = [.. Report.Tables.Single(t => t.Id == "ict-view").Rows.Where(r => !r.IsTotal)];
        Assert.Equal(Phone.Total, rows.Sum(r => r.Cells[1].Number!.Value), 10);
        Assert.StartsWith("G 通用过程", rows[^1].Cells[0].Text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_52_air_freight_is_told_apart_and_counted_without_a_multiplier()
    {
        // 0.35 kg over 9000 km; all of the aircraft group is fuel burned in that leg.
        int aircraft = Phone.GasGroups.Single(k => Phone.Categories[k].Code == "aircraft");
        Assert.True(Phone.Totals[aircraft] > 0);
        Assert.Equal(Phone.Totals[aircraft], Phone.Stages.Single(s => s.Stage == Model.LifeCycleStage.Distribution).Values[aircraft], 12);
        double before = Phone.Total;
        CarbonFootprint told = Phone with { Study = Phone.Study! with { SeparateFigures = [new SeparateFigure(SeparateFigureKind.AircraftAtHeight, new Quantities.Quantity(5, Quantities.Unit.Parse("kg CO2e")), Wording.Same("a study"))] } };
        Assert.Equal(before, told.Total);
        Assert.Contains(StudyReport.Of(told, ReportKind.Study).Tables, t => t.Id == "separate-figures");
    }

    [Fact]
    public void REQ_90_the_interpretation_is_written_and_derived_again_when_read()
    {
        ResultInputs inputs = new("study.yaml", BundledData.StudyText("smartphone"), "ict-background", "gwp100-ar6");
        string written = FootprintJson.Write(Phone, inputs);
        CarbonFootprint read = ResultFile.Read("result.json", Encoding.UTF8.GetBytes(written)).Footprint;
        Assert.Equal(written, FootprintJson.Write(read, inputs));
        Assert.Equal(Phone.Sensitivity!.Runs.AsEnumerable(), read.Sensitivity!.Runs.AsEnumerable());
        Assert.Equal(Phone.Electricity.AsEnumerable(), read.Electricity.AsEnumerable());
        Assert.Contains("\"significant_issues\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void P12_a_result_of_before_interpretations_is_read_and_its_report_marked_incomplete()
    {
        ResultInputs inputs = new("study.yaml", BundledData.StudyText("smartphone"), "ict-background", "gwp100-ar6");
        JsonObject old = JsonNode.Parse(FootprintJson.Write(Phone, inputs))!.AsObject();
        foreach (string member in (string[])["greenhouse_gases", "electricity", "sensitivity", "interpretation"]) Assert.True(old.Remove(member));
        CarbonFootprint read = ResultFile.Read("result.json", Encoding.UTF8.GetBytes(old.ToJsonString())).Footprint;
        Assert.Equal(Phone.Total, read.Total);
        Assert.Null(read.Sensitivity);
        Assert.Contains(ReportFields.Find("gwp_table")!.Name, StudyReport.Of(read, ReportKind.Study).MissingFields);
    }

    [Fact]
    public void REQ_90_a_summary_tells_the_conclusions()
    {
        ReportDocument summary = StudyReport.Of(Phone, ReportKind.Summary);
        Assert.Equal(Interpretation.Of(Phone).Conclusions.AsEnumerable(), Assert.IsType<ListBlock>(Assert.Single(summary.Sections.Single(s => s.Id == "interpretation").Blocks)).Items.AsEnumerable());
    }

    [Fact]
    public void REQ_90_bad_a_result_whose_analysis_is_about_another_total_is_refused()
    {
        ResultInputs inputs = new("study.yaml", BundledData.StudyText("smartphone"), "ict-background", "gwp100-ar6");
        SensitivitySet other = new(Phone.Total * 2, Phone.Sensitivity!.Runs, Phone.Sensitivity.NotRun, []);
        string written = FootprintJson.Write(Phone with { Sensitivity = other }, inputs);
        Assert.Throws<InputRefusedException>(() => ResultFile.Read("result.json", Encoding.UTF8.GetBytes(written)));
    }

    [Fact]
    public void REQ_96_no_text_of_the_report_is_left_in_English_for_Chinese_readers()
    {
        foreach (ReportColumn column in Report.Tables.SelectMany(t => t.Columns)) Assert.False(column.Heading.Zh.Any(char.IsAsciiLetterLower) && column.Heading.Zh == column.Heading.En && column.Heading.En != "kg CO2e", $"'{column.Heading.En}' is the same in Chinese.");
        foreach (ReportFact fact in Report.Sections.Single(s => s.Id == "choices").Blocks.OfType<FactsBlock>().SelectMany(b => b.Facts).Where(f => f.Name.En != "Background data"))
            Assert.Contains(fact.Value!.Value.Zh, c => c >= 0x4e00 || fact.Value.Value.Zh.StartsWith("GWP100", StringComparison.Ordinal));
    }

    [Fact]
    public void U06_charts_of_office_documents_hold_the_numbers_of_the_charts_on_paper()
    {
        ReportChart[] charts = [.. Report.Sections.SelectMany(s => s.Blocks).OfType<ChartBlock>().Select(c => c.Chart).Where(c => c is BarChart)];
        using SpreadsheetDocument workbook = SpreadsheetDocument.Open(new MemoryStream(XlsxReport.Write(Report, Language.English)), false);
        ChartSpace[] inWorkbook = [.. workbook.WorkbookPart!.WorksheetParts.Select(p => p.DrawingsPart).OfType<DrawingsPart>().SelectMany(d => d.ChartParts).Select(c => c.ChartSpace)];
        using WordprocessingDocument text = WordprocessingDocument.Open(new MemoryStream(DocxReport.Write(Report, Language.English)), false);
        ChartSpace[] inText = [.. text.MainDocumentPart!.ChartParts.Select(c => c.ChartSpace)];
        foreach (ChartSpace[] drawn in (ChartSpace[][])[inWorkbook, inText])
        {
            Assert.Equal(charts.Length, drawn.Length);
            foreach (BarChart chart in charts.Cast<BarChart>())
            {
                double[] expected = [.. chart.Parts.IsEmpty ? chart.Bars.Select(b => double.Parse(b.Value.ToString($"E{chart.SignificantDigits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : Enumerable.Range(0, chart.Parts.Length).Where(k => chart.Bars.Any(b => b.Parts[k] != 0)).SelectMany(k => chart.Bars.Select(b => b.Parts[k]))];
                Assert.Contains(drawn, space => space.Descendants<NumericPoint>().Select(p => double.Parse(p.InnerText, CultureInfo.InvariantCulture)).SequenceEqual(expected));
            }
        }

        Assert.False(OfficeChart.CanShow(new SankeyChart("kg CO2e", Phone.Chain)));
        Assert.Throws<ArgumentException>(() => OfficeChart.Of(new SankeyChart("kg CO2e", Phone.Chain), Language.English));
    }

    private static CarbonFootprint Compute(string id)
    {
        Study study = StudyReader.Read("study.yaml", Encoding.UTF8.GetBytes(BundledData.StudyText(id))).Study!;
        return SensitivityAnalysis.Compute(StudyModel.Build(study, OnBackground.Database), OnBackground.Database, BundledData.Method("gwp100-ar6"), BundledData.GwpMethods);
    }
}
