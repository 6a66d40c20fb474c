using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;
using CarbonLca.Stages;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Stages;

/// <summary>What must hold of the models of stages for any parameters.</summary>
public sealed class StageModelTests
{
    private static readonly Unit Piece = Unit.Parse("piece");
    private static readonly Unit Year = Unit.Parse("a");
    private static readonly Unit Watt = Unit.Parse("W");

    private static Arbitrary<double[]> Numbers(int count) => Gen.Choose(1, 1000).Select(i => i / 1000.0).ArrayOf(count).ToArbitrary();

    [Fact]
    public void REQ_35_all_uses_together_need_what_is_shared_once() =>
        Prop.ForAll(Numbers(3), x =>
        {
            double uses = 1 + (1000 * x[0]);
            SpreadUse one = new(uses, 1, [new StageNeed(new Quantity(x[1], Piece), "crate")], [new StageNeed(new Quantity(x[2], Piece), "wash")]);
            return Math.Abs((one.Needs[0].Amount.Value * uses) - x[1]) <= 1e-12 && one.Needs[1].Amount.Value == x[2];
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void REQ_71_a_linear_load_profile_draws_what_its_mean_utilisation_draws() =>
        Prop.ForAll(Numbers(6), x =>
        {
            double sum = x[0] + x[1] + x[2];
            ImmutableArray<LoadShare> loads = [new LoadShare(x[3], x[0] / sum), new LoadShare(x[4], x[1] / sum), new LoadShare(x[5], 1 - (x[0] / sum) - (x[1] / sum))];
            LoadProfile profile = new(LoadProfile.Linear(new Quantity(100, Watt), new Quantity(300, Watt)), loads);
            double mean = loads.Sum(l => l.Share * l.Utilisation);
            double states = profile.ToStates().Sum(s => s.Power.In(Watt) * s.HoursPerYear) / EnergyUse.CommonYearHours;
            return Math.Abs(profile.MeanWatts - (100 + (200 * mean))) <= 1e-9 && Math.Abs(states - profile.MeanWatts) <= 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void REQ_75_shares_of_all_services_need_the_equipment_once() =>
        Prop.ForAll(Numbers(4), x =>
        {
            double sum = x[0] + x[1] + x[2];
            ImmutableArray<ServiceShare> shares = [new ServiceShare("a", x[0] / sum), new ServiceShare("b", x[1] / sum), new ServiceShare("c", x[2] / sum)];
            double needed = shares.Sum(s => new SharedService(SharingBasis.Traffic, shares, s.Service, [new StageNeed(new Quantity(x[3], Piece), "router")]).Needs[0].Amount.Value);
            return Math.Abs(needed - x[3]) <= 1e-12;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void REQ_76_whole_replacements_are_the_fractional_ones_rounded_up() =>
        Prop.ForAll(Numbers(2), x =>
        {
            Quantity lifetime = new(20 * x[0], Year);
            Quantity part = new(5 * x[1], Year);
            double whole = new Replacement(lifetime, part).Count;
            double fractional = new Replacement(lifetime, part, isFractional: true).Count;
            return whole >= fractional - 1e-6 && whole < fractional + 1 && whole == Math.Floor(whole);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_smaller_die_never_needs_more_wafer_and_Murphy_lies_above_Poisson() =>
        Prop.ForAll(Numbers(2), x =>
        {
            Unit area = Unit.Parse("cm2");
            double Needed(double die, DieYieldModel model) =>
                new Semiconductor(new Quantity(die, area), 1, new DieYield(model, x[1]), "die", new Quantity(300, Unit.Parse("mm"))).Needs[0].Amount.Value;
            double die = 0.1 + (5 * x[0]);
            return Needed(die, DieYieldModel.Murphy) <= Needed(die, DieYieldModel.Poisson) * (1 + 1e-12) && Needed(die, DieYieldModel.Poisson) <= Needed(1.1 * die, DieYieldModel.Poisson);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_fault_of_a_model_is_named_at_once()
    {
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => new PrintedBoard(new Quantity(-1, Unit.Parse("m2")), 0.5, 0, 2, double.NaN, "board"));
        Assert.Equal(5, refused.Findings.Count);
        Assert.All(refused.Findings, f => Assert.NotEqual(f.What.En, f.What.Zh));
    }
}
