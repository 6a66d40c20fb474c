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
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>Milliseconds of processor time of one run of a step: repeated until 20 ms have passed, so that short steps are measured too.</summary>
    public static double Milliseconds(Action step) => Measure(step).Processor;

    /// <summary>The same of both: processor time of all threads, and time on the wall.</summary>
    public static (double Processor, double Wall) Measure(Action step)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        long wallStart = Stopwatch.GetTimestamp();
        int runs = 0;
        TimeSpan processor;
        TimeSpan wall;
        do
        {
            step();
            runs++;
            wall = Stopwatch.GetElapsedTime(wallStart);
            processor = Environment.CpuUsage.TotalTime - start;
        }
        while (processor < LeastTime && wall < LongestWait);
        return (processor.TotalMilliseconds / runs, wall.TotalMilliseconds / runs);
    }

    /// <summary>The middle of the samples; NaN without any.</summary>
    public static double Median(IReadOnlyCollection<double> samples)
    {
        if (samples.Count == 0)
            return double.NaN;
        double[] sorted = [.. samples];
        Array.Sort(sorted);
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
