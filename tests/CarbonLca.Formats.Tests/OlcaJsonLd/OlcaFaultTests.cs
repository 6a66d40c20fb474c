using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.OlcaJsonLd;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tests.Packaging;
using CarbonLca.Model;
using CarbonLca.Quantities;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Formats.Tests.OlcaJsonLd;

public sealed class OlcaFaultTests
{
    [Theory]
    [InlineData("\"amount\": NaN", FindingCode.NotFinite)]
    [InlineData("\"amount\": Infinity", FindingCode.NotFinite)]
    [InlineData("\"amount\": -Infinity", FindingCode.NotFinite)]
    [InlineData("\"amount\": 1e400", FindingCode.NotFinite)]
    [InlineData("\"amount\": -1e400", FindingCode.NotFinite)]
    [InlineData("\"amount\": 1e308", FindingCode.NotFinite)] // in t; too large in kg
    [InlineData("\"amount\": 1e-400", FindingCode.OutOfRange)]
    [InlineData("\"amount\": \"36\"", FindingCode.NotANumber)]
    [InlineData("\"amount\": true", FindingCode.NotANumber)]
    [InlineData("\"amount\": {}", FindingCode.NotANumber)]
    [InlineData("\"amount\": null", FindingCode.MissingField)]
    [InlineData("\"amountt\": 36", FindingCode.MissingField)]
    [InlineData("\"amount\": 0", FindingCode.OutOfRange)] // of the reference
    [InlineData("\"amount\": 1, \"amount\": 2", FindingCode.SchemaInvalid)]
    [InlineData("\"amount\": 0x1", FindingCode.SchemaInvalid)]
    [InlineData("\"amount\": .5", FindingCode.SchemaInvalid)]
    public void Amounts_that_are_none_leave_their_process_out(string amount, FindingCode expected)
    {
        LciPackage package = new OlcaSample().Replace(OlcaSample.Steel, "\"amount\": 2.0", amount).Read();
        Diagnostic error = TheError(package);
        Assert.Equal(expected, error.Code);
        Assert.Equal(OlcaSample.Steel, error.Where!.File);
        AssertLeftOut(package, "p-steel");
    }

