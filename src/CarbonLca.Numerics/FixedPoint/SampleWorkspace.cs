using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>The memory one thread needs to solve groups of samples, and the outcome of the last group.</summary>
public sealed class SampleWorkspace
{
    internal SampleWorkspace(SampleSweep owner, int nodes, int largestComponent, int largestValues)
    {
        Owner = owner;
        Solution = new PinnedBuffer<double>((nodes + 1) * SampleSweep.Lanes);
        Solution.Span[(nodes * SampleSweep.Lanes)..].Fill(1);
        Base = new PinnedBuffer<double>(largestComponent * SampleSweep.Lanes);
        SingleBase = new PinnedBuffer<float>(largestComponent * SampleSweep.Lanes);
        SingleState = new PinnedBuffer<float>(largestComponent * SampleSweep.Lanes);
        Values = new PinnedBuffer<float>(largestValues * SampleSweep.Lanes);
        Ones = new PinnedBuffer<float>(SampleSweep.Lanes);
        Ones.Span.Fill(1);
    }

    /// <summary>Sweeps in float over the component that needed most, in the last group.</summary>
    public int SingleSweeps { get; internal set; }

    /// <summary>Sweeps in double over the component that needed most, in the last group.</summary>
    public int DoubleSweeps { get; internal set; }

    /// <summary>z of each node, <c>[node][16]</c>, and a last row of ones for the right-hand side.</summary>
    internal PinnedBuffer<double> Solution { get; }

    /// <summary>What the nodes of the present component receive from outside it.</summary>
    internal PinnedBuffer<double> Base { get; }

    /// <summary><see cref="Base"/> rounded to float.</summary>
    internal PinnedBuffer<float> SingleBase { get; }

    /// <summary>z of the nodes of the present component.</summary>
    internal PinnedBuffer<float> SingleState { get; }

    /// <summary>Drawn weights inside the present component, in the order of the sweep.</summary>
    internal PinnedBuffer<float> Values { get; }

    /// <summary>The draws of what has none.</summary>
    internal PinnedBuffer<float> Ones { get; }

    internal SampleSweep Owner { get; }

    internal Vector512<float> Stalled { get; set; }

    internal Vector512<float> NotFinite { get; set; }

    internal Vector512<float> BackwardErrors { get; set; }

    internal Vector512<float> ErrorEstimates { get; set; }

    /// <summary>How the solution of a sample of the last group ended.</summary>
    /// <param name="lane">The sample, 0 to 15.</param>
    public SampleStatus Status(int lane)
    {
        if (NotFinite.AsInt32()[lane] != 0) return SampleStatus.NotFinite;
        return Stalled.AsInt32()[lane] != 0 ? SampleStatus.NotConverged : SampleStatus.Converged;
    }

    /// <summary>
    /// A bound, proved by the last sweep in double, on the relative change of coefficients and right-hand side that would make the solution
    /// of a sample exact, apart from the rounding of double: |c + Wᵀ·y − y| ≤ bound · (|c| + |W|ᵀ·|y|) in every component.
    /// </summary>
    /// <param name="lane">The sample, 0 to 15.</param>
    /// <remarks>
    /// With after the values of a Gauss–Seidel sweep and before those it found, the residual of a node is Σ w·(after − before) over what
    /// was swept later, so the largest relative change bounds it (Oettli &amp; Prager 1964). Not a number for a failed sample.
    /// </remarks>
    public double BackwardError(int lane) => Status(lane) == SampleStatus.Converged ? BackwardErrors[lane] : double.NaN;

    /// <summary>
    /// The estimated relative error of the worst component of the solution of a sample: the backward error times ρ / (1 − ρ), summed over
    /// the components. Not a number for a failed sample.
    /// </summary>
    /// <param name="lane">The sample, 0 to 15.</param>
    public double ErrorEstimate(int lane) => Status(lane) == SampleStatus.Converged ? ErrorEstimates[lane] : double.NaN;
}
