using CarbonLca.Analysis;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Sensitivity;
using CarbonLca.Studies;
using CarbonLca.Tests.Studies;

namespace CarbonLca.Tests.Analysis;

/// <summary>A study with other numbers and providers, beside the study as it is.</summary>
public sealed class StudyChangeTests
{
    private static readonly Study Box = SampleStudy.Of(
        new StudyStage(LifeCycleStage.RawMaterials, [SampleStudy.Line(), SampleStudy.Part()]),
        new StudyStage(LifeCycleStage.Production, [SampleStudy.Line(3) with { Item = new Wording("Frame", "框架") }]),
        new StudyStage(LifeCycleStage.Distribution, [SampleStudy.Delivery()]),
        new StudyStage(LifeCycleStage.Use, [SampleStudy.Use()]),
        new StudyStage(LifeCycleStage.EndOfLife, [SampleStudy.Disposal()]));

    [Theory]
    [InlineData("raw_materials/1", "10", 28, 20)]
    [InlineData("Chassis", "10000 g", 28, 20)]
    [InlineData("机箱", "-50%", 28, 14)]
    [InlineData("raw_materials/1.yield", "0.5", 28, 56)]
    [InlineData("Rare part.factor", "4.1", 6.2, 8.2)]
    [InlineData("distribution/1.leg1", "1 km", 0.5, 0.001)]
    [InlineData("Delivery.mass", "0.04 t", 0.5, 1)]
    [InlineData("use/1.lifetime", "+100%", 1892.16, 3784.32)]
    [InlineData("use/1.pue", "1", 1892.16, 1261.44)]
    [InlineData("use/1.state1", "0.05 kW", 1892.16, 946.08)]
    public void Another_number_changes_its_item_and_nothing_else(string line, string value, double before, double after)
    {
        FootprintDifference difference = Difference(StudyChange.Set(line, value));
        DifferencePart part = Assert.Single(difference.Items, i => i.Change.Absolute != 0);
        Assert.Equal(before, part.Change.Before, 1e-12 * before);
        Assert.Equal(after, part.Change.After, 1e-12 * after);
        Assert.Equal(part.Change.Absolute, difference.Total.Absolute, 1e-12 * difference.Total.Before);
    }

    [Fact]
    public void Views_of_the_difference_add_up_and_it_is_that_of_exchanges_changed_one_by_one()
    {
        StudyForeground foreground = StudyModel.Build(Box, SampleStudy.Background);
        ProductAssessment assessment = FootprintCalculator.Assess(foreground, SampleStudy.Background, Method);
        FootprintDifference difference = Difference(StudyChange.Set("raw_materials/1", "11.5"), StudyChange.Set("production/1", "2"), StudyChange.Swap("production/1", "water"));
        Assert.Equal(difference.Total.Absolute, difference.Stages.Sum(s => s.Change.Absolute), 1e-9);
        Assert.Equal(difference.Total.Absolute, difference.Items.Sum(s => s.Change.Absolute), 1e-9);

        LciDatabase database = assessment.System.Database;
        int Row(string process, string flow) => Enumerable.Range(0, database.Exchanges.Count).Single(r =>
            database.Processes.Id(database.Exchanges.ProcessOf(r)) == process && database.Flows[database.Exchanges.Flow[r]].Id == flow);
        WhatIfFootprints scored = WhatIf.About(assessment.Products)
            .Set(Row("box/raw_materials/1", "steel"), 11.5)
            .Set(Row("box/production/1", "steel"), 2)
            .Swap(Row("box/production/1", "steel"), "water")
            .Score();
        double expected = scored[assessment.Column, 0] * assessment.Amount;
        Assert.Equal(expected, difference.After.Total, 1e-11 * expected);
    }

    [Fact]
    public void Changes_say_what_was_there_and_are_made_one_after_the_other()
    {
        ChangedStudy changed = ChangedStudy.Of(Box, [StudyChange.Set("chassis", "10"), StudyChange.Set("Chassis", "+10%"), StudyChange.Swap("use/1", "steel")]);
        Assert.Equal(["14 kg → 10 kg", "10 kg → 11 kg", "electricity → steel"], changed.Changes.Select(c => $"{c.From} → {c.To}"));
        Assert.Equal(14, ((ProvidedLine)Box.Stages[0].Lines[0]).Amount.Value);
    }

