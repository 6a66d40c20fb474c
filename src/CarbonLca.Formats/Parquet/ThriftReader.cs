using System.Buffers.Binary;
using System.Text;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Parquet;

/// <summary>Types of values in Thrift's compact protocol.</summary>
internal enum ThriftType
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    I16 = 4,
    I32 = 5,
    I64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}

/// <summary>Reads Thrift's compact protocol, every length checked against the bytes that are left.</summary>
/// <remarks>
/// Integers are zigzag varints; a struct is a row of fields, each a byte with the distance from the previous field's id and the type,
/// ended by 0. An element of a collection takes at least one byte, so counts are bounded by the bytes left.
/// </remarks>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes, ParquetFaults faults, Wording where)
{
    private const int DeepestSkipped = 24;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>The next field of a struct.</summary>
    /// <param name="id">The id of the previous field, 0 before the first; becomes that of this one.</param>
    /// <param name="type">Its type.</param>
    /// <returns>False at the end of the struct.</returns>
    public bool NextField(ref short id, out ThriftType type)
    {
        byte header = Byte();
        type = (ThriftType)(header & 0x0F);
        if (type == ThriftType.Stop) return false;
        if (type > ThriftType.Struct) throw Damaged($"it has a value of type number {(int)type}.", $"其中有类型编号为 {(int)type} 的值。");
        int delta = header >> 4;
        id = delta == 0 ? (short)ZigZag() : unchecked((short)(id + delta));
        return true;
    }

    public bool Boolean(ThriftType type) => type switch
    {
        ThriftType.True => true,
        ThriftType.False => false,
        _ => throw Unexpected(type, ThriftType.True),
    };

    public int Int32(ThriftType type)
    {
        Require(type is ThriftType.I32 or ThriftType.I16, type, ThriftType.I32);
        long value = ZigZag();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Damaged($"{value} does not fit 32 bits.", $"{value} 超出 32 位。");
    }

    public long Int64(ThriftType type)
    {
        Require(type is ThriftType.I64 or ThriftType.I32 or ThriftType.I16, type, ThriftType.I64);
        return ZigZag();
    }

    public int Int8(ThriftType type)
    {
        Require(type == ThriftType.Byte, type, ThriftType.Byte);
        return (sbyte)Byte();
    }

    public ReadOnlySpan<byte> Binary(ThriftType type)
    {
        Require(type == ThriftType.Binary, type, ThriftType.Binary);
        return Take(VarInt());
    }

    public string Text(ThriftType type)
    {
        try
        {
            return Strict.GetString(Binary(type));
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("a text in it is not valid UTF-8.", "其中一个文本不是有效的 UTF-8。");
        }
    }

    /// <summary>The number of elements of a list and their type.</summary>
    public int List(ThriftType type, out ThriftType element)
    {
        Require(type is ThriftType.List or ThriftType.Set, type, ThriftType.List);
        byte header = Byte();
        element = (ThriftType)(header & 0x0F);
        ulong count = (ulong)(header >> 4);
        if (count == 15) count = VarInt();
        if (count > (ulong)(_bytes.Length - Position)) throw Damaged($"a list in it claims {count} elements, more than there are bytes.", $"其中一个列表声称有 {count} 个元素，多于剩余字节数。");
        return (int)count;
    }

    /// <summary>The number of elements of a list of structures.</summary>
    public int Structs(ThriftType type)
    {
        int count = List(type, out ThriftType element);
        return count == 0 || element == ThriftType.Struct
            ? count
            : throw Damaged($"a list in it has elements of type {element}; expected Struct.", $"其中一个列表的元素类型为 {element}；应为 Struct。");
    }

    /// <summary>A list of integers.</summary>
    public List<int> Int32s(ThriftType type)
    {
        List<int> values = [];
        for (int n = List(type, out ThriftType element); n > 0; n--) values.Add(Int32(element));
        return values;
    }

    /// <summary>A list of texts.</summary>
    public List<string> Texts(ThriftType type)
    {
        List<string> values = [];
        for (int n = List(type, out ThriftType element); n > 0; n--) values.Add(Text(element));
        return values;
    }

    /// <summary>The id of the field of a union that is set, whose content says nothing more; 0 when none is.</summary>
    public short Union(ThriftType type)
    {
        RequireStruct(type);
        short id = 0;
        short last = 0;
        while (NextField(ref id, out ThriftType member))
        {
            last = id;
            Skip(member);
        }

        return last;
    }

    public void RequireStruct(ThriftType type) => Require(type == ThriftType.Struct, type, ThriftType.Struct);

    /// <summary>Passes over a value that is not needed.</summary>
    public void Skip(ThriftType type) => Skip(type, isElement: false, 0);

    /// <summary>A refusal of what contradicts the format.</summary>
    public readonly InputRefusedException Damaged(string en, string zh) => faults.Damaged(where, new Wording(en, zh));

    /// <summary>A refusal of a structure without a field that it must have.</summary>
    public readonly InputRefusedException Missing(string field) => Damaged($"the field '{field}' is missing.", $"缺少字段 '{field}'。");

    /// <summary>A refusal of what the format allows and is not read.</summary>
    public readonly InputRefusedException NotSupported(Wording feature) => faults.NotSupported(feature);

    // Nesting is bounded by DeepestSkipped, whatever the bytes say.
    private void Skip(ThriftType type, bool isElement, int depth)
    {
        if (depth > DeepestSkipped) throw Damaged("its structures are nested too deeply.", "其结构嵌套过深。");
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                if (isElement) Byte();
                break;
            case ThriftType.Byte:
                Byte();
                break;
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64:
                VarInt();
                break;
            case ThriftType.Double:
                Take(sizeof(double));
                break;
            case ThriftType.Binary:
                Take(VarInt());
                break;
            case ThriftType.List or ThriftType.Set:
                int count = List(type, out ThriftType element);
                for (; count > 0; count--) Skip(element, isElement: true, depth + 1);
                break;
            case ThriftType.Map:
                SkipMap(depth);
                break;
            case ThriftType.Struct:
                short id = 0;
                while (NextField(ref id, out ThriftType field)) Skip(field, isElement: false, depth + 1);
                break;
            default:
                throw Damaged($"it has a value of type number {(int)type}.", $"其中有类型编号为 {(int)type} 的值。");
        }
    }

    private void SkipMap(int depth)
    {
        ulong count = VarInt();
        if (count == 0) return;
        if (count > (ulong)(_bytes.Length - Position)) throw Damaged($"a map in it claims {count} entries, more than there are bytes.", $"其中一个映射声称有 {count} 项，多于剩余字节数。");
        byte types = Byte();
        for (; count > 0; count--)
        {
            Skip((ThriftType)(types >> 4), isElement: true, depth + 1);
            Skip((ThriftType)(types & 0x0F), isElement: true, depth + 1);
        }
    }

    private byte Byte()
    {
        if (Position == _bytes.Length) throw Damaged("it ends within a value.", "它在某个值中间结束。");
        return _bytes[Position++];
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position)) throw Damaged($"a value of {count} bytes does not fit the {_bytes.Length - Position} that are left.", $"{count} 字节的值超出剩余的 {_bytes.Length - Position} 字节。");
        ReadOnlySpan<byte> taken = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    private long ZigZag()
    {
        ulong value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong VarInt()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }

        throw Damaged("a number in it has more than ten bytes.", "其中一个数超过十个字节。");
    }

    private readonly void Require(bool isRight, ThriftType found, ThriftType expected)
    {
        if (!isRight) throw Unexpected(found, expected);
    }

    private readonly InputRefusedException Unexpected(ThriftType found, ThriftType expected) =>
        Damaged($"a field in it has type {found}; expected {expected}.", $"其中一个字段的类型为 {found}；应为 {expected}。");
}
