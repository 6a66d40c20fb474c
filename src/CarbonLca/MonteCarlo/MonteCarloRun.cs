using System.Runtime.ExceptionServices;
using CarbonLca.Diagnostics;
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
        if (!_isKept && options.Checkpoint is not null)
            throw new ArgumentException($"{options.Samples} samples of {model.Sampled.SeriesCount} numbers do not fit the memory budget of {options.MemoryBudget} bytes, and only kept samples can be resumed. Raise the budget, ask for fewer products, or do without checkpoints.", nameof(options));
    }

    public MonteCarloResult Go(MonteCarloState? resumed, CancellationToken cancellation)
    {
        SampleStore store = NewStore();
        FailureLog failures = new(resumed?.Failures ?? []);
        if (resumed is not null) Resume(resumed, store);
        long checkpoint = store.Count + _options.CheckpointInterval;
        bool isStopped = IsGoodEnough(store);
        while (store.Count < _options.Samples && !isStopped)
        {
            int count = (int)Math.Min(_round - (store.Count % _round), _options.Samples - store.Count);
            SampleChunk chunk = SampleChunk.Empty(store.Count, count, _model.Sampled.SeriesCount, _model.Sampled.UnitSamples, _model.Spare);
            Draw(chunk, failures, cancellation);
            cancellation.ThrowIfCancellationRequested();
            store.Add(chunk, _options.EffectiveThreads);
            if (!_isKept) chunk.Release(_model.Spare);
            isStopped = IsGoodEnough(store);
            if (_options.Checkpoint is null || (store.Count < checkpoint && store.Count < _options.Samples && !isStopped)) continue;
            checkpoint = store.Count + _options.CheckpointInterval;
            _options.Checkpoint(MonteCarloState.Of(_model, _options, store, failures.Before(store.Count)));
        }

        _model.GiveBack(_workers);
        return new MonteCarloResult(_model, _options, store, failures.Before(store.Count), isStopped);
    }

    // Sketched samples keep a quarter of the budget for the round in progress.
    private static int RoundOf(double bytesPerSample, long budget)
    {
        int round = MonteCarloModel.RoundSamples;
        while (round > SeriesSummary.BlockSize && bytesPerSample * round > budget / 4.0) round /= 2;
        return round;
    }

    private SampleStore NewStore()
    {
        SampledSystem sampled = _model.Sampled;
        double[] deterministic = new double[sampled.SeriesCount];
        for (int series = 0; series < deterministic.Length; series++)
            deterministic[series] = sampled.Footprints[sampled.Products[series / sampled.Categories.Length], sampled.Categories[series % sampled.Categories.Length]];
        return _isKept ? new KeptSamples(deterministic, _options.Design) : new SketchedSamples(deterministic, _options);
    }

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

    // Whole rounds are taken over; a last, shorter one is drawn again, as part of the round it begins.
    private void Resume(MonteCarloState state, SampleStore store)
    {
        bool isSamePlan = _options.Design != SampleDesign.LatinHypercube || state.PlannedSamples == _options.Samples;
        if (state.ModelDigest != _model.Digest || state.Seed != _options.Seed || state.Design != _options.Design || !isSamePlan || state.SeriesCount != _model.Sampled.SeriesCount)
            throw Refused(state, isSamePlan);
        foreach (SampleChunk chunk in state.Chunks)
        {
            if (chunk.First + chunk.Count > _options.Samples || (chunk.First + chunk.Count) % _round != 0) break;
            store.Add(chunk, _options.EffectiveThreads);
        }
    }

    private InputRefusedException Refused(MonteCarloState state, bool isSamePlan)
    {
        Wording differs = state switch
        {
            _ when state.Seed != _options.Seed => new Wording($"its seed is {state.Seed}, and {_options.Seed} is asked for", $"其种子为 {state.Seed}，而要求的是 {_options.Seed}"),
            _ when state.Design != _options.Design => new Wording($"its design is {state.Design}, and {_options.Design} is asked for", $"其抽样设计为 {state.Design}，而要求的是 {_options.Design}"),
            _ when !isSamePlan => new Wording($"it is a Latin hypercube of {state.PlannedSamples} samples, and {_options.Samples} are asked for", $"其拉丁超立方样本数为 {state.PlannedSamples}，而要求的是 {_options.Samples}"),
            _ => new Wording("data, method, products or categories are not the same", "数据、方法、产品或影响类别不同"),
        };
        return new InputRefusedException(Diagnostic.Error(
            FindingCode.OutOfRange,
            $"The saved state belongs to another run: {differs.En}.",
            $"保存的状态属于另一次运行：{differs.Zh}。") with
        {
            Next = new Wording("Ask for the same run again, or start anew without the state.", "请按原设置继续运行，或不带状态重新开始。"),
        });
    }
}
