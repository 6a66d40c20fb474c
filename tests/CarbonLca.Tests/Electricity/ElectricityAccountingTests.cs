using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using CarbonLca.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Electricity;

/// <summary>REQ-61 to REQ-64: which provider each kilowatt-hour is taken from.</summary>
public sealed class ElectricityAccountingTests
{
    private static readonly ImpactMethod Kilograms = Some.Counting((EquivalentFlow.Of(CarbonOrigin.Fossil, GwpSet.Unstated), 1), (SomeGrid.Factors[4].Emission, 1));

    [Fact]
    public void REQ_61_own_plant_direct_line_instrument_then_the_mix()
    {
        ElectricityAccount account = SomeGrid.Account with
        {
            Plants = [Plant("roof", 1000, isOwn: true, isSold: false), Plant("neighbour", 2000, isOwn: false, isSold: false)],
            Instruments = [SomeGrid.Certificates()],
        };
        ElectricityResult result = SomeGrid.Evaluate(account);

        Assert.Equal(
            [(ElectricityRung.OwnPlant, 1000.0), (ElectricityRung.DirectLine, 2000.0), (ElectricityRung.Instrument, 4000.0), (ElectricityRung.ConsumptionMix, 3000.0)],
            result.MarketBased.Select(p => (p.Rung, p.KilowattHours)));
        Assert.Equal([null, null, 0.03, null], result.MarketBased.Select(p => p.Grid?.KilogramsPerKilowattHour));
        Assert.Equal(((3000 * 0.04) + (4000 * 0.05) + (3000 * 0.5)) / 10_000, result.MarketBasedFactor!.Value, 1e-15);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(null)]
    public void REQ_61_a_plant_whose_instruments_were_sold_counts_as_grid_without_instrument(bool? sold)
    {
        ElectricityResult result = SomeGrid.Evaluate(SomeGrid.Account with { Plants = [Plant("roof", 1000, isOwn: true, isSold: sold)] });
        Assert.Equal([(ElectricityRung.ConsumptionMix, 10_000.0)], result.MarketBased.Select(p => (p.Rung, p.KilowattHours)));
        Assert.Contains(result.Findings, f => f.Code == FindingCode.InstrumentInvalid && f.What.En.Contains("'roof'", StringComparison.Ordinal));
        Assert.Equal(1000, result.LocationBased[0].KilowattHours); // by location the plant is what it is
    }

    [Fact]
    public void REQ_61_without_an_instrument_the_residual_mix_comes_before_the_consumption_mix()
    {
        FactorProvider residual = new(SomeGrid.Factor("AA", 2024, 0.65, GridFactorKind.Residual));
        Assert.Equal((ElectricityRung.ResidualMix, 0.65), One(SomeGrid.Evaluate(SomeGrid.Account with { Residual = residual }).MarketBased));
        Assert.Equal((ElectricityRung.ConsumptionMix, 0.5), One(SomeGrid.Evaluate(SomeGrid.Account).MarketBased));
        Assert.Equal((ElectricityRung.ResidualMix, 0.7), One(SomeGrid.Evaluate(SomeGrid.Account with { Area = "AA-1" }, ElectricityPurpose.OrganisationAccount).MarketBased));
        Assert.Equal((ElectricityRung.ConsumptionMix, 0.35), One(SomeGrid.Evaluate(SomeGrid.Account, ElectricityPurpose.OrganisationAccount).LocationBased));
    }

    [Fact]
    public void REQ_61_without_a_residual_mix_the_rest_of_an_account_with_instruments_is_marked()
    {
        Assert.Contains(SomeGrid.Evaluate(SomeGrid.Account with { Instruments = [SomeGrid.Certificates()] }).Findings, f => f.Code == FindingCode.DefaultAssumed && f.What.En.Contains("No residual mix", StringComparison.Ordinal));
        Assert.Empty(SomeGrid.Evaluate(SomeGrid.Account with { Area = "AA" }).Findings);
    }

