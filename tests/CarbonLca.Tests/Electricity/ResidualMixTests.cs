using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Electricity;

public sealed class ResidualMixTests
{
    [Fact]
    public void REQ_66_the_residual_mix_is_what_claims_leave() =>
        Assert.Equal((1000 - (100 * 0.02) - (50 * 0.04)) / 1850, ResidualMix.Factor(2000, 0.5, [new ClaimedElectricity(100, 0.02), new ClaimedElectricity(50, 0.04)]), 1e-15);

    [Fact]
    public void REQ_66_without_claims_it_is_the_mix_and_claims_of_the_mix_change_nothing()
    {
        Assert.Equal(0.5777, ResidualMix.Factor(9e12, 0.5777, []), 1e-15);
        Assert.Equal(0.5777, ResidualMix.Factor(9e12, 0.5777, [new ClaimedElectricity(3e12, 0.5777)]), 1e-15);
        Assert.Equal(0, ResidualMix.Factor(3, 0.1, [new ClaimedElectricity(1, 0.1), new ClaimedElectricity(1, 0.2)]), 1e-15);
    }

    [Fact]
    public void REQ_66_claims_and_residual_together_are_the_total() =>
        Prop.ForAll(Gen.Choose(0, 100).Select(i => i / 100.0).ArrayOf(6).ToArbitrary(), x =>
        {
            ClaimedElectricity[] claimed = [new(300 * x[0], x[1]), new(300 * x[2], x[3]), new(300 * x[4], x[5])];
            double residual = ResidualMix.Factor(1000, 2, claimed);
            double left = 1000 - claimed.Sum(c => c.KilowattHours);
            return Math.Abs((left * residual) + claimed.Sum(c => c.KilowattHours * c.Factor) - 2000) < 1e-9;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(100, 0.5, 100, 0.1, FindingCode.OutOfRange)]
    [InlineData(100, 0.5, 150, 0.1, FindingCode.OutOfRange)]
    [InlineData(0, 0.5, 0, 0.1, FindingCode.OutOfRange)]
    [InlineData(100, 0.5, 90, 0.9, FindingCode.OutOfRange)]
    [InlineData(-100, 0.5, 10, 0.1, FindingCode.NegativeNotAllowed)]
    [InlineData(100, double.NaN, 10, 0.1, FindingCode.NotFinite)]
    [InlineData(100, 0.5, double.PositiveInfinity, 0.1, FindingCode.NotFinite)]
    [InlineData(100, 0.5, 10, -0.1, FindingCode.NegativeNotAllowed)]
    public void REQ_66_bad_numbers_are_refused(double total, double factor, double claimed, double claimedFactor, FindingCode code) =>
        Assert.Equal(code, Assert.Single(Assert.Throws<InputRefusedException>(() => ResidualMix.Factor(total, factor, [new ClaimedElectricity(claimed, claimedFactor)])).Findings).Code);
}
