using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Formats.Tables;

/// <summary>The columns of an exchange that say how its amount is distributed.</summary>
internal static class UncertaintyCells
{
    private static readonly string[] Names = ["none", "lognormal", "normal", "triangular", "uniform"];

    /// <summary>The distribution of the current row, in the flow's reference unit.</summary>
    /// <param name="table">The exchanges.</param>
    /// <param name="amount">The amount as written.</param>
    /// <param name="factor">How many reference units one unit of the row is; greater than zero.</param>
    public static Uncertainty Read(CsvTable table, double amount, double factor)
    {
        string kind = table.Word("distribution") ?? "none";
        double? scale = table.OptionalNumber("scale");
        double? minimum = table.OptionalNumber("minimum");
        double? maximum = table.OptionalNumber("maximum");
        if (!table.IsRowGood) return default;
        switch (kind.ToLowerInvariant())
        {
            case "none":
                Unused(table, kind, "scale", "minimum", "maximum");
                return default;
            case "lognormal":
                Unused(table, kind, "minimum", "maximum");
                if (!IsScale(table, scale)) return default;
                if (amount == 0) return Degenerate(table, "the median of a lognormal distribution is 0", "对数正态分布的中位数为 0");
                return Scaled(table, UncertaintyKind.Lognormal, scale!.Value);
            case "normal":
                Unused(table, kind, "minimum", "maximum");
                return IsScale(table, scale) ? Scaled(table, UncertaintyKind.Normal, scale!.Value * factor) : default;
            case "triangular":
                Unused(table, kind, "scale");
                return Between(table, UncertaintyKind.Triangular, amount, minimum, maximum, factor);
            case "uniform":
                Unused(table, kind, "scale");
                return Between(table, UncertaintyKind.Uniform, amount, minimum, maximum, factor);
            default:
                table.Fault("distribution", FindingCode.NotSupported, $"The distribution '{kind}' is not supported.", $"不支持分布 '{kind}'。", kind,
                    Wording.Same(string.Join(", ", Names)),
                    Closest.To(kind, Names) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null);
                return default;
        }
    }

    private static bool IsScale(CsvTable table, double? scale)
    {
        if (scale is null)
        {
            table.Required("scale");
            return false;
        }

        if (scale >= 0) return true;
        table.Fault("scale", FindingCode.OutOfRange, "A standard deviation must not be negative.", "标准差不能为负。", table.Word("scale"));
        return false;
    }

    private static Uncertainty Scaled(CsvTable table, UncertaintyKind kind, double scale)
    {
        if (scale == 0) return Degenerate(table, "its standard deviation is 0", "其标准差为 0");
        if (double.IsFinite(scale)) return new Uncertainty(kind, scale, 0, 0);
        table.Fault("scale", FindingCode.NotFinite, "The standard deviation is too large in the flow's reference unit.", "换算为流的参考单位后标准差过大。", table.Word("scale"));
        return default;
    }

    private static Uncertainty Between(CsvTable table, UncertaintyKind kind, double amount, double? minimum, double? maximum, double factor)
    {
        if (minimum is null) table.Required("minimum");
        if (maximum is null) table.Required("maximum");
        if (minimum is not { } low || maximum is not { } high) return default;
        if (low > high)
        {
            table.Fault("minimum", FindingCode.OutOfRange, "The minimum is above the maximum.", "最小值大于最大值。", table.Word("minimum"),
                new Wording($"at most {table.Word("maximum")}", $"不大于 {table.Word("maximum")}"));
            return default;
        }

        if (amount < low || amount > high)
        {
            table.Fault("amount", FindingCode.OutOfRange, "The amount lies outside its own distribution.", "数量超出其分布范围。", table.Word("amount"),
                new Wording($"{table.Word("minimum")} to {table.Word("maximum")}", $"{table.Word("minimum")} 至 {table.Word("maximum")}"));
            return default;
        }

        (low, high) = (low * factor, high * factor);
        if (!double.IsFinite(low) || !double.IsFinite(high))
        {
            table.Fault("maximum", FindingCode.NotFinite, "The ends of the distribution are too large in the flow's reference unit.", "换算为流的参考单位后分布端点过大。", table.Word("maximum"));
            return default;
        }

        return low == high ? Degenerate(table, "its minimum equals its maximum", "其最小值等于最大值") : new Uncertainty(kind, 0, low, high);
    }

    private static Uncertainty Degenerate(CsvTable table, string en, string zh)
    {
        string kind = table.Word("distribution")!;
        table.Warn("distribution", FindingCode.DegenerateDistribution,
            $"The {kind} distribution of '{table.Word("flow")}' in process '{table.Word("process")}' describes no random quantity: {en}. The amount is taken as fixed.",
            $"过程 '{table.Word("process")}' 中 '{table.Word("flow")}' 的 {kind} 分布不构成随机量：{zh}。该数量按固定值处理。", kind);
        return default;
    }

    private static void Unused(CsvTable table, string kind, params ReadOnlySpan<string> columns)
    {
        foreach (string column in columns) Unused(table, kind, column);
        Unused(table, kind, "shape");
    }

    private static void Unused(CsvTable table, string kind, string column)
    {
        if (table.Word(column) is not { } text || (text is "0" or "0.0" && kind == "none")) return;
        table.Warn(column, FindingCode.UnknownField, $"The column '{column}' has no meaning for the distribution '{kind}' and was not used.", $"'{column}' 列对分布 '{kind}' 没有意义，未使用。", text);
    }
}
