using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Store;

/// <summary>What to say about a directory that is no readable database.</summary>
internal static class StoreFaults
{
    public static Wording ImportAgain { get; } = new("Import the source again.", "请重新导入来源数据。");

    public static Diagnostic Missing(string file) => Diagnostic.Error(
        FindingCode.MissingField, $"The stored database has no file '{file}'.", $"存储的数据库缺少文件 '{file}'。") with
    {
        Where = new SourcePosition(file),
        Next = ImportAgain,
    };

    public static Diagnostic WrongLength(string file, long found, long expected) => Diagnostic.Error(
        found < expected ? FindingCode.Truncated : FindingCode.SchemaInvalid,
        $"The file '{file}' of the stored database does not have its length.", $"存储的数据库中文件 '{file}' 的长度不符。") with
    {
        Where = new SourcePosition(file),
        Found = $"{found}",
        Expected = new Wording($"{expected} bytes", $"{expected} 字节"),
        Next = ImportAgain,
    };

    public static Diagnostic WrongDigest(string file, string method, string found, string expected) => Diagnostic.Error(
        FindingCode.SchemaInvalid, $"The file '{file}' of the stored database was changed after it was written.", $"存储的数据库中文件 '{file}' 在写入后被更改。") with
    {
        Where = new SourcePosition(file),
        Found = $"{method} {found}",
        Expected = Wording.Same($"{method} {expected}"),
        Next = ImportAgain,
    };

    public static InputRefusedException Invalid(string file, string en, string zh, string? path = null) => new(Diagnostic.Error(
        FindingCode.SchemaInvalid, $"The stored database is damaged: {en}.", $"存储的数据库已损坏：{zh}。") with
    {
        Where = new SourcePosition(file, Path: path),
        Next = ImportAgain,
    });

    public static InputRefusedException NoDatabase(string directory) => new(Diagnostic.Error(
        FindingCode.UnknownName, $"'{directory}' is not a stored database: it has no '{StoreLayout.ManifestFile}'.", $"'{directory}' 不是已存储的数据库：缺少 '{StoreLayout.ManifestFile}'。") with
    {
        Next = new Wording("Name the directory that the import wrote.", "请指定导入时写入的目录。"),
    });

    public static InputRefusedException NotReplaceable(string path, string reasonEn, string reasonZh) => new(Diagnostic.Error(
        FindingCode.Unsafe, $"'{path}' exists and is not a stored database, so it is not replaced: {reasonEn}.", $"'{path}' 已存在且不是已存储的数据库，不予覆盖：{reasonZh}。") with
    {
        Next = new Wording("Choose another directory, or remove this one.", "请另选目录，或先删除该目录。"),
    });
}
