using System.Buffers.Binary;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Formats.Parquet;

/// <summary>Reads flat Parquet files as pandas, Polars, DuckDB and Spark write them.</summary>
/// <remarks>
/// <para>Read: required and optional columns of BOOLEAN, INT32, INT64, FLOAT, DOUBLE, and BYTE_ARRAY that is STRING, ENUM or JSON;
/// integers of 8 to 64 bits, DATE, TIMESTAMP; encodings PLAIN, RLE_DICTIONARY, PLAIN_DICTIONARY, RLE for booleans, DELTA_BINARY_PACKED; data pages 1 and
/// 2; uncompressed, SNAPPY, GZIP; page checksums, which are verified. Everything else is refused by name, column by column.</para>
/// <para>One batch per row group. Texts come by dictionary when every page of the column stores them so, otherwise in full; a file that
/// keeps its Arrow schema under <c>ARROW:schema</c> (ours, pyarrow's) gives back the column types it was written from, and their metadata.
/// Hostile bytes end in a refusal, and memory stays within <see cref="ParquetLimits"/>.</para>
/// </remarks>
public static class ParquetReader
{
    /// <summary>Reads a file that is in memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="options">What to read; everything unless given.</param>
    /// <exception cref="InputRefusedException">Damaged, truncated, or it uses what this version does not read.</exception>
    /// <exception cref="LimitExceededException">The decoded table would exceed the limits.</exception>
    public static ColumnBatches Read(ReadOnlyMemory<byte> bytes, string name, ParquetReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Read(new ByteRegion(bytes), name, options ?? new ParquetReadOptions());
    }

    /// <summary>Reads the columns that a caller knows; the others may use anything.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="isKnown">Whether the caller knows a column.</param>
    /// <param name="names">All columns of the file, in its order.</param>
    /// <exception cref="InputRefusedException">Damaged, truncated, or a column to read uses what this version does not read.</exception>
    /// <exception cref="LimitExceededException">The decoded table would exceed the limits.</exception>
    internal static ColumnBatches ReadKnown(ReadOnlyMemory<byte> bytes, string name, Func<string, bool> isKnown, out IReadOnlyList<string> names)
    {
        ByteRegion region = new(bytes);
        names = ParquetSchema.NamesOf(ReadFooter(region, new ParquetFaults(name)), new ParquetFaults(name));
        return Read(region, name, new ParquetReadOptions { Columns = [.. names.Where(isKnown)] });
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is; mapped while it is read, and not needed afterwards.</param>
    /// <param name="options">What to read; everything unless given.</param>
    /// <exception cref="InputRefusedException">Not there, damaged, truncated, or it uses what this version does not read.</exception>
    /// <exception cref="LimitExceededException">The decoded table would exceed the limits.</exception>
    public static ColumnBatches ReadFile(string path, ParquetReadOptions? options = null)
    {
        using MappedMemory memory = Map(path);
        return Read(new ByteRegion(memory), path, options ?? new ParquetReadOptions());
    }

    /// <summary>What a file says about itself; no page is read.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What people call it.</param>
    /// <exception cref="InputRefusedException">Damaged or truncated.</exception>
    public static ParquetInfo Describe(ReadOnlyMemory<byte> bytes, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ParquetFaults faults = new(name);
        ByteRegion region = new(bytes);
        return ParquetInfo.Of(ReadFooter(region, faults));
    }

    /// <summary>Whether bytes begin as a Parquet file does.</summary>
    public static bool IsFile(ReadOnlySpan<byte> head) => head.StartsWith(ParquetNumbers.Magic);

    private static MappedMemory Map(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (File.Exists(path)) return MappedMemory.Open(path);
        throw new InputRefusedException(Diagnostic.Error(
            FindingCode.UnknownName,
            $"There is no file '{path}'.",
            $"不存在文件 '{path}'。"));
    }

    private static ColumnBatches Read(ByteRegion bytes, string name, ParquetReadOptions options)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Parquet values are little-endian; this machine is big-endian.");
        ParquetFaults faults = new(name);
        FileMetadata file = ReadFooter(bytes, faults);
        ParquetSchema schema = ParquetSchema.Read(file, faults, options.Columns);
        CheckGroups(file, schema, bytes.Length, faults);
        ParquetBudget budget = new(faults, options.Limits.For(bytes.Length));
        PageScratch scratch = new(budget);
        List<Column[]> groups = [];
        foreach (RowGroup group in file.RowGroups)
        {
            int rows = (int)group.RowCount;
            groups.Add([.. schema.Columns.Select(c => new ChunkReader(bytes, faults, budget, c, group.Columns[c.Ordinal], rows, scratch).Read())]);
        }

        return schema.ToBatches(groups, [.. file.RowGroups.Select(g => (int)g.RowCount)], budget);
    }

