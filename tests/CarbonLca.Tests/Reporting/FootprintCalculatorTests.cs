using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Studies;
using CarbonLca.Systems;

namespace CarbonLca.Tests.Reporting;

public sealed class FootprintCalculatorTests
{
    private static readonly Unit Kg = Unit.Parse("kg");
    private static readonly Flow Steel = Flow.Product("steel", Kg, "Steel");
    private static readonly Flow Power = Flow.Product("power", Unit.Parse("kWh"), "Electricity") with { NameZh = "电力" };
    private static readonly Flow Scrap = Flow.Waste("scrap", Kg, "Scrap");
    private static readonly Flow Co2 = Flow.Elementary("co2", Kg, "Carbon dioxide, fossil", "air");
    private static readonly Flow Methane = Flow.Elementary("ch4", Kg, "Methane, biogenic", "air");

    private static readonly ImpactMethod Climate = new(
        "climate",
        [new ImpactCategory("GWP100", "kg CO2e"), new ImpactCategory("fossil", "kg CO2e"), new ImpactCategory("biogenic-emission", "kg CO2e")],
        [
            new MethodRow(0, "Carbon dioxide, fossil", 1, Kg), new MethodRow(1, "Carbon dioxide, fossil", 1, Kg),
            new MethodRow(0, "Methane, biogenic", 27, Kg), new MethodRow(2, "Methane, biogenic", 27, Kg),
            new MethodRow(0, "co2e-fossil-unstated", 1, Kg), new MethodRow(1, "co2e-fossil-unstated", 1, Kg),
        ]);

    // Steel takes electricity, electricity takes steel: a loop.
    private static readonly LciDatabase Background = LciDatabase.Create("background", "1", [
        Process.Producing(1, Steel).Using(2, Power).Emitting(1.5, Co2).In("CN") with { Provenance = new Provenance("a handbook") { Year = 2020, Confidence = "secondary" } },
        Process.Producing(1, Power).Using(0.1, Steel).Emitting(0.5, Co2).Emitting(0.01, Methane).In("EU"),
        Process.Treating(1, Scrap).Emitting(0.2, EquivalentFlow.Of(CarbonOrigin.Fossil, GwpSet.Unstated)),
    ]);

    [Fact]
    public void Stages_and_items_split_the_total()
    {
        CarbonFootprint footprint = Compute(Study(credit: 0));
        Assert.Equal(["raw_materials", "use", "end_of_life"], footprint.Stages.Select(s => s.Stage.Key()));
        // One kWh brings (0.5 + 0.27 + 0.1 * 1.5) / (1 - 0.2) = 1.15, one kg of steel 1.5 + 2 * 1.15 = 3.8.
        Assert.Equal(3.8 * 2, footprint.Stages[0].Values[0], 12);
        Assert.Equal(1.15 * 10, footprint.Stages[1].Values[0], 12);
        Assert.Equal(0.4, footprint.Stages[2].Values[0], 12);
        Assert.Equal(7.6 + 11.5 + 0.4, footprint.Total, 12);
        Assert.Equal(footprint.Total, footprint.GasGroups.Sum(k => footprint.Totals[k]), 12);
        Assert.Equal(footprint.Total, footprint.Processes.Sum(p => p.Value), 12);
        Assert.Equal(footprint.Total, footprint.Flows.Sum(p => p.Value), 12);
        Assert.InRange(footprint.Proof.LoopGain, 0.1, 1);
        Assert.InRange(footprint.Proof.Imbalance, 0, 1e-12);
    }

