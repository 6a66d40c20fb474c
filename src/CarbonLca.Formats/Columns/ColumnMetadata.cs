using System.Collections;

namespace CarbonLca.Formats.Columns;

/// <summary>Keys and values that go with a table or a column, in a fixed order: units, meanings, versions.</summary>
public sealed class ColumnMetadata : IReadOnlyList<KeyValuePair<string, string>>, IEquatable<ColumnMetadata>
{
    private readonly KeyValuePair<string, string>[] _entries;

    /// <summary>The given entries; a key may occur again, and the first one counts.</summary>
    public ColumnMetadata(IEnumerable<KeyValuePair<string, string>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _entries = [.. entries];
        foreach ((string key, string value) in _entries)
        {
            if (key is null) throw new ArgumentException("A key is null.", nameof(entries));
            if (value is null) throw new ArgumentException($"The value of '{key}' is null.", nameof(entries));
        }
    }

    /// <summary>No entries.</summary>
    public static ColumnMetadata Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => _entries[index];

    /// <summary>The given entries.</summary>
    public static ColumnMetadata Of(params (string Key, string Value)[] entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return entries.Length == 0 ? Empty : new ColumnMetadata(entries.Select(e => KeyValuePair.Create(e.Key, e.Value)));
    }

    /// <summary>The value of the first entry with a key; null when there is none.</summary>
    public string? Find(string key)
    {
        foreach ((string k, string value) in _entries)
            if (k == key) return value;
        return null;
    }

    /// <inheritdoc/>
    public bool Equals(ColumnMetadata? other) => other is not null && _entries.AsSpan().SequenceEqual(other._entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ColumnMetadata);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (KeyValuePair<string, string> entry in _entries) hash.Add(entry);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_entries).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
