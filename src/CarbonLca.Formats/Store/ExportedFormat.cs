using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tables;
using CarbonLca.Methods;
using CarbonLca.Model;

namespace CarbonLca.Formats.Store;

/// <summary>What <see cref="DatabaseExport"/> writes, read back: database, methods and published totals.</summary>
/// <remarks>
/// The tables of <c>SCHEMA.md</c> beside this file as Parquet, Arrow or CSV files, also after another program has written them again:
/// types are fitted to the schema as the tables format fits them, and every fault is reported with file, row and column. One fault
/// refuses the whole, since rows name each other by number. The name is that of the folder; CSV cannot tell an empty text from a
/// missing one.
/// </remarks>
public sealed class ExportedFormat : ILciFormat
{
    /// <inheritdoc/>
    public string Id => "exported";

    /// <inheritdoc/>
    public string Name => "CarbonLca export (Parquet, Arrow, CSV)";

    /// <summary>Whether the tables are there that only an export has, and it is not a stored database.</summary>
    public bool Recognizes(SourceFiles source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return !source.Contains(StoreLayout.ManifestFile) && new[] { StoreLayout.Exchanges, StoreLayout.Starts, StoreLayout.UnitDimensions }.All(t => TableFiles.Find(source, t) is not null);
    }

    /// <inheritdoc/>
    public LciPackage Read(SourceFiles source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        FindingList findings = new();
        LciPackage package = new() { Format = Id };
        try
        {
            if (new ExportedTables(source, findings, cancellation).Read() is { } tables) package = Assemble(new StoreAssembly(tables), SourceNames.Of(source));
        }
        catch (RefusalException refusal)
        {
            findings.AddRange(refusal.Findings);
        }

        return package with { Findings = findings.ToImmutable(), Sources = [.. source.Digests] };
    }

    private LciPackage Assemble(StoreAssembly assembly, string name)
    {
        try
        {
            LciDatabase database = assembly.Database(name, version: null, digest: null);
            ImmutableArray<ImpactMethod> methods = assembly.Methods();
            return new LciPackage
            {
                Format = Id,
                Database = database,
                Methods = methods,
                PublishedTotals = assembly.Totals(),
                Counts =
                [
                    new ImportCount("processes", new Wording("processes", "过程"), database.Processes.Count),
                    new ImportCount("flows", new Wording("flows", "流"), database.Flows.Length),
                    new ImportCount("exchanges", new Wording("exchanges", "交换"), database.Exchanges.Count),
                    new ImportCount("methods", new Wording("methods", "方法"), methods.Length),
                ],
            };
        }
        catch (ArgumentException fault)
        {
            // The model's own constructors check what columns mean together, and name what is wrong.
            throw StoreFaults.Invalid(name, fault.Message, fault.Message);
        }
    }
}
