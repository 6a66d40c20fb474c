using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Studies;

/// <summary>How large and deep a study or a bill of materials may be.</summary>
internal static class DocumentLimits
{
    public const int Bytes = 8 << 20;
    public const int Depth = 32;
    public const int Nodes = 500_000;
    public const int Findings = 1000;

    public static Diagnostic TooLarge(string file, long length) =>
        Diagnostic.Error(FindingCode.LimitExceeded, "The file is larger than a study may be.", "文件超出研究文件的大小上限。") with
        {
            Where = new SourcePosition(file),
            Found = $"{length} bytes",
            Expected = new Wording($"at most {Bytes} bytes", $"至多 {Bytes} 字节"),
        };

    public static Diagnostic TooDeep(SourcePosition where) =>
        Diagnostic.Error(FindingCode.LimitExceeded, "The document is nested too deeply.", "文档嵌套过深。") with
        {
            Where = where,
            Expected = new Wording($"at most {Depth} levels", $"至多 {Depth} 层"),
        };

    public static Diagnostic TooMany(SourcePosition where) =>
        Diagnostic.Error(FindingCode.LimitExceeded, "The document has too many values.", "文档中的值过多。") with
        {
            Where = where,
            Expected = new Wording($"at most {Nodes} values", $"至多 {Nodes} 个值"),
        };
}
