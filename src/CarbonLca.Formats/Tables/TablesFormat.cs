using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Tables;

/// <summary>The open tables format: a folder of CSV files. FORMAT.md beside this file describes it.</summary>
public sealed class TablesFormat : ILciFormat
{
    internal const string FlowsFile = "flows.csv";
    internal const string ProcessesFile = "processes.csv";
    internal const string ExchangesFile = "exchanges.csv";
    internal const string PropertiesFile = "properties.csv";
    internal const string AllocationFile = "allocation.csv";
    internal const string SourcesFile = "sources.csv";
    internal const string MethodsFile = "methods.csv";

    /// <inheritdoc/>
    public string Id => "tables";

    /// <inheritdoc/>
    public string Name => "CarbonLca tables (CSV)";

    /// <summary>Whether one of the three mandatory files is there.</summary>
    public bool Recognizes(SourceFiles source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Contains(FlowsFile) || source.Contains(ProcessesFile) || source.Contains(ExchangesFile);
    }

    /// <inheritdoc/>
    public LciPackage Read(SourceFiles source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        FindingList findings = new();
        LciPackage package = new() { Format = Id };
        try
        {
            package = new TablesReader(source, findings, cancellation).Read() with { Format = Id };
        }
        catch (RefusalException refusal)
        {
            findings.AddRange(refusal.Findings);
        }

        return package with { Findings = findings.ToImmutable(), Sources = [.. source.Digests] };
    }
}
