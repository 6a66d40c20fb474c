using System.Runtime.ExceptionServices;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>One run of a model: rounds of groups, handed out to threads.</summary>
/// <remarks>
/// Groups of sixteen samples are the unit of work; which thread takes one changes nothing, because each writes its own places of the
/// round's chunk and statistics are taken from whole chunks in order.
/// </remarks>
internal sealed class MonteCarloRun
{
    private const int Lanes = SamplingPlan.Lanes;

    private readonly MonteCarloModel _model;
    private readonly MonteCarloOptions _options;
    private readonly SamplingPlan _plan;
    private readonly SampleWorker?[] _workers;
    private readonly int _round;
    private readonly bool _isKept;

    public MonteCarloRun(MonteCarloModel model, MonteCarloOptions options)
    {
        _model = model;
        _options = options;
        _plan = model.PlanFor(options);
        _workers = new SampleWorker?[options.EffectiveThreads];
        _isKept = model.CanKeep(options);
        _round = RoundOf(model.BytesPerSample, options.MemoryBudget);
    }

    public MonteCarloResult Go(MonteCarloState? resumed, CancellationToken cancellation)
    {
        FailureLog failures = new(resumed?.Failures ?? []);
        (SampleStore store, bool isStopped) = resumed is null ? (NewStore(DeterministicValues()), false) : Resume(resumed);
        long checkpoint = store.Count + _options.CheckpointInterval;
        while (store.Count < _options.Samples && !isStopped)
        {
            SampleChunk chunk = SampleChunk.Empty(store.Count, RoundAt(store.Count), _model.Sampled.SeriesCount, _model.Sampled.UnitSamples, _model.Spare);
            Draw(chunk, failures, cancellation);
            cancellation.ThrowIfCancellationRequested();
            store.Add(chunk, _options.EffectiveThreads);
            if (!_isKept) chunk.Release(_model.Spare);
            isStopped = IsGoodEnough(store);
            bool isLast = isStopped || store.Count == _options.Samples || !HasStateAt(store.Count + RoundAt(store.Count));
            if (_options.Checkpoint is null || !HasStateAt(store.Count) || (store.Count < checkpoint && !isLast)) continue;
            checkpoint = store.Count + _options.CheckpointInterval;
            Report(MonteCarloState.Of(_model, _options, store, failures.Before(store.Count), isLast));
        }

        _model.GiveBack(_workers);
        return new MonteCarloResult(_model, _options, store, failures.Before(store.Count), isStopped);
    }

    private int RoundAt(long first) => (int)Math.Min(_round - (first % _round), _options.Samples - first);

    // Of kept samples a last, shorter round is drawn again; once it is folded it cannot be taken back.
    private bool HasStateAt(long samples) => _isKept || SketchedSamples.HasStateAt(samples);

    private void Report(MonteCarloState state)
    {
        try
        {
            _options.Checkpoint!(state);
        }
        finally
        {
            state.EndReport();
        }
    }

    // Sketched samples keep a quarter of the budget for the round in progress.
    private static int RoundOf(double bytesPerSample, long budget)
    {
        int round = MonteCarloModel.RoundSamples;
        while (round > SeriesSummary.BlockSize && bytesPerSample * round > budget / 4.0) round /= 2;
        return round;
    }

    private double[] DeterministicValues()
    {
        SampledSystem sampled = _model.Sampled;
        double[] deterministic = new double[sampled.SeriesCount];
        for (int series = 0; series < deterministic.Length; series++)
            deterministic[series] = sampled.Footprints[sampled.Products[series / sampled.Categories.Length], sampled.Categories[series % sampled.Categories.Length]];
        return deterministic;
    }

    private SampleStore NewStore(double[] deterministic) => _isKept ? new KeptSamples(deterministic, _options.Design) : new SketchedSamples(deterministic, _options);

    private void Draw(SampleChunk chunk, FailureLog failures, CancellationToken cancellation)
    {
        long first = chunk.First / Lanes;
        int groups = (chunk.Count + Lanes - 1) / Lanes;
        int next = 0;
        int threads = Math.Min(_workers.Length, groups);
        if (threads == 1)
        {
            Work(0);
            return;
        }

        try
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Work);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        void Work(int thread)
        {
            SampleWorker worker = _workers[thread] ??= _model.TakeWorker(_plan);
            while (!cancellation.IsCancellationRequested && Interlocked.Increment(ref next) - 1 is var group && group < groups)
                worker.Run(_options.Seed, first + group, chunk, failures);
        }
    }

    private bool IsGoodEnough(SampleStore store)
    {
        if (_options.StopRule is not { } rule || store.Count < StopRule.FirstLook || !long.IsPow2(store.Count)) return false;
        return Array.TrueForAll(store.AllStatistics(_options.EffectiveThreads), rule.IsMetBy);
    }

    // The samples to go on from, and whether they are enough.
    private (SampleStore Store, bool IsStopped) Resume(MonteCarloState state)
    {
        double[] deterministic = DeterministicValues();
        Resumption.Check(state, _model, _options, deterministic);
        if (!state.HasSamples)
        {
            SketchedSamples sketches = state.TakeSketches();
            return (sketches, IsGoodEnough(sketches));
        }

        // Whole rounds are taken over, and looked at as if they were drawn; a last, shorter one is drawn again, as part of the round it begins.
        SampleStore store = NewStore(deterministic);
        foreach (SampleChunk chunk in state.Chunks)
        {
            long end = chunk.First + chunk.Count;
            if (end > _options.Samples || end % SeriesSummary.BlockSize != 0) break;
            store.Add(chunk, _options.EffectiveThreads);
            if (IsGoodEnough(store)) return (store, true);
        }

        return (store, false);
    }
}
