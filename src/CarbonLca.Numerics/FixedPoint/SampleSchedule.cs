using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>In which order the nodes of a system are swept, which of them again, and in which units floats hold them.</summary>
/// <remarks>
/// <para>
/// What is slow to settle in a strongly connected component is a few tight clusters, such as grids that trade with their neighbours. The
/// component is ordered by its strong entries alone, suppliers first; the components that these form by themselves, the <em>blocks</em>,
/// stay together and are swept <see cref="Repeats"/> times before the sweep goes on. The strength of an entry is
/// its share w_ij·v_i / v_j in the slowest mode v of |W|, so it depends on no unit and on no right-hand side. The least strength that
/// counts is as small as blocks of at most <see cref="BlockShare"/> of all entries allow: a sweep costs a tenth more at most, and on a
/// system with a spectral radius of 0.69 nine sweeps do the work of twenty.
/// </para>
/// <para>
/// What blocks are left with shrinks without a change of sign, so that sweeps may go a little further than to what they find: in blocks by
/// a fifth of the way, elsewhere by a thirtieth (Young 1954), or by less where the reference system settles faster with less, or where
/// long chains would enlarge errors link by link before they shrink.
/// </para>
/// <para>Only the matrix of the reference system is looked at: the schedule is the same whatever columns and categories are wanted.</para>
/// </remarks>
internal sealed class SampleSchedule
{
    /// <summary>How often a block is swept in one sweep.</summary>
    public const int Repeats = 3;

    private const double BlockShare = 0.05;
    private const double LeastStrength = 1.0 / 64;
    private const int Bisections = 8;
    private const int ModeSweeps = 40;
    private const int RateSweeps = 32;
    private const double LargestRate = 0.999;

    // Over-relaxation is tried in these steps, and taken as far as the reference system settles faster.
    private const int RelaxationSteps = 4;
    private const double LargestGrowth = 4;
    private const float BlockExcess = 0.05f;
    private const float Excess = 0.0075f;

    private readonly FixedPointSystem _system;
    private readonly double[] _mode;
    private readonly int[] _orderOf;
    private readonly int[] _nodes;

    private SampleSchedule(FixedPointSystem system)
    {
        _system = system;
        _mode = new double[system.Count];
        _orderOf = new int[system.Count];
        _nodes = new int[system.Count];
        Array.Fill(_mode, 1);
        for (int node = 0; node < _nodes.Length; node++) _nodes[node] = node;
        Loops = new Loop[system.NodeSegments.Length];
        for (int s = 0; s < Loops.Length; s++)
        {
            FixedPointSystem.Segment segment = system.NodeSegments[s];
            Loops[s] = segment.IsCyclic ? Arrange(segment) : new Loop([], 0, 0);
        }

        for (int at = 0; at < _nodes.Length; at++) _orderOf[_nodes[at]] = at;
    }

    /// <summary>Of each segment, the ranges of places that a sweep visits one after the other, and its rate; none for a run.</summary>
    public Loop[] Loops { get; }

    /// <summary>The nodes of the system in the order in which they are swept; each segment keeps its places.</summary>
    public ReadOnlySpan<int> Nodes => _nodes;

    /// <summary>The place of a node among <see cref="Nodes"/>.</summary>
    public int PlaceOf(int node) => _orderOf[node];

    /// <summary>The unit of a node, a power of two, so that changing units changes no digit.</summary>
    public double UnitOf(int node) => _mode[node];

    public static SampleSchedule Of(FixedPointSystem system) => new(system);

    private Loop Arrange(FixedPointSystem.Segment segment)
    {
        FindMode(segment);
        long entries = 0;
        for (int node = segment.Start; node < segment.End; node++) entries += _system.Starts[node + 1] - _system.Starts[node];
        double low = Math.Log(LeastStrength);
        double high = 0;
        StronglyConnectedComponents blocks = Blocks(segment, 1);
        for (int turn = 0; turn < Bisections; turn++)
        {
            double middle = (low + high) / 2;
            StronglyConnectedComponents found = Blocks(segment, Math.Exp(middle));
            if (EntriesInBlocks(segment, found) <= BlockShare * entries) (high, blocks) = (middle, found);
            else low = middle;
        }

        List<(Range Nodes, bool IsBlock)> ranges = Place(segment, blocks);
        double[] mode = _mode.AsSpan(segment.Start, segment.End - segment.Start).ToArray();
        for (int node = segment.Start; node < segment.End; node++) _mode[node] = Math.ScaleB(1, Math.ILogB(_mode[node]));
        Visit[] best = Relaxed(ranges, 0);
        double[] rates = Rates(segment, ranges);
        double plain = rates[0];
        double least = plain;
        for (int step = 1; step <= RelaxationSteps; step++)
        {
            Visit[] visits = Relaxed(ranges, step);
            if (!(rates[step] < least && Growth(segment, visits, mode) <= LargestGrowth)) break;
            (best, least) = (visits, rates[step]);
        }

        return new Loop(best, (float)plain, least > 0 ? (float)Math.Min(1, ((plain / least) - 1) / (1 - least)) : 0);
    }

