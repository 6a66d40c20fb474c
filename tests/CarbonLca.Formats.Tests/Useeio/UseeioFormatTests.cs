using System.Text;
using System.Text.Json.Nodes;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Useeio;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Useeio;

public class UseeioFormatTests
{
    [Fact]
    public void With_B_and_C_flows_are_exchanged_and_indicators_are_one_method()
    {
        LciPackage package = Read(Example());
        Assert.Empty(Errors(package));
        LciDatabase database = package.Database!;
        Assert.Equal("model", database.Name);
        Process farm = database.Process(database.FindProcess("1/US"));
        Assert.Equal(("Farms", "US", Unit.Parse("USD 2012"), 0.9), (farm.Name, farm.Location, farm.ReferenceFlow.Unit, farm.ReferenceAmount));
        Assert.Equal(
            [("1/US", ExchangeDirection.Input, 0.1), ("1/US", ExchangeDirection.Output, 1.0), ("2/US", ExchangeDirection.Input, 0.3), ("CO2/air", ExchangeDirection.Output, 2.0), ("Water", ExchangeDirection.Input, 5.0)],
            farm.Exchanges.Select(e => (e.Flow.Id, e.Direction, e.Amount)));
        Assert.Equal("2/US", farm.Exchanges.Single(e => e.Flow.Id == "2/US").ProviderId);
        Assert.Null(farm.Exchanges.Single(e => e.Flow.Id == "Water").ProviderId);
        Flow water = database.Flows[database.FindFlow("Water")];
        Assert.Equal(("Water, fresh", "resource/water", FlowKind.Elementary), (water.Name, water.Compartment, water.Kind));

        ImpactMethod method = Assert.Single(package.Methods);
        Assert.Equal("useeio-model", method.Id);
        Assert.Equal([("GHG", "kg CO2 eq", "Greenhouse gases"), ("WATR", "kg", "Water")], method.Categories.Select(c => (c.Code, c.Unit, c.Name)));
        Assert.Equal([(0, "CO2/air", 1.0), (1, "Water", 3.0)], method.Rows.Select(r => (r.Category, r.Flow, r.Factor)));
        Assert.All(method.Rows, r => Assert.Null(r.Direction));
        Assert.Equal(64, method.Digest.Length);
        Assert.Equal([2.5, 0.5, 16.0, 1.0], package.PublishedTotals!.Values.AsEnumerable());
        Assert.Contains(package.Findings, f => f.What.En.StartsWith("D equals C·B; the largest relative difference is 0", StringComparison.Ordinal));
        Assert.Equal([2, 2, 2, 3, 3, 2, 4, 4], package.Counts.Select(c => c.Value));
    }

    [Fact]
    public void Without_B_every_indicator_is_an_elementary_flow()
    {
        LciPackage package = Read(Example().Without("matrix/B.json"));
        Assert.Empty(Errors(package));
        LciDatabase database = package.Database!;
        Process farm = database.Process(database.FindProcess("1/US"));
        Assert.Equal([("useeio:GHG", 2.0), ("useeio:WATR", 15.0)], farm.Exchanges.Where(e => e.Flow.Kind == FlowKind.Elementary).Select(e => (e.Flow.Id, e.Amount)));
        Assert.Equal([("useeio:GHG", 1.0), ("useeio:WATR", 1.0)], package.Methods[0].Rows.Select(r => (r.Flow, r.Factor)));
        Assert.Equal(Dimension.CO2Equivalents, database.Flows[database.FindFlow("useeio:GHG")].Unit.Dimension);
        Assert.Contains(package.Findings, f => f.What.En.Contains("has no matrix/B.json", StringComparison.Ordinal));
    }

    [Fact]
    public void The_index_decides_not_the_place_in_the_list()
    {
        Package turned = Example();
        foreach (string file in (string[])["sectors.json", "indicators.json", "flows.json"])
            turned[file] = new JsonArray([.. JsonNode.Parse(turned[file])!.AsArray().Reverse().Select(n => n!.DeepClone())]).ToJsonString();
        LciPackage package = Read(turned);
        Assert.Equal(Read(Example()).Database!.Digest, package.Database!.Digest);
        Assert.Equal("GHG", package.Methods[0].Categories[0].Code);
    }

    [Theory]
    [InlineData("{\"year\":2012}", "USD 2012")]
    [InlineData("{\"year\":2012},{\"year\":2020}", "USD")]
    [InlineData("{\"id\":\"none\"}", "USD")]
    public void Money_has_the_year_that_all_demands_state(string demands, string unit)
    {
        LciPackage package = Read(Example().With("demands.json", $"[{demands}]"));
        Assert.Equal(unit, package.Database!.Process(0).ReferenceFlow.Unit.Symbol);
        Assert.Equal(demands.Contains("2020", StringComparison.Ordinal), package.Findings.Any(f => f.Severity == Severity.Warning));
    }

