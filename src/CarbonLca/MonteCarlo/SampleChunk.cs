namespace CarbonLca.MonteCarlo;

/// <summary>Consecutive samples of every number asked for.</summary>
/// <remarks>Written once, by many threads in separate places; not changed afterwards.</remarks>
/// <param name="First">The first sample; a multiple of sixteen.</param>
/// <param name="Count">How many samples.</param>
/// <param name="Values"><c>[series][sample − First]</c>; a series is product × categories + category. Not a number in samples that failed.</param>
/// <param name="HasFailed">Whether something asked for has no answer, by sample.</param>
internal sealed record SampleChunk(long First, int Count, double[] Values, bool[] HasFailed)
{
    public static SampleChunk Empty(long first, int count, int series) => new(first, count, new double[checked(series * count)], new bool[count]);

    /// <summary>The samples of one series.</summary>
    public ReadOnlySpan<double> Series(int series) => Values.AsSpan(series * Count, Count);
}
