using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Solves y = c + Wᵀ·y: every node gathers from the nodes its entries lead to, in ascending order.</summary>
internal sealed unsafe class PullSweep : LaneSweep
{
    private readonly AlignedBuffer<double> _fixedPart;

    /// <summary>Memory for one thread.</summary>
    public PullSweep(SweepLayout layout, FixedPointOptions options, bool hasNegativeWeights)
        : base(layout, options, hasNegativeWeights) => _fixedPart = new AlignedBuffer<double>(layout.LargestLoop * Lanes);

    /// <summary>Solves all segments, loops starting from the state.</summary>
    /// <param name="constant">c, <c>[node][8]</c>.</param>
    /// <param name="state">Receives y, <c>[node][8]</c>.</param>
    public FixedPointReport Solve(double* constant, double* state)
    {
        FixedPointReport report = FixedPointReport.Start;
        fixed (int* starts = Layout.Starts, splits = Layout.Splits, turns = Layout.Turns, targets = Layout.Targets, feedback = Layout.Feedback)
        fixed (double* weights = Layout.Weights)
        {
            SweepArrays arrays = new(starts, splits, turns, targets, weights);
            foreach (FixedPointSystem.Segment segment in Layout.Segments)
            {
                if (!segment.IsCyclic)
                {
                    AddOutside(segment, arrays, constant, state, state);
                    continue;
                }

                double* fixedPart = _fixedPart.Start - (segment.Start * (long)Lanes);
                AddOutside(segment, arrays, constant, state, fixedPart);
                report = report.Worse(SolveLoop(segment, arrays, feedback + segment.FeedbackStart, state, fixedPart, state));
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
