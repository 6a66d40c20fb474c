using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary><see cref="PushSweep"/> for one right-hand side.</summary>
/// <remarks>
/// A single demand, and the condition of every answer, fill one lane of eight. This does what that lane does, number by number in the
/// same order and to the same bits, in an eighth of the memory: the state of 20,000 nodes then stays in the nearest caches.
/// </remarks>
internal sealed unsafe class SinglePush : IDisposable
{
    private readonly SweepLayout _layout;
    private readonly FixedPointOptions _options;
    private readonly bool _hasNegativeWeights;
    private readonly SingleAcceleration _acceleration;
    private readonly AlignedBuffer<double> _sums;
    private readonly AlignedBuffer<double> _sizes;
    private readonly AlignedBuffer<double> _passedBack;

    /// <summary>Memory for one thread.</summary>
    public SinglePush(SweepLayout layout, FixedPointOptions options, bool hasNegativeWeights)
    {
        _layout = layout;
        _options = options;
        _hasNegativeWeights = hasNegativeWeights;
        _acceleration = new SingleAcceleration(layout.LargestFeedback);
        _sums = new AlignedBuffer<double>(layout.LargestLoop);
        _sizes = new AlignedBuffer<double>(layout.LargestLoop);
        _passedBack = new AlignedBuffer<double>(layout.LargestLoop);
    }

    /// <summary>Solves t = f + W·t.</summary>
    /// <param name="demand">f by node; what reaches a node from outside its loop is added to it.</param>
    /// <param name="state">Receives t by node.</param>
    public FixedPointReport Solve(double* demand, double* state)
    {
        FixedPointReport report = FixedPointReport.Start;
        fixed (int* starts = _layout.Starts, splits = _layout.Splits, turns = _layout.Turns, targets = _layout.Targets, feedback = _layout.Feedback)
        fixed (double* weights = _layout.Weights)
        {
            SweepArrays arrays = new(starts, splits, turns, targets, weights);
            for (int s = _layout.Segments.Length - 1; s >= 0; s--)
            {
                FixedPointSystem.Segment segment = _layout.Segments[s];
                if (segment.IsCyclic) report = report.Worse(SolveLoop(segment, arrays, feedback + segment.FeedbackStart, demand, state));
                double* solved = segment.IsCyclic ? state : demand;
                for (int node = segment.End - 1; node >= segment.Start; node--)
                {
                    double t = solved[node];
                    state[node] = t;
                    Scatter(t, starts[node], splits[node], targets, weights, demand);
                }
            }
        }

        return report;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _acceleration.Dispose();
        _sums.Dispose();
        _sizes.Dispose();
        _passedBack.Dispose();
    }

    private FixedPointReport SolveLoop(FixedPointSystem.Segment loop, in SweepArrays arrays, int* feedback, double* demand, double* state)
    {
        _passedBack.Span[..loop.Count].Clear();
        double* passedBack = _passedBack.Start - loop.Start;
        (double least, double largest) = Extremes(loop, demand);
        _acceleration.Begin(feedback, loop.FeedbackCount, passedBack, _hasNegativeWeights || (least < 0 && largest > 0));
        LaneConvergence convergence = new(_options.Tolerance, Vector512<double>.One);
        while (!convergence.IsDone && convergence.Sweeps < _options.MaximumSweeps)
        {
            Sweep(loop, arrays, feedback, demand, passedBack, state);
            double change = _acceleration.Measure(feedback, passedBack, out double move);
            convergence.Record(Vector512.CreateScalar(change), Vector512.CreateScalar(move));
            if (convergence.IsDone) break;
            if (convergence.Sweeps < LaneSweep.PlainSweeps) _acceleration.Continue();
            else _acceleration.Extrapolate(feedback, passedBack);
        }

        FixedPointReport report = convergence.Report()[0] with { BackwardError = Math.Max(0, BackwardError(loop, arrays, demand, state)) };
        if (_hasNegativeWeights) return report;
        (double leastState, double largestState) = Extremes(loop, state);
        bool isImpossible = (least >= 0 && leastState < 0) || (largest <= 0 && largestState > 0);
        return isImpossible ? LaneSweep.Impossible(report) : report;
    }

    private void Sweep(FixedPointSystem.Segment loop, in SweepArrays arrays, int* feedback, double* demand, double* passedBack, double* state)
    {
        int* starts = arrays.Starts;
        int* splits = arrays.Splits;
        int* turns = arrays.Turns;
        int* targets = arrays.Targets;
        double* weights = arrays.Weights;
        double* sums = Begin(_sums, loop, demand);
        for (int q = 0; q < loop.FeedbackCount; q++)
        {
            int node = feedback[q];
            sums[node] += passedBack[node];
            passedBack[node] = 0;
        }

        for (int node = loop.End - 1; node >= loop.Start; node--)
        {
            double t = sums[node];
            state[node] = t;
            Scatter(t, splits[node], turns[node], targets, weights, passedBack);
            Scatter(t, turns[node], starts[node + 1], targets, weights, sums);
        }
    }

    private double BackwardError(FixedPointSystem.Segment loop, in SweepArrays arrays, double* demand, double* state)
    {
        double* sums = Begin(_sums, loop, demand);
        double* sizes = Begin(_sizes, loop, demand);
        for (int node = loop.Start; node < loop.End; node++) sizes[node] = Math.Abs(sizes[node]) + Math.Abs(state[node]);
        for (int node = loop.Start; node < loop.End; node++)
        {
            double t = state[node];
            for (int p = arrays.Splits[node]; p < arrays.Starts[node + 1]; p++)
            {
                int target = arrays.Targets[p];
                double term = arrays.Weights[p] * t;
                sums[target] += term;
                sizes[target] += Math.Abs(term);
            }
        }

        double worst = 0;
        for (int node = loop.Start; node < loop.End; node++)
        {
            double residual = sums[node] - state[node];
            if (residual != 0) worst = Math.Max(worst, Math.Abs(residual) / sizes[node]);
        }

        return worst;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter(double amount, int p, int end, int* targets, double* weights, double* sums)
    {
        for (; p < end; p++)
        {
            double* place = sums + targets[p];
            *place = Math.FusedMultiplyAdd(weights[p], amount, *place);
        }
    }

    // A copy of what reaches a loop, addressed by node.
    private static double* Begin(AlignedBuffer<double> buffer, FixedPointSystem.Segment loop, double* demand)
    {
        new ReadOnlySpan<double>(demand + loop.Start, loop.Count).CopyTo(buffer.Span);
        return buffer.Start - loop.Start;
    }

    private static (double Least, double Largest) Extremes(FixedPointSystem.Segment loop, double* values)
    {
        double least = 0;
        double largest = 0;
        for (int node = loop.Start; node < loop.End; node++)
        {
            least = Math.Min(least, values[node]);
            largest = Math.Max(largest, values[node]);
        }

        return (least, largest);
    }
}
