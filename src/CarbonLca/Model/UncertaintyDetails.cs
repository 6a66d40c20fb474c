using System.Collections.Immutable;

namespace CarbonLca.Model;

/// <summary>The parameters of distributions that few exchanges have: shapes, truncations, fixed values, groups.</summary>
/// <remarks>
/// <para>
/// A side table of <see cref="ExchangeTable"/>, ascending by row, so that the columns which every exchange has stay few and flat:
/// a database of lognormal exchanges has no details at all. Entry k belongs to exchange <c>Row[k]</c>.
/// </para>
/// <para>The columns may be views of a mapped file; they were checked once when the table was made.</para>
/// </remarks>
public sealed class UncertaintyDetails
{
    private const byte TruncationMask = (byte)(Truncation.Below | Truncation.Above);
    private const byte MirroredFlag = 4;

    private readonly ReadOnlyMemory<int> _row;
    private readonly ReadOnlyMemory<double> _shape;
    private readonly ReadOnlyMemory<byte> _flags;
    private readonly ReadOnlyMemory<int> _group;
    private readonly ReadOnlyMemory<int> _valueStarts;
    private readonly ReadOnlyMemory<double> _values;

    /// <summary>Details over the given columns, checked.</summary>
    /// <param name="row">The row of the exchange; ascending.</param>
    /// <param name="shape">The shape, or 0.</param>
    /// <param name="flags">Bits 0 and 1: <see cref="Truncation"/>. Bit 2: mirrored. Nothing else.</param>
    /// <param name="group">The index of the group, or −1.</param>
    /// <param name="valueStarts">Where the fixed values of each entry begin; one more than there are entries, from 0, not falling.</param>
    /// <param name="values">The fixed values.</param>
    /// <param name="groups">The names of the groups, ascending (ordinal).</param>
    /// <exception cref="ArgumentException">The columns do not fit together, an index is out of range, or a number is not finite.</exception>
    public UncertaintyDetails(
        ReadOnlyMemory<int> row,
        ReadOnlyMemory<double> shape,
        ReadOnlyMemory<byte> flags,
        ReadOnlyMemory<int> group,
        ReadOnlyMemory<int> valueStarts,
        ReadOnlyMemory<double> values,
        ImmutableArray<string> groups)
    {
        _row = row;
        _shape = shape;
        _flags = flags;
        _group = group;
        _valueStarts = valueStarts;
        _values = values;
        Groups = groups;
        Check();
    }

    /// <summary>No details.</summary>
    public static UncertaintyDetails None { get; } = new(default, default, default, default, new int[1], default, []);

    /// <summary>How many exchanges have details.</summary>
    public int Count => _row.Length;

    /// <summary>The row of the exchange of each entry; ascending.</summary>
    public ReadOnlySpan<int> Row => _row.Span;

    /// <summary>The shape of each entry, or 0.</summary>
    public ReadOnlySpan<double> Shape => _shape.Span;

    /// <summary>Truncation and mirroring of each entry, as bits.</summary>
    public ReadOnlySpan<byte> Flags => _flags.Span;

    /// <summary>The index of the group of each entry, or −1.</summary>
    public ReadOnlySpan<int> Group => _group.Span;

    /// <summary>Where the fixed values of each entry begin; one more than there are entries.</summary>
    public ReadOnlySpan<int> ValueStarts => _valueStarts.Span;

    /// <summary>All fixed values.</summary>
    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>The names of the groups whose exchanges share a draw, ascending.</summary>
    public ImmutableArray<string> Groups { get; }

    /// <summary>The fixed values of one entry.</summary>
    public ReadOnlySpan<double> ValuesOf(int entry) => Values[ValueStarts[entry]..ValueStarts[entry + 1]];

    /// <summary>The entry of an exchange, or a negative number.</summary>
    public int Find(int row) => Row.BinarySearch(row);

    /// <summary>The name of the group an exchange shares its draw with; null where it has its own.</summary>
    public string? GroupOf(int row) => Find(row) is var entry and >= 0 && Group[entry] is var group and >= 0 ? Groups[group] : null;

