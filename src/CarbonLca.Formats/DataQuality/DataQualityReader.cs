using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tables;

namespace CarbonLca.Formats.DataQuality;

/// <summary>Reads the tables of data quality: <c>pedigree.csv</c> and <c>basic-uncertainty.csv</c>.</summary>
/// <remarks><c>datasets/data-quality/SOURCE.md</c> describes the columns. One fault refuses all.</remarks>
public static class DataQualityReader
{
    private const string PedigreeFile = "pedigree.csv";
    private const string BasicFile = "basic-uncertainty.csv";

    // Published squared deviations are rounded; so are the variances beside them.
    private const double RoundingOfVariances = 0.06;

    private static readonly TableColumn[] PedigreeColumns = [new("set", true), new("indicator", true), new("score", true), new("variance", true), new("meaning"), new("meaning_zh"), new("source", true), new("confidence", true)];

    private static readonly TableColumn[] BasicColumns = [new("group", true), new("variance", true), new("squared_gsd", true), new("name", true), new("name_zh", true), new("source", true), new("confidence", true)];

    /// <summary>Reads the files of a folder or package.</summary>
    /// <param name="source">The files; the caller disposes them.</param>
    /// <exception cref="InputRefusedException">A file is missing or faulty, with every fault.</exception>
    public static DataQualityTables Read(SourceFiles source)
    {
        ArgumentNullException.ThrowIfNull(source);
        FindingList findings = new();
        List<PedigreeTable> pedigrees = ReadPedigrees(source, findings);
        List<BasicUncertainty> basics = ReadBasics(source, findings);
        if (findings.HasErrors) throw new InputRefusedException(findings.ToImmutable());
        return new DataQualityTables { Pedigrees = [.. pedigrees], Basics = [.. basics] };
    }

    private static List<PedigreeTable> ReadPedigrees(SourceFiles source, FindingList findings)
    {
        Dictionary<string, Dictionary<(PedigreeIndicator, int), double>> sets = new(StringComparer.Ordinal);
        List<string> order = [];
        using CsvTable? table = CsvTable.Open(source, PedigreeFile, PedigreeColumns, findings);
        while (table is not null && table.Next())
        {
            string set = table.Required("set");
            string key = table.Required("indicator");
            int? score = table.OptionalInteger("score", PedigreeScores.Best, PedigreeScores.Worst);
            double? variance = VarianceIn(table);
            if (!table.IsRowGood || variance is null || score is null) continue;
            PedigreeIndicator? indicator = PedigreeIndicators.All.Select(i => (PedigreeIndicator?)i).FirstOrDefault(i => i!.Value.Key() == key);
            if (indicator is null)
            {
                table.Fault("indicator", FindingCode.UnknownName, $"There is no pedigree indicator '{key}'.", $"没有名为 '{key}' 的谱系指标。", key, Wording.Same(string.Join(", ", PedigreeIndicators.All.Select(i => i.Key()))));
                continue;
            }

            if (!sets.TryGetValue(set, out Dictionary<(PedigreeIndicator, int), double>? values))
            {
                sets.Add(set, values = []);
                order.Add(set);
            }

            if (!values.TryAdd((indicator.Value, score.Value), variance.Value))
                table.Fault("score", FindingCode.Duplicate, $"The set '{set}' states {key} {score} twice.", $"集合 '{set}' 重复给出 {key} {score}。", $"{score}", null);
        }

        List<PedigreeTable> tables = [];
        foreach (string set in order)
        {
            int missing = (PedigreeIndicators.All.Count * PedigreeScores.Worst) - sets[set].Count;
            if (missing == 0) tables.Add(new PedigreeTable(set, sets[set]));
            else findings.Add(Diagnostic.Error(FindingCode.MissingField, $"The pedigree set '{set}' lacks {missing} of its 25 variances.", $"谱系集合 '{set}' 的 25 个方差中缺少 {missing} 个。") with { Where = new SourcePosition(PedigreeFile) });
        }

        return tables;
    }

    private static List<BasicUncertainty> ReadBasics(SourceFiles source, FindingList findings)
    {
        List<BasicUncertainty> basics = [];
        using CsvTable? table = CsvTable.Open(source, BasicFile, BasicColumns, findings);
        while (table is not null && table.Next())
        {
            string group = table.Required("group");
            double? variance = VarianceIn(table);
            double? squared = table.Number("squared_gsd");
            Wording name = new(table.Required("name"), table.Required("name_zh"));
            if (!table.IsRowGood || variance is not { } value || squared is not { } factor) continue;
            if (basics.Exists(b => b.Key == group))
            {
                table.Fault("group", FindingCode.Duplicate, $"The group '{group}' stands twice.", $"分组 '{group}' 重复出现。", group, null);
            }
            else if (factor < 1 || Math.Abs(LogVariance.OfSquaredGsd(factor).Value - value) > RoundingOfVariances * value)
            {
                table.Fault("variance", FindingCode.OutOfRange, $"The variance of '{group}' is not that of its squared geometric standard deviation.", $"'{group}' 的方差与其几何标准差平方不符。", $"{value:R}", new Wording($"about (ln {factor:R} / 2)²", $"约为 (ln {factor:R} / 2)²"));
            }
            else
            {
                basics.Add(new BasicUncertainty(group, new LogVariance(value), name));
            }
        }

        return basics;
    }

    private static double? VarianceIn(CsvTable table)
    {
        double? variance = table.Number("variance");
        if (variance is not < 0) return variance;
        table.Fault("variance", FindingCode.NegativeNotAllowed, "A variance is negative.", "方差为负。", $"{variance:R}", null);
        return null;
    }
}
