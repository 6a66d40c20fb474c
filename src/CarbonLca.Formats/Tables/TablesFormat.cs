using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Tables;

/// <summary>The open tables format: a folder of CSV, Parquet or Arrow files. FORMAT.md beside this file describes it.</summary>
public sealed class TablesFormat : ILciFormat
{
    /// <inheritdoc/>
    public string Id => "tables";

    /// <inheritdoc/>
    public string Name => "CarbonLca tables (CSV, Parquet, Arrow)";

    /// <summary>Whether one of the three mandatory tables is there.</summary>
    public bool Recognizes(SourceFiles source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return TablesReader.MandatoryTables.Any(t => TableFiles.Find(source, t.Name) is not null);
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
