using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Packaging;

/// <summary>The refusals that folders and archives share.</summary>
internal static class SourceFaults
{
    public static LimitExceededException TooManyEntries(string source, SourceLimits limits) => new(Diagnostic.Error(
        FindingCode.LimitExceeded,
        $"'{source}' contains more than {limits.Entries} files, the limit that is set.",
        $"'{source}' 包含的文件超过设定的上限 {limits.Entries} 个。") with
    {
        Where = new SourcePosition(source),
    });

    public static LimitExceededException TooManyBytes(string source, SourceLimits limits) => new(Diagnostic.Error(
        FindingCode.LimitExceeded,
        $"The files of '{source}' expand to more than {limits.TotalBytes} bytes together, the limit that is set.",
        $"'{source}' 的文件展开后总计超过设定的上限 {limits.TotalBytes} 字节。") with
    {
        Where = new SourcePosition(source),
    });

    public static LimitExceededException EntryTooLarge(string source, string path, long length, SourceLimits limits) => new(Diagnostic.Error(
        FindingCode.LimitExceeded,
        $"'{path}' has {length} bytes; the limit for one file is {limits.EntryBytes}.",
        $"'{path}' 有 {length} 字节；单个文件的上限为 {limits.EntryBytes} 字节。") with
    {
        Where = new SourcePosition(source, Path: path),
    });

    public static LimitExceededException RatioTooHigh(string source, string path, long expanded, long stored, SourceLimits limits) => new(Diagnostic.Error(
        FindingCode.LimitExceeded,
        $"'{path}' expands from {stored} to {expanded} bytes, more than {limits.CompressionRatio} times; an archive like that is made to exhaust memory.",
        $"'{path}' 由 {stored} 字节展开为 {expanded} 字节，超过 {limits.CompressionRatio} 倍；此类归档意在耗尽内存。") with
    {
        Where = new SourcePosition(source, Path: path),
    });

    public static InputRefusedException NoSuchFile(string source, string path, IEnumerable<string> paths)
    {
        string? near = Closest.To(path, paths);
        return new InputRefusedException(Diagnostic.Error(
            FindingCode.UnknownName,
            $"'{source}' contains no file '{path}'.",
            $"'{source}' 中没有文件 '{path}'。") with
        {
            Where = new SourcePosition(source, Path: path),
            Next = near is null ? null : new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。"),
        });
    }

    public static InputRefusedException Truncated(string source, string path, long expected, long found) => new(Diagnostic.Error(
        FindingCode.Truncated,
        $"'{path}' ends before its content does.",
        $"'{path}' 在内容结束之前中断。") with
    {
        Where = new SourcePosition(source, Path: path),
        Found = $"{found} bytes",
        Expected = new Wording($"{expected} bytes", $"{expected} 字节"),
        Next = new Wording("Fetch or export it again.", "请重新下载或导出。"),
    });

    public static InputRefusedException SameName(string source, string path, string other) => new(Diagnostic.Error(
        FindingCode.Unsafe,
        $"'{path}' and '{other}' are one name on systems that ignore case or Unicode normal form.",
        $"'{path}' 与 '{other}' 在忽略大小写或 Unicode 规范形式的系统上是同一名称。") with
    {
        Where = new SourcePosition(source, Path: path),
        Next = new Wording("Rename one of them.", "请重命名其中之一。"),
    });
}
