using CarbonLca.Analysis;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Studies;
using CarbonLca.Systems;
using CarbonLca.Tests.DataQuality;
using CarbonLca.Tests.Electricity;
using CarbonLca.Tests.Studies;

namespace CarbonLca.Tests.Analysis;

/// <summary>What may be compared, what may be said, and what is drawn together.</summary>
public sealed class ComparisonTests
{
    private static readonly Study Box = SampleStudy.Of(
        new StudyStage(LifeCycleStage.RawMaterials, [SampleStudy.Line()]),
        new StudyStage(LifeCycleStage.Production, [SampleStudy.Line(1, "kWh", "electricity") with { Item = new Wording("Assembly", "组装") }]),
        new StudyStage(LifeCycleStage.Distribution, [SampleStudy.Delivery()]),
        new StudyStage(LifeCycleStage.Use, [SampleStudy.Use()]),
        new StudyStage(LifeCycleStage.EndOfLife, [SampleStudy.Disposal()]));

    [Fact]
    public void REQ_18_footprints_that_agree_in_everything_are_compared()
    {
        StudyComparison comparison = StudyComparison.Of(Footprint(Box), Footprint(With(Box, StudyChange.Set("Chassis", "10"))));
        Assert.True(comparison.Comparability.IsAllowed);
        Assert.Empty(comparison.Comparability.Findings);
        Assert.Equal(ComparisonVerdict.LowerB, comparison.Verdict);
        Assert.Contains("B is lower by 8.000 kg CO2e", comparison.Statement!.Value.En, StringComparison.Ordinal);
        Assert.Contains("B 较低", comparison.Statement!.Value.Zh, StringComparison.Ordinal);
        InputDifference input = Assert.Single(comparison.Inputs);
        Assert.Equal(("raw_materials/1", "14 kg · [steel]", "10 kg · [steel]"), (input.Key, input.OfA!.Value.En, input.OfB!.Value.En));
    }

    [Theory]
    [InlineData("unit")]
    [InlineData("boundary")]
    [InlineData("stages")]
    [InlineData("gwp_set")]
    [InlineData("allocation")]
    [InlineData("cut_off")]
    [InlineData("pcr")]
    public void REQ_18_bad_unlike_footprints_are_refused_with_the_list(string criterion)
    {
        CarbonFootprint a = Footprint(Box);
        CarbonFootprint b = criterion switch
        {
            "unit" => Footprint(Box with { FunctionalUnit = Box.FunctionalUnit with { Amount = 2 } }),
            "boundary" or "stages" => Footprint(Box with { Boundary = SystemBoundary.CradleToGate, Stages = [.. Box.Stages.Take(2)] }),
            "gwp_set" => Footprint(Box, new ImpactMethod("other", StudyChangeTests.Method.Categories, StudyChangeTests.Method.Rows)),
            "allocation" => Footprint(Box, linking: new LinkOptions { Allocation = Allocation.Named("equal") }),
            "cut_off" => Footprint(Box, linking: new LinkOptions { Unlinked = UnlinkedPolicy.Refuse }),
            _ => Footprint(Box with { Scope = Box.Scope! with { Pcr = new Wording("PCR 2024:01", "PCR 2024:01") } }),
        };
        StudyComparison comparison = StudyComparison.Of(a, b);
        Assert.False(comparison.Comparability.IsAllowed);
        Assert.Contains(comparison.Comparability.Differences, d => d.Criterion.Key == criterion);
        Assert.Equal(comparison.Comparability.Differences.Length, comparison.Comparability.Findings.Length);
        Assert.All(comparison.Comparability.Findings, f => Assert.Equal((Severity.Error, FindingCode.NotComparable), (f.Severity, f.Code)));
        Assert.Equal(ComparisonVerdict.Refused, comparison.Verdict);
        Assert.Null(comparison.Statement);
    }

