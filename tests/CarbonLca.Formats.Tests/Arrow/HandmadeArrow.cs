using System.Buffers.Binary;
using CarbonLca.Formats.Arrow;

namespace CarbonLca.Formats.Tests.Arrow;

/// <summary>Arrow streams made by hand, with what our writer does not write.</summary>
internal static class HandmadeArrow
{
    private static readonly byte[] End = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

    /// <summary>A stream of messages and the mark of its end.</summary>
    public static byte[] Stream(params byte[][] messages) => [.. messages.SelectMany(m => m), .. End];

    public static byte[] Message(byte kind, Func<FlatBufferBuilder, int> header, byte[]? body = null, short version = ArrowNumbers.VersionV5, long? bodyLength = null)
    {
        FlatBufferBuilder builder = new();
        int place = header(builder);
        builder.StartTable(5);
        builder.Int64(3, bodyLength ?? body?.Length ?? 0);
        builder.Place(2, place);
        builder.Int16(0, version);
        builder.Byte(1, kind);
        byte[] metadata = builder.Finish(builder.EndTable());
        byte[] prefix = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(prefix.AsSpan(4), metadata.Length);
        return [.. prefix, .. metadata, .. body ?? []];
    }

    public static byte[] Schema(params Func<FlatBufferBuilder, int>[] fields) => Message(ArrowNumbers.HeaderSchema, b => SchemaTable(b, 0, fields));

    public static int SchemaTable(FlatBufferBuilder b, short endianness, params Func<FlatBufferBuilder, int>[] fields)
    {
        int vector = b.Tables([.. fields.Select(f => f(b))]);
        b.StartTable(4);
        b.Place(1, vector);
        b.Int16(0, endianness);
        return b.EndTable();
    }

    /// <summary>A field of a type that has no parameters, or whose parameters have their defaults.</summary>
    public static Func<FlatBufferBuilder, int> Field(string name, byte type) => Field(name, type, b =>
    {
        b.StartTable(0);
        return b.EndTable();
    });

    public static Func<FlatBufferBuilder, int> Field(string name, byte type, Func<FlatBufferBuilder, int> typeTable, Func<FlatBufferBuilder, int>? dictionary = null, bool hasChild = false, (string Key, string Value)? metadata = null) => b =>
    {
        int text = b.String(name);
        int parameters = typeTable(b);
        int dictionaryTable = dictionary is null ? 0 : dictionary(b);
        int children = hasChild ? b.Tables([Field("item", ArrowNumbers.TypeUtf8)(b)]) : 0;
        int entries = 0;
        if (metadata is { } pair)
        {
            int key = b.String(pair.Key);
            int value = b.String(pair.Value);
            b.StartTable(2);
            b.Place(0, key);
            b.Place(1, value);
            entries = b.Tables([b.EndTable()]);
        }

        b.StartTable(7);
        b.Place(0, text);
        b.Place(3, parameters);
        if (dictionaryTable != 0) b.Place(4, dictionaryTable);
        if (children != 0) b.Place(5, children);
        if (entries != 0) b.Place(6, entries);
        b.Byte(1, 1);
        b.Byte(2, type);
        return b.EndTable();
    };

    public static Func<FlatBufferBuilder, int> Int(int bits, bool isSigned) => b =>
    {
        b.StartTable(2);
        b.Int32(0, bits);
        b.Byte(1, isSigned ? (byte)1 : (byte)0);
        return b.EndTable();
    };

    public static Func<FlatBufferBuilder, int> Short(short value) => b =>
    {
        b.StartTable(1);
        b.Int16(0, value);
        return b.EndTable();
    };

    public static Func<FlatBufferBuilder, int> Dictionary(long id, Func<FlatBufferBuilder, int>? index = null, short kind = 0) => b =>
    {
        int type = index is null ? 0 : index(b);
        b.StartTable(4);
        b.Int64(0, id);
        if (type != 0) b.Place(1, type);
        b.Int16(3, kind);
        return b.EndTable();
    };

    /// <summary>A record batch of nodes (length, missing) and buffers (offset, length).</summary>
    public static int Batch(FlatBufferBuilder b, long rows, long[] nodes, long[] buffers, byte? codec = null)
    {
        int compression = 0;
        if (codec is { } number)
        {
            b.StartTable(2);
            b.Byte(0, number);
            compression = b.EndTable();
        }

        int nodeVector = b.Structs(nodes, 2);
        int bufferVector = b.Structs(buffers, 2);
        b.StartTable(5);
        b.Int64(0, rows);
        b.Place(1, nodeVector);
        b.Place(2, bufferVector);
        if (compression != 0) b.Place(3, compression);
        return b.EndTable();
    }

    public static byte[] RecordBatch(long rows, long[] nodes, long[] buffers, byte[] body, byte? codec = null) =>
        Message(ArrowNumbers.HeaderRecordBatch, b => Batch(b, rows, nodes, buffers, codec), body);

    public static byte[] DictionaryBatch(long id, bool isDelta, long rows, long[] nodes, long[] buffers, byte[] body) =>
        Message(
            ArrowNumbers.HeaderDictionaryBatch,
            b =>
            {
                int data = Batch(b, rows, nodes, buffers);
                b.StartTable(3);
                b.Int64(0, id);
                b.Place(1, data);
                b.Byte(2, isDelta ? (byte)1 : (byte)0);
                return b.EndTable();
            },
            body);
}
