using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Solutions of Mᵀ·y = d for any number of right-hand sides, kept so that a changed system is solved from where they are.</summary>
/// <remarks>
/// <para>
/// After a change only what leads to it is solved again, each loop from its former state: an error of 1e-3 is nine decades closer to
/// the end than none. What the change does not reach keeps its bits. What it reaches may differ from a solution from the start in its
/// last bits: both are within the tolerance of the exact one.
/// </para>
/// <para>Right-hand sides stand in groups of eight lanes. Immutable and safe to share.</para>
/// </remarks>
public sealed class FixedPointSolution
{
    private const int Lanes = FixedPointSystem.Lanes;

    private readonly FixedPointSystem _system;
    private readonly PinnedBuffer<double>[] _groups;

    private FixedPointSolution(FixedPointSystem system, int count, PinnedBuffer<double>[] groups, FixedPointReport report)
    {
        _system = system;
        Count = count;
        _groups = groups;
        Report = report;
    }

    /// <summary>How many right-hand sides there are.</summary>
    public int Count { get; }

    /// <summary>How the iteration went: of all loops, or of those that were solved again.</summary>
    public FixedPointReport Report { get; }

    /// <summary>Solves from the start.</summary>
    /// <param name="system">The system.</param>
    /// <param name="d">Right-hand sides, side k in <c>[k·n .. (k + 1)·n]</c>.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="options">Tolerance and limits.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="d"/> is not <paramref name="count"/> times the order.</exception>
    public static unsafe FixedPointSolution Solve(FixedPointSystem system, ReadOnlySpan<double> d, int count, FixedPointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        system.CheckSides(d.Length, count, nameof(d));
        PinnedBuffer<double>[] groups = new PinnedBuffer<double>[(count + Lanes - 1) / Lanes];
        FixedPointReport report = FixedPointReport.Start;
        using PullSweep sweep = new(system.Layout, options ?? FixedPointOptions.Default, system.HasNegativeWeights);
        for (int g = 0; g < groups.Length; g++)
        {
            groups[g] = new PinnedBuffer<double>(system.Layout.MemoryLength);
            SweepMemory memory = system.Layout.MemoryAt(groups[g].Start);
            system.Pack(d, g * Lanes, Math.Min(Lanes, count - (g * Lanes)), memory.Constant);
            report = report.Worse(sweep.Solve(memory).Worst());
        }

        return new FixedPointSolution(system, count, groups, report);
    }

    /// <summary>Solves a changed system, or for changed right-hand sides, from here.</summary>
    /// <param name="system">The system of this solution, or one made of it by <see cref="FixedPointSystem.WithEntries"/> or <see cref="FixedPointSystem.WithValues"/>.</param>
    /// <param name="d">As many right-hand sides as before, side k in <c>[k·n .. (k + 1)·n]</c>.</param>
    /// <param name="options">Tolerance and limits.</param>
    /// <exception cref="ArgumentException">The system has other places, or the length of <paramref name="d"/> is wrong.</exception>
    public unsafe FixedPointSolution Resolve(FixedPointSystem system, ReadOnlySpan<double> d, FixedPointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (!system.HasPlacesOf(_system)) throw new ArgumentException($"The system was prepared apart from the one of this solution; expected one made of it by {nameof(FixedPointSystem.WithEntries)} or {nameof(FixedPointSystem.WithValues)}.", nameof(system));
        system.CheckSides(d.Length, Count, nameof(d));
        bool[] weightsChanged = new bool[system.Count];
        system.MarkChanges(_system, weightsChanged);
        PinnedBuffer<double>[] groups = new PinnedBuffer<double>[_groups.Length];
        FixedPointReport report = FixedPointReport.Start;
        bool[] isChanged = new bool[system.Count];
        using PullSweep sweep = new(system.Layout, options ?? FixedPointOptions.Default, system.HasNegativeWeights);
        for (int g = 0; g < groups.Length; g++)
        {
            PinnedBuffer<double> former = _groups[g];
            groups[g] = new PinnedBuffer<double>(former.Length);
            former.Span.CopyTo(groups[g].Span);
            SweepMemory memory = system.Layout.MemoryAt(groups[g].Start);
            system.Pack(d, g * Lanes, Math.Min(Lanes, Count - (g * Lanes)), memory.Constant);
            for (int node = 0; node < isChanged.Length; node++)
            {
                long at = node * (long)Lanes;
                isChanged[node] = weightsChanged[node] || Vector512.LoadAligned(former.Start + at) != Vector512.LoadAligned(memory.Constant + at);
            }

            report = report.Worse(sweep.Resolve(memory, isChanged).Worst());
            GC.KeepAlive(former);
        }

        return new FixedPointSolution(system, Count, groups, report);
    }

    /// <summary>Writes the solutions out.</summary>
    /// <param name="y">Receives side k in <c>[k·n .. (k + 1)·n]</c>.</param>
    /// <exception cref="ArgumentException">The length is not <see cref="Count"/> times the order.</exception>
    public unsafe void CopyTo(Span<double> y)
    {
        _system.CheckSides(y.Length, Count, nameof(y));
        for (int g = 0; g < _groups.Length; g++)
        {
            _system.Unpack(_system.Layout.MemoryAt(_groups[g].Start).State, g * Lanes, Math.Min(Lanes, Count - (g * Lanes)), y);
            GC.KeepAlive(_groups[g]);
        }
    }
}
