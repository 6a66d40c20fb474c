using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.Formats.Tables;

/// <summary>The columns that say how a number of the row is distributed: the amount of an exchange, or the factor of a method.</summary>
internal static class UncertaintyCells
{
    /// <summary>The columns that every distribution may need.</summary>
    public static readonly string[] Common = ["distribution", "scale", "shape", "minimum", "maximum"];

    /// <summary>The columns that only some tables have.</summary>
    public static readonly string[] Further = ["values", "group", "mirrored"];

    private const double DefaultModeWeight = 4;

    /// <summary>The distribution of the current row, in the flow's reference unit.</summary>
    /// <param name="table">The exchanges.</param>
    /// <param name="amount">The amount as written.</param>
    /// <param name="factor">How many reference units one unit of the row is; greater than zero.</param>
    public static Uncertainty Read(SourceTable table, double amount, double factor) => Read(table, new Place("amount", ExchangeNumber), amount, factor);

    /// <summary>The distribution of the factor in the current row of a method, in the row's unit.</summary>
    /// <param name="table">The factors.</param>
    /// <param name="factor">The factor as written.</param>
    public static Uncertainty ReadFactor(SourceTable table, double factor) => Read(table, new Place("factor", FactorNumber), factor, 1);

    private static Uncertainty Read(SourceTable table, Place place, double amount, double factor)
    {
        string word = table.Word("distribution") ?? "none";
        Cells cells = new(table.OptionalNumber("scale"), table.OptionalNumber("shape"), table.OptionalNumber("minimum"), table.OptionalNumber("maximum"));
        if (!table.IsRowGood) return default;
        if (DistributionColumns.Find(word) is not { } columns)
        {
            string[] words = [.. DistributionColumns.All.Select(c => c.Word)];
            table.Fault("distribution", FindingCode.NotSupported, $"The distribution '{word}' is not supported.", $"不支持分布 '{word}'。", word,
                Wording.Same(string.Join(", ", words)),
                Closest.To(word, words) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null);
            return default;
        }

        CheckUses(table, columns, cells);
        if (columns.Kind == UncertaintyKind.None || !table.IsRowGood) return default;
        if (Build(table, columns.Kind, cells) is not { } uncertainty || !IsPossible(table, place, uncertainty, amount)) return default;
        if (Reason(uncertainty, amount) is { } reason) return Degenerate(table, place, columns.Word, reason);
        return Convert(table, uncertainty, factor);
    }

    /// <summary>The cells of a distribution: word, scale, shape, minimum, maximum, then those of <see cref="Further"/>.</summary>
    public static string?[] Write(Uncertainty uncertainty)
    {
        if (uncertainty.Kind == UncertaintyKind.None) return new string?[8];
        DistributionColumns columns = DistributionColumns.Of(uncertainty.Kind);
        bool begins = uncertainty.Kind is UncertaintyKind.Gamma or UncertaintyKind.Weibull;
        bool hasMinimum = columns.Ends == ColumnUse.Required || uncertainty.Truncation.HasFlag(Truncation.Below) || (begins && !uncertainty.IsMirrored && uncertainty.Minimum != 0);
        bool hasMaximum = columns.Ends == ColumnUse.Required || uncertainty.Truncation.HasFlag(Truncation.Above) || (begins && uncertainty.IsMirrored && uncertainty.Maximum != 0);
        return
        [
            columns.Word,
            columns.Scale == ColumnUse.Unused ? null : Text(uncertainty.Scale),
            columns.Shape == ColumnUse.Unused ? null : Text(uncertainty.Shape),
            hasMinimum ? Text(uncertainty.Minimum) : null,
            hasMaximum ? Text(uncertainty.Maximum) : null,
            uncertainty.Values.IsEmpty ? null : string.Join(' ', uncertainty.Values.Select(Text)),
            uncertainty.Group,
            uncertainty.IsMirrored ? "true" : null,
        ];
    }

