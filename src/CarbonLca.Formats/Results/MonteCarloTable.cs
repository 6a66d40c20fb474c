using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Formats.Columns;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>Monte Carlo results as columns, for Arrow, Parquet and CSV. <c>Results/SCHEMA.md</c> describes them.</summary>
/// <remarks>Nothing in the tables depends on the number of threads, so that equal runs give equal files.</remarks>
public static class MonteCarloTable
{
    private const int RowsAtOnce = 1 << 12;
    private const string Total = "total";
    private const string DifferencePart = "difference";

    /// <summary>One row per product, stage or difference, and category (schema <c>mc-statistics/1</c>).</summary>
    public static ColumnTable Statistics(MonteCarloReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        MonteCarloResult result = MonteCarloJson.RunOf(report.Answers);
        ImpactMethod method = result.Model.Characterization.Method;
        List<Row> rows = [];
        AddRows([.. report.Answers.Select(answer => (Total, answer))]);
        AddRows([.. report.Stages.Select(stage => (stage.Stage.Key(), stage.Answer))]);
        foreach (ComparisonAnswer pair in report.Comparisons)
        {
            foreach (int k in result.Model.Categories)
            {
                MonteCarloComparison comparison = pair.In(k);
                rows.Add(new Row(DifferencePart, pair.A, pair.B.Id, method.Categories[k], comparison.Difference, comparison));
            }
        }

        List<Func<Column>> columns =
        [
            Text("process_id", r => r.Answer.Id),
            Text("process", r => r.Answer.Name.En),
            Text("location", r => r.Answer.Location),
            Text("part", r => r.Part),
            Text("minus", r => r.Minus),
            Text("product_id", r => r.Answer.Product.Id),
            Number("amount", r => r.Answer.Amount),
            Text("unit", r => r.Answer.Product.Unit.Symbol),
            Text("category", r => r.Category.Code),
            Text("category_unit", r => r.Category.Unit),
            () => Column.Of<long>("samples", [.. rows.Select(r => r.Statistics.Count)]),
            () => Column.Of<long>("failed", [.. rows.Select(r => r.Statistics.Failed)]),
            Number("mean", r => r.Statistics.Mean),
            Number("sd", r => r.Statistics.StandardDeviation),
            Number("gsd", r => r.Statistics.GeometricDeviation),
            Number("median", r => r.Statistics.Median),
        ];
        for (int q = 0; q < SampleStatistics.Probabilities.Length; q++)
        {
            int index = q;
            double probability = SampleStatistics.Probabilities[q];
            if (probability != 0.5) columns.Add(Number(SampleFigure.KeyOf(probability), r => r.Statistics.Quantiles[index].Value));
        }

        columns.AddRange(
        [
            Number("minimum", r => r.Statistics.Minimum),
            Number("maximum", r => r.Statistics.Maximum),
            Number("se_mean", r => r.Statistics.MeanStandardError),
            Number("se_sd", r => r.Statistics.DeviationStandardError),
            Number("se_gsd", r => r.Statistics.GeometricDeviationStandardError),
        ]);
        for (int q = 0; q < SampleStatistics.Probabilities.Length; q++)
        {
            int index = q;
            columns.Add(Number($"se_{SampleFigure.KeyOf(SampleStatistics.Probabilities[q])}", r => r.Statistics.Quantiles[index].StandardError));
        }

        columns.AddRange(
        [
            Number("quantile_rank_error", r => r.Statistics.QuantileRankError),
            Number("deterministic", r => r.Statistics.Deterministic),
            Number("deterministic_percentile", r => r.Statistics.DeterministicPercentile),
            Number("p_less", r => r.Comparison?.ProbabilityOfLess ?? double.NaN),
            Number("se_p_less", r => r.Comparison?.ProbabilityStandardError ?? double.NaN),
            Number("correlation", r => r.Comparison?.Correlation ?? double.NaN),
        ]);
        Column[] made = new Column[columns.Count];
        Parallel.For(0, made.Length, new ParallelOptions { MaxDegreeOfParallelism = result.Threads }, k => made[k] = columns[k]());
        return new ColumnTable(made, Metadata(result, "mc-statistics/1"));

        Func<Column> Text(string name, Func<Row, string?> of) => () => Column.OfDictionary(name, [.. rows.Select(of)]);

        Func<Column> Number(string name, Func<Row, double> of) => () =>
        {
            double?[] values = new double?[rows.Count];
            for (int k = 0; k < values.Length; k++)
                if (of(rows[k]) is var value && double.IsFinite(value)) values[k] = value;
            return Column.OfOptional(name, values);
        };

        void AddRows((string Part, MonteCarloAnswer Answer)[] answers)
        {
            if (answers.Length == 0) return;
            AnswerStatistics statistics = AnswerStatistics.Of([.. answers.Select(static a => a.Answer)]);
            for (int i = 0; i < answers.Length; i++)
            {
                (string part, MonteCarloAnswer answer) = answers[i];
                foreach (int k in result.Model.Categories) rows.Add(new Row(part, answer, null, method.Categories[k], statistics[i, k], null));
            }
        }
    }

    /// <summary>A table of text, whole numbers and numbers as comma-separated values with all digits; a missing value is an empty cell.</summary>
    public static string ToCsv(ColumnTable table) => Utf8Text.Of(stream => WriteCsv(stream, table));

    /// <summary>Writes a table as <see cref="ToCsv"/> does, row by row.</summary>
    /// <param name="stream">Receives the values.</param>
    /// <param name="table">The table.</param>
    /// <param name="hasHeader">Whether the names of the columns come first.</param>
    public static void WriteCsv(Stream stream, ColumnTable table, bool hasHeader = true)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(table);
        CsvText csv = new();
        if (hasHeader)
        {
            foreach (Column column in table.Columns) csv.Text(column.Name);
            csv.EndRow();
        }

        for (int row = 0; row < table.RowCount; row++)
        {
            foreach (Column column in table.Columns)
            {
                if (column.Type.IsText) csv.Text(column.TextAt(row));
                else if (column.IsNull(row)) csv.Number(null);
                else csv.Number(NumberAt(column, row));
            }

            csv.EndRow();
            if (row % RowsAtOnce == RowsAtOnce - 1) csv.MoveTo(stream);
        }

        csv.MoveTo(stream);
    }

    private static double NumberAt(Column column, int row) => column.Type.Kind switch
    {
        ColumnKind.Int32 => column.Values<int>()[row],
        ColumnKind.Int64 => column.Values<long>()[row],
        _ => column.Values<double>()[row],
    };

    /// <summary>What a file says of its run.</summary>
    internal static ColumnMetadata Metadata(MonteCarloResult result, string schema)
    {
        LciDatabase data = result.Model.System.Database;
        ImpactMethod method = result.Model.Characterization.Method;
        return ColumnMetadata.Of(
            ("carbonlca.schema", schema),
            ("carbonlca.engine", EngineVersion.Current),
            ("carbonlca.seed", result.Seed.ToString(CultureInfo.InvariantCulture)),
            ("carbonlca.samples", result.SampleCount.ToString(CultureInfo.InvariantCulture)),
            ("carbonlca.design", result.Options.Design.Key()),
            ("carbonlca.model_sha256", result.Model.Digest),
            ("carbonlca.data", data.Name),
            ("carbonlca.data_sha256", data.Digest),
            ("carbonlca.method", method.Id),
            ("carbonlca.method_sha256", method.Digest));
    }

    private sealed record Row(string Part, MonteCarloAnswer Answer, string? Minus, ImpactCategory Category, SampleStatistics Statistics, MonteCarloComparison? Comparison);
}
