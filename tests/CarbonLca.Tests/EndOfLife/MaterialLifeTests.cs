using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife;
using CarbonLca.Model;
using CarbonLca.Systems;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.EndOfLife;

/// <summary>REQ-33 to REQ-35 as processes that are solved like any other.</summary>
public sealed class MaterialLifeTests
{
    [Fact]
    public void REQ_33_the_processes_of_every_method_cause_what_the_formula_says()
    {
        foreach (EndOfLifeMethod method in EndOfLifeMethod.All)
        {
            Prop.ForAll(SomeMaterial.AnyCycle, cycle =>
            {
                EndOfLifeBalance expected = method.Evaluate(cycle, SomeMaterial.Emissions);
                MaterialForeground made = new MaterialLife(SomeMaterial.Name, cycle, method, SomeMaterial.Providers).ToForeground("steel");
                return Near(SomeMaterial.Impact(made, made.RawMaterials.Id), expected.Of(LifeCycleStage.RawMaterials))
                    && Near(SomeMaterial.Impact(made, made.EndOfLife.Id), expected.Of(LifeCycleStage.EndOfLife))
                    && Near(SomeMaterial.Impact(made, [.. made.Steps.Where(s => s.IsCredit).Select(s => s.Process.Id)]), expected.Credits)
                    && Near(SomeMaterial.Impact(made, [.. made.Steps.Where(s => !s.IsCredit).Select(s => s.Process.Id)]), expected.Burdens);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
        }
    }

    [Fact]
    public void REQ_33_processes_are_ordinary_and_say_stage_part_and_formula()
    {
        MaterialForeground made = new MaterialLife(SomeMaterial.Name, new MaterialCycle(0.3, 0.6, 0.2, 0.2, 0, 0.9, 0.8, SomeMaterial.Energy), EndOfLifeMethod.CircularFootprintFormula, SomeMaterial.Providers).ToForeground("steel");

        Assert.Equal(
            ["steel/raw_materials/material", "steel/end_of_life/material", "steel/end_of_life/material/credit", "steel/end_of_life/energy", "steel/end_of_life/energy/credit", "steel/end_of_life/disposal", "steel/raw_materials", "steel/end_of_life"],
            made.Processes.Select(p => p.Id));
        Assert.All(made.Processes, p => Assert.DoesNotContain(p.Exchanges, e => e.Flow.Kind == FlowKind.Elementary));
        Assert.All(made.Processes, p => Assert.Equal("end-of-life method cff: R1 = 0.3, R2 = 0.6, R3 = 0.2, A = 0.2, B = 0, QSin/Qp = 0.9, QSout/Qp = 0.8", p.Provenance!.Source));
        Assert.Equal("钢材，生命末期，材料部分，抵扣", made.Steps[2].Process.NameZh);
        Assert.Equal([LifeCycleStage.RawMaterials, LifeCycleStage.EndOfLife], made.Processes.Select(p => p.Stage).Distinct());
        Exchange replaced = Assert.Single(made.Steps[2].Process.Exchanges, e => e.IsAvoided);
        Assert.Equal("replaced_virgin", replaced.ProviderId);
        Assert.Equal(0.8 * 0.6 * 0.8, replaced.Amount, 1e-15);
        Assert.All(made.Steps, s => Assert.Equal(s.IsCredit, s.Process.Exchanges.Any(e => e.IsAvoided)));
        Exchange power = Assert.Single(made.Steps[4].Process.Exchanges, e => e.ProviderId == "power");
        Assert.Equal(0.2 * 30 * 0.2 / 3.6, power.Amount, 1e-15);
    }

    [Fact]
    public void REQ_33_a_product_takes_its_mass_of_the_material_from_the_two_stages()
    {
        MaterialForeground made = new MaterialLife(SomeMaterial.Name, new MaterialCycle(0.3, 0.6, 0.2), EndOfLifeMethod.EndOfLifeRecycling, SomeMaterial.Providers).ToForeground("steel");
        Process product = Process.Producing(1, Some.Product("chassis")).Using(14.1, made.RawMaterials.ReferenceFlow, made.RawMaterials.Id).Using(14.1, made.EndOfLife.ReferenceFlow, made.EndOfLife.Id);
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of([.. SomeMaterial.Processes.Values, .. made.Processes, product])));
        Assert.Equal(14.1 * 6.7, solver.Impacts(Demand.ForProcess("chassis", 1))[0], 1e-11);
    }

    [Fact]
    public void REQ_33_without_a_process_for_what_is_replaced_the_loop_is_closed_and_it_is_said()
    {
        Dictionary<EndOfLifeRole, MaterialProvider> open = new(SomeMaterial.Providers);
        open.Remove(EndOfLifeRole.ReplacedVirgin);
        open.Remove(EndOfLifeRole.ReplacedDisposal);
        MaterialLife life = new(SomeMaterial.Name, new MaterialCycle(0.3, 0.6, 0.2, qualityOut: 1, energy: SomeMaterial.Energy), EndOfLifeMethod.EqualShares, open);
        Assert.Equal(2, life.Findings.Length);
        Assert.All(life.Findings, f => Assert.Equal((Severity.Note, FindingCode.DefaultAssumed), (f.Severity, f.Code)));
        MaterialForeground made = life.ToForeground("steel");
        Assert.Equal(EndOfLifeMethod.EqualShares.Evaluate(life.Cycle, SomeMaterial.Emissions).Total, SomeMaterial.Impact(made, made.RawMaterials.Id, made.EndOfLife.Id), 1e-12);
    }