    [Fact]
    public void A_D_of_another_model_is_reported()
    {
        Diagnostic warning = Assert.Single(Read(Example().With("matrix/D.json", "[[2,0],[15,4.5]]")).Findings, f => f.Severity == Severity.Warning);
        Assert.Equal("0.333", warning.Found);
        Assert.Contains("'WATR', '2/US'", warning.What.En, StringComparison.Ordinal);
    }

    // file, content, code, position
    [Theory]
    [InlineData("matrix/A.json", "[[0.1,0.2],\n[0.3]]", FindingCode.SchemaInvalid, "matrix/A.json(2,1) $[1]")]
    [InlineData("matrix/A.json", "[[0.1,0.2],[0.3,0,1]]", FindingCode.SchemaInvalid, "matrix/A.json(1,12) $[1]")]
    [InlineData("matrix/A.json", "[[0.1,0.2]]", FindingCode.SchemaInvalid, "matrix/A.json")]
    [InlineData("matrix/A.json", "[[0.1,0.2],[0.3,0],[0,0]]", FindingCode.SchemaInvalid, "matrix/A.json")]
    [InlineData("matrix/A.json", "[[0.1,\n 1e400],[0.3,0]]", FindingCode.NotFinite, "matrix/A.json(2,2) $[0][1]")]
    [InlineData("matrix/A.json", "[[0.1,\n 1e-400],[0.3,0]]", FindingCode.OutOfRange, "matrix/A.json(2,2) $[0][1]")]
    [InlineData("matrix/A.json", "[[0.1,\n NaN],[0.3,0]]", FindingCode.NotFinite, "matrix/A.json(2,2)")]
    [InlineData("matrix/A.json", "[[0.1,-Infinity],[0.3,0]]", FindingCode.NotFinite, "matrix/A.json(1,7)")]
    [InlineData("matrix/A.json", "[[0.1,\"0.2\"],[0.3,0]]", FindingCode.SchemaInvalid, "matrix/A.json(1,7) $[0][1]")]
    [InlineData("matrix/A.json", "[[0.1,null],[0.3,0]]", FindingCode.SchemaInvalid, "matrix/A.json(1,7) $[0][1]")]
    [InlineData("matrix/A.json", "[0.1,0.2]", FindingCode.SchemaInvalid, "matrix/A.json(1,2) $[0]")]
    [InlineData("matrix/A.json", "{}", FindingCode.SchemaInvalid, "matrix/A.json(1,1)")]
    [InlineData("matrix/A.json", "[[0.1,0.2],[0.3,0]]]", FindingCode.SchemaInvalid, "matrix/A.json(1,20)")]
    [InlineData("matrix/A.json", "[[0.1,0,2],[0.3,0]]", FindingCode.SchemaInvalid, "matrix/A.json(1,2) $[0]")]
    [InlineData("matrix/A.json", "", FindingCode.Truncated, "matrix/A.json(1,1)")]
    [InlineData("matrix/B.json", "[[2,0]]", FindingCode.SchemaInvalid, "matrix/B.json")]
    [InlineData("matrix/N.json", "[[2.5],[16,1]]", FindingCode.SchemaInvalid, "matrix/N.json(1,2) $[0]")]
    [InlineData("sectors.json", "[{\"id\":\"1/US\",\"index\":0},\n{\"id\":\"1/US\",\"index\":1}]", FindingCode.Duplicate, "sectors.json(2,1) $[1]")]
    [InlineData("sectors.json", "[{\"id\":\"1/US\",\"index\":0},{\"id\":\"2/US\",\"index\":2}]", FindingCode.OutOfRange, "sectors.json(1,26) $[1]")]
    [InlineData("sectors.json", "[{\"id\":\"1/US\",\"index\":0},{\"id\":\"2/US\",\"index\":0}]", FindingCode.OutOfRange, "sectors.json(1,26) $[1]")]
    [InlineData("sectors.json", "[{\"index\":0},{\"id\":\"2/US\",\"index\":1}]", FindingCode.MissingField, "sectors.json(1,2) $[0]")]
    [InlineData("sectors.json", "[{\"id\":\"\\ud800\",\"index\":0}]", FindingCode.EncodingInvalid, "sectors.json(1,8)")]
    [InlineData("sectors.json", "[1]", FindingCode.SchemaInvalid, "sectors.json(1,2) $[0]")]
    [InlineData("sectors.json", "[]", FindingCode.SchemaInvalid, "sectors.json")]
    [InlineData("flows.json", "[{\"id\":\"CO2/air\",\"index\":0},{\"id\":\"Water\",\"index\":1,\"unit\":\"kg\"}]", FindingCode.MissingField, "flows.json(1,2) $[0]")]
    public void A_fault_is_reported_where_it_stands(string file, string content, FindingCode code, string where)
    {
        LciPackage package = Read(Example().With(file, content));
        Diagnostic error = Errors(package)[0];
        Assert.Equal((code, where), (error.Code, error.Where!.ToString()));
        if (file != "matrix/N.json") Assert.Null(package.Database);
        else Assert.Null(package.PublishedTotals);
    }