    [Theory]
    [InlineData("\"flow\": {\"@id\": \"f-heat\"}", "\"flow\": {\"@id\": \"f-heatt\", \"name\": \"warmth\"}", FindingCode.UnknownFlow, "exchanges[3].flow", "warmth")]
    [InlineData("\"flow\": {\"@id\": \"f-heat\"}", "\"flow\": {}", FindingCode.MissingField, "exchanges[3].flow", "{}")]
    [InlineData("\"flow\": {\"@id\": \"f-heat\"}", "\"flow\": \"f-heat\"", FindingCode.MissingField, "exchanges[3].flow", "f-heat")]
    [InlineData("\"unit\": {\"@id\": \"u-heap\"}", "\"unit\": {\"@id\": \"u-none\", \"name\": \"pile\"}", FindingCode.UnknownUnit, "exchanges[5].unit", "pile")]
    [InlineData("\"unit\": {\"@id\": \"u-heap\"}", "\"unit\": {\"@id\": \"u-kg\"}", FindingCode.UnitMismatch, "exchanges[5].unit", "kg")]
    [InlineData("\"unit\": {\"@id\": \"u-heap\"}", "\"note\": 1", FindingCode.MissingField, "exchanges[5].unit", "nothing")]
    [InlineData("{\"@id\": \"q-heaps\"}", "{\"@id\": \"q-mass\"}", FindingCode.UnitMismatch, "exchanges[5].unit", "q-mass")]
    [InlineData("\"internalId\": 5, \"isInput\": true", "\"internalId\": 5, \"isInput\": \"true\"", FindingCode.SchemaInvalid, "exchanges[5].isInput", "true")]
    [InlineData("\"isQuantitativeReference\": true", "\"isQuantitativeReference\": 1", FindingCode.SchemaInvalid, "exchanges[0].isQuantitativeReference", "1")]
    [InlineData("\"isQuantitativeReference\": true", "\"isQuantitativeReference\": false", FindingCode.MissingField, "exchanges", "")]
    [InlineData("\"internalId\": 5,", "\"internalId\": 5, \"isQuantitativeReference\": true,", FindingCode.Duplicate, "exchanges", "'steel', 'ore'")]
    public void What_an_exchange_refers_to_must_exist(string old, string by, FindingCode code, string path, string shown)
    {
        LciPackage package = new OlcaSample().Replace(OlcaSample.Steel, old, by).Read();
        Diagnostic error = TheError(package);
        Assert.Equal(code, error.Code);
        Assert.Equal(new SourcePosition(OlcaSample.Steel, Path: path), error.Where);
        Assert.Contains(shown, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'steel works'", error.What.En, StringComparison.Ordinal);
        Assert.Contains("'steel works'", error.What.Zh, StringComparison.Ordinal);
        AssertLeftOut(package, "p-steel");
    }

    [Fact]
    public void A_missing_flow_property_is_found_by_the_unit()
    {
        OlcaSample sample = new OlcaSample().Replace(OlcaSample.Treatment, ", \"unit\": {\"@id\": \"u-mj\"}, \"flowProperty\": {\"@id\": \"q-energy\"},\n", ", \"unit\": {\"@id\": \"u-mj\"},\n");
        Assert.Equal(new OlcaSample().Read().Database!.Digest, sample.Read().Database!.Digest);
    }

    [Fact]
    public void A_reference_on_the_unusual_side_is_kept_and_said()
    {
        LciPackage package = new OlcaSample().Replace(OlcaSample.Power, "\"internalId\": 1, \"isInput\": false", "\"internalId\": 1, \"isInput\": true").Read();
        Diagnostic warning = Assert.Single(package.Findings, f => f.Severity == Severity.Warning);
        Assert.Contains("'power plant' (CN)", warning.What.En, StringComparison.Ordinal);
        Assert.Equal(-3.6, OlcaSample.ProcessOf(package, "p-power").ReferenceAmount);
    }

    [Theory]
    [InlineData("""{"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 800.0, "geomSd": 1.0}""", "degenerate_lognormal")]
    [InlineData("""{"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 800.0, "geomSd": 0.0}""", "degenerate_lognormal")]
    [InlineData("""{"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 800.0, "geomSd": 0.5}""", "degenerate_lognormal")]
    [InlineData("""{"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 800.0, "geomSd": 1e400}""", "degenerate_lognormal")]
    [InlineData("""{"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 800.0}""", "degenerate_lognormal")]
    [InlineData("""{"distributionType": "NORMAL_DISTRIBUTION", "mean": 800.0, "sd": 0}""", "degenerate_normal")]
    [InlineData("""{"distributionType": "NORMAL_DISTRIBUTION", "mean": 800.0, "sd": -1}""", "degenerate_normal")]
    [InlineData("""{"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 1, "mode": 9, "maximum": 5}""", "degenerate_triangular")]
    [InlineData("""{"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 1, "mode": 2, "maximum": 5}""", "degenerate_triangular")] // the amount, 800, is outside
    [InlineData("""{"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 800, "mode": 800, "maximum": 800}""", "degenerate_triangular")]
    [InlineData("""{"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 1, "mode": 2}""", "degenerate_triangular")]
    [InlineData("""{"distributionType": "UNIFORM_DISTRIBUTION", "minimum": 5, "maximum": 5}""", "degenerate_uniform")]
    [InlineData("""{"distributionType": "UNIFORM_DISTRIBUTION", "minimum": 9, "maximum": 5}""", "degenerate_uniform")]
    [InlineData("""{"distributionType": "UNIFORM_DISTRIBUTION", "minimum": "1", "maximum": 5}""", "degenerate_uniform")]
    public void Distributions_that_describe_nothing_become_fixed_amounts(string distribution, string key)
    {
        LciPackage package = WithDistribution(distribution);
        Diagnostic warning = Assert.Single(package.Findings, f => f.Severity == Severity.Warning);
        Assert.Equal(FindingCode.DegenerateDistribution, warning.Code);
        Assert.Equal(new SourcePosition(OlcaSample.Power, Path: "exchanges[1].uncertainty"), warning.Where);
        Assert.Equal(1, OlcaSample.CountOf(package, key));
        Assert.Equal(Uncertainty.None, Co2(package).Uncertainty);
        Assert.Equal(0.8, Co2(package).Amount, 15);
    }

    [Fact]
    public void Distributions_that_lie_elsewhere_keep_the_amount_and_say_so()
    {
        LciPackage package = WithDistribution("""{"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 700.0, "geomSd": 2.0}""");
        Assert.Equal(FindingCode.DegenerateDistribution, Assert.Single(package.Findings, f => f.Severity == Severity.Warning).Code);
        Assert.Equal(Uncertainty.Lognormal(Math.Log(2)), Co2(package).Uncertainty);
        Assert.Equal(1, OlcaSample.CountOf(package, "relocated_distributions"));
        Assert.Equal(0, OlcaSample.CountOf(package, "degenerate_lognormal"));
    }

    [Fact]
    public void A_negative_lognormal_amount_keeps_its_sign_and_its_spread()
    {
        OlcaSample sample = new OlcaSample().Replace(OlcaSample.Power, "\"amount\": 800.0", "\"amount\": -800.0");
        LciPackage package = sample.Read();
        OlcaSample.AssertOnlyNotes(package);
        Assert.Equal(-0.8, Co2(package).Amount, 15);
        Assert.Equal(Uncertainty.Lognormal(Math.Log(1.2)), Co2(package).Uncertainty);
        Assert.Equal(1, OlcaSample.CountOf(package, "non_positive_lognormal"));
        Assert.Equal(1, OlcaSample.CountOf(package, "negative_lognormal"));

        LciPackage zero = new OlcaSample().Replace(OlcaSample.Power, "\"amount\": 800.0", "\"amount\": 0").Read();
        Assert.Equal(Uncertainty.None, Co2(zero).Uncertainty);
        Assert.Equal(1, OlcaSample.CountOf(zero, "non_positive_lognormal"));
        Assert.Equal(1, OlcaSample.CountOf(zero, "degenerate_lognormal"));
    }

    [Fact]
    public void An_unknown_distribution_is_fixed_and_said()
    {
        LciPackage package = WithDistribution("""{"distributionType": "CAUCHY"}""");
        Assert.Equal(FindingCode.NotSupported, Assert.Single(package.Findings, f => f.Severity == Severity.Warning).Code);
        Assert.Equal(Uncertainty.None, Co2(package).Uncertainty);
    }

    [Fact]
    public void Findings_of_a_kind_are_one_for_each_process_with_their_number()
    {
        string lines = string.Join(",\n", Enumerable.Range(0, 40).Select(i => $$$"""{"amount": {{{i + 1}}}, "flow": {"@id": "f-co2"}, "unit": {"@id": "u-kg"}, "uncertainty": {"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": {{{i + 1}}}, "geomSd": 1}}"""));
        LciPackage package = new OlcaSample().Replace(OlcaSample.Power, "\"exchanges\": [", $"\"exchanges\": [{lines},").Read();
        Diagnostic warning = Assert.Single(package.Findings, f => f.Code == FindingCode.DegenerateDistribution);
        Assert.Contains("40", warning.What.En, StringComparison.Ordinal);
        Assert.Contains("40", warning.What.Zh, StringComparison.Ordinal);
        Assert.Equal(40, OlcaSample.CountOf(package, "degenerate_lognormal"));
        Assert.Contains(package.Findings, f => f.What.En.Contains("names no direction", StringComparison.Ordinal));
    }

    [Fact]
    public void A_provider_that_is_missing_leaves_the_link_open()
    {
        LciPackage missing = new OlcaSample().Remove(OlcaSample.Power).Read();
        Diagnostic warning = Assert.Single(missing.Findings, f => f.Severity == Severity.Warning);
        Assert.Equal(FindingCode.UnknownProcess, warning.Code);
        Assert.Equal("P-POWER", warning.Found);
        Assert.Null(Assert.Single(OlcaSample.ProcessOf(missing, "p-steel").Exchanges, e => e.Flow.Id == "f-power").ProviderId);
        Assert.Equal(1, OlcaSample.CountOf(missing, "open_providers"));

        LciPackage refused = new OlcaSample().Replace(OlcaSample.Power, "\"isQuantitativeReference\": true, ", string.Empty).Read();
        Assert.Contains("left out for errors", Assert.Single(refused.Findings, f => f.Code == FindingCode.UnknownProcess).What.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"conversionFactor\": 0.00106", "\"conversionFactor\": 0", FindingCode.OutOfRange)]
    [InlineData("\"conversionFactor\": 0.00106", "\"conversionFactor\": -3", FindingCode.OutOfRange)]
    [InlineData("\"conversionFactor\": 0.00106", "\"conversionFactor\": 1e400", FindingCode.NotFinite)]
    [InlineData("\"conversionFactor\": 0.00106", "\"factor\": 0.00106", FindingCode.MissingField)]
    [InlineData("\"conversionFactor\": 0.00106", "\"conversionFactor\": \"x\"", FindingCode.NotANumber)]
    [InlineData("\"@id\": \"u-btu\"", "\"@id\": \"u-kwh\"", FindingCode.Duplicate)]
    public void A_unit_that_cannot_be_used_is_left_out(string old, string by, FindingCode expected)
    {
        LciPackage package = new OlcaSample().Replace("unit_groups/g-energy.json", old, by).Read();
        Assert.Equal(expected, TheError(package).Code);
        Assert.Equal(3, package.Database!.Processes.Count);
    }

    [Fact]
    public void A_unit_of_two_groups_belongs_to_the_first()
    {
        LciPackage package = new OlcaSample().Replace("unit_groups/g-energy.json", "\"@id\": \"u-btu\"", "\"@id\": \"u-kg\"").Read();
        Assert.Equal(
            [("processes/p-steel.json", FindingCode.UnitMismatch), ("unit_groups/g-mass.json", FindingCode.Duplicate)],
            package.Findings.Where(f => f.Severity == Severity.Error).Select(f => (f.Where!.File, f.Code)).Order());
    }

    [Fact]
    public void Units_whose_ratio_exceeds_a_decimal_are_read()
    {
        LciPackage package = new OlcaSample().Put("unit_groups/g-heaps.json", """
            {"@type": "UnitGroup", "@id": "g-heaps", "name": "Units of heaps", "units": [
              {"@id": "u-heap", "name": "J*J*J", "conversionFactor": 1.0, "isRefUnit": true},
              {"@id": "u-huge", "name": "PJ*PJ*PJ", "conversionFactor": 1e45}]}
            """).Read();
        OlcaSample.AssertOnlyNotes(package);
        Assert.Equal(3, package.Database!.Processes.Count);
    }

    [Fact]
    public void What_depends_on_a_refused_unit_group_is_refused_with_it()
    {
        LciPackage package = new OlcaSample().Replace("unit_groups/g-heaps.json", ", \"isRefUnit\": true", string.Empty).Read();
        Assert.Equal(
            ["flow_properties/q-heaps.json", "flows/f-ore.json", "flows/f-ore.json", "processes/p-steel.json", "unit_groups/g-heaps.json"],
            package.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Where!.File).Order(StringComparer.Ordinal));
        AssertLeftOut(package, "p-steel");
    }

