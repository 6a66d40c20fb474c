namespace CarbonLca.Numerics.Sparse;

/// <summary>Working memory of a solve: one for each thread, kept between calls to spare allocations.</summary>
public sealed class SolveScratch
{
    private double[] _memory = [];
    private double[] _bounds = [];
    private double[] _reach = [];
    private int[] _entries = [];

    /// <summary>Six vectors of the length asked for, one after another; contents undefined.</summary>
    internal Span<double> Vectors(int length)
    {
        int needed = checked(VectorCount * length);
        if (_memory.Length < needed)
            _memory = GC.AllocateUninitializedArray<double>(needed);
        return _memory.AsSpan(0, needed);
    }

    /// <summary>A bound and a reach (0) for each unknown, and a number of entries (0) for each equation.</summary>
    internal (double[] Bounds, double[] Reach, int[] Entries) Guards(int order)
    {
        if (_bounds.Length < order)
        {
            _bounds = GC.AllocateUninitializedArray<double>(order);
            _reach = GC.AllocateUninitializedArray<double>(order);
            _entries = GC.AllocateUninitializedArray<int>(order);
        }
        Array.Clear(_reach);
        Array.Clear(_entries);
        return (_bounds, _reach, _entries);
    }

    internal const int VectorCount = 6;
}
