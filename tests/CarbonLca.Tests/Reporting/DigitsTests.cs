using CarbonLca.Reporting;

namespace CarbonLca.Tests.Reporting;

public sealed class DigitsTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(40000.49, "40,000")]
    [InlineData(71205199.57, "71,210,000")]
    [InlineData(3439.04, "3,439")]
    [InlineData(27.3594, "27.36")]
    [InlineData(9.99996, "10.00")]
    [InlineData(999.96, "1,000")]
    [InlineData(-6.2823, "-6.282")]
    [InlineData(0.0158377, "0.01584")]
    [InlineData(0.0001, "0.0001000")]
    [InlineData(7.3961e-5, "7.396e-5")]
    [InlineData(1.23456e20, "1.235e+20")]
    public void Four_significant_digits(double value, string expected) => Assert.Equal(expected, Digits.Significant(value));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(3.7123e-17, "3.7e-17")]
    [InlineData(10, "10")]
    [InlineData(0.41560, "0.42")]
    [InlineData(765.06, "765")]
    [InlineData(12345, "1.2e+4")]
    public void A_size_has_two_digits(double value, string expected) => Assert.Equal(expected, Digits.Size(value));

    [Fact]
    public void What_is_not_finite_is_no_result() => Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Significant(double.NaN));
}
