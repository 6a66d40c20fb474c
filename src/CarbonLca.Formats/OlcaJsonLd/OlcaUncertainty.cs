using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>What a stated distribution turned out to be.</summary>
[Flags]
internal enum UncertaintyFault
{
    /// <summary>It describes a random quantity and agrees with the amount.</summary>
    None = 0,

    /// <summary>Its parameters describe no random quantity.</summary>
    Degenerate = 1,

    /// <summary>The most likely value, or the amount that stands for it, lies outside of the range.</summary>
    ModeOutside = 2,

    /// <summary>Its location (geometric mean, mean, mode) is not the amount.</summary>
    LocationDiffers = 4,

    /// <summary>A parameter is missing, no number, or not finite.</summary>
    Unreadable = 8,

    /// <summary>A kind of distribution that the schema does not have.</summary>
    UnknownKind = 16,
}

/// <summary>Reads the distribution of an exchange, in the unit of the exchange.</summary>
internal static class OlcaUncertainty
{
    // The location is written with the same digits as the amount or computed from it; more than rounding is a difference.
    private const double SameLocation = 1e-9;

    /// <summary>Reads a distribution.</summary>
    /// <param name="element">The field of the exchange.</param>
    /// <param name="amount">The amount of the exchange; the median, mean or mode.</param>
    /// <param name="kind">The kind that is stated, whether or not it is usable.</param>
    /// <param name="fault">What is the matter with it.</param>
    /// <returns>The distribution; none where it is not usable.</returns>
    /// <remarks>
    /// Lognormal: σ = ln(geomSd). geomSd ≤ 1 spreads nothing or would name its own inverse, and an amount of zero has no
    /// logarithm: both are fixed amounts. A negative amount distributes its absolute value and keeps its sign (REQ-82).
    /// </remarks>
    public static Uncertainty Read(JsonElement element, double amount, out UncertaintyKind kind, out UncertaintyFault fault)
    {
        kind = UncertaintyKind.None;
        fault = UncertaintyFault.None;
        if (element.IsAbsent()) return Uncertainty.None;
        switch (element.Field("distributionType"u8).Text())
        {
            case "NONE":
                return Uncertainty.None;
            case "LOG_NORMAL_DISTRIBUTION":
                kind = UncertaintyKind.Lognormal;
                return Lognormal(element, amount, out fault);
            case "NORMAL_DISTRIBUTION":
                kind = UncertaintyKind.Normal;
                return Normal(element, amount, out fault);
            case "TRIANGLE_DISTRIBUTION":
                kind = UncertaintyKind.Triangular;
                return Triangular(element, amount, out fault);
            case "UNIFORM_DISTRIBUTION":
                kind = UncertaintyKind.Uniform;
                return Uniform(element, out fault);
            default:
                fault = UncertaintyFault.UnknownKind;
                return Uncertainty.None;
        }
    }

    /// <summary>A finding for each fault, grouped by kind within the process.</summary>
    public static void Report(FindingLog log, string process, string flow, UncertaintyKind kind, UncertaintyFault fault, JsonElement element, Func<SourcePosition> where)
    {
        if (fault == UncertaintyFault.None) return;
        Wording plural = new("exchanges", "交换");
        Wording name = NameOf(kind);
        if (fault.HasFlag(UncertaintyFault.UnknownKind))
        {
            log.AddToGroup("distribution", plural, () => Diagnostic.Warning(FindingCode.NotSupported, $"Process {process}: the amount of '{flow}' has a distribution of unknown kind; it is taken as fixed.", $"过程 {process}：'{flow}' 的数量采用未知类型的分布；按固定值处理。") with { Where = where(), Found = element.Field("distributionType"u8).Shown() });
        }
        else if (fault.HasFlag(UncertaintyFault.Unreadable))
        {
            log.AddToGroup($"unreadable {kind}", plural, () => Diagnostic.Warning(FindingCode.DegenerateDistribution, $"Process {process}: the {name.En} distribution of '{flow}' lacks a parameter, or has one that is no finite number; the amount is taken as fixed.", $"过程 {process}：'{flow}' 的{name.Zh}分布缺少参数或参数不是有限数；数量按固定值处理。") with { Where = where(), Found = Parameters(element) });
        }
        else if (fault.HasFlag(UncertaintyFault.ModeOutside))
        {
            log.AddToGroup($"outside {kind}", plural, () => Diagnostic.Warning(FindingCode.DegenerateDistribution, $"Process {process}: the {name.En} distribution of '{flow}' has its most likely value outside of its range; the amount is taken as fixed.", $"过程 {process}：'{flow}' 的{name.Zh}分布的最可能值位于其范围之外；数量按固定值处理。") with { Where = where(), Found = Parameters(element) });
        }
        else if (fault.HasFlag(UncertaintyFault.Degenerate))
        {
            log.AddToGroup($"degenerate {kind}", plural, () => Diagnostic.Warning(FindingCode.DegenerateDistribution, $"Process {process}: the {name.En} distribution of '{flow}' describes no random quantity; the amount is taken as fixed.", $"过程 {process}：'{flow}' 的{name.Zh}分布不描述任何随机量；数量按固定值处理。") with { Where = where(), Found = Parameters(element) });
        }
        else
        {
            log.AddToGroup($"location {kind}", plural, () => Diagnostic.Warning(FindingCode.DegenerateDistribution, $"Process {process}: the {name.En} distribution of '{flow}' lies elsewhere than the amount; the amount is kept as its location.", $"过程 {process}：'{flow}' 的{name.Zh}分布的位置参数与数量不一致；以数量为准。") with { Where = where(), Found = Parameters(element) });
        }
    }

