using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Solves for eight right-hand sides over the nodes of a layout: runs in one pass, loops by accelerated sweeps.</summary>
/// <remarks>
/// A loop whose weights and right-hand side are not negative, and whose solution is not either, has a spectral radius below one; one
/// that an acceleration brings to rest elsewhere has not, and is reported as not converged (Berman &amp; Plemmons 1994, ch. 6).
/// </remarks>
internal abstract unsafe class LaneSweep : IDisposable
{
    /// <summary>Lanes of state per node.</summary>
    protected const int Lanes = FixedPointSystem.Lanes;

    // Sweeps from which nothing is extrapolated yet.
    internal const int PlainSweeps = 2;

    private readonly FixedPointOptions _options;
    private readonly bool _hasNegativeWeights;
    private readonly LoopAcceleration _acceleration;

    /// <summary>Memory for one thread.</summary>
    protected LaneSweep(int largestFeedback, FixedPointOptions options, bool hasNegativeWeights)
    {
        _options = options;
        _hasNegativeWeights = hasNegativeWeights;
        _acceleration = new LoopAcceleration(largestFeedback);
    }

    /// <summary>Solves everything, loops starting from 0.</summary>
    /// <param name="memory">The right-hand side, and room for the rest, all 0.</param>
    public abstract LaneReports Solve(SweepMemory memory);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _acceleration.Dispose();
    }

    /// <summary>One sweep over a loop, in the lanes that are active.</summary>
    protected abstract void Sweep(FixedPointSystem.Segment loop, in SweepArrays arrays, double* fixedPart, double* state, Vector512<double> active);

    /// <summary>Largest componentwise backward error of a loop, |c + W·y − y| / (|c| + |W|·|y| + |y|).</summary>
    protected abstract Vector512<double> BackwardError(FixedPointSystem.Segment loop, in SweepArrays arrays, double* fixedPart, double* state);

    /// <summary>Sweeps a loop until every lane has settled, starting from the state.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="arrays">The entries.</param>
    /// <param name="feedback">Its feedback nodes.</param>
    /// <param name="feedbackState">Where the state of the feedback nodes stands, <c>[node][8]</c>.</param>
    /// <param name="memory">What is known of the loop from an earlier solution, and is remembered for a later one.</param>
    /// <param name="isWarm">Whether there is an earlier solution.</param>
    /// <param name="fixedPart">What reaches its nodes from outside, <c>[node][8]</c>.</param>
    /// <param name="state">Start and result, <c>[node][8]</c>.</param>
    protected LaneReports SolveLoop(FixedPointSystem.Segment loop, in SweepArrays arrays, int* feedback, double* feedbackState, LoopMemory memory, bool isWarm, double* fixedPart, double* state)
    {
        (Vector512<double> least, Vector512<double> largest) = Extremes(loop, fixedPart);
        Vector512<double> mixed = _hasNegativeWeights ? Vector512<double>.AllBitsSet : Vector512.LessThan(least, Vector512<double>.Zero) & Vector512.GreaterThan(largest, Vector512<double>.Zero);
        _acceleration.Begin(feedback, loop.FeedbackCount, feedbackState, mixed, memory.Sizes, isWarm);
        LaneConvergence convergence = new(_options.Tolerance, Vector512.LoadAligned(memory.Amplification));
        while (!convergence.IsDone && convergence.Sweeps < _options.MaximumSweeps)
        {
            Sweep(loop, arrays, fixedPart, state, convergence.Active);
            Vector512<double> change = _acceleration.Measure(feedback, feedbackState, out Vector512<double> move);
            convergence.Record(change, move);
            if (convergence.IsDone) break;
            if (convergence.Sweeps < PlainSweeps) _acceleration.Continue();
            else _acceleration.Extrapolate(feedback, feedbackState, convergence.Active);
        }

        convergence.Amplification.StoreAligned(memory.Amplification);
        LaneReports report = convergence.Report() with { BackwardError = BackwardError(loop, arrays, fixedPart, state) };
        if (_hasNegativeWeights) return report;
        (Vector512<double> leastState, Vector512<double> largestState) = Extremes(loop, state);
        Vector512<double> impossible = Vector512.GreaterThanOrEqual(least, Vector512<double>.Zero) & Vector512.LessThan(leastState, Vector512<double>.Zero);
        impossible |= Vector512.LessThanOrEqual(largest, Vector512<double>.Zero) & Vector512.GreaterThan(largestState, Vector512<double>.Zero);
        return report.WithImpossible(impossible);
    }

    /// <summary>The report of a loop that came to rest where no productive one can.</summary>
    internal static FixedPointReport Impossible(FixedPointReport report) =>
        report with { HasConverged = false, Rate = Math.Max(1, report.Rate), ErrorEstimate = double.PositiveInfinity };

    /// <summary>c + Σ w·y over some entries of a node, in two interleaved sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<double> Gather(Vector512<double> constant, int p, int end, int* targets, double* weights, double* state)
    {
        Vector512<double> even = constant;
        Vector512<double> odd = Vector512<double>.Zero;
        for (; p + 1 < end; p += 2)
        {
            even = Vector512.FusedMultiplyAdd(Vector512.Create(weights[p]), Vector512.LoadAligned(state + (targets[p] * (long)Lanes)), even);
            odd = Vector512.FusedMultiplyAdd(Vector512.Create(weights[p + 1]), Vector512.LoadAligned(state + (targets[p + 1] * (long)Lanes)), odd);
        }

        if (p < end) odd = Vector512.FusedMultiplyAdd(Vector512.Create(weights[p]), Vector512.LoadAligned(state + (targets[p] * (long)Lanes)), odd);
        return even + odd;
    }

    /// <summary>Adds w·amount to the targets of some entries of a node.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Scatter(Vector512<double> amount, int p, int end, int* targets, double* weights, double* sums)
    {
        for (; p < end; p++)
        {
            double* place = sums + (targets[p] * (long)Lanes);
            Vector512.FusedMultiplyAdd(Vector512.Create(weights[p]), amount, Vector512.LoadAligned(place)).StoreAligned(place);
        }
    }

    /// <summary>|residual| / size, and 0 where the residual is 0.</summary>
    protected static Vector512<double> Ratio(Vector512<double> residual, Vector512<double> size) =>
        Vector512.ConditionalSelect(Vector512.Equals(residual, Vector512<double>.Zero), Vector512<double>.Zero, Vector512.Abs(residual) / size);

    private static (Vector512<double> Least, Vector512<double> Largest) Extremes(FixedPointSystem.Segment loop, double* values)
    {
        Vector512<double> least = Vector512<double>.Zero;
        Vector512<double> largest = Vector512<double>.Zero;
        for (int node = loop.Start; node < loop.End; node++)
        {
            Vector512<double> value = Vector512.LoadAligned(values + (node * (long)Lanes));
            least = Vector512.Min(least, value);
            largest = Vector512.Max(largest, value);
        }

        return (least, largest);
    }
}
