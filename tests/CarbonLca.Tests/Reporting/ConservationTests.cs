using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Studies;
using CarbonLca.Tests.Reporting.Quality;
using CarbonLca.Tests.Studies;

namespace CarbonLca.Tests.Reporting;

public sealed class ConservationTests
{
    private static CarbonFootprint Footprint() => Evidence.Compute(SampleStudy.Whole());

    [Fact]
    public void REQ_22_stages_items_processes_flows_and_paths_sum_to_the_total()
    {
        CarbonFootprint footprint = Footprint();
        Assert.True(footprint.Total > 0);
        double tolerance = 1e-9 * footprint.Total;
        Assert.Equal(footprint.Total, footprint.Stages.Sum(s => s.Values[0]), tolerance);
        Assert.Equal(footprint.Total, footprint.Stages.Sum(s => s.Lines.Sum(l => l.Values[0])), tolerance);
        Assert.Equal(footprint.Total, footprint.Processes.Sum(p => p.Value), tolerance);
        Assert.Equal(footprint.Total, footprint.Flows.Sum(p => p.Value), tolerance);
        Assert.Equal(footprint.Total, footprint.Chain.Nodes.Sum(n => n.Own + n.Rest), tolerance);
        Assert.InRange(footprint.Verify(), 0, 1e-9);
    }

    [Fact]
    public void REQ_22_bad_a_breakdown_that_misses_something_gives_no_result()
    {
        CarbonFootprint footprint = Footprint();
        StageFootprint first = footprint.Stages[0];
        CarbonFootprint[] broken =
        [
            footprint with { Stages = footprint.Stages.RemoveAt(0) },
            footprint with { Stages = footprint.Stages.SetItem(0, first with { Lines = first.Lines.Add(first.Lines[0]) }) },
            footprint with { Processes = footprint.Processes.RemoveAt(0) },
            footprint with { Flows = footprint.Flows.RemoveAt(0) },
            footprint with { Totals = [footprint.Total * 1.001] },
        ];
        Assert.All(broken, b => Assert.Contains("box", Assert.Throws<InconsistentFootprintException>(() => b.Verify()).Message, StringComparison.Ordinal));
    }
}