    [Fact]
    public void Figures_of_an_unstated_set_are_counted_and_marked()
    {
        CarbonFootprint footprint = Compute(Study(credit: 0));
        Assert.Equal(1, footprint.Unstated.Count);
        Assert.Equal(0.4, footprint.Unstated.Value, 12);
        Diagnostic mark = Assert.Single(footprint.Findings, f => f.Code == FindingCode.GwpSetUnknown);
        Assert.Equal(Severity.Warning, mark.Severity);
        Assert.Contains("2.1 %", mark.What.En, StringComparison.Ordinal);
        Assert.Contains("1 figure ", mark.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_are_those_of_the_processes_that_take_part()
    {
        UsedSource source = Assert.Single(Compute(Study(credit: 0)).Sources, s => s.ProcessId == "steel");
        Assert.Equal("a handbook", source.Provenance.Source);
        Assert.Equal("CN", source.Location);
    }

    [Fact]
    public void A_credit_keeps_its_sign_and_the_report_says_so()
    {
        CarbonFootprint footprint = Compute(Study(credit: 1));
        Assert.Equal(0.4 - 3.8, footprint.Stages[2].Values[0], 12);
        string text = string.Join('\n', FootprintText.Lines(footprint, Language.English));
        Assert.Contains("a negative value is a credit", text, StringComparison.Ordinal);
        Assert.Contains("-3.400", text, StringComparison.Ordinal);
        Assert.Contains("占比带符号", string.Join('\n', FootprintText.Lines(footprint, Language.Chinese)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_whose_categories_are_no_parts_has_no_gas_groups()
    {
        ImpactMethod two = new(
            "two",
            [new ImpactCategory("GWP100", "kg CO2e"), new ImpactCategory("GWP20", "kg CO2e")],
            [new MethodRow(0, "Methane, biogenic", 27, Kg), new MethodRow(1, "Methane, biogenic", 80, Kg)]);
        Assert.Empty(GasGroups.Of(two));
        Assert.Equal([1, 2], GasGroups.Of(Climate).ToArray());
    }

    [Fact]
    public void The_headline_is_the_first_category_in_CO2_equivalents() =>
        Assert.Equal(1, GasGroups.HeadlineOf(new ImpactMethod("m", [new ImpactCategory("ACID", "kg SO2 eq"), new ImpactCategory("GHG", "kg CO2 eq")], [])));

    [Fact]
    public void Parts_that_do_not_sum_up_are_a_fault_of_the_engine()
    {
        FootprintBalance balance = new("study", Climate.Categories, new CarbonLca.Assessment.SolveProof(1e-16, 10, 0));
        balance.Verify("stages", 0, [0.1, 0.2], 0.30000000000000004);
        InconsistentFootprintException fault = Assert.Throws<InconsistentFootprintException>(() => balance.Verify("stages", 0, [1, 2], 3.00001));
        Assert.Equal("stages", fault.Breakdown);
        Assert.Equal(3, fault.Sum);
        Assert.Throws<InconsistentFootprintException>(() => balance.Verify("stages", 0, [double.NaN], double.NaN));
    }

    [Fact]
    public void A_product_of_a_database_is_per_declared_unit()
    {
        ProductAssessment assessment = ProductAssessment.Of(Background, "power", 3.6, Unit.Parse("MJ"), Climate, LinkOptions.Default, CharacterizationOptions.Default);
        CarbonFootprint footprint = FootprintCalculator.Of(assessment);
        Assert.Equal(1.15, footprint.Total, 12);
        Assert.Equal("kWh", footprint.Unit.Unit);
        Assert.Equal(1, footprint.Unit.Amount, 15);
        Assert.Equal("EU", footprint.Location);
        Assert.Empty(footprint.Stages);
    }

    [Fact]
    public void Every_view_but_the_upstream_totals_sums_to_the_total()
    {
        ProductAssessment assessment = ProductAssessment.Of(Background, "steel", 2, null, Climate, LinkOptions.Default, CharacterizationOptions.Default);
        foreach (IEnumerable<Contribution> view in (IEnumerable<Contribution>[])[assessment.ByProcess(0), assessment.ByFlow(0), assessment.ByFirstTier(0), assessment.ByStage(0)])
            Assert.Equal(assessment.Impact[0], view.Sum(c => c.Value), 12);
        Contribution whole = assessment.ByUpstreamTotal(0, 1)[0];
        Assert.Equal("steel", whole.Id);
        Assert.Equal(assessment.Impact[0], whole.Value, 12);
        Assert.DoesNotContain(assessment.ByUpstreamTotal(0, 5, least: 7), c => c.Id == "power");
    }

    [Fact]
    public void Rests_keep_what_is_not_shown()
    {
        Contribution[] parts = [new("a", Wording.Same("a"), null, 5), new("b", Wording.Same("b"), null, -3), new("c", Wording.Same("c"), null, 1), new("d", Wording.Same("d"), null, 2), new("e", Wording.Same("e"), null, 0)];
        ContributionSelection top = ContributionSelection.Top(Contribution.Rank(parts), 1);
        Assert.Equal("a", Assert.Single(top.Shown).Id);
        Assert.Equal((3.0, 2, -3.0, 1), (top.RestPositive, top.RestPositiveCount, top.RestNegative, top.RestNegativeCount));
        Assert.Equal(["a", "b"], ContributionSelection.Above(Contribution.Rank(parts), 0.6, 5).Shown.Select(c => c.Id));
    }

    [Fact]
    public void The_known_case_gives_what_the_book_says() => Assert.Equal(SelfTest.Expected, SelfTest.Compute(), 12);

    private static CarbonFootprint Compute(Study study) => FootprintCalculator.Compute(StudyModel.Build(study, Background), Background, Climate);

    private static Study Study(double credit)
    {
        List<StudyLine> end = [Line("scrap", 2, "kg")];
        if (credit > 0) end.Add(Line("steel", -credit, "kg", isCredit: true));
        return new Study
        {
            Id = "box",
            Title = new Wording("Box", "箱子"),
            Boundary = SystemBoundary.GateToGate,
            FunctionalUnit = new StudyUnit(new Wording("one box", "一个箱子"), 1, "piece"),
            ReferenceFlow = new StudyUnit(new Wording("one box", "一个箱子"), 1, "piece"),
            Data = "background",
            Method = "climate",
            Stages =
            [
                new StudyStage(LifeCycleStage.RawMaterials, [Line("steel", 2, "kg")]),
                new StudyStage(LifeCycleStage.Use, [Line("power", 36, "MJ")]),
                new StudyStage(LifeCycleStage.EndOfLife, [.. end]),
            ],
        };
    }

    private static ProvidedLine Line(string provider, double amount, string unit, bool isCredit = false) => new()
    {
        Item = Wording.Same($"{provider} {amount}"),
        Source = Wording.Same("made up for this test"),
        Quality = SourceKind.Assumption,
        Amount = amount,
        Unit = unit,
        Provider = provider,
        IsCredit = isCredit,
    };
}
