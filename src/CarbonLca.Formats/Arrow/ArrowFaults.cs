using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Arrow;

/// <summary>The refusals of one Arrow file.</summary>
internal sealed class ArrowFaults(string file)
{
    public SourcePosition Position { get; } = new(file);

    public SourcePosition In(string column) => new(file, Path: column);

    /// <summary>The bytes contradict the format or each other.</summary>
    public InputRefusedException Damaged(Wording where, Wording what) => new(Diagnostic.Error(
        FindingCode.SchemaInvalid,
        $"{where.En} is damaged: {what.En}",
        $"{where.Zh}已损坏：{what.Zh}") with
    {
        Where = Position,
        Next = WriteAgain,
    });

    /// <summary>The bytes of one column contradict the format or each other.</summary>
    public InputRefusedException DamagedColumn(string column, Wording where, Wording what) => new(Diagnostic.Error(
        FindingCode.SchemaInvalid,
        $"Column '{column}' is damaged in {where.En}: {what.En}",
        $"列 '{column}' 在{where.Zh}中已损坏：{what.Zh}") with
    {
        Where = In(column),
        Next = WriteAgain,
    });

    public InputRefusedException Truncated(Wording what) => new(Diagnostic.Error(FindingCode.Truncated, what.En, what.Zh) with
    {
        Where = Position,
        Next = WriteAgain,
    });

    public InputRefusedException NotArrow() => new(Diagnostic.Error(
        FindingCode.SchemaInvalid,
        "These bytes are neither an Arrow IPC file nor an Arrow IPC stream.",
        "这些字节既不是 Arrow IPC 文件，也不是 Arrow IPC 流。") with
    {
        Where = Position,
        Expected = new Wording("'ARROW1' at both ends, or a message that begins with 0xFFFFFFFF", "首尾为 'ARROW1'，或以 0xFFFFFFFF 开头的消息"),
    });

    /// <summary>A feature of a column that the format allows and this version does not read.</summary>
    public InputRefusedException NotSupported(string column, Wording feature) => new(Diagnostic.Error(
        FindingCode.NotSupported,
        $"Column '{column}' uses {feature.En}, which this version does not read.",
        $"列 '{column}' 使用了{feature.Zh}，本版本无法读取。") with
    {
        Where = In(column),
        Next = new Wording(
            "Write the file again without it: uncompressed, with bool, integers, float32, float64, date32, timestamp, utf8 and dictionary<int32, utf8>.",
            "请不使用该特性重新写出文件：不压缩，仅使用 bool、整数、float32、float64、date32、timestamp、utf8 和 dictionary<int32, utf8>。"),
    });

    /// <summary>A feature of the file that the format allows and this version does not read.</summary>
    public InputRefusedException NotSupported(Wording feature) => new(Diagnostic.Error(
        FindingCode.NotSupported,
        $"The file uses {feature.En}, which this version does not read.",
        $"该文件使用了{feature.Zh}，本版本无法读取。") with
    {
        Where = Position,
    });

    public LimitExceededException TooLarge(string column, long bytes) => new(Diagnostic.Error(
        FindingCode.LimitExceeded,
        $"A buffer of column '{column}' has {bytes} bytes; a batch holds at most {int.MaxValue} bytes per buffer.",
        $"列 '{column}' 的一个缓冲区有 {bytes} 字节；每个批次的单个缓冲区最多 {int.MaxValue} 字节。") with
    {
        Where = In(column),
        Next = new Wording("Write the table in smaller batches.", "请将表分成更小的批次写出。"),
    });

    private static Wording WriteAgain { get; } = new("Write or transfer the file again.", "请重新写出或传输该文件。");
}
