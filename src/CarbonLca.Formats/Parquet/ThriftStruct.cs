namespace CarbonLca.Formats.Parquet;

/// <summary>Reads one field of a structure.</summary>
/// <param name="reader">Stands before the value.</param>
/// <param name="type">The value's type.</param>
/// <param name="target">What it becomes part of.</param>
internal delegate void ThriftField<in T>(ref ThriftReader reader, ThriftType type, T target)
    where T : class;

/// <summary>A structure of <c>parquet.thrift</c>: which fields of it are read, by their ids; the others are passed over.</summary>
internal sealed class ThriftStruct<T>
    where T : class
{
    private readonly ThriftField<T>?[] _fields;

    public ThriftStruct(params ReadOnlySpan<(short Id, ThriftField<T> Read)> fields)
    {
        short last = 0;
        foreach ((short id, _) in fields) last = Math.Max(last, id);
        _fields = new ThriftField<T>?[last + 1];
        foreach ((short id, ThriftField<T> read) in fields) _fields[id] = read;
    }

    /// <summary>Reads the fields of a structure into a target.</summary>
    public T Read(ref ThriftReader reader, T target)
    {
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            if ((uint)id < (uint)_fields.Length && _fields[id] is { } read) read(ref reader, type, target);
            else reader.Skip(type);
        }

        return target;
    }

    /// <summary>Reads a value that must be the structure.</summary>
    public T Read(ref ThriftReader reader, ThriftType type, T target)
    {
        reader.RequireStruct(type);
        return Read(ref reader, target);
    }
}
