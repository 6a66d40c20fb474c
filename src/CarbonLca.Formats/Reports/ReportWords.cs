using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Reports;

/// <summary>Words that belong to a page and not to the report.</summary>
internal static class ReportWords
{
    /// <summary>What stands where the study does not say.</summary>
    public static Wording Missing { get; } = new("missing", "缺失");

    /// <summary>The heading of the table behind a chart.</summary>
    public static Wording DataTable { get; } = new("Data of this chart", "图表数据");

    /// <summary>The mark of a report that lacks fields.</summary>
    public static Wording Incomplete { get; } = new("incomplete", "不完整");

    /// <summary>The heading of the list of sections.</summary>
    public static Wording Contents { get; } = new("Contents", "目录");

    /// <summary>The rest of a node of the supply chain.</summary>
    public static Wording OtherPaths { get; } = new("other paths", "其他路径");

    /// <summary>What a node of the supply chain causes by itself.</summary>
    public static Wording Own { get; } = new("own emissions", "自身排放");
}
