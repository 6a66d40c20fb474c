using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Documents;

/// <summary>A chart with the table behind it and a sentence that says what it shows.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Summary">The same in one sentence, for those who do not see it.</param>
/// <param name="Chart">The chart.</param>
/// <param name="Data">The numbers it is drawn from.</param>
public sealed record ChartBlock(Wording Caption, Wording Summary, ReportChart Chart, TableBlock Data) : ReportBlock;

/// <summary>What a chart shows, without how it is drawn.</summary>
public abstract record ReportChart
{
    private protected ReportChart()
    {
    }

    /// <summary>How many significant digits its values are labelled with.</summary>
    public int SignificantDigits { get; init; } = Digits.Shown;
}

/// <summary>Horizontal bars, one below the other; negative values point left.</summary>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Bars">The bars from top to bottom.</param>
/// <param name="Parts">The names of the parts that each bar is made of; empty for plain bars.</param>
public sealed record BarChart(string Unit, ImmutableArray<ChartBar> Bars, ImmutableArray<Wording> Parts) : ReportChart;

/// <summary>A bar.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its length.</param>
/// <param name="Parts">Its parts, which sum to it; empty for a plain bar.</param>
public sealed record ChartBar(Wording Name, double Value, ImmutableArray<double> Parts);

/// <summary>The supply chain as flows that balance in every node, loops unrolled (U05).</summary>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Tree">The chain.</param>
public sealed record SankeyChart(string Unit, SupplyTree Tree) : ReportChart;

/// <summary>How often samples fall between bounds.</summary>
/// <param name="Unit">The unit of the bounds.</param>
/// <param name="Bounds">Ascending; one more than there are counts.</param>
/// <param name="Counts">How many samples lie from one bound to the next.</param>
/// <param name="Marks">Values marked by a line: the deterministic value, quantiles, a threshold.</param>
public sealed record HistogramChart(string Unit, ImmutableArray<double> Bounds, ImmutableArray<long> Counts, ImmutableArray<ChartMark> Marks) : ReportChart;

/// <summary>A marked value.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Where it lies.</param>
/// <param name="Kind">What it is for.</param>
public readonly record struct ChartMark(Wording Name, double Value, ChartMarkKind Kind = ChartMarkKind.Quantile);

/// <summary>What a marked value is for.</summary>
public enum ChartMarkKind
{
    /// <summary>A quantile of the samples.</summary>
    Quantile,

    /// <summary>The value without draws.</summary>
    PointValue,

    /// <summary>A limit that decides something.</summary>
    Limit,
}