    [Fact]
    public void REQ_61_a_missing_factor_is_refused_not_assumed()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => SomeGrid.Evaluate(SomeGrid.Account with { Area = "AA-2" }, ElectricityPurpose.OrganisationAccount));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.MissingFactor && f.Next!.Value.En.StartsWith("Choose the area", StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_61_an_account_that_takes_nothing_from_the_grid_needs_no_mix_of_its_area()
    {
        ElectricityAccount account = SomeGrid.Account with { Area = "CC", Plants = [Plant("roof", 10_000, isOwn: true, isSold: true)] };
        FactorProvider residual = new(SomeGrid.Factor("CC", 2024, 0.8, GridFactorKind.Residual));
        Assert.Equal((ElectricityRung.ResidualMix, 0.8), One(SomeGrid.Evaluate(account with { Residual = residual }).MarketBased));
        Assert.Equal(FindingCode.MissingFactor, Assert.Single(Assert.Throws<InputRefusedException>(() => SomeGrid.Evaluate(account)).Findings).Code);
    }

    [Fact]
    public void REQ_60_a_residual_mix_of_combustion_in_a_product_footprint_is_flagged()
    {
        FactorProvider residual = new(SomeGrid.Factors[5]);
        ElectricityResult result = SomeGrid.Evaluate(SomeGrid.Account with { Residual = residual, Instruments = [SomeGrid.Certificates()] });
        Assert.Contains(result.Findings, f => f.Code == FindingCode.ScopeOfFactor);
        Assert.Contains(result.Findings, f => f.Code == FindingCode.MixedFactors);
        Assert.Null(result.MarketBasedFactor);
    }

    [Fact]
    public void REQ_60_a_mix_without_grid_losses_is_flagged()
    {
        ElectricityResult result = SomeGrid.Evaluate(SomeGrid.Account with { Area = "BB" });
        Assert.Equal(FindingCode.ScopeOfFactor, Assert.Single(result.Findings).Code);
    }

    [Fact]
    public void REQ_62_every_test_is_needed()
    {
        ContractualInstrument valid = SomeGrid.Certificates();
        ContractualInstrument[] faulty =
        [
            valid with { ConveysAttributes = null }, valid with { ConveysAttributes = false }, valid with { Generator = " " },
            valid with { IsUniqueClaim = null }, valid with { IsTracked = false }, valid with { IsRedeemed = null }, valid with { RedeemedFor = "Other Ltd" }, valid with { RedeemedFor = null },
            valid with { From = null }, valid with { To = new DateOnly(2024, 2, 1) }, valid with { From = new DateOnly(2022, 1, 1), To = new DateOnly(2022, 12, 30) }, valid with { From = new DateOnly(2026, 1, 1), To = new DateOnly(2026, 1, 31) },
            valid with { Market = null }, valid with { Market = "BB" }, valid with { Market = "ZZ" },
        ];
        Assert.Empty(InstrumentTests.Failed(valid, SomeGrid.Account, SomeGrid.Table, ElectricityRules.Default));
        foreach (ContractualInstrument instrument in faulty)
        {
            ElectricityResult result = SomeGrid.Evaluate(SomeGrid.Account with { Instruments = [instrument] });
            InstrumentOutcome outcome = Assert.Single(result.Instruments);
            Assert.Single(outcome.FailedTests);
            Assert.False(outcome.IsValid);
            Assert.Equal(0, outcome.UsedKilowattHours);
            Assert.Equal((ElectricityRung.ConsumptionMix, 0.5), One(result.MarketBased));
            Diagnostic warning = Assert.Single(result.Findings, f => f.Code == FindingCode.InstrumentInvalid);
            Assert.Contains(outcome.FailedTests[0].En, warning.What.En, StringComparison.Ordinal);
            Assert.Contains(outcome.FailedTests[0].Zh, warning.What.Zh, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void REQ_62_bad_an_invalid_instrument_falls_to_the_residual_mix()
    {
        FactorProvider residual = new(SomeGrid.Factor("AA", 2024, 0.65, GridFactorKind.Residual));
        ElectricityResult result = SomeGrid.Evaluate(SomeGrid.Account with { Residual = residual, Instruments = [SomeGrid.Certificates() with { IsRedeemed = false }] });
        Assert.Equal((ElectricityRung.ResidualMix, 0.65), One(result.MarketBased));
    }

    [Theory]
    [InlineData(2023, 1, 1, true)]
    [InlineData(2022, 12, 31, false)]
    public void REQ_62_generation_may_lie_twelve_months_away(int year, int month, int day, bool isValid)
    {
        DateOnly last = new(year, month, day);
        ContractualInstrument early = SomeGrid.Certificates() with { From = last.AddMonths(-1), To = last };
        Assert.Equal(isValid, InstrumentTests.Failed(early, SomeGrid.Account, SomeGrid.Table, ElectricityRules.Default).IsEmpty);
        Assert.True(InstrumentTests.Failed(early, SomeGrid.Account, SomeGrid.Table, new ElectricityRules { MostMonthsApart = 13 }).IsEmpty);
    }

    [Fact]
    public void REQ_62_interconnected_markets_are_one()
    {
        ElectricityAccount account = SomeGrid.Account with { Instruments = [SomeGrid.Certificates() with { Market = "Beland" }], InterconnectedMarkets = ["BB"] };
        Assert.True(Assert.Single(SomeGrid.Evaluate(account).Instruments).IsValid);
    }

    [Fact]
    public void REQ_63_a_certificate_is_1000_kWh_and_more_than_the_consumption_is_unused()
    {
        ElectricityResult result = SomeGrid.Evaluate(SomeGrid.Account with
        {
            Plants = [Plant("roof", 4000, isOwn: true, isSold: false)],
            Instruments = [SomeGrid.Certificates("A-01..04", "first"), SomeGrid.Certificates("B-01..05", "second")],
        });
        Assert.Equal([(4000.0, 4000.0, 0.0), (5000.0, 2000.0, 3000.0)], result.Instruments.Select(i => (i.OfferedKilowattHours, i.UsedKilowattHours, i.UnusedKilowattHours)));
        Assert.Equal(10_000, result.MarketBased.Sum(p => p.KilowattHours));
        Assert.Contains(result.Findings, f => f.Severity == Severity.Note && f.What.Zh.Contains("5000 kWh 中，账户 'plant' 可用 2000 kWh", StringComparison.Ordinal));
    }

    [SharedDataFact]
    public void REQ_63_the_seed_gives_a_green_certificate_1000_kWh()
    {
        IReadOnlyDictionary<string, string> seed = Assert.Single(ReferenceTable.Read(SharedData.Path("reference/tables/seed_numbers.csv")), row => row.Values.Contains("green certificate"));
        Assert.Contains(ContractualInstrument.KilowattHoursPerCertificate.ToString(System.Globalization.CultureInfo.InvariantCulture), seed.Values);
    }

    [Theory]
    [InlineData("GEC-0001..0004", "GEC-0004")]
    [InlineData("GEC-0001..0100", "gec-0050..0060")]
    [InlineData("X7Y", "x7y")]
    public void REQ_63_the_same_serial_twice_is_a_duplicate(string first, string second)
    {
        ElectricityAccount other = SomeGrid.Account with { Id = "office", Instruments = [SomeGrid.Certificates(second, "late")] };
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ElectricityAccounting.Evaluate(SomeGrid.Table, [SomeGrid.Account with { Instruments = [SomeGrid.Certificates(first, "early")] }, other]));
        Diagnostic fault = Assert.Single(refusal.Findings);
        Assert.Equal(FindingCode.Duplicate, fault.Code);
        foreach (string name in (string[])["'early'", "'late'", "'plant'", "'office'"]) Assert.Contains(name, fault.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_63_runs_that_overlap_a_wide_one_behind_a_narrow_one_are_found()
    {
        ElectricityAccount account = SomeGrid.Account with { Instruments = [SomeGrid.Certificates("G-001..100", "wide"), SomeGrid.Certificates("G-002", "one"), SomeGrid.Certificates("G-090..120", "tail"), SomeGrid.Certificates("G-0090", "other width")] };
        Assert.Equal(2, Assert.Throws<InputRefusedException>(() => SomeGrid.Evaluate(account)).Findings.Count);
    }

    [Theory]
    [InlineData("GEC-0001..0120", 120, "GEC-0001..0120")]
    [InlineData("GEC-0001..GEC-0120", 120, "GEC-0001..0120")]
    [InlineData(" gec-7 ", 1, "GEC-7")]
    [InlineData("abc", 1, "ABC")]
    [InlineData("1234567890123456789012", 1, "1234567890123456789012")]
    public void REQ_63_serials_are_read(string text, long count, string written)
    {
        CertificateSerials serials = CertificateSerials.Parse(text);
        Assert.Equal((count, written), (serials.Count, serials.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("GEC-0120..0001")]
    [InlineData("GEC-1..0120")]
    [InlineData("A-1..B-2")]
    [InlineData("A-1..2..3")]
    [InlineData("abc..abd")]
    public void REQ_63_what_is_no_run_of_serials_is_refused(string text) =>
        Assert.Equal(FindingCode.SchemaInvalid, Assert.Single(Assert.Throws<InputRefusedException>(() => CertificateSerials.Parse(text)).Findings).Code);

    [Fact]
    public void REQ_63_bad_accounts_are_refused_with_every_fault()
    {
        ElectricityAccount account = SomeGrid.Account with
        {
            Area = "Nowhere",
            To = new DateOnly(2023, 1, 1),
            Consumption = SomeGrid.Energy(-1),
            Plants = [Plant("roof", double.NaN, isOwn: true, isSold: false)],
            InterconnectedMarkets = ["nobody"],
            Instruments =
            [
                SomeGrid.Certificates() with { Serials = [] },
                SomeGrid.Certificates("H-1..2") with { Amount = SomeGrid.Energy(3, "MWh") },
                SomeGrid.Certificates("I-1") with { Amount = new Quantity(1, Unit.Parse("kg")) },
                SomeGrid.Certificates() with { Kind = InstrumentKind.PowerPurchase, Serials = [], Provider = new ProcessProvider(Some.Steel, "steel", Wording.Same("steel")) },
            ],
        };
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ElectricityAccounting.Evaluate(SomeGrid.Table, [account, account with { Instruments = [] }]));
        Assert.Equal(
            [
                FindingCode.Duplicate, FindingCode.UnknownName, FindingCode.DateOrder, FindingCode.NegativeNotAllowed, FindingCode.NotFinite, FindingCode.UnknownName,
                FindingCode.MissingField, FindingCode.OutOfRange, FindingCode.UnitMismatch, FindingCode.MissingField, FindingCode.UnitMismatch,
            ],
            refusal.Findings.Take(11).Select(f => f.Code));
    }

    [Fact]
    public void REQ_63_more_own_electricity_than_is_used_is_refused() =>
        Assert.Equal(FindingCode.OutOfRange, Assert.Single(Assert.Throws<InputRefusedException>(() => SomeGrid.Evaluate(SomeGrid.Account with { Plants = [Plant("roof", 10_001, isOwn: true, isSold: false)] })).Findings).Code);

    [Fact]
    public void REQ_64_both_accounts_are_kept_side_by_side()
    {
        ElectricityAccount account = SomeGrid.Account with { Instruments = [SomeGrid.Certificates()] };
        ElectricityResult result = SomeGrid.Evaluate(account);
        Assert.Equal(0.5, result.LocationBasedFactor);
        Assert.Equal((0.4 * 0.05) + (0.6 * 0.5), result.MarketBasedFactor!.Value, 1e-15);
        Assert.True(result.NeedsGridMixSensitivity);
        Assert.True(ElectricityAccounting.HasMarketData([SomeGrid.Account, account]));
        Assert.False(ElectricityAccounting.HasMarketData([SomeGrid.Account]));
        Assert.False(SomeGrid.Evaluate(SomeGrid.Account).NeedsGridMixSensitivity);
    }

    [Fact]
    public void REQ_64_both_accounts_are_ordinary_processes()
    {
        Process solar = Process.Producing(1, Flow.Product("power", Unit.Parse("MJ"))).Emitting(0.01, EquivalentFlow.Of(CarbonOrigin.Fossil, GwpSet.Unstated));
        ElectricityResult result = SomeGrid.Evaluate(SomeGrid.Account with
        {
            Plants = [new PlantSupply("roof", true, SomeGrid.Energy(3.6, "GJ"), new ProcessProvider(solar.ReferenceFlow, "power", Wording.Same("power")), false)],
            Instruments = [SomeGrid.Certificates()],
        });
        ElectricityForeground made = result.ToForeground("site/electricity");

        Assert.Equal(
            ["site/electricity/grid-aa-grid-life-cycle-2024", "site/electricity/grid-aa-mix-life-cycle-2024", "site/electricity/grid-aa-plant-wind-life-cycle-without-grid-2024", "site/electricity/market", "site/electricity/location"],
            made.Processes.Select(p => p.Id));
        Assert.Null(result.MarketBasedFactor); // a process must be solved first
        Assert.Equal((0.1 * 0.036) + (0.4 * 0.05) + (0.5 * 0.5), Impact(made.Market, [solar, .. made.Processes]), 1e-15);
        Assert.Equal((0.1 * 0.036) + (0.9 * 0.5), Impact(made.Location, [solar, .. made.Processes]), 1e-15);
    }

    [Fact]
    public void REQ_64_the_processes_cause_the_mean_factor_and_every_kilowatt_hour_has_one_provider() =>
        Prop.ForAll(
            (from shares in Gen.Choose(0, 1000).ArrayOf(3)
             from certificates in Gen.Choose(1, 12)
             from sold in Gen.Elements<bool?>(true, false, null)
             select (shares, certificates, sold)).ToArbitrary(),
            drawn =>
            {
                ElectricityAccount account = SomeGrid.Account with
                {
                    Plants = [Plant("roof", 3.3 * drawn.shares[0], isOwn: true, drawn.sold), Plant("line", 3.3 * drawn.shares[1], isOwn: false, isSold: false)],
                    Instruments = [SomeGrid.Certificates($"S-01..{drawn.certificates:00}")],
                };
                ElectricityResult result = SomeGrid.Evaluate(account);
                ElectricityForeground made = result.ToForeground("e");
                return Near(result.MarketBased.Sum(p => p.KilowattHours), 10_000) && Near(result.LocationBased.Sum(p => p.KilowattHours), 10_000)
                    && result.MarketBased.All(p => p.KilowattHours > 0)
                    && result.Instruments.Sum(i => i.UsedKilowattHours) <= 10_000 - account.Plants.Sum(p => p.Amount.Value) + 1e-9
                    && Near(Impact(made.Market, [.. made.Processes]), result.MarketBasedFactor!.Value)
                    && Near(Impact(made.Location, [.. made.Processes]), result.LocationBasedFactor!.Value);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2023, 7, 1, 2024, 6, 29, 2023)]
    [InlineData(2023, 7, 3, 2024, 7, 2, 2024)]
    [InlineData(2024, 2, 1, 2024, 2, 29, 2024)]
    public void REQ_65_the_year_of_an_account_is_the_one_that_holds_most_of_it(int y1, int m1, int d1, int y2, int m2, int d2, int expected) =>
        Assert.Equal(expected, (SomeGrid.Account with { From = new DateOnly(y1, m1, d1), To = new DateOnly(y2, m2, d2) }).Year);

    private static PlantSupply Plant(string id, double kilowattHours, bool isOwn, bool? isSold) => new(id, isOwn, SomeGrid.Energy(kilowattHours), SomeGrid.Solar, isSold);

    private static (ElectricityRung Rung, double Factor) One(IEnumerable<ElectricityPortion> portions)
    {
        ElectricityPortion portion = Assert.Single(portions);
        return (portion.Rung, portion.KilogramsPerKilowattHour!.Value);
    }

    private static double Impact(Process process, Process[] all) =>
        LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(all))).Solve(Demand.ForProcess(process.Id, 1)).Inventory().Characterize(Kilograms)[0];

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Max(Math.Abs(a), Math.Abs(b));
}
