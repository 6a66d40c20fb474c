using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

public sealed partial class SampleSweep
{
    private const int MostHalves = 4;

    // Sweeps in double until every lane is at rest; how many. Halves of eight lanes that are at rest are left alone: the other half of their vector is swept by itself, in memory that fits the caches.
    private unsafe int SweepDouble<TLayout, TTerms>(Part part, SampleWorkspace workspace, ref SampleConvergence first, ref SampleConvergence second)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        if (first.IsAtRest && second.IsAtRest) return 0;
        Span<bool> isTaken = stackalloc bool[MostHalves];
        Span<bool> areBoth = [HasBoth(first.Active), HasBoth(second.Active)];
        isTaken.Clear();
        int sweeps = 0;
        for (; !(first.IsAtRest && second.IsAtRest); sweeps++)
        {
            if (!first.IsAtRest) first.RecordDouble(SweepVector(0, first.Active, areBoth, isTaken));
            if (!second.IsAtRest) second.RecordDouble(SweepVector(1, second.Active, areBoth, isTaken));
        }

        for (int half = 0; half < MostHalves; half++)
        {
            if (isTaken[half]) GiveBack<TLayout>(part, half, workspace);
        }

        return sweeps;

        Vector512<float> SweepVector(int vector, Vector512<float> active, ReadOnlySpan<bool> areBoth, Span<bool> isTaken)
        {
            (Vector512<long> low, Vector512<long> high) = Vector512.Widen(active.AsInt32());
            if (areBoth[vector])
            {
                (Vector512<double> lowChange, Vector512<double> highChange) = SweepHalves<TLayout, TTerms, BothHalves>(part, 2 * vector, low, high, workspace);
                return Vector512.Narrow(lowChange, highChange);
            }

            int half = low == Vector512<long>.Zero ? (2 * vector) + 1 : 2 * vector;
            if (!isTaken[half]) Take<TLayout>(part, half, workspace);
            isTaken[half] = true;
            (Vector512<double> change, _) = SweepHalves<TLayout, TTerms, OneHalf>(part, half, half % 2 == 0 ? low : high, default, workspace);
            return half % 2 == 0 ? Vector512.Narrow(change, Vector512<double>.Zero) : Vector512.Narrow(Vector512<double>.Zero, change);
        }
    }

    private static bool HasBoth(Vector512<float> active) =>
        active.GetLower().AsUInt32() != Vector256<uint>.Zero && active.GetUpper().AsUInt32() != Vector256<uint>.Zero;

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
    private unsafe (Vector512<double> Change, Vector512<double> HighChange) SweepHalves<TLayout, TTerms, THalves>(Part part, int half, Vector512<long> active, Vector512<long> highActive, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
        where THalves : struct, IHalves
    {
        int stride = TLayout.Vectors * Lanes;
        int own = THalves.AreBoth ? stride : Half;

        // From where a node begins among all lanes to where it begins among eight.
        int narrower = THalves.AreBoth ? 0 : TLayout.Vectors == 1 ? 1 : 2;
        Vector512<long> change = Vector512<long>.Zero;
        Vector512<long> highChange = Vector512<long>.Zero;
        double* z = THalves.AreBoth ? workspace.Solution.Start + (half * Half) : workspace.Halves[half].Start - (part.Start * (long)Half);
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
                    double* constant = constants + (node * (long)stride);
                    Vector512<double> even = Vector512.LoadAligned(constant);
                    Vector512<double> odd = Vector512<double>.Zero;
                    Vector512<double> highEven = THalves.AreBoth ? Vector512.LoadAligned(constant + Half) : Vector512<double>.Zero;
                    Vector512<double> highOdd = Vector512<double>.Zero;
                    int* target = targets + starts[node];
                    int* stop = targets + starts[node + 1];
                    double* factor = factors + starts[node];
                    float* term = draws + (starts[node] * (long)TLayout.Samples);
                    for (; target + 1 < stop; target += 2, factor += 2, term += 2 * TLayout.Samples)
                    {
                        Add<TLayout, THalves>(half, term, *factor, z + (*target >> narrower), ref even, ref highEven);
                        Add<TLayout, THalves>(half, term + TLayout.Samples, factor[1], z + (target[1] >> narrower), ref odd, ref highOdd);
                    }

                    if (target < stop) Add<TLayout, THalves>(half, term, *factor, z + (*target >> narrower), ref even, ref highEven);
                    if (TTerms.HasOthers && hasFixed)
                    {
                        for (int f = fixedStarts[node]; f < fixedStarts[node + 1]; f++)
                        {
                            double* source = z + (fixedTargets[f] >> narrower);
                            odd = Vector512.FusedMultiplyAdd(Vector512.Create(fixedFactors[f]), Vector512.LoadAligned(source), odd);
                            if (THalves.AreBoth) highOdd = Vector512.FusedMultiplyAdd(Vector512.Create(fixedFactors[f]), Vector512.LoadAligned(source + Half), highOdd);
                        }
                    }

                    Vector512<double> found = even + odd;
                    Vector512<double> highFound = highEven + highOdd;
                    if (TTerms.HasOthers && hasDiagonal && HasDrawnDiagonal(node))
                    {
                        (Vector512<double> low, Vector512<double> high) = Divisor<TLayout>(node, workspace);
                        found /= half % 2 == 0 ? low : high;
                        if (THalves.AreBoth) highFound /= high;
                    }

                    double* place = z + (node * (long)own);
                    double* size = sizes + (node * (long)TLayout.Categories);
                    change = Vector512.Max(Move(found, place, active, TLayout.OfHalf(size, half)), change);
                    if (THalves.AreBoth) highChange = Vector512.Max(Move(highFound, place + Half, highActive, TLayout.OfHalf(size, half + 1)), highChange);
                }
            }
        }

        return (change.AsDouble(), highChange.AsDouble());
    }

    // factor · draw · z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Add<TLayout, THalves>(int half, float* term, double factor, double* source, ref Vector512<double> sum, ref Vector512<double> highSum)
        where TLayout : struct, ISampleLayout
        where THalves : struct, IHalves
    {
        sum = Vector512.FusedMultiplyAdd(TLayout.WideDraws(term, half) * Vector512.Create(factor), Vector512.LoadAligned(source), sum);
        if (THalves.AreBoth) highSum = Vector512.FusedMultiplyAdd(TLayout.WideDraws(term, half + 1) * Vector512.Create(factor), Vector512.LoadAligned(source + Half), highSum);
    }

    // Puts what was found in its place; how far that is, in the order of bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector512<long> Move(Vector512<double> found, double* place, Vector512<long> active, Vector512<double> size)
    {
        Vector512<double> before = Vector512.LoadAligned(place);
        Vector512<double> after = Vector512.ConditionalSelect(active.AsDouble(), found, before);
        after.StoreAligned(place);
        return Vector512.Abs((after - before) * Reciprocal(Vector512.MaxNative(Vector512.Abs(after), size))).AsInt64();
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
