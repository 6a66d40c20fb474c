using CarbonLca.Formats.Results;

namespace CarbonLca.Formats.Tests.Results;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("steel", "steel")]
    [InlineData("", "")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49", "'+49")]
    [InlineData("-", "'-")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("'=1", "''=1")]
    [InlineData("'steel", "'steel")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a \"b\"", "\"a \"\"b\"\"\"")]
    [InlineData("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void Text_cells(string text, string cell) => Assert.Equal(cell + "\r\n", new CsvText().Text(text).EndRow().ToString());

    [Fact]
    public void Numbers_keep_all_digits_and_their_sign() =>
        Assert.Equal("-0.1,0.30000000000000004,1E+25\r\n", new CsvText().Number(-0.1).Number(0.1 + 0.2).Number(1e25).EndRow().ToString());
}
