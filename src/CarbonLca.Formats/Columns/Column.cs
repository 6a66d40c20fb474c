using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Columns;

/// <summary>One column of a table: typed values in Arrow's memory layout, possibly views of a file.</summary>
/// <remarks>
/// <para>Immutable and checked once, when it was made: bitmaps and buffers are long enough, text offsets ascend and texts are valid
/// UTF-8, dictionary indices of values that are not missing lie inside the dictionary, <see cref="NullCount"/> is true to the bitmap.
/// Loops over the spans need no further checks. What stands in the place of a missing value is undefined.</para>
/// <para>A column does not own its memory. When it views a mapped file, its spans end with that file's <see cref="IDisposable.Dispose"/>.</para>
/// </remarks>
public sealed class Column
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _validity;
    private readonly ReadOnlyMemory<byte> _values;
    private readonly ReadOnlyMemory<byte> _text;

    /// <summary>A column over buffers that <see cref="ColumnCheck"/> has passed.</summary>
    /// <param name="field">Name and type.</param>
    /// <param name="length">How many values.</param>
    /// <param name="nullCount">How many are missing.</param>
    /// <param name="validity">A set bit for each value that is there; empty when none is missing.</param>
    /// <param name="bitOffset">The bit of the first value in <paramref name="validity"/>, and in <paramref name="values"/> when they are bits; 0 to 7.</param>
    /// <param name="values">Fixed-width values, bits, or text offsets.</param>
    /// <param name="text">The bytes of texts.</param>
    /// <param name="dictionary">The texts of a dictionary.</param>
    internal Column(ColumnField field, int length, int nullCount, ReadOnlyMemory<byte> validity, int bitOffset, ReadOnlyMemory<byte> values, ReadOnlyMemory<byte> text, Column? dictionary)
    {
        Field = field;
        Length = length;
        NullCount = nullCount;
        BitOffset = bitOffset;
        Dictionary = dictionary;
        _validity = nullCount == 0 ? default : validity;
        _values = values;
        _text = text;
    }

    /// <summary>Name, type and metadata.</summary>
    public ColumnField Field { get; }

    /// <summary>The name within the table.</summary>
    public string Name => Field.Name;

    /// <summary>What the column holds.</summary>
    public ColumnType Type => Field.Type;

    /// <summary>How many values, the missing ones included.</summary>
    public int Length { get; }

    /// <summary>How many values are missing.</summary>
    public int NullCount { get; }

    /// <summary>The distinct texts the indices point into; null unless the kind is <see cref="ColumnKind.Dictionary"/>.</summary>
    public Column? Dictionary { get; }

    /// <summary>One bit per value, lowest first, from bit <see cref="BitOffset"/> on: set when the value is there. Empty when none is missing.</summary>
    public ReadOnlySpan<byte> Validity => _validity.Span;

    /// <summary>The bit of the first value in <see cref="Validity"/>, and in <see cref="ValueBytes"/> of booleans; 0 to 7.</summary>
    public int BitOffset { get; }

    /// <summary>The bytes of the values: fixed-width values, bits of booleans, or <see cref="Length"/> + 1 offsets of texts.</summary>
    public ReadOnlySpan<byte> ValueBytes => _values.Span;

    /// <summary>Where each text begins in <see cref="TextBytes"/>, and where the last one ends; empty for an empty column.</summary>
    /// <exception cref="InvalidOperationException">The kind is not <see cref="ColumnKind.Utf8"/>.</exception>
    public ReadOnlySpan<int> TextOffsets => Type.Kind == ColumnKind.Utf8
        ? MemoryMarshal.Cast<byte, int>(_values.Span)
        : throw new InvalidOperationException($"Column '{Name}' is {Type}; only utf8 columns have text offsets.");

    /// <summary>The bytes of the texts, UTF-8, in the range the offsets give; may hold more.</summary>
    public ReadOnlySpan<byte> TextBytes => _text.Span;

    internal ReadOnlyMemory<byte> ValidityMemory => _validity;

    internal ReadOnlyMemory<byte> ValueMemory => _values;

    internal ReadOnlyMemory<byte> TextMemory => _text;

    /// <summary>A column of numbers, none missing, copied into aligned memory.</summary>
    public static Column Of<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ColumnField field = new(name, ColumnType.For<T>(), isNullable: false);
        return new Column(field, values.Length, 0, default, 0, AlignedBuffer.Copy(values), default, null);
    }

    /// <summary>A column over numbers in memory, not copied; they must not change as long as the column is used.</summary>
    /// <param name="field">Name and type.</param>
    /// <param name="values">The values; days for dates, steps for timestamps.</param>
    /// <param name="validity">A set bit for each value that is there, lowest first; empty when none is missing.</param>
    /// <exception cref="ArgumentException">The type does not hold <typeparamref name="T"/>, or the bitmap is too short.</exception>
    public static Column Over<T>(ColumnField field, ReadOnlyMemory<T> values, ReadOnlyMemory<byte> validity = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(field);
        if (!field.Type.Holds<T>() || field.Type.Kind == ColumnKind.Dictionary)
            throw new ArgumentException($"Column '{field.Name}' is {field.Type}; values of type {typeof(T).Name} do not fit it.", nameof(values));
        return OverBuffers(field, values.Length, AlignedBuffer.View(values), validity);
    }

    /// <summary>A column over buffers in Arrow's layout, checked and not copied.</summary>
    /// <param name="field">Name and type.</param>
    /// <param name="length">How many values.</param>
    /// <param name="values">Fixed-width values, bits, text offsets, or dictionary indices.</param>
    /// <param name="validity">A set bit for each value that is there, lowest first; empty when none is missing.</param>
    /// <param name="text">The bytes of texts, for <see cref="ColumnKind.Utf8"/>.</param>
    /// <param name="dictionary">The texts, for <see cref="ColumnKind.Dictionary"/>.</param>
    /// <exception cref="ArgumentException">The buffers do not make a valid column.</exception>
    public static Column OverBuffers(ColumnField field, int length, ReadOnlyMemory<byte> values, ReadOnlyMemory<byte> validity = default, ReadOnlyMemory<byte> text = default, Column? dictionary = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (ColumnCheck.TryMake(field, length, null, validity, values, text, dictionary, out Column? column) is { } fault)
            throw new ArgumentException($"Column '{field.Name}': {fault.En}");
        return column!;
    }

    /// <summary>A column of numbers of which some may be missing.</summary>
    public static Column OfOptional<T>(string name, IReadOnlyList<T?> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return OfOptional(new ColumnField(name, ColumnType.For<T>()), values);
    }

    /// <summary>A column of numbers, dates or timestamps of which some may be missing.</summary>
    /// <exception cref="ArgumentException">The type does not hold <typeparamref name="T"/>.</exception>
    public static Column OfOptional<T>(ColumnField field, IReadOnlyList<T?> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(values);
        if (!field.Type.Holds<T>() || field.Type.Kind == ColumnKind.Dictionary)
            throw new ArgumentException($"Column '{field.Name}' is {field.Type}; values of type {typeof(T).Name} do not fit it.", nameof(values));
        Memory<byte> buffer = AlignedBuffer.Allocate(checked(values.Count * Unsafe.SizeOf<T>()));
        Span<T> span = MemoryMarshal.Cast<byte, T>(buffer.Span);
        for (int i = 0; i < span.Length; i++) span[i] = values[i].GetValueOrDefault();
        return OverBuffers(field, values.Count, buffer, ValidityOf(values, static v => v is not null));
    }

    /// <summary>A column of truth values of which some may be missing.</summary>
    public static Column OfBooleans(string name, IReadOnlyList<bool?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Memory<byte> bits = AlignedBuffer.Allocate(Bits.Bytes(values.Count));
        for (int i = 0; i < values.Count; i++)
            if (values[i] == true) Bits.Set(bits.Span, i);
        return OverBuffers(new ColumnField(name, ColumnType.Of(ColumnKind.Boolean)), values.Count, bits, ValidityOf(values, static v => v is not null));
    }

    /// <summary>A column of texts of which some may be missing.</summary>
    /// <exception cref="ArgumentException">A text is not valid Unicode, or all together exceed 2 GiB.</exception>
    public static Column OfText(string name, IReadOnlyList<string?> values) => OfText(new ColumnField(name, ColumnType.Utf8), values);

    /// <summary>A column of texts of which some may be missing.</summary>
    /// <exception cref="ArgumentException">The type is not utf8, a text is not valid Unicode, or all together exceed 2 GiB.</exception>
    public static Column OfText(ColumnField field, IReadOnlyList<string?> values)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(values);
        Memory<byte> buffer = AlignedBuffer.Allocate(checked((values.Count + 1) * sizeof(int)));
        Span<int> offsets = MemoryMarshal.Cast<byte, int>(buffer.Span);
        long total = 0;
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is { } text) total += Strict.GetByteCount(text);
            if (total > Array.MaxLength - AlignedBuffer.Alignment) throw new ArgumentException($"The texts of column '{field.Name}' exceed 2 GiB; write them in several batches.", nameof(values));
            offsets[i + 1] = (int)total;
        }

        Memory<byte> bytes = AlignedBuffer.Allocate((int)total);
        for (int i = 0; i < values.Count; i++)
            if (values[i] is { } text) Strict.GetBytes(text, bytes.Span[offsets[i]..]);
        return OverBuffers(field, values.Count, buffer, ValidityOf(values, static v => v is not null), bytes);
    }

    /// <summary>A column of texts kept by dictionary, in the order of their first appearance.</summary>
    public static Column OfDictionary(string name, IReadOnlyList<string?> values) => OfDictionary(new ColumnField(name, ColumnType.Dictionary), values);

    /// <summary>A column of texts kept by dictionary, in the order of their first appearance.</summary>
    /// <exception cref="ArgumentException">The type is not a dictionary, or a text is not valid Unicode.</exception>
    public static Column OfDictionary(ColumnField field, IReadOnlyList<string?> values)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(values);
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        List<string?> distinct = [];
        Memory<byte> buffer = AlignedBuffer.Allocate(checked(values.Count * sizeof(int)));
        Span<int> indices = MemoryMarshal.Cast<byte, int>(buffer.Span);
        for (int i = 0; i < indices.Length; i++)
        {
            if (values[i] is not { } text) continue;
            ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(known, text, out bool exists);
            if (!exists)
            {
                index = distinct.Count;
                distinct.Add(text);
            }

            indices[i] = index;
        }

        return OverBuffers(field, values.Count, buffer, ValidityOf(values, static v => v is not null), default, OfText(field.Name, distinct));
    }

    /// <summary>The values as numbers: integers, floats, days, steps of time, or dictionary indices.</summary>
    /// <returns>A view, one entry per value; undefined where a value is missing.</returns>
    /// <exception cref="InvalidOperationException">The type does not hold <typeparamref name="T"/>.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        if (!Type.Holds<T>()) throw new InvalidOperationException($"Column '{Name}' is {Type}; its values cannot be read as {typeof(T).Name}.");
        return MemoryMarshal.Cast<byte, T>(_values.Span);
    }

    /// <summary>Whether a value is missing.</summary>
    public bool IsNull(int index)
    {
        Check(index);
        return NullCount != 0 && !Bits.Get(_validity.Span, BitOffset + index);
    }

    /// <summary>A truth value; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">The kind is not <see cref="ColumnKind.Boolean"/>.</exception>
    public bool? BooleanAt(int index)
    {
        if (Type.Kind != ColumnKind.Boolean) throw new InvalidOperationException($"Column '{Name}' is {Type}; it holds no truth values.");
        return IsNull(index) ? null : Bits.Get(_values.Span, BitOffset + index);
    }

    /// <summary>The bytes of a text, in UTF-8; empty when it is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds no texts.</exception>
    public ReadOnlySpan<byte> Utf8At(int index)
    {
        if (IsNull(index)) return default;
        if (Type.Kind == ColumnKind.Dictionary) return Dictionary!.Utf8At(Values<int>()[index]);
        ReadOnlySpan<int> offsets = TextOffsets;
        return _text.Span[offsets[index]..offsets[index + 1]];
    }

    /// <summary>A text; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds no texts.</exception>
    public string? TextAt(int index)
    {
        if (!Type.IsText) throw new InvalidOperationException($"Column '{Name}' is {Type}; it holds no texts.");
        return IsNull(index) ? null : Encoding.UTF8.GetString(Utf8At(index));
    }

    /// <summary>Consecutive values as a column of their own, not copied.</summary>
    public Column Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - length);
        int firstBit = BitOffset + start;
        int bitOffset = firstBit & 7;
        int bitBytes = Bits.Bytes(bitOffset + length);
        ReadOnlyMemory<byte> validity = NullCount == 0 ? default : _validity.Slice(firstBit >> 3, bitBytes);
        ReadOnlyMemory<byte> values = Type.Kind switch
        {
            ColumnKind.Boolean => _values.Slice(firstBit >> 3, bitBytes),
            ColumnKind.Utf8 => _values.IsEmpty ? default : _values.Slice(start * sizeof(int), (length + 1) * sizeof(int)),
            _ => _values.Slice(start * Type.ByteWidth, length * Type.ByteWidth),
        };
        int nullCount = NullCount == 0 ? 0 : length - Bits.CountSet(validity.Span, bitOffset, length);
        return new Column(Field, length, nullCount, validity, bitOffset, values, _text, Dictionary);
    }

    /// <summary>The same values under another field of the same type.</summary>
    /// <exception cref="ArgumentException">The type differs, or values are missing and the field does not allow it.</exception>
    public Column With(ColumnField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (field.Type != Type) throw new ArgumentException($"Column '{Name}' is {Type}; the field '{field.Name}' is {field.Type}.", nameof(field));
        if (!field.IsNullable && NullCount != 0) throw new ArgumentException($"{NullCount} values of column '{Name}' are missing; the field '{field.Name}' allows none.", nameof(field));
        return new Column(field, Length, NullCount, _validity, BitOffset, _values, _text, Dictionary);
    }

    /// <summary>The same texts, each in full instead of by dictionary.</summary>
    /// <param name="mostBytes">The most bytes they may take together.</param>
    /// <exception cref="InvalidOperationException">The column holds no texts.</exception>
    /// <exception cref="LimitExceededException">They take more: one long text repeated often fills any memory.</exception>
    public Column Decode(int mostBytes = int.MaxValue - (2 * AlignedBuffer.Alignment))
    {
        if (Type.Kind == ColumnKind.Utf8) return this;
        if (Type.Kind != ColumnKind.Dictionary) throw new InvalidOperationException($"Column '{Name}' is {Type}; it holds no texts.");
        ReadOnlySpan<int> indices = Values<int>();
        Memory<byte> buffer = AlignedBuffer.Allocate(checked((Length + 1) * sizeof(int)));
        Span<int> offsets = MemoryMarshal.Cast<byte, int>(buffer.Span);
        long total = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            total += Utf8At(i).Length;
            if (total > mostBytes)
            {
                throw new LimitExceededException(Diagnostic.Error(
                    FindingCode.LimitExceeded,
                    $"The texts of column '{Name}', written in full instead of by dictionary, take more than {mostBytes} bytes.",
                    $"列 '{Name}' 的文本若不用字典而全部写出，将超过 {mostBytes} 字节。"));
            }

            offsets[i + 1] = (int)total;
        }

        Memory<byte> text = AlignedBuffer.Allocate((int)total);
        for (int i = 0; i < indices.Length; i++) Utf8At(i).CopyTo(text.Span[offsets[i]..]);
        return new Column(Field with { Type = ColumnType.Utf8 }, Length, NullCount, _validity, BitOffset, buffer, text, null);
    }

    /// <summary>The same texts by dictionary, in the order of their first appearance.</summary>
    /// <exception cref="InvalidOperationException">The column holds no texts.</exception>
    public Column Encode()
    {
        if (Type.Kind == ColumnKind.Dictionary) return this;
        if (Type.Kind != ColumnKind.Utf8) throw new InvalidOperationException($"Column '{Name}' is {Type}; it holds no texts.");
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        List<string?> distinct = [];
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        Memory<byte> buffer = AlignedBuffer.Allocate(checked(Length * sizeof(int)));
        Span<int> indices = MemoryMarshal.Cast<byte, int>(buffer.Span);
        char[] characters = [];
        for (int i = 0; i < indices.Length; i++)
        {
            if (IsNull(i)) continue;
            ReadOnlySpan<byte> utf8 = Utf8At(i);
            if (characters.Length < utf8.Length) characters = new char[Math.Max(256, utf8.Length * 2)];
            ReadOnlySpan<char> text = characters.AsSpan(0, Encoding.UTF8.GetChars(utf8, characters));
            if (!lookup.TryGetValue(text, out int index))
            {
                index = distinct.Count;
                distinct.Add(text.ToString());
                known.Add(distinct[index]!, index);
            }

            indices[i] = index;
        }

        return new Column(Field with { Type = ColumnType.Dictionary }, Length, NullCount, _validity, BitOffset, buffer, default, OfText(Name, distinct));
    }

    /// <summary><c>name: type, n values, m missing</c>.</summary>
    public override string ToString() => $"{Field}, {Length} values, {NullCount} missing";

    private static Memory<byte> ValidityOf<T>(IReadOnlyList<T> values, Func<T, bool> isThere)
    {
        Memory<byte> bits = Memory<byte>.Empty;
        for (int i = 0; i < values.Count; i++)
        {
            if (isThere(values[i])) continue;
            if (bits.IsEmpty)
            {
                bits = AlignedBuffer.Allocate(Bits.Bytes(values.Count));
                Bits.Fill(bits.Span, 0, values.Count);
            }

            bits.Span[i >> 3] &= (byte)~(1 << (i & 7));
        }

        return bits;
    }

    private void Check(int index)
    {
        if ((uint)index >= (uint)Length) throw new ArgumentOutOfRangeException(nameof(index), index, $"Column '{Name}' has {Length} values.");
    }
}
