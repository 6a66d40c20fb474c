using CarbonLca.Diagnostics;

namespace CarbonLca.Tests.Diagnostics;

public sealed class DiagnosticTests
{
    [Fact]
    public void A_finding_says_what_where_found_expected_next_in_one_line()
    {
        Diagnostic finding = Diagnostic.Error(FindingCode.UnitMismatch, "The unit of 'gas' does not fit.", "'gas' 的单位不符。") with
        {
            Where = new SourcePosition("heat.csv", 214, 7, "unit"),
            Found = "MJ",
            Expected = new Wording("m3 or L", "m3 或 L"),
            Next = new Wording("Correct the unit.", "请更正单位。"),
        };
        Assert.Equal("heat.csv(214,7) unit: The unit of 'gas' does not fit; found 'MJ'; expected m3 or L. Correct the unit.", finding.ToText(Language.English));
        Assert.Equal("heat.csv(214,7) unit: 'gas' 的单位不符；实际为 'MJ'；应为 m3 或 L。请更正单位。", finding.ToText(Language.Chinese));
    }

    [Theory]
    [InlineData("plain 文本 ✓", "plain 文本 ✓")]
    [InlineData("a\u001b[31mred", @"a\u001b[31mred")]
    [InlineData("two\r\nlines", @"two\u000d\u000alines")]
    [InlineData("\u202egnp.exe", @"\u202egnp.exe")]
    [InlineData("c1\u009b", @"c1\u009b")]
    public void S10_names_cannot_steer_a_terminal_or_a_log(string text, string visible)
    {
        Assert.Equal(visible, VisibleText.Of(text));
        Assert.Contains(visible, Diagnostic.Warning(FindingCode.Repaired, $"Name {text}!", text).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("electricty", "electricity")]
    [InlineData("STEEL", "steel")]
    [InlineData("zzzzzz", null)]
    [InlineData("", null)]
    public void The_closest_name_is_suggested(string text, string? closest) =>
        Assert.Equal(closest, Closest.To(text, ["steel", "electricity", "fuel"]));

    [Fact]
    public void A_refusal_needs_an_error() =>
        Assert.Throws<ArgumentException>(() => new InputRefusedException([Diagnostic.Note(FindingCode.Summary, "fine", "无误")]));
}
