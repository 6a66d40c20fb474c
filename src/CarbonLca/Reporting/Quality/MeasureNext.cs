using System.Collections.Immutable;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Sensitivity;
using CarbonLca.Studies;
using CarbonLca.Systems;

namespace CarbonLca.Reporting.Quality;

/// <summary>What to measure next: the inputs whose better data would narrow a study's result most, as questions to those who know.</summary>
/// <remarks>
/// To first order at the stated amounts: Var(h) ≈ Σ (∂h/∂x)²·Var(x). For each input, how much the variance would shrink if its
/// spread fell to that of a measured value: a lognormal about the same amount with the basic uncertainty of the item's group, σ² = 0.0006
/// where none is named. Inputs that share a draw shrink together with what they share.
/// </remarks>
public sealed record MeasureNext
{
    /// <summary>σ² of ln(amount) of a measured value where the item names no group: the basic uncertainty of energy, materials and services.</summary>
    public const double MeasuredVariance = 0.0006;

    private const int MostAsked = 10;
    private const double LeastShrink = 1e-3;

    /// <summary>The standard deviation of the result to first order, in the unit of the headline category.</summary>
    public required double Deviation { get; init; }

    /// <summary>The inputs, that first which narrows the result most; at most ten, and none that brings less than 0.1 %.</summary>
    public required ImmutableArray<MeasureNextItem> Items { get; init; }

