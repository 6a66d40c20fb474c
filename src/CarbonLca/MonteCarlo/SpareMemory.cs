using CarbonLca.Numerics.Memory;

namespace CarbonLca.MonteCarlo;

/// <summary>Memory of samples that nobody needs any more, for those of the next run.</summary>
/// <remarks>The system clears every page of new memory, which takes a good part of the time of filling it. Safe to share between threads.</remarks>
internal sealed class SpareMemory
{
    private readonly Lock _lock = new();
    private readonly List<Memory<double>> _spare = [];

    /// <summary>Keeps memory.</summary>
    public void Add(Memory<double> memory)
    {
        lock (_lock) _spare.Add(memory);
    }

    /// <summary>Memory for so many numbers, whatever stands there: kept, or new.</summary>
    /// <remarks>Where none of what is kept fits, all of it is let go, so that no more is kept than one run needs.</remarks>
    public Memory<double> Take(int length)
    {
        lock (_lock)
        {
            int fit = _spare.FindIndex(memory => memory.Length >= length && memory.Length / 2 <= length);
            if (fit >= 0)
            {
                Memory<double> memory = _spare[fit];
                _spare.RemoveAt(fit);
                return memory;
            }

            _spare.Clear();
        }

        return LargeArray.Allocate<double>(length);
    }
}
