using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Studies;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Tests.Studies;

/// <summary>What a study tells beside its model: review, timing, separate figures, comparison.</summary>
public sealed class ReportingReaderTests
{
    private const string Review = """
        review:
          kind: external
          reviewer: {en: independent practitioner of life cycle assessment, zh: 独立生命周期评价专业人员}
          statement: {en: the study follows ISO 14067, zh: 研究符合 ISO 14067}
          date: 2024-05-01
        """;

    // The bundled study without what it tells itself.
    private static readonly string Bare = Cut(BundledData.StudyText("rack-server"), "timing:", "functional_unit:");

    [Fact]
    public void REQ_94_a_review_is_read_with_role_statement_and_date()
    {
        Study study = Good(Review);
        Assert.Equal(ReviewKind.External, study.Review!.Kind);
        Assert.Equal("独立生命周期评价专业人员", study.Review.Reviewer!.Value.Zh);
        Assert.Equal(new DateOnly(2024, 5, 1), study.Review.Date);
        Assert.True(Good(Review + "\npublic_comparison: true").IsForPublicComparison.Value);
        Assert.Null(Good(string.Empty).Review);
    }

    [Fact]
    public void REQ_94_bad_a_public_comparison_without_a_review_from_outside_is_refused()
    {
        Diagnostic fault = Assert.Single(Faults("public_comparison: true"));
        Assert.Equal(FindingCode.MissingField, fault.Code);
        Assert.Equal("$.public_comparison", fault.Where?.Path);
        Assert.Equal(FindingCode.MissingField, Assert.Single(Faults("public_comparison: true\n" + Review.Replace("external", "internal", StringComparison.Ordinal))).Code);
        Assert.Empty(Faults("public_comparison: true\n" + Review.Replace("external", "panel", StringComparison.Ordinal)));
    }

    [Fact]
    public void REQ_94_bad_a_review_that_took_place_has_every_field()
    {
        Assert.Equal([FindingCode.MissingField, FindingCode.MissingField, FindingCode.MissingField], Faults("review: {kind: panel}").Select(f => f.Code));
        Assert.Equal(FindingCode.DateOrder, Assert.Single(Faults(Review.Replace("2024-05-01", "2018-05-01", StringComparison.Ordinal))).Code);
        Assert.Equal(FindingCode.UnknownName, Assert.Single(Faults("review: {kind: friendly}")).Code);
    }

    [Fact]
    public void REQ_10_the_kind_of_review_is_part_of_the_record()
    {
        Assert.Equal(ReviewKind.None, StudyReader.Read("study.yaml", Encoding.UTF8.GetBytes(BundledData.StudyText("rack-server"))).Study!.Review!.Kind);
        Assert.Contains(Faults("review: {reviewer: somebody}"), f => f.Code == FindingCode.MissingField && f.What.En.Contains("'kind'", StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_12_the_product_category_rule_or_why_none_is_told()
    {
        Assert.StartsWith("未采用", Good(string.Empty).Scope!.Pcr.Zh, StringComparison.Ordinal);
        string without = string.Join('\n', Bare.Split('\n').Where(line => !line.StartsWith("  pcr:", StringComparison.Ordinal)));
        Diagnostic fault = Assert.Single(StudyReader.Read("study.yaml", Encoding.UTF8.GetBytes(without)).Findings, f => f.Severity == Severity.Error);
        Assert.Equal(FindingCode.MissingField, fault.Code);
        Assert.Contains("'pcr'", fault.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_51_later_emissions_are_stated_with_their_time()
    {
        StudyTiming timing = Good("""
            timing:
              statement: {en: battery treated late, zh: 电池延后处置}
              discounting: none
              later: [{item: {en: battery, zh: 电池}, years: 15, amount: 2 kg CO2e}]
            """).Timing!;
        LaterEmission later = Assert.Single(timing.Later);
        Assert.Equal((15, 2), (later.Years.Value, later.Amount.Value.Value));
    }

    [Fact]
    public void REQ_51_bad_discounting_inside_the_total_is_refused()
    {
        Diagnostic fault = Assert.Single(Faults("timing: {statement: late, discounting: 3 % a year}"));
        Assert.Equal(FindingCode.NotSupported, fault.Code);
        Assert.Contains("stored_carbon", fault.Next!.Value.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_51_bad_within_ten_years_nothing_is_stated_with_a_time()
    {
        Assert.Equal(FindingCode.OutOfRange, Assert.Single(Faults("timing: {statement: soon, later: [{item: battery, years: 10, amount: 2 kg CO2e}]}")).Code);
        Assert.Equal(FindingCode.UnitMismatch, Assert.Single(Faults("timing: {statement: late, later: [{item: battery, years: 11, amount: 2 kWh}]}")).Code);
    }

    [Fact]
    public void REQ_50_separate_figures_are_read_and_carbon_is_told_as_carbon_dioxide()
    {
        Study study = Good("""
            separate_figures:
              - {kind: packaging_biogenic_carbon, amount: 1.2 kg, source: weighed}
              - {kind: iluc, amount: 0.3 kg CO2e, source: a model}
            """);
        Assert.Equal(1.2 * 44 / 12, study.SeparateFigures[0].CarbonDioxide, 12);
        Assert.Throws<InvalidOperationException>(() => study.SeparateFigures[1].CarbonDioxide);
    }

    [Fact]
    public void REQ_50_bad_a_separate_figure_twice_negative_or_in_another_unit_is_refused()
    {
        Assert.Equal(
            [FindingCode.NegativeNotAllowed, FindingCode.Duplicate, FindingCode.UnitMismatch],
            Faults("""
                separate_figures:
                  - {kind: product_biogenic_carbon, amount: -1 kg, source: weighed}
                  - {kind: product_biogenic_carbon, amount: 1 kg CO2e, source: weighed}
                """).Select(f => f.Code));
    }

    [Fact]
    public void REQ_52_an_effect_of_aircraft_at_height_is_told_apart()
    {
        Study study = Good("separate_figures: [{kind: aircraft_at_height, amount: 5 kg CO2e, source: a study}]");
        Assert.Equal(SeparateFigureKind.AircraftAtHeight, Assert.Single(study.SeparateFigures).Kind);
    }

    [Fact]
    public void REQ_52_bad_a_multiplier_on_a_transport_is_refused()
    {
        string phone = BundledData.StudyText("smartphone").Replace("{provider: aircraft-long-haul, distance: 9000 km}", "{provider: aircraft-long-haul, distance: 9000 km, radiative_forcing: 1.9}", StringComparison.Ordinal);
        Diagnostic fault = Assert.Single(StudyReader.Read("study.yaml", Encoding.UTF8.GetBytes(phone)).Findings, f => f.Severity == Severity.Error);
        Assert.Equal(FindingCode.UnknownField, fault.Code);
        Assert.Equal("radiative_forcing", fault.Found);
    }

    private static Study Good(string addition)
    {
        StudyReadResult read = Read(addition);
        Assert.Empty(read.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.ToText(Language.English)));
        return read.Study!;
    }

    private static Diagnostic[] Faults(string addition) => [.. Read(addition).Findings.Where(f => f.Severity == Severity.Error)];

    private static StudyReadResult Read(string addition) => StudyReader.Read("study.yaml", Encoding.UTF8.GetBytes(Bare + "\n" + addition + "\n"));

    private static string Cut(string text, string from, string to) => text[..text.IndexOf("\n" + from, StringComparison.Ordinal)] + text[text.IndexOf("\n" + to, StringComparison.Ordinal)..];
}
