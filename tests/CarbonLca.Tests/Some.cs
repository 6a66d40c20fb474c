using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Tests;

/// <summary>Units, flows and a method that hand-sized systems are made of.</summary>
internal static class Some
{
    public static readonly Unit Kilogram = Unit.Parse("kg");
    public static readonly Unit KilowattHour = Unit.Parse("kWh");

    public static readonly Flow Steel = Product("steel");
    public static readonly Flow Electricity = Flow.Product("electricity", KilowattHour);
    public static readonly Flow Heat = Flow.Product("heat", KilowattHour);
    public static readonly Flow Coal = Product("coal");
    public static readonly Flow Slag = Flow.Waste("slag", Kilogram);
    public static readonly Flow Co2 = Flow.Elementary("co2", Kilogram, "Carbon dioxide, fossil", "air");
    public static readonly Flow Ore = Flow.Elementary("ore", Kilogram, "Iron ore", "resource/in ground");

    /// <summary>Counts carbon dioxide, and ore per kilogram taken.</summary>
    public static readonly ImpactMethod Method = new(
        "test",
        [new ImpactCategory("climate", "kg CO2e"), new ImpactCategory("resources", "kg")],
        [new MethodRow(0, "co2", 1, Kilogram) { Direction = ExchangeDirection.Output }, new MethodRow(1, "ore", 1, Kilogram) { Direction = ExchangeDirection.Input }]);

    public static Flow Product(string id) => Flow.Product(id, Kilogram);

    /// <summary>A method of one category with a factor for each of some flows, named by id.</summary>
    public static ImpactMethod Counting(params ReadOnlySpan<(Flow Flow, double Factor)> factors)
    {
        List<MethodRow> rows = [];
        foreach ((Flow flow, double factor) in factors) rows.Add(new MethodRow(0, flow.Id, factor, flow.Unit) { Direction = ExchangeDirection.Output });
        return new ImpactMethod("counting", [new ImpactCategory("score", "points")], [.. rows]);
    }
}
