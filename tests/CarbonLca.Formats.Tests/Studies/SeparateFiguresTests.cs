using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Methods;

namespace CarbonLca.Formats.Tests.Studies;

/// <summary>What never enters the total of a footprint: discounts and multipliers (REQ-51, REQ-52).</summary>
public sealed class SeparateFiguresTests
{
    private const string Steel = "- {item: Steel, amount: 14, unit: kg, provider: steel, source: scale, quality: measured}";

    [Theory]
    [InlineData("discount: 0.03")]
    [InlineData("discount_rate: 0.03")]
    [InlineData("time_horizon: 20")]
    public void REQ_51_bad_discounting_inside_the_total_is_refused(string member) => Assert.Equal(FindingCode.UnknownField, SmallStudy.Only(Steel, member).Code);

    [Fact]
    public void REQ_51_bad_an_item_cannot_be_discounted_either() =>
        Assert.Equal(FindingCode.UnknownField, SmallStudy.Only(Steel.Replace("amount: 14", "amount: 14, discount: 0.1", StringComparison.Ordinal)).Code);

    [Theory]
    [InlineData("gwp100-ar6")]
    [InlineData("gwp100-ar5")]
    [InlineData("gwp100-ar4")]
    public void REQ_52_fuel_burnt_by_aircraft_counts_without_a_multiplier_and_apart(string id)
    {
        ImpactMethod method = BundledData.Method(id);
        int aircraft = method.Categories.Select((c, k) => (c.Code, k)).First(c => c.Code == "aircraft").k;
        MethodRow[] rows = [.. method.Rows.Where(r => r.Flow.Contains("aircraft", StringComparison.Ordinal))];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(1, row.Factor));
        Assert.Contains(rows, row => row.Category == aircraft);
        Assert.All(rows, row => Assert.Contains(row.Category, (int[])[0, aircraft]));
    }

    [Fact]
    public void REQ_52_bad_a_multiplier_for_radiative_forcing_is_refused()
    {
        const string flight = "- {item: Flight, amount: 2, unit: tkm, factor: {value: 0.6, unit: kg CO2e/tkm, gwp: AR6, origin: aircraft, radiative_forcing: 1.9}, source: airline, quality: declared}";
        Diagnostic fault = SmallStudy.Only(flight);
        Assert.Equal((FindingCode.UnknownField, "radiative_forcing"), (fault.Code, fault.Found));
        Assert.NotNull(SmallStudy.Line(flight.Replace(", radiative_forcing: 1.9", string.Empty, StringComparison.Ordinal)));
    }
}