    private static string Parameters(JsonElement element) => element.ValueKind != JsonValueKind.Object
        ? element.Shown()
        : string.Join(", ", element.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.String).Select(p => $"{p.Name} {p.Value.Shown()}"));

    private static Wording NameOf(UncertaintyKind kind) => kind switch
    {
        UncertaintyKind.Lognormal => new("lognormal", "对数正态"),
        UncertaintyKind.Normal => new("normal", "正态"),
        UncertaintyKind.Triangular => new("triangular", "三角"),
        _ => new("uniform", "均匀"),
    };

    private static Uncertainty Lognormal(JsonElement element, double amount, out UncertaintyFault fault)
    {
        bool hasMean = element.Field("geomMean"u8).Number(out double mean) == NumberState.Finite;
        bool hasSd = element.Field("geomSd"u8).Number(out double sd) == NumberState.Finite;
        fault = !hasSd ? UncertaintyFault.Unreadable
            : sd <= 1 || amount == 0 || Math.Log(sd) <= 0 ? UncertaintyFault.Degenerate
            : hasMean && Differs(Math.Abs(mean), Math.Abs(amount)) ? UncertaintyFault.LocationDiffers
            : UncertaintyFault.None;
        return fault is UncertaintyFault.None or UncertaintyFault.LocationDiffers ? Uncertainty.Lognormal(Math.Log(sd)) : Uncertainty.None;
    }

    private static Uncertainty Normal(JsonElement element, double amount, out UncertaintyFault fault)
    {
        bool hasMean = element.Field("mean"u8).Number(out double mean) == NumberState.Finite;
        bool hasSd = element.Field("sd"u8).Number(out double sd) == NumberState.Finite;
        fault = !hasSd ? UncertaintyFault.Unreadable
            : sd <= 0 ? UncertaintyFault.Degenerate
            : hasMean && Differs(mean, amount) ? UncertaintyFault.LocationDiffers
            : UncertaintyFault.None;
        return fault is UncertaintyFault.None or UncertaintyFault.LocationDiffers ? Uncertainty.Normal(sd) : Uncertainty.None;
    }

    private static Uncertainty Triangular(JsonElement element, double amount, out UncertaintyFault fault)
    {
        bool hasMode = element.Field("mode"u8).Number(out double mode) == NumberState.Finite;
        if (!hasMode) mode = amount;
        if (!TryRange(element, out double minimum, out double maximum))
        {
            fault = UncertaintyFault.Unreadable;
            return Uncertainty.None;
        }

        fault = mode < minimum || mode > maximum ? UncertaintyFault.ModeOutside | UncertaintyFault.Degenerate
            : minimum >= maximum || amount < minimum || amount > maximum ? UncertaintyFault.Degenerate
            : Differs(mode, amount) ? UncertaintyFault.LocationDiffers
            : UncertaintyFault.None;
        return fault.HasFlag(UncertaintyFault.Degenerate) ? Uncertainty.None : Uncertainty.Triangular(minimum, maximum);
    }

    private static Uncertainty Uniform(JsonElement element, out UncertaintyFault fault)
    {
        if (!TryRange(element, out double minimum, out double maximum))
        {
            fault = UncertaintyFault.Unreadable;
            return Uncertainty.None;
        }

        fault = minimum >= maximum ? UncertaintyFault.Degenerate : UncertaintyFault.None;
        return fault == UncertaintyFault.None ? Uncertainty.Uniform(minimum, maximum) : Uncertainty.None;
    }

    private static bool TryRange(JsonElement element, out double minimum, out double maximum)
    {
        bool hasMinimum = element.Field("minimum"u8).Number(out minimum) == NumberState.Finite;
        bool hasMaximum = element.Field("maximum"u8).Number(out maximum) == NumberState.Finite;
        return hasMinimum && hasMaximum;
    }

    private static bool Differs(double location, double amount) =>
        Math.Abs(location - amount) > SameLocation * Math.Max(Math.Abs(location), Math.Abs(amount));
}
