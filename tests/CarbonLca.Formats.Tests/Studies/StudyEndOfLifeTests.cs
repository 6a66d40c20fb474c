using CarbonLca.Diagnostics;
using CarbonLca.Formats.Studies;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Studies;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Studies;

/// <summary>End of life in study files.</summary>
public sealed class StudyEndOfLifeTests
{
    private const string Providers = "providers: {recycled: recycled, recycling: recycling, energy_recovery: burning, disposal: tip, replaced_heat: heat, replaced_electricity: power}";

    private static string Material(string cycle, string amount = "amount: 1, unit: kg", string head = "") =>
        StudyFile.Of($"{amount}, provider: virgin, end_of_life: {{{cycle}, {Providers}}}", "raw_materials", head);

    private static string Cycle(string method, string more = "") => $"method: {method}, recycled_content: 0.3, recycling_rate: 0.6, energy_recovery_rate: 0.2{more}";

    [Theory]
    [InlineData("cut-off", "", 8.5)]
    [InlineData("cff", ", a: 1", 8.5)]
    [InlineData("cff", ", a: 0.2", 7.06)]
    [InlineData("cff", ", a: 0.5", 7.6)]
    [InlineData("cff", ", a: 0.8", 8.14)]
    [InlineData("0:100", "", 6.7)]
    [InlineData("cff", ", a: 0", 6.7)]
    [InlineData("cff", ", a: 0.5, b: 0.5", 7.5)]
    [InlineData("cff", ", a: 0.2, quality_in: 0.9, quality_out: 0.8", 7.78)]
    public void REQ_33_a_material_of_a_study_follows_the_worked_examples(string method, string more, double expected)
    {
        CarbonFootprint footprint = StudyFile.Footprint(Material(Cycle(method, more)));

        Assert.Equal(expected, footprint.Total, 1e-12);
    }

    [Fact]
    public void REQ_33_the_50_50_method_credits_the_disposal_that_its_content_avoids_apart_in_the_stage_of_the_content()
    {
        CarbonFootprint footprint = StudyFile.Footprint(Material(Cycle("50:50")));

        Assert.Equal(7.675, footprint.Total, 1e-12);
        Assert.Equal((0.85 * 10) + (0.15 * 4), footprint.Item("Part"), 1e-12);
        Assert.Equal(-0.15 * 0.5, footprint.Item("Part, credit for its content"), 1e-12);
        Assert.Equal(0.3 * -10, footprint.Item("Part, end of life, credit"), 1e-12);
    }

