using CarbonLca.Analysis;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Studies;
using CarbonLca.Systems;
using CarbonLca.Tests.Studies;

namespace CarbonLca.Tests.Analysis;

/// <summary>Changes split by cause, by hand.</summary>
public sealed class ChangeSplitTests
{
    private static readonly ComputationChoices Choices = new(LinkOptions.Default, CharacterizationOptions.Default, SolverOptions.Default);

    [Fact]
    public void A_product_of_two_causes_is_shared_evenly()
    {
        // 10 kg · 2 kg CO2/kg → 16 kg · 3 kg CO2/kg: Δ = 28; amount (2 + 3)/2 · 6 = 15, version (10 + 16)/2 · 1 = 13.
        ChangeSplit split = ChangeSplit.Of(Computation(10, "steel", 2, 1), Computation(16, "steel", 3, 1));
        Assert.Equal(28, split.Total.Absolute, 12);
        Assert.Equal(15, Part(split, ChangeGroups.Activity), 12);
        Assert.Equal(0, Part(split, ChangeGroups.Data));
        Assert.Equal(13, Part(split, ChangeGroups.FactorVersion), 12);
        Assert.Equal(0, Part(split, ChangeGroups.Method));
        Assert.Equal(30, split.Recomputed!.Value, 12);
        Assert.Empty(split.Findings);
        Assert.All(split.Parts, p => Assert.Equal(p.Value, p.Stages.Sum(), 12));
    }

    [Fact]
    public void All_four_causes_add_up_to_the_change_in_total_and_in_every_stage()
    {
        ChangeSplit split = ChangeSplit.Of(Computation(10, "steel", 2, 1), Computation(16, "water", 3, 1.5));
        Assert.Equal(4, split.Parts.Length);
        Assert.All(split.Parts, p => Assert.NotEqual(0, p.Value));
        Assert.Equal(split.Total.Absolute, split.Parts.Sum(p => p.Value), 1e-11);
        for (int k = 0; k < split.Stages.Length; k++)
        {
            double before = split.Before.Stages.Where(s => s.Stage == split.Stages[k]).Sum(s => s.Values[0]);
            double after = split.After.Stages.Where(s => s.Stage == split.Stages[k]).Sum(s => s.Values[0]);
            Assert.Equal(after - before, split.Parts.Sum(p => p.Stages[k]), 1e-11);
        }
    }

    [Fact]
    public void A_figure_of_the_supplier_in_place_of_a_process_is_a_choice_of_data()
    {
        StudyComputation before = Computation(10, "steel", 2, 1);
        FactorLine declared = SampleStudy.Part(1.5) with { Item = new Wording("Chassis", "机箱"), Amount = 12 };
        StudyComputation after = before with
        {
            Study = before.Study with { Stages = before.Study.Stages.SetItem(0, new StudyStage(LifeCycleStage.RawMaterials, [declared])) },
            Method = new ImpactMethod("gwp", before.Method.Categories, [.. before.Method.Rows, new MethodRow(0, "co2e-fossil-ar6", 1, Some.Kilogram) { Direction = ExchangeDirection.Output }]),
        };
        ChangeSplit split = ChangeSplit.Of(before with { Method = after.Method }, after);

        // 10 · 2 → 12 · 1.5: amounts (2 + 1.5)/2 · 2 = 3.5, data (10 + 12)/2 · −0.5 = −5.5.
        Assert.Equal(3.5, Part(split, ChangeGroups.Activity), 12);
        Assert.Equal(-5.5, Part(split, ChangeGroups.Data), 12);
    }

    [Fact]
    public void The_way_back_is_the_opposite_change()
    {
        StudyComputation before = Computation(10, "steel", 2, 1);
        StudyComputation after = Computation(16, "water", 3, 1.5);
        ChangeSplit there = ChangeSplit.Of(before, after);
        ChangeSplit back = ChangeSplit.Of(after, before);
        foreach (ChangePart part in there.Parts) Assert.Equal(-part.Value, Part(back, part.Groups), 1e-11);
    }

    [Fact]
    public void What_cannot_be_combined_is_one_part_and_says_so()
    {
        // The later study takes a process that the earlier data do not have.
        StudyComputation before = Computation(10, "steel", 2, 1);
        StudyComputation after = Computation(16, "green-steel", 2, 1, Process.Producing(1, Flow.Product("green-steel", SampleStudy.Steel.Unit)).Emitting(0.5, SampleStudy.Co2));
        ChangeSplit split = ChangeSplit.Of(before, after);
        Assert.Equal([ChangeGroups.Activity, ChangeGroups.Data | ChangeGroups.FactorVersion, ChangeGroups.Method], split.Parts.Select(p => p.Groups));
        Assert.Equal(-12, split.Parts.Sum(p => p.Value), 12);
        Assert.Equal(-12 - Part(split, ChangeGroups.Activity), Part(split, ChangeGroups.Data | ChangeGroups.FactorVersion), 12);
        Assert.Contains("choice of data and version of factors", Assert.Single(split.Findings).What.En, StringComparison.Ordinal);
        Assert.Contains("green-steel", split.Findings[0].What.En, StringComparison.Ordinal);
        Assert.Null(split.Recomputed);
    }

