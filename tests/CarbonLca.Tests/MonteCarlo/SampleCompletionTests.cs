using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using CarbonLca.TestSupport;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>Samples that sweeps cannot solve: solved with factors, in memory that is used again, with bits of their own.</summary>
public sealed class SampleCompletionTests
{
    private const int Groups = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Samples_that_need_factors_allocate_nothing(int categories)
    {
        AssertAllocatesNothing(Model(SlowRing(40, 0.9990, 0.9999999), categories));
    }

    [Fact]
    public void Loops_with_credits_that_sweeps_solve_are_judged_without_allocating()
    {
        Process[] ring = SlowRing(40, 0.3, 0.5);
        ring[7] = ring[7].With(new Exchange(ring[20].ReferenceFlow, ExchangeDirection.Input, 0.01) { IsAvoided = true, Uncertainty = Uncertainty.Uniform(0.005, 0.02) });
        MonteCarloModel model = Model(ring, 1);
        Assert.Contains(true, model.Sampled.Credits.HasCredits);
        AssertAllocatesNothing(model);
    }

    [Theory]
    [InlineData(1, 0.9990, 0.9999999)]
    [InlineData(8, 0.9990, 0.9999999)]
    [InlineData(1, 0.9, 1.1)]
    [InlineData(8, 0.9, 1.1)]
    public void D03_a_sample_has_the_same_bits_whatever_was_completed_before(int categories, double least, double most)
    {
        MonteCarloModel model = Model(SlowRing(25, least, most), categories);
        FailureLog ofOne = new([]);
        FailureLog ofMany = new([]);
        SampleChunk inOrder = ChunkOf(model);
        SampleChunk backwards = ChunkOf(model);
        SampleWorker worker = WorkerOf(model);
        for (int group = 0; group < Groups; group++) worker.Run(3, group, inOrder, ofOne);
        for (int group = Groups - 1; group >= 0; group--) WorkerOf(model).Run(3, group, backwards, ofMany);
        Assert.Equal(ofOne.Before(long.MaxValue).AsEnumerable(), ofMany.Before(long.MaxValue));
        Assert.Equal(most > 1, ofOne.Before(long.MaxValue).Length > 0);
        for (int sample = 0; sample < Groups * 16; sample += inOrder.BlockSamples)
            Assert.Equal(Bits(inOrder.Block(sample)), Bits(backwards.Block(sample)));
    }

    [Fact]
    public void D01_threads_change_no_bit_of_samples_that_need_factors()
    {
        MonteCarloModel model = Model(SlowRing(25, 0.9, 1.1), 1);
        double[] expected = model.Run(new MonteCarloOptions { Samples = 400, Seed = 6, Threads = 1 }).SamplesOf(0, 0);
        Assert.Contains(expected, double.IsNaN);
        foreach (int threads in (int[])[2, 3, 7])
            Assert.Equal(Bits(expected), Bits(model.Run(new MonteCarloOptions { Samples = 400, Seed = 6, Threads = threads }).SamplesOf(0, 0)));
    }

    [Fact]
    public void A_chain_behind_a_loop_that_needs_factors_is_completed_link_by_link()
    {
        // Each link takes two of the one before it and emits one: 1 + 2·(1 + 2·(… + 2·y₀)).
        const int links = 6;
        List<Process> processes = [.. SlowRing(3, 0.9990, 0.9999999)];
        Flow former = processes[0].ReferenceFlow;
        for (int k = 0; k < links; k++)
        {
            Flow link = Some.Product($"link{k}");
            processes.Add(Process.Producing(1, link).Named(link.Id, link.Id).Using(2, former).Emitting(1, Some.Co2));
            former = link;
        }

        MonteCarloModel model = Model([.. processes], 1);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 64, Seed = 1 });
        Assert.Equal(0, result.FailedCount);
        double[] ring = result.SamplesOf(model.System.FindColumn("ring000"), 0);
        double[] last = result.SamplesOf(model.System.FindColumn($"link{links - 1}"), 0);
        for (int k = 0; k < ring.Length; k++) Assert.Equal(63 + (64 * ring[k]), last[k], 1e-12 * last[k]);
    }

    // Each process takes one unit of the next, the last a drawn amount of the first; measured in units that lie decades apart.
    private static Process[] SlowRing(int count, double least, double most)
    {
        Flow[] products = [.. Enumerable.Range(0, count).Select(k => Some.Product($"ring{k:D3}"))];
        double[] price = [.. Enumerable.Range(0, count).Select(k => k == 0 ? 1 : Math.Pow(10, (k * 7 % 9) - 4))];
        return [.. products.Select((product, k) =>
        {
            int next = (k + 1) % count;
            double scale = price[k] / price[next];
            Exchange input = new(products[next], ExchangeDirection.Input, (next == 0 ? (least + Math.Min(most, 0.99999)) / 2 : 1) * scale)
            {
                Uncertainty = next == 0 ? Uncertainty.Uniform(least * scale, most * scale) : Uncertainty.None,
            };
            return Process.Producing(1, product).Named(product.Id, product.Id).With(input).Emitting(price[k], Some.Co2);
        })];
    }

    private static MonteCarloModel Model(Process[] processes, int categories)
    {
        LciDatabase database = LciDatabase.Create("test", null, processes);
        ImpactMethod method = new(
            "several",
            [.. Enumerable.Range(0, categories).Select(k => new ImpactCategory($"c{k}", "points"))],
            [.. Enumerable.Range(0, categories).Select(k => new MethodRow(k, Some.Co2.Id, k + 1, Some.Kilogram) { Direction = ExchangeDirection.Output })]);
        CarbonLca.Assessment.LcaSolver solver = CarbonLca.Assessment.LcaSolver.Factorize(ProductSystem.Link(database));
        return MonteCarloModel.Prepare(solver, Characterization.Match(method, database), [], [.. Enumerable.Range(0, categories)]);
    }

    private static SampleWorker WorkerOf(MonteCarloModel model) =>
        new(model.Sampled, SamplingPlan.Of([.. model.Parameters.Select(p => new SampledParameter(p.Key, p.Distribution))], SamplingOptions.Default));

    private static SampleChunk ChunkOf(MonteCarloModel model) => SampleChunk.Empty(0, Groups * 16, model.Sampled.SeriesCount, model.Sampled.UnitSamples);

    private static long[] Bits(ReadOnlySpan<double> values) => Array.ConvertAll(values.ToArray(), BitConverter.DoubleToInt64Bits);

    private static void AssertAllocatesNothing(MonteCarloModel model)
    {
        SampleWorker worker = WorkerOf(model);
        SampleChunk chunk = ChunkOf(model);
        FailureLog failures = new([]);
        Run();
        Assert.Equal(0, Allocations.Of(Run));
        Assert.Empty(failures.Before(long.MaxValue));

        void Run()
        {
            for (int group = 0; group < Groups; group++) worker.Run(1, group, chunk, failures);
        }
    }
}
