using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Follows sixteen samples through the sweeps over one component: first in float, then in double.</summary>
/// <remarks>
/// The test is that of <see cref="LaneConvergence"/>: the error left is δ · max(1, ρ / (1 − ρ)) with δ the largest relative change of
/// the last sweep and ρ the largest of its last two ratios. Here ρ is also never taken below the rate of the reference system, because
/// a sample that starts near its solution may hardly stir the slowest mode before it is at rest. In float, changes of two units in
/// the last place are rounding; what they hide is settled in double, with the rate seen before they set in.
/// </remarks>
internal struct SampleConvergence
{
    /// <summary>A change this small is none: two units in the last place.</summary>
    private const float SingleFloor = 2.4e-7f;
    private const float DoubleFloor = 4.5e-16f;

    /// <summary>Below this, changes that do not shrink are rounding enlarged by cancellation: double has to go on.</summary>
    private const float Stagnation = 1f / 4096;

    // A ratio above 0.999 for so long, with changes this large, is a loop gain of one or a rate that no number of sweeps makes up for.
    private const float StalledRate = 0.999f;
    private const float StalledChange = 1e-3f;
    private const int StalledSweeps = 32;

    // Ratios of changes smaller than this are ratios of rounding errors.
    private const float RateFloor = 16 * SingleFloor;

    private readonly Vector512<float> _referenceRate;
    private readonly Vector512<float> _tolerance;
    private Vector512<float> _last;
    private Vector512<float> _lastRate;
    private Vector512<float> _rate;
    private Vector512<float> _backwardError;
    private Vector512<float> _error;
    private Vector512<int> _stalls;

    /// <summary>Before the first sweep.</summary>
    /// <param name="tolerance">The estimated error at which a lane is frozen in double.</param>
    /// <param name="referenceRate">The rate of the reference system.</param>
    public SampleConvergence(float tolerance, float referenceRate)
    {
        _tolerance = Vector512.Create(tolerance);
        _referenceRate = Vector512.Create(referenceRate);
        _rate = _referenceRate;
        Active = Vector512<float>.AllBitsSet;
    }

    /// <summary>All bits set in the lanes that still move.</summary>
    public Vector512<float> Active { get; private set; }

    /// <summary>All bits set in the lanes given up because they do not settle.</summary>
    public Vector512<float> Stalled { get; private set; }

    /// <summary>All bits set in the lanes given up because a value is not finite.</summary>
    public Vector512<float> NotFinite { get; private set; }

    /// <summary>Sweeps so far.</summary>
    public int Sweeps { get; private set; }

    /// <summary>Whether no lane moves any more.</summary>
    public readonly bool IsDone => Active.AsUInt32() == Vector512<uint>.Zero;

    /// <summary>The largest relative change of each lane in its last sweep in double.</summary>
    public readonly Vector512<float> BackwardError => _backwardError;

    /// <summary>The estimated relative error left in each lane.</summary>
    public readonly Vector512<float> ErrorEstimate => _error;

    /// <summary>Takes the largest relative changes of one sweep in float.</summary>
    public void RecordSingle(Vector512<float> change, Vector512<float> finite)
    {
        Vector512<float> rate = Ratio(change, _last);
        Vector512<float> slower = Larger(Larger(rate, _lastRate), _referenceRate);
        Vector512<float> settled = Vector512.LessThanOrEqual(ErrorOf(change, slower), Vector512.Create(SingleFloor))
            | Vector512.LessThanOrEqual(change, Vector512.Create(SingleFloor))
            | (Vector512.GreaterThanOrEqual(rate, Vector512<float>.One) & Vector512.LessThanOrEqual(change, Vector512.Create(Stagnation)));
        Vector512<float> tells = Active & Vector512.LessThan(slower, Vector512<float>.One) & Vector512.GreaterThan(change, Vector512.Create(RateFloor));
        _rate = Vector512.ConditionalSelect(tells, slower, _rate);
        Advance(change, rate, finite, settled);
    }

    /// <summary>From float to double: the lanes that came to rest go on, the others have failed.</summary>
    public void BeginDouble()
    {
        Stalled |= Active;
        Active = ~(Stalled | NotFinite);
        _last = Vector512<float>.Zero;
        _lastRate = Vector512<float>.Zero;
        _stalls = Vector512<int>.Zero;
    }

    /// <summary>Takes the largest relative changes of one sweep in double.</summary>
    /// <param name="change">Rounded to float, which is plenty for a change.</param>
    /// <param name="finite">All bits set in the lanes whose values are all finite.</param>
    public void RecordDouble(Vector512<float> change, Vector512<float> finite)
    {
        // The first sweep removes the rounding of float; its change has nothing before it to be compared with.
        Vector512<float> isFirst = Vector512.Equals(_last, Vector512<float>.Zero);
        Vector512<float> rate = Vector512.AndNot(Ratio(change, _last), isFirst);
        Vector512<float> error = ErrorOf(change, Larger(Larger(rate, _lastRate), _rate));
        _error = Vector512.ConditionalSelect(Active, error, _error);
        _backwardError = Vector512.ConditionalSelect(Active, change, _backwardError);
        Advance(change, rate, finite, Vector512.LessThanOrEqual(error, _tolerance) | Vector512.LessThanOrEqual(change, Vector512.Create(DoubleFloor)));
    }

    /// <summary>After the last sweep: whatever still moves has failed.</summary>
    public void End()
    {
        Stalled |= Active;
        Active = Vector512<float>.Zero;
    }

    /// <summary>a > b ? a : b, so b where either is not a number.</summary>
    public static Vector512<float> Larger(Vector512<float> a, Vector512<float> b) => Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), a, b);

    private void Advance(Vector512<float> change, Vector512<float> rate, Vector512<float> finite, Vector512<float> settled)
    {
        Sweeps++;
        Vector512<int> stalls = (Vector512.GreaterThan(rate, Vector512.Create(StalledRate)) & Vector512.GreaterThan(change, Vector512.Create(StalledChange))).AsInt32();
        _stalls = (_stalls + Vector512<int>.One) & stalls;
        Vector512<float> stalled = Vector512.GreaterThanOrEqual(_stalls, Vector512.Create(StalledSweeps)).AsSingle();
        NotFinite |= Vector512.AndNot(Active, finite);
        Stalled |= Vector512.AndNot(Active & stalled & finite, settled);
        Active = Vector512.AndNot(Active & finite, settled | stalled);
        _last = change;
        _lastRate = rate;
    }

    private static Vector512<float> Ratio(Vector512<float> change, Vector512<float> last) =>
        Vector512.ConditionalSelect(Vector512.Equals(change, Vector512<float>.Zero), Vector512<float>.Zero, change / last);

    // A rate of one or more says nothing of the error; only stillness does.
    private static Vector512<float> ErrorOf(Vector512<float> change, Vector512<float> rate)
    {
        Vector512<float> error = change * Larger(rate / (Vector512<float>.One - rate), Vector512<float>.One);
        error = Vector512.ConditionalSelect(Vector512.LessThan(rate, Vector512<float>.One), error, Vector512.Create(float.PositiveInfinity));
        return Vector512.ConditionalSelect(Vector512.Equals(change, Vector512<float>.Zero), Vector512<float>.Zero, error);
    }
}