    [Fact]
    public void A_distribution_in_the_unit_of_the_amount_goes_with_the_amount_and_a_relative_one_stays()
    {
        Study study = SampleStudy.Of(new StudyStage(LifeCycleStage.RawMaterials, [
            SampleStudy.Line() with { Uncertainty = StudyUncertainty.Normal(1) },
            SampleStudy.Line() with { Uncertainty = StudyUncertainty.Lognormal(1.2), Item = new Wording("Lid", "盖") }]));
        Study changed = ChangedStudy.Of(study, [StudyChange.Set("Chassis", "2"), StudyChange.Set("Lid", "2")]).Study;
        Assert.Null(changed.Stages[0].Lines[0].Uncertainty);
        Assert.Equal(1.2, changed.Stages[0].Lines[1].Uncertainty!.Spread);
    }

    [Theory]
    [InlineData("Chasis", "1", "Closest: 'Chassis'")]
    [InlineData("use/2", "1", "'use/1'")]
    [InlineData("Deliv", "1", "'Delivery'")]
    [InlineData("use/1", "1", "use/1.lifetime, use/1.pue, use/1.state1")]
    [InlineData("Chassis.colour", "1", "raw_materials/1.amount")]
    [InlineData("Chassis", "heavy", "found 'heavy'")]
    [InlineData("Chassis", "10%", "-10%")]
    [InlineData("Chassis", "1e999", "expected a number")]
    [InlineData("distribution/1.leg2", "1 km", "distribution/1.leg1")]
    [InlineData("distribution/1.leg1", "1 parsecs", "parsecs")]
    public void What_is_not_there_is_refused_with_what_is(string line, string value, string expected)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ChangedStudy.Of(Box, [StudyChange.Set(line, value)]));
        Assert.Contains(expected, refusal.Findings[0].ToText(Language.English), StringComparison.Ordinal);
        Assert.NotEqual(refusal.Findings[0].ToText(Language.English), refusal.Findings[0].ToText(Language.Chinese));
    }

    [Theory]
    [InlineData("Rare part", "steel", "nothing that can be changed this way")]
    [InlineData("use/1.lifetime", "steel", "use/1.provider")]
    public void Only_what_a_process_supplies_is_swapped(string line, string provider, string expected)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ChangedStudy.Of(Box, [StudyChange.Swap(line, provider)]));
        Assert.Contains(expected, refusal.Findings[0].ToText(Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_that_stands_twice_is_named_by_its_key()
    {
        Study study = SampleStudy.Of(new StudyStage(LifeCycleStage.RawMaterials, [SampleStudy.Line(), SampleStudy.Line()]));
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => StudyLines.Find(study, "Chassis"));
        Assert.Contains("raw_materials/1, raw_materials/2", refusal.Findings[0].ToText(Language.English), StringComparison.Ordinal);
        Assert.Equal(2, StudyLines.Find(study, "raw_materials/2").Number);
    }

    [Fact]
    public void REQ_19_a_relative_change_is_taken_of_the_size_of_the_value_before()
    {
        Assert.Equal((-2.0, -0.2), (new ValueChange(10, 8).Absolute, new ValueChange(10, 8).Relative));
        Assert.Equal(0.5, new ValueChange(-10, -5).Relative);
    }

    [Fact]
    public void REQ_19_bad_from_zero_only_the_absolute_change_is_defined()
    {
        Assert.Null(new ValueChange(0, 8).Relative);
        Assert.Equal(8, new ValueChange(0, 8).Absolute);
    }

    internal static ImpactMethod Method { get; } = new(
        "test",
        [new ImpactCategory("climate", "kg CO2e")],
        [
            new MethodRow(0, "co2", 1, Some.Kilogram) { Direction = ExchangeDirection.Output },
            new MethodRow(0, "co2e-fossil-ar6", 1, Some.Kilogram) { Direction = ExchangeDirection.Output },
        ]);

    private static FootprintDifference Difference(params StudyChange[] changes) =>
        FootprintDifference.Of(Footprint(Box), Footprint(ChangedStudy.Of(Box, changes).Study));

    private static CarbonFootprint Footprint(Study study) => FootprintCalculator.Compute(StudyModel.Build(study, SampleStudy.Background), SampleStudy.Background, Method);
}
