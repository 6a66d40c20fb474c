namespace CarbonLca.Numerics.Sparse;

/// <summary>Working memory of a solve: one for each thread, kept between calls to spare allocations.</summary>
public sealed class SolveScratch
{
    private double[] _memory = [];

    /// <summary>Six vectors of the length asked for, one after another; contents undefined.</summary>
    internal Span<double> Vectors(int length)
    {
        int needed = checked(VectorCount * length);
        if (_memory.Length < needed)
            _memory = GC.AllocateUninitializedArray<double>(needed);
        return _memory.AsSpan(0, needed);
    }

    internal const int VectorCount = 6;
}
