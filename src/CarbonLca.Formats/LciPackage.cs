using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;

namespace CarbonLca.Formats;

/// <summary>What a reader made of a source: the database, the methods that came with it, and everything worth saying about both.</summary>
public sealed record LciPackage
{
    /// <summary>The format it was read from, the <see cref="ILciFormat.Id"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The database; null when nothing usable was found, in which case <see cref="Findings"/> says why.</summary>
    public LciDatabase? Database { get; init; }

    /// <summary>The impact methods that came with the database.</summary>
    public ImmutableArray<ImpactMethod> Methods { get; init; } = [];

    /// <summary>What was counted, in the order worth reading, for instance <c>processes 766</c>.</summary>
    public ImmutableArray<ImportCount> Counts { get; init; } = [];

    /// <summary>Everything repaired, refused or worth knowing. An error means that the item it names was left out.</summary>
    public ImmutableArray<Diagnostic> Findings { get; init; } = [];

    /// <summary>The files that were read, with their digests.</summary>
    public ImmutableArray<SourceDigest> Sources { get; init; } = [];

    /// <summary>
    /// Totals that the source itself publishes, for comparison with ours: per category code and process id, the impact of one
    /// reference unit. Null when it publishes none.
    /// </summary>
    public PublishedTotals? PublishedTotals { get; init; }

    /// <summary>Whether something was refused.</summary>
    public bool HasErrors => Findings.Any(f => f.Severity == Severity.Error);
}

/// <summary>One count of an import.</summary>
/// <param name="Key">A stable key for machines, in snake case.</param>
/// <param name="Label">What people read.</param>
/// <param name="Value">The count.</param>
public readonly record struct ImportCount(string Key, Wording Label, long Value);

/// <summary>A file that was read and what it contained.</summary>
/// <param name="Path">The file as named by the user or inside its archive.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes, as 64 hexadecimal digits.</param>
public readonly record struct SourceDigest(string Path, long Length, string Sha256);

/// <summary>Total impacts per unit that a source publishes beside its inventory.</summary>
/// <param name="Categories">Category codes; the rows of <paramref name="Values"/>.</param>
/// <param name="ProcessIds">Process ids; the columns of <paramref name="Values"/>.</param>
/// <param name="Values">Row after row.</param>
public sealed record PublishedTotals(ImmutableArray<string> Categories, ImmutableArray<string> ProcessIds, ImmutableArray<double> Values);
