using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Follows sixteen lanes through the cycles over one component: sweeps in float, then one in double.</summary>
/// <remarks>
/// The error left is δ · max(½, ρ / (1 − ρ)) with δ the largest relative change of the last sweep and ρ the largest of its last two
/// ratios, as in <see cref="LaneConvergence"/>. Here ρ is also never taken below the rate of the reference system, because
/// a sample that starts near its solution may hardly stir the slowest mode before it is at rest. In float, changes are rounding
/// where they are small beside the first change of the cycle; what they hide is settled by the sweep in double, with the rate seen before
/// they set in, or else by another cycle.
/// </remarks>
internal struct SampleConvergence
{
    // One part of four million of the first change: rounding, or no matter.
    private const float Rest = 1f / (1 << 22);

    // The sweep in double shrinks the error once more; with it, this part of the tolerance is left.
    private const float SinglePart = 0.5f;

    // A value that passes through 0 changes infinitely.
    private const float LargestFirst = 1e6f;
    private const float DoubleFloor = 4.5e-16f;

    // The error left is never taken for less than half of the last change.
    private const float LeastFactor = 0.5f;

    /// <summary>Below this part of the first change, changes that do not shrink are rounding enlarged by cancellation: double has to go on.</summary>
    private const float Stagnation = 1f / 4096;

    // A ratio above 0.999 for so long, with changes this large, is a loop gain of one or a rate that no number of sweeps makes up for.
    private const float StalledRate = 0.999f;
    private const float StalledChange = 1e-3f;
    private const int StalledSweeps = 32;

    // Ratios of changes smaller than this part of the first are ratios of rounding errors.
    private const float Telling = 16 * Rest;

    private readonly Vector512<float> _referenceRate;
    private readonly Vector512<float> _slack;
    private readonly Vector512<float> _tolerance;
    private Vector512<float> _open;
    private Vector512<float> _first;
    private Vector512<float> _last;
    private Vector512<float> _lastRate;
    private Vector512<float> _rate;
    private Vector512<float> _backwardError;
    private Vector512<float> _error;
    private readonly Vector512<int> _maximumSweeps;
    private Vector512<int> _stalls;
    private Vector512<int> _sweeps;

    /// <summary>Before the first cycle.</summary>
    /// <param name="tolerance">The estimated error at which a lane is frozen for good.</param>
    /// <param name="referenceRate">The rate of the reference system.</param>
    /// <param name="slack">How much slower sweeps in double, which are not over-relaxed, settle than those in float: ρ + slack · ρ · (1 − ρ) for a rate ρ.</param>
    /// <param name="maximumSweeps">The most sweeps of a lane, in float and double together; counted lane by lane, so that company changes nothing.</param>
    public SampleConvergence(float tolerance, float referenceRate, float slack, int maximumSweeps)
    {
        _maximumSweeps = Vector512.Create(maximumSweeps);
        _open = Vector512<float>.AllBitsSet;
        _tolerance = Vector512.Create(tolerance);
        _referenceRate = Vector512.Create(referenceRate);
        _slack = Vector512.Create(slack);
        _rate = _referenceRate;
    }

    /// <summary>All bits set in the lanes that move in the next sweep.</summary>
    public Vector512<float> Active { get; private set; }

    /// <summary>All bits set in the lanes given up because they do not settle.</summary>
    public Vector512<float> Stalled { get; private set; }

    /// <summary>All bits set in the lanes given up because a value is not finite.</summary>
    public Vector512<float> NotFinite { get; private set; }

    /// <summary>Whether no lane moves in the next sweep.</summary>
    public readonly bool IsAtRest => Active.AsUInt32() == Vector512<uint>.Zero;

    /// <summary>Whether every lane is within the tolerance or has failed.</summary>
    public readonly bool IsDone => _open.AsUInt32() == Vector512<uint>.Zero;

    /// <summary>The bound that the last sweep in double puts on the residual of each lane.</summary>
    public readonly Vector512<float> BackwardError => _backwardError;

    /// <summary>The estimated relative error left in each lane.</summary>
    public readonly Vector512<float> ErrorEstimate => _error;

