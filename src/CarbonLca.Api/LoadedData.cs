using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tables;
using CarbonLca.Methods;
using CarbonLca.Model;

namespace CarbonLca.Api;

/// <summary>The bundled data sets and methods, read once when the service starts; immutable and shared by all requests.</summary>
internal sealed class LoadedData
{
    /// <summary>The data set of a request that names none.</summary>
    public const string DefaultDataSet = "ict-background";

    /// <summary>The method of a request that names none.</summary>
    public const string DefaultMethod = "gwp100-ar6";

    private LoadedData(ImmutableSortedDictionary<string, LciDatabase> dataSets, ImmutableSortedDictionary<string, ImpactMethod> methods, ImmutableArray<Diagnostic> faults) =>
        (DataSets, Methods, Faults) = (dataSets, methods, faults);

    /// <summary>The data sets by name.</summary>
    public ImmutableSortedDictionary<string, LciDatabase> DataSets { get; }

    /// <summary>The methods by name.</summary>
    public ImmutableSortedDictionary<string, ImpactMethod> Methods { get; }

    /// <summary>Why something could not be loaded whole; empty when the service can work.</summary>
    public ImmutableArray<Diagnostic> Faults { get; }

    /// <summary>Loads what is bundled.</summary>
    public static LoadedData Load() => Load(BundledData.TableSets, ReadTables, BundledData.MethodIds, BundledData.Method);

    /// <summary>Loads data sets and methods; those that are refused become faults.</summary>
    public static LoadedData Load(IEnumerable<string> dataSetNames, Func<string, LciPackage> openDataSet, IEnumerable<string> methodNames, Func<string, ImpactMethod> openMethod)
    {
        ImmutableSortedDictionary<string, LciDatabase>.Builder dataSets = ImmutableSortedDictionary.CreateBuilder<string, LciDatabase>(StringComparer.Ordinal);
        ImmutableSortedDictionary<string, ImpactMethod>.Builder methods = ImmutableSortedDictionary.CreateBuilder<string, ImpactMethod>(StringComparer.Ordinal);
        ImmutableArray<Diagnostic>.Builder faults = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (string name in dataSetNames)
        {
            Try(() =>
            {
                LciPackage package = openDataSet(name);
                faults.AddRange(package.Findings.Where(f => f.Severity == Severity.Error));
                if (package.Database is { } database) dataSets.Add(name, database);
            });
        }

        foreach (string name in methodNames) Try(() => methods.Add(name, openMethod(name)));
        return new LoadedData(dataSets.ToImmutable(), methods.ToImmutable(), faults.ToImmutable());

        void Try(Action load)
        {
            try
            {
                load();
            }
            catch (RefusalException refusal)
            {
                faults.AddRange(refusal.Findings);
            }
        }
    }

    private static LciPackage ReadTables(string name)
    {
        using SourceFiles files = BundledData.OpenTables(name);
        return new TablesFormat().Read(files);
    }
}
