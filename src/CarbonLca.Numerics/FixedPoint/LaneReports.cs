using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>How an iteration went, lane by lane: the eight <see cref="FixedPointReport"/>s of one pass.</summary>
/// <param name="Failed">All bits set in the lanes that have not converged.</param>
/// <param name="Sweeps">Sweeps until each lane was frozen, over the loop that needed most.</param>
/// <param name="Rate">See <see cref="FixedPointReport.Rate"/>.</param>
/// <param name="ErrorEstimate">See <see cref="FixedPointReport.ErrorEstimate"/>.</param>
/// <param name="BackwardError">See <see cref="FixedPointReport.BackwardError"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LaneReports(Vector512<double> Failed, Vector512<double> Sweeps, Vector512<double> Rate, Vector512<double> ErrorEstimate, Vector512<double> BackwardError)
{
    /// <summary>Whether every lane has converged.</summary>
    public bool HasConverged => Failed.AsUInt64() == Vector512<ulong>.Zero;

    /// <summary>The report of one lane.</summary>
    public FixedPointReport this[int lane] => new(
        Failed.AsUInt64()[lane] == 0,
        (int)Sweeps[lane],
        Rate[lane],
        ErrorEstimate[lane],
        BackwardError[lane]);

    /// <summary>The worse of two, lane by lane and number by number.</summary>
    public LaneReports Worse(in LaneReports other) => new(
        Failed | other.Failed,
        Vector512.Max(Sweeps, other.Sweeps),
        Vector512.Max(Rate, other.Rate),
        Vector512.Max(ErrorEstimate, other.ErrorEstimate),
        Vector512.Max(BackwardError, other.BackwardError));

    /// <summary>The worst of all lanes, number by number.</summary>
    public FixedPointReport Worst()
    {
        FixedPointReport worst = FixedPointReport.Start;
        for (int lane = 0; lane < Vector512<double>.Count; lane++) worst = worst.Worse(this[lane]);
        return worst;
    }

    /// <summary>These reports in the lanes of a mask, others elsewhere.</summary>
    public LaneReports Where(Vector512<double> lanes, in LaneReports elsewhere) => new(
        Vector512.ConditionalSelect(lanes, Failed, elsewhere.Failed),
        Vector512.ConditionalSelect(lanes, Sweeps, elsewhere.Sweeps),
        Vector512.ConditionalSelect(lanes, Rate, elsewhere.Rate),
        Vector512.ConditionalSelect(lanes, ErrorEstimate, elsewhere.ErrorEstimate),
        Vector512.ConditionalSelect(lanes, BackwardError, elsewhere.BackwardError));

    /// <summary>The same, with lanes marked as failed that came to rest where no solution can be.</summary>
    public LaneReports WithImpossible(Vector512<double> lanes) => this with
    {
        Failed = Failed | lanes,
        Rate = Vector512.ConditionalSelect(lanes, Vector512.Max(Rate, Vector512<double>.One), Rate),
        ErrorEstimate = Vector512.ConditionalSelect(lanes, Vector512.Create(double.PositiveInfinity), ErrorEstimate),
    };
}