    private static FileMetadata ReadFooter(ByteRegion bytes, ParquetFaults faults)
    {
        if (bytes.Length == 0) throw faults.Truncated(new("The file is empty.", "文件为空。"));
        ReadOnlySpan<byte> head = bytes.Slice(0, (int)Math.Min(ParquetNumbers.MagicLength, bytes.Length)).Span;
        if (head.SequenceEqual(ParquetNumbers.EncryptedMagic)) throw faults.NotSupported(new("an encrypted footer", "加密的文件尾"));
        if (!ParquetNumbers.Magic.StartsWith(head))
            throw faults.Damaged(new("The file", "文件"), new("it does not begin with 'PAR1', as Parquet files do.", "它不以 'PAR1' 开头（Parquet 文件均以此开头）。"));
        long end = bytes.Length - ParquetNumbers.TrailerLength;
        if (end < ParquetNumbers.MagicLength || !bytes.Slice(end + sizeof(int), ParquetNumbers.MagicLength).Span.SequenceEqual(ParquetNumbers.Magic))
            throw faults.Truncated(new("The file does not end with 'PAR1': it was cut off, or writing it was not finished.", "文件结尾不是 'PAR1'：文件被截断或尚未写完。"));
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(end, sizeof(int)).Span);
        if (length <= 0 || length > end - ParquetNumbers.MagicLength)
            throw faults.Damaged(new("The footer", "文件尾"), new($"its length is {length}.", $"其长度为 {length}。"));
        return new ParquetMetadataReader(faults).ReadFile(bytes.Slice(end - length, length).Span);
    }

    private static void CheckGroups(FileMetadata file, ParquetSchema schema, long fileLength, ParquetFaults faults)
    {
        // Chunks that shared bytes would make a small file cost the work of a large one.
        long left = fileLength;
        long rows = 0;
        foreach (RowGroup group in file.RowGroups)
        {
            if (group.RowCount is < 0 or >= int.MaxValue) throw faults.Damaged(new("The footer", "文件尾"), new($"a row group has {group.RowCount} rows.", $"一个行组有 {group.RowCount} 行。"));
            if (group.Columns.Count != schema.LeafCount)
                throw faults.Damaged(new("The footer", "文件尾"), new($"a row group has {group.Columns.Count} columns; expected {schema.LeafCount}.", $"一个行组有 {group.Columns.Count} 列；应为 {schema.LeafCount} 列。"));
            rows += group.RowCount;
            foreach (ParquetColumn column in schema.Columns) CheckChunk(column, group, fileLength, ref left, faults);
        }

        if (rows != file.RowCount) throw faults.Damaged(new("The footer", "文件尾"), new($"it says that the file has {file.RowCount} rows, and its row groups have {rows}.", $"它声明文件有 {file.RowCount} 行，而各行组共有 {rows} 行。"));
    }

    private static void CheckChunk(ParquetColumn column, RowGroup group, long fileLength, ref long left, ParquetFaults faults)
    {
        ColumnChunk chunk = group.Columns[column.Ordinal];
        if (chunk.IsEncrypted) throw faults.NotSupported(column.Name, new("encryption", "加密"));
        if (chunk.OtherFile is not null) throw faults.NotSupported(column.Name, new("values in another file", "存放于其他文件的数值"));
        if (!PageCodec.IsRead(chunk.Codec)) throw faults.NotSupported(column.Name, new($"{ParquetNumbers.NameOf(chunk.Codec)} compression", $" {ParquetNumbers.NameOf(chunk.Codec)} 压缩"));
        if (chunk.Type != column.Physical || chunk.Path.Count != 1 || chunk.Path[0] != column.Name)
            throw faults.DamagedColumn(column.Name, new("a row group describes another column in its place.", "某行组在其位置上描述的是另一列。"));
        if (chunk.ValueCount != group.RowCount)
            throw faults.DamagedColumn(column.Name, new($"a row group of {group.RowCount} rows gives it {chunk.ValueCount} values.", $"某行组有 {group.RowCount} 行，却给出 {chunk.ValueCount} 个值。"));
        bool isInside = chunk.Start >= ParquetNumbers.MagicLength && chunk.CompressedBytes >= 0 && chunk.Start <= fileLength && chunk.CompressedBytes <= fileLength - chunk.Start;
        if (isInside) left -= chunk.CompressedBytes;
        if (isInside && left >= 0) return;

        // A chunk without values need not be anywhere.
        if (chunk.ValueCount == 0 && chunk.CompressedBytes == 0) return;
        throw faults.DamagedColumn(column.Name, new(
            $"{chunk.CompressedBytes} bytes at {chunk.Start} do not fit a file of {fileLength}.",
            $"位于 {chunk.Start} 的 {chunk.CompressedBytes} 字节超出了 {fileLength} 字节的文件。"));
    }
}
