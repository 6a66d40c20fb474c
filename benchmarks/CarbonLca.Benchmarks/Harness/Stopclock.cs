using System.Diagnostics;

namespace CarbonLca.Benchmarks.Harness;

/// <summary>Times single steps; medians over rounds are what results show.</summary>
internal static class Stopclock
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(20);

    /// <summary>Milliseconds of one run of a step: repeated until 20 ms have passed, so that short steps are measured too.</summary>
    public static double Milliseconds(Action step)
    {
        long start = Stopwatch.GetTimestamp();
        int runs = 0;
        TimeSpan elapsed;
        do
        {
            step();
            runs++;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < LeastTime);
        return elapsed.TotalMilliseconds / runs;
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