    [Fact]
    public void A_rounded_factor_is_honoured_and_said()
    {
        LciPackage package = new OlcaSample().Replace(OlcaSample.Treatment, "\"amount\": 180.0, \"flow\": {\"@id\": \"f-heat\"}, \"unit\": {\"@id\": \"u-mj\"}", "\"amount\": 100.0, \"flow\": {\"@id\": \"f-heat\"}, \"unit\": {\"@id\": \"u-btu\"}").Read();
        Assert.Equal(0.106, Assert.Single(OlcaSample.ProcessOf(package, "p-treatment").Exchanges, e => e.Flow.Id == "f-heat").Amount, 15);
        Diagnostic warning = Assert.Single(package.Findings, f => f.Severity == Severity.Warning);
        Assert.Equal(FindingCode.UnitMismatch, warning.Code);
        Assert.Equal("1 btu = 0.00106 MJ", warning.Found);
        Assert.Equal("1 btu = 0.00105505585262 MJ", warning.Expected!.Value.En);
    }

    [Fact]
    public void A_group_whose_symbols_mean_something_else_is_known_to_the_package_only()
    {
        OlcaSample sample = new OlcaSample().Replace("unit_groups/g-mass.json", "0.001", "12").Replace("unit_groups/g-mass.json", "1000", "7");
        LciPackage package = sample.Read();
        Assert.Equal(FindingCode.UnknownUnit, Assert.Single(package.Findings, f => f.Severity == Severity.Warning).Code);
        Assert.Equal(Unit.Opaque("kg", "Units of mass"), Co2(package).Flow.Unit);
        Assert.Equal(800 * 12, Co2(package).Amount);
    }

