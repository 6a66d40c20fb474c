namespace CarbonLca.Benchmarks.Harness;

/// <summary>Times single steps; medians over rounds are what results show.</summary>
/// <remarks>
/// Processor time of this process, not time on the wall: everything measured runs on one thread, and what else the
/// machine does should not count. On an idle machine the two agree.
/// </remarks>
internal static class Stopclock
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(20);

    /// <summary>Milliseconds of one run of a step: repeated until 20 ms have passed, so that short steps are measured too.</summary>
    public static double Milliseconds(Action step)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        int runs = 0;
        TimeSpan elapsed;
        do
        {
            step();
            runs++;
            elapsed = Environment.CpuUsage.TotalTime - start;
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