    /// <summary>Whether a distribution needs the columns of <see cref="Further"/>.</summary>
    public static bool NeedsFurther(Uncertainty uncertainty) => !uncertainty.Values.IsEmpty || uncertainty.Group is not null || uncertainty.IsMirrored;

    /// <summary>Whether a distribution about an amount reads back as it is: it varies, and the amount lies in its range.</summary>
    public static bool IsExpressible(Uncertainty uncertainty, double amount)
    {
        if (uncertainty.Kind == UncertaintyKind.None) return !uncertainty.HasDetail;
        uncertainty.DistributionOf(amount, out DegenerateParameter change);
        (double low, double high) = Range(uncertainty);
        return change == DegenerateParameter.None && amount >= low && amount <= high;
    }

    private static void CheckUses(SourceTable table, DistributionColumns columns, Cells cells)
    {
        Use(table, columns, columns.Scale, "scale", cells.Scale);
        Use(table, columns, columns.Ends, "minimum", cells.Minimum);
        Use(table, columns, columns.Ends, "maximum", cells.Maximum);
        Use(table, columns, columns.Shape, "shape", cells.Shape);
        if (!columns.Kind.IsArray()) Unused(table, columns.Word, "values");
        else if (table.Word("values") is null) table.Required("values");
        if (columns.Kind == UncertaintyKind.None) Unused(table, columns.Word, "group");
        if (!columns.Kind.CanBeMirrored()) Unused(table, columns.Word, "mirrored");
    }

    private static void Use(SourceTable table, DistributionColumns columns, ColumnUse use, string column, double? value)
    {
        if (use == ColumnUse.Unused) Unused(table, columns.Word, column);
        else if (use == ColumnUse.Required && value is null) table.Required(column);
    }

    private static void Unused(SourceTable table, string kind, string column)
    {
        if (table.Word(column) is not { } text || (text is "0" or "0.0" && kind == "none")) return;
        table.Warn(column, FindingCode.UnknownField, $"The column '{column}' has no meaning for the distribution '{kind}' and was not used.", $"'{column}' 列对分布 '{kind}' 没有意义，未使用。", text);
    }

    private static Uncertainty? Build(SourceTable table, UncertaintyKind kind, Cells cells)
    {
        DistributionColumns columns = DistributionColumns.Of(kind);
        bool isMirrored = kind.CanBeMirrored() && table.Word("mirrored") is not null && Flag(table) == true;
        double[] values = kind.IsArray() ? Values(table) : [];
        if (!table.IsRowGood) return null;
        Truncation stated = (cells.Minimum is null ? Truncation.None : Truncation.Below) | (cells.Maximum is null ? Truncation.None : Truncation.Above);
        return new Uncertainty(
            kind,
            columns.Scale == ColumnUse.Unused ? 0 : cells.Scale!.Value,
            columns.Ends == ColumnUse.Unused ? 0 : cells.Minimum ?? 0,
            columns.Ends == ColumnUse.Unused ? 0 : cells.Maximum ?? 0)
        {
            Shape = columns.Shape == ColumnUse.Unused ? 0 : cells.Shape ?? DefaultModeWeight,
            Truncation = stated & kind.TruncationAllowed(isMirrored),
            IsMirrored = isMirrored,
            Values = [.. values],
            Group = table.Word("group"),
        };
    }

    private static bool? Flag(SourceTable table)
    {
        string text = table.Word("mirrored")!;
        if (text.Equals("true", StringComparison.OrdinalIgnoreCase)) return true;
        if (text.Equals("false", StringComparison.OrdinalIgnoreCase)) return false;
        table.Fault("mirrored", FindingCode.OutOfRange, $"The column 'mirrored' does not know '{text}'.", $"'mirrored' 列不识别 '{text}'。", text, Wording.Same("true, false"));
        return null;
    }

