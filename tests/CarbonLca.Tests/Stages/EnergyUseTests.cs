using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonLca.Tests.Stages;

public sealed class EnergyUseTests
{
    private static readonly Unit Watt = Unit.Parse("W");
    private static readonly Unit Year = Unit.Parse("a");
    private static readonly Flow Electricity = Flow.Product("electricity", Unit.Parse("kWh"));
    private static readonly Wording Name = new("Electricity in use", "使用用电");

    private static PowerState State(double watts, double hours) => new(new Quantity(watts, Watt), hours);

    private static Quantity Years(double years) => new(years, Year);

    [Fact]
    public void REQ_71_energy_of_a_life_is_the_sum_of_power_times_hours()
    {
        EnergyUse use = new([State(250, 4000), State(120, 4760)], Years(4), pue: 1.5);

        Assert.Equal(1571.2, use.EquipmentKilowattHoursPerYear, 1e-9);
        Assert.Equal(9427.2, use.LifetimeKilowattHours, 1e-9);
    }

    [Fact]
    public void REQ_71_the_process_takes_the_energy_in_the_unit_of_its_provider()
    {
        Flow megajoules = Flow.Product("electricity", Unit.Parse("MJ"));
        Process process = new EnergyUse([State(1000, 8760)], Years(1)).ToProcess("use", Name, megajoules, "grid");

        Assert.Equal(1, process.ReferenceAmount);
        Exchange taken = Assert.Single(process.Exchanges, e => e.Direction == ExchangeDirection.Input);
        Assert.Equal((megajoules, "grid"), (taken.Flow, taken.ProviderId));
        Assert.Equal(8760 * 3.6, taken.Amount, 1e-9);
        Assert.Equal(("Electricity in use", "使用用电"), (process.Name, process.NameZh));
    }

    [Theory]
    [InlineData(8760.0)]
    [InlineData(8760.1)]
    [InlineData(8759.9)]
    public void REQ_71_hours_may_miss_the_year_by_a_tenth(double hours) => Assert.Null(EnergyUse.CheckHours(hours, 8760));

    [Theory]
    [InlineData(8759.8)]
    [InlineData(8760.2)]
    [InlineData(0.0)]
    [InlineData(double.NaN)]
    public void REQ_71_hours_that_miss_the_year_are_refused(double hours)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => new EnergyUse([State(1, hours)], Years(1)));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.OutOfRange && f.Expected!.Value.En == "8760 h within 0.1 h");
    }

    [Fact]
    public void REQ_71_a_leap_year_must_be_stated()
    {
        Diagnostic fault = EnergyUse.CheckHours(8784, 8760)!;
        Assert.Equal("If a leap year is meant, state it: hours_in_year: 8784.", fault.Next!.Value.En);
        Assert.Equal("如指闰年，请注明：hours_in_year: 8784。", fault.Next!.Value.Zh);
        Assert.Equal(8.784, new EnergyUse([State(1, 8784)], Years(1), hoursInYear: 8784).LifetimeKilowattHours, 1e-12);
        Assert.Equal(FindingCode.OutOfRange, EnergyUse.CheckHours(8000, 8000)!.Code);
    }

    [Fact]
    public void REQ_72_a_facility_uses_no_less_than_its_equipment()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => new EnergyUse([State(1, 8760)], Years(1), pue: 0.8));
        Diagnostic fault = Assert.Single(refusal.Findings);
        Assert.Equal((FindingCode.OutOfRange, "0.8"), (fault.Code, fault.Found));
        Assert.Equal("If DCiE is meant, give PUE = 1 / DCiE = 1.25.", fault.Next!.Value.En);
        Assert.NotNull(EnergyUse.CheckPue(double.NaN));
        Assert.NotNull(EnergyUse.CheckPue(double.PositiveInfinity));
        Assert.Null(EnergyUse.CheckPue(1));
    }

    [Fact]
    public void REQ_73_data_centre_example_uses_118_26_GWh_a_year()
    {
        EnergyUse use = new([new PowerState(new Quantity(9, Unit.Parse("MW")), 8760)], Years(1), pue: 1.5);

        Assert.Equal(78.84e6, use.EquipmentKilowattHoursPerYear, 1e-6);
        Assert.Equal(118.26e6, use.LifetimeKilowattHours, 1e-6);
    }

    [Fact]
    public void Every_fault_is_reported_at_once()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() =>
            new EnergyUse([new PowerState(new Quantity(5, Unit.Parse("kWh")), 100), State(-1, -2)], new Quantity(0, Year), pue: 0.5, hoursInYear: 8760));
        Assert.Equal(
            [FindingCode.UnitMismatch, FindingCode.OutOfRange, FindingCode.OutOfRange, FindingCode.OutOfRange, FindingCode.OutOfRange, FindingCode.OutOfRange],
            refusal.Findings.Select(f => f.Code));
        Assert.Equal(FindingCode.UnitMismatch, EnergyUse.CheckLifetime(new Quantity(4, Unit.Parse("kg")))!.Code);
    }

    [Fact]
    public void REQ_71_emitted_energy_is_the_sum_of_power_hours_pue_and_lifetime_for_any_states()
    {
        var profiles =
            from powers in Gen.Choose(0, 100_000).Select(p => p / 10.0).NonEmptyListOf()
            from weights in Gen.Choose(1, 1000).ArrayOf(powers.Count)
            from pue in Gen.Choose(100, 300)
            from life in Gen.Choose(1, 400)
            select (Powers: powers.ToArray(), Weights: weights, Pue: pue / 100.0, Life: life / 10.0);
        Prop.ForAll(Arb.From(profiles), profile =>
        {
            double total = profile.Weights.Sum();
            ImmutableArray<PowerState> states = [.. profile.Powers.Zip(profile.Weights, (p, w) => State(p, 8760 * w / total))];
            Process process = new EnergyUse(states, Years(profile.Life), profile.Pue).ToProcess("use", Name, Electricity);

            double expected = states.Sum(s => s.Power.Value / 1000 * s.HoursPerYear) * profile.Pue * profile.Life;
            double emitted = process.Exchanges.Single(e => e.Direction == ExchangeDirection.Input).Amount;
            return Math.Abs(emitted - expected) <= 1e-12 * expected;
        }).QuickCheckThrowOnFailure();
    }
}
