using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Parquet;

/// <summary>Encodes one column of one row group: data pages of version 1, behind a dictionary page where one pays.</summary>
internal sealed class ChunkWriter
{
    private const int RowsPerPage = 1 << 17;
    private const int BytesPerTextPage = 1 << 20;

    private readonly Stream _stream;
    private readonly ParquetWriteOptions _options;
    private readonly Column _column;
    private readonly byte[] _values;
    private readonly int _width;
    private long _uncompressed;
    private long _compressed;

    public ChunkWriter(Stream stream, ParquetWriteOptions options, Column column)
    {
        _stream = stream;
        _options = options;
        _column = column;
        _width = ColumnPhysical.WidthOf(column.Type);
        _values = column.Type.IsText ? [] : ColumnPhysical.Values(column);
    }

    /// <summary>Writes the pages.</summary>
    /// <param name="position">Where in the file they begin.</param>
    /// <returns>What the footer says about them.</returns>
    public WrittenChunk Write(long position)
    {
        long dictionaryPage = 0;
        (byte[] Least, byte[] Greatest)? bounds;
        ParquetEncoding encoding = ParquetEncoding.Plain;
        if (_column.Type.Kind == ColumnKind.Dictionary)
        {
            (List<int> entries, int[] indices) = ValueDictionary.NumberEntries(_column);
            bounds = ColumnBounds.Texts(_column.Dictionary!, entries);
            dictionaryPage = position;
            encoding = ParquetEncoding.RleDictionary;
            WriteTextDictionary(_column.Dictionary!, entries);
            long data = position + _compressed;
            WriteIndices(indices, entries.Count);
            return Finish(dictionaryPage, data, encoding, bounds);
        }

        bounds = ColumnBounds.Of(_column, _values);
        if (_column.Type.Kind == ColumnKind.Utf8)
        {
            if (ValueDictionary.TryNumberTexts(_column) is { FirstRows.Count: > 0 } texts)
            {
                dictionaryPage = position;
                encoding = ParquetEncoding.RleDictionary;
                WriteTextDictionary(_column, texts.FirstRows);
                long data = position + _compressed;
                WriteIndices(texts.Indices, texts.FirstRows.Count);
                return Finish(dictionaryPage, data, encoding, bounds);
            }

            WriteTexts();
        }
        else if (TryNumber() is { } numbered)
        {
            dictionaryPage = position;
            encoding = ParquetEncoding.RleDictionary;
            WritePage(ParquetPageType.DictionaryPage, numbered.Dictionary, numbered.Count, ParquetEncoding.Plain);
            long data = position + _compressed;
            WriteIndices(numbered.Indices, numbered.Count);
            return Finish(dictionaryPage, data, encoding, bounds);
        }
        else
        {
            WriteValues();
        }

        return Finish(0, position, encoding, bounds);
    }

    private WrittenChunk Finish(long dictionaryPage, long dataPage, ParquetEncoding encoding, (byte[] Least, byte[] Greatest)? bounds) =>
        new(_column, dictionaryPage, dataPage, encoding, _uncompressed, _compressed, bounds);

