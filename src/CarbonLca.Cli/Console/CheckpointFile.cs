using System.Diagnostics;
using CarbonLca.MonteCarlo;

namespace CarbonLca.Cli.Console;

/// <summary>Where the state of a run is saved as it goes.</summary>
/// <remarks>
/// A state may hold every sample so far, so saving each one would cost time that grows with the square of their number. A state is saved
/// when the run worked ten times as long as the last save took, and the last one always; how often changes no bit of the result.
/// </remarks>
internal sealed class CheckpointFile(string path)
{
    private const int WorkPerSave = 10;

    private TimeSpan _lastCost;
    private long _lastEnd;

    /// <summary>Saves a state, unless another will follow and the one before is recent for what saving costs.</summary>
    public void Save(MonteCarloState state)
    {
        if (!state.IsLast && _lastEnd != 0 && Stopwatch.GetElapsedTime(_lastEnd) < WorkPerSave * _lastCost) return;
        long begin = Stopwatch.GetTimestamp();
        AtomicFile.Write(path, state.Save);
        _lastEnd = Stopwatch.GetTimestamp();
        _lastCost = Stopwatch.GetElapsedTime(begin, _lastEnd);
    }
}