    [Theory]
    [InlineData("sectors.json")]
    [InlineData("indicators.json")]
    [InlineData("matrix/A.json")]
    [InlineData("matrix/D.json")]
    public void A_missing_file_is_named(string file)
    {
        LciPackage package = Read(Example().Without("matrix/B.json").Without(file));
        Assert.Equal((FindingCode.MissingField, file), (Errors(package)[0].Code, Errors(package)[0].Where!.File));
        Assert.Null(package.Database);
    }

    [Fact]
    public void Lists_that_promise_a_huge_matrix_cost_no_memory()
    {
        string sectors = "[" + string.Join(',', Enumerable.Range(0, 40_000).Select(i => $"{{\"id\":\"{i}\",\"index\":{i}}}")) + "]";
        LciPackage package = Read(Example().With("sectors.json", sectors));
        Assert.Null(package.Database);
        Assert.NotEmpty(Errors(package));
    }

    [Fact]
    public void A_matrix_of_faults_is_given_up()
    {
        string sectors = "[" + string.Join(',', Enumerable.Range(0, 400).Select(i => $"{{\"id\":\"{i}\",\"index\":{i}}}")) + "]";
        string row = "[" + string.Join(',', Enumerable.Repeat("1e999", 400)) + "]";
        LciPackage package = Read(Example().With("sectors.json", sectors).With("matrix/A.json", "[" + string.Join(',', Enumerable.Repeat(row, 400)) + "]"));
        Assert.Equal(100, package.Findings.Count(f => f.Code == FindingCode.NotFinite));
        Assert.Contains(package.Findings, f => f.Code == FindingCode.LimitExceeded);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        LciPackage package = Read(Example().With("matrix/A.json", new string('[', 100_000)));
        Assert.Equal("matrix/A.json", Errors(package)[0].Where!.File);
    }