    private (byte[] Dictionary, int Count, int[] Indices)? TryNumber()
    {
        if (_width == sizeof(int) && ValueDictionary.TryNumber(MemoryMarshal.Cast<byte, uint>(_values)) is { Distinct.Count: > 0 } narrow)
            return (MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(narrow.Distinct)).ToArray(), narrow.Distinct.Count, narrow.Indices);
        if (_width == sizeof(long) && ValueDictionary.TryNumber(MemoryMarshal.Cast<byte, ulong>(_values)) is { Distinct.Count: > 0 } wide)
            return (MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(wide.Distinct)).ToArray(), wide.Distinct.Count, wide.Indices);
        return null;
    }

    private void WriteTextDictionary(Column texts, List<int> rows)
    {
        using MemoryStream page = new();
        foreach (int row in rows) PutText(page, texts.Utf8At(row));
        WritePage(ParquetPageType.DictionaryPage, Content(page), rows.Count, ParquetEncoding.Plain);
    }

    private void WriteIndices(int[] indices, int entries)
    {
        int width = Math.Max(1, RleHybrid.WidthFor(entries - 1));
        int next = 0;
        for (int row = 0; row < _column.Length; row += RowsPerPage)
        {
            int rows = Math.Min(RowsPerPage, _column.Length - row);
            int present = Present(row, rows);
            using MemoryStream page = new();
            WriteLevels(page, row, rows);
            page.WriteByte((byte)width);
            RleHybrid.Write(page, width, indices.AsSpan(next, present));
            next += present;
            WritePage(ParquetPageType.DataPage, Content(page), rows, ParquetEncoding.RleDictionary);
        }
    }

    private void WriteValues()
    {
        int next = 0;
        for (int row = 0; row < _column.Length; row += RowsPerPage)
        {
            int rows = Math.Min(RowsPerPage, _column.Length - row);
            int present = Present(row, rows);
            using MemoryStream page = new();
            WriteLevels(page, row, rows);
            if (_column.Type.Kind == ColumnKind.Boolean) PutBits(page, _values.AsSpan(next, present));
            else page.Write(_values.AsSpan(next * _width, present * _width));
            next += present;
            WritePage(ParquetPageType.DataPage, Content(page), rows, ParquetEncoding.Plain);
        }
    }

    private void WriteTexts()
    {
        int row = 0;
        while (row < _column.Length)
        {
            int first = row;
            long bytes = 0;
            for (; row < _column.Length && row - first < RowsPerPage && (bytes < BytesPerTextPage || row == first); row++) bytes += _column.Utf8At(row).Length + sizeof(int);
            using MemoryStream page = new();
            WriteLevels(page, first, row - first);
            for (int i = first; i < row; i++)
                if (!_column.IsNull(i)) PutText(page, _column.Utf8At(i));
            WritePage(ParquetPageType.DataPage, Content(page), row - first, ParquetEncoding.Plain);
        }
    }

    private int Present(int row, int rows) =>
        _column.NullCount == 0 ? rows : Bits.CountSet(_column.Validity, _column.BitOffset + row, rows);

    // Definition levels: 1 where a value is there. Columns that may not miss values have none.
    private void WriteLevels(MemoryStream page, int row, int rows)
    {
        if (!_column.Field.IsNullable) return;
        int[] levels = new int[rows];
        if (_column.NullCount == 0) Array.Fill(levels, 1);
        else for (int i = 0; i < rows; i++) levels[i] = Bits.Get(_column.Validity, _column.BitOffset + row + i) ? 1 : 0;
        page.Write(stackalloc byte[sizeof(int)]);
        RleHybrid.Write(page, 1, levels);
        BinaryPrimitives.WriteInt32LittleEndian(page.GetBuffer(), (int)page.Length - sizeof(int));
    }

    private void WritePage(ParquetPageType type, ReadOnlySpan<byte> page, int values, ParquetEncoding encoding)
    {
        ReadOnlySpan<byte> stored = PageCodec.Compress(_options.Compression, page);
        ThriftWriter header = new();
        header.Int32(1, (int)type).Int32(2, page.Length).Int32(3, stored.Length);
        if (_options.Checksums) header.Int32(4, unchecked((int)Crc32.Of(stored)));
        if (type == ParquetPageType.DictionaryPage)
        {
            header.Struct(7, h => h.Int32(1, values).Int32(2, (int)encoding));
        }
        else
        {
            header.Struct(5, h => h.Int32(1, values).Int32(2, (int)encoding).Int32(3, (int)ParquetEncoding.Rle).Int32(4, (int)ParquetEncoding.Rle));
        }

        header.Stop();
        _stream.Write(header.Bytes);
        _stream.Write(stored);
        _compressed += header.Bytes.Length + stored.Length;
        _uncompressed += header.Bytes.Length + page.Length;
    }

    private static ReadOnlySpan<byte> Content(MemoryStream page) => page.GetBuffer().AsSpan(0, (int)page.Length);

    private static void PutText(MemoryStream page, ReadOnlySpan<byte> text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        page.Write(length);
        page.Write(text);
    }

    private static void PutBits(MemoryStream page, ReadOnlySpan<byte> values)
    {
        byte[] bits = new byte[Bits.Bytes(values.Length)];
        for (int i = 0; i < values.Length; i++)
            if (values[i] != 0) Bits.Set(bits, i);
        page.Write(bits);
    }
}

/// <summary>What the footer says about a column of a row group.</summary>
internal sealed record WrittenChunk(
    Column Column,
    long DictionaryPage,
    long DataPage,
    ParquetEncoding Encoding,
    long Uncompressed,
    long Compressed,
    (byte[] Least, byte[] Greatest)? Bounds);