    private static Visit[] Relaxed(List<(Range Nodes, bool IsBlock)> ranges, int step) =>
        [.. ranges.Select(range => new Visit(range.Nodes.Start.Value, range.Nodes.End.Value, ExcessOf(range.IsBlock, step)))];

    private static float ExcessOf(bool isBlock, int step) => step * (isBlock ? BlockExcess : Excess);

    // The slowest mode of |W|: Gauss–Seidel sweeps without a right-hand side, kept at the size of one.
    private void FindMode(FixedPointSystem.Segment segment)
    {
        for (int sweep = 0; sweep < ModeSweeps; sweep++)
        {
            double largest = 0;
            for (int node = segment.Start; node < segment.End; node++)
            {
                double sum = 0;
                for (int p = _system.Starts[node]; p < _system.Starts[node + 1]; p++)
                {
                    int target = _system.Targets[p];
                    if (target >= segment.Start) sum += Math.Abs(_system.Weights[p]) * _mode[target];
                }

                largest = Math.Max(largest, sum);
                _mode[node] = sum;
            }

            for (int node = segment.Start; node < segment.End; node++) _mode[node] /= largest;
        }

        // A chain of weights beyond the range of double has no unit that could hold it.
        for (int node = segment.Start; node < segment.End; node++)
        {
            if (!(_mode[node] is > 1e-300 and < 1e300)) _mode[node] = 1;
        }
    }

    private StronglyConnectedComponents Blocks(FixedPointSystem.Segment segment, double strength)
    {
        int count = segment.End - segment.Start;
        TripletBuilder strong = new(count, count);
        for (int node = segment.Start; node < segment.End; node++)
        {
            for (int p = _system.Starts[node]; p < _system.Starts[node + 1]; p++)
            {
                int target = _system.Targets[p];
                if (target >= segment.Start && Math.Abs(_system.Weights[p]) * _mode[target] > strength * _mode[node]) strong.Add(target - segment.Start, node - segment.Start, 1);
            }
        }

        return StronglyConnectedComponents.Of(strong.ToCsc());
    }

    private long EntriesInBlocks(FixedPointSystem.Segment segment, StronglyConnectedComponents blocks)
    {
        long entries = 0;
        for (int b = 0; b < blocks.Count; b++)
        {
            if (blocks.Starts[b + 1] - blocks.Starts[b] == 1) continue;
            foreach (int member in blocks.Members[blocks.Starts[b]..blocks.Starts[b + 1]])
                entries += _system.Starts[segment.Start + member + 1] - _system.Starts[segment.Start + member];
        }

        return entries;
    }

    private List<(Range Nodes, bool IsBlock)> Place(FixedPointSystem.Segment segment, StronglyConnectedComponents blocks)
    {
        List<(Range Nodes, bool IsBlock)> visits = [];
        int pending = segment.Start;
        for (int b = 0; b < blocks.Count; b++)
        {
            int start = segment.Start + blocks.Starts[b];
            int end = segment.Start + blocks.Starts[b + 1];
            for (int at = start; at < end; at++) _nodes[at] = segment.Start + blocks.Members[at - segment.Start];
            if (end - start == 1) continue;
            if (start > pending) visits.Add((pending..start, false));
            for (int turn = 0; turn < Repeats; turn++) visits.Add((start..end, true));
            pending = end;
        }

        if (segment.End > pending) visits.Add((pending..segment.End, false));
        return visits;
    }

