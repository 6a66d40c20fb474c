using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Systems;

namespace CarbonLca.Tests.Reporting;

public sealed class ProductSearchTests
{
    private static readonly Flow Power = Flow.Product("f-power", Unit.Parse("kWh"), "Electricity");
    private static readonly Flow Steel = Flow.Product("f-steel", Unit.Parse("kg"), "Steel") with { NameZh = "钢" };

    private static readonly ProductSystem System = ProductSystem.Link(LciDatabase.Of(
        Process.Producing(1, Power).Named("p-cn", "Grid").In("CN"),
        Process.Producing(1, Power).Named("p-eu", "Grid, Europe").In("EU"),
        Process.Producing(1, Steel).Named("p-steel", "Steel works")));

    [Theory]
    [InlineData("p-eu", "p-eu")]
    [InlineData("f-steel", "p-steel")]
    [InlineData("Grid", "p-cn")]
    [InlineData("Steel", "p-steel")]
    [InlineData("钢", "p-steel")]
    public void By_process_id_flow_id_or_exact_name(string text, string id) => Assert.Equal(id, System.Columns[ProductSearch.Find(System, text)].Id);

    [Theory]
    [InlineData("Electricity")]
    [InlineData("f-power")]
    public void Several_are_refused_and_listed(string text)
    {
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => ProductSearch.Find(System, text));
        Assert.Equal(FindingCode.AmbiguousProvider, refused.Findings[0].Code);
        Assert.Contains("'p-cn'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'p-eu'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_refused_with_the_closest_name()
    {
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => ProductSearch.Find(System, "Steel work"));
        Assert.Equal(FindingCode.UnknownProduct, refused.Findings[0].Code);
        Assert.Contains("Closest: 'Steel works'", refused.Message, StringComparison.Ordinal);
    }
}
