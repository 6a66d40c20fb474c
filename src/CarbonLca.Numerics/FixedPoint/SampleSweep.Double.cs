using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

public sealed partial class SampleSweep
{
    private const int MostHalves = 4;

    // Sweeps in double until every lane is at rest; how many. Each half of eight lanes is swept by itself, in memory that fits the caches; halves at rest are left alone.
    private unsafe int SweepDouble<TLayout, TTerms>(Part part, SampleWorkspace workspace, ref SampleConvergence first, ref SampleConvergence second)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        int sweeps = 0;
        Span<bool> isTaken = stackalloc bool[MostHalves];
        Span<Vector512<double>> changes = stackalloc Vector512<double>[MostHalves];
        isTaken.Clear();
        for (; !(first.IsAtRest && second.IsAtRest); sweeps++)
        {
            changes.Clear();
            for (int half = 0; half < 2 * TLayout.Vectors; half++)
            {
                Vector512<long> active = ActiveIn(half, half < 2 ? first.Active : second.Active);
                if (active == Vector512<long>.Zero) continue;
                if (!isTaken[half]) Take<TLayout>(part, half, workspace);
                isTaken[half] = true;
                changes[half] = SweepHalf<TLayout, TTerms>(part, half, active, workspace);
            }

            if (!first.IsAtRest) first.RecordDouble(Vector512.Narrow(changes[0], changes[1]));
            if (!second.IsAtRest) second.RecordDouble(Vector512.Narrow(changes[2], changes[3]));
        }

        for (int half = 0; half < MostHalves; half++)
        {
            if (isTaken[half]) GiveBack<TLayout>(part, half, workspace);
        }

        return sweeps;
    }

    private static Vector512<long> ActiveIn(int half, Vector512<float> active)
    {
        (Vector512<long> low, Vector512<long> high) = Vector512.Widen(active.AsInt32());
        return half % 2 == 0 ? low : high;
    }

    private static unsafe void Take<TLayout>(Part part, int half, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        double* source = workspace.Solution.Start + At<TLayout>(part.Start, 0) + (half * Half);
        double* target = workspace.Halves[half].Start;
        for (int node = part.Start; node < part.End; node++, source += TLayout.Vectors * Lanes, target += Half) Vector512.LoadAligned(source).StoreAligned(target);
    }

    private static unsafe void GiveBack<TLayout>(Part part, int half, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        double* source = workspace.Halves[half].Start;
        double* target = workspace.Solution.Start + At<TLayout>(part.Start, 0) + (half * Half);
        for (int node = part.Start; node < part.End; node++, source += Half, target += TLayout.Vectors * Lanes) Vector512.LoadAligned(source).StoreAligned(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe Vector512<double> SweepHalf<TLayout, TTerms>(Part part, int half, Vector512<long> active, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        int stride = TLayout.Vectors * Lanes;

        // From where a node begins among all lanes to where it begins among eight.
        int narrower = TLayout.Vectors == 1 ? 1 : 2;
        Vector512<long> change = Vector512<long>.Zero;
        double* z = workspace.Halves[half].Start - (part.Start * (long)Half);
        double* constants = workspace.Base.Start - (part.Start * (long)stride) + (half * Half);
        float* draws = workspace.Draws.Start + (InnerDraws * (long)TLayout.Samples);
        double* sizes = _sizes.Start;
        bool hasFixed = TTerms.HasOthers && !_innerFixed.IsEmpty;
        bool hasDiagonal = TTerms.HasOthers && !_diagonal.IsEmpty;
        fixed (int* starts = _inner.Starts, targets = _inner.Targets, fixedStarts = _innerFixed.Starts, fixedTargets = _innerFixed.Targets)
        fixed (double* factors = _inner.Factors, fixedFactors = _innerFixed.Factors)
        {
            foreach (SampleSchedule.Visit visit in part.Loop.Visits)
            {
                for (int node = visit.Start; node < visit.End; node++)
                {
                    Vector512<double> even = Vector512.LoadAligned(constants + (node * (long)stride));
                    Vector512<double> odd = Vector512<double>.Zero;
                    int* target = targets + starts[node];
                    int* stop = targets + starts[node + 1];
                    double* factor = factors + starts[node];
                    float* term = draws + (starts[node] * (long)TLayout.Samples);
                    for (; target + 1 < stop; target += 2, factor += 2, term += 2 * TLayout.Samples)
                    {
                        even = Vector512.FusedMultiplyAdd(TLayout.WideDraws(term, half) * Vector512.Create(*factor), Vector512.LoadAligned(z + (*target >> narrower)), even);
                        odd = Vector512.FusedMultiplyAdd(TLayout.WideDraws(term + TLayout.Samples, half) * Vector512.Create(factor[1]), Vector512.LoadAligned(z + (target[1] >> narrower)), odd);
                    }

                    if (target < stop) even = Vector512.FusedMultiplyAdd(TLayout.WideDraws(term, half) * Vector512.Create(*factor), Vector512.LoadAligned(z + (*target >> narrower)), even);
                    if (TTerms.HasOthers && hasFixed)
                    {
                        for (int f = fixedStarts[node]; f < fixedStarts[node + 1]; f++)
                            odd = Vector512.FusedMultiplyAdd(Vector512.Create(fixedFactors[f]), Vector512.LoadAligned(z + (fixedTargets[f] >> narrower)), odd);
                    }

                    Vector512<double> found = even + odd;
                    if (TTerms.HasOthers && hasDiagonal && HasDrawnDiagonal(node))
                    {
                        (Vector512<double> low, Vector512<double> high) = Divisor<TLayout>(node, workspace);
                        found /= half % 2 == 0 ? low : high;
                    }

                    double* own = z + (node * (long)Half);
                    Vector512<double> before = Vector512.LoadAligned(own);
                    Vector512<double> after = Vector512.ConditionalSelect(active.AsDouble(), found, before);
                    Vector512<double> size = Vector512.MaxNative(Vector512.Abs(after), TLayout.OfHalf(sizes + (node * (long)TLayout.Categories), half));
                    change = Vector512.Max(Vector512.Abs((after - before) * Reciprocal(size)).AsInt64(), change);
                    after.StoreAligned(own);
                }
            }
        }

        return change.AsDouble();
    }

    // 1 / x for positive x, never too small and at most an eighth too large: a straight line over each binade. A division would cost more than everything else of a node.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Reciprocal(Vector512<double> x)
    {
        Vector512<long> exponent = x.AsInt64() & Vector512.Create(0x7FF0_0000_0000_0000);
        Vector512<double> power = (Vector512.Create(0x7FE0_0000_0000_0000) - exponent).AsDouble();
        return Vector512.FusedMultiplyAdd(x * power, Vector512.Create(-0.5), Vector512.Create(1.5)) * power;
    }
}
