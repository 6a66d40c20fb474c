using System.Buffers;
using System.Text;

namespace CarbonLca.Formats.Parquet;

/// <summary>Writes Thrift's compact protocol.</summary>
internal sealed class ThriftWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Stack<short> _outer = new();
    private short _lastId;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public ThriftWriter Boolean(short id, bool value)
    {
        Header(id, value ? ThriftType.True : ThriftType.False);
        return this;
    }

    public ThriftWriter Int8(short id, sbyte value)
    {
        Header(id, ThriftType.Byte);
        PutByte((byte)value);
        return this;
    }

    public ThriftWriter Int16(short id, short value)
    {
        Header(id, ThriftType.I16);
        ZigZag(value);
        return this;
    }

    public ThriftWriter Int32(short id, int value)
    {
        Header(id, ThriftType.I32);
        ZigZag(value);
        return this;
    }

    public ThriftWriter Int64(short id, long value)
    {
        Header(id, ThriftType.I64);
        ZigZag(value);
        return this;
    }

    public ThriftWriter Text(short id, string value) => Binary(id, Encoding.UTF8.GetBytes(value));

    public ThriftWriter Binary(short id, ReadOnlySpan<byte> value)
    {
        Header(id, ThriftType.Binary);
        Raw(value);
        return this;
    }

    public ThriftWriter Int32s(short id, IReadOnlyCollection<int> values)
    {
        List(id, ThriftType.I32, values.Count);
        foreach (int value in values) ZigZag(value);
        return this;
    }

    public ThriftWriter Texts(short id, IReadOnlyCollection<string> values)
    {
        List(id, ThriftType.Binary, values.Count);
        foreach (string value in values) Raw(Encoding.UTF8.GetBytes(value));
        return this;
    }

    /// <summary>A list of structs.</summary>
    public ThriftWriter Structs<T>(short id, IReadOnlyCollection<T> values, Action<ThriftWriter, T> write)
    {
        List(id, ThriftType.Struct, values.Count);
        foreach (T value in values)
        {
            _outer.Push(_lastId);
            _lastId = 0;
            write(this, value);
            End();
        }

        return this;
    }

    /// <summary>A struct within this one.</summary>
    public ThriftWriter Struct(short id, Action<ThriftWriter> write)
    {
        Header(id, ThriftType.Struct);
        _outer.Push(_lastId);
        _lastId = 0;
        write(this);
        End();
        return this;
    }

    /// <summary>Ends the outermost struct.</summary>
    public ThriftWriter Stop()
    {
        PutByte(0);
        return this;
    }

    private void End()
    {
        PutByte(0);
        _lastId = _outer.Pop();
    }

    private void List(short id, ThriftType element, int count)
    {
        Header(id, ThriftType.List);
        if (count < 15)
        {
            PutByte((byte)((count << 4) | (int)element));
            return;
        }

        PutByte((byte)(0xF0 | (int)element));
        VarInt((ulong)count);
    }

    // Fields are written in ascending order of their ids, less than 16 apart.
    private void Header(short id, ThriftType type)
    {
        PutByte((byte)(((id - _lastId) << 4) | (int)type));
        _lastId = id;
    }

    private void Raw(ReadOnlySpan<byte> value)
    {
        VarInt((ulong)value.Length);
        _bytes.Write(value);
    }

    private void ZigZag(long value) => VarInt((ulong)((value << 1) ^ (value >> 63)));

    private void PutByte(byte value) => _bytes.Write([value]);

    private void VarInt(ulong value)
    {
        for (; value >= 0x80; value >>= 7) PutByte((byte)(value | 0x80));
        PutByte((byte)value);
    }
}
