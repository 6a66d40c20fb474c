using CarbonLca.Diagnostics;
using CarbonLca.Formats.Studies;
using CarbonLca.Reporting;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Tests.Studies;

/// <summary>Electricity in study files: accounts, instruments, grids along the years.</summary>
public sealed class StudyElectricityTests
{
    private const string Wind = "generator: Farm 7, conveys_attributes: true, unique_claim: true, tracked: true, redeemed: true, redeemed_for: Acme, market: CN, from: 2024-01-01, to: 2024-12-31";

    private static string Account(string more, string area = "CN", string consumption = "10 MWh") =>
        $"electricity: {{accounts: [{{id: works, consumer: Acme, area: {area}, from: 2024-01-01, to: 2024-12-31, consumption: {consumption}, {more}}}]}}";

    private static string Using(string head, string provider = "works") => StudyFile.Of($"amount: 100, unit: kWh, provider: {provider}", head: head);

    private static string Instrument(string more = Wind, string serials = "[GEC-2024-0001..0004]") => $"instruments: [{{id: gec, kind: certificate, serials: {serials}, provider: wind, {more}}}]";

    [Fact]
    public void REQ_61_own_plant_direct_line_instrument_then_residual_mix_and_the_choice_is_explained()
    {
        CarbonFootprint footprint = StudyFile.Footprint(Using(Account(
            "plants: [{id: roof, own: true, amount: 1 MWh, provider: sun, instrument_sold: false}, {id: line, own: false, amount: 2 MWh, provider: wind, instrument_sold: false}], "
            + Instrument() + ", residual: {factor: {value: 0.8 kg CO2e/kWh, scope: life-cycle, gwp: AR6, year: 2024, source: registry}}")));

        // 1 sun, 2 wind by line, 4 wind by certificate, 3 of the residual mix
        Assert.Equal(100 * ((0.1 * 0.1) + (0.2 * 0.05) + (0.4 * 0.05) + (0.3 * 0.8)), footprint.Total, 1e-10);
        Diagnostic why = Assert.Single(footprint.Findings, f => f.Code == FindingCode.Summary && f.What.En.StartsWith("Electricity 'works'", StringComparison.Ordinal));
        Assert.Contains("4000 kWh grid with contractual instrument (instrument 'gec') from wind; 3000 kWh grid, residual mix (no instrument: residual mix of the market)", why.What.En, StringComparison.Ordinal);
        Assert.Contains("电网（剩余结构）", why.What.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_61_two_plants_with_figures_of_their_own_are_two()
    {
        static string Plant(string id, double factor) => $"{{id: {id}, own: true, amount: 5 MWh, instrument_sold: false, factor: {{value: {factor.ToString(System.Globalization.CultureInfo.InvariantCulture)} kg CO2e/kWh, scope: life-cycle, gwp: AR6, year: 2024, source: meter of {id}}}}}";

        Assert.Equal(100 * (0.05 + 0.15), StudyFile.Footprint(Using(Account($"plants: [{Plant("roof", 0.1)}, {Plant("engine", 0.3)}]"))).Total, 1e-10);
    }

    [Fact]
    public void REQ_65_grids_that_take_the_same_factor_share_its_process()
    {
        CarbonFootprint footprint = StudyFile.Footprint(StudyFile.Text(
            "  production:\n    - {item: A, source: s, quality: measured, amount: 1, unit: kWh, provider: a}\n    - {item: B, source: s, quality: measured, amount: 2, unit: kWh, provider: b}",
            "electricity: {grids: [{id: a, area: CN, year: 2024}, {id: b, area: CN, year: 2024}]}"));

        Assert.Equal(3 * 0.5777, Assert.Single(footprint.Processes, p => p.Value != 0).Value, 1e-12);
    }

    [Fact]
    public void REQ_61_bad_a_plant_whose_instruments_were_sold_falls_to_the_grid_with_a_warning()
    {
        CarbonFootprint footprint = StudyFile.Footprint(Using(Account("plants: [{id: roof, own: true, amount: 10 MWh, provider: sun, instrument_sold: true}]")));

        Assert.Equal(57.77, footprint.Total, 1e-9); // China's footprint factor of 2024
        Assert.Contains(footprint.Findings, f => f.Code == FindingCode.InstrumentInvalid && f.What.En.Contains("'roof'", StringComparison.Ordinal) && f.Where?.Line is not null);
        Assert.Contains(StudyFile.Errors(Using(Account("plants: [{id: roof, own: true, amount: 11 MWh, provider: sun}]"))), e => e.Code == FindingCode.OutOfRange);
    }

    [Theory]
    [InlineData("conveys_attributes: true", "conveys_attributes: false", "attributes of a named generator")]
    [InlineData("unique_claim: true, ", "", "only claim")]
    [InlineData("tracked: true, ", "", "no registry")]
    [InlineData("redeemed: true, ", "redeemed: false, ", "not redeemed")]
    [InlineData("redeemed_for: Acme", "redeemed_for: Bolt", "redeemed for 'Bolt'")]
    [InlineData("market: CN", "market: FR", "not interconnected")]
    [InlineData("from: 2024-01-01, to: 2024-12-31", "from: 2021-01-01, to: 2021-12-31", "more than 12 months")]
    public void REQ_62_bad_an_instrument_that_fails_a_test_is_not_used_and_the_reason_is_recorded(string good, string bad, string reason)
    {
        CarbonFootprint footprint = StudyFile.Footprint(Using(Account(Instrument(Wind.Replace(good, bad, StringComparison.Ordinal)))));

        Assert.Equal(57.77, footprint.Total, 1e-9);
        Diagnostic fall = Assert.Single(footprint.Findings, f => f.Code == FindingCode.InstrumentInvalid);
        Assert.Contains(reason, fall.What.En, StringComparison.Ordinal);
        Assert.NotNull(fall.Where?.Line);
    }

    [Fact]
    public void REQ_63_a_certificate_of_a_study_covers_1000_kWh_and_the_excess_is_unused()
    {
        CarbonFootprint footprint = StudyFile.Footprint(Using(Account(Instrument(serials: "[GEC-2024-0001..0012]"))));

        Assert.Equal(5, footprint.Total, 1e-10);
        Assert.Contains(footprint.Findings, f => f.What.En.Contains("can use 10000 kWh; the rest is unused", StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_63_bad_serials_are_refused()
    {
        Diagnostic twice = StudyFile.Error(Using(Account(Instrument(serials: "[GEC-2024-0001..0004, GEC-2024-0003]"))));
        Assert.Equal(FindingCode.Duplicate, twice.Code);

        Diagnostic none = StudyFile.Error(Using(Account(Instrument(serials: "[]"))));
        Assert.Equal(FindingCode.MissingField, none.Code);

        Diagnostic[] torn = [.. StudyFile.Read(Using(Account(Instrument(serials: "[GEC-9..1]")))).Findings];
        Assert.Contains(torn, f => f is { Code: FindingCode.SchemaInvalid, Found: "GEC-9..1" });
    }

    [Fact]
    public void REQ_64_both_accounts_are_reported_side_by_side_wherever_market_data_exist()
    {
        string text = Using(Account(Instrument()));

        CarbonFootprint market = StudyFile.Footprint(text);
        Assert.Equal((40 * 0.05) + (60 * 0.5777), market.Total, 1e-10);
        Assert.Equal(57.77, market.Scenario("by location"), 1e-9);

        CarbonFootprint location = StudyFile.Footprint(text.Replace("electricity: {", "electricity: {basis: location, ", StringComparison.Ordinal));
        Assert.Equal(57.77, location.Total, 1e-9);
        Assert.Equal(market.Total, location.Scenario("by market"), 1e-10);
        Assert.Empty(StudyFile.Footprint(Using(Account("plants: []"))).Scenarios);
    }

    [Fact]
    public void REQ_64_bad_a_basis_that_is_neither_is_refused()
    {
        Diagnostic basis = StudyFile.Error(Using(Account("plants: []").Replace("electricity: {", "electricity: {basis: netted, ", StringComparison.Ordinal)));
        Assert.Equal((FindingCode.UnknownName, "netted"), (basis.Code, basis.Found));
    }

    [Fact]
    public void REQ_65_a_study_takes_the_footprint_factor_of_its_area_and_year()
    {
        CarbonFootprint footprint = StudyFile.Footprint(Using("electricity: {grids: [{id: grid, area: 广东, year: 2023}]}", "grid"));

        Assert.Equal(62.05, footprint.Total, 1e-9);
        Assert.Contains(footprint.Findings, f => f.Code == FindingCode.DefaultAssumed && f.What.En.Contains("Guangdong", StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_65_a_newer_factor_is_data_of_the_study()
    {
        const string Head = "electricity: {factors: [{area: CN, year: 2026, value: 0.5 kg CO2e/kWh, scope: life-cycle, gwp: AR6, source: announcement}], grids: [{id: grid, area: CN-GD, year: 2026}]}";

        Assert.Equal(50, StudyFile.Footprint(Using(Head, "grid")).Total, 1e-10);
    }

    [Fact]
    public void REQ_65_bad_Tibet_asks_for_a_choice_and_an_unknown_area_for_its_name()
    {
        Diagnostic tibet = StudyFile.Error(Using("electricity: {grids: [{id: grid, area: 西藏, year: 2023, scope: combustion}]}", "grid"));
        Assert.Equal(FindingCode.MissingFactor, tibet.Code);
        Assert.Contains("Choose the area whose factor stands for it", tibet.Next!.Value.En, StringComparison.Ordinal);

        Diagnostic area = StudyFile.Error(Using("electricity: {grids: [{id: grid, area: CN-XX, year: 2023}]}", "grid"));
        Assert.Equal((FindingCode.UnknownName, "CN-XX"), (area.Code, area.Found));

        Diagnostic factor = StudyFile.Error(Using("electricity: {factors: [{area: CN, year: 2024, value: 0.5 kg CO2e/kWh, scope: life-cycle, source: s}], grids: [{id: grid, area: CN, year: 2024}]}", "grid"));
        Assert.Equal(FindingCode.Duplicate, factor.Code);
    }

    [Fact]
    public void REQ_60_a_combustion_factor_in_a_product_footprint_is_flagged()
    {
        CarbonFootprint footprint = StudyFile.Footprint(Using("electricity: {grids: [{id: grid, area: CN-GD, year: 2023, scope: combustion}]}", "grid"));

        Diagnostic scope = Assert.Single(footprint.Findings, f => f.Code == FindingCode.ScopeOfFactor);
        Assert.Contains("combustion alone", scope.What.En, StringComparison.Ordinal);
        Assert.Equal("box.yaml", scope.Where?.File);
    }

    [Theory]
    [InlineData("heat", "kWh", "kg CO2e/kWh")]
    [InlineData("cold", "MJ", "kg CO2e/MJ")]
    [InlineData("compressed air", "m3", "kg CO2e/m3")]
    public void REQ_60_bought_heat_cold_and_compressed_air_say_what_their_factor_covers(string what, string unit, string per)
    {
        string Text(string scope) => StudyFile.Of($"amount: 10, unit: {unit}, factor: {{value: 0.2, unit: {per}, gwp: AR6, origin: fossil, source: supplier of {what}{scope}}}");

        Assert.DoesNotContain(StudyFile.Footprint(Text(", scope: life-cycle")).Findings, f => f.Code == FindingCode.ScopeOfFactor);
        CarbonFootprint combustion = StudyFile.Footprint(Text(", scope: combustion"));
        Assert.Equal(2, combustion.Total, 1e-12);
        Assert.Contains(combustion.Findings, f => f.Code == FindingCode.ScopeOfFactor && f.What.En.Contains("combustion", StringComparison.Ordinal));
        Assert.Equal(FindingCode.UnknownName, StudyFile.Error(Text(", scope: half")).Code);
    }

    [Fact]
    public void REQ_66_a_residual_mix_is_computed_from_the_total_and_the_claims()
    {
        const string Residual = "residual: {residual: {total: 1000 GWh, value: 0.5 kg CO2e/kWh, scope: life-cycle, gwp: AR6, year: 2024, source: registry, claimed: [{amount: 200 GWh, value: 0.05 kg CO2e/kWh}]}}";

        CarbonFootprint footprint = StudyFile.Footprint(Using(Account(Residual)));
        Assert.Equal(100 * (500 - 10) / 800.0, footprint.Total, 1e-10);

        Diagnostic all = StudyFile.Error(Using(Account(Residual.Replace("200 GWh", "1000 GWh", StringComparison.Ordinal))));
        Assert.Equal(FindingCode.OutOfRange, all.Code);
        Assert.Contains("nothing is left", all.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_74_a_grid_changes_over_the_years_of_life()
    {
        CarbonFootprint path = StudyFile.Footprint(Using("electricity: {grids: [{id: grid, from: 2024, lifetime: 4 a, years: {2024: {provider: power}, 2026: {provider: wind}}}]}", "grid"));
        Assert.Equal(100 * ((0.5 * 0.6) + (0.5 * 0.05)), path.Total, 1e-10);
        Assert.Contains(path.Findings, f => f.Code == FindingCode.DefaultAssumed && f.What.En.Contains("held constant", StringComparison.Ordinal));
        Assert.Contains(path.Findings, f => f.What.En.Contains("2024–2025: 50 % from power; 2026–2027: 50 % from wind", StringComparison.Ordinal));

        CarbonFootprint uneven = StudyFile.Footprint(Using("electricity: {grids: [{id: grid, years: {2024: {provider: power}, 2025: {provider: wind}}, energy: {2024: 300 kWh, 2025: 100 kWh}}]}", "grid"));
        Assert.Equal(100 * ((0.75 * 0.6) + (0.25 * 0.05)), uneven.Total, 1e-10);
    }

    [Fact]
    public void REQ_74_bad_paths_are_refused_with_their_place()
    {
        Assert.Equal(FindingCode.OutOfRange, StudyFile.Error(Using("electricity: {grids: [{id: grid, area: CN, from: 2024, lifetime: 0 a}]}", "grid")).Code);
        Assert.Equal(FindingCode.OutOfRange, StudyFile.Error(Using("electricity: {grids: [{id: grid, area: CN, from: 24, lifetime: 4 a}]}", "grid")).Code);
        Assert.Equal(FindingCode.UnknownProcess, StudyFile.Error(Using("electricity: {grids: [{id: grid, from: 2024, lifetime: 4 a, years: {2024: {provider: pwer}}}]}", "grid")).Code);
        Assert.Equal(FindingCode.Duplicate, StudyFile.Error(Using("electricity: {grids: [{id: power, area: CN, year: 2024}]}", "power")).Code);
    }

    [Fact]
    public void REQ_61_the_names_of_accounts_are_known_while_other_faults_are_reported()
    {
        StudyReadResult read = StudyFile.Read(Using(Account("plants: []")).Replace("intended_use: a test, ", string.Empty, StringComparison.Ordinal));

        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => read.Build(StudyFile.Background));
        Assert.Equal(FindingCode.MissingField, Assert.Single(refused.Findings).Code);
        Assert.Equal(["works"], read.OwnProviders.ToArray());
    }

    [Fact]
    public void The_examples_of_the_guide_are_read_and_computed()
    {
        string[] blocks = [.. File.ReadAllText(TestSupport.RepositoryFiles.Path("datasets/studies/README.md")).ReplaceLineEndings("\n").Split("```yaml\n")[1..].Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])];
        Assert.Equal(3, blocks.Length); // electricity, the other keys of a study, items
        using Formats.Packaging.SourceFiles source = Formats.Bundled.BundledData.OpenTables("ict-background");
        Model.LciDatabase background = LciFormats.Read(source).Database!;

        (StudyReadResult read, CarbonFootprint footprint) = Computed(Using(blocks[0]));
        Assert.True(footprint.Total < footprint.Scenario("by location")); // 100 MWh of the roof, 400 MWh of wind, 700 MWh of the residual mix
        Assert.Contains(read.OwnProviders, n => n == "grid-plan");

        string items = string.Concat(blocks[2].Split('\n').Where(l => l.Length > 0).Select(l => $"    {l}\n"));
        (_, footprint) = Computed(StudyFile.Text($"  production:\n{items}", blocks[1]));
        Assert.Equal(3, footprint.Study!.Lines.Count());
        Assert.Equal(2, footprint.CutOffs!.Entries.Length);
        Assert.NotNull(footprint.Study.Lines.First().Rating?.Scores);
        Assert.Contains(footprint.Scenarios, s => s.Name.En.Contains("a larger die", StringComparison.Ordinal));

        (StudyReadResult Read, CarbonFootprint Footprint) Computed(string text)
        {
            StudyReadResult result = StudyFile.Read(text);
            Assert.Empty(result.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.ToText(Language.English)));
            return (result, FootprintCalculator.Compute(result.Build(background), background, Formats.Bundled.BundledData.Method("gwp100-ar6")));
        }
    }
}
