using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Follows, lane by lane, how fast the sweeps over one component settle, and freezes the lanes that have.</summary>
/// <remarks>
/// With δ_k the largest relative change of the k-th sweep and ρ the larger of the last two ratios δ_k / δ_(k−1), the error left is
/// taken as δ_k · max(1, ρ / (1 − ρ)). For W ≥ 0 and a right-hand side of one sign δ never grows, but it may fall steeply once and
/// slowly after, so that a single small ratio proves nothing: hence two ratios, and never less than the change itself. Fixed numbers
/// of sweeps are no substitute: the rate differs from component to component and from sample to sample.
/// </remarks>
internal struct LaneConvergence
{
    // Rounding alone keeps the last bits moving; a change this small is none.
    private const double RoundingFloor = 4.5e-16;

    private readonly double _tolerance;
    private Vector512<double> _last;
    private bool _hasOverflowed;
    private Vector512<double> _lastRate;
    private Vector512<double> _rate;
    private Vector512<double> _error;

    public LaneConvergence(double tolerance)
    {
        _tolerance = tolerance;
        Active = Vector512<double>.AllBitsSet;
        _error = Vector512.Create(double.PositiveInfinity);
    }

    /// <summary>All bits set in the lanes that still move.</summary>
    public Vector512<double> Active { get; private set; }

    /// <summary>Sweeps so far.</summary>
    public int Sweeps { get; private set; }

    /// <summary>Whether every lane is frozen, or has grown beyond all numbers.</summary>
    public readonly bool IsDone => _hasOverflowed || Active.AsUInt64() == Vector512<ulong>.Zero;

    /// <summary>|after − before| / |after|, and 0 where both are 0.</summary>
    public static Vector512<double> RelativeChange(Vector512<double> before, Vector512<double> after)
    {
        Vector512<double> size = Vector512.Abs(after);
        Vector512<double> ratio = Vector512.Abs(after - before) / size;
        return Vector512.ConditionalSelect(Vector512.Equals(after, before), Vector512<double>.Zero, ratio);
    }

    /// <summary>Takes the largest relative changes of one sweep.</summary>
    public void Record(Vector512<double> change)
    {
        Sweeps++;
        Vector512<double> rate = Vector512.ConditionalSelect(Vector512.Equals(change, Vector512<double>.Zero), Vector512<double>.Zero, change / _last);
        Vector512<double> slower = Vector512.Max(rate, _lastRate);
        _lastRate = rate;
        Vector512<double> error = change * Vector512.Max(Vector512<double>.One, slower / (Vector512<double>.One - slower));

        // A rate of one or more, as after the first sweep, says nothing of the error; only stillness does.
        error = Vector512.ConditionalSelect(Vector512.LessThan(slower, Vector512<double>.One), error, Vector512.Create(double.PositiveInfinity));
        error = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(change, Vector512.Create(RoundingFloor)), change, error);
        _error = Vector512.ConditionalSelect(Active, error, _error);
        _rate = Vector512.ConditionalSelect(Active, slower, _rate);
        _last = change;
        Active = Vector512.AndNot(Active, Vector512.LessThanOrEqual(error, Vector512.Create(_tolerance)));
        _hasOverflowed |= !Vector512.LessThanOrEqualAll(change, Vector512.Create(double.MaxValue));
    }

    /// <summary>The outcome over all lanes.</summary>
    public readonly FixedPointReport Report()
    {
        double rate = 0;
        double error = 0;
        for (int lane = 0; lane < Vector512<double>.Count; lane++)
        {
            rate = Math.Max(rate, _rate[lane]);
            error = Math.Max(error, _error[lane]);
        }

        return new FixedPointReport(IsDone && !_hasOverflowed, Sweeps, rate, error, 0);
    }
}
