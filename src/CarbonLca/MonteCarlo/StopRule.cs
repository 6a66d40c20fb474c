using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.MonteCarlo;

/// <summary>When the estimates of a run are good enough: every target met for every product and category asked for.</summary>
/// <remarks>
/// Looked at when 1,024, 2,048, 4,096, … samples are done and at no other time, so that where a run stops depends on the samples
/// alone, never on threads.
/// </remarks>
/// <param name="Targets">What has to be known, and how well.</param>
public sealed record StopRule(ImmutableArray<StopTarget> Targets)
{
    /// <summary>The first number of samples at which a run looks at its rule; then every doubling.</summary>
    public const int FirstLook = 1024;

    /// <summary>What a rule looks like, in words.</summary>
    public static Wording Form { get; } = new(
        "mean, median, P2.5, P5, P25, P75, P95 or P97.5 with a relative standard error, for instance 'P95=0.5%'; several separated by commas",
        "mean、median、P2.5、P5、P25、P75、P95 或 P97.5 及其相对标准误，例如 'P95=0.5%'；多个以逗号分隔");

    /// <summary>How many numbers <see cref="Errors"/> has.</summary>
    internal static int ErrorCount => 1 + SampleStatistics.Probabilities.Length;

    /// <summary>Reads a rule such as <c>P95=0.5%</c> or <c>mean=0.1%,P97.5=1%</c>.</summary>
    /// <exception cref="InputRefusedException">The text is no such rule.</exception>
    public static StopRule Parse(string text) => TryParse(text, out StopRule? rule) ? rule : throw Refused(text);

    /// <summary>Reads a rule such as <c>P95=0.5%</c> or <c>mean=0.1%,P97.5=1%</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rule">The rule; null where the text is none.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out StopRule? rule)
    {
        ArgumentNullException.ThrowIfNull(text);
        StopTarget?[] targets = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(ParseTarget)];
        rule = Array.TrueForAll(targets, static target => target is not null) ? new StopRule([.. targets.Select(static target => target!.Value)]) : null;
        return rule is not null;
    }

    /// <summary>The rule as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Join(',', Targets);

    /// <summary>The smallest relative standard error asked for of the mean, and of the quantile of each of <see cref="SampleStatistics.Probabilities"/>; ∞ where none is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A target is of another quantile.</exception>
    internal ImmutableArray<double> Errors()
    {
        double[] errors = [.. Enumerable.Repeat(double.PositiveInfinity, ErrorCount)];
        foreach (StopTarget target in Targets)
        {
            int k = target.Probability is { } p ? 1 + SampleStatistics.IndexOf(p) : 0;
            errors[k] = Math.Min(errors[k], target.RelativeError);
        }

        return [.. errors];
    }

    /// <summary>Whether this rule is met only where another is.</summary>
    /// <param name="errors">The <see cref="Errors"/> of the other; empty where there is none, which is like one that is never met.</param>
    internal bool IsNoLooserThan(ImmutableArray<double> errors) => !errors.IsEmpty && Errors().Zip(errors).All(static pair => pair.First <= pair.Second);

    /// <summary>Whether one series of samples meets every target.</summary>
    internal bool IsMetBy(SampleStatistics statistics)
    {
        foreach (StopTarget target in Targets)
        {
            (double value, double error) = target.Probability is { } p
                ? (statistics.Quantile(p).Value, statistics.Quantile(p).StandardError)
                : (statistics.Mean, statistics.MeanStandardError);
            if (!(error <= target.RelativeError * Math.Abs(value))) return false;
        }

        return true;
    }

    private static StopTarget? ParseTarget(string part)
    {
        string[] sides = part.Split('=', StringSplitOptions.TrimEntries);
        if (sides.Length != 2 || !sides[1].EndsWith('%')) return null;
        if (!double.TryParse(sides[1][..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double percent) || !(percent is > 0 and < 100)) return null;
        if (string.Equals(sides[0], "mean", StringComparison.OrdinalIgnoreCase)) return new StopTarget(null, percent / 100);
        if (string.Equals(sides[0], "median", StringComparison.OrdinalIgnoreCase)) return new StopTarget(0.5, percent / 100);
        if (sides[0].Length < 2 || sides[0][0] is not ('P' or 'p')) return null;
        if (!double.TryParse(sides[0][1..].Replace('_', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double rank)) return null;
        foreach (double p in SampleStatistics.Probabilities)
            if (Math.Abs((100 * p) - rank) < 1e-9) return new StopTarget(p, percent / 100);
        return null;
    }

    private static InputRefusedException Refused(string text) => new(
        Diagnostic.Error(FindingCode.OutOfRange, $"'{text}' is no stop rule.", $"'{text}' 不是停止规则。") with
        {
            Expected = Form,
        });
}

/// <summary>One target: an estimate and the relative standard error it needs.</summary>
/// <param name="Probability">The probability of the quantile, one of <see cref="SampleStatistics.Probabilities"/>; null for the mean.</param>
/// <param name="RelativeError">The largest standard error, as a share of the estimate.</param>
public readonly record struct StopTarget(double? Probability, double RelativeError)
{
    /// <summary>The target as <see cref="StopRule.Parse"/> reads it.</summary>
    public override string ToString()
    {
        string estimate = Probability is { } p ? "P" + (100 * p).ToString("0.#", CultureInfo.InvariantCulture) : "mean";
        return $"{estimate}={(100 * RelativeError).ToString("R", CultureInfo.InvariantCulture)}%";
    }
}
