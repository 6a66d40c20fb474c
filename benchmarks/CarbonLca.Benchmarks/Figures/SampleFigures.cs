using CarbonLca.Assessment;
using CarbonLca.Benchmarks.Assessment;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Benchmarks.Rivals;
using CarbonLca.Benchmarks.Sparse;
using CarbonLca.MonteCarlo;
using CarbonLca.Numerics.FixedPoint;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>Figures 4, 5, 6 and 11: Monte Carlo.</summary>
/// <remarks>
/// The rival gets its values for nothing and solves once for one product; it factorises anew with its old analysis. What is
/// possible is computed from the draws, each at the cost it has in the first cache, and from the bytes that the sweeps that
/// were made in float, and one in double, must read and write for all categories together, at the speed at which as many
/// threads read as large a working set.
/// </remarks>
internal static class SampleFigures
{
    private const int Climate = 0;
    private const int Threads = 2;
    private const int ManySamples = 1000;
    private const int SteadyGroups = 64;
    private const int CountedGroups = 16;
    private const int ReadsPerTurn = 20;
    private const double OneHalf = 0.5;

    /// <summary>Figures 4, 6 for one product, and 11.</summary>
    public static IEnumerable<FigureLine> OneProduct(FigureContext context)
    {
        SolveCase subject = context.Case(SyntheticPresets.EcoinventSized);
        SampledCase sampled = new(context.System(SyntheticPresets.EcoinventSized), subject);
        int product = sampled.MedianProduct();
        SampledProblem problem = sampled.For([product], [Climate]);
        SampleTraffic traffic = SampleTraffic.Of(problem, subject.Matrix, products: 1);
        SampledRun run = problem.CreateRun([product]);
        MachineLimits limits = new(traffic.WorkingSet);
        Workload workload = context.Workload(SyntheticPresets.EcoinventSized);
        int column = workload.System.FindColumn(SyntheticDatabase.ProcessId(product));
        MonteCarloModel model = MonteCarloModel.Prepare(LcaSolver.Factorize(workload.System), workload.Match(), [column], [Climate]);
        MonteCarloOptions options = new() { Samples = ManySamples, Threads = 1 };
        MonteCarloResult? result = null;
        long group = 0;

        Turns turns = context.Turns();
        Turns.Step engine = turns.Add(() => (result = model.Run(options)).Statistics(column, Climate));
        Turns.Step own = turns.Add(() =>
        {
            for (int k = 0; k < CountedGroups; k++)
                run.Group(group++);
        });
        Turns.Step draw = turns.Add(limits.Draw);
        Turns.Step read = turns.Add(() =>
        {
            for (int k = 0; k < ReadsPerTurn; k++)
                limits.Read();
        });
        Turns.Step fill = turns.Add(() =>
        {
            for (int k = 0; k < CountedGroups; k++)
                run.Fill(group++);
        });
        (Umfpack Solver, Turns.Step Step)[] rivals = Rivals(turns, subject, product);
        turns.Run("figures 4, 6, 11");

        double perSample = own.Milliseconds / (CountedGroups * SampleSweep.Lanes);
        double perSampleOfEngine = engine.Milliseconds / ManySamples;
        (double rival, string rivalText) = Fastest(rivals);
        yield return new FigureLine(
            4,
            "Monte Carlo, one product, everything upstream sampled, one thread, against a new factorisation and a solve by UMFPACK for each sample",
            Goal.TimesAsFast(300, 500),
            rival / perSampleOfEngine,
            $"{ManySamples:N0} samples with mean, deviation and quantiles in {engine.Milliseconds:N0} ms = {1000 / perSampleOfEngine:N0} samples/s, {result!.FailedCount} failed; {model.Parameters.Length:N0} uncertain amounts upstream; {rivalText}. "
            + $"Drawing and solving alone: {perSample:N3} ms a sample, of which {fill.Milliseconds / (CountedGroups * SampleSweep.Lanes):N3} ms draw {problem.Plan.Count:N0} lognormal numbers; {Sweeps(run)}; {run.Failed} of {run.Samples:N0} samples failed.");
        yield return Share("one product, one thread", traffic, limits, perSample, draw.Milliseconds, read.Milliseconds / ReadsPerTurn, 1, run);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 0; k < SteadyGroups; k++)
            run.Group(group++);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        yield return new FigureLine(
            11,
            "allocation while sampling",
            Goal.AtMost(0, double.NaN, "bytes a sample"),
            allocated / (double)(SteadyGroups * SampleSweep.Lanes),
            $"{allocated:N0} bytes in {SteadyGroups * SampleSweep.Lanes:N0} samples: drawing, solving, taking over.");
    }

    /// <summary>Figure 5, and 6 for all products.</summary>
    public static IEnumerable<FigureLine> AllProducts(FigureContext context)
    {
        SolveCase subject = context.Case(SyntheticPresets.EcoinventSized);
        SampledCase sampled = new(context.System(SyntheticPresets.EcoinventSized), subject);
        SampledProblem problem = sampled.For([], [.. Enumerable.Range(0, subject.Categories)]);
        SampleTraffic traffic = SampleTraffic.Of(problem, subject.Matrix, subject.Order);
        SampledRun[] runs = [.. Enumerable.Range(0, Threads).Select(_ => problem.CreateRun([.. Enumerable.Range(0, subject.Order)]))];
        MachineLimits[] limits = [.. runs.Select(_ => new MachineLimits(traffic.WorkingSet))];
        Workload workload = context.Workload(SyntheticPresets.EcoinventSized);
        MonteCarloModel model = MonteCarloModel.Prepare(LcaSolver.Factorize(workload.System), workload.Match());
        MonteCarloOptions options = new() { Samples = ManySamples, Threads = Threads };
        long failed = 0;
        int numbers = 0;

        // Runs that follow find their memory cleared; the first does not.
        (_, double first) = Stopclock.Measure(() => model.Run(options).Dispose());
        Turns turns = context.Turns();
        Turns.Step engine = turns.AddOnTheWall(() =>
        {
            using MonteCarloResult result = model.Run(options);
            failed = result.FailedCount;
        });
        Turns.Step statistics = turns.AddOnTheWall(() =>
        {
            using MonteCarloResult result = model.Run(options);
            numbers = result.AllStatistics().Length;
        });
        Turns.Step own = turns.AddOnTheWall(() => OnThreads(thread =>
        {
            for (int group = thread; group < CountedGroups; group += Threads)
                runs[thread].Group(group);
        }));
        Turns.Step draw = turns.AddOnTheWall(() => OnThreads(thread => limits[thread].Draw()));
        Turns.Step read = turns.AddOnTheWall(() => OnThreads(thread =>
        {
            for (int k = 0; k < ReadsPerTurn; k++)
                limits[thread].Read();
        }));
        (Umfpack Solver, Turns.Step Step)[] rivals = Rivals(turns, subject, sampled.MedianProduct());
        turns.Run("figure 5");

        double perSample = own.Milliseconds / (CountedGroups * SampleSweep.Lanes);
        double perSampleOfEngine = engine.Milliseconds / ManySamples;
        (double rival, string rivalText) = Fastest(rivals);
        yield return new FigureLine(
            5,
            $"Monte Carlo, all {subject.Order:N0} products × {subject.Categories} categories, everything sampled, two threads, against the same rival doing one product in one category",
            Goal.TimesAsFast(150, 300),
            rival / perSampleOfEngine,
            $"{1000 / perSampleOfEngine:N0} samples/s, every one of them kept; {failed} of {ManySamples:N0} failed; {model.Parameters.Length:N0} uncertain amounts; {rivalText}. "
            + $"Drawing, solving and taking over alone: {perSample:N3} ms a sample, processor time {own.ProcessorMilliseconds / (CountedGroups * SampleSweep.Lanes):N3} ms; {Sweeps(runs[0])}; {runs.Sum(r => r.Failed)} of {runs.Sum(r => r.Samples) * subject.Categories:N0} solutions failed.");
        yield return new FigureLine(
            5,
            $"{ManySamples:N0} samples of all products × {subject.Categories} categories",
            Goal.AtMost(1.2, 0.6, "s"),
            engine.Milliseconds / 1000,
            $"Time on the wall, two threads; processor time of both together {engine.ProcessorMilliseconds / 1000:N2} s. The memory of the run before is used again; the first run, for which the system clears {numbers * (ManySamples / 1e9) * sizeof(double):N1} GB, took {first / 1000:N2} s.");
        yield return new FigureLine(
            5,
            $"the same with the statistics of all {numbers:N0} numbers",
            Goal.AtMost(double.NaN, double.NaN, "s"),
            statistics.Milliseconds / 1000,
            "Mean, deviations, skewness, extremes, seven exact quantiles, each with its standard error.");
        FigureLine share = Share("all products × categories, two threads", traffic, limits[0], perSample, draw.Milliseconds, read.Milliseconds / ReadsPerTurn, Threads, runs[0]);
        yield return share with
        {
            Goal = Goal.ShareOf(double.NaN, double.NaN),
            Basis = $"{share.Basis} The goal of half is one for one product, for which the limit was worked out; for all of them, whose state fits no cache of its own, {(share.Value < OneHalf ? "it would not be met" : "it would be met, too")}.",
        };
    }

    private static FigureLine Share(string subject, SampleTraffic traffic, MachineLimits limits, double perSample, double draw, double read, int threads, SampledRun run)
    {
        double nanoseconds = draw * 1e6 / MachineLimits.DrawCount;
        double bytesPerMillisecond = limits.Bytes / read;
        double bytes = traffic.Bytes(run.Sweeps.Single / (double)run.Passes);
        double draws = traffic.Draws * nanoseconds / 1e6;
        double moves = bytes / bytesPerMillisecond;
        double bound = (draws + moves) / threads;
        return new FigureLine(
            6,
            $"share of what is possible: {subject}",
            Goal.ShareOf(OneHalf, 0.75),
            bound / perSample,
            $"Possible: {traffic.Draws:N0} draws × {nanoseconds:N2} ns + {bytes / 1e6:N1} MB at {bytesPerMillisecond / 1e6:N0} GB/s (of {traffic.WorkingSet / 1e6:N1} MB, {threads} at a time) = {draws:N3} + {moves:N3} ms a sample and thread; measured {perSample * threads:N3} ms.");
    }

    private static string Sweeps(SampledRun run)
    {
        return $"{run.Sweeps.Single / (double)run.Passes:N1} sweeps in float and {run.Sweeps.Double / (double)run.Passes:N1} in double over the largest loop";
    }

    private static void OnThreads(Action<int> work) => Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, work);

    private static (Umfpack Solver, Turns.Step Step)[] Rivals(Turns turns, SolveCase subject, int product)
    {
        double[] demand = new double[subject.Order];
        demand[product] = 1;
        double[] supply = new double[subject.Order];
        return [.. FigureContext.UmfpackAtItsBest(subject).Select(u =>
        {
            u.Analyze();
            return (u, turns.Add(() =>
            {
                u.Factorize();
                u.Solve(demand, supply);
            }));
        })];
    }

    private static (double Milliseconds, string Text) Fastest((Umfpack Solver, Turns.Step Step)[] rivals)
    {
        if (rivals.Length == 0)
            return (double.NaN, "UMFPACK is not on this machine");
        (Umfpack solver, Turns.Step step) = rivals.MinBy(r => r.Step.Milliseconds);
        string text = $"{solver.Name} {step.Milliseconds:N1} ms";
        foreach ((Umfpack rival, _) in rivals)
            rival.Dispose();
        return (step.Milliseconds, text);
    }
}