    /// <summary>The list of a study.</summary>
    /// <param name="assessment">The assessment of its reference flow.</param>
    /// <param name="foreground">Its foreground.</param>
    public static MeasureNext Of(ProductAssessment assessment, StudyForeground foreground)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(foreground);
        if (!assessment.System.Database.Exchanges.Kind.ContainsAnyExcept((byte)UncertaintyKind.None)) return new MeasureNext { Deviation = 0, Items = [] };
        AnalyticVariance variance = AnalyticVariance.Of(Gradient.Of(assessment.Supply, assessment.Products, assessment.Headline));
        if (variance.Variance == 0) return new MeasureNext { Deviation = 0, Items = [] };
        Dictionary<string, StudyForegroundLine> lines = foreground.Lines.ToDictionary(l => l.ProcessId, StringComparer.Ordinal);
        List<Input> inputs = [.. InputsOf(variance, assessment, lines)];
        double deviation = variance.StandardDeviation;
        return new MeasureNext
        {
            Deviation = deviation,
            Items =
            [
                .. inputs.Where(i => i.Shrink >= LeastShrink * variance.Variance)
                    .OrderByDescending(i => i.Shrink).ThenBy(i => i.ProcessId, StringComparer.Ordinal).ThenBy(i => i.Flow, StringComparer.Ordinal)
                    .Take(MostAsked)
                    .Select(i => i.ToItem(variance.Variance, assessment.Impact.Method.Categories[assessment.Headline].Unit)),
            ],
        };
    }

    private static IEnumerable<Input> InputsOf(AnalyticVariance variance, ProductAssessment assessment, Dictionary<string, StudyForegroundLine> lines)
    {
        ProductSystem system = assessment.System;
        ExchangeTable table = system.Database.Exchanges;
        for (int process = 0; process < table.ProcessCount; process++)
        {
            if (!variance.Parts[table.Starts[process]..table.Starts[process + 1]].ContainsAnyExcept(0)) continue;
            string id = system.Database.Processes.Id(process);
            int end = id.LastIndexOf('/');
            bool isFigure = end > 0 && !lines.ContainsKey(id) && lines.ContainsKey(id[..end]);
            StudyForegroundLine? line = lines.GetValueOrDefault(isFigure ? id[..end] : id);
            double measured = !isFigure && line?.Line.Rating?.Basic is { } basic ? basic.Variance.Value : MeasuredVariance;
            Input? ofLine = null;
            for (int row = table.Starts[process]; row < table.Starts[process + 1]; row++)
            {
                if (variance.Parts[row] == 0) continue;
                Flow flow = system.Database.Flows[table.Flow[row]];
                Input input = new(id, flow.Id, variance.Parts[row], Shrink(variance, system, row, measured));
                if (line is null) yield return input with { Who = Names(system, process), What = new Wording(flow.NameIn(Language.English), flow.NameIn(Language.Chinese)), Kind = MeasuredThing.Background };
                else ofLine = (ofLine ?? input with { Part = 0, Shrink = 0, Flow = string.Empty, Who = line.Line.Item, What = line.Line.Item, Kind = isFigure ? MeasuredThing.Figure : MeasuredThing.Amount }).Plus(input);
            }

            if (ofLine is not null) yield return ofLine;
        }
    }

    private static Wording Names(ProductSystem system, int process) => new(system.Database.Processes.NameIn(process, Language.English), system.Database.Processes.NameIn(process, Language.Chinese));

    // With d the deviation that the exchange brings and D that of all with the same draw, D² becomes (D − d(1 − √r))², r the ratio of variances.
    private static double Shrink(AnalyticVariance variance, ProductSystem system, int row, double measured)
    {
        AmountMoments now = AmountMoments.Of(system, row);
        double own = variance.Gradient.Exchanges[row] * Math.Sqrt(now.Variance);
        double all = variance.Parts[row] / own;
        double amount = system.AmountOf(row);
        double target = amount * amount * Math.Exp(measured) * (Math.Exp(measured) - 1);
        double left = all - (own * (1 - Math.Sqrt(Math.Min(1, target / now.Variance))));
        return Math.Max(0, (all * all) - (left * left));
    }

    /// <summary>An input and how much of the variance it brings and could lose.</summary>
    private sealed record Input(string ProcessId, string Flow, double Part, double Shrink)
    {
        public Wording Who { get; init; }

        public Wording What { get; init; }

        public MeasuredThing Kind { get; init; }

        public Input Plus(Input other) => this with { Part = Part + other.Part, Shrink = Shrink + other.Shrink };

        public MeasureNextItem ToItem(double variance, string unit)
        {
            double after = Math.Sqrt(Math.Max(0, variance - Shrink));
            double before = Math.Sqrt(variance);
            string share = Digits.Percent(100 * Part / variance);
            string from = Digits.Significant(before);
            string to = Digits.Significant(after);
            Wording effect = new(
                $"It brings {share} % of the variance of the result; a measured value would narrow its standard deviation from {from} to {to} {unit}.",
                $"其贡献了结果方差的 {share} %；若有实测值，标准差可由 {from} 降至 {to} {unit}。");
            Wording question = Kind switch
            {
                MeasuredThing.Amount => new Wording(
                    $"Can you measure how much '{What.En}' the product really needs, and tell us how and when you measured it?",
                    $"能否实测产品对“{What.Zh}”的实际用量，并说明测量方法与时间？"),
                MeasuredThing.Figure => new Wording(
                    $"Can you give us the verified footprint of '{What.En}' for your own production, with its boundary, year and GWP set?",
                    $"能否提供贵方生产的“{What.Zh}”经核查的碳足迹，并注明边界、年份与 GWP 版本？"),
                _ => new Wording(
                    $"In '{Who.En}': how much '{What.En}' did your own plant take in or give out for each unit of product, measured over a year?",
                    $"关于“{Who.Zh}”：贵厂每单位产品的“{What.Zh}”投入或排放量，全年实测为多少？"),
            };
            return new MeasureNextItem(ProcessId, Who, What, Kind, 100 * Part / variance, 100 * Shrink / variance, after, new Wording($"{question.En} {effect.En}", $"{question.Zh}{effect.Zh}"));
        }
    }
}

/// <summary>What of an input is to be measured.</summary>
public enum MeasuredThing
{
    /// <summary>The amount of an item of the study.</summary>
    Amount,

    /// <summary>The figure in CO2 equivalents of an item of the study.</summary>
    Figure,

    /// <summary>An exchange of a process of the background data.</summary>
    Background,
}

/// <summary>An input worth measuring.</summary>
/// <param name="ProcessId">The process it belongs to.</param>
/// <param name="Who">The item or process.</param>
/// <param name="What">What is to be measured.</param>
/// <param name="Kind">Whether it is an amount, a figure, or a number of the background data.</param>
/// <param name="Percent">Its part of the variance of the result, in per cent.</param>
/// <param name="ShrinkPercent">By how much the variance would shrink, in per cent.</param>
/// <param name="DeviationAfter">The standard deviation of the result with a measured value, in the unit of the headline category.</param>
/// <param name="Question">The question to ask, and what the answer is worth.</param>
public sealed record MeasureNextItem(string ProcessId, Wording Who, Wording What, MeasuredThing Kind, double Percent, double ShrinkPercent, double DeviationAfter, Wording Question);