    // The study says by which rules it was made; what it is judged by, not what comes of it, must agree.
    [Theory]
    [InlineData("cut_off", "each below 1 %, together below 5 %", "each below 2 %, together below 5 %")]
    [InlineData("electricity", "location-based", "market-based, instruments at most 12 months apart")]
    [InlineData("end_of_life", "cut-off", "Circular Footprint Formula")]
    [InlineData("data_quality", "four levels", "pedigree scores by sample")]
    public void REQ_18_bad_rules_that_the_studies_declare_apart_are_the_only_difference(string criterion, string ofA, string ofB)
    {
        CarbonFootprint footprint = Footprint(Box);
        Study recycled = Cycled(EndOfLifeMethod.CutOff);
        Study other = criterion switch
        {
            "cut_off" => recycled with { CutOffs = new StudyCutOffs(new CutOffCriteria(0.02, 0.05), []) },
            "electricity" => recycled with { Electricity = Bought(isLocationBased: false) },
            "end_of_life" => Cycled(EndOfLifeMethod.CircularFootprintFormula),
            _ => Rated(recycled),
        };
        ComparabilityDifference difference = Assert.Single(Comparability.Of(footprint with { Study = recycled }, footprint with { Study = other }).Differences);
        Assert.Equal(criterion, difference.Criterion.Key);
        Assert.Contains(ofA, difference.OfA.En, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(ofB, difference.OfB.En, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(difference.OfA.Zh, difference.OfB.Zh);
    }

    [Fact]
    public void REQ_18_rules_that_agree_allow_a_comparison_whatever_comes_of_them()
    {
        CarbonFootprint footprint = Footprint(Box);
        Study recycled = Cycled(EndOfLifeMethod.CutOff);
        CutOffFlow label = new() { Item = Wording.Same("Label"), Stage = LifeCycleStage.RawMaterials, Amount = 0.01, Unit = "kg", Reason = Wording.Same("small"), Estimate = new CutOffEstimate.ByMass() };
        Study[] alike =
        [
            recycled with { CutOffs = new StudyCutOffs(CutOffCriteria.Default, [label]) }, // another flow is left out by the same criteria
            recycled with { Electricity = Bought(isLocationBased: true) }, // electricity by location, of an account or of the background
            recycled with { EndOfLife = new StudyEndOfLife(EndOfLifeMethod.CircularFootprintFormula) }, // no material takes it
            recycled with { Stages = recycled.Stages.SetItem(0, new StudyStage(LifeCycleStage.RawMaterials, [((ProvidedLine)recycled.Stages[0].Lines[0]) with { EndOfLife = new MaterialEndOfLife { Cycle = Cycle } }])), EndOfLife = new StudyEndOfLife(EndOfLifeMethod.CutOff) },
        ];
        Assert.All(alike, other => Assert.Empty(Comparability.Of(footprint with { Study = recycled }, footprint with { Study = other }).Differences));
        CarbonFootprint rated = footprint with { Study = Rated(recycled) };
        Assert.True(Comparability.Of(rated, rated with { Study = Rated(recycled, 4) }).IsAllowed); // other scores on the same scale
    }

    [Fact]
    public void REQ_18_units_that_convert_are_the_same_unit_and_other_data_or_places_are_remarks()
    {
        Study perKilogram = Box with { FunctionalUnit = Box.FunctionalUnit with { Amount = 1, Unit = "kg" } };
        Study perGram = Box with { FunctionalUnit = Box.FunctionalUnit with { Amount = 1000, Unit = "g" }, Scope = Box.Scope! with { Geography = new Wording("China", "中国") } };
        Comparability comparability = Comparability.Of(Footprint(perKilogram), Footprint(perGram));
        Assert.True(comparability.IsAllowed);
        Assert.Equal("geography", Assert.Single(comparability.Remarks).Criterion.Key);
    }

    [Fact]
    public void REQ_122_paired_samples_give_a_probability_and_the_rule_by_which_they_decide()
    {
        Study a = Uncertain(Box, 1.5);
        StudyComparison comparison = Compare(a, With(a, StudyChange.Set("Chassis", "-10%")));
        PairedSamples paired = comparison.Paired!;
        Assert.Equal(1, paired.Shared); // the same line of the same study is one input
        Assert.Equal(0, paired.Result.ProbabilityOfLess);
        Assert.Equal(ComparisonVerdict.LowerB, comparison.Verdict);
        Assert.Contains("by the rule that 95.0 % decide, B is the lower", comparison.Statement!.Value.En, StringComparison.Ordinal);
        Assert.Equal(comparison.Difference.Before.Total - comparison.Difference.After.Total, paired.Result.Difference.Deterministic, 1e-9);
    }

    [Fact]
    public void REQ_122_bad_samples_that_overlap_decide_nothing()
    {
        // Another id is another product: its chassis varies by itself.
        Study a = Uncertain(Box, 1.5);
        StudyComparison comparison = Compare(a, With(a, StudyChange.Set("Chassis", "-10%")) with { Id = "other" });
        Assert.Equal(0, comparison.Paired!.Shared);
        Assert.InRange(comparison.Paired.Result.ProbabilityOfLess, 0.3, 0.49);
        Assert.InRange(comparison.Paired.Result.ProbabilityStandardError, 0.005, 0.02);
        Assert.Equal(ComparisonVerdict.Undecided, comparison.Verdict);
        Assert.Contains("do not decide", comparison.Statement!.Value.En, StringComparison.Ordinal);
        Assert.Contains("不足以判定", comparison.Statement!.Value.Zh, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => StudyComparison.Of(comparison.Difference.Before, comparison.Difference.After, null, 0.5));
    }

    [Fact]
    public void Shared_background_processes_share_their_draws()
    {
        Process steel = Process.Producing(1, SampleStudy.Steel).With(new Exchange(SampleStudy.Co2, ExchangeDirection.Output, 2) { Uncertainty = Uncertainty.Lognormal(0.8) });
        LciDatabase background = LciDatabase.Of([steel, .. Enumerable.Range(0, SampleStudy.Background.Processes.Count).Select(SampleStudy.Background.Process).Where(p => p.Id != "steel")]);
        ProductAssessment a = Assess(Box, background);
        ProductAssessment b = Assess(With(Box, StudyChange.Set("Chassis", "14.1")) with { Id = "other" }, background);
        PairedSamples paired = PairedSamples.Draw(a, 0, b, 0, new MonteCarloOptions { Samples = 500, Seed = 3 });
        Assert.Equal((1, 1), (paired.Parameters, paired.Shared));
        Assert.Equal(1, paired.Result.ProbabilityOfLess);
    }

    private static readonly MaterialCycle Cycle = new(0.2, 0.5, 0, 0.5, 0, 1, 1);

    private static Study Cycled(EndOfLifeMethod method) =>
        Box with { Stages = Box.Stages.SetItem(0, new StudyStage(LifeCycleStage.RawMaterials, [SampleStudy.Line() with { EndOfLife = new MaterialEndOfLife { Cycle = Cycle, Method = method } }])) };

    private static Study Rated(Study study, int score = 2) =>
        study with { Stages = study.Stages.SetItem(0, study.Stages[0] with { Lines = [study.Stages[0].Lines[0] with { Rating = new DataRating { Scores = new PedigreeScores(score, score, score, score, score), Pedigree = SamplePedigree.Table } }] }) };

    private static StudyElectricity Bought(bool isLocationBased) => new()
    {
        Table = SomeGrid.Table,
        IsLocationBased = isLocationBased,
        Accounts =
        [
            new StudyElectricityAccount
            {
                Id = "site",
                Consumer = "the site",
                Area = "CN",
                Period = Box.Scope!.Period,
                Consumption = new Quantity(100, Unit.Parse("kWh")),
                Residual = new ProcessSource("electricity"),
            },
        ],
    };

    private static Study Uncertain(Study study, double gsd) =>
        study with { Stages = study.Stages.SetItem(0, study.Stages[0] with { Lines = [SampleStudy.Line() with { Uncertainty = StudyUncertainty.Lognormal(gsd) }] }) };

    private static Study With(Study study, params StudyChange[] changes) => ChangedStudy.Of(study, changes).Study;

    private static StudyComparison Compare(Study a, Study b) => StudyComparison.Of(
        Footprint(a),
        Footprint(b),
        PairedSamples.Draw(Assess(a, SampleStudy.Background), 0, Assess(b, SampleStudy.Background), 0, new MonteCarloOptions { Samples = 2000, Seed = 7 }));

    private static ProductAssessment Assess(Study study, LciDatabase background) => FootprintCalculator.Assess(StudyModel.Build(study, background), background, StudyChangeTests.Method);

    private static CarbonFootprint Footprint(Study study, ImpactMethod? method = null, LinkOptions? linking = null) =>
        FootprintCalculator.Compute(StudyModel.Build(study, SampleStudy.Background), SampleStudy.Background, method ?? StudyChangeTests.Method, linking);
}