    [Fact]
    public void Reference_factors_other_than_one_are_divided_out()
    {
        OlcaSample sample = new OlcaSample()
            .Put("unit_groups/g-heaps.json", """{"@type": "UnitGroup", "@id": "g-heaps", "name": "Units of heaps", "units": [{"@id": "u-heap", "name": "heap", "conversionFactor": 4, "isRefUnit": true}]}""")
            .Replace("flows/f-steel.json", "{\"@id\": \"q-mass\"}, \"conversionFactor\": 1.0", "{\"@id\": \"q-mass\"}, \"conversionFactor\": 0.5")
            .Replace("flows/f-steel.json", "20.0", "10.0");
        LciPackage package = sample.Read();
        Assert.Equal(2, package.Findings.Count(f => f is { Severity: Severity.Warning, Code: FindingCode.Repaired }));
        Assert.Equal(new OlcaSample().Read().Database!.Digest, package.Database!.Digest);
    }

    [Fact]
    public void Category_circles_and_gaps_cost_the_compartment_only()
    {
        OlcaSample circle = new OlcaSample().AsSchema1()
            .Put("categories/c-resource.json", """{"@type": "Category", "@id": "c-resource", "name": "resource", "category": {"@id": "c-resource-in_ground"}}""");
        AssertCompartment(circle.Read(), FindingCode.SchemaInvalid);
        AssertCompartment(new OlcaSample().AsSchema1().Remove("categories/c-resource.json").Read(), FindingCode.UnknownName);

        static void AssertCompartment(LciPackage package, FindingCode expected)
        {
            Assert.Equal(expected, TheError(package).Code);
            LciDatabase database = package.Database!;
            Assert.Null(database.Flows[database.FindFlow("f-ore")].Compartment);
            Assert.Equal("air/unspecified", database.Flows[database.FindFlow("f-co2")].Compartment);
            Assert.Equal(3, database.Processes.Count);
        }
    }

