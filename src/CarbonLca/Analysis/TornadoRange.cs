using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Systems;

namespace CarbonLca.Analysis;

/// <summary>How far the inputs of a tornado are turned.</summary>
public sealed record TornadoRange
{
    private TornadoRange(double low, double high, bool isRelative)
    {
        Low = low;
        High = high;
        IsRelative = isRelative;
    }

    /// <summary>The lower probability, or the relative change at the lower end.</summary>
    public double Low { get; }

    /// <summary>The upper probability, or the relative change at the upper end.</summary>
    public double High { get; }

    /// <summary>Whether every input is turned by the same share of its amount; otherwise each to quantiles of its own distribution.</summary>
    public bool IsRelative { get; }

    /// <summary>Each input from its 5 % to its 95 % quantile.</summary>
    public static TornadoRange Default { get; } = Quantiles(0.05, 0.95);

    /// <summary>Each input between two quantiles of its distribution; inputs without one are left out.</summary>
    /// <param name="low">A probability in (0, 1).</param>
    /// <param name="high">A larger one.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are no such probabilities.</exception>
    public static TornadoRange Quantiles(double low, double high)
    {
        if (!(low > 0 && low < high && high < 1)) throw new ArgumentOutOfRangeException(nameof(low), $"{low:R} … {high:R}", "Expected two probabilities above 0 and below 1, the smaller first.");
        return new TornadoRange(low, high, isRelative: false);
    }

    /// <summary>Each input by the same share of its amount, down and up, whether it is uncertain or not.</summary>
    /// <param name="share">The share, above 0: 0.1 for ±10 %.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public static TornadoRange Relative(double share)
    {
        if (!(double.IsFinite(share) && share > 0)) throw new ArgumentOutOfRangeException(nameof(share), share, "Expected a finite share above 0, such as 0.1 for ±10 %.");
        return new TornadoRange(-share, share, isRelative: true);
    }

    /// <summary>The ends of an exchange's amount; null for one that has no distribution where quantiles are asked for.</summary>
    internal (double Low, double High)? EndsOf(ProductSystem system, int exchange)
    {
        double amount = system.AmountOf(exchange);
        if (IsRelative) return amount == 0 ? null : (amount * (1 + Low), amount * (1 + High));
        ExchangeTable table = system.Database.Exchanges;
        if (table.Kind[exchange] == (byte)UncertaintyKind.None) return null;
        Distribution distribution = table.DistributionOf(exchange, amount, out _);
        return distribution.Kind == DistributionKind.Constant ? null : (distribution.Quantile(Low), distribution.Quantile(High));
    }
}
