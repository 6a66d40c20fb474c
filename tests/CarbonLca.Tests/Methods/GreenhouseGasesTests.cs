using System.Text.RegularExpressions;
using CarbonLca.Methods;

namespace CarbonLca.Tests.Methods;

/// <summary>Names that look like greenhouse gases (REQ-42).</summary>
public sealed class GreenhouseGasesTests
{
    private static readonly string[] Words = ["ethane", "Ethane, ", "ane, ", "butane,", "tetra", "fluoro", "Bromo", "chloro", "x", " ", "\n", "_"];

    [Theory]
    [InlineData("Methane, bromotrifluoro-, Halon 1301", true)]
    [InlineData("Ethane, 1,1,1,2-tetrafluoro-, HFC-134a", true)]
    [InlineData("Propane, 2-chloro-", true)]
    [InlineData("Propane", false)]
    [InlineData("Fluorobenzene and hexane, mixed", false)]
    [InlineData("hexane, mixed\nfluorine", false)]
    [InlineData("hexane, mixed\nhexane, fluorobenzene", true)]
    [InlineData("R-410a", true)]
    [InlineData("Iron, R4105", false)]
    [InlineData("NMVOC, non-methane volatile organic compounds", false)]
    public void Names_are_recognised(string name, bool looks) => Assert.Equal(looks, GreenhouseGases.Looks(name));

    /// <summary>Halogenated alkanes are found in two steps so that a long name takes no longer than its length; what is found stays that of one pattern.</summary>
    [Fact]
    public void Halogenated_alkanes_are_those_of_one_pattern()
    {
        Regex whole = new("[a-z]ane, .*(fluoro|chloro|bromo)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
        Random random = new(42);
        int found = 0;
        for (int i = 0; i < 5000; i++)
        {
            string name = string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => Words[random.Next(Words.Length)]));
            bool isAlkane = whole.IsMatch(name);
            if (isAlkane) found++;
            Assert.True(isAlkane == GreenhouseGases.Looks(name), name);
        }

        Assert.InRange(found, 100, 4000);
    }

    [Fact]
    public void A_name_of_a_million_characters_is_read_once()
    {
        string name = string.Concat(Enumerable.Repeat("hexane, R-12 CFCx ", 60_000));
        Assert.True(GreenhouseGases.Looks(name));
        Assert.False(GreenhouseGases.Looks(string.Concat(Enumerable.Repeat("hexane, R1", 100_000))));
        Assert.False(GreenhouseGases.Looks("R12" + new string('a', 1_000_000) + "_1"));
    }
}