    [Fact]
    public void REQ_33_the_method_of_the_study_holds_where_a_material_names_none()
    {
        string shared = Cycle("x").Replace("method: x, ", string.Empty, StringComparison.Ordinal);
        const string Head = "end_of_life: {method: 0:100, reason: {en: closed loop, zh: 闭环}}";

        Assert.Equal(6.7, StudyFile.Footprint(Material(shared, head: Head)).Total, 1e-12);
        CarbonFootprint own = StudyFile.Footprint(Material(Cycle("cut-off"), head: Head));
        Assert.Equal(8.5, own.Total, 1e-12);
        Diagnostic said = Assert.Single(own.Findings, f => f.Code == FindingCode.Allocated);
        Assert.Contains("cut-off (recycled content), R1 = 0.3, R2 = 0.6, R3 = 0.2", said.What.En, StringComparison.Ordinal);
        Assert.Contains("截断法", said.What.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_33_what_is_lost_on_the_way_is_made_and_is_no_waste_of_the_product()
    {
        CarbonFootprint footprint = StudyFile.Footprint(Material("method: cut-off, recycled_content: 0, recycling_rate: 0, energy_recovery_rate: 0", "amount: 2, unit: kg, yield: 0.8"));

        Assert.Equal(25, footprint.Item("Part"), 1e-12);
        Assert.Equal(1, footprint.Item("Part, end of life"), 1e-12);
        Assert.Equal([LifeCycleStage.RawMaterials, LifeCycleStage.EndOfLife], footprint.Stages.Select(s => s.Stage));
    }

    [Theory]
    [InlineData("method: cff, recycled_content: 1.3, recycling_rate: 0.6, energy_recovery_rate: 0.2", FindingCode.OutOfRange, "R1")]
    [InlineData("method: cff, recycled_content: 0.3, recycling_rate: 0.9, energy_recovery_rate: 0.2", FindingCode.OutOfRange, "More than all")]
    [InlineData("method: cff, recycled_content: 0.3, recycling_rate: 0.6, energy_recovery_rate: 0.2, quality_out: 0", FindingCode.OutOfRange, "QSout/Qp")]
    [InlineData("method: cff, recycled_content: 0.3, recycling_rate: 0.6, energy_recovery_rate: 0.2, a: -0.1", FindingCode.OutOfRange, "(A)")]
    [InlineData("method: half, recycled_content: 0.3, recycling_rate: 0.6, energy_recovery_rate: 0.2", FindingCode.UnknownName, "half")]
    [InlineData("method: cff, recycled_content: 0.3, recycling_rate: 0.6", FindingCode.MissingField, "energy_recovery_rate")]
    [InlineData("recycled_content: 0.3, recycling_rate: 0.6, energy_recovery_rate: 0.2", FindingCode.MissingField, "names no method")]
    [InlineData("method: cff, recycled_content: 0.3, recycling_rate: 0.6, energy_recovery_rate: 0.2, recyled: 1", FindingCode.UnknownField, "recyled")]
    public void REQ_33_bad_cycles_are_refused_with_their_place(string cycle, FindingCode code, string part)
    {
        Diagnostic error = StudyFile.Error(Material(cycle));

        Assert.Equal(code, error.Code);
        Assert.Contains(part, error.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_33_bad_providers_are_refused_and_none_is_left_out()
    {
        Diagnostic missing = StudyFile.Error(StudyFile.Of("amount: 1, unit: kg, provider: virgin, end_of_life: {method: 0:100, recycled_content: 0, recycling_rate: 1, energy_recovery_rate: 0}", "raw_materials"));
        Assert.Equal(FindingCode.MissingFactor, missing.Code);
        Assert.Contains("recycling", missing.Next!.Value.En, StringComparison.Ordinal);

        Diagnostic unknown = StudyFile.Error(StudyFile.Of("amount: 1, unit: kg, provider: virgin, end_of_life: {method: 0:100, recycled_content: 0, recycling_rate: 1, energy_recovery_rate: 0, providers: {recycling: recyclin}}", "raw_materials"));
        Assert.Equal((FindingCode.UnknownProcess, "recyclin"), (unknown.Code, unknown.Found));

        Diagnostic mass = StudyFile.Error(StudyFile.Of("amount: 1, unit: kWh, provider: power, end_of_life: {method: cut-off, recycled_content: 0, recycling_rate: 1, energy_recovery_rate: 0}", "raw_materials"));
        Assert.Equal(FindingCode.UnitMismatch, mass.Code);
    }

    [Fact]
    public void REQ_34_credits_are_items_of_their_own_and_a_net_credit_is_flagged()
    {
        CarbonFootprint footprint = StudyFile.Footprint(Material("method: 0:100, recycled_content: 0, recycling_rate: 0.9, energy_recovery_rate: 0"));

        Assert.Equal(10, footprint.Item("Part"), 1e-12);
        Assert.Equal((0.9 * 4) + (0.1 * 0.5), footprint.Item("Part, end of life"), 1e-12);
        Assert.Equal(-9, footprint.Item("Part, end of life, credit"), 1e-12);
        Diagnostic net = Assert.Single(footprint.Findings, f => f.Code == FindingCode.NetCredit);
        Assert.Equal("3.65 + (-9) = -5.35 kg CO2e", net.Found);
        Assert.Equal("box.yaml", net.Where?.File);
    }

    [Fact]
    public void REQ_34_an_end_of_life_outside_the_boundary_is_left_out_and_that_is_said()
    {
        string text = Material(Cycle("0:100")).Replace("boundary: gate-to-gate", "boundary: cradle-to-gate", StringComparison.Ordinal);

        CarbonFootprint footprint = StudyFile.Footprint(text);
        Assert.Equal(10, footprint.Total, 1e-12);
        Assert.Contains(footprint.Findings, f => f.Code == FindingCode.BoundaryIncomplete && f.What.En.Contains("'Part'", StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_34_an_uncertain_mass_is_one_unknown_in_making_and_end_of_life()
    {
        StudyForeground foreground = StudyFile.Read(Material(Cycle("0:100"), "amount: 1, unit: kg, uncertainty: {distribution: lognormal, gsd: 1.5}")).Build(StudyFile.Background);

        Exchange[] uncertain = [.. foreground.Processes.SelectMany(p => p.Exchanges).Where(e => e.Uncertainty.Kind != UncertaintyKind.None)];
        Assert.Equal(5, uncertain.Length); // making; recycling, burning, disposal; what is replaced
        Assert.All(uncertain, e => Assert.Equal("box/raw_materials/1", e.Uncertainty.Group));
    }

    [Fact]
    public void REQ_30_a_study_that_asks_for_it_is_computed_by_every_other_end_of_life_method()
    {
        CarbonFootprint footprint = StudyFile.Footprint(Material(Cycle("cut-off"), head: "sensitivity: [end_of_life]"));

        Assert.Equal(8.5, footprint.Total, 1e-12);
        Assert.Equal(6.7, footprint.Scenario("0:100"), 1e-12);
        Assert.Equal(7.675, footprint.Scenario("50:50"), 1e-12);
        Assert.Equal(7.06, footprint.Scenario("A = 0.2"), 1e-12);
        Assert.Equal(7.6, footprint.Scenario("A = 0.5"), 1e-12);
        Assert.Equal(8.14, footprint.Scenario("A = 0.8"), 1e-12);
        Assert.Equal(5, footprint.Scenarios.Length);
        Assert.All(footprint.Scenarios, s => Assert.Equal(ScenarioKind.EndOfLife, s.Kind));
    }

    [Fact]
    public void REQ_30_bad_a_method_whose_processes_are_not_known_is_named_with_the_reason()
    {
        CarbonFootprint footprint = StudyFile.Footprint(StudyFile.Of(
            "amount: 1, unit: kg, provider: virgin, end_of_life: {method: cut-off, recycled_content: 0, recycling_rate: 1, energy_recovery_rate: 0}", "raw_materials", "sensitivity: [end_of_life]"));

        Assert.Empty(footprint.Scenarios);
        Diagnostic[] notes = [.. footprint.Findings.Where(f => f.Code == FindingCode.MissingFactor)];
        Assert.Equal(3, notes.Length);
        Assert.All(notes, n => Assert.Contains("recycling at end of life", n.What.En, StringComparison.Ordinal));

        Diagnostic unknown = StudyFile.Error(StudyFile.Of("amount: 1, unit: kg, provider: virgin", head: "sensitivity: [endoflife]"));
        Assert.Equal(FindingCode.UnknownName, unknown.Code);
    }

    [Fact]
    public void REQ_30_the_rules_of_allocation_are_tried_on_the_processes_that_take_part()
    {
        Flow milk = Flow.Product("milk", Quantities.Unit.Parse("kg")) with { Properties = [new FlowProperty("price", 1, Quantities.Unit.Parse("EUR"))] };
        Flow meat = Flow.Product("meat", Quantities.Unit.Parse("kg")) with { Properties = [new FlowProperty("price", 9, Quantities.Unit.Parse("EUR"))] };
        Flow co2 = Flow.Elementary("co2", Quantities.Unit.Parse("kg"), "Carbon dioxide, fossil", "air");
        LciDatabase background = LciDatabase.Of(Process.Producing(9, milk).AlsoProducing(1, meat).Emitting(18, co2));
        StudyReadResult read = StudyFile.Read(StudyFile.Of("amount: 1, unit: kg, provider: milk", head: "sensitivity: [allocation]"));

        CarbonFootprint footprint = FootprintCalculator.Compute(read.Build(background), background, Formats.Bundled.BundledData.Method("gwp100-ar6"), new Systems.LinkOptions { Allocation = Systems.Allocation.ByProperty("mass") });

        Assert.Equal(1.8, footprint.Total, 1e-12);
        Assert.Equal([(ScenarioKind.Allocation, 1.0)], footprint.Scenarios.Select(s => (s.Kind, Math.Round(s.Totals[footprint.Headline], 12))));
    }

    [SharedDataFact]
    public void REQ_33_every_row_of_the_reference_table_holds_for_a_study()
    {
        Dictionary<string, string> cases = new(StringComparer.Ordinal)
        {
            ["cutoff"] = "cut-off",
            ["end_of_life_0_100"] = "0:100",
            ["pef2013_50_50"] = "50:50",
            ["cff_A1"] = "cff, a: 1",
            ["cff_A0"] = "cff, a: 0",
            ["cff_A0.2"] = "cff, a: 0.2",
            ["cff_A0.5"] = "cff, a: 0.5",
            ["cff_A0.8"] = "cff, a: 0.8",
            ["cff_A0.5_B0.5"] = "cff, a: 0.5, b: 0.5",
            ["cff_A0.2_q0.9_0.8"] = "cff, a: 0.2, quality_in: 0.9, quality_out: 0.8",
        };
        foreach (IReadOnlyDictionary<string, string> row in ReferenceTable.Read(SharedData.Path("reference/tables/eol_worked_examples.csv")))
        {
            string method = cases[row["case"]];
            double expected = double.Parse(row["expected_kgCO2e"], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(expected, StudyFile.Footprint(Material(Cycle(method))).Total, 1e-12);
        }
    }
}
