using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting;

/// <summary>A probability that samples estimate, in words.</summary>
public static class ProbabilityText
{
    // Of n samples without an event, the probability of the event is below 3/n with 95 % confidence (Hanley and Lippman-Hand 1983, JAMA 249:1743).
    private const double RuleOfThree = 3;

    /// <summary>The probability in per cent with its standard error; where no sample or all of them count, the bound that n samples give.</summary>
    /// <param name="probability">The share of the samples.</param>
    /// <param name="standardError">Its standard error.</param>
    /// <param name="samples">How many samples there are; at least one.</param>
    public static Wording Of(double probability, double standardError, long samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        string count = samples.ToString("N0", CultureInfo.InvariantCulture);
        double bound = Math.Min(1, RuleOfThree / samples);
        if (probability <= 0) return new Wording($"0 % (none of {count} samples; below {Percent(bound)} % with 95 % confidence)", $"0 %（{count} 个样本中没有一个；95 % 置信水平下低于 {Percent(bound)} %）");
        if (probability >= 1) return new Wording($"100 % (all of {count} samples; above {Percent(1 - bound)} % with 95 % confidence)", $"100 %（{count} 个样本全部如此；95 % 置信水平下高于 {Percent(1 - bound)} %）");
        return Wording.Same($"{Percent(probability)} % ± {Percent(standardError)} %");
    }

    /// <summary>A share in per cent, with as many decimals as tell it from 0 and from 100.</summary>
    public static string Percent(double share)
    {
        double percent = 100 * share;
        return percent.ToString(Math.Min(percent, 100 - percent) >= 0.1 || percent is 0 or 100 ? "0.0#" : "0.0###", CultureInfo.InvariantCulture);
    }
}
