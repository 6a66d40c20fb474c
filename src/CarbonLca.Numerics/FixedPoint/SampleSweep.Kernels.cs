using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CarbonLca.Numerics.FixedPoint;

public sealed partial class SampleSweep
{
    private unsafe void SolvePass<TLayout, TTerms>(int pass, SampleWorkspace workspace, SampleSweepOptions options, Target target)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        for (int s = 0; s < _parts.Length; s++)
        {
            if (!_parts[s].IsCyclic)
            {
                SolveRun<TLayout, TTerms>(_parts[s], pass, workspace, target);
                continue;
            }

            SolveLoop<TLayout, TTerms>(s, pass, workspace, options);
            if (target.Exists) GiveOut<TLayout>(_parts[s].Start, _parts[s].End, target, workspace);
        }
    }

    // A pass reads its draws from the first to the last.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Arrange<TLayout>(ReadOnlySpan<float> draws, int stride, int offset, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        float* target = workspace.Draws.Start;
        float* ones = stackalloc float[Lanes];
        Vector512<float>.One.Store(ones);
        fixed (float* source = draws)
        fixed (int* rows = _drawRows)
        {
            for (int k = 0; k < _drawRows.Length; k++, target += TLayout.Samples)
            {
                float* row = rows[k] < 0 ? ones : source + (rows[k] * (long)stride) + offset;
                if (TLayout.Samples == Lanes) Vector512.Load(row).StoreAligned(target);
                else Vector128.Load(row).StoreAligned(target);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void SolveRun<TLayout, TTerms>(Part part, int pass, SampleWorkspace workspace, Target target)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        Vector512<double> lowLost = Vector512<double>.Zero;
        Vector512<double> highLost = Vector512<double>.Zero;
        Vector512<double> secondLowLost = Vector512<double>.Zero;
        Vector512<double> secondHighLost = Vector512<double>.Zero;
        for (int node = part.Start; node < part.End; node++)
        {
            WideSums sums = Outside<TLayout, TTerms>(node, workspace);
            if (TTerms.HasOthers && HasDrawnDiagonal(node)) sums.Divide<TLayout>(Divisor<TLayout>(node, workspace));
            double* place = workspace.Solution.Start + At<TLayout>(node, 0);
            sums.StoreAligned<TLayout>(place);
            if (target.Exists) target.Give<TLayout>(node, sums);
            lowLost |= NotFinite(sums.Low);
            highLost |= NotFinite(sums.High);
            if (TLayout.Vectors == 1) continue;
            secondLowLost |= NotFinite(sums.SecondLow);
            secondHighLost |= NotFinite(sums.SecondHigh);
        }

        // What only inherits a component that did not settle is no failure of its own.
        int lanes = pass * TLayout.Vectors;
        workspace.NotFinite[lanes] |= Vector512.AndNot(Mask(lowLost, highLost), workspace.Stalled[lanes]);
        if (TLayout.Vectors > 1) workspace.NotFinite[lanes + 1] |= Vector512.AndNot(Mask(secondLowLost, secondHighLost), workspace.Stalled[lanes + 1]);
    }

    private static unsafe void GiveOut<TLayout>(int start, int end, Target target, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        foreach (int node in target.NodesFrom(start))
        {
            if (node >= end) return;
            target.Give<TLayout>(node, WideSums.Of<TLayout>(workspace.Solution.Start + At<TLayout>(node, 0)));
        }
    }

    private unsafe void SolveLoop<TLayout, TTerms>(int s, int pass, SampleWorkspace workspace, SampleSweepOptions options)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        Part part = _parts[s];

        // Errors of loops along a chain add up; each gets its part of the tolerance, the same whatever columns are wanted.
        float tolerance = (float)Math.Max(options.Tolerance * (part.End - part.Start) / _allCyclicCount, SmallestTolerance);
        SampleConvergence first = new(tolerance, part.Loop.Rate, part.Loop.Slack, options.MaximumSweeps);
        SampleConvergence second = first;
        if (TLayout.Vectors == 1) second.GiveUp();
        int single = 0;
        int wide = 0;
        Begin<TLayout, TTerms>(s, workspace);
        if (TLayout.Vectors > 1) Weigh(part, workspace);
        for (int cycle = 0; !(first.IsDone && second.IsDone); cycle++)
        {
            if (cycle > 0) FormResidual<TLayout, TTerms>(s, workspace);
            first.BeginCycle(isFirst: cycle == 0);
            second.BeginCycle(isFirst: cycle == 0);
            if (cycle == 0)
            {
                int unmeasured = UnmeasuredSweeps(part.Loop.Rate, tolerance);
                for (; single < unmeasured; single++) SweepPlain<TLayout, TTerms>(part, workspace);
            }

            for (; !(first.IsAtRest && second.IsAtRest); single++) SweepSingle<TLayout, TTerms>(part, workspace, ref first, ref second);
            first.EndSingle();
            second.EndSingle();
            if (cycle == 0)
            {
                if (!(first.IsAtRest && second.IsAtRest)) SweepAcross<TLayout, TTerms>(s, workspace, ref first, ref second);
                wide++;
            }
            else
            {
                if (!first.IsAtRest) Correct<TLayout>(s, 0, workspace, first.Active);
                if (!second.IsAtRest) Correct<TLayout>(s, 1, workspace, second.Active);
            }

            wide += SweepDouble<TLayout, TTerms>(part, workspace, ref first, ref second);
        }

        workspace.SingleSweeps = Math.Max(workspace.SingleSweeps, single);
        Finish(s, pass * TLayout.Vectors, ref first);
        if (TLayout.Vectors > 1) Finish(s, (pass * TLayout.Vectors) + 1, ref second);
        workspace.DoubleSweeps = Math.Max(workspace.DoubleSweeps, wide);

        void Finish(int s, int lanes, ref SampleConvergence convergence)
        {
            convergence.End();
            workspace.NotFinite[lanes] |= Vector512.AndNot(convergence.NotFinite, workspace.Stalled[lanes]);
            workspace.Stalled[lanes] |= convergence.Stalled;
            Spoil<TLayout>(_parts[s], lanes % TLayout.Vectors, convergence.Stalled | convergence.NotFinite, workspace);
            workspace.BackwardErrors[lanes] = SampleConvergence.Larger(convergence.BackwardError, workspace.BackwardErrors[lanes]);
            workspace.ErrorEstimates[lanes] += convergence.ErrorEstimate;
        }
    }

    private static int UnmeasuredSweeps(float rate, float tolerance)
    {
        int sweeps = 0;
        for (float left = rate; left > tolerance && sweeps < MostUnmeasuredSweeps; left *= rate) sweeps++;
        return sweeps;
    }

    // Not a number in the samples that failed, for whatever depends on this component to inherit.
    private static unsafe void Spoil<TLayout>(Part part, int vector, Vector512<float> failed, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        if (failed.AsUInt32() == Vector512<uint>.Zero) return;
        (Vector512<long> low, Vector512<long> high) = Vector512.Widen(failed.AsInt32());
        Vector512<double> nothing = Vector512.Create(double.NaN);
        for (int node = part.Start; node < part.End; node++)
        {
            double* z = workspace.Solution.Start + At<TLayout>(node, vector);
            Vector512.ConditionalSelect(low.AsDouble(), nothing, Vector512.LoadAligned(z)).StoreAligned(z);
            Vector512.ConditionalSelect(high.AsDouble(), nothing, Vector512.LoadAligned(z + Half)).StoreAligned(z + Half);
        }
    }

    // What comes from outside, the start, and what floats are divided by. The first cycle sweeps z itself in float; what is left over afterwards is all that later ones have to find.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Begin<TLayout, TTerms>(int s, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        Part part = _parts[s];
        WideSums levels = WideSums.OfCategories<TLayout>(_levels.Start + (s * TLayout.Categories));
        double* constants = workspace.Base.Start;
        float* residual = workspace.Residual.Start;
        float* e = workspace.Correction.Start;
        float* inverses = workspace.Inverses.Start;
        int stride = TLayout.Vectors * Lanes;
        for (int node = part.Start; node < part.End; node++, constants += stride, residual += stride, e += stride, inverses += stride)
        {
            WideSums sums = Outside<TLayout, TTerms>(node, workspace);
            sums.StoreAligned<TLayout>(constants);
            sums.Multiply<TLayout>(levels);
            sums.NarrowAligned<TLayout>(residual);
            float* start = _singleStart.Start + (node * (long)TLayout.Categories);
            TLayout.OfCategories(start, 0).StoreAligned(e);
            if (TLayout.Vectors > 1) TLayout.OfCategories(start, 1).StoreAligned(e + Lanes);
            if (!TTerms.HasOthers || !HasDrawnDiagonal(node)) continue;
            (Vector512<double> low, Vector512<double> high) = Divisor<TLayout>(node, workspace);
            Vector512<float> inverse = Vector512.Narrow(Vector512<double>.One / low, Vector512<double>.One / high);
            inverse.StoreAligned(inverses);
            if (TLayout.Vectors > 1) inverse.StoreAligned(inverses + Lanes);
        }
    }

    private unsafe void Correct<TLayout>(int s, int vector, SampleWorkspace workspace, Vector512<float> active)
        where TLayout : struct, ISampleLayout
    {
        Part part = _parts[s];
        (Vector512<double> lowLevel, Vector512<double> highLevel) = TLayout.OfCategories(_levels.Start + (s * TLayout.Categories), vector);
        lowLevel = Vector512<double>.One / lowLevel;
        highLevel = Vector512<double>.One / highLevel;
        float* correction = workspace.Correction.Start + (vector * Lanes);
        for (int node = part.Start; node < part.End; node++, correction += TLayout.Vectors * Lanes)
        {
            double* z = workspace.Solution.Start + At<TLayout>(node, vector);
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.LoadAligned(correction) & active);
            Vector512.FusedMultiplyAdd(low, lowLevel, Vector512.LoadAligned(z)).StoreAligned(z);
            Vector512.FusedMultiplyAdd(high, highLevel, Vector512.LoadAligned(z + Half)).StoreAligned(z + Half);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void FormResidual<TLayout, TTerms>(int s, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        Part part = _parts[s];
        double* z = workspace.Solution.Start;
        double* constants = workspace.Base.Start;
        float* draws = workspace.Draws.Start + (InnerDraws * (long)TLayout.Samples);
        fixed (int* starts = _inner.Starts, targets = _inner.Targets, fixedStarts = _innerFixed.Starts, fixedTargets = _innerFixed.Targets)
        fixed (double* factors = _inner.Factors, fixedFactors = _innerFixed.Factors)
        {
            long at = 0;
            for (int node = part.Start; node < part.End; node++)
            {
                for (int vector = 0; vector < TLayout.Vectors; vector++, at += Lanes)
                {
                    (Vector512<double> lowLevel, Vector512<double> highLevel) = TLayout.OfCategories(_levels.Start + (s * TLayout.Categories), vector);
                    Vector512<double> low = Vector512.LoadAligned(constants + at);
                    Vector512<double> high = Vector512.LoadAligned(constants + at + Half);
                    Gather<TLayout>(starts[node], starts[node + 1], targets, factors, draws, z + (vector * Lanes), ref low, ref high);
                    if (TTerms.HasOthers) Gather(fixedStarts[node], fixedStarts[node + 1], fixedTargets, fixedFactors, z + (vector * Lanes), ref low, ref high);
                    double* own = z + At<TLayout>(node, vector);
                    Vector512<double> lowZ = Vector512.LoadAligned(own);
                    Vector512<double> highZ = Vector512.LoadAligned(own + Half);
                    if (TTerms.HasOthers && HasDrawnDiagonal(node))
                    {
                        (Vector512<double> lowDivisor, Vector512<double> highDivisor) = Divisor<TLayout>(node, workspace);
                        lowZ *= lowDivisor;
                        highZ *= highDivisor;
                    }

                    Vector512.Narrow((low - lowZ) * lowLevel, (high - highZ) * highLevel).StoreAligned(workspace.Residual.Start + at);
                    Vector512<float>.Zero.StoreAligned(workspace.Correction.Start + at);
                }
            }
        }
    }

    // The first sweeps: every lane moves, and nobody asks by how much.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void SweepPlain<TLayout, TTerms>(Part part, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        int stride = TLayout.Vectors * Lanes;
        long first = part.Start * (long)stride;
        float* residuals = workspace.Residual.Start - first;
        float* inverses = workspace.Inverses.Start - first;
        float* e = workspace.Correction.Start - first;
        float* inner = InnerWeights<TLayout>(part, workspace);
        bool hasFixed = TTerms.HasOthers && !_innerFixed.IsEmpty;
        bool hasDiagonal = TTerms.HasOthers && !_diagonal.IsEmpty;
        fixed (int* starts = _inner.Starts, targets = _inner.Targets, fixedStarts = _innerFixed.Starts, fixedTargets = _innerFixed.Targets)
        fixed (float* factors = _inner.SingleFactors, fixedFactors = _innerFixed.SingleFactors)
        {
            foreach (SampleSchedule.Visit visit in part.Loop.Visits)
            {
                Vector512<float> excess = Vector512.Create(visit.Excess);
                for (int node = visit.Start; node < visit.End; node++)
                {
                    Sums sums = Sums.Of<TLayout>(residuals + (node * (long)stride));
                    sums.Add<TLayout>(starts[node], starts[node + 1], targets, factors, inner, e);
                    if (TTerms.HasOthers && hasFixed) sums.AddFixed<TLayout>(fixedStarts[node], fixedStarts[node + 1], fixedTargets, fixedFactors, e);
                    bool isScaled = TTerms.HasOthers && hasDiagonal && HasDrawnDiagonal(node);
                    for (int vector = 0; vector < TLayout.Vectors; vector++)
                    {
                        long at = (node * (long)stride) + (vector * Lanes);
                        Vector512<float> found = vector == 0 ? sums.First : sums.Second;
                        if (isScaled) found *= Vector512.LoadAligned(inverses + at);
                        Relaxed(found, Vector512.LoadAligned(e + at), excess).StoreAligned(e + at);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void SweepSingle<TLayout, TTerms>(Part part, SampleWorkspace workspace, ref SampleConvergence first, ref SampleConvergence second)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        int stride = TLayout.Vectors * Lanes;
        long start = part.Start * (long)stride;
        Vector512<float> firstActive = first.Active;
        Vector512<float> secondActive = second.Active;
        Vector512<int> firstChange = Vector512<int>.Zero;
        Vector512<int> secondChange = Vector512<int>.Zero;
        float* residuals = workspace.Residual.Start - start;
        float* measures = _measures.Start;
        float* inverses = workspace.Inverses.Start - start;
        float* e = workspace.Correction.Start - start;
        float* inner = InnerWeights<TLayout>(part, workspace);
        bool hasFixed = TTerms.HasOthers && !_innerFixed.IsEmpty;
        bool hasDiagonal = TTerms.HasOthers && !_diagonal.IsEmpty;
        fixed (int* starts = _inner.Starts, targets = _inner.Targets, fixedStarts = _innerFixed.Starts, fixedTargets = _innerFixed.Targets)
        fixed (float* factors = _inner.SingleFactors, fixedFactors = _innerFixed.SingleFactors)
        {
            foreach (SampleSchedule.Visit visit in part.Loop.Visits)
            {
                Vector512<float> excess = Vector512.Create(visit.Excess);
                for (int node = visit.Start; node < visit.End; node++)
                {
                    long at = node * (long)stride;
                    Sums sums = Sums.Of<TLayout>(residuals + at);
                    sums.Add<TLayout>(starts[node], starts[node + 1], targets, factors, inner, e);
                    if (TTerms.HasOthers && hasFixed) sums.AddFixed<TLayout>(fixedStarts[node], fixedStarts[node + 1], fixedTargets, fixedFactors, e);
                    bool isScaled = TTerms.HasOthers && hasDiagonal && HasDrawnDiagonal(node);
                    float* measure = measures + (node * (long)TLayout.Categories);
                    Vector512<float> found = sums.First;
                    if (isScaled) found *= Vector512.LoadAligned(inverses + at);
                    Vector512<float> before = Vector512.LoadAligned(e + at);
                    Vector512<float> after = Vector512.ConditionalSelect(firstActive, Relaxed(found, before, excess), before);
                    firstChange = Vector512.Max(Bits((after - before) * TLayout.OfCategories(measure, 0)), firstChange);
                    after.StoreAligned(e + at);
                    if (TLayout.Vectors == 1) continue;
                    found = sums.Second;
                    if (isScaled) found *= Vector512.LoadAligned(inverses + at + Lanes);
                    before = Vector512.LoadAligned(e + at + Lanes);
                    after = Vector512.ConditionalSelect(secondActive, Relaxed(found, before, excess), before);
                    secondChange = Vector512.Max(Bits((after - before) * TLayout.OfCategories(measure, 1)), secondChange);
                    after.StoreAligned(e + at + Lanes);
                }
            }
        }

        first.RecordSingle(firstChange.AsSingle());
        if (TLayout.Vectors > 1) second.RecordSingle(secondChange.AsSingle());
    }

    // From float to double: sums are formed in double from values in float, which follow, rounded. How far a value moves includes that rounding.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void SweepAcross<TLayout, TTerms>(int s, SampleWorkspace workspace, ref SampleConvergence first, ref SampleConvergence second)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        Part part = _parts[s];
        int stride = TLayout.Vectors * Lanes;
        long start = part.Start * (long)stride;
        WideSums levels = WideSums.OfCategories<TLayout>(_levels.Start + (s * TLayout.Categories));
        WideSums inverseLevels = levels.Inverse<TLayout>();
        Vector512<int> firstChange = Vector512<int>.Zero;
        Vector512<int> secondChange = Vector512<int>.Zero;
        Vector512<float> firstLargest = Vector512<float>.Zero;
        Vector512<float> secondLargest = Vector512<float>.Zero;
        float* sizes = _singleSizes.Start;
        double* z = workspace.Solution.Start;
        double* constants = workspace.Base.Start - start;
        float* e = workspace.Correction.Start - start;
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
                    long at = node * (long)stride;
                    int ahead = starts[Math.Min(node + NodesAhead, part.End)];
                    float* drawsAhead = draws + (ahead * (long)TLayout.Samples);
                    double* constantsAhead = constants + at + (NodesAhead * stride);
                    Ask(drawsAhead);
                    Ask(drawsAhead + Lanes);
                    Ask(drawsAhead + (2 * Lanes));
                    Ask(factors + ahead);
                    Ask(factors + ahead + Half);
                    Ask(targets + ahead);
                    Ask(constantsAhead);
                    Ask(constantsAhead + Half);
                    if (TLayout.Vectors > 1)
                    {
                        Ask(constantsAhead + Lanes);
                        Ask(constantsAhead + Lanes + Half);
                    }

                    WideSums sums = WideSums.Of<TLayout>(constants + at);
                    sums.Multiply<TLayout>(levels);
                    for (int p = starts[node]; p < starts[node + 1]; p++) sums.Add<TLayout>(TLayout.Draws(draws + (p * (long)TLayout.Samples)), factors[p], e + targets[p]);
                    if (TTerms.HasOthers && hasFixed)
                    {
                        for (int p = fixedStarts[node]; p < fixedStarts[node + 1]; p++) sums.Add<TLayout>(Vector512<float>.One, fixedFactors[p], e + fixedTargets[p]);
                    }

                    if (TTerms.HasOthers && hasDiagonal && HasDrawnDiagonal(node)) sums.Divide<TLayout>(Divisor<TLayout>(node, workspace));
                    Vector512<float> found = Vector512.Narrow(sums.Low, sums.High);
                    Vector512<float> size = Vector512.MaxNative(Vector512.Abs(found), TLayout.OfCategories(sizes + (node * (long)TLayout.Categories), 0));
                    firstChange = Vector512.Max(Bits((found - Vector512.LoadAligned(e + at)) * Reciprocal(size)), firstChange);
                    firstLargest = Vector512.MaxNative(size, firstLargest);
                    found.StoreAligned(e + at);
                    if (TLayout.Vectors > 1)
                    {
                        found = Vector512.Narrow(sums.SecondLow, sums.SecondHigh);
                        size = Vector512.MaxNative(Vector512.Abs(found), TLayout.OfCategories(sizes + (node * (long)TLayout.Categories), 1));
                        secondChange = Vector512.Max(Bits((found - Vector512.LoadAligned(e + at + Lanes)) * Reciprocal(size)), secondChange);
                        secondLargest = Vector512.MaxNative(size, secondLargest);
                        found.StoreAligned(e + at + Lanes);
                    }

                    sums.Multiply<TLayout>(inverseLevels);
                    sums.StoreAligned<TLayout>(z + at);
                }
            }
        }

        first.RecordDouble(firstChange.AsSingle() + Rounding(firstLargest));
        if (TLayout.Vectors > 1) second.RecordDouble(secondChange.AsSingle() + Rounding(secondLargest));

        // Nothing is lost of what is 0.
        static Vector512<float> Rounding(Vector512<float> largest) => Vector512.GreaterThan(largest, Vector512<float>.Zero) & Vector512.Create(SingleRounding);
    }

    // Where several categories share a draw, factor · draw was stored beforehand; the product is rounded alike.
    private unsafe float* InnerWeights<TLayout>(Part part, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout =>
        TLayout.Vectors == 1 ? workspace.Draws.Start + (InnerDraws * (long)TLayout.Samples) : workspace.Weights.Start - (_inner.Starts[part.Start] * (long)TLayout.Samples);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Weigh(Part part, SampleWorkspace workspace)
    {
        int p = _inner.Starts[part.Start];
        int end = _inner.Starts[part.End];
        float* draws = workspace.Draws.Start + ((InnerDraws + p) * (long)EightCategories.Samples);
        float* weights = workspace.Weights.Start;
        fixed (float* factors = _inner.SingleFactors)
        {
            for (; p < end; p++, draws += EightCategories.Samples, weights += EightCategories.Samples)
                (Vector128.LoadAligned(draws) * Vector128.Create(factors[p])).StoreAligned(weights);
        }
    }

    // d and what comes from nodes solved before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe WideSums Outside<TLayout, TTerms>(int node, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
        where TTerms : struct, ITermKinds
    {
        float* draws = workspace.Draws.Start;
        double* z = workspace.Solution.Start;
        WideSums sums = _hasFixedConstants ? WideSums.OfCategories<TLayout>(_fixedConstants.Start + (node * (long)TLayout.Categories)) : default;
        for (int p = _constant.Starts[node]; p < _constant.Starts[node + 1]; p++)
            sums.Add<TLayout>(TLayout.Draws(draws + (p * (long)TLayout.Samples)), WideSums.OfCategories<TLayout>(_constantFactors.Start + (p * (long)TLayout.Categories)));

        draws += ExternalDraws * (long)TLayout.Samples;
        fixed (int* targets = _external.Targets, fixedTargets = _externalFixed.Targets)
        fixed (double* factors = _external.Factors, fixedFactors = _externalFixed.Factors)
        {
            for (int p = _external.Starts[node]; p < _external.Starts[node + 1]; p++) sums.Add<TLayout>(TLayout.Draws(draws + (p * (long)TLayout.Samples)), factors[p], z + targets[p]);
            if (TTerms.HasOthers)
            {
                for (int p = _externalFixed.Starts[node]; p < _externalFixed.Starts[node + 1]; p++) sums.Add<TLayout>(Vector512<float>.One, fixedFactors[p], z + fixedTargets[p]);
            }
        }

        return sums;
    }

    // Σ factor · draw · z over the terms p … end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Gather<TLayout>(int p, int end, int* targets, double* factors, float* draws, double* z, ref Vector512<double> low, ref Vector512<double> high)
        where TLayout : struct, ISampleLayout
    {
        for (; p < end; p++)
        {
            float* term = draws + (p * (long)TLayout.Samples);
            Vector512<double> factor = Vector512.Create(factors[p]);
            double* source = z + targets[p];
            low = Vector512.FusedMultiplyAdd(TLayout.WideDraws(term, 0) * factor, Vector512.LoadAligned(source), low);
            high = Vector512.FusedMultiplyAdd(TLayout.WideDraws(term, 1) * factor, Vector512.LoadAligned(source + Half), high);
        }
    }

    // Σ factor · z over the terms p … end.
    private static unsafe void Gather(int p, int end, int* targets, double* factors, double* z, ref Vector512<double> low, ref Vector512<double> high)
    {
        for (; p < end; p++)
        {
            Vector512<double> factor = Vector512.Create(factors[p]);
            double* source = z + targets[p];
            low = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(source), low);
            high = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(source + Half), high);
        }
    }

    // Where the sixteen numbers of a node and a vector begin.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long At<TLayout>(int node, int vector)
        where TLayout : struct, ISampleLayout => ((node * (long)TLayout.Vectors) + vector) * Lanes;

    private bool HasDrawnDiagonal(int node) => _diagonal.Starts[node] != _diagonal.Starts[node + 1];

    // A node's diagonal entry relative to the reference, where that differs from sample to sample.
    private unsafe (Vector512<double> Low, Vector512<double> High) Divisor<TLayout>(int node, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        Vector512<double> low = Vector512<double>.Zero;
        Vector512<double> high = Vector512<double>.Zero;
        for (int p = _diagonal.Starts[node]; p < _diagonal.Starts[node + 1]; p++)
        {
            Vector512<float> draw = TLayout.Draws(workspace.Draws.Start + ((DiagonalDraws + p) * (long)TLayout.Samples));
            Vector512<double> factor = Vector512.Create(_diagonal.Factors[p]);
            low = Vector512.FusedMultiplyAdd(Vector512.WidenLower(draw), factor, low);
            high = Vector512.FusedMultiplyAdd(Vector512.WidenUpper(draw), factor, high);
        }

        return (low, high);
    }

    private void Divide<TLayout>(int node, SampleWorkspace workspace, ref Vector512<double> low, ref Vector512<double> high)
        where TLayout : struct, ISampleLayout
    {
        (Vector512<double> lowDivisor, Vector512<double> highDivisor) = Divisor<TLayout>(node, workspace);
        low /= lowDivisor;
        high /= highDivisor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> NotFinite(Vector512<double> values) =>
        ~Vector512.LessThanOrEqual(Vector512.Abs(values), Vector512.Create(double.MaxValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Relaxed(Vector512<float> found, Vector512<float> before, Vector512<float> excess) =>
        Vector512.FusedMultiplyAdd(found - before, excess, found);

    // 1 / x for positive x, never too small and at most an eighth too large: a straight line over each binade. A division would cost more than everything else of a node.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Reciprocal(Vector512<float> x)
    {
        Vector512<int> exponent = x.AsInt32() & Vector512.Create(0x7F80_0000);
        Vector512<float> power = (Vector512.Create(0x7F00_0000) - exponent).AsSingle();
        return Vector512.FusedMultiplyAdd(x * power, Vector512.Create(-0.5f), Vector512.Create(1.5f)) * power;
    }

    // Asks for a cache line that will be read soon.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Ask(void* line)
    {
        if (Sse.IsSupported) Sse.Prefetch0(line);
    }

    // Sizes of changes in the order of their bits, in which what is not a number comes last and stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Bits(Vector512<float> change) => Vector512.Abs(change).AsInt32();

    private static Vector512<float> Mask(Vector512<double> low, Vector512<double> high) => Vector512.Narrow(low.AsInt64(), high.AsInt64()).AsSingle();

    /// <summary>What the vectors of a node add up to, each in two sums: terms at even and at odd places.</summary>
    private unsafe ref struct Sums
    {
        private Vector512<float> _even;
        private Vector512<float> _odd;
        private Vector512<float> _secondEven;
        private Vector512<float> _secondOdd;

        public readonly Vector512<float> First => _even + _odd;

        public readonly Vector512<float> Second => _secondEven + _secondOdd;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Sums Of<TLayout>(float* residual)
            where TLayout : struct, ISampleLayout
        {
            Sums sums = default;
            sums._even = Vector512.LoadAligned(residual);
            if (TLayout.Vectors > 1) sums._secondEven = Vector512.LoadAligned(residual + Lanes);
            return sums;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TLayout>(int p, int end, int* targets, float* factors, float* inner, float* e)
            where TLayout : struct, ISampleLayout
        {
            int* stop = targets + end;
            targets += p;
            factors += p;
            inner += p * (long)TLayout.Samples;
            for (; targets + 1 < stop; targets += 2, factors += 2, inner += 2 * TLayout.Samples)
            {
                AddEven<TLayout>(e + *targets, factors, inner);
                float* source = e + targets[1];
                Vector512<float> weight = Weight<TLayout>(factors + 1, inner + TLayout.Samples);
                _odd = Vector512.FusedMultiplyAdd(weight, Vector512.LoadAligned(source), _odd);
                if (TLayout.Vectors > 1) _secondOdd = Vector512.FusedMultiplyAdd(weight, Vector512.LoadAligned(source + Lanes), _secondOdd);
            }

            if (targets < stop) AddEven<TLayout>(e + *targets, factors, inner);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddFixed<TLayout>(int p, int end, int* targets, float* factors, float* e)
            where TLayout : struct, ISampleLayout
        {
            for (; p < end; p++)
            {
                Vector512<float> factor = Vector512.Create(factors[p]);
                float* source = e + targets[p];
                _odd = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(source), _odd);
                if (TLayout.Vectors > 1) _secondOdd = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(source + Lanes), _secondOdd);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void AddEven<TLayout>(float* source, float* factor, float* draws)
            where TLayout : struct, ISampleLayout
        {
            Vector512<float> weight = Weight<TLayout>(factor, draws);
            _even = Vector512.FusedMultiplyAdd(weight, Vector512.LoadAligned(source), _even);
            if (TLayout.Vectors > 1) _secondEven = Vector512.FusedMultiplyAdd(weight, Vector512.LoadAligned(source + Lanes), _secondEven);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Weight<TLayout>(float* factor, float* draws)
            where TLayout : struct, ISampleLayout => TLayout.Vectors == 1 ? TLayout.Draws(draws) * Vector512.Create(*factor) : TLayout.Draws(draws);
    }

    /// <summary>Numbers of a node in double: two halves of each vector.</summary>
    private unsafe ref struct WideSums
    {
        private Vector512<double> _low;
        private Vector512<double> _high;
        private Vector512<double> _secondLow;
        private Vector512<double> _secondHigh;

        public readonly Vector512<double> Low => _low;

        public readonly Vector512<double> High => _high;

        public readonly Vector512<double> SecondLow => _secondLow;

        public readonly Vector512<double> SecondHigh => _secondHigh;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static WideSums Of<TLayout>(double* numbers)
            where TLayout : struct, ISampleLayout
        {
            WideSums sums = default;
            sums._low = Vector512.LoadAligned(numbers);
            sums._high = Vector512.LoadAligned(numbers + Half);
            if (TLayout.Vectors == 1) return sums;
            sums._secondLow = Vector512.LoadAligned(numbers + Lanes);
            sums._secondHigh = Vector512.LoadAligned(numbers + Lanes + Half);
            return sums;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static WideSums Widen<TLayout>(float* numbers)
            where TLayout : struct, ISampleLayout
        {
            WideSums sums = default;
            sums._low = WideLanes.Of(Vector256.LoadAligned(numbers));
            sums._high = WideLanes.Of(Vector256.LoadAligned(numbers + Half));
            if (TLayout.Vectors == 1) return sums;
            sums._secondLow = WideLanes.Of(Vector256.LoadAligned(numbers + Lanes));
            sums._secondHigh = WideLanes.Of(Vector256.LoadAligned(numbers + Lanes + Half));
            return sums;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static WideSums OfCategories<TLayout>(double* numbers)
            where TLayout : struct, ISampleLayout
        {
            WideSums sums = default;
            (sums._low, sums._high) = TLayout.OfCategories(numbers, 0);
            if (TLayout.Vectors > 1) (sums._secondLow, sums._secondHigh) = TLayout.OfCategories(numbers, 1);
            return sums;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly WideSums Inverse<TLayout>()
            where TLayout : struct, ISampleLayout
        {
            WideSums inverse = default;
            inverse._low = Vector512<double>.One / _low;
            inverse._high = Vector512<double>.One / _high;
            if (TLayout.Vectors == 1) return inverse;
            inverse._secondLow = Vector512<double>.One / _secondLow;
            inverse._secondHigh = Vector512<double>.One / _secondHigh;
            return inverse;
        }

        /// <summary>Adds draw · factors, one factor for each category.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TLayout>(Vector512<float> draw, WideSums factors)
            where TLayout : struct, ISampleLayout
        {
            Vector512<double> low = Vector512.WidenLower(draw);
            Vector512<double> high = TLayout.Vectors == 1 ? Vector512.WidenUpper(draw) : low;
            _low = Vector512.FusedMultiplyAdd(low, factors._low, _low);
            _high = Vector512.FusedMultiplyAdd(high, factors._high, _high);
            if (TLayout.Vectors == 1) return;
            _secondLow = Vector512.FusedMultiplyAdd(low, factors._secondLow, _secondLow);
            _secondHigh = Vector512.FusedMultiplyAdd(low, factors._secondHigh, _secondHigh);
        }

        /// <summary>Adds factor · draw · source. Where there are several vectors, samples stand alike in all halves.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TLayout>(Vector512<float> draw, double factor, double* source)
            where TLayout : struct, ISampleLayout
        {
            Vector512<double> low = Vector512.WidenLower(draw) * Vector512.Create(factor);
            Vector512<double> high = TLayout.Vectors == 1 ? Vector512.WidenUpper(draw) * Vector512.Create(factor) : low;
            _low = Vector512.FusedMultiplyAdd(low, Vector512.LoadAligned(source), _low);
            _high = Vector512.FusedMultiplyAdd(high, Vector512.LoadAligned(source + Half), _high);
            if (TLayout.Vectors == 1) return;
            _secondLow = Vector512.FusedMultiplyAdd(low, Vector512.LoadAligned(source + Lanes), _secondLow);
            _secondHigh = Vector512.FusedMultiplyAdd(low, Vector512.LoadAligned(source + Lanes + Half), _secondHigh);
        }

        /// <summary>The same with a source in float.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TLayout>(Vector512<float> draw, double factor, float* source)
            where TLayout : struct, ISampleLayout
        {
            Vector512<double> low = Vector512.WidenLower(draw) * Vector512.Create(factor);
            Vector512<double> high = TLayout.Vectors == 1 ? Vector512.WidenUpper(draw) * Vector512.Create(factor) : low;
            _low = Vector512.FusedMultiplyAdd(low, WideLanes.Of(Vector256.LoadAligned(source)), _low);
            _high = Vector512.FusedMultiplyAdd(high, WideLanes.Of(Vector256.LoadAligned(source + Half)), _high);
            if (TLayout.Vectors == 1) return;
            _secondLow = Vector512.FusedMultiplyAdd(low, WideLanes.Of(Vector256.LoadAligned(source + Lanes)), _secondLow);
            _secondHigh = Vector512.FusedMultiplyAdd(low, WideLanes.Of(Vector256.LoadAligned(source + Lanes + Half)), _secondHigh);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Multiply<TLayout>(WideSums by)
            where TLayout : struct, ISampleLayout
        {
            _low *= by._low;
            _high *= by._high;
            if (TLayout.Vectors == 1) return;
            _secondLow *= by._secondLow;
            _secondHigh *= by._secondHigh;
        }

        /// <summary>Divides by numbers of the samples, the same in every vector.</summary>
        public void Divide<TLayout>((Vector512<double> Low, Vector512<double> High) divisor)
            where TLayout : struct, ISampleLayout
        {
            _low /= divisor.Low;
            _high /= divisor.High;
            if (TLayout.Vectors == 1) return;
            _secondLow /= divisor.Low;
            _secondHigh /= divisor.High;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void StoreAligned<TLayout>(double* place)
            where TLayout : struct, ISampleLayout
        {
            _low.StoreAligned(place);
            _high.StoreAligned(place + Half);
            if (TLayout.Vectors == 1) return;
            _secondLow.StoreAligned(place + Lanes);
            _secondHigh.StoreAligned(place + Lanes + Half);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void NarrowAligned<TLayout>(float* place)
            where TLayout : struct, ISampleLayout
        {
            Vector512.Narrow(_low, _high).StoreAligned(place);
            if (TLayout.Vectors > 1) Vector512.Narrow(_secondLow, _secondHigh).StoreAligned(place + Lanes);
        }

    }

    /// <summary>Where solutions are written out, and in which units. Whole lines go past the caches, where nobody would look for them again.</summary>
    private readonly unsafe ref struct Target(double* values, ReadOnlySpan<int> nodes, int* places, double* units, int size)
    {
        private readonly bool _hasLines = (((nuint)values | ((nuint)size * sizeof(double))) & 63) == 0;

        private readonly ReadOnlySpan<int> _nodes = nodes;

        public bool Exists => values != null;

        /// <summary>The nodes that are written, from one on.</summary>
        public ReadOnlySpan<int> NodesFrom(int first)
        {
            int at = _nodes.BinarySearch(first);
            return _nodes[(at < 0 ? ~at : at)..];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Give<TLayout>(int node, WideSums found)
            where TLayout : struct, ISampleLayout
        {
            if (places[node] < 0) return;
            double* place = values + (places[node] * (long)size);
            double unit = units[node];
            Store(place, 0, Finite(found.Low * unit));
            Store(place, Half, Finite(found.High * unit));
            if (TLayout.Vectors == 1) return;
            Store(place, Lanes, Finite(found.SecondLow * unit));
            Store(place, Lanes + Half, Finite(found.SecondHigh * unit));
        }

        // Less than eight categories end in the midst of a vector.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Store(double* place, int at, Vector512<double> eight)
        {
            if (at + Half > size)
            {
                if (at < size) eight.GetLower().Store(place + at);
            }
            else if (_hasLines)
            {
                eight.StoreAlignedNonTemporal(place + at);
            }
            else
            {
                eight.Store(place + at);
            }
        }
    }
}
