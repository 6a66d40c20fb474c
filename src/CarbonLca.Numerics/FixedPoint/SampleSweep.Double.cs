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
        Span<Vector512<double>> notFinite = stackalloc Vector512<double>[MostHalves];
        isTaken.Clear();
        for (; !(first.IsAtRest && second.IsAtRest); sweeps++)
        {
            changes.Clear();
            notFinite.Clear();
            for (int half = 0; half < 2 * TLayout.Vectors; half++)
            {
                Vector512<long> active = ActiveIn(half, half < 2 ? first.Active : second.Active);
                if (active == Vector512<long>.Zero) continue;
                if (!isTaken[half]) Take<TLayout>(part, half, workspace);
                isTaken[half] = true;
                (changes[half], notFinite[half]) = SweepHalf<TLayout, TTerms>(part, half, active, workspace);
            }

            if (!first.IsAtRest) first.RecordDouble(Vector512.Narrow(changes[0], changes[1]), ~Mask(notFinite[0], notFinite[1]));
            if (!second.IsAtRest) second.RecordDouble(Vector512.Narrow(changes[2], changes[3]), ~Mask(notFinite[2], notFinite[3]));
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
    private unsafe (Vector512<double> Change, Vector512<double> NotFinite) SweepHalf<TLayout, TTerms>(Part part, int half, Vector512<long> active, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        int stride = TLayout.Vectors * Lanes;

        // From where a node begins among all lanes to where it begins among eight.
        int narrower = TLayout.Vectors == 1 ? 1 : 2;
        WideMovement movement = new(active);
        double* z = workspace.Halves[half].Start - (part.Start * (long)Half);
        double* constants = workspace.Base.Start - (part.Start * (long)stride) + (half * Half);
        float* draws = workspace.Draws.Start + (InnerDraws * (long)TLayout.Samples);
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
                    int p = starts[node];
                    int end = starts[node + 1];
                    for (; p + 1 < end; p += 2)
                    {
                        float* term = draws + (p * (long)TLayout.Samples);
                        even = Vector512.FusedMultiplyAdd(TLayout.WideDraws(term, half) * Vector512.Create(factors[p]), Vector512.LoadAligned(z + (targets[p] >> narrower)), even);
                        odd = Vector512.FusedMultiplyAdd(TLayout.WideDraws(term + TLayout.Samples, half) * Vector512.Create(factors[p + 1]), Vector512.LoadAligned(z + (targets[p + 1] >> narrower)), odd);
                    }

                    if (p < end) even = Vector512.FusedMultiplyAdd(TLayout.WideDraws(draws + (p * (long)TLayout.Samples), half) * Vector512.Create(factors[p]), Vector512.LoadAligned(z + (targets[p] >> narrower)), even);
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

                    Vector512<double> size = _hasSizes ? TLayout.OfHalf(_sizes.Start + (node * (long)TLayout.Categories), half) : Vector512<double>.Zero;
                    movement.Move(found, z + (node * (long)Half), size);
                }
            }
        }

        return (movement.Change, movement.IsNotFinite);
    }

    /// <summary>How one half of a vector moves in a sweep in double.</summary>
    private unsafe ref struct WideMovement(Vector512<long> active)
    {
        private readonly Vector512<double> _active = active.AsDouble();

        /// <summary>The largest relative change of each lane.</summary>
        public Vector512<double> Change { get; private set; } = Vector512<double>.Zero;

        /// <summary>All bits set in the lanes where some value is not finite.</summary>
        public Vector512<double> IsNotFinite { get; private set; } = Vector512<double>.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Move(Vector512<double> found, double* place, Vector512<double> size)
        {
            Vector512<double> before = Vector512.LoadAligned(place);
            Vector512<double> after = Vector512.ConditionalSelect(_active, found, before);
            Vector512<double> relative = Vector512.Abs(after - before) * Reciprocal(Vector512.MaxNative(Vector512.Abs(after), size));
            Change = Vector512.ConditionalSelect(Vector512.GreaterThan(relative, Change), relative, Change);
            IsNotFinite |= NotFinite(after);
            after.StoreAligned(place);
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
}
