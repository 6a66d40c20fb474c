using CarbonLca.Analysis;
using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;
using CarbonLca.Studies;
using CarbonLca.Systems;
using CarbonLca.Tests.Studies;

namespace CarbonLca.Tests.Analysis;

/// <summary>What is activity and what is data where two studies are mixed, and what inputs of derived items are called.</summary>
public sealed class MixedStudyTests
{
    private static readonly Replacement Twice = new(new Quantity(6, Unit.Parse("a")), new Quantity(2, Unit.Parse("a")));

    private static Study Of(StudyLine line) => SampleStudy.Of(new StudyStage(LifeCycleStage.RawMaterials, [line]));

    [Fact]
    public void REQ_19_replacements_are_activity_and_providers_are_data()
    {
        ProvidedLine mine = SampleStudy.Line() with { Replacement = Twice };
        Study mixed = MixedStudy.Of(Of(mine), Of(SampleStudy.Line(3, "kg", "water")));
        ProvidedLine line = Assert.IsType<ProvidedLine>(mixed.Stages[0].Lines[0]);
        Assert.Equal((14, "water", Twice), (line.Amount.Value, line.Provider.Value, line.Replacement));
    }

    [Fact]
    public void REQ_19_bad_a_factor_taken_from_the_other_study_brings_none_of_its_amounts()
    {
        FactorLine its = SampleStudy.Part() with { Item = SampleStudy.Line().Item, Amount = 99, Replacement = Twice };
        FactorLine line = Assert.IsType<FactorLine>(MixedStudy.Of(Of(SampleStudy.Line()), Of(its)).Stages[0].Lines[0]);
        Assert.Equal((14, 1, 3.1), (line.Amount.Value, line.Times, line.Factor.Value.Value));
        Assert.Null(line.Replacement);
    }

    [Fact]
    public void REQ_33_the_end_of_life_of_a_material_has_a_name_of_its_own_among_the_inputs()
    {
        MaterialEndOfLife cycle = new() { Cycle = new MaterialCycle(0, 0, 0), Method = EndOfLifeMethod.CutOff, Providers = System.Collections.Immutable.ImmutableDictionary<EndOfLifeRole, Located<string>>.Empty.Add(EndOfLifeRole.Disposal, "scrap") };
        Study study = SampleStudy.Of(
            new StudyStage(LifeCycleStage.RawMaterials, [SampleStudy.Line() with { EndOfLife = cycle }]),
            new StudyStage(LifeCycleStage.Production, [SampleStudy.Line(1, "kWh", "electricity") with { Item = new Wording("Assembly", "组装") }]),
            new StudyStage(LifeCycleStage.Distribution, [SampleStudy.Delivery()]),
            new StudyStage(LifeCycleStage.Use, [SampleStudy.Use()]));
        StudyForeground foreground = StudyModel.Build(study, SampleStudy.Background);
        ProductSystem system = ProductSystem.Link(foreground.On(SampleStudy.Background));
        InputNames names = new(system, foreground);
        string[] texts = [.. Enumerable.Range(0, system.Database.Exchanges.Count).Where(names.IsInput).Select(row => names[row].Text.En)];
        Assert.Contains(texts, text => text.EndsWith(": Chassis", StringComparison.Ordinal) && text.StartsWith(LifeCycleStage.RawMaterials.Name().En, StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains(": Chassis, end of life", StringComparison.Ordinal));
    }
}