    [Fact]
    public void Cut_off_anywhere_a_package_is_refused()
    {
        foreach (string file in Example().Files.Where(f => f != "demands.json"))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Example()[file]);
            for (int length = 0; length < bytes.Length; length++)
            {
                Package package = Example();
                package[file] = Encoding.UTF8.GetString(bytes[..length]);
                LciPackage read = Read(package);
                Assert.Contains(Errors(read), e => e.Where!.File == file && e.Code == FindingCode.Truncated);
            }
        }
    }

    [Fact]
    public void A_container_of_several_packages_lists_them()
    {
        Dictionary<string, byte[]> files = [];
        foreach (string folder in (string[])["AA", "BB"])
            foreach (string file in Example().Files) files.Add($"{folder}/{file}", Encoding.UTF8.GetBytes(Example()[file]));
        using MemorySource both = new("both", files);
        Diagnostic error = Assert.Single(LciFormats.Read(both).Findings);
        Assert.Equal("Name one of the folders: AA, BB.", error.Next!.Value.En);
        Assert.Contains("AA, BB", Errors(new UseeioFormat().Read(both))[0].Next!.Value.En, StringComparison.Ordinal);

        LciPackage one = LciFormats.Read(both, "BB");
        Assert.Equal(("useeio", "BB"), (one.Format, one.Database!.Name));
        Assert.Equal("BB/sectors.json", one.Sources.Single(s => s.Path.EndsWith("sectors.json", StringComparison.Ordinal)).Path);
        Assert.Equal(FindingCode.UnknownName, Assert.Single(LciFormats.Read(both, "CC").Findings).Code);
    }

    [SharedDataFact]
    public void Maine_from_B_and_C_is_D_and_has_the_published_counts()
    {
        LciPackage package = ReadShared("data/useeio-states-2020/MEEEIOv1.0-s-20-full.zip", null);
        Assert.Empty(Errors(package));
        Assert.Equal((146, 146 + 1581), (package.Database!.Processes.Count, package.Database.Flows.Length));
        Assert.Equal(16, package.Methods[0].Categories.Length);
        Assert.Equal("USD 2020", package.Database.Process(0).ReferenceFlow.Unit.Symbol);
        Diagnostic comparison = Assert.Single(package.Findings, f => f.Where?.File == "matrix/D.json");
        Assert.Equal(Severity.Note, comparison.Severity);
        Assert.InRange(double.Parse(comparison.Found!), 0, 1e-14);
        Assert.Equal(16 * 146, package.PublishedTotals!.Values.Length);
    }

    [SharedDataFact]
    public void The_national_model_has_the_published_counts()
    {
        LciPackage package = ReadShared("data/useeio-2.0.1-411/USEEIOv2.0.1-411.zip", null);
        Assert.Empty(Errors(package));
        Assert.Equal(("USEEIOv2.0.1-411", 411, 411 + 23), (package.Database!.Name, package.Database.Processes.Count, package.Database.Flows.Length));
        Assert.Equal(92_527, package.Counts.Single(c => c.Key == "requirements").Value);
        Assert.Equal("GHG", package.Methods[0].Categories[8].Code);
        Assert.Equal("USD 2012", package.Database.Process(0).ReferenceFlow.Unit.Symbol);
        Process soy = package.Database.Process(package.Database.FindProcess("1111A0/US"));
        Assert.Equal("1111A0/US", soy.ReferenceFlow.Id);
    }

    [SharedDataFact]
    public void All_44_states_are_read()
    {
        using SourceFiles source = SourceOpener.Open(SharedData.Path("data/useeio-states-2020/states-44-A-D-N.zip"));
        IReadOnlyList<string> folders = SubfolderSource.Find(source, new UseeioFormat().Recognizes);
        Assert.Equal(44, folders.Count);
        Assert.Contains("AKEEIOv1.0-s-20", LciFormats.Read(source).Findings.Single().Next!.Value.En, StringComparison.Ordinal);
        long requirements = 0;
        foreach (string folder in folders)
        {
            LciPackage package = LciFormats.Read(source, folder);
            Assert.Empty(Errors(package));
            Assert.Equal((146, 16, 16 * 146, "USD"), (package.Database!.Processes.Count, package.Methods[0].Categories.Length, package.PublishedTotals!.Values.Length, package.Database.Process(0).ReferenceFlow.Unit.Symbol));
            requirements += package.Counts.Single(c => c.Key == "requirements").Value;
        }

        Assert.InRange(requirements, 730_000, 745_000);
    }

    private static LciPackage ReadShared(string path, string? folder)
    {
        using SourceFiles source = SourceOpener.Open(SharedData.Path(path));
        return LciFormats.Read(source, folder);
    }

    private static LciPackage Read(Package package)
    {
        using MemorySource source = new("model.zip", package.Files.Select(f => KeyValuePair.Create(f, Encoding.UTF8.GetBytes(package[f]))));
        return new UseeioFormat().Read(source);
    }

    private static Diagnostic[] Errors(LciPackage package) => [.. package.Findings.Where(f => f.Severity == Severity.Error)];

    // Two sectors; (I - A)^-1 = [[1/0.84, ...]]; N is not used in reading, so its figures are arbitrary.
    private static Package Example() => new Package()
        .With("sectors.json", """[{"id":"1/US","index":0,"name":"Farms","code":"1","location":"US"},{"id":"2/US","index":1,"name":"Mills","code":"2","location":"US"}]""")
        .With("indicators.json", """[{"id":"x","index":0,"name":"Greenhouse gases","code":"GHG","unit":"kg CO2 eq"},{"id":"y","index":1,"name":"Water","code":"WATR","unit":"kg"}]""")
        .With("flows.json", """[{"index":0,"id":"CO2/air","flowable":"Carbon dioxide","context":"emission/air","unit":"kg","uuid":"u"},{"index":1,"id":"Water","flowable":"Water, fresh","context":"resource/water","unit":"kg"}]""")
        .With("demands.json", """[{"id":"2012_US","year":2012}]""")
        .With("matrix/A.json", "[[0.1,0.2],[0.3,0]]")
        .With("matrix/B.json", "[[2,0],[5,1]]")
        .With("matrix/C.json", "[[1,0],[0,3]]")
        .With("matrix/D.json", "[[2,0],[15,3]]")
        .With("matrix/L.json", "[[1.2,0.2],[0.4,1.1]]")
        .With("matrix/N.json", "[[2.5,0.5],[16,1]]");

    private sealed class Package
    {
        private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

        public IEnumerable<string> Files => _files.Keys;

        public string this[string file]
        {
            get => _files[file];
            set => _files[file] = value;
        }

        public Package With(string file, string content)
        {
            _files[file] = content;
            return this;
        }

        public Package Without(string file)
        {
            _files.Remove(file);
            return this;
        }
    }
}
