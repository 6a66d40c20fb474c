using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>An exchange that keeps its amount although it states a distribution.</summary>
/// <param name="Process">The index of its process in the database.</param>
/// <param name="Exchange">Its row in the <see cref="ExchangeTable"/>.</param>
/// <param name="Rule">The rule that fixed it.</param>
public readonly record struct FixedExchange(int Process, int Exchange, DegenerateParameter Rule)
{
    /// <summary>The rule in words.</summary>
    public Wording Reason => Rule switch
    {
        DegenerateParameter.ZeroSpread => new Wording("its spread is 0 (a geometric standard deviation of 1)", "其离散度为 0（几何标准差为 1）"),
        DegenerateParameter.EqualBounds => new Wording("its ends are equal", "其上下限相等"),
        DegenerateParameter.CertainOutcome => new Wording("its probability is 0 or 1", "其概率为 0 或 1"),
        DegenerateParameter.EqualValues => new Wording("its values are all equal", "其数值全部相等"),
        DegenerateParameter.ZeroMedian => new Wording("a lognormal about zero has no logarithm", "以零为中位数的对数正态分布没有对数"),
        DegenerateParameter.ModeOutside => new Wording("the amount, its mode, lies outside of its ends", "作为众数的数量位于其上下限之外"),
        DegenerateParameter.EmptyTruncation => new Wording("nothing lies between its bounds", "其截断界限之间没有任何值"),
        _ => new Wording("it does not vary", "其不变化"),
    };

    /// <summary>The exchange of a row.</summary>
    internal static FixedExchange Of(LciDatabase database, int row)
    {
        ReadOnlySpan<int> starts = database.Exchanges.Starts;
        int process = starts.BinarySearch(row);
        process = process >= 0 ? process : ~process - 1;
        while (starts[process + 1] <= row) process++;
        database.Exchanges.DistributionOf(row, out DegenerateParameter rule);
        return new FixedExchange(process, row, rule);
    }
}