    [Fact]
    public void A_chain_of_categories_without_end_is_a_limit()
    {
        OlcaSample sample = new OlcaSample().Replace("flows/f-ore.json", "\"resource/in ground\"", "{\"@id\": \"c0\"}");
        const int depth = 5000;
        for (int i = 0; i < depth; i++) sample.Put($"categories/{i}.json", $$$"""{"@id": "c{{{i}}}", "name": "{{{i}}}", "category": {"@id": "c{{{i + 1}}}"}}""");
        sample.Put($"categories/{depth}.json", $$"""{"@id": "c{{depth}}", "name": "root"}""");
        LciPackage package = sample.Read();
        Assert.Equal(FindingCode.LimitExceeded, TheError(package).Code);
        LciDatabase database = package.Database!;
        Assert.Null(database.Flows[database.FindFlow("f-ore")].Compartment);
    }

    [Fact]
    public void One_identity_is_claimed_once_whatever_its_case()
    {
        OlcaSample sample = new OlcaSample().Put("processes/z.json", new OlcaSample().Text(OlcaSample.Steel).Replace("\"p-steel\"", "\"P-Steel\"", StringComparison.Ordinal));
        LciPackage package = sample.Read();
        Diagnostic error = TheError(package);
        Assert.Equal(FindingCode.Duplicate, error.Code);
        Assert.Contains("'processes/p-steel.json'", error.What.En, StringComparison.Ordinal);
        Assert.Equal(new OlcaSample().Read().Database!.Digest, package.Database!.Digest);
    }

