using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Tests.Electricity;

/// <summary>A small grid: a country with two regions and four provinces, a neighbour, and round factors.</summary>
internal static class SomeGrid
{
    public static readonly GridArea[] Areas =
    [
        new("AA", GridAreaLevel.Market, null, new Wording("Aland", "甲国")),
        new("AA-N", GridAreaLevel.Region, "AA", new Wording("North", "北部")),
        new("AA-S", GridAreaLevel.Region, "AA", new Wording("South", "南部")),
        new("AA-1", GridAreaLevel.Province, "AA-N", new Wording("First", "一省")),
        new("AA-2", GridAreaLevel.Province, "AA-N", new Wording("Second", "二省")),
        new("BB", GridAreaLevel.Market, null, new Wording("Beland", "乙国")),
        new("CC", GridAreaLevel.Market, null, new Wording("Celand", "丙国")),
    ];

    public static readonly GridFactor[] Factors =
    [
        Factor("AA", 2023, 0.6), Factor("AA", 2024, 0.5),
        Factor("AA", 2024, 0.02, GridFactorKind.Plant, FactorScope.LifeCycleWithoutGrid, GenerationType.Wind),
        Factor("AA", 2024, 0.03, GridFactorKind.Grid),
        Factor("AA", 2023, 0.4, scope: FactorScope.Combustion), Factor("AA", 2023, 0.7, GridFactorKind.Residual, FactorScope.Combustion),
        Factor("AA-N", 2023, 0.45, scope: FactorScope.Combustion), Factor("AA-1", 2023, 0.35, scope: FactorScope.Combustion),
        Factor("AA-S", 2023, 0.8, GridFactorKind.FossilMix, FactorScope.Combustion),
        Factor("BB", 2024, 0.1, scope: FactorScope.LifeCycleWithoutGrid),
        Factor("CC", 2024, 0.9, scope: FactorScope.Combustion),
    ];

    public static readonly GridFactorTable Table = new(Areas, Factors);

    public static readonly FactorProvider Wind = new(Table.Find(new GridFactorKey("AA", GridFactorKind.Plant, GenerationType.Wind, FactorScope.LifeCycleWithoutGrid, 2024))!);

    public static readonly FactorProvider Solar = new(new GridFactor(new GridFactorKey("AA", GridFactorKind.Plant, GenerationType.Photovoltaic, FactorScope.LifeCycleWithoutGrid, 2024), new Quantity(0.04, Unit.Parse("kg CO2e/kWh")), "measured"));

    /// <summary>An account of 10 MWh in the year 2024.</summary>
    public static ElectricityAccount Account => new()
    {
        Id = "plant",
        Consumer = "Maker Ltd",
        Area = "AA-1",
        From = new DateOnly(2024, 1, 1),
        To = new DateOnly(2024, 12, 31),
        Consumption = Energy(10, "MWh"),
    };

    public static GridFactor Factor(string area, int year, double value, GridFactorKind kind = GridFactorKind.Mix, FactorScope scope = FactorScope.LifeCycle, GenerationType generation = GenerationType.Mix) =>
        new(new GridFactorKey(area, kind, generation, scope, year), new Quantity(value, Unit.Parse(scope == FactorScope.Combustion ? "kg/kWh" : "kg CO2e/kWh")), "made up");

    public static Quantity Energy(double value, string unit = "kWh") => new(value, Unit.Parse(unit));

    /// <summary>A valid instrument of four certificates.</summary>
    public static ContractualInstrument Certificates(string serials = "GEC-0001..0004", string id = "gec") => new()
    {
        Id = id,
        Serials = [CertificateSerials.Parse(serials)],
        Provider = Wind,
        Generator = "Wind farm 7",
        ConveysAttributes = true,
        IsUniqueClaim = true,
        IsTracked = true,
        IsRedeemed = true,
        RedeemedFor = "Maker Ltd",
        Market = "AA",
        From = new DateOnly(2024, 3, 1),
        To = new DateOnly(2024, 3, 31),
    };

    public static ElectricityResult Evaluate(ElectricityAccount account, ElectricityPurpose purpose = ElectricityPurpose.ProductFootprint) =>
        Assert.Single(ElectricityAccounting.Evaluate(Table, [account], new ElectricityRules { Purpose = purpose }));
}
