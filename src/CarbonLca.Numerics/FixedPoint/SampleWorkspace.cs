using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>The memory one thread needs to solve groups of samples, and the outcome of the last group.</summary>
public sealed class SampleWorkspace
{
    private PinnedBuffer<double>? _results;

    internal SampleWorkspace(SampleSweep owner, int nodes, int largestComponent, int drawnTerms, int weights)
    {
        Owner = owner;
        int lanes = SampleSweep.Lanes * owner.PassVectors;
        int halves = 2 * owner.PassVectors;
        int draws = drawnTerms * owner.PassSamples;
        int inLoop = largestComponent * lanes;
        LargeBlock block = new(
            LargeBlock.LinesOf<double>(nodes * lanes) + LargeBlock.LinesOf<float>(draws) + LargeBlock.LinesOf<float>(weights)
            + LargeBlock.LinesOf<double>(inLoop) + (3 * LargeBlock.LinesOf<float>(inLoop)) + (halves * LargeBlock.LinesOf<double>(inLoop / halves)));
        Residual = block.Take<float>(inLoop);
        Correction = block.Take<float>(inLoop);
        Weights = block.Take<float>(weights);
        Draws = block.Take<float>(draws);
        Base = block.Take<double>(inLoop);
        Solution = block.Take<double>(nodes * lanes);
        Halves = new PinnedBuffer<double>[halves];
        for (int half = 0; half < halves; half++) Halves[half] = block.Take<double>(inLoop / halves);
        Inverses = block.Take<float>(inLoop);
        Stalled = new Vector512<float>[owner.GroupVectors];
        NotFinite = new Vector512<float>[owner.GroupVectors];
        BackwardErrors = new Vector512<float>[owner.GroupVectors];
        ErrorEstimates = new Vector512<float>[owner.GroupVectors];
    }

    /// <summary>Sweeps in float over the component that needed most, in the last group; of several passes the most.</summary>
    public int SingleSweeps { get; internal set; }

    /// <summary>Sweeps in double over the component that needed most, in the last group; of several passes the most.</summary>
    public int DoubleSweeps { get; internal set; }

    /// <summary>Where the draws of a pass may be written, to be solved without a copy; empty where rows are not read from the first to the last, each once.</summary>
    public Span<float> OwnDraws => Owner.ReadsOwnDraws ? Draws.Span : [];

    /// <summary>z of each node in the present pass, <c>[node][vector][16]</c>.</summary>
    internal PinnedBuffer<double> Solution { get; }

    /// <summary>z of each node in all passes, <c>[node][vector][16]</c>.</summary>
    internal PinnedBuffer<double> Results => Owner.PassVectors == Owner.GroupVectors ? Solution : _results ??= new PinnedBuffer<double>(Solution.Length / Owner.PassVectors * Owner.GroupVectors);

    /// <summary>The draws of the terms in the present pass.</summary>
    internal PinnedBuffer<float> Draws { get; }

    /// <summary>factor · draw of the terms inside the present component; empty where a pass takes all sixteen samples.</summary>
    internal PinnedBuffer<float> Weights { get; }

    /// <summary>What the nodes of the present component receive from outside it.</summary>
    internal PinnedBuffer<double> Base { get; }

    /// <summary>z of the nodes of the present component while it is swept in double, <c>[half of a vector][node][8]</c>.</summary>
    internal PinnedBuffer<double>[] Halves { get; }

    /// <summary>What the present z leaves over.</summary>
    internal PinnedBuffer<float> Residual { get; }

    /// <summary>What is to be added to z.</summary>
    internal PinnedBuffer<float> Correction { get; }

    /// <summary>1 / δ of the nodes whose diagonal is drawn.</summary>
    internal PinnedBuffer<float> Inverses { get; }

    internal SampleSweep Owner { get; }

    internal Vector512<float>[] Stalled { get; }

    internal Vector512<float>[] NotFinite { get; }

    internal Vector512<float>[] BackwardErrors { get; }

    internal Vector512<float>[] ErrorEstimates { get; }

    /// <summary>How the solution of a sample of the last group ended.</summary>
    /// <param name="lane">The sample, 0 to 15.</param>
    /// <param name="category">The category.</param>
    public SampleStatus Status(int lane, int category = 0)
    {
        (int vector, int place) = Find(lane, category);
        if (NotFinite[vector].AsInt32()[place] != 0) return SampleStatus.NotFinite;
        return Stalled[vector].AsInt32()[place] != 0 ? SampleStatus.NotConverged : SampleStatus.Converged;
    }

    /// <summary>
    /// A bound, proved by the last sweep in double, on the relative change of coefficients and right-hand side that would make the solution
    /// of a sample exact, apart from the rounding of double: |c + Wᵀ·y − y| ≤ bound · (|c| + |W|ᵀ·|y|) in every component.
    /// </summary>
    /// <param name="lane">The sample, 0 to 15.</param>
    /// <param name="category">The category.</param>
    /// <remarks>
    /// With after the values of a Gauss–Seidel sweep and before those it found, the residual of a node is Σ w·(after − before) over what
    /// was swept later, so the largest relative change, times the visits a node gets, bounds it (Oettli &amp; Prager 1964). Where emissions and
    /// uptakes take each other away, |y| stands for the size by which changes are measured. Not a number for a failed sample.
    /// </remarks>
    public double BackwardError(int lane, int category = 0) => Of(BackwardErrors, lane, category);

    /// <summary>
    /// The estimated relative error of the worst component of the solution of a sample: the last change times ρ / (1 − ρ), summed over
    /// the components. Not a number for a failed sample.
    /// </summary>
    /// <param name="lane">The sample, 0 to 15.</param>
    /// <param name="category">The category.</param>
    public double ErrorEstimate(int lane, int category = 0) => Of(ErrorEstimates, lane, category);

    internal void Reset()
    {
        Array.Clear(Stalled);
        Array.Clear(NotFinite);
        Array.Clear(BackwardErrors);
        Array.Clear(ErrorEstimates);
        SingleSweeps = 0;
        DoubleSweeps = 0;
    }

    private double Of(Vector512<float>[] vectors, int lane, int category)
    {
        (int vector, int place) = Find(lane, category);
        return Status(lane, category) == SampleStatus.Converged ? vectors[vector][place] : double.NaN;
    }

    private (int Vector, int Place) Find(int lane, int category)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lane);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lane, SampleSweep.Lanes);
        ArgumentOutOfRangeException.ThrowIfNegative(category);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(category, Owner.Categories);
        int samples = Owner.PassSamples;
        int categories = SampleSweep.Lanes / samples;
        return ((lane / samples * Owner.PassVectors) + (category / categories), (category % categories * samples) + (lane % samples));
    }
}
