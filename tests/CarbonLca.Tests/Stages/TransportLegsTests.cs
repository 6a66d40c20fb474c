using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;
using Xunit;

namespace CarbonLca.Tests.Stages;

public sealed class TransportLegsTests
{
    private static readonly Flow Truck = Flow.Product("truck", Unit.Parse("tkm"));
    private static readonly Flow Ship = Flow.Product("ship", Unit.Parse("kgkm"));
    private static readonly Wording Name = new("Delivery", "运输");

    private static Quantity Km(double value) => new(value, Unit.Parse("km"));

    private static Quantity Kg(double value) => new(value, Unit.Parse("kg"));

    [Fact]
    public void REQ_77_each_leg_takes_mass_times_distance_in_the_unit_of_its_service()
    {
        TransportLegs transport = new(Kg(26.3), [new TransportLeg(Truck, "truck", Km(1200)), new TransportLeg(Ship, "ship", Km(19000))]);
        Process process = transport.ToProcess("delivery", Name, Uncertainty.Lognormal(0.2));

        Exchange[] taken = [.. process.Exchanges.Where(e => e.Direction == ExchangeDirection.Input)];
        Assert.Equal(["truck", "ship"], taken.Select(e => e.ProviderId));
        Assert.Equal(31.56, taken[0].Amount, 1e-12);
        Assert.Equal(499_700, taken[1].Amount, 1e-7);
        Assert.All(taken, e => Assert.Equal(Uncertainty.Lognormal(0.2), e.Uncertainty));
        Assert.Equal(1, process.ReferenceAmount);
    }

    [Fact]
    public void REQ_77_a_negative_distance_is_refused()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => new TransportLegs(Kg(1), [new TransportLeg(Truck, null, Km(-5))]));
        Diagnostic fault = Assert.Single(refusal.Findings);
        Assert.Equal((FindingCode.NegativeNotAllowed, "-5 km"), (fault.Code, fault.Found));
    }

    [Fact]
    public void REQ_77_every_fault_is_reported_at_once()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => new TransportLegs(Km(3), [new TransportLeg(Truck, null, Kg(5)), new TransportLeg(Truck, null, Km(double.NaN))]));
        Assert.Equal([FindingCode.UnitMismatch, FindingCode.UnitMismatch, FindingCode.OutOfRange], refusal.Findings.Select(f => f.Code));
        Assert.Equal(FindingCode.MissingField, Assert.Single(Assert.Throws<InputRefusedException>(() => new TransportLegs(Kg(1), [])).Findings).Code);
        Assert.Equal(FindingCode.OutOfRange, TransportLegs.CheckMass(Kg(0))!.Code);
    }

    [Fact]
    public void An_absolute_distribution_fits_no_leg() =>
        Assert.Throws<ArgumentException>(() => new TransportLegs(Kg(1), [new TransportLeg(Truck, null, Km(1))]).ToProcess("t", Name, Uncertainty.Normal(1)));
}
