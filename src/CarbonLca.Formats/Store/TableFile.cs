using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Store;

/// <summary>The columns of one table, read from the bytes of its file; nothing in the manifest is believed before it is checked.</summary>
internal sealed class TableFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly StoreTable _table;
    private readonly byte[] _bytes;
    private readonly Dictionary<string, StoreColumn> _columns = new(StringComparer.Ordinal);

    public TableFile(StoreTable table, byte[] bytes)
    {
        _table = table;
        _bytes = bytes;
        if (table.Rows < 0) throw Fault(null, $"the table '{table.Name}' claims {table.Rows} rows", $"表 '{table.Name}' 声称有 {table.Rows} 行");
        foreach (StoreColumn column in table.Columns)
            if (!_columns.TryAdd(column.Name, column)) throw Fault(column.Name, $"the column '{column.Name}' is described twice", $"列 '{column.Name}' 被描述两次");
    }

    /// <summary>How many rows every column has.</summary>
    public int Rows => _table.Rows;

    /// <summary>The file, for messages.</summary>
    public string File => _table.File;

    public int[] Int32(string column) => Fixed<int>(Find(column, "int32", isNullable: false));

    public double[] Float64(string column) => Fixed<double>(Find(column, "float64", isNullable: false));

    public byte[] UInt8(string column) => Fixed<byte>(Find(column, "uint8", isNullable: false));

    /// <summary>Whole numbers that may be missing.</summary>
    public int?[] OptionalInt32(string column)
    {
        StoreColumn found = Find(column, "int32", isNullable: true);
        ReadOnlySpan<byte> valid = Validity(found);
        int[] values = Fixed<int>(found);
        int?[] result = new int?[Rows];
        for (int i = 0; i < Rows; i++) result[i] = IsValid(valid, i) ? values[i] : null;
        return result;
    }

    /// <summary>Indices into another table, all of them in range.</summary>
    public int[] Indices(string column, int end, string into)
    {
        int[] indices = Int32(column);
        for (int i = 0; i < indices.Length; i++)
            if ((uint)indices[i] >= (uint)end) throw Fault(column, $"row {i} points to {into} {indices[i]}, and there are {end}", $"第 {i} 行指向 {into} {indices[i]}，而总数为 {end}");
        return indices;
    }

    /// <summary>Small numbers that stand for the values of an enumeration, all of them known.</summary>
    public byte[] Words(string column, int end)
    {
        byte[] words = UInt8(column);
        int unknown = words.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(end - 1));
        return unknown < 0 ? words : throw Fault(column, $"row {unknown} holds the value {words[unknown]}; this version knows 0 to {end - 1}", $"第 {unknown} 行的值为 {words[unknown]}，本版本只认识 0 至 {end - 1}");
    }

    public string[] Text(string column)
    {
        string?[] texts = Texts(Find(column, "utf8", isNullable: false), default, isNullable: false);
        return Array.ConvertAll(texts, t => t!);
    }

    public string?[] OptionalText(string column)
    {
        StoreColumn found = Find(column, "utf8", isNullable: true);
        return Texts(found, Validity(found), isNullable: true);
    }

    /// <summary>A refusal that names the file and the column.</summary>
    public InputRefusedException Fault(string? column, string en, string zh) => new(Diagnostic.Error(
        FindingCode.SchemaInvalid,
        $"The stored database is damaged: {en}.",
        $"存储的数据库已损坏：{zh}。") with
    {
        Where = new SourcePosition(_table.File, Path: column is null ? _table.Name : $"{_table.Name}.{column}"),
        Next = StoreFaults.ImportAgain,
    });

    private StoreColumn Find(string name, string type, bool isNullable)
    {
        if (!_columns.TryGetValue(name, out StoreColumn? column)) throw Fault(name, $"the column '{name}' is missing", $"缺少列 '{name}'");
        if (column.Type != type) throw Fault(name, $"the column '{name}' has the type '{column.Type}'; expected '{type}'", $"列 '{name}' 的类型为 '{column.Type}'，应为 '{type}'");
        if (column.Validity is not null != isNullable) throw Fault(name, $"the column '{name}' must {(isNullable ? "have" : "not have")} a validity block", $"列 '{name}' {(isNullable ? "必须" : "不得")}含有效性块");
        if (column.Offsets is not null != (type == "utf8")) throw Fault(name, $"the column '{name}' must {(type == "utf8" ? "have" : "not have")} an offsets block", $"列 '{name}' {(type == "utf8" ? "必须" : "不得")}含偏移块");
        return column;
    }

    private ReadOnlySpan<byte> Block(StoreColumn column, string role, StoreBlock block, long? length)
    {
        if (block.Offset < 0 || block.Length < 0 || block.Offset % StoreLayout.Alignment != 0 || block.Offset > _bytes.LongLength || block.Length > _bytes.LongLength - block.Offset)
            throw Fault(column.Name, $"the {role} of '{column.Name}' lie at {block.Offset} with {block.Length} bytes, which does not fit the file of {_bytes.LongLength} bytes or the alignment of {StoreLayout.Alignment}", $"列 '{column.Name}' 的 {role} 块位于 {block.Offset}，长 {block.Length} 字节，与长 {_bytes.LongLength} 字节的文件或 {StoreLayout.Alignment} 字节的对齐不符");
        if (length is { } expected && block.Length != expected)
            throw Fault(column.Name, $"the {role} of '{column.Name}' have {block.Length} bytes; expected {expected} for {Rows} rows", $"列 '{column.Name}' 的 {role} 块长 {block.Length} 字节，{Rows} 行应为 {expected} 字节");
        return _bytes.AsSpan((int)block.Offset, (int)block.Length);
    }

    private T[] Fixed<T>(StoreColumn column)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = Block(column, "values", column.Data, (long)Rows * Unsafe.SizeOf<T>());
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    private ReadOnlySpan<byte> Validity(StoreColumn column) => Block(column, "validity bits", column.Validity!, ((long)Rows + 7) / 8);

    private static bool IsValid(ReadOnlySpan<byte> bits, int i) => (bits[i >> 3] & (1 << (i & 7))) != 0;

    private string?[] Texts(StoreColumn column, ReadOnlySpan<byte> validity, bool isNullable)
    {
        ReadOnlySpan<byte> offsets = Block(column, "offsets", column.Offsets!, ((long)Rows + 1) * sizeof(int));
        ReadOnlySpan<byte> data = Block(column, "texts", column.Data, null);
        string?[] texts = new string?[Rows];
        int start = BinaryPrimitives.ReadInt32LittleEndian(offsets);
        if (start != 0) throw Fault(column.Name, $"the first text of '{column.Name}' begins at {start}; expected 0", $"列 '{column.Name}' 的首个文本起于 {start}，应为 0");
        ReadOnlySpan<byte> previous = default;
        string previousText = string.Empty;
        for (int i = 0; i < Rows; i++)
        {
            int end = BinaryPrimitives.ReadInt32LittleEndian(offsets[((i + 1) * sizeof(int))..]);
            if (end < start || end > data.Length) throw Fault(column.Name, $"text {i} of '{column.Name}' runs from {start} to {end}; the texts have {data.Length} bytes", $"列 '{column.Name}' 的第 {i} 个文本从 {start} 到 {end}，而文本共 {data.Length} 字节");
            ReadOnlySpan<byte> bytes = data[start..end];
            start = end;
            if (isNullable && !IsValid(validity, i)) continue;
            if (!bytes.SequenceEqual(previous))
            {
                previous = bytes;
                previousText = Decode(column, i, bytes);
            }

            texts[i] = previousText;
        }

        if (start != data.Length) throw Fault(column.Name, $"the texts of '{column.Name}' end at {start}; expected {data.Length}", $"列 '{column.Name}' 的文本止于 {start}，应为 {data.Length}");
        return texts;
    }

    private string Decode(StoreColumn column, int row, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Fault(column.Name, $"text {row} of '{column.Name}' is not UTF-8", $"列 '{column.Name}' 的第 {row} 个文本不是 UTF-8");
        }
    }
}
