using CarbonLca.Reporting;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Reporting;

public sealed class PercentagesTests
{
    [Fact]
    public void Thirds_sum_to_a_hundred_by_the_largest_remainder() => Assert.Equal([33.4, 33.3, 33.3], Percentages.Of([1, 1, 1])!);

    [Fact]
    public void The_largest_remainder_gets_the_last_tenth() =>
        // 16.6667 %, 16.6667 %, 66.6667 %: floors 16.6, 16.6, 66.6 leave two tenths for the first two of equal remainder.
        Assert.Equal([16.7, 16.7, 66.6], Percentages.Of([1, 1, 4])!);

    [Fact]
    public void A_credit_is_shown_with_its_sign_and_the_shares_sum_to_a_hundred() => Assert.Equal([125, -25], Percentages.Of([5, -1])!);

    [Fact]
    public void A_negative_total_keeps_the_signs_of_its_parts() => Assert.Equal([25, -125], Percentages.Of([1, -5])!);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, -1)]
    public void A_total_of_zero_has_no_shares(double a, double b) => Assert.Null(Percentages.Of([a, b]));

    [Fact]
    public void Shares_always_sum_to_a_hundred() =>
        Prop.ForAll(Gen.Choose(1, 1_000_000).Select(i => i / 7.0).NonEmptyListOf().ToArbitrary(), parts =>
        {
            double[] shares = Percentages.Of([.. parts])!;
            return Math.Abs(shares.Sum() - 100) < 1e-9 && shares.Select((s, i) => Math.Abs(s - (parts[i] / parts.Sum() * 100))).All(d => d < 0.1 + 1e-9);
        }).QuickCheckThrowOnFailure();
}