    private static double[] Values(SourceTable table)
    {
        string text = table.Word("values")!;
        string[] words = text.Split((char[])[' ', ';', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        double[] values = new double[words.Length];
        for (int k = 0; k < words.Length; k++)
        {
            NumberText.Fault fault = NumberText.Parse(words[k], out values[k]);
            if (fault == NumberText.Fault.None) continue;
            (FindingCode code, Wording expected, Wording next) = NumberText.Explain(fault);
            table.Fault("values", code, $"Value {k + 1} of the column 'values' is no finite number.", $"'values' 列的第 {k + 1} 个值不是有限数。", words[k], expected, next);
            return [];
        }

        return values;
    }

    private static bool IsPossible(SourceTable table, Place place, Uncertainty uncertainty, double amount)
    {
        if (uncertainty.Scale < 0 && uncertainty.Kind is UncertaintyKind.Lognormal or UncertaintyKind.Normal)
        {
            table.Fault("scale", FindingCode.OutOfRange, "A standard deviation must not be negative.", "标准差不能为负。", table.Word("scale"));
            return false;
        }

        bool hasBoth = uncertainty.Kind.HasEnds() || uncertainty.Truncation == (Truncation.Below | Truncation.Above);
        if (hasBoth && uncertainty.Minimum > uncertainty.Maximum)
        {
            table.Fault("minimum", FindingCode.OutOfRange, "The minimum is above the maximum.", "最小值大于最大值。", table.Word("minimum"),
                new Wording($"at most {table.Word("maximum")}", $"不大于 {table.Word("maximum")}"));
            return false;
        }

        // Bounds that are equal leave nothing, as a rule for degenerate parameters; everything else the model refuses is a fault.
        bool isEmpty = hasBoth && !uncertainty.Kind.HasEnds() && uncertainty.Minimum == uncertainty.Maximum;
        if (!isEmpty && uncertainty.Fault() is { } fault)
        {
            table.Fault("distribution", FindingCode.OutOfRange, $"The parameters describe no {table.Word("distribution")} distribution: {fault.En}.", $"参数不构成 {table.Word("distribution")} 分布：{fault.Zh}。", table.Word("distribution"));
            return false;
        }

        (double low, double high) = Range(uncertainty);
        if (amount >= low && amount <= high) return true;
        Wording number = place.Name(table).What;
        table.Fault(place.Column, FindingCode.OutOfRange, $"The {number.En} lies outside its own distribution.", $"{number.Zh}超出其分布范围。", table.Word(place.Column),
            double.IsInfinity(high) ? new Wording($"at least {Text(low)}", $"不小于 {Text(low)}")
            : double.IsInfinity(low) ? new Wording($"at most {Text(high)}", $"不大于 {Text(high)}")
            : new Wording($"{Text(low)} to {Text(high)}", $"{Text(low)} 至 {Text(high)}"));
        return false;
    }

    /// <summary>The ends of what a distribution can give; the amount, which stands for it wherever nothing is drawn, lies between them.</summary>
    private static (double Low, double High) Range(Uncertainty uncertainty)
    {
        if (uncertainty.Kind == UncertaintyKind.Bernoulli) return uncertainty.IsMirrored ? (-1, 0) : (0, 1);
        bool begins = uncertainty.Kind is UncertaintyKind.Gamma or UncertaintyKind.Weibull;
        bool hasLow = uncertainty.Kind.HasEnds() || (begins && !uncertainty.IsMirrored) || uncertainty.Truncation.HasFlag(Truncation.Below);
        bool hasHigh = uncertainty.Kind.HasEnds() || (begins && uncertainty.IsMirrored) || uncertainty.Truncation.HasFlag(Truncation.Above);
        return (hasLow ? uncertainty.Minimum : double.NegativeInfinity, hasHigh ? uncertainty.Maximum : double.PositiveInfinity);
    }

    /// <summary>Why the parameters describe no random quantity, or null.</summary>
    private static Wording? Reason(Uncertainty uncertainty, double amount)
    {
        if (uncertainty.Truncation != Truncation.None && uncertainty.Fault() is not null) return new("its minimum equals its maximum", "其最小值等于最大值");
        uncertainty.DistributionOf(amount, out DegenerateParameter change);
        return change switch
        {
            DegenerateParameter.None => null,
            DegenerateParameter.ZeroSpread when uncertainty.Kind is UncertaintyKind.Lognormal or UncertaintyKind.Normal => new("its standard deviation is 0", "其标准差为 0"),
            DegenerateParameter.ZeroSpread => new("its scale is 0", "其尺度参数为 0"),
            DegenerateParameter.EqualBounds => new("its minimum equals its maximum", "其最小值等于最大值"),
            DegenerateParameter.CertainOutcome => new("its probability is 0 or 1", "其概率为 0 或 1"),
            DegenerateParameter.EqualValues => new("its values are all equal", "其数值全部相等"),
            DegenerateParameter.ZeroMedian => new("the median of a lognormal distribution is 0", "对数正态分布的中位数为 0"),
            DegenerateParameter.ModeOutside => new("its mode lies outside of its ends", "其众数位于端点之外"),
            DegenerateParameter.EmptyTruncation => new("nothing lies between its bounds", "其截断界限之间没有取值"),
            _ => throw new InvalidOperationException($"The rule '{change}' has no wording."),
        };
    }

    private static Uncertainty Degenerate(SourceTable table, Place place, string kind, Wording reason)
    {
        (Wording number, Wording owner) = place.Name(table);
        table.Warn("distribution", FindingCode.DegenerateDistribution,
            $"The {kind} distribution of '{table.Word("flow")}' in {owner.En} describes no random quantity: {reason.En}. The {number.En} is taken as fixed.",
            $"{owner.Zh} 中 '{table.Word("flow")}' 的 {kind} 分布不构成随机量：{reason.Zh}。该{number.Zh}按固定值处理。", table.Word("distribution"));
        return default;
    }

    private static (Wording What, Wording Owner) ExchangeNumber(SourceTable table) =>
        (new("amount", "数量"), new($"process '{table.Word("process")}'", $"过程 '{table.Word("process")}'"));

    private static (Wording What, Wording Owner) FactorNumber(SourceTable table) =>
        (new("factor", "因子"), new($"category '{table.Word("category")}'", $"类别 '{table.Word("category")}'"));

    private static Uncertainty Convert(SourceTable table, Uncertainty uncertainty, double factor)
    {
        if (factor != 1 && uncertainty.Kind.CountsWholeUnits())
        {
            table.Fault("unit", FindingCode.NotSupported,
                $"A {table.Word("distribution")} distribution counts whole reference units of the flow; it cannot be converted from '{table.Word("unit")}'.",
                $"{table.Word("distribution")} 分布以流的整数个参考单位计数，不能从 '{table.Word("unit")}' 换算。", table.Word("unit"),
                new Wording("the reference unit of the flow", "流的参考单位"));
            return default;
        }

        Uncertainty converted = uncertainty.Times(factor);
        if (converted.Fault() is null && (uncertainty.Scale == 0 || converted.Scale > 0)) return converted;
        if (double.IsFinite(converted.Scale))
            table.Fault("maximum", FindingCode.NotFinite, "The ends of the distribution are too large in the flow's reference unit.", "换算为流的参考单位后分布端点过大。", table.Word("maximum"));
        else
            table.Fault("scale", FindingCode.NotFinite, "The standard deviation is too large in the flow's reference unit.", "换算为流的参考单位后标准差过大。", table.Word("scale"));
        return default;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Where the number stands that is distributed, and how it and what it belongs to are called.</summary>
    private readonly record struct Place(string Column, Func<SourceTable, (Wording What, Wording Owner)> Name);

    /// <summary>The numbers of a row, null where the cell is blank.</summary>
    private readonly record struct Cells(double? Scale, double? Shape, double? Minimum, double? Maximum);
}
