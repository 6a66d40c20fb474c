using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Columns;

/// <summary>The name and type of a column, and what else is to be known about it.</summary>
/// <param name="Name">Unique within its table.</param>
/// <param name="Type">What it holds.</param>
/// <param name="IsNullable">Whether a value may be missing.</param>
/// <param name="Metadata">Unit, quantity, meaning.</param>
public sealed record ColumnField(string Name, ColumnType Type, bool IsNullable, ColumnMetadata Metadata)
{
    /// <summary>A field without metadata.</summary>
    public ColumnField(string name, ColumnType type, bool isNullable = true)
        : this(name, type, isNullable, ColumnMetadata.Empty)
    {
    }

    /// <summary><c>name: type</c>, with <c>not null</c> where it applies.</summary>
    public override string ToString() => IsNullable ? $"{Name}: {Type}" : $"{Name}: {Type} not null";
}

/// <summary>The fields of a table, in order, with the metadata of the whole.</summary>
public sealed class ColumnSchema : IEquatable<ColumnSchema>
{
    private readonly ColumnField[] _fields;
    private readonly Dictionary<string, int> _byName;

    /// <summary>A schema of fields with distinct names.</summary>
    /// <exception cref="ArgumentException">Two fields have one name.</exception>
    public ColumnSchema(IEnumerable<ColumnField> fields, ColumnMetadata? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _fields = [.. fields];
        Metadata = metadata ?? ColumnMetadata.Empty;
        _byName = new Dictionary<string, int>(_fields.Length, StringComparer.Ordinal);
        for (int i = 0; i < _fields.Length; i++)
            if (!_byName.TryAdd(_fields[i].Name, i)) throw new ArgumentException($"Two columns are named '{_fields[i].Name}'.", nameof(fields));
    }

    /// <summary>The fields in order.</summary>
    public IReadOnlyList<ColumnField> Fields => _fields;

    /// <summary>Keys and values that go with the whole table.</summary>
    public ColumnMetadata Metadata { get; }

    /// <summary>The position of a column; -1 when there is none of that name.</summary>
    public int IndexOf(string name) => _byName.GetValueOrDefault(name, -1);

    /// <summary>The position of a column that must exist.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public int Require(string name)
    {
        if (_byName.TryGetValue(name, out int index)) return index;
        string closest = Closest.To(name, _byName.Keys) is { } near ? $" Closest: '{near}'." : string.Empty;
        throw new ArgumentException($"The table has no column '{name}'.{closest}", nameof(name));
    }

    /// <inheritdoc/>
    public bool Equals(ColumnSchema? other) =>
        other is not null && Metadata.Equals(other.Metadata) && _fields.AsSpan().SequenceEqual(other._fields);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ColumnSchema);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (ColumnField field in _fields) hash.Add(field);
        return hash.ToHashCode();
    }

    /// <summary>Every field on its line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, (object[])_fields);
}
