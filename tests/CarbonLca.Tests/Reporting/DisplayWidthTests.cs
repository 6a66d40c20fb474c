using CarbonLca.Reporting;

namespace CarbonLca.Tests.Reporting;

public sealed class DisplayWidthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("kg CO2e", 7)]
    [InlineData("原材料获取", 10)]
    [InlineData("电力（CN）", 10)]
    [InlineData("5G 有源", 7)]
    public void Chinese_characters_take_two_columns(string text, int width) => Assert.Equal(width, DisplayWidth.Of(text));

    [Fact]
    public void A_cut_never_passes_the_width()
    {
        Assert.Equal("服务…", DisplayWidth.Cut("服务器主板", 5));
        Assert.Equal("服务…", DisplayWidth.Cut("服务器主板", 6));
        Assert.Equal("服务器主板", DisplayWidth.Cut("服务器主板", 10));
    }

    [Fact]
    public void Lines_break_at_spaces_and_between_Chinese_characters()
    {
        Assert.Equal(["one two", "three"], DisplayWidth.Wrap("one two three", 9));
        Assert.Equal(["一台服务", "器使用四", "年"], DisplayWidth.Wrap("一台服务器使用四年", 8));
    }
}
