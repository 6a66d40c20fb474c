using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>What scores stand for: pedigree sets and basic uncertainties.</summary>
public sealed record DataQualityTables
{
    /// <summary>The pedigree set that is used where none is named.</summary>
    public const string DefaultPedigree = "ecoinvent-3";

    /// <summary>The pedigree sets.</summary>
    public required ImmutableArray<PedigreeTable> Pedigrees { get; init; }

    /// <summary>The groups of basic uncertainty.</summary>
    public required ImmutableArray<BasicUncertainty> Basics { get; init; }

    /// <summary>The pedigree set of a name.</summary>
    /// <exception cref="InputRefusedException">There is none; the closest is suggested.</exception>
    public PedigreeTable Pedigree(string name = DefaultPedigree) =>
        Pedigrees.FirstOrDefault(p => p.Name == name) ?? throw new InputRefusedException(Unknown(name, Pedigrees.Select(p => p.Name)));

    /// <summary>The basic uncertainty of a group.</summary>
    /// <exception cref="InputRefusedException">There is none; the closest is suggested.</exception>
    public BasicUncertainty Basic(string key) =>
        Basics.FirstOrDefault(b => b.Key == key) ?? throw new InputRefusedException(Unknown(key, Basics.Select(b => b.Key)));

    private static Diagnostic Unknown(string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        return Diagnostic.Error(FindingCode.UnknownName, "The tables of data quality have no entry of this name.", "数据质量表中没有该名称。") with
        {
            Found = name,
            Expected = Wording.Same(string.Join(" | ", names)),
            Next = Closest.To(name, names) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
        };
    }
}
