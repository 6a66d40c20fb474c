using System.Buffers.Binary;
using System.Text;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Arrow;

/// <summary>Reads the tables of a FlatBuffer, every offset checked before it is followed.</summary>
/// <remarks>
/// A table begins with the signed distance back to its vtable; the vtable gives its own length, the table's length, and where in the
/// table each field lies. Vectors and strings are a 32-bit count followed by elements. Parts may share bytes, so what is read is
/// counted against a budget in proportion to the buffer: a small buffer cannot stand for a large structure.
/// </remarks>
internal sealed class FlatBuffer
{
    private const int BudgetFactor = 16;
    private const int BudgetFloor = 4096;
    private const int CostOfTable = 16;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ArrowFaults _faults;
    private readonly Wording _where;
    private long _budget;

    /// <summary>A buffer to read.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="faults">Makes the refusals.</param>
    /// <param name="where">What the buffer is, for messages: 'the footer'.</param>
    public FlatBuffer(ReadOnlyMemory<byte> bytes, ArrowFaults faults, Wording where)
    {
        _bytes = bytes;
        _faults = faults;
        _where = where;
        _budget = ((long)bytes.Length * BudgetFactor) + BudgetFloor;
    }

    /// <summary>The table that everything else hangs from.</summary>
    public FlatTable Root() => TableAt(Follow(0));

    /// <summary>The table whose offset stands at a position.</summary>
    internal FlatTable TableThrough(int position) => TableAt(Follow(position));

    internal ReadOnlySpan<byte> Bytes(long position, int count)
    {
        if (position < 0 || position > _bytes.Length - count) throw Outside(position, count);
        return _bytes.Span.Slice((int)position, count);
    }

    internal (int Start, int Count) VectorThrough(int position, int elementBytes)
    {
        int start = Follow(position);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(Bytes(start, sizeof(uint)));
        long bytes = count * (long)elementBytes;
        if (start + sizeof(uint) + bytes > _bytes.Length) throw Outside(start + sizeof(uint), bytes);
        return (start + sizeof(uint), (int)count);
    }

    internal string StringThrough(int position)
    {
        (int start, int count) = VectorThrough(position, 1);
        Spend(count + CostOfTable);
        try
        {
            return Strict.GetString(Bytes(start, count));
        }
        catch (DecoderFallbackException)
        {
            throw _faults.Damaged(_where, new("a string in it is not valid UTF-8.", "其中一个字符串不是有效的 UTF-8。"));
        }
    }

    private int Follow(int position)
    {
        long target = position + (long)BinaryPrimitives.ReadUInt32LittleEndian(Bytes(position, sizeof(uint)));
        if (target > _bytes.Length - sizeof(uint)) throw Outside(target, sizeof(uint));
        return (int)target;
    }

    private FlatTable TableAt(int position)
    {
        Spend(CostOfTable);
        long vtable = position - (long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(position, sizeof(int)));
        ReadOnlySpan<byte> head = Bytes(vtable, 2 * sizeof(ushort));
        int vtableLength = BinaryPrimitives.ReadUInt16LittleEndian(head);
        int tableLength = BinaryPrimitives.ReadUInt16LittleEndian(head[sizeof(ushort)..]);
        if (vtableLength < 2 * sizeof(ushort) || (vtableLength & 1) != 0 || tableLength < sizeof(int))
            throw _faults.Damaged(_where, new("a table in it describes itself wrongly.", "其中一个表对自身的描述有误。"));
        Bytes(vtable, vtableLength);
        Bytes(position, tableLength);
        return new FlatTable(this, position, tableLength, (int)vtable, vtableLength);
    }

    private void Spend(int cost)
    {
        _budget -= cost;
        if (_budget >= 0) return;
        throw new LimitExceededException(Diagnostic.Error(
            FindingCode.LimitExceeded,
            $"{_where.En} refers to the same bytes again and again; what it describes is far larger than its {_bytes.Length} bytes.",
            $"{_where.Zh}反复引用相同的字节，所描述的内容远大于其自身的 {_bytes.Length} 字节。") with
        {
            Where = _faults.Position,
        });
    }

    private InputRefusedException Outside(long position, long count) => _faults.Damaged(_where, new(
        $"it points to {count} bytes at {position}, and has only {_bytes.Length} bytes.",
        $"它指向位置 {position} 处的 {count} 字节，而自身只有 {_bytes.Length} 字节。"));
}
