using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Follows, lane by lane, how fast the sweeps over one loop settle, and freezes the lanes that have.</summary>
/// <remarks>
/// With δ the largest relative change of a sweep and A an estimate of ‖(I − T)⁻¹‖ of the sweep T, the error left after it is taken as
/// δ · max(1, A − 1). A is the most that the state has moved so far per unit of residual. Fixed numbers of sweeps are no substitute:
/// the rate differs from loop to loop and from right-hand side to right-hand side. No lane takes notice of another.
/// </remarks>
internal struct LaneConvergence
{
    // Rounding alone keeps the last bits moving; a change this small is none, and there is nothing better to be had.
    private const double RoundingFloor = 4.5e-16;

    // Beyond this, half of all digits are lost to rounding, and stillness is no sign of a solution.
    private const double LargestAmplification = 1e8;

    // Below this, differences of residuals are rounding.
    private const double SmallestTelling = 1e-11;

    private readonly double _tolerance;
    private Vector512<double> _overflowed;
    private Vector512<double> _error;
    private Vector512<double> _sweeps;

    /// <summary>Before the first sweep.</summary>
    /// <param name="tolerance">The error at which a lane is frozen.</param>
    /// <param name="amplification">What is known of ‖(I − T)⁻¹‖, or one.</param>
    public LaneConvergence(double tolerance, Vector512<double> amplification)
    {
        _tolerance = tolerance;
        Active = Vector512<double>.AllBitsSet;
        Amplification = Vector512.Max(amplification, Vector512<double>.One);
        _error = Vector512.Create(double.PositiveInfinity);
    }

    /// <summary>All bits set in the lanes that still move.</summary>
    public Vector512<double> Active { get; private set; }

    /// <summary>The most that the state has moved per unit of residual.</summary>
    public Vector512<double> Amplification { get; private set; }

    /// <summary>Sweeps so far.</summary>
    public int Sweeps { get; private set; }

    /// <summary>Whether every lane is frozen: settled, or grown beyond all numbers.</summary>
    public readonly bool IsDone => Active.AsUInt64() == Vector512<ulong>.Zero;

    /// <summary>|after − before| / |after|, and 0 where both are 0.</summary>
    public static Vector512<double> RelativeChange(Vector512<double> before, Vector512<double> after)
    {
        Vector512<double> size = Vector512.Abs(after);
        Vector512<double> ratio = Vector512.Abs(after - before) / size;
        return Vector512.ConditionalSelect(Vector512.Equals(after, before), Vector512<double>.Zero, ratio);
    }

    /// <summary>Takes the largest relative changes of one sweep, and how far the state moved per unit of residual.</summary>
    public void Record(Vector512<double> change, Vector512<double> move)
    {
        Sweeps++;
        Vector512<double> telling = Vector512.GreaterThan(change, Vector512.Create(SmallestTelling)) & Active;
        Amplification = Vector512.ConditionalSelect(telling, Vector512.Max(Amplification, move), Amplification);
        Vector512<double> error = change * Vector512.Max(Vector512<double>.One, Amplification - Vector512<double>.One);
        error = Vector512.ConditionalSelect(Vector512.Equals(change, Vector512<double>.Zero), Vector512<double>.Zero, error);
        _error = Vector512.ConditionalSelect(Active, error, _error);
        _sweeps = Vector512.ConditionalSelect(Active, Vector512.Create((double)Sweeps), _sweeps);
        Vector512<double> isStill = Vector512.LessThanOrEqual(change, Vector512.Create(RoundingFloor)) & Vector512.LessThan(Amplification, Vector512.Create(LargestAmplification));
        Vector512<double> overflowed = Vector512.AndNot(Active, Vector512.LessThanOrEqual(change, Vector512.Create(double.MaxValue)));
        _overflowed |= overflowed;
        Active = Vector512.AndNot(Active, Vector512.LessThanOrEqual(error, Vector512.Create(_tolerance)) | isStill | overflowed);
    }

    /// <summary>The outcome of each lane.</summary>
    public readonly LaneReports Report() =>
        new(Active | _overflowed, _sweeps, Vector512<double>.One - (Vector512<double>.One / Amplification), _error, Vector512<double>.Zero);
}
