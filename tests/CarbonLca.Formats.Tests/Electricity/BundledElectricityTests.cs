using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Tests.Bundled;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Tests.Electricity;

/// <summary>Accounts in China with the bundled factors, on the bundled background.</summary>
public sealed class BundledElectricityTests
{
    private static readonly GridFactorTable Table = BundledData.ElectricityFactors;

    private static readonly GridFactor Wind = Table.Find(new GridFactorKey("CN", GridFactorKind.Plant, GenerationType.Wind, FactorScope.LifeCycleWithoutGrid, 2024))!;

    private static ElectricityAccount Factory => new()
    {
        Id = "factory",
        Consumer = "示例制造有限公司",
        Area = "广东",
        From = new DateOnly(2024, 1, 1),
        To = new DateOnly(2024, 12, 31),
        Consumption = new Quantity(50, Unit.Parse("MWh")),
        Instruments =
        [
            new ContractualInstrument
            {
                Id = "gec-2024",
                Serials = [CertificateSerials.Parse("GEC-2024-000001..000020")],
                Provider = new FactorProvider(Wind),
                Generator = "风电场",
                ConveysAttributes = true,
                IsUniqueClaim = true,
                IsTracked = true,
                IsRedeemed = true,
                RedeemedFor = "示例制造有限公司",
                Market = "中国",
                From = new DateOnly(2024, 6, 1),
                To = new DateOnly(2024, 6, 30),
            },
        ],
    };

    [Fact]
    public void REQ_64_a_product_s_electricity_by_market_and_by_location()
    {
        ElectricityResult result = Assert.Single(ElectricityAccounting.Evaluate(Table, [Factory]));
        ElectricityForeground made = result.ToForeground("factory/electricity", OnBackground.Database);
        Func<string, double> footprint = OnBackground.Footprints(made.Processes);

        Assert.Equal((0.4 * (0.032 + 0.0327)) + (0.6 * 0.5777), footprint(made.Market.Id), 1e-14);
        Assert.Equal(0.5777, footprint(made.Location.Id), 1e-14);
        Assert.True(result.NeedsGridMixSensitivity);
        Assert.Contains(result.Findings, f => f.What.Zh.StartsWith("账户 'factory' 没有范围相符的剩余结构因子", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Findings, f => f.Code is FindingCode.ScopeOfFactor or FindingCode.MixedFactors);
    }

    [Fact]
    public void REQ_65_an_organisation_takes_the_province_by_location_and_the_residual_factor_by_market()
    {
        ElectricityAccount office = Factory with { Instruments = [], From = new DateOnly(2023, 1, 1), To = new DateOnly(2023, 12, 31) };
        ElectricityResult result = Assert.Single(ElectricityAccounting.Evaluate(Table, [office], new ElectricityRules { Purpose = ElectricityPurpose.OrganisationAccount }));
        Assert.Equal((0.4419, 0.6096), (result.LocationBasedFactor, result.MarketBasedFactor));
        Assert.Equal(ElectricityRung.ResidualMix, Assert.Single(result.MarketBased).Rung);
        Func<string, double> footprint = OnBackground.Footprints(result.ToForeground("office/electricity", OnBackground.Database).Processes);
        Assert.Equal(0.6096, footprint("office/electricity/market"), 1e-15); // carbon dioxide counts 1 in every set
    }

    [Fact]
    public void REQ_65_the_residual_type_factor_in_a_product_footprint_is_marked()
    {
        GridFactor residual = Table.Find(new GridFactorKey("CN", GridFactorKind.Residual, GenerationType.Mix, FactorScope.Combustion, 2023))!;
        ElectricityResult result = Assert.Single(ElectricityAccounting.Evaluate(Table, [Factory with { Residual = new FactorProvider(residual) }]));
        Assert.Contains(result.Findings, f => f.Code == FindingCode.ScopeOfFactor && f.Found == "0.6096 kg/kWh");
        Assert.Contains(result.Findings, f => f.Code == FindingCode.MixedFactors);
    }

    [Fact]
    public void REQ_65_an_organisation_in_Tibet_is_asked_for_a_choice()
    {
        ElectricityAccount lhasa = Factory with { Instruments = [], Area = "西藏" };
        ElectricityRules rules = new() { Purpose = ElectricityPurpose.OrganisationAccount };
        Assert.Equal(FindingCode.MissingFactor, Assert.Single(Assert.Throws<InputRefusedException>(() => ElectricityAccounting.Evaluate(Table, [lhasa], rules)).Findings).Code);
        Assert.Equal(0.2472, Assert.Single(ElectricityAccounting.Evaluate(Table, [lhasa with { Area = "西南" }], rules)).LocationBasedFactor);
    }

    [Fact]
    public void REQ_74_a_life_from_2023_on_takes_two_factors_and_holds_the_last()
    {
        GridPath path = GridPath.Of(Table, "CN-GD", 2023, new Quantity(5, Unit.Parse("a")));
        ImmutableArray<Process> made = path.ToProcesses("use/electricity", new Wording("Electricity in use", "使用用电"), OnBackground.Database);
        Assert.Equal((0.2 * 0.6205) + (0.8 * 0.5777), OnBackground.Footprints(made)("use/electricity"), 1e-14);
        Assert.Contains(path.Findings, f => f.What.Zh.StartsWith("2025–2027 年", StringComparison.Ordinal));
    }
}