    [Fact]
    public void REQ_19_the_earlier_result_is_computed_again_when_method_or_factors_change()
    {
        PerformanceTracking tracking = PerformanceTracking.Of(ChangeSplit.Of(Computation(10, "steel", 2, 1), Computation(8, "steel", 3, 1)));
        Assert.True(tracking.IsAllowed);
        Assert.Equal((20.0, 24.0), (Math.Round(tracking.Stated.Before, 9), Math.Round(tracking.Stated.After, 9)));
        Assert.Equal(0.2, tracking.Stated.Relative!.Value, 12);
        Assert.Equal(30, tracking.Tracked!.Value.Before, 12);
        Assert.Equal(-0.2, tracking.Tracked!.Value.Relative!.Value, 12);
        Wording sentence = tracking.Sentence!.Value;
        Assert.Equal("The product carbon footprint rose from 20.00 to 24.00 kg CO2e per piece (+4.000 kg CO2e, +20.0 %). Causes: version of factors +9.000, activity -5.000 kg CO2e. With today's method and factors the earlier footprint is 30.00 kg CO2e, and the change of the product -6.000 kg CO2e, -20.0 %.", sentence.En);
        Assert.Equal("产品碳足迹由 20.00 上升至 24.00 kg CO2e（每件，+4.000 kg CO2e, +20.0 %）。变化原因：因子版本 +9.000，活动水平 -5.000 kg CO2e。按现行方法与因子重新计算，此前的碳足迹为 30.00 kg CO2e，产品自身变化为 -6.000 kg CO2e, -20.0 %。", sentence.Zh);
    }

    [Fact]
    public void REQ_19_bad_an_earlier_footprint_of_zero_has_an_absolute_change_only()
    {
        PerformanceTracking tracking = PerformanceTracking.Of(ChangeSplit.Of(Computation(10, "steel", 0, 1), Computation(10, "steel", 3, 1)));
        Assert.Null(tracking.Stated.Relative);
        Assert.Equal(30, tracking.Stated.Absolute, 12);
        Assert.Contains("(+30.00 kg CO2e)", tracking.Sentence!.Value.En, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", tracking.Sentence!.Value.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_19_bad_another_product_or_unit_is_not_tracked()
    {
        StudyComputation before = Computation(10, "steel", 2, 1);
        StudyComputation other = before with { Study = before.Study with { FunctionalUnit = before.Study.FunctionalUnit with { Amount = 2 } } };
        PerformanceTracking tracking = PerformanceTracking.Of(ChangeSplit.Of(before, other));
        Assert.Equal("unit", Assert.Single(tracking.Differences).Criterion.Key);
        Assert.Null(tracking.Sentence);
    }

    [Fact]
    public void Nothing_changed_is_said_in_both_languages()
    {
        StudyComputation same = Computation(10, "steel", 2, 1);
        PerformanceTracking tracking = PerformanceTracking.Of(ChangeSplit.Of(same, same));
        Assert.Equal("The product carbon footprint is unchanged at 20.00 kg CO2e per piece.", tracking.Sentence!.Value.En);
        Assert.Equal("产品碳足迹未变化，为每件 20.00 kg CO2e。", tracking.Sentence!.Value.Zh);
    }

    private static double Part(ChangeSplit split, ChangeGroups groups) => split.Parts.Single(p => p.Groups == groups).Value;

    private static StudyComputation Computation(double amount, string provider, double steel, double gwp, params Process[] further)
    {
        Study study = SampleStudy.Of(
            new StudyStage(LifeCycleStage.RawMaterials, [SampleStudy.Line(amount, "kg", provider)]),
            new StudyStage(LifeCycleStage.Production, [SampleStudy.Line(0, "kWh", "electricity") with { Item = new Wording("Assembly", "组装"), Amount = provider == "water" ? 2 : 1e-300 }])) with
        { Boundary = SystemBoundary.CradleToGate };
        LciDatabase data = LciDatabase.Of(
        [
            Process.Producing(1, SampleStudy.Steel).Emitting(steel, SampleStudy.Co2),
            Process.Producing(1, SampleStudy.Water).Emitting(0.001 * (steel + 1), SampleStudy.Co2),
            Process.Producing(1, SampleStudy.Electricity).Emitting(0.1 * steel, SampleStudy.Co2),
            .. further,
        ]);
        ImpactMethod method = new($"gwp-{gwp}", [new ImpactCategory("climate", "kg CO2e")], [new MethodRow(0, "co2", gwp, Some.Kilogram) { Direction = ExchangeDirection.Output }]);
        return new StudyComputation(study, data, method, Choices);
    }
}
