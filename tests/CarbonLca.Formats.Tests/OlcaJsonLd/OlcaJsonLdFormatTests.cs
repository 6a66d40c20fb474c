using CarbonLca.Diagnostics;
using CarbonLca.Formats.OlcaJsonLd;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tests.Packaging;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Tests.OlcaJsonLd;

public sealed class OlcaJsonLdFormatTests
{
    [Fact]
    public void Amounts_are_in_the_reference_units_of_their_flows()
    {
        LciPackage package = new OlcaSample().Read();
        OlcaSample.AssertOnlyNotes(package);
        Process power = OlcaSample.ProcessOf(package, "p-power");
        Assert.Equal(3.6, Line(power, "f-power").Amount);
        Assert.Equal(0.8, Line(power, "f-co2").Amount, 15);
        Assert.Equal(Uncertainty.Lognormal(Math.Log(1.2)), Line(power, "f-co2").Uncertainty);
        Assert.Equal("CN", power.Location);
        Assert.Contains("aggregated", power.Provenance!.Note, StringComparison.Ordinal);

        Process steel = OlcaSample.ProcessOf(package, "p-steel");
        Assert.Equal(2000, steel.ReferenceAmount);
        Assert.Equal(1800, Line(steel, "f-power").Amount);
        Assert.Equal(Uncertainty.Triangular(1440, 2520), Line(steel, "f-power").Uncertainty);
        Assert.Equal("p-power", Line(steel, "f-power").ProviderId);
        Assert.Equal("p-treatment", Line(steel, "f-slag").ProviderId);
        Assert.Equal(Uncertainty.Uniform(5, 9), Line(steel, "f-ore").Uncertainty);
        Assert.Equal(new Provenance("Invented Tables") { Year = 2020 }, steel.Provenance);
    }

    [Fact]
    public void An_amount_in_another_property_is_divided_by_how_much_of_it_a_reference_unit_has()
    {
        // 20 MJ per kg of steel: 40 MJ are 2 kg, and 4 MJ of deviation are 0.2 kg.
        Exchange steel = Line(OlcaSample.ProcessOf(new OlcaSample().Read(), "p-treatment"), "f-steel");
        Assert.Equal(2, steel.Amount);
        Assert.Equal(UncertaintyKind.Normal, steel.Uncertainty.Kind);
        Assert.Equal(0.2, steel.Uncertainty.Scale, 15);
    }

    [Fact]
    public void Waste_treatment_and_avoided_products_keep_their_marks()
    {
        Process treatment = OlcaSample.ProcessOf(new OlcaSample().Read(), "p-treatment");
        Assert.Equal(FlowKind.Waste, treatment.ReferenceFlow.Kind);
        Assert.Equal(-1000, treatment.ReferenceAmount);
        Exchange heat = Line(treatment, "f-heat");
        Assert.True(heat.IsAvoided);
        Assert.Equal(ExchangeDirection.Input, heat.Direction);
        Assert.Equal(180, heat.Amount);
    }

    [Fact]
    public void Flows_carry_what_methods_match_by()
    {
        LciDatabase database = new OlcaSample().Read().Database!;
        Flow co2 = database.Flows[database.FindFlow("f-co2")];
        Assert.Equal("124-38-9", co2.Cas);
        Assert.Equal("air/unspecified", co2.Compartment);
        Assert.Equal(Unit.Parse("kg"), co2.Unit);
        Flow steel = database.Flows[database.FindFlow("f-steel")];
        Assert.Equal(new FlowProperty("Energy", 20, Unit.Parse("MJ")), Assert.Single(steel.Properties));
        Assert.Equal("CN", database.Flows[database.FindFlow("f-power")].Location);
        Flow ore = database.Flows[database.FindFlow("f-ore")];
        Assert.Equal(Unit.Opaque("heap", "Units of heaps"), ore.Unit);
        Assert.Null(steel.Compartment);
    }

    [Fact]
    public void Allocation_factors_are_kept_with_the_exchange_they_mean()
    {
        // Two exchanges share the internal id 4; the flow tells which is meant.
        Process steel = OlcaSample.ProcessOf(new OlcaSample().Read(), "p-steel");
        Assert.Equal(AllocationKey.Physical, steel.DefaultAllocation);
        Assert.Equal(4, steel.AllocationFactors.Length);
        Assert.Contains(new AllocationFactor(AllocationKey.Physical, "f-steel", null, 0.75), steel.AllocationFactors);
        Assert.Contains(new AllocationFactor(AllocationKey.Physical, "f-heat", null, 0.25), steel.AllocationFactors);
        AllocationFactor causal = Assert.Single(steel.AllocationFactors, f => f is { Key: AllocationKey.Causal, ProductFlowId: "f-steel" });
        Assert.Equal("f-co2", steel.Exchanges[Assert.IsType<int>(causal.ExchangeIndex)].Flow.Id);
        Assert.Equal(1.0, causal.Value);
    }

