using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using Parquet;
using Parquet.Data;
using Parquet.Schema;
using Column = CarbonLca.Formats.Columns.Column;
using OwnSchema = CarbonLca.Formats.Parquet.ParquetSchema;
using ParquetReader = Parquet.ParquetReader;
using ParquetSchema = Parquet.Schema.ParquetSchema;
using ParquetWriter = Parquet.ParquetWriter;

namespace CarbonLca.Formats.Adapters;

/// <summary>Our tables through the package <c>Parquet.Net</c>: what it reads and writes beyond our own flat subset is its compression methods.</summary>
/// <remarks>
/// <para>
/// The Arrow schema goes into the file and comes back from it, as with our own reader and writer: dictionaries, seconds, time zones and
/// metadata survive. Values are copied, since the package gives and takes arrays of .NET. Timestamps pass through
/// <see cref="DateTime"/>, so years are 1 to 9999, and nanoseconds, which it cannot count, are refused both ways.
/// </para>
/// <para>
/// The package decides how damaged files fail. For files of unknown origin use <see cref="CarbonLca.Formats.Parquet.ParquetReader"/>,
/// which checks every byte it follows; the limits of size hold here only for what has been decoded.
/// </para>
/// <para>
/// Compiled with <c>-p:CarbonLcaParquetNet=true</c> only; compiled and tested by hand against Parquet.Net 5.1.1, not part of the
/// default build.
/// </para>
/// </remarks>
public static class ParquetNetTables
{
    private static readonly ParquetOptions Options = new() { UseDateOnlyTypeForDates = true };

    /// <summary>Writes batches, each with rows as one row group.</summary>
    /// <param name="stream">Where they go; seekable, at its beginning; stays the caller's.</param>
    /// <param name="content">The batches; at least one column.</param>
    /// <param name="compression">How pages are compressed.</param>
    /// <param name="cancellation">Stops writing; what was written is then refused by readers as cut off.</param>
    /// <exception cref="ArgumentException">There is no column, or a value is one that the package cannot hold.</exception>
    public static async Task WriteAsync(Stream stream, ColumnBatches content, CompressionMethod compression = CompressionMethod.Snappy, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(content);
        if (content.Schema.Fields.Count == 0) throw new ArgumentException("The table has no column; Parquet.Net needs one.", nameof(content));
        DataField[] fields = [.. content.Schema.Fields.Select(ParquetNetValues.FieldOf)];
        ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, Options, append: false, cancellation).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CompressionMethod = compression;
            writer.CustomMetadata = content.Schema.Metadata.Where(e => e.Key != ParquetNumbers.ArrowSchemaKey).DistinctBy(e => e.Key, StringComparer.Ordinal)
                .Append(KeyValuePair.Create(ParquetNumbers.ArrowSchemaKey, ArrowSchemaText.Write(content.Schema)))
                .ToDictionary(StringComparer.Ordinal);
            foreach (ColumnTable batch in content.Batches.Where(b => b.RowCount > 0))
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                for (int i = 0; i < fields.Length; i++)
                    await group.WriteColumnAsync(ParquetNetValues.DataOf(batch.Columns[i], fields[i]), cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads a file, one batch per row group.</summary>
    /// <param name="stream">The file; seekable; stays the caller's.</param>
    /// <param name="name">What people call it, for messages.</param>
    /// <param name="limits">How large the decoded table may be.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputRefusedException">A column is nested or has a type that is not read here; all of them are named.</exception>
    /// <exception cref="LimitExceededException">The decoded table exceeds the limits.</exception>
    public static async Task<ColumnBatches> ReadAsync(Stream stream, string name, ParquetLimits? limits = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ParquetFaults faults = new(name);
        using ParquetReader reader = await ParquetReader.CreateAsync(stream, Options, leaveStreamOpen: true, cancellation).ConfigureAwait(false);
        ParquetColumn[] columns = ColumnsOf(reader.Schema, faults);
        DataField[] fields = reader.Schema.GetDataFields();
        ParquetBudget budget = new(faults, (limits ?? ParquetLimits.Default).For(stream.Length));
        List<Column[]> groups = [];
        List<int> rows = [];
        for (int g = 0; g < reader.RowGroupCount; g++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
            Column[] batch = new Column[columns.Length];
            for (int i = 0; i < batch.Length; i++)
            {
                DataColumn data = await group.ReadColumnAsync(fields[i], cancellation).ConfigureAwait(false);
                batch[i] = ParquetNetValues.ColumnOf(data, columns[i], budget);
            }

            groups.Add(batch);
            rows.Add(checked((int)group.RowCount));
        }

        return OwnSchema.Of(columns, columns.Length, reader.CustomMetadata).ToBatches(groups, rows, budget);
    }

    private static ParquetColumn[] ColumnsOf(ParquetSchema schema, ParquetFaults faults)
    {
        FindingList refused = new();
        List<ParquetColumn> columns = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Field field in schema.Fields)
        {
            if (!names.Add(field.Name)) refused.AddRange(faults.TwoOfOneName(field.Name).Findings);
            else if (field is not DataField { IsArray: false } flat) refused.Add(faults.NotSupportedFinding(field.Name, new("nested or repeated values", "嵌套或重复值")));
            else if (ParquetNetValues.TypeOf(flat) is not { } type) refused.Add(faults.NotSupportedFinding(field.Name, new($"values that Parquet.Net gives as {flat.ClrType.Name}", $"Parquet.Net 以 {flat.ClrType.Name} 给出的数值")));
            else columns.Add(new ParquetColumn(field.Name, columns.Count, ColumnPhysical.TypeOf(type), type, flat.IsNullable));
        }

        return refused.HasErrors ? throw new InputRefusedException(refused.ToImmutable()) : [.. columns];
    }
}
