using System.Collections.Immutable;
using System.Text;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tables;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Reference;

/// <summary>A folder under <c>tests/reference</c>: a system, demands on it, and what must come out. Its README describes the files.</summary>
internal sealed class ReferenceCase
{
    private static readonly string[] SystemFiles =
        ["flows.csv", "processes.csv", "exchanges.csv", "units.csv", "properties.csv", "allocation.csv", "methods.csv"];

    private static readonly string[] AnswerFiles = ["demand.csv", "expected.csv", "normalization.csv", "weights.csv", "SOURCE.md"];

    private readonly string _folder;
    private readonly Dictionary<(string Allocation, string Demand), CaseAnswer> _answers = [];

    private ReferenceCase(string folder, LciPackage package)
    {
        _folder = folder;
        Package = package;
        Method = package.Methods is [ImpactMethod method] ? method : OneCategoryPerFlow(package);
        Demands = ReadDemands();
        Expectations = [.. CsvRows.Read(PathOf("expected.csv"), "allocation", "demand", "quantity", "key", "category", "value", "tolerance_relative", "names").Select(Expectation.Of)];
        Normalizations = ReadNormalizations();
        Weightings = ReadWeightings();
    }

    public static IEnumerable<string> Names =>
        Directory.EnumerateDirectories(RepositoryFiles.Path("tests/reference")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    public LciPackage Package { get; }

    public ImpactMethod Method { get; }

    public IReadOnlyDictionary<string, Demand> Demands { get; }

    public ImmutableArray<Expectation> Expectations { get; }

    public IReadOnlyDictionary<string, Normalization> Normalizations { get; }

    public IReadOnlyDictionary<string, Weighting> Weightings { get; }

    /// <summary>One answer for each combination of allocation and demand that something is expected of.</summary>
    public IEnumerable<CaseAnswer> Answers =>
        Expectations.Where(e => !e.IsRefusal).Select(e => (e.Allocation, e.Demand)).Distinct().Select(x => Answer(x.Allocation, x.Demand));

    public static ReferenceCase Load(string name)
    {
        string folder = RepositoryFiles.Path($"tests/reference/{name}");
        using SourceFiles source = SourceOpener.Open(folder);
        return new ReferenceCase(folder, new TablesFormat().Read(source));
    }

    /// <summary>The same case from files whose rows and columns stand in reverse order, but for the properties: of several that convert, the first row does.</summary>
    public static ReferenceCase LoadReversed(string name)
    {
        string folder = RepositoryFiles.Path($"tests/reference/{name}");
        Dictionary<string, byte[]> files = SystemFiles.Where(file => File.Exists(Path.Combine(folder, file)))
            .ToDictionary(file => file, file => file == "properties.csv" ? File.ReadAllBytes(Path.Combine(folder, file)) : Encoding.UTF8.GetBytes(CsvRows.Reversed(Path.Combine(folder, file))), StringComparer.Ordinal);
        using MemorySource source = new(name, files);
        return new ReferenceCase(folder, new TablesFormat().Read(source));
    }

    /// <summary>Fails for anything in the folder that no test would look at.</summary>
    public void CheckFiles()
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(_folder))
            Assert.True(SystemFiles.Contains(Path.GetFileName(path)) || AnswerFiles.Contains(Path.GetFileName(path)), $"'{Path.GetFileName(path)}' is no file of a reference case.");
        string source = File.ReadAllText(PathOf("SOURCE.md"));
        Assert.Contains("**Source.**", source, StringComparison.Ordinal);
        Assert.Contains("**Answer.**", source, StringComparison.Ordinal);
        foreach (string demand in Demands.Keys) Assert.True(Expectations.Any(e => e.Demand == demand), $"Nothing is expected of the demand '{demand}'.");
    }

    public CaseAnswer Answer(string allocation, string demand)
    {
        if (_answers.TryGetValue((allocation, demand), out CaseAnswer? answer)) return answer;
        Assert.True(Demands.ContainsKey(demand), $"demand.csv has no demand '{demand}'.");
        answer = CaseAnswer.Compute(this, Allocation.Named(allocation), Demands[demand]);
        _answers.Add((allocation, demand), answer);
        return answer;
    }

    /// <summary>The findings of the refusal under an allocation: of the reader, or of the engine.</summary>
    public IReadOnlyList<Diagnostic> Refusal(string allocation, string demand)
    {
        if (Package.HasErrors) return Package.Findings;
        RefusalException refusal = Assert.ThrowsAny<RefusalException>(() => CaseAnswer.Compute(this, Allocation.Named(allocation), Demands[demand]));
        return refusal.Findings;
    }

    private static ImpactMethod OneCategoryPerFlow(LciPackage package)
    {
        Flow[] flows = package.Database is { } database ? [.. database.Flows.Where(f => f.Kind == FlowKind.Elementary)] : [];
        return new ImpactMethod(
            "one-category-per-flow",
            [.. flows.Select(f => new ImpactCategory(f.Id, f.Unit.Symbol))],
            [.. flows.Select((f, k) => new MethodRow(k, f.Id, 1, f.Unit) { Direction = ExchangeDirection.Output })]);
    }

    private Dictionary<string, Demand> ReadDemands()
    {
        Dictionary<string, Demand> demands = new(StringComparer.Ordinal);
        foreach (Func<string, string> row in CsvRows.Read(PathOf("demand.csv"), "demand", "process", "product", "amount", "unit"))
        {
            Assert.True(row("process").Length == 0 != (row("product").Length == 0), "A demand names a process or a product.");
            Quantity amount = new(Expectation.Number(row("amount")), Unit.Parse(row("unit")));
            Demand line = row("product") is { Length: > 0 } product
                ? Demand.For(Package.Database!.Flows[Package.Database.FindFlow(product)], amount)
                : Demand.ForProcess(row("process"), amount.Value, amount.Unit);
            demands[row("demand")] = demands.TryGetValue(row("demand"), out Demand? earlier) ? earlier.And(line) : line;
        }

        return demands;
    }

    private Dictionary<string, Normalization> ReadNormalizations()
    {
        if (!File.Exists(PathOf("normalization.csv"))) return [];
        return CsvRows.Read(PathOf("normalization.csv"), "set", "rule", "category", "value")
            .GroupBy(row => (Set: row("set"), Rule: row("rule")))
            .ToDictionary(set => set.Key.Set, set => Normalizing(set.Key.Rule, set.Key.Set, set.Select(row => (row("category"), Expectation.Number(row("value"))))), StringComparer.Ordinal);
    }

    private static Normalization Normalizing(string rule, string set, IEnumerable<(string Category, double Value)> values) => rule switch
    {
        "divide" => Normalization.DividingBy(set, values),
        "multiply" => Normalization.MultiplyingBy(set, values),
        _ => throw new InvalidDataException($"normalization.csv has the rule '{rule}'; expected divide or multiply."),
    };

    private Dictionary<string, Weighting> ReadWeightings()
    {
        if (!File.Exists(PathOf("weights.csv"))) return [];
        return CsvRows.Read(PathOf("weights.csv"), "set", "category", "weight")
            .GroupBy(row => row("set"))
            .ToDictionary(set => set.Key, set => new Weighting(set.Key, set.Select(row => (row("category"), Expectation.Number(row("weight"))))), StringComparer.Ordinal);
    }

    private string PathOf(string file) => Path.Combine(_folder, file);
}
