using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Formats.DataQuality;
using CarbonLca.Formats.Electricity;
using CarbonLca.Formats.Methods;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Standards;
using CarbonLca.Methods;
using CarbonLca.Reporting.Standards;

namespace CarbonLca.Formats.Bundled;

/// <summary>Data sets, methods and studies among the resources of an assembly whose names begin with <c>datasets/</c>.</summary>
internal sealed class ResourceBundle
{
    private const string Root = "datasets/";
    private const string MethodsFolder = "methods/";
    private const string StudiesFolder = "studies/";
    private const string StudyOrder = "studies/order.csv";
    private const string ElectricityFolder = "electricity/";
    private const string StandardsFolder = "standards/";
    private const string DataQualityFolder = "data-quality/";
    private const string FlowsFile = "/flows.csv";
    private const string StudyFile = "/study.yaml";
    private const string Synonyms = "synonyms";

    private readonly Assembly _assembly;
    private readonly SortedDictionary<string, string> _resources = new(StringComparer.Ordinal); // path below datasets/ → resource name
    private readonly ConcurrentDictionary<string, ImpactMethod> _methods = new(StringComparer.Ordinal);
    private readonly Lazy<GridFactorTable> _electricity;
    private readonly Lazy<StandardEditions> _standards;
    private readonly Lazy<DataQualityTables> _dataQuality;

    public ResourceBundle(Assembly assembly)
    {
        _assembly = assembly;
        _electricity = new(() =>
        {
            using MemorySource source = Open("electricity", ElectricityFolder);
            return GridFactorReader.Read(source).TableOrRefusal();
        });
        _standards = new(() =>
        {
            using MemorySource source = Open("standards", StandardsFolder);
            return StandardEditionsReader.Read(source);
        });
        _dataQuality = new(() =>
        {
            using MemorySource source = Open("data-quality", DataQualityFolder);
            return DataQualityReader.Read(source);
        });
        foreach (string name in assembly.GetManifestResourceNames())
        {
            string path = name.Replace('\\', '/');
            if (path.StartsWith(Root, StringComparison.Ordinal)) _resources.Add(path[Root.Length..], name);
        }

        MethodIds = [.. _resources.Keys.Where(p => IsDirectlyIn(p, MethodsFolder, ".csv")).Select(p => p[MethodsFolder.Length..^4]).Where(id => id != Synonyms)];
        TableSets = [.. _resources.Keys.Where(p => p.EndsWith(FlowsFile, StringComparison.Ordinal)).Select(p => p[..^FlowsFile.Length])];
        string[] studies = [.. _resources.Keys.Where(p => p.StartsWith(StudiesFolder, StringComparison.Ordinal) && p.EndsWith(StudyFile, StringComparison.Ordinal)).Select(p => p[StudiesFolder.Length..^StudyFile.Length])];
        string[] order = _resources.ContainsKey(StudyOrder) ? Encoding.UTF8.GetString(Read(StudyOrder)).Split('\n', StringSplitOptions.TrimEntries) : [];
        Studies = [.. studies.OrderBy(id => Array.IndexOf(order, id) is >= 0 and int place ? place : int.MaxValue)];
    }

    public ImmutableArray<string> MethodIds { get; }

    public ImmutableArray<string> TableSets { get; }

    public ImmutableArray<string> Studies { get; }

    public GridFactorTable ElectricityFactors => _electricity.Value;

    public StandardEditions Standards => _standards.Value;

    public DataQualityTables DataQuality => _dataQuality.Value;

    public ImpactMethod Method(string id)
    {
        if (!MethodIds.Contains(id)) throw NoSuch("method", "方法", id, MethodIds);
        return _methods.GetOrAdd(id, static (id, bundle) =>
        {
            using MemorySource source = bundle.Open("methods", MethodsFolder);
            return MethodTableReader.Read(source, id + ".csv").MethodOrRefusal();
        }, this);
    }

    public SourceFiles OpenTables(string name) =>
        TableSets.Contains(name) ? Open(name, name + "/") : throw NoSuch("data set", "数据集", name, TableSets);

    public string StudyText(string id) =>
        Studies.Contains(id) ? Encoding.UTF8.GetString(Read(StudiesFolder + id + StudyFile)) : throw NoSuch("study", "研究", id, Studies);

    private static bool IsDirectlyIn(string path, string folder, string ending) =>
        path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith(ending, StringComparison.Ordinal) && path.IndexOf('/', folder.Length) < 0;

    private MemorySource Open(string name, string folder) => new(
        name,
        _resources.Keys.Where(p => p.StartsWith(folder, StringComparison.Ordinal)).Select(p => KeyValuePair.Create(p[folder.Length..], Read(p))));

    private byte[] Read(string path)
    {
        using Stream stream = _assembly.GetManifestResourceStream(_resources[path]) ?? throw new InvalidOperationException($"The assembly lists the resource '{path}' and does not contain it.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static InputRefusedException NoSuch(string en, string zh, string name, ImmutableArray<string> names) => new(Diagnostic.Error(
        FindingCode.UnknownName, $"There is no bundled {en} '{name}'.", $"没有内置的{zh} '{name}'。") with
    {
        Found = name,
        Expected = Wording.Same(string.Join(", ", names)),
        Next = Closest.To(name, names) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
    });
}