    [Fact]
    public void Methods_count_per_reference_unit()
    {
        ImpactMethod method = Assert.Single(new OlcaSample().Read().Methods);
        Assert.Equal("Climate", method.Id);
        Assert.Equal(new ImpactCategory("GWP", "kg CO2e") { Name = "climate change" }, Assert.Single(method.Categories));
        MethodRow row = Assert.Single(method.Rows);
        Assert.Equal("f-co2", row.Flow);
        Assert.Equal(1.0, row.Factor, 15);
        Assert.Equal(Unit.Parse("kg"), row.Unit);
        Assert.Equal(64, method.Digest.Length);
    }

    [Fact]
    public void Everything_is_counted()
    {
        LciPackage package = new OlcaSample().Read();
        foreach ((string key, long expected) in new (string, long)[]
        {
            ("processes", 3), ("unit_processes", 2), ("lci_results", 1), ("processes_refused", 0), ("exchanges", 11), ("elementary_exchanges", 3),
            ("product_exchanges", 6), ("waste_exchanges", 2), ("avoided_exchanges", 1), ("flows", 6), ("elementary_flows", 2), ("product_flows", 3), ("waste_flows", 1),
            ("flow_properties", 3), ("unit_groups", 3), ("locations", 1), ("uncertain_lognormal", 1), ("uncertain_triangular", 1), ("uncertain_uniform", 1),
            ("uncertain_normal", 1), ("degenerate_lognormal", 0), ("formulas", 1), ("multi_output_processes", 1), ("processes_with_allocation_factors", 1),
            ("processes_with_unusable_allocation_factors", 0), ("converted_units", 7), ("methods", 1), ("impact_categories", 1), ("impact_factors", 1),
        })
        {
            Assert.Equal((key, expected), (key, OlcaSample.CountOf(package, key)));
        }

        Assert.Contains(package.Findings, f => f.What.En.StartsWith("1 exchanges have a formula", StringComparison.Ordinal));
        Assert.Equal(new OlcaSample().Files.Count, package.Sources.Length);
    }

    [Fact]
    public void Both_schemas_read_to_the_same_database()
    {
        OlcaSample newer = new();
        LciPackage older = newer.AsSchema1().Read();
        OlcaSample.AssertOnlyNotes(older);
        Assert.Equal(newer.Read().Database!.Digest, older.Database!.Digest);
        Assert.Equal("kg CO2e", older.Methods[0].Categories[0].Unit);
    }

    [Fact]
    public void Folder_archive_and_any_order_read_to_the_same_database()
    {
        OlcaSample sample = new();
        string expected = sample.Read().Database!.Digest;
        using TempFolder folder = new();
        foreach ((string path, byte[] bytes) in sample.Files) folder.Write($"data/{path}", bytes);
        Random random = new(1);
        List<string> sources = [folder["data"]];
        for (int i = 0; i < 5; i++)
        {
            ZipItem[] items = [.. sample.Files.Select(f => new ZipItem($"top/{f.Key}", f.Value))];
            random.Shuffle(items);
            sources.Add(folder.Write($"{i}.zip", ZipBuilder.Build(items)));
        }

        foreach (string path in sources)
        {
            using SourceFiles source = SourceOpener.Open(path);
            Assert.True(new OlcaJsonLdFormat().Recognizes(source));
            LciPackage package = new OlcaJsonLdFormat().Read(source);
            Assert.Equal(expected, package.Database!.Digest);
            Assert.Equal(source.TopFolder is null ? 0 : 1, package.Findings.Count(f => f.What.En.Contains("'top'", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Packages_are_recognised_by_their_files()
    {
        Assert.True(Recognizes(new() { ["openlca.json"] = "{}" }));
        Assert.True(Recognizes(new() { ["context.json"] = """{"@vocab":"http://openlca.org/schema/v1.1/"}""" }));
        Assert.True(Recognizes(new() { ["processes/x.json"] = "{}" }));
        Assert.False(Recognizes(new() { ["context.json"] = "{}" }));
        Assert.False(Recognizes(new() { ["processes.csv"] = "process,name" }));
        Assert.False(Recognizes(new() { ["processes/x.xml"] = "<process/>" }));
        Assert.False(Recognizes([]));

        using TempFolder folder = new();
        using SourceFiles damaged = SourceOpener.Open(folder.Write("a.zip", ZipBuilder.Build(ZipItem.Text("context.json", "openlca.org/schema") with { ClaimedLength = 500 })));
        Assert.False(new OlcaJsonLdFormat().Recognizes(damaged));

        static bool Recognizes(Dictionary<string, string> files)
        {
            using MemorySource source = new(files.ToDictionary(f => f.Key, f => System.Text.Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal));
            return new OlcaJsonLdFormat().Recognizes(source);
        }
    }

    [Fact]
    public void Reading_can_be_stopped()
    {
        using MemorySource source = new(new OlcaSample().Files);
        Assert.ThrowsAny<OperationCanceledException>(() => new OlcaJsonLdFormat().Read(source, new CancellationToken(canceled: true)));
    }

    private static Exchange Line(Process process, string flow) => Assert.Single(process.Exchanges, e => e.Flow.Id == flow);
}
