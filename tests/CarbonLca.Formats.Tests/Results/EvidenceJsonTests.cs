using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Studies;
using CarbonLca.Formats.Tests.Studies;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;
using CarbonLca.Reporting.Quality;

namespace CarbonLca.Formats.Tests.Results;

public sealed class EvidenceJsonTests
{
    private const string Lines = """
        - {item: {en: Steel, zh: 钢}, amount: 14, unit: kg, provider: steel, source: scale, quality: {kind: measured, pedigree: [2, 3, 1, 2, 4], basic: energy-material-waste-service, controlled: true, primary: {activity: true, factor: false}}}
        - {item: Power, amount: 20, unit: kWh, provider: electricity, source: meter, quality: measured, uncertainty: {distribution: lognormal, gsd: 1.5}}
        """;

    private const string Cut = "cut_offs: {flows: [{item: {en: Label, zh: 标签}, stage: production, amount: 0.02, unit: kg, reason: {en: too small, zh: 太小}, estimate: mass}]}";

    private static (CarbonFootprint Footprint, ResultInputs Inputs) Compute()
    {
        StudyReadResult read = SmallStudy.Read(Lines, Cut);
        CarbonFootprint footprint = FootprintCalculator.Compute(read.Build(SmallStudy.Background), SmallStudy.Background, BundledData.Method("gwp100-ar6"));
        return (footprint, new ResultInputs("box.yaml", SmallStudy.Text(Lines, Cut), "background", "gwp100-ar6"));
    }

    [Fact]
    public void A_result_read_back_says_the_same_to_the_last_byte()
    {
        (CarbonFootprint footprint, ResultInputs inputs) = Compute();
        string written = FootprintJson.Write(footprint, inputs);
        CarbonFootprint again = ResultFile.Read("box.json", Encoding.UTF8.GetBytes(written)).Footprint;
        Assert.Equal(written, FootprintJson.Write(again, inputs));
        Assert.Equal(footprint.MeasureNext!.Items.ToArray(), again.MeasureNext!.Items.ToArray());
        Assert.Equal(footprint.CutOffs!.Entries.ToArray(), again.CutOffs!.Entries.ToArray());
        Assert.Contains("\"data_quality\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_holds_board_register_and_questions_in_both_languages()
    {
        ReportDocument report = StudyReport.Of(Compute().Footprint, ReportKind.Study);
        TableBlock board = report.Tables.Single(t => t.Id == "data-quality");
        Assert.Equal(2, board.Rows.Length);
        Assert.Contains(board.Rows, row => row.Cells.Any(c => c.Text.Zh == "受控；次级数据且未说明理由" || c.Text.Zh == "最重要；受控；次级数据且未说明理由"));
        Assert.Equal(2, report.Tables.Single(t => t.Id == "cut-offs").Rows.Length);
        ReportRow first = report.Tables.Single(t => t.Id == "measure-next").Rows[0];
        Assert.StartsWith("Can you measure how much", first.Cells[0].Text.En, StringComparison.Ordinal);
        Assert.StartsWith("能否实测", first.Cells[0].Text.Zh, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Sections, s => s.Blocks.OfType<TextBlock>().Any(b => string.IsNullOrWhiteSpace(b.Text.Zh)));
    }
}
