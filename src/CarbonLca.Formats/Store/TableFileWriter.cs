using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Store;

/// <summary>Writes the columns of one table into one file, every block aligned, and keeps the books for the manifest.</summary>
internal sealed class TableFileWriter : IDisposable
{
    private readonly string _table;
    private readonly string _file;
    private readonly int _rows;
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<StoreColumn> _columns = [];
    private long _length;

    public TableFileWriter(string folder, string table, int rows)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("A stored database is little-endian; this machine is big-endian.");
        _table = table;
        _file = StoreLayout.FileOf(table);
        _rows = rows;
        _stream = new FileStream(Path.Combine(folder, _file), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
    }

    public TableFileWriter Add(string name, string meaning, ReadOnlySpan<int> values) => Fixed(name, "int32", meaning, values);

    public TableFileWriter Add(string name, string meaning, ReadOnlySpan<double> values) => Fixed(name, "float64", meaning, values);

    public TableFileWriter Add(string name, string meaning, ReadOnlySpan<byte> values) => Fixed(name, "uint8", meaning, values);

    public TableFileWriter Add(string name, string meaning, IReadOnlyList<int?> values)
    {
        StoreBlock validity = Validity(values, v => v is not null);
        int[] data = [.. values.Select(v => v ?? 0)];
        return Keep(data.Length, new StoreColumn(name, "int32", meaning, validity, null, Block(MemoryMarshal.AsBytes(data.AsSpan()))));
    }

    /// <summary>A column of texts none of which is missing.</summary>
    public TableFileWriter Text(string name, string meaning, IReadOnlyList<string> values) => Text(name, meaning, values, null);

    /// <summary>A column of texts some of which may be missing.</summary>
    public TableFileWriter OptionalText(string name, string meaning, IReadOnlyList<string?> values) =>
        Text(name, meaning, values, Validity(values, v => v is not null));

    /// <summary>Closes the file after its bytes have reached the disk.</summary>
    public (StoreFile File, StoreTable Table) Finish()
    {
        _stream.Flush(flushToDisk: true);
        return (new StoreFile(_file, _length, Convert.ToHexStringLower(_hash.GetHashAndReset())), new StoreTable(_table, _file, _rows, [.. _columns]));
    }

    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
    }

    private TableFileWriter Fixed<T>(string name, string type, string meaning, ReadOnlySpan<T> values)
        where T : unmanaged => Keep(values.Length, new StoreColumn(name, type, meaning, null, null, Block(MemoryMarshal.AsBytes(values))));

    private TableFileWriter Text(string name, string meaning, IReadOnlyList<string?> values, StoreBlock? validity)
    {
        int[] offsets = new int[values.Count + 1];
        using MemoryStream bytes = new();
        for (int i = 0; i < values.Count; i++)
        {
            bytes.Write(Encode(name, values[i] ?? string.Empty));
            offsets[i + 1] = checked((int)bytes.Length);
        }

        StoreBlock offsetBlock = Block(MemoryMarshal.AsBytes(offsets.AsSpan()));
        return Keep(values.Count, new StoreColumn(name, "utf8", meaning, validity, offsetBlock, Block(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))));
    }

    private byte[] Encode(string column, string text)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw new InputRefusedException(Diagnostic.Error(
                FindingCode.EncodingInvalid,
                $"The text '{text}' holds half of a character, which cannot be stored.",
                $"文本 '{text}' 含有不完整的字符，无法存储。") with
            {
                Where = new SourcePosition(_file, Path: $"{_table}.{column}"),
                Next = new Wording("Correct the text in the source.", "请在来源数据中更正该文本。"),
            });
        }
    }

    private TableFileWriter Keep(int rows, StoreColumn column)
    {
        if (rows != _rows) throw new ArgumentException($"The column '{column.Name}' of '{_table}' has {rows} rows; expected {_rows}.");
        _columns.Add(column);
        return this;
    }

    private StoreBlock Validity<T>(IReadOnlyList<T> values, Func<T, bool> isValid)
    {
        byte[] bits = new byte[(values.Count + 7) / 8];
        for (int i = 0; i < values.Count; i++)
            if (isValid(values[i])) bits[i >> 3] |= (byte)(1 << (i & 7));
        return Block(bits);
    }

    private StoreBlock Block(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> padding = stackalloc byte[StoreLayout.Alignment];
        Append(padding[..(int)((StoreLayout.Alignment - (_length % StoreLayout.Alignment)) % StoreLayout.Alignment)]);
        StoreBlock block = new(_length, bytes.Length);
        Append(bytes);
        return block;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _hash.AppendData(bytes);
        _length += bytes.Length;
    }

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
