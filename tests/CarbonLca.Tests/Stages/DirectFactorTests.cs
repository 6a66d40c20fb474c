using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;
using Xunit;

namespace CarbonLca.Tests.Stages;

public sealed class DirectFactorTests
{
    private static readonly Wording Name = new("Rare part", "稀有部件");

    private static DirectFactor Of(double value, string unit, GwpSet set = GwpSet.AR6, CarbonOrigin origin = CarbonOrigin.Fossil) =>
        new(new Quantity(value, Unit.Parse(unit)), set, origin);

    [Theory]
    [InlineData(GwpSet.Unstated, CarbonOrigin.Fossil, "co2e-fossil-unstated", "CO2 equivalents, fossil, GWP set not stated")]
    [InlineData(GwpSet.AR4, CarbonOrigin.Biogenic, "co2e-biogenic-ar4", "CO2 equivalents, biogenic, GWP100 AR4")]
    [InlineData(GwpSet.AR5, CarbonOrigin.LandUse, "co2e-land-use-ar5", "CO2 equivalents, land use, GWP100 AR5")]
    [InlineData(GwpSet.AR6, CarbonOrigin.Aircraft, "co2e-aircraft-ar6", "CO2 equivalents, aircraft, GWP100 AR6")]
    public void The_emission_says_its_set_and_origin(GwpSet set, CarbonOrigin origin, string id, string name)
    {
        Flow flow = Of(1, "kg CO2e/kg", set, origin).Emission;
        Assert.Equal((id, name, FlowKind.Elementary, "kg", "air"), (flow.Id, flow.Name, flow.Kind, flow.Unit.Symbol, flow.Compartment));
    }

    [Theory]
    [InlineData(3.1, "kg CO2e/kg", "kg", 3.1)]
    [InlineData(3.1, "kg CO2e/kg", "g", 0.0031)]
    [InlineData(0.5, "t CO2e/MWh", "kWh", 0.5)]
    [InlineData(36, "g CO2e/kWh", "MJ", 0.01)]
    [InlineData(7, "kg CO2e/piece", "dozen", 84)]
    public void It_becomes_a_process_that_emits_what_one_unit_causes(double value, string unit, string product, double expected)
    {
        Process process = Of(value, unit).ToProcess("part/factor", Name, Unit.Parse(product));

        Assert.Equal(1, process.ReferenceAmount);
        Exchange emitted = Assert.Single(process.Exchanges, e => e.Flow.Kind == FlowKind.Elementary);
        Assert.Equal((ExchangeDirection.Output, "co2e-fossil-ar6"), (emitted.Direction, emitted.Flow.Id));
        Assert.Equal(expected, emitted.Amount, 1e-14 * expected);
    }

    [Fact]
    public void A_factor_per_something_else_does_not_apply() =>
        Assert.Throws<UnitMismatchException>(() => Of(1, "kg CO2e/kg").KilogramsPer(Unit.Parse("kWh")));

    [Theory]
    [InlineData(-1, "kg CO2e/kg", FindingCode.NegativeNotAllowed)]
    [InlineData(double.NaN, "kg CO2e/kg", FindingCode.OutOfRange)]
    [InlineData(1, "kg/kg", FindingCode.UnitMismatch)]
    [InlineData(1, "kg/kg CO2e", FindingCode.UnitMismatch)]
    public void REQ_25_a_factor_is_a_finite_emission(double value, string unit, FindingCode code) =>
        Assert.Equal(code, Assert.Single(Assert.Throws<InputRefusedException>(() => Of(value, unit)).Findings).Code);
}
