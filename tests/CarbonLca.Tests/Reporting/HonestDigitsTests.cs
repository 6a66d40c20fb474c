using CarbonLca.Reporting;

namespace CarbonLca.Tests.Reporting;

public sealed class HonestDigitsTests
{
    [Theory]
    [InlineData(3439, 2690, 4716, 2)]
    [InlineData(6.2823, 5.0, 8.1, 2)]
    [InlineData(6.2823, 6.2, 6.4, 3)]
    [InlineData(6.2823, 6.28229, 6.28231, 4)]
    [InlineData(0.5, -100, 100, 1)]
    [InlineData(-3439, -4716, -2690, 2)]
    [InlineData(5, 5, 5, 4)]
    [InlineData(0, -1, 1, 4)]
    [InlineData(5, double.NaN, double.NaN, 4)]
    public void An_interval_supports_digits_down_to_the_second_of_its_half_width(double value, double low, double high, int digits) =>
        Assert.Equal(digits, Digits.Supported(value, low, high));

    [Theory]
    [InlineData(3439, 2, "3,400")]
    [InlineData(9.96, 2, "10")]
    [InlineData(0.04449, 3, "0.0445")]
    [InlineData(1234567, 1, "1,000,000")]
    [InlineData(3.2e-7, 1, "3e-7")]
    [InlineData(3.26e-7, 2, "3.3e-7")]
    [InlineData(0, 2, "0")]
    public void Numbers_are_rounded_to_the_digits_asked_for(double value, int digits, string text) => Assert.Equal(text, Digits.Significant(value, digits));

    [Fact]
    public void No_digit_at_all_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Significant(1, 0));

    [Theory]
    [InlineData(2500, 500, "2,500")]
    [InlineData(0.30000000000000004, 0.1, "0.3")]
    [InlineData(0, 0.05, "0.00")]
    [InlineData(-1e-17, 0.1, "0.0")]
    [InlineData(3e-7, 1e-7, "3.0e-7")]
    public void Labels_of_an_axis_have_the_decimals_of_its_step(double value, double step, string text) => Assert.Equal(text, Digits.Round(value, step));

    [Theory]
    [InlineData(0, 0, "0 % (none of 1,000 samples; below 0.3 % with 95 % confidence)")]
    [InlineData(1, 0, "100 % (all of 1,000 samples; above 99.7 % with 95 % confidence)")]
    [InlineData(0.1878, 0.0039, "18.78 % ± 0.39 %")]
    [InlineData(0.0004, 0.0003, "0.04 % ± 0.03 %")]
    public void A_probability_that_no_sample_meets_has_a_bound_instead_of_a_standard_error(double probability, double error, string text) =>
        Assert.Equal(text, ProbabilityText.Of(probability, error, 1000).En);
}
