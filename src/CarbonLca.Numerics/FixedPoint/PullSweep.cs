using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Solves y = c + Wᵀ·y: every node gathers from the nodes its entries lead to, in ascending order.</summary>
internal sealed unsafe class PullSweep : LaneSweep
{
    private readonly SweepLayout _layout;
    private readonly AlignedBuffer<double> _fixedPart;

    /// <summary>Memory for one thread.</summary>
    public PullSweep(SweepLayout layout, FixedPointOptions options, bool hasNegativeWeights)
        : base(layout.LargestFeedback, options, hasNegativeWeights)
    {
        _layout = layout;
        _fixedPart = new AlignedBuffer<double>(layout.LargestLoop * Lanes);
    }

    /// <inheritdoc/>
    public override LaneReports Solve(SweepMemory memory)
    {
        LaneReports report = default;
        fixed (int* starts = _layout.Starts, splits = _layout.Splits, turns = _layout.Turns, targets = _layout.Targets, feedback = _layout.Feedback)
        fixed (double* weights = _layout.Weights)
        {
            SweepArrays arrays = new(starts, splits, turns, targets, weights);
            for (int s = 0; s < _layout.Segments.Length; s++)
            {
                FixedPointSystem.Segment segment = _layout.Segments[s];
                if (segment.IsCyclic) report = report.Worse(SolveLoop(s, arrays, feedback, memory, isWarm: false));
                else AddOutside(segment, arrays, memory.Constant, memory.State, memory.State);
            }
        }

        return report;
    }

    /// <summary>Solves what has changed and what leads to it, starting from the former solution; nothing else is touched.</summary>
    /// <param name="memory">The new right-hand side; state, sizes and amplifications of the former solution.</param>
    /// <param name="isChanged">The nodes whose right-hand side or weights have changed; afterwards those whose solution has.</param>
    public LaneReports Resolve(SweepMemory memory, bool[] isChanged)
    {
        LaneReports report = default;
        fixed (int* starts = _layout.Starts, splits = _layout.Splits, turns = _layout.Turns, targets = _layout.Targets, feedback = _layout.Feedback)
        fixed (double* weights = _layout.Weights)
        {
            SweepArrays arrays = new(starts, splits, turns, targets, weights);
            for (int s = 0; s < _layout.Segments.Length; s++)
            {
                FixedPointSystem.Segment segment = _layout.Segments[s];
                if (!segment.IsCyclic) ResolveRun(segment, arrays, memory, isChanged);
                else if (IsTouched(segment, arrays, isChanged)) report = report.Worse(ResolveLoop(s, arrays, feedback, memory, isChanged));
            }
        }

        return report;
    }

    /// <inheritdoc/>
    protected override void Sweep(FixedPointSystem.Segment loop, in SweepArrays arrays, double* fixedPart, double* state, Vector512<double> active)
    {
        int* starts = arrays.Starts;
        int* splits = arrays.Splits;
        int* targets = arrays.Targets;
        double* weights = arrays.Weights;
        for (int node = loop.Start; node < loop.End; node++)
        {
            double* place = state + (node * (long)Lanes);
            Vector512<double> after = Gather(Vector512.LoadAligned(fixedPart + (node * (long)Lanes)), splits[node], starts[node + 1], targets, weights, state);
            Vector512.ConditionalSelect(active, after, Vector512.LoadAligned(place)).StoreAligned(place);
        }
    }

    /// <inheritdoc/>
    protected override Vector512<double> BackwardError(FixedPointSystem.Segment loop, in SweepArrays arrays, double* fixedPart, double* state)
    {
        Vector512<double> worst = Vector512<double>.Zero;
        for (int node = loop.Start; node < loop.End; node++)
        {
            Vector512<double> y = Vector512.LoadAligned(state + (node * (long)Lanes));
            Vector512<double> sum = Vector512.LoadAligned(fixedPart + (node * (long)Lanes));
            Vector512<double> size = Vector512.Abs(sum) + Vector512.Abs(y);
            for (int p = arrays.Splits[node]; p < arrays.Starts[node + 1]; p++)
            {
                Vector512<double> term = Vector512.Create(arrays.Weights[p]) * Vector512.LoadAligned(state + (arrays.Targets[p] * (long)Lanes));
                sum += term;
                size += Vector512.Abs(term);
            }

            worst = Vector512.Max(worst, Ratio(sum - y, size));
        }

        return worst;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _fixedPart.Dispose();
        base.Dispose(disposing);
    }