    [Theory]
    [InlineData("", FindingCode.Truncated)]
    [InlineData("   ", FindingCode.Truncated)]
    [InlineData("[]", FindingCode.SchemaInvalid)]
    [InlineData("null", FindingCode.SchemaInvalid)]
    [InlineData("{}", FindingCode.MissingField)]
    [InlineData("{\"@id\": 3}", FindingCode.MissingField)]
    [InlineData("{\"@id\": \" \"}", FindingCode.MissingField)]
    [InlineData("{\"@type\": \"Flow\", \"@id\": \"x\"}", FindingCode.SchemaInvalid)]
    [InlineData("{\"@id\": \"x\"} {}", FindingCode.SchemaInvalid)]
    [InlineData("{\"@id\": \"x\", \"@id\": \"y\"}", FindingCode.SchemaInvalid)]
    [InlineData("{\"@id\": \"x\", \"name\": \"\\ud800\"}", FindingCode.EncodingInvalid)]
    [InlineData("{\"@id\": \"x\", \"\\uDC00\": 1}", FindingCode.EncodingInvalid)]
    [InlineData("{\"@id\": \"x\", // comment\n}", FindingCode.SchemaInvalid)]
    [InlineData("<process/>", FindingCode.SchemaInvalid)]
    [InlineData("{\"@id\": \"x\"}", FindingCode.MissingField)] // no reference
    [InlineData("{\"@id\": \"x\", \"exchanges\": {}}", FindingCode.SchemaInvalid)]
    public void Documents_that_are_none_are_reported(string json, FindingCode expected)
    {
        LciPackage package = new OlcaSample().Put("processes/bad.json", json).Read();
        Assert.Contains(expected, package.Findings.Where(f => f.Severity == Severity.Error && f.Where!.File == "processes/bad.json").Select(f => f.Code));
        Assert.Equal(3, package.Database!.Processes.Count);
        Assert.Equal(1, OlcaSample.CountOf(package, "processes_refused"));
    }

    [Fact]
    public void Encodings_other_than_UTF8_are_refused_and_a_mark_is_passed_over()
    {
        OlcaSample marked = new();
        marked.Files[OlcaSample.Steel] = [0xEF, 0xBB, 0xBF, .. marked.Files[OlcaSample.Steel]];
        OlcaSample.AssertOnlyNotes(marked.Read());
        Assert.Equal(new OlcaSample().Read().Database!.Digest, marked.Read().Database!.Digest);

        foreach (byte[] bytes in new[] { Encoding.Unicode.GetBytes("{\"@id\": \"钢\"}"), Encoding.Latin1.GetBytes("{\n \"@id\": \"é\"}") })
        {
            OlcaSample sample = new();
            sample.Files["processes/bad.json"] = bytes;
            Assert.Contains(TheError(sample.Read()).Code, new[] { FindingCode.EncodingInvalid, FindingCode.SchemaInvalid });
        }

        OlcaSample latin = new();
        latin.Files["processes/bad.json"] = Encoding.Latin1.GetBytes("{\n \"@id\": \"é\"}");
        Assert.Equal(new SourcePosition("processes/bad.json", 2, 10), TheError(latin.Read()).Where);
    }