    /// <summary>a > b ? a : b, so b where either is not a number.</summary>
    public static Vector512<float> Larger(Vector512<float> a, Vector512<float> b) => Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), a, b);

    /// <summary>Leaves all lanes alone.</summary>
    public void GiveUp() => _open = Vector512<float>.Zero;

    /// <summary>Before the sweeps in float of a cycle.</summary>
    /// <param name="isFirst">Whether z itself is swept, so that changes are relative to it, and not a correction of it.</param>
    public void BeginCycle(bool isFirst)
    {
        Active = _open;
        _first = isFirst ? Vector512<float>.One : Vector512<float>.Zero;
        _last = Vector512<float>.Zero;
        _lastRate = Vector512<float>.Zero;
        _stalls = Vector512<int>.Zero;
    }

    /// <summary>Takes the largest changes of one sweep in float, relative to the values at the beginning of the cycle.</summary>
    public void RecordSingle(Vector512<float> change)
    {
        Vector512<float> finite = IsFinite(change);
        _first = Vector512.ConditionalSelect(Vector512.Equals(_first, Vector512<float>.Zero), Vector512.Min(change, Vector512.Create(LargestFirst)), _first);
        Vector512<float> rate = Vector512.ConditionalSelect(Vector512.Equals(change, Vector512<float>.Zero), Vector512<float>.Zero, change / _last);
        Vector512<float> slower = Larger(Larger(rate, _lastRate), _referenceRate);
        Vector512<float> rest = _first * Vector512.Create(Rest);
        Vector512<float> error = ErrorOf(change, slower);
        Vector512<float> settled = Vector512.LessThanOrEqual(error, rest)
            | Vector512.LessThanOrEqual(error * slower, _tolerance * Vector512.Create(SinglePart))
            | Vector512.LessThanOrEqual(change, rest)
            | (Vector512.GreaterThanOrEqual(rate, Vector512<float>.One) & Vector512.GreaterThan(_last, Vector512<float>.Zero) & Vector512.LessThanOrEqual(change, _first * Vector512.Create(Stagnation)));
        Vector512<float> tells = Active & Vector512.LessThan(slower, Vector512<float>.One) & Vector512.GreaterThan(change, _first * Vector512.Create(Telling));
        Vector512<float> seen = Larger(rate, _lastRate);
        Vector512<float> plain = Vector512.FusedMultiplyAdd(_slack * seen, Vector512<float>.One - seen, seen);
        _rate = Vector512.ConditionalSelect(tells, Larger(plain, _referenceRate), _rate);

        Vector512<int> stalls = (Vector512.GreaterThan(rate, Vector512.Create(StalledRate)) & Vector512.GreaterThan(change, Vector512.Create(StalledChange))).AsInt32();
        _stalls = (_stalls + Vector512<int>.One) & stalls;
        Vector512<float> stalled = Vector512.GreaterThanOrEqual(_stalls, Vector512.Create(StalledSweeps)).AsSingle();
        stalled |= CountSweep();
        NotFinite |= Vector512.AndNot(Active, finite);
        Stalled |= Vector512.AndNot(Active & stalled & finite, settled);
        Active = Vector512.AndNot(Active & finite, settled | stalled);
        _lastRate = Vector512.ConditionalSelect(Vector512.Equals(_last, Vector512<float>.Zero), Vector512<float>.Zero, rate);
        _last = change;
    }

    /// <summary>From float to double: the lanes that came to rest go on, the others have failed.</summary>
    public void EndSingle()
    {
        Stalled |= Active;
        _open = Vector512.AndNot(_open, Stalled | NotFinite);
        Active = _open;
    }

    /// <summary>Takes the largest relative changes of one sweep in double; a lane that another one will settle stays active.</summary>
    /// <param name="change">Rounded to float, which is plenty for a change.</param>
    public void RecordDouble(Vector512<float> change)
    {
        Vector512<float> finite = IsFinite(change);
        Vector512<float> error = ErrorOf(change, _rate);
        _error = Vector512.ConditionalSelect(Active, error, _error);
        _backwardError = Vector512.ConditionalSelect(Active, change * Vector512.Create((float)SampleSchedule.Repeats), _backwardError);
        NotFinite |= Vector512.AndNot(Active, finite);
        Vector512<float> settled = Vector512.LessThanOrEqual(error, _tolerance) | Vector512.LessThanOrEqual(change, Vector512.Create(DoubleFloor));
        Vector512<float> exhausted = CountSweep();
        Stalled |= Vector512.AndNot(Active & exhausted & finite, settled);
        _open = Vector512.AndNot(_open, Active & (settled | exhausted | ~finite));

        // Eight more sweeps in double cost less than another cycle.
        Vector512<float> twice = _rate * _rate;
        Vector512<float> fourTimes = twice * twice;
        Active &= _open & Vector512.LessThanOrEqual(error * fourTimes * fourTimes, _tolerance);
    }

    /// <summary>After the last cycle: whatever is not within the tolerance has failed.</summary>
    public void End()
    {
        Stalled |= _open;
        _open = Vector512<float>.Zero;
    }

    // Where a value is not finite, its change is not either.
    private static Vector512<float> IsFinite(Vector512<float> change) => Vector512.LessThanOrEqual(change, Vector512.Create(float.MaxValue));

    // All bits set in the active lanes that have used up their sweeps.
    private Vector512<float> CountSweep()
    {
        _sweeps -= Active.AsInt32();
        return Vector512.GreaterThanOrEqual(_sweeps, _maximumSweeps).AsSingle() & Active;
    }

    // A rate of one or more says nothing of the error; only stillness does.
    private static Vector512<float> ErrorOf(Vector512<float> change, Vector512<float> rate)
    {
        Vector512<float> error = change * Larger(rate / (Vector512<float>.One - rate), Vector512.Create(LeastFactor));
        error = Vector512.ConditionalSelect(Vector512.LessThan(rate, Vector512<float>.One), error, Vector512.Create(float.PositiveInfinity));
        return Vector512.ConditionalSelect(Vector512.Equals(change, Vector512<float>.Zero), Vector512<float>.Zero, error);
    }
}
