using System.Diagnostics;

namespace CarbonLca.Benchmarks.Harness;

/// <summary>Times single steps; medians over rounds are what results show.</summary>
/// <remarks>
/// What runs on one thread is measured in processor time of this process, so that what else the machine does does not
/// count; what runs on several, or waits for files, in time on the wall. On an idle machine the two agree for one thread.
/// </remarks>
internal static class Stopclock
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(20);

    /// <summary>Milliseconds of processor time of one run of a step: repeated until 20 ms have passed, so that short steps are measured too.</summary>
    public static double Milliseconds(Action step) => Milliseconds(step, static () => Environment.CpuUsage.TotalTime);

    /// <summary>The same on the wall.</summary>
    public static double WallMilliseconds(Action step) => Milliseconds(step, static () => Stopwatch.GetElapsedTime(0));

    /// <summary>The middle of the samples; NaN without any.</summary>
    public static double Median(IReadOnlyCollection<double> samples)
    {
        if (samples.Count == 0)
            return double.NaN;
        double[] sorted = [.. samples];
        Array.Sort(sorted);
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Milliseconds(Action step, Func<TimeSpan> now)
    {
        TimeSpan start = now();
        int runs = 0;
        TimeSpan elapsed;
        do
        {
            step();
            runs++;
            elapsed = now() - start;
        }
        while (elapsed < LeastTime);
        return elapsed.TotalMilliseconds / runs;
    }
}
