using CarbonLca.MonteCarlo;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Tests.Assessment;
using CarbonLca.TestSupport;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>What the steady state of sampling costs in memory: nothing.</summary>
public sealed class AllocationFreeTests
{
    [Fact]
    public void A_group_of_samples_allocates_nothing()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(new RandomSystem(5, 200), 0.05));
        SampledParameter[] parameters = [.. model.Parameters.Select(p => new SampledParameter(p.Key, p.Distribution))];
        SampleWorker worker = new(model.Sampled, SamplingPlan.Of(parameters, SamplingOptions.Default));
        SampleChunk chunk = SampleChunk.Empty(0, 1024, model.Sampled.SeriesCount, model.Sampled.UnitSamples);
        FailureLog failures = new([]);
        for (int group = 0; group < 32; group++) worker.Run(1, group, chunk, failures);
        long allocated = Allocations.Of(() =>
        {
            for (int group = 32; group < 64; group++) worker.Run(1, group, chunk, failures);
        });
        Assert.Empty(failures.Before(long.MaxValue));
        Assert.Equal(0, allocated);
    }
}