    [Fact]
    public void Deep_nesting_is_a_limit_and_no_crash()
    {
        foreach (int depth in new[] { 70, 100_000 })
        {
            Diagnostic error = TheError(new OlcaSample().Put("processes/deep.json", $"{{\"@id\": \"x\", \"a\": {new string('[', depth)}{new string(']', depth)}}}").Read());
            Assert.Equal(FindingCode.LimitExceeded, error.Code);
        }

        Assert.True(new OlcaSample().Put("processes/deep.json", new string('[', 1_000_000)).Read().HasErrors);
    }

    [Fact]
    public void A_document_cut_anywhere_is_reported()
    {
        foreach (string path in new OlcaSample().Files.Keys)
        {
            byte[] whole = new OlcaSample().Files[path];
            int step = Math.Max(1, whole.Length / 60);
            for (int length = 0; length < whole.Length; length += step)
            {
                OlcaSample sample = new();
                sample.Files[path] = whole[..length];
                LciPackage package = sample.Read();
                Diagnostic? finding = package.Findings.FirstOrDefault(f => f.Where?.File == path && f.Severity == Severity.Error);
                Assert.True(finding is { Code: FindingCode.Truncated }, $"'{path}' cut at {length}: {finding?.ToString() ?? "nothing reported"}");
            }
        }
    }

    [Fact]
    public void An_archive_cut_anywhere_is_refused_before_it_is_read()
    {
        byte[] whole = ZipBuilder.Build(new OlcaSample().Files.Select(f => new ZipItem(f.Key, f.Value)));
        using TempFolder folder = new();
        for (int length = 0; length < whole.Length; length += 37)
        {
            string path = folder.Write("cut.zip", whole.AsSpan(0, length));
            Assert.Throws<InputRefusedException>(() => SourceOpener.Open(path));
        }
    }

    [Fact]
    public void A_damaged_entry_is_a_finding_of_the_package()
    {
        using TempFolder folder = new();
        string path = folder.Write("a.zip", ZipBuilder.Build(new OlcaSample().Files.Select(f => new ZipItem(f.Key, f.Value) { Crc = f.Key == OlcaSample.Treatment ? 1 : null })));
        using SourceFiles source = SourceOpener.Open(path);
        LciPackage package = new OlcaJsonLdFormat().Read(source);
        Assert.Equal(FindingCode.SchemaInvalid, TheError(package).Code);
        AssertLeftOut(package, "p-treatment");
    }

    [Fact]
    public void A_package_beyond_its_limits_is_no_database()
    {
        using TempFolder folder = new();
        string path = folder.Write("a.zip", ZipBuilder.Build(new OlcaSample().Files.Select(f => new ZipItem(f.Key, f.Value))));
        using SourceFiles source = SourceOpener.Open(path, new SourceLimits { TotalBytes = 3000 });
        LciPackage package = new OlcaJsonLdFormat().Read(source);
        Assert.Null(package.Database);
        Assert.Equal(FindingCode.LimitExceeded, TheError(package).Code);
    }

