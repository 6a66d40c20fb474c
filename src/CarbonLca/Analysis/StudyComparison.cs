using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.MonteCarlo;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;
using CarbonLca.Studies;

namespace CarbonLca.Analysis;

/// <summary>An item that two studies have in different amounts, from different providers, or that only one of them has.</summary>
/// <param name="Key">Its key, in A where A has it: <c>use/1</c>.</param>
/// <param name="Item">What it is.</param>
/// <param name="OfA">Amount and provider in A; null where A has no such item.</param>
/// <param name="OfB">Amount and provider in B; null where B has no such item.</param>
public sealed record InputDifference(string Key, Wording Item, Wording? OfA, Wording? OfB);

/// <summary>Two footprints drawn together: what both depend on takes the same values in the same sample.</summary>
/// <param name="Result">P(A &lt; B) and the statistics of A − B.</param>
/// <param name="Seed">The seed of both runs.</param>
/// <param name="Parameters">How many uncertain numbers A and B have in all.</param>
/// <param name="Shared">How many of them both have, and draw once: those of background processes that both stand on.</param>
public sealed record PairedSamples(MonteCarloComparison Result, long Seed, int Parameters, int Shared)
{
    /// <summary>Draws two footprints together.</summary>
    /// <param name="a">One product and its amount.</param>
    /// <param name="b">Another.</param>
    /// <param name="categoryA">The category of the one.</param>
    /// <param name="categoryB">The category of the other.</param>
    /// <param name="options">How to sample.</param>
    /// <param name="cancellation">Stops the runs.</param>
    public static PairedSamples Draw(ProductAssessment a, int categoryA, ProductAssessment b, int categoryB, MonteCarloOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(options);
        MonteCarloModel modelA = MonteCarloModel.Prepare(a.Solver, a.Characterization, [a.Column], [categoryA]);
        MonteCarloModel modelB = MonteCarloModel.Prepare(b.Solver, b.Characterization, [b.Column], [categoryB]);
        HashSet<ParameterKey> ofA = [.. modelA.Parameters.Select(p => p.Key)];
        HashSet<ParameterKey> ofB = [.. modelB.Parameters.Select(p => p.Key)];
        int shared = ofA.Count(ofB.Contains);
        MonteCarloComparison result = MonteCarloComparison.Between(
            modelA.Run(options, cancellation: cancellation), DemandOf(a), categoryA,
            modelB.Run(options, cancellation: cancellation), DemandOf(b), categoryB);
        return new PairedSamples(result, options.Seed, ofA.Count + ofB.Count - shared, shared);
    }

    private static Demand DemandOf(ProductAssessment assessment) => Demand.ForProcess(assessment.System.Columns[assessment.Column].Id, assessment.Amount);
}

/// <summary>What samples say of which of two footprints is the lower.</summary>
public enum ComparisonVerdict
{
    /// <summary>No statement is allowed, because the footprints are not comparable.</summary>
    Refused,

    /// <summary>A is the lower.</summary>
    LowerA,

    /// <summary>B is the lower.</summary>
    LowerB,

    /// <summary>They are equal, or the samples do not decide.</summary>
    Undecided,
}

/// <summary>Two footprints side by side, and what may be said of them (REQ-18, REQ-122).</summary>
/// <remarks>
/// The rule of decision: without samples the lower value is the lower footprint; with samples, A is called lower when P(A &lt; B) is at
/// least <see cref="Confidence"/>, B when it is at most 1 − <see cref="Confidence"/>, and otherwise nothing is decided. No test of
/// significance is made: any difference becomes significant with enough samples (Heijungs 2020, Int. J. Life Cycle Assess. 25:394–402).
/// </remarks>
public sealed record StudyComparison
{
    /// <summary>The probability that decides, unless another is asked for.</summary>
    public const double DefaultConfidence = 0.95;

    /// <summary>Whether they may be compared.</summary>
    public required Comparability Comparability { get; init; }

    /// <summary>B − A: in all, by stage, by gas, by item.</summary>
    public required FootprintDifference Difference { get; init; }

    /// <summary>The items that differ; empty for products of a database.</summary>
    public required ImmutableArray<InputDifference> Inputs { get; init; }

    /// <summary>Both drawn together; null where that was not asked for.</summary>
    public PairedSamples? Paired { get; init; }

    /// <summary>The probability that decides.</summary>
    public double Confidence { get; init; } = DefaultConfidence;

    /// <summary>What may be said.</summary>
    public ComparisonVerdict Verdict
    {
        get
        {
            if (!Comparability.IsAllowed) return ComparisonVerdict.Refused;
            if (Paired is not { Result.ProbabilityOfLess: var p })
            {
                return Difference.Total.Absolute switch
                {
                    > 0 => ComparisonVerdict.LowerA,
                    < 0 => ComparisonVerdict.LowerB,
                    _ => ComparisonVerdict.Undecided,
                };
            }

            return p >= Confidence ? ComparisonVerdict.LowerA : p <= 1 - Confidence ? ComparisonVerdict.LowerB : ComparisonVerdict.Undecided;
        }
    }