    [Fact]
    public void REQ_33_a_role_without_a_process_is_refused_not_left_out()
    {
        Dictionary<EndOfLifeRole, MaterialProvider> faulty = new(SomeMaterial.Providers)
        {
            [EndOfLifeRole.Recycling] = new(Some.Electricity),
            [EndOfLifeRole.EnergyRecovery] = new(Some.Co2),
        };
        faulty.Remove(EndOfLifeRole.Disposal);
        faulty.Remove(EndOfLifeRole.Recycled); // not needed by this method
        IReadOnlyList<Diagnostic> faults = Assert.Throws<InputRefusedException>(() => new MaterialLife(SomeMaterial.Name, new MaterialCycle(0.3, 0.6, 0.2), EndOfLifeMethod.EndOfLifeRecycling, faulty)).Findings;
        Assert.Equal([FindingCode.UnitMismatch, FindingCode.UnknownProduct, FindingCode.MissingFactor], faults.Select(f => f.Code));
        Assert.Equal("'Steel' has no process for disposal (ED), which the method '0:100' needs. Give a provider for 'disposal'.", faults[2].ToText(Language.English));
    }

    [Fact]
    public void REQ_33_alternatives_are_the_other_methods_and_A_that_can_be_run()
    {
        MaterialLife life = new(SomeMaterial.Name, new MaterialCycle(0.3, 0.6, 0.2, 0.2, 0, 1, 1), EndOfLifeMethod.CircularFootprintFormula, SomeMaterial.Providers);
        (string Method, double A)[] all = [.. life.Alternatives().Select(a => (a.Method.Name, a.Cycle.AllocationFactor))];
        Assert.Equal([("cut-off", 0.2), ("0:100", 0.2), ("50:50", 0.2), ("cff", 0.5), ("cff", 0.8)], all);

        Dictionary<EndOfLifeRole, MaterialProvider> few = new(SomeMaterial.Providers);
        few.Remove(EndOfLifeRole.Recycling); // only the cut-off does without
        MaterialLife bare = new(SomeMaterial.Name, life.Cycle, EndOfLifeMethod.CutOff, few);
        Assert.Empty(bare.Alternatives());
    }

    [Fact]
    public void REQ_34_an_end_of_life_that_saves_more_than_it_causes_is_solved()
    {
        MaterialForeground made = new MaterialLife(SomeMaterial.Name, new MaterialCycle(0, 1, 0, qualityOut: 1), EndOfLifeMethod.EndOfLifeRecycling, SomeMaterial.Providers).ToForeground("steel");
        Assert.Equal(-6, SomeMaterial.Impact(made, made.EndOfLife.Id), 1e-12);
    }

    [Fact]
    public void REQ_34_credits_keep_their_own_process_under_every_method() =>
        Prop.ForAll(SomeMaterial.AnyCycle, cycle => EndOfLifeMethod.All.All(method =>
            new MaterialLife(SomeMaterial.Name, cycle, method, SomeMaterial.Providers).ToForeground("m").Steps.All(step =>
                step.Process.Exchanges.Where(e => e.Direction != ExchangeDirection.Output || e.Flow.Id != step.Process.ReferenceFlow.Id).All(e => e.IsAvoided == step.IsCredit && e.Amount > 0))))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void REQ_35_what_all_uses_share_is_spread_over_them()
    {
        Process battery = Process.Producing(1, Some.Product("battery")).Emitting(120, Some.Co2);
        Process test = Process.Producing(1, Some.Product("test")).Emitting(3, Some.Co2);
        Process use = new Reuse(2.5).ToProcess(
            "use", new Wording("One life", "一次使用"),
            [new Exchange(battery.ReferenceFlow, ExchangeDirection.Input, 1) { Uncertainty = Uncertainty.Normal(0.5) }],
            [new Exchange(test.ReferenceFlow, ExchangeDirection.Input, 2)]);
        Assert.Equal(0.2, use.Exchanges[1].Uncertainty.Scale);
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(battery, test, use)));
        Assert.Equal((120 / 2.5) + 6, solver.Impacts(Demand.ForProcess("use", 1))[0], 1e-12);
    }

    [Fact]
    public void REQ_35_all_uses_together_bear_the_shared_part_once() =>
        Prop.ForAll(Gen.Choose(1, 10_000).Select(i => 1 + (i / 100.0)).ToArbitrary(), n =>
        {
            Process use = new Reuse(n).ToProcess("use", SomeMaterial.Name, [new Exchange(Some.Steel, ExchangeDirection.Input, 7)], []);
            return Math.Abs((n * use.Exchanges[1].Amount) - 7) < 1e-14 * 7;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void REQ_35_bad_fewer_than_one_use_is_refused(double uses) =>
        Assert.Equal(FindingCode.OutOfRange, Assert.Single(Assert.Throws<InputRefusedException>(() => new Reuse(uses)).Findings).Code);

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-12 * 40;
}