    // For each step of over-relaxation, side by side, the factor by which sweeps shrink a mode: the mean of the last half of them.
    private double[] Rates(FixedPointSystem.Segment segment, List<(Range Nodes, bool IsBlock)> ranges)
    {
        Vector512<double>[] z = new Vector512<double>[segment.End - segment.Start];
        for (int k = 0; k < z.Length; k++) z[k] = Vector512.Create(_mode[segment.Start + k]);
        (Vector512<double> excess, Vector512<double> blockExcess) = (Lanes(step => ExcessOf(isBlock: false, step)), Lanes(step => ExcessOf(isBlock: true, step)));
        double[] logarithms = new double[RelaxationSteps + 1];
        for (int sweep = 0; sweep < RateSweeps; sweep++)
        {
            foreach ((Range nodes, bool isBlock) in ranges) Sweep(segment, nodes, isBlock ? blockExcess : excess, z);
            Vector512<double> size = Vector512<double>.Zero;
            for (int k = 0; k < z.Length; k++) size = Vector512.Max(size, Vector512.Abs(z[k]) / Vector512.Create(_mode[segment.Start + k]));

            // Where nothing is left of the mode, the rate is 0: e^-∞.
            Vector512<double> isLeft = Vector512.GreaterThan(size, Vector512<double>.Zero);
            for (int k = 0; k < z.Length; k++) z[k] = Vector512.ConditionalSelect(isLeft, z[k] / size, Vector512<double>.Zero);
            for (int step = 0; step < logarithms.Length && sweep >= RateSweeps / 2; step++) logarithms[step] += size[step] > 0 ? Math.Log(size[step]) : double.NegativeInfinity;
        }

        return Array.ConvertAll(logarithms, static logarithm => Math.Min(Math.Exp(logarithm / (RateSweeps - (RateSweeps / 2))), LargestRate));

        // Lanes that are left over repeat the last step.
        static Vector512<double> Lanes(Func<int, double> of) => Vector512.Create<double>([.. Enumerable.Range(0, Vector512<double>.Count).Select(lane => of(Math.Min(lane, RelaxationSteps)))]);
    }

    private void Sweep(FixedPointSystem.Segment segment, Range places, Vector512<double> excess, Vector512<double>[] z)
    {
        ReadOnlySpan<int> targets = _system.Targets;
        ReadOnlySpan<double> weights = _system.Weights;
        for (int at = places.Start.Value; at < places.End.Value; at++)
        {
            int node = _nodes[at];
            Vector512<double> sum = Vector512<double>.Zero;
            for (int p = _system.Starts[node]; p < _system.Starts[node + 1]; p++)
            {
                if (targets[p] >= segment.Start) sum += Vector512.Create(weights[p]) * z[targets[p] - segment.Start];
            }

            ref Vector512<double> value = ref z[node - segment.Start];
            value = sum + (excess * (sum - value));
        }
    }

    // The most by which a sweep can let anything grow that is no larger than the mode; long chains enlarge what goes too far link by link.
    private double Growth(FixedPointSystem.Segment segment, Visit[] visits, double[] mode)
    {
        double[] z = [.. mode];
        double growth = 0;
        foreach (Visit visit in visits)
        {
            for (int at = visit.Start; at < visit.End; at++)
            {
                int node = _nodes[at];
                double sum = 0;
                for (int p = _system.Starts[node]; p < _system.Starts[node + 1]; p++)
                {
                    int target = _system.Targets[p];
                    if (target >= segment.Start) sum += Math.Abs(_system.Weights[p]) * z[target - segment.Start];
                }

                z[node - segment.Start] = ((1 + visit.Excess) * sum) + (visit.Excess * z[node - segment.Start]);
                growth = Math.Max(growth, z[node - segment.Start] / mode[node - segment.Start]);
            }
        }

        return growth;
    }

    /// <summary>Places that are swept one after the other.</summary>
    /// <param name="Start">The first place.</param>
    /// <param name="End">One more than the last.</param>
    /// <param name="Excess">How much further than to what was found a value moves, as a part of its change: ω − 1 of successive over-relaxation (Young 1954).</param>
    internal readonly record struct Visit(int Start, int End, float Excess);

    /// <summary>How a component is swept.</summary>
    /// <param name="Visits">Ranges of places, one after the other.</param>
    /// <param name="Rate">The rate at which sweeps of the reference system settle that are not relaxed.</param>
    /// <param name="Slack">How much slower they settle than relaxed ones: the rate is ρ + slack · ρ · (1 − ρ) with ρ that of the relaxed ones; at most 1, so that it stays below 1 with ρ.</param>
    internal readonly record struct Loop(Visit[] Visits, float Rate, float Slack);
}
