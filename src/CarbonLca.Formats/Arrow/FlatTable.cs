using System.Buffers.Binary;

namespace CarbonLca.Formats.Arrow;

/// <summary>One table of a <see cref="FlatBuffer"/>; a field that is not there has its default.</summary>
internal readonly struct FlatTable(FlatBuffer buffer, int position, int length, int vtable, int vtableLength)
{
    public bool Has(int field) => At(field, 0) != 0;

    public bool Boolean(int field) => Byte(field) != 0;

    public byte Byte(int field, byte ifAbsent = 0) => At(field, sizeof(byte)) is not 0 and int at ? buffer.Bytes(at, sizeof(byte))[0] : ifAbsent;

    public short Int16(int field, short ifAbsent = 0) =>
        At(field, sizeof(short)) is not 0 and int at ? BinaryPrimitives.ReadInt16LittleEndian(buffer.Bytes(at, sizeof(short))) : ifAbsent;

    public int Int32(int field, int ifAbsent = 0) =>
        At(field, sizeof(int)) is not 0 and int at ? BinaryPrimitives.ReadInt32LittleEndian(buffer.Bytes(at, sizeof(int))) : ifAbsent;

    public long Int64(int field, long ifAbsent = 0) =>
        At(field, sizeof(long)) is not 0 and int at ? BinaryPrimitives.ReadInt64LittleEndian(buffer.Bytes(at, sizeof(long))) : ifAbsent;

    public FlatTable? Table(int field) => At(field, sizeof(uint)) is not 0 and int at ? buffer.TableThrough(at) : null;

    public string? String(int field) => At(field, sizeof(uint)) is not 0 and int at ? buffer.StringThrough(at) : null;

    /// <summary>The elements of a vector of structs as bytes.</summary>
    public ReadOnlySpan<byte> Structs(int field, int elementBytes)
    {
        if (At(field, sizeof(uint)) is not (not 0 and int at)) return default;
        (int start, int count) = buffer.VectorThrough(at, elementBytes);
        return buffer.Bytes(start, count * elementBytes);
    }

    /// <summary>How many tables a vector has.</summary>
    public int TableCount(int field) => At(field, sizeof(uint)) is not 0 and int at ? buffer.VectorThrough(at, sizeof(uint)).Count : 0;

    /// <summary>One table of a vector.</summary>
    public FlatTable TableAt(int field, int index)
    {
        (int start, _) = buffer.VectorThrough(At(field, sizeof(uint)), sizeof(uint));
        return buffer.TableThrough(start + (index * sizeof(uint)));
    }

    // Where a field lies in the buffer; 0 when the table does not have it.
    private int At(int field, int bytes)
    {
        int slot = (2 + field) * sizeof(ushort);
        if (slot + sizeof(ushort) > vtableLength) return 0;
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(buffer.Bytes(vtable + slot, sizeof(ushort)));
        if (offset == 0) return 0;

        // A field beyond the end of its table is looked for beyond the end of the buffer, which refuses it.
        return offset + bytes > length ? int.MaxValue : position + offset;
    }
}
