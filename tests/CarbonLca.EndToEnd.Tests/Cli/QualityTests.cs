using System.Text.Json;

namespace CarbonLca.EndToEnd.Tests.Cli;

/// <summary><c>carbonlca quality</c> on a study with scores, cut-offs and a supplier's footprint.</summary>
public sealed class QualityTests : IDisposable
{
    private const string Study = """
        carbonlca: study/1
        id: fan
        title: {en: A fan, zh: 风扇}
        goal: {intended_use: {en: a test, zh: 测试}, audience: {en: readers, zh: 读者}}
        scope:
          standards: [ISO 14067:2018, PACT-3.0]
          boundary: cradle-to-gate
          product: {en: A fan, zh: 风扇}
          function: {en: it cools, zh: 散热}
          geography: CN
          period: {from: 2024-01-01, to: 2024-12-31}
          pcr: {en: none exists for fans, zh: 尚无风扇的规则}
          assumptions: []
          limits: []
        functional_unit: {en: one fan, zh: 一台风扇, amount: 1, unit: piece}
        reference_flow: {en: fan, zh: 风扇, amount: 1, unit: piece}
        data: ict-background
        method: gwp100-ar6
        cut_offs:
          criteria: {single: 0.01, sum: 0.03}
          flows:
            - {item: {en: Label, zh: 标签}, stage: production, amount: 1, unit: g, reason: {en: too small, zh: 太小}, estimate: mass}
        stages:
          raw_materials:
            - item: {en: Steel sheet, zh: 钢板}
              amount: 1.2
              unit: kg
              provider: steel-sheet
              source: {en: drawing, zh: 图纸}
              quality: {kind: measured, pedigree: [2, 3, 1, 2, 4], basic: energy-material-waste-service, controlled: true, primary: {activity: true, factor: false}}
            - item: {en: Motor, zh: 电机}
              amount: 1
              unit: piece
              supplier_footprint:
                supplier: {en: A motor works, zh: 一家电机厂}
                per: 1 piece
                value: 3.5 kg CO2e
                gwp: AR6
                boundary: cradle-to-gate
                valid: {from: 2023-01-01, to: 2025-12-31}
                dqr: {technological: 1, geographical: 2, temporal: 2}
                primary_share: 70
                uncertainty: {distribution: lognormal, gsd: 1.4}
              source: {en: declaration, zh: 声明}
              quality: declared
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("carbonlca-quality-").FullName;

    private string File => Path.Combine(_folder, "fan.yaml");

    public QualityTests() => System.IO.File.WriteAllText(File, Study);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_board_the_register_and_the_questions_are_shown_in_both_languages()
    {
        CliRun run = CliRun.Of("quality", File, "--lang", "en");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Data quality rating: 2.25 (good), for ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 flow is cut off; together an estimated ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1. Can you give us the verified footprint of 'Motor'", run.Output, StringComparison.Ordinal);
        Assert.Contains("warning SecondaryData:", run.Error, StringComparison.Ordinal);
        string zh = CliRun.Of("quality", File, "--lang", "zh").Output;
        Assert.Contains("数据质量评级：2.25", zh, StringComparison.Ordinal);
        Assert.Contains("能否提供贵方生产的“电机”经核查的碳足迹", zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_and_its_study_have_the_same_board()
    {
        string result = Path.Combine(_folder, "result.json");
        Assert.Equal(0, CliRun.Of("run", File, "-o", result).ExitCode);
        Assert.Equal(CliRun.Of("quality", File, "--format", "json").Output, CliRun.Of("quality", result, "--format", "json").Output);
        Assert.Equal(CliRun.Of("quality", File, "--format", "csv").Output, CliRun.Of("quality", result, "--format", "csv").Output);
        using JsonDocument document = JsonDocument.Parse(CliRun.Of("quality", result, "--format", "json").Output);
        JsonElement quality = document.RootElement.GetProperty("data_quality");
        Assert.InRange(quality.GetProperty("primary_data_share").GetDouble(), 1, 70);
        Assert.Equal("pedigree", quality.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("number").GetInt32() == 1).GetProperty("uncertainty").GetString());
        Assert.Equal(0.03, document.RootElement.GetProperty("cut_offs").GetProperty("criteria").GetProperty("sum").GetDouble());
    }

    [Fact]
    public void REQ_15_bad_a_claim_with_too_much_cut_off_is_refused_with_its_place()
    {
        System.IO.File.WriteAllText(File, Study.Replace("amount: 1, unit: g,", "amount: 1, unit: kg,", StringComparison.Ordinal));
        CliRun run = CliRun.Of("run", File);
        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Matches("fan.yaml\\(20,13\\).*error CutOff: What is cut off is an estimated", run.Error);
    }

    [Fact]
    public void A_bundle_with_evidence_replays_bit_for_bit()
    {
        string result = Path.Combine(_folder, "result.json");
        string bundle = Path.Combine(_folder, "fan.zip");
        Assert.Equal(0, CliRun.Of("run", File, "-o", result).ExitCode);
        Assert.Equal(0, CliRun.Of("bundle", result, "-o", bundle).ExitCode);
        CliRun replay = CliRun.Of("replay", bundle, "--lang", "en");
        Assert.Equal(0, replay.ExitCode);
        Assert.Contains("Identical:", replay.Output, StringComparison.Ordinal);
    }
}
