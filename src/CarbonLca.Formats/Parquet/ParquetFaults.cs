using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Parquet;

/// <summary>The refusals of one Parquet file.</summary>
internal sealed class ParquetFaults(string file)
{
    private static readonly Wording WriteAgain = new("Write or transfer the file again.", "请重新写出或传输该文件。");

    public SourcePosition Position { get; } = new(file);

    public InputRefusedException Damaged(Wording where, Wording what) => new(Diagnostic.Error(
        FindingCode.SchemaInvalid,
        $"{where.En} is damaged: {what.En}",
        $"{where.Zh}已损坏：{what.Zh}") with
    {
        Where = Position,
        Next = WriteAgain,
    });

    public InputRefusedException DamagedColumn(string column, Wording what) => new(Diagnostic.Error(
        FindingCode.SchemaInvalid,
        $"Column '{column}' is damaged: {what.En}",
        $"列 '{column}' 已损坏：{what.Zh}") with
    {
        Where = new SourcePosition(file, Path: column),
        Next = WriteAgain,
    });

    public InputRefusedException Truncated(Wording what) => new(Diagnostic.Error(FindingCode.Truncated, what.En, what.Zh) with
    {
        Where = Position,
        Next = WriteAgain,
    });

    public InputRefusedException NotSupported(string column, Wording feature) => new(NotSupportedFinding(column, feature));

    public Diagnostic NotSupportedFinding(string column, Wording feature) => Diagnostic.Error(
        FindingCode.NotSupported,
        $"Column '{column}' uses {feature.En}, which this version does not read.",
        $"列 '{column}' 使用了{feature.Zh}，本版本无法读取。") with
    {
        Where = new SourcePosition(file, Path: column),
        Next = new Wording(
            "Read the other columns by name, or write the file again with flat columns, PLAIN or dictionary encoding, and snappy, gzip or no compression.",
            "请按名称只读取其他列，或改用平面列、PLAIN 或字典编码，以及 snappy、gzip 或不压缩重新写出文件。"),
    };

    public InputRefusedException NotSupported(Wording feature) => new(Diagnostic.Error(
        FindingCode.NotSupported,
        $"The file uses {feature.En}, which this version does not read.",
        $"该文件使用了{feature.Zh}，本版本无法读取。") with
    {
        Where = Position,
    });

    public InputRefusedException TwoOfOneName(string column) => new(Diagnostic.Error(
        FindingCode.Duplicate,
        $"Two columns are named '{column}'.",
        $"有两列同名 '{column}'。") with
    {
        Where = new SourcePosition(file, Path: column),
        Next = new Wording("Rename one of them.", "请重命名其中一列。"),
    });

    public InputRefusedException NoSuchColumn(string column, IEnumerable<string> columns)
    {
        string? near = Closest.To(column, columns);
        return new InputRefusedException(Diagnostic.Error(
            FindingCode.MissingField,
            $"The file has no column '{column}'.",
            $"该文件没有列 '{column}'。") with
        {
            Where = Position,
            Next = near is null ? null : new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。"),
        });
    }

    public LimitExceededException TooLarge(string column, long limit) => new(Diagnostic.Error(
        FindingCode.LimitExceeded,
        $"Decoding column '{column}' would take the table past {limit} bytes, the limit for a file of this size.",
        $"解码列 '{column}' 将使表超过 {limit} 字节，即此大小的文件的上限。") with
    {
        Where = new SourcePosition(file, Path: column),
        Next = new Wording("Read fewer columns, or raise the limit if the file can be trusted.", "请读取较少的列；若文件可信，可提高上限。"),
    });
}