    [Fact]
    public void Nothing_is_said_to_be_nothing()
    {
        using MemorySource source = new(new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["openlca.json"] = "{\"schemaVersion\": 2}"u8.ToArray() });
        LciPackage package = new OlcaJsonLdFormat().Read(source);
        Assert.Null(package.Database);
        Assert.True(package.HasErrors);
    }

    [Fact]
    public void Allocation_factors_that_say_nothing_are_counted()
    {
        LciPackage package = new OlcaSample()
            .Replace(OlcaSample.Steel, "\"product\": {\"@id\": \"f-heat\"}, \"value\": 0.25", "\"value\": 0.25")
            .Replace(OlcaSample.Steel, "\"exchange\": {\"internalId\": 4, \"flow\": {\"@id\": \"f-co2\"}}, \"value\": 0.0", "\"exchange\": {\"internalId\": 4}, \"value\": 0.0")
            .Read();
        Assert.Equal(2, OlcaSample.CountOf(package, "allocation_factors_left_out"));
        Assert.Equal(1, OlcaSample.CountOf(package, "processes_with_unusable_allocation_factors"));
        Assert.Equal(2, OlcaSample.ProcessOf(package, "p-steel").AllocationFactors.Length);
        Assert.Equal(3, package.Findings.Count(f => f.Code == FindingCode.AllocationSum));
    }

    [Fact]
    public void Impact_categories_with_faults_are_left_out_and_named()
    {
        LciPackage unknownFlow = new OlcaSample().Replace("lcia_categories/i-climate.json", "f-co2", "f-ch4").Read();
        Assert.Equal(FindingCode.UnknownFlow, Assert.Single(unknownFlow.Findings, f => f.Severity == Severity.Warning).Code);
        Assert.Empty(Assert.Single(unknownFlow.Methods).Rows);

        foreach (string value in new[] { "\"value\": 1e400", "\"value\": null", "\"valu\": 1" })
        {
            LciPackage package = new OlcaSample().Replace("lcia_categories/i-climate.json", "\"value\": 0.001", value).Read();
            Assert.Empty(package.Methods);
            Assert.Equal(2, package.Findings.Count(f => f.Severity == Severity.Error));
        }
    }

    [Fact]
    public void A_changed_byte_never_escapes_as_an_exception()
    {
        Dictionary<string, byte[]> files = new OlcaSample().Files;
        string[] paths = [.. files.Keys.Order(StringComparer.Ordinal)];
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            Dictionary<string, byte[]> changed = new(files, StringComparer.Ordinal);
            string path = paths[random.Next(paths.Length)];
            byte[] bytes = [.. files[path]];
            for (int i = 0; i < 3; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            changed[path] = bytes;
            using MemorySource source = new(changed);
            LciPackage package = new OlcaJsonLdFormat().Read(source);
            Assert.True(package.Database is not null || package.HasErrors);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_field_of_another_kind_never_escapes_as_an_exception()
    {
        string[] others = ["null", "true", "3", "\"x\"", "[]", "{}", "[null]", "[[]]", "{\"@id\": null}", "{\"@id\": []}"];
        foreach (string path in new OlcaSample().Files.Keys)
        {
            System.Text.Json.Nodes.JsonObject root = System.Text.Json.Nodes.JsonNode.Parse(new OlcaSample().Files[path])!.AsObject();
            foreach (string field in root.Select(f => f.Key).ToArray())
            {
                foreach (string other in others)
                {
                    System.Text.Json.Nodes.JsonObject changed = root.DeepClone().AsObject();
                    changed[field] = System.Text.Json.Nodes.JsonNode.Parse(other);
                    LciPackage package = new OlcaSample().Put(path, changed.ToJsonString()).Read();
                    Assert.NotNull(package.Database);
                }
            }
        }
    }

    private static LciPackage WithDistribution(string json) =>
        new OlcaSample().Replace(OlcaSample.Power, """{"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 800.0, "geomSd": 1.2}""", json).Read();

    private static Exchange Co2(LciPackage package) => Assert.Single(OlcaSample.ProcessOf(package, "p-power").Exchanges, e => e.Flow.Id == "f-co2");

    private static Diagnostic TheError(LciPackage package) => Assert.Single(package.Findings, f => f.Severity == Severity.Error);

    private static void AssertLeftOut(LciPackage package, string process)
    {
        LciDatabase database = Assert.IsType<LciDatabase>(package.Database);
        Assert.Equal(-1, database.FindProcess(process));
        Assert.Equal(2, database.Processes.Count);
        Assert.Equal(1, OlcaSample.CountOf(package, "processes_refused"));
    }
}
