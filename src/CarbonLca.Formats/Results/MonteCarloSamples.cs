using System.Runtime.InteropServices;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CarbonLca.MonteCarlo;

namespace CarbonLca.Formats.Results;

/// <summary>
/// The samples of a run, one row per product, category and sample (schema <c>mc-samples/1</c>): <c>process_id, category, sample,
/// value</c>; the value is missing where a sample failed. <c>Results/SCHEMA.md</c> describes them.
/// </summary>
/// <remarks>Written batch by batch, so that a file may be larger than memory. Nothing in it depends on the number of threads.</remarks>
public sealed class MonteCarloSamples
{
    private const int RowsPerBatch = 1 << 20;

    private readonly IReadOnlyList<MonteCarloAnswer> _answers;
    private readonly MonteCarloResult _result;
    private readonly Column _ids;
    private readonly Column _codes;
    private readonly ColumnMetadata _metadata;

    /// <summary>The samples of answers of one run.</summary>
    /// <param name="answers">The answers, in the order of the rows.</param>
    /// <exception cref="ArgumentException">There is no answer, or they belong to several runs.</exception>
    public MonteCarloSamples(IReadOnlyList<MonteCarloAnswer> answers)
    {
        _result = MonteCarloJson.RunOf(answers);
        _answers = answers;
        _ids = Column.OfDictionary("process_id", [.. answers.Select(a => a.Id)]);
        _codes = Column.OfDictionary("category", [.. _result.Model.Categories.Select(k => _result.Model.Characterization.Method.Categories[k].Code)]);
        _metadata = MonteCarloTable.Metadata(_result, "mc-samples/1");
    }

    /// <summary>The rows in batches, made as they are asked for.</summary>
    /// <exception cref="InvalidOperationException">The samples were not kept.</exception>
    public IEnumerable<ColumnTable> Batches()
    {
        int[] ids = new int[RowsPerBatch];
        int[] codes = new int[RowsPerBatch];
        int[] numbers = new int[RowsPerBatch];
        List<double?> values = [];
        for (int a = 0; a < _answers.Count; a++)
        {
            for (int k = 0; k < _result.Model.Categories.Length; k++)
            {
                double[] samples = _answers[a].Samples(_result.Model.Categories[k]);
                for (int s = 0; s < samples.Length; s++)
                {
                    ids[values.Count] = _ids.Values<int>()[a];
                    codes[values.Count] = _codes.Values<int>()[k];
                    numbers[values.Count] = s;
                    values.Add(double.IsFinite(samples[s]) ? samples[s] : null);
                    if (values.Count < RowsPerBatch) continue;
                    yield return Batch(ids, codes, numbers, values);
                    values.Clear();
                }
            }
        }

        if (values.Count > 0) yield return Batch(ids, codes, numbers, values);
    }

    /// <summary>Writes a Parquet file.</summary>
    /// <inheritdoc cref="Batches" path="/exception"/>
    public void WriteParquet(Stream stream)
    {
        ParquetWriter? writer = null;
        foreach (ColumnTable batch in Batches()) (writer ??= new ParquetWriter(stream, batch.Schema)).Write(batch);
        writer?.Finish();
    }

    /// <summary>Writes an Arrow IPC file.</summary>
    /// <inheritdoc cref="Batches" path="/exception"/>
    public void WriteArrow(Stream stream)
    {
        ArrowWriter? writer = null;
        foreach (ColumnTable batch in Batches()) (writer ??= ArrowWriter.ToFile(stream, batch.Schema)).Write(batch);
        writer?.Finish();
    }

    /// <summary>Writes comma-separated values with all digits; a missing value is an empty cell.</summary>
    /// <inheritdoc cref="Batches" path="/exception"/>
    public void WriteCsv(Stream stream)
    {
        bool isFirst = true;
        foreach (ColumnTable batch in Batches())
        {
            MonteCarloTable.WriteCsv(stream, batch, hasHeader: isFirst);
            isFirst = false;
        }
    }

    private ColumnTable Batch(int[] ids, int[] codes, int[] numbers, List<double?> values)
    {
        int count = values.Count;
        return new ColumnTable(
            [Indices(_ids, ids, count), Indices(_codes, codes, count), Column.Of<int>("sample", numbers.AsSpan(0, count)), Column.OfOptional<double>("value", values)],
            _metadata);
    }

    private static Column Indices(Column texts, int[] indices, int count) =>
        Column.OverBuffers(texts.Field, count, MemoryMarshal.AsBytes(indices.AsSpan(0, count)).ToArray(), dictionary: texts.Dictionary);
}
