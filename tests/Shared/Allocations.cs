namespace CarbonLca.TestSupport;

/// <summary>Measures what a piece of work allocates on the managed heap.</summary>
internal static class Allocations
{
    private const int Attempts = 3;

    /// <summary>The bytes that work allocates every time it runs: the least of several runs on this thread.</summary>
    /// <remarks>
    /// A collection that another thread causes may count what is left of this thread's allocation context; what the work itself
    /// allocates, it allocates in every run.
    /// </remarks>
    public static long Of(Action work)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