    /// <summary>The statement that compares them; null where none is allowed.</summary>
    public Wording? Statement
    {
        get
        {
            if (Verdict == ComparisonVerdict.Refused) return null;
            ValueChange total = Difference.Total;
            string unit = Difference.Before.TotalUnit;
            string a = Digits.Significant(total.Before);
            string b = Digits.Significant(total.After);
            FootprintUnit per = Difference.Before.Unit;
            Wording head = new(
                $"Per {Digits.Full(per.Amount)} {Glossary.UnitSymbol(per.Unit).En} ({per.Text.En}), A '{Difference.Before.Title.En}' has {a} {unit} and B '{Difference.After.Title.En}' {b} {unit}.",
                $"按 {Digits.Full(per.Amount)} {Glossary.UnitSymbol(per.Unit).Zh}（{per.Text.Zh}）计，A“{Difference.Before.Title.Zh}”为 {a} {unit}，B“{Difference.After.Title.Zh}”为 {b} {unit}。");
            Wording verdict = Words(total);
            return new Wording($"{head.En} {verdict.En}", head.Zh + verdict.Zh);
        }
    }

    /// <summary>Compares two footprints that were computed.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="paired">Both drawn together; null for none.</param>
    /// <param name="confidence">The probability that decides, above a half.</param>
    /// <exception cref="InputRefusedException">Their totals are in different units.</exception>
    public static StudyComparison Of(CarbonFootprint a, CarbonFootprint b, PairedSamples? paired = null, double confidence = DefaultConfidence)
    {
        if (!(confidence > 0.5 && confidence <= 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Expected a probability above 0.5, at most 1.");
        return new StudyComparison
        {
            Comparability = Comparability.Of(a, b),
            Difference = FootprintDifference.Of(a, b),
            Inputs = InputsOf(a, b),
            Paired = paired,
            Confidence = confidence,
        };
    }

    private Wording Words(ValueChange total)
    {
        string change = Digits.Significant(Math.Abs(total.Absolute));
        string unit = Difference.Before.TotalUnit;
        string share = total.Relative is { } r ? $", {Digits.Percent(100 * Math.Abs(r))} %" : string.Empty;
        if (Paired is not { } paired)
        {
            return total.Absolute switch
            {
                > 0 => new Wording($"A is lower by {change} {unit}{share} of A.", $"A 较低，低 {change} {unit}{share}（以 A 为基数）。"),
                < 0 => new Wording($"B is lower by {change} {unit}{share} of A.", $"B 较低，低 {change} {unit}{share}（以 A 为基数）。"),
                _ => new Wording("They are equal.", "两者相等。"),
            };
        }

        string p = $"{Digits.Percent(100 * paired.Result.ProbabilityOfLess)} % ± {Digits.Percent(100 * paired.Result.ProbabilityStandardError)} %";
        string rule = Digits.Percent(100 * Confidence);
        Wording found = Verdict switch
        {
            ComparisonVerdict.LowerA => new Wording("A is the lower", "A 较低"),
            ComparisonVerdict.LowerB => new Wording("B is the lower", "B 较低"),
            _ => new Wording("the samples do not decide which is the lower", "样本不足以判定何者较低"),
        };
        return new Wording(
            $"In {p} of {paired.Result.Difference.Count} paired samples A is below B; by the rule that {rule} % decide, {found.En}.",
            $"在 {paired.Result.Difference.Count} 个配对样本中，A 低于 B 的占 {p}；按 {rule} % 判定规则，{found.Zh}。");
    }

    private static ImmutableArray<InputDifference> InputsOf(CarbonFootprint a, CarbonFootprint b)
    {
        if (a.Study is not { } studyA || b.Study is not { } studyB) return [];
        List<InputDifference> differences = [];
        foreach ((FoundLine? ofA, FoundLine? ofB) in LinePairs.Of(studyA, studyB))
        {
            Wording? textA = ofA is null ? null : Describe(ofA.Line, a);
            Wording? textB = ofB is null ? null : Describe(ofB.Line, b);
            if (textA != textB) differences.Add(new InputDifference((ofA ?? ofB)!.Key, (ofA ?? ofB)!.Line.Item, textA, textB));
        }

        return [.. differences];
    }

    private static Wording Describe(StudyLine line, CarbonFootprint footprint)
    {
        Wording amount = StudyLineText.AmountOf(line);
        Wording provider = StudyLineText.ProviderOf(line, footprint.Sources);
        return new Wording($"{amount.En} · {provider.En}", $"{amount.Zh} · {provider.Zh}");
    }
}
