using System.Buffers.Binary;
using System.Text;

namespace CarbonLca.Formats.Arrow;

/// <summary>Writes a FlatBuffer, from its end to its beginning as the format asks: what is referred to comes first.</summary>
/// <remarks>Places are counted from the end of the buffer, so they stay true while it grows.</remarks>
internal sealed class FlatBufferBuilder
{
    private const int LargestAlignment = sizeof(long);

    private byte[] _bytes = new byte[1024];
    private int _used;
    private int[] _fields = [];
    private int _tableEnd;

    public int String(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Align(sizeof(uint), utf8.Length + 1);
        Push(1);
        utf8.CopyTo(Push(utf8.Length));
        PushInt32(utf8.Length);
        return _used;
    }

    public int Tables(ReadOnlySpan<int> places)
    {
        Align(sizeof(uint), places.Length * sizeof(uint));
        for (int i = places.Length - 1; i >= 0; i--) PushPlace(places[i]);
        PushInt32(places.Length);
        return _used;
    }

    /// <summary>A vector of structs, each made of 64-bit words.</summary>
    public int Structs(ReadOnlySpan<long> words, int wordsPerStruct)
    {
        Align(sizeof(uint), words.Length * sizeof(long));
        Align(sizeof(long), words.Length * sizeof(long));
        for (int i = words.Length - 1; i >= 0; i--) BinaryPrimitives.WriteInt64LittleEndian(Push(sizeof(long)), words[i]);
        PushInt32(words.Length / wordsPerStruct);
        return _used;
    }

    public void StartTable(int fields)
    {
        _fields = new int[fields];
        _tableEnd = _used;
    }

    public void Byte(int field, byte value)
    {
        Push(sizeof(byte))[0] = value;
        _fields[field] = _used;
    }

    public void Int16(int field, short value)
    {
        Align(sizeof(short), 0);
        BinaryPrimitives.WriteInt16LittleEndian(Push(sizeof(short)), value);
        _fields[field] = _used;
    }

    public void Int32(int field, int value)
    {
        Align(sizeof(int), 0);
        PushInt32(value);
        _fields[field] = _used;
    }

    public void Int64(int field, long value)
    {
        Align(sizeof(long), 0);
        BinaryPrimitives.WriteInt64LittleEndian(Push(sizeof(long)), value);
        _fields[field] = _used;
    }

    public void Place(int field, int place)
    {
        Align(sizeof(uint), 0);
        PushPlace(place);
        _fields[field] = _used;
    }

    public int EndTable()
    {
        Align(sizeof(int), 0);
        PushInt32(0);
        int table = _used;
        for (int i = _fields.Length - 1; i >= 0; i--)
            BinaryPrimitives.WriteUInt16LittleEndian(Push(sizeof(ushort)), (ushort)(_fields[i] == 0 ? 0 : table - _fields[i]));
        BinaryPrimitives.WriteUInt16LittleEndian(Push(sizeof(ushort)), checked((ushort)(table - _tableEnd)));
        BinaryPrimitives.WriteUInt16LittleEndian(Push(sizeof(ushort)), checked((ushort)((_fields.Length + 2) * sizeof(ushort))));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_bytes.Length - table), _used - table);
        return table;
    }

    /// <summary>The buffer with its root.</summary>
    public byte[] Finish(int root)
    {
        Align(LargestAlignment, sizeof(uint));
        PushPlace(root);
        return _bytes[^_used..];
    }

    // Pads so that after 'following' more bytes the place is a multiple of 'size'.
    private void Align(int size, int following)
    {
        int padding = -(_used + following) & (size - 1);
        Push(padding).Clear();
    }

    private void PushInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Push(sizeof(int)), value);

    private void PushPlace(int place) => PushInt32(_used + sizeof(uint) - place);

    private Span<byte> Push(int count)
    {
        if (_used + count > _bytes.Length)
        {
            byte[] larger = new byte[Math.Max(_bytes.Length * 2, _used + count)];
            _bytes.AsSpan(_bytes.Length - _used).CopyTo(larger.AsSpan(larger.Length - _used));
            _bytes = larger;
        }

        _used += count;
        return _bytes.AsSpan(_bytes.Length - _used, count);
    }
}