    private LaneReports SolveLoop(int s, in SweepArrays arrays, int* feedback, SweepMemory memory, bool isWarm)
    {
        FixedPointSystem.Segment segment = _layout.Segments[s];
        double* fixedPart = _fixedPart.Start - (segment.Start * (long)Lanes);
        AddOutside(segment, arrays, memory.Constant, memory.State, fixedPart);
        return SolveLoop(segment, arrays, feedback + segment.FeedbackStart, memory.State, memory.Loop(s, segment), isWarm, fixedPart, memory.State);
    }

    private LaneReports ResolveLoop(int s, in SweepArrays arrays, int* feedback, SweepMemory memory, bool[] isChanged)
    {
        FixedPointSystem.Segment segment = _layout.Segments[s];
        Span<double> present = new(memory.State + (segment.Start * (long)Lanes), segment.Count * Lanes);
        double[] former = present.ToArray();
        LaneReports report = SolveLoop(s, arrays, feedback, memory, isWarm: true);
        if (!report.HasConverged) report = SolveAnew(s, arrays, feedback, memory, report);
        for (int k = 0; k < segment.Count; k++)
            isChanged[segment.Start + k] = !present.Slice(k * Lanes, Lanes).SequenceEqual(former.AsSpan(k * Lanes, Lanes));
        return report;
    }

    // Starts the lanes that have not settled from 0; the others keep what they have, so that no lane takes notice of another.
    private LaneReports SolveAnew(int s, in SweepArrays arrays, int* feedback, SweepMemory memory, in LaneReports warm)
    {
        FixedPointSystem.Segment segment = _layout.Segments[s];
        LoopMemory known = memory.Loop(s, segment);
        Span<double> state = new(memory.State + (segment.Start * (long)Lanes), segment.Count * Lanes);
        Span<double> sizes = new(known.Sizes, segment.FeedbackCount * Lanes);
        Span<double> amplification = new(known.Amplification, Lanes);
        double[] warmState = state.ToArray();
        double[] warmSizes = sizes.ToArray();
        double[] warmAmplification = amplification.ToArray();
        state.Clear();
        LaneReports anew = SolveLoop(s, arrays, feedback, memory, isWarm: false);
        for (int lane = 0; lane < Lanes; lane++)
        {
            if (!warm[lane].HasConverged) continue;
            for (int at = lane; at < state.Length; at += Lanes) state[at] = warmState[at];
            for (int at = lane; at < sizes.Length; at += Lanes) sizes[at] = warmSizes[at];
            amplification[lane] = warmAmplification[lane];
        }

        return anew.Where(warm.Failed, warm);
    }

    private static void ResolveRun(FixedPointSystem.Segment run, in SweepArrays arrays, SweepMemory memory, bool[] isChanged)
    {
        for (int node = run.Start; node < run.End; node++)
        {
            if (!IsTouched(node, arrays, isChanged)) continue;
            Vector512<double> former = Vector512.LoadAligned(memory.State + (node * (long)Lanes));
            AddOutside(new FixedPointSystem.Segment(node, node + 1, IsCyclic: false), arrays, memory.Constant, memory.State, memory.State);
            isChanged[node] = Vector512.LoadAligned(memory.State + (node * (long)Lanes)) != former;
        }
    }

    private static bool IsTouched(FixedPointSystem.Segment loop, in SweepArrays arrays, bool[] isChanged)
    {
        for (int node = loop.Start; node < loop.End; node++)
        {
            if (IsTouched(node, arrays, isChanged)) return true;
        }

        return false;
    }

    private static bool IsTouched(int node, in SweepArrays arrays, bool[] isChanged)
    {
        bool isTouched = isChanged[node];
        for (int p = arrays.Starts[node]; p < arrays.Splits[node]; p++) isTouched |= isChanged[arrays.Targets[p]];
        return isTouched;
    }

    // c + Σ w·y over the entries to nodes before the segment, and of a run over all.
    private static void AddOutside(FixedPointSystem.Segment segment, in SweepArrays arrays, double* constant, double* state, double* result)
    {
        int* starts = arrays.Starts;
        int* splits = arrays.Splits;
        int* targets = arrays.Targets;
        double* weights = arrays.Weights;
        for (int node = segment.Start; node < segment.End; node++)
            Gather(Vector512.LoadAligned(constant + (node * (long)Lanes)), starts[node], splits[node], targets, weights, state).StoreAligned(result + (node * (long)Lanes));
    }
}
