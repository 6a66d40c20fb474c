using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Solves t = f + W·t on the same entries: every node passes what it needs on to the nodes its entries lead to, in descending order.</summary>
internal sealed unsafe class PushSweep : LaneSweep
{
    private readonly SweepLayout _layout;
    private readonly AlignedBuffer<double> _sums;
    private readonly AlignedBuffer<double> _sizes;
    private readonly AlignedBuffer<double> _passedBack;
    private int* _feedback;

    /// <summary>Memory for one thread.</summary>
    public PushSweep(SweepLayout layout, FixedPointOptions options, bool hasNegativeWeights)
        : base(layout.LargestFeedback, options, hasNegativeWeights)
    {
        _layout = layout;
        _sums = new AlignedBuffer<double>(layout.LargestLoop * Lanes);
        _sizes = new AlignedBuffer<double>(layout.LargestLoop * Lanes);
        _passedBack = new AlignedBuffer<double>(layout.LargestLoop * Lanes);
    }

    /// <inheritdoc/>
    public override LaneReports Solve(SweepMemory memory)
    {
        // What reaches a node from outside its loop is added to its right-hand side.
        double* demand = memory.Constant;
        double* state = memory.State;
        LaneReports report = default;
        fixed (int* starts = _layout.Starts, splits = _layout.Splits, turns = _layout.Turns, targets = _layout.Targets, feedback = _layout.Feedback)
        fixed (double* weights = _layout.Weights)
        {
            SweepArrays arrays = new(starts, splits, turns, targets, weights);
            for (int s = _layout.Segments.Length - 1; s >= 0; s--)
            {
                FixedPointSystem.Segment segment = _layout.Segments[s];
                if (segment.IsCyclic)
                {
                    _feedback = feedback + segment.FeedbackStart;
                    _passedBack.Span[..(segment.Count * Lanes)].Clear();
                    report = report.Worse(SolveLoop(segment, arrays, _feedback, _passedBack.Start - (segment.Start * (long)Lanes), memory.Loop(s, segment), isWarm: false, demand, state));
                }

                for (int node = segment.End - 1; node >= segment.Start; node--)
                {
                    double* place = (segment.IsCyclic ? state : demand) + (node * (long)Lanes);
                    Vector512<double> t = Vector512.LoadAligned(place);
                    t.StoreAligned(state + (node * (long)Lanes));
                    Scatter(t, starts[node], splits[node], targets, weights, demand);
                }
            }
        }

        return report;
    }

    /// <inheritdoc/>
    protected override void Sweep(FixedPointSystem.Segment loop, in SweepArrays arrays, double* fixedPart, double* state, Vector512<double> active)
    {
        int* starts = arrays.Starts;
        int* splits = arrays.Splits;
        int* turns = arrays.Turns;
        int* targets = arrays.Targets;
        double* weights = arrays.Weights;
        double* sums = Begin(_sums, loop, fixedPart);

        double* passedBack = _passedBack.Start - (loop.Start * (long)Lanes);
        for (int q = 0; q < loop.FeedbackCount; q++)
        {
            long at = _feedback[q] * (long)Lanes;
            (Vector512.LoadAligned(sums + at) + Vector512.LoadAligned(passedBack + at)).StoreAligned(sums + at);
            Vector512<double>.Zero.StoreAligned(passedBack + at);
        }

        for (int node = loop.End - 1; node >= loop.Start; node--)
        {
            double* place = state + (node * (long)Lanes);
            Vector512<double> after = Vector512.ConditionalSelect(active, Vector512.LoadAligned(sums + (node * (long)Lanes)), Vector512.LoadAligned(place));
            after.StoreAligned(place);
            Scatter(after, splits[node], turns[node], targets, weights, passedBack);
            Scatter(after, turns[node], starts[node + 1], targets, weights, sums);
        }
    }

    /// <inheritdoc/>
    protected override Vector512<double> BackwardError(FixedPointSystem.Segment loop, in SweepArrays arrays, double* fixedPart, double* state)
    {
        double* sums = Begin(_sums, loop, fixedPart);
        double* sizes = Begin(_sizes, loop, fixedPart);
        for (int node = loop.Start; node < loop.End; node++)
        {
            double* place = sizes + (node * (long)Lanes);
            (Vector512.Abs(Vector512.LoadAligned(place)) + Vector512.Abs(Vector512.LoadAligned(state + (node * (long)Lanes)))).StoreAligned(place);
        }

        for (int node = loop.Start; node < loop.End; node++)
        {
            Vector512<double> t = Vector512.LoadAligned(state + (node * (long)Lanes));
            for (int p = arrays.Splits[node]; p < arrays.Starts[node + 1]; p++)
            {
                long at = arrays.Targets[p] * (long)Lanes;
                Vector512<double> term = Vector512.Create(arrays.Weights[p]) * t;
                (Vector512.LoadAligned(sums + at) + term).StoreAligned(sums + at);
                (Vector512.LoadAligned(sizes + at) + Vector512.Abs(term)).StoreAligned(sizes + at);
            }
        }

        Vector512<double> worst = Vector512<double>.Zero;
        for (int node = loop.Start; node < loop.End; node++)
        {
            long at = node * (long)Lanes;
            worst = Vector512.Max(worst, Ratio(Vector512.LoadAligned(sums + at) - Vector512.LoadAligned(state + at), Vector512.LoadAligned(sizes + at)));
        }

        return worst;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sums.Dispose();
            _sizes.Dispose();
            _passedBack.Dispose();
        }

        base.Dispose(disposing);
    }

    // A copy of what reaches a loop, addressed by node.
    private static double* Begin(AlignedBuffer<double> buffer, FixedPointSystem.Segment loop, double* fixedPart)
    {
        new ReadOnlySpan<double>(fixedPart + (loop.Start * (long)Lanes), loop.Count * Lanes).CopyTo(buffer.Span);
        return buffer.Start - (loop.Start * (long)Lanes);
    }
}