    /// <summary>A distribution with the details of its exchange.</summary>
    internal Uncertainty Complete(int row, Uncertainty plain)
    {
        if (Count == 0 || Find(row) is var entry && entry < 0) return plain;
        return plain with
        {
            Shape = Shape[entry],
            Truncation = (Truncation)(Flags[entry] & TruncationMask),
            IsMirrored = (Flags[entry] & MirroredFlag) != 0,
            Group = Group[entry] >= 0 ? Groups[Group[entry]] : null,
            Values = [.. ValuesOf(entry)],
        };
    }

    /// <summary>The details of distributions, by ascending row.</summary>
    internal static UncertaintyDetails Of(IReadOnlyList<KeyValuePair<int, Uncertainty>> details)
    {
        if (details.Count == 0) return None;
        ImmutableArray<string> groups = [.. details.Select(d => d.Value.Group).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        int[] starts = new int[details.Count + 1];
        for (int k = 0; k < details.Count; k++) starts[k + 1] = checked(starts[k] + details[k].Value.Values.Length);
        return new UncertaintyDetails(
            (int[])[.. details.Select(d => d.Key)],
            (double[])[.. details.Select(d => d.Value.Shape + 0.0)], // -0 becomes 0
            (byte[])[.. details.Select(d => FlagsOf(d.Value))],
            (int[])[.. details.Select(d => d.Value.Group is { } group ? groups.BinarySearch(group, StringComparer.Ordinal) : -1)],
            starts,
            (double[])[.. details.SelectMany(d => d.Value.Values).Select(v => v + 0.0)],
            groups);
    }

    private static byte FlagsOf(Uncertainty uncertainty) => (byte)((byte)uncertainty.Truncation | (uncertainty.IsMirrored ? MirroredFlag : 0));

    private void Check()
    {
        CheckLength(_shape.Length, Count, "shape");
        CheckLength(_flags.Length, Count, "flags");
        CheckLength(_group.Length, Count, "group");
        CheckLength(_valueStarts.Length, Count + 1, "value starts");
        CheckAscending();
        if (_flags.Span.ContainsAnyExceptInRange((byte)0, (byte)(TruncationMask | MirroredFlag))) throw new ArgumentException("The distribution details have flags this version does not know.");
        foreach (int group in Group)
            if (group < -1 || group >= Groups.Length) throw new ArgumentException($"The distribution details name group {group}; expected -1 to {Groups.Length - 1}.");
        for (int g = 1; g < Groups.Length; g++)
            if (string.CompareOrdinal(Groups[g - 1], Groups[g]) >= 0) throw new ArgumentException($"The groups of distributions do not ascend: '{Groups[g]}' follows '{Groups[g - 1]}'.");
        if (ValueStarts[0] != 0 || ValueStarts[^1] != Values.Length) throw new ArgumentException($"The values of distributions run from {ValueStarts[0]} to {ValueStarts[^1]}; expected 0 to {Values.Length}.");
        foreach (double shape in Shape)
            if (!double.IsFinite(shape)) throw new ArgumentException($"The shape of a distribution is {shape}; expected finite numbers only.");
        foreach (double value in Values)
            if (!double.IsFinite(value)) throw new ArgumentException($"A value of a distribution is {value}; expected finite numbers only.");
    }

    private void CheckAscending()
    {
        for (int k = 0; k < Count; k++)
        {
            if (Row[k] < 0 || (k > 0 && Row[k] <= Row[k - 1])) throw new ArgumentException($"The rows of the distribution details do not ascend from 0: entry {k} names row {Row[k]}.");
            if (ValueStarts[k + 1] < ValueStarts[k]) throw new ArgumentException($"The value starts of the distribution details fall from {ValueStarts[k]} to {ValueStarts[k + 1]} at entry {k}.");
        }
    }

    private static void CheckLength(int length, int expected, string column)
    {
        if (length != expected) throw new ArgumentException($"The column '{column}' of the distribution details has {length} entries; expected {expected}.");
    }
}
