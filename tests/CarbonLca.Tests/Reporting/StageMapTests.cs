using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Reporting;

public sealed class StageMapTests
{
    private static readonly ImmutableArray<StagePart> Two = [new("one", new Wording("one", "一")), new("two", new Wording("two", "二"))];

    [Fact]
    public void REQ_13_the_ICT_view_has_the_same_parts_without_loss()
    {
        StageMap map = StageMap.IsoToIct;
        ImmutableArray<double> ict = map.Convert([1, 2, 3, 4, 5]);
        Assert.Equal(["A", "B", "C", "D", "G"], map.To.Select(p => p.Key));
        Assert.Equal([1, 2, 4, 5, 3], ict.ToArray());
        Assert.True(map.IsWithoutLoss);
        Assert.Equal([1, 2, 3, 4, 5], map.Inverse().Convert(ict.AsSpan()).ToArray());
    }

    [Fact]
    public void REQ_13_a_map_conserves_the_sum() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NormalFloat>(), ArbMap.Default.ArbFor<NormalFloat>(), ArbMap.Default.ArbFor<byte>(), (a, b, part) =>
        {
            double share = part / 255.0;
            StageMap map = new(Two, Two, [[share, 1 - share], [0, 1]]);
            double sum = map.Convert([a.Get, b.Get]).Sum();
            return Math.Abs(sum - (a.Get + b.Get)) <= 4e-15 * (Math.Abs(a.Get) + Math.Abs(b.Get));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void REQ_13_bad_a_stage_without_a_place_or_with_shares_that_do_not_sum_is_refused()
    {
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => new StageMap(Two, Two, [[0.5, 0.4], [0, 0]]));
        Assert.Equal([FindingCode.AllocationSum, FindingCode.BoundaryIncomplete], refused.Findings.Select(f => f.Code));
        Assert.Throws<InputRefusedException>(() => new StageMap(Two, Two, [[1, 0]]));
        StageMap joining = new(Two, Two, [[1, 0], [1, 0]]);
        Assert.False(joining.IsWithoutLoss);
        Assert.Throws<InvalidOperationException>(joining.Inverse);
        Assert.Throws<ArgumentException>(() => joining.Convert([1, 2, 3]));
    }
}
