using CarbonLca.Quantities;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Quantities;

public sealed class UnitTests
{
    [Theory]
    [InlineData("kWh", "MJ", 3.6)]
    [InlineData("MWh", "kWh", 1000)]
    [InlineData("lb", "kg", 0.45359237)]
    [InlineData("t", "kg", 1000)]
    [InlineData("g", "kg", 0.001)]
    [InlineData("btu", "J", 1055.05585262)]
    [InlineData("tkm", "kg*km", 1000)]
    [InlineData("t*km", "tkm", 1)]
    [InlineData("ha", "m2", 10000)]
    [InlineData("gal", "L", 3.785411784)]
    [InlineData("L", "m3", 0.001)]
    [InlineData("h", "d", 1.0 / 24)]
    [InlineData("a", "h", 8760)]
    [InlineData("Item(s)", "piece", 1)]
    [InlineData("台", "件", 1)]
    [InlineData("kBq", "Bq", 1000)]
    [InlineData("USD 2012", "USD2012", 1)]
    [InlineData("kWh/cm2", "MJ/m2", 36000)]
    [InlineData("g CO2e/kWh", "kg CO2e/MJ", 0.001 / 3.6)]
    [InlineData("sh tn", "lb", 2000)]
    [InlineData("btu", "TWh", 1055.05585262 / 3.6e15)]
    [InlineData("ng", "Mt", 1e-21)]
    [InlineData("Mt", "ng", 1e21)]
    [InlineData("oz", "Mt", 2.8349523125e-11)]
    public void REQ_02_converts_exactly_within_one_dimension(string from, string to, double factor) =>
        Assert.Equal(factor, Unit.Parse(from).To(Unit.Parse(to)));

    [Theory]
    [InlineData("kg", "m3")]
    [InlineData("kWh", "kW")]
    [InlineData("USD 2012", "USD 2020")]
    [InlineData("USD", "USD 2020")]
    [InlineData("USD 2020", "CNY 2020")]
    [InlineData("kg", "kg CO2e")]
    [InlineData("t", "tkm")]
    [InlineData("piece", "kg")]
    [InlineData("kg", "m")]
    [InlineData("m", "m2")]
    public void REQ_02_refuses_to_convert_between_dimensions(string from, string to)
    {
        UnitMismatchException refusal = Assert.Throws<UnitMismatchException>(() => Unit.Parse(from).To(Unit.Parse(to)));
        Assert.Contains($"'{Unit.Parse(from)}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"'{Unit.Parse(to)}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_02_says_that_mass_and_volume_need_a_density() =>
        Assert.Contains("density", Assert.Throws<UnitMismatchException>(() => Unit.Parse("kg").To(Unit.Parse("L"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("kgg", "kg")]
    [InlineData("kwhh", "kWh")]
    public void REQ_02_suggests_the_closest_unit(string text, string closest)
    {
        UnknownUnitException refusal = Assert.Throws<UnknownUnitException>(() => Unit.Parse(text));
        Assert.Equal(closest, refusal.Closest);
        Assert.Contains($"'{text}'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("kg/")]
    [InlineData("/kg")]
    [InlineData("kg**m")]
    [InlineData("USD 12")]
    [InlineData("XYZ 2012")]
    [InlineData("kg km")]
    public void I10_unknown_units_are_not_guessed(string text) => Assert.False(UnitCatalog.TryParse(text, out _));

    [Fact]
    public void A_conversion_there_and_back_is_the_identity()
    {
        Gen<Unit> units = Gen.Elements(UnitCatalog.All.ToArray());
        Prop.ForAll(Gen.Two(units).ToArbitrary(), pair =>
        {
            (Unit a, Unit b) = pair;
            return !a.ConvertsTo(b) || Math.Abs((a.To(b) * b.To(a)) - 1) <= 4.5e-16;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_catalogue_symbol_is_read_as_itself() =>
        Assert.All(UnitCatalog.All, unit => Assert.Same(unit, Unit.Parse(unit.Symbol)));

    [Theory]
    [InlineData("250 W", 250, "W")]
    [InlineData("26.3 kg", 26.3, "kg")]
    [InlineData("1.5e3kWh/a", 1500, "kWh/a")]
    [InlineData("-3 t", -3, "t")]
    [InlineData("4 a", 4, "a")]
    public void A_quantity_is_a_number_and_a_unit(string text, double value, string unit)
    {
        Assert.True(Quantity.TryParse(text, out Quantity? quantity));
        Assert.Equal(new Quantity(value, Unit.Parse(unit)), quantity);
    }

    [Theory]
    [InlineData("kg")]
    [InlineData("12")]
    [InlineData("1,5 kg")]
    [InlineData("NaN kg")]
    [InlineData("1e400 kg")]
    [InlineData("12 kgg")]
    [InlineData("")]
    public void Other_texts_are_no_quantities(string text) => Assert.False(Quantity.TryParse(text, out _));

    [Fact]
    public void Dimensions_multiply_like_powers()
    {
        Assert.Equal(Dimension.Transport, Unit.Parse("t*km").Dimension);
        Assert.Equal(Dimension.Energy, Unit.Parse("kW*h").Dimension);
        Assert.Equal(Dimension.None, Unit.Parse("kg/kg").Dimension);
        Assert.Equal(3.6, Unit.Parse("kW*h").To(Unit.Parse("MJ")));
    }
}
