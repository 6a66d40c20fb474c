using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Methods;

/// <summary>A method of impact assessment: categories and the factors of flows in them. Data, not code.</summary>
/// <remarks>Its table is C of h = C·g, before it is matched to the flows of a system.</remarks>
public sealed record ImpactMethod
{
    /// <summary>A method.</summary>
    /// <param name="id">The name it is asked for by, for instance <c>gwp100-ar6</c>.</param>
    /// <param name="categories">Its categories, in the order results are shown.</param>
    /// <param name="rows">Its factors.</param>
    public ImpactMethod(string id, ImmutableArray<ImpactCategory> categories, ImmutableArray<MethodRow> rows)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        foreach (MethodRow row in rows)
        {
            if ((uint)row.Category >= (uint)categories.Length) throw new ArgumentException($"The factor of '{row.Flow}' is for category {row.Category}; expected 0 to {categories.Length - 1}.", nameof(rows));
            if (!double.IsFinite(row.Factor)) throw new ArgumentException($"The factor of '{row.Flow}' in '{categories[row.Category].Code}' is {row.Factor}; expected a finite number.", nameof(rows));
            if (row.Uncertainty.Fault() is { } fault) throw new ArgumentException($"The distribution of the factor of '{row.Flow}' in '{categories[row.Category].Code}' is invalid: {fault.En}.", nameof(rows));
        }

        Id = id;
        Categories = categories;
        Rows = rows;
    }

    /// <summary>The name it is asked for by.</summary>
    public string Id { get; }

    /// <summary>The name people read; the id where none is given.</summary>
    public string Name { get => field ?? Id; init; }

    /// <summary>The categories, in the order results are shown.</summary>
    public ImmutableArray<ImpactCategory> Categories { get; }

    /// <summary>The factors.</summary>
    public ImmutableArray<MethodRow> Rows { get; }

    /// <summary>Other names of the flows its rows name: synonym → canonical name. Compared trimmed, ignoring case.</summary>
    public ImmutableDictionary<string, string> Synonyms { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>SHA-256 of the files the method was read from, as 64 hexadecimal digits; empty when it was made in code.</summary>
    public string Digest { get; init; } = string.Empty;

    /// <summary>The index of a category by its code, or −1.</summary>
    public int FindCategory(string code)
    {
        for (int k = 0; k < Categories.Length; k++)
            if (string.Equals(Categories[k].Code, code, StringComparison.Ordinal)) return k;
        return -1;
    }

    /// <summary>What the factors of a row's category are called where they stand beside processes.</summary>
    public Wording LabelOf(MethodRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        string code = Categories[row.Category].Code;
        return new Wording($"factor of {code} in {Name}", $"{Name} 的 {code} 特征化因子");
    }

    /// <inheritdoc/>
    public bool Equals(ImpactMethod? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);
}
