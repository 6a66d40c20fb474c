using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>What sampling cannot do without: numbers to draw, and bytes to move.</summary>
/// <param name="Draws">Numbers drawn for each sample.</param>
/// <param name="LoopEntries">Entries of A within loops: read by every sweep.</param>
/// <param name="OtherTerms">Other entries of A, and emissions, of all categories: read once.</param>
/// <param name="LoopNodes">Processes in loops.</param>
/// <param name="Categories">Right-hand sides.</param>
/// <param name="PassSamples">Samples that are solved together.</param>
/// <param name="Answers">Numbers that are kept of a sample.</param>
internal sealed record SampleTraffic(long Draws, long LoopEntries, long OtherTerms, long LoopNodes, int Categories, int PassSamples, long Answers)
{
    private const double IndexBytes = 4.0 / SampleSweep.Lanes;
    private const double FactorBytes = 8.0 / SampleSweep.Lanes;

    /// <summary>Bytes that the sweeps of one thread go through again and again: the samples of a pass, of the entries in loops and of the state.</summary>
    public long WorkingSet => PassSamples * sizeof(float) * (LoopEntries + (2 * LoopNodes * Categories));

    public static SampleTraffic Of(SampledProblem problem, CscMatrix matrix, int products)
    {
        StronglyConnectedComponents components = StronglyConnectedComponents.Of(matrix);
        ReadOnlySpan<int> componentOf = components.ComponentOf;
        long inLoops = 0;
        HashSet<int> nodes = [];
        foreach (SampledEntry entry in problem.Entries)
        {
            if (componentOf[entry.MatrixRow] != componentOf[entry.MatrixColumn])
                continue;
            inLoops++;
            nodes.Add(entry.MatrixColumn);
        }
        int categories = problem.Sweep.Categories;
        long others = ((problem.Entries.Count - inLoops) * categories) + problem.Constants.Sum(c => (long)c.Count);
        return new SampleTraffic(problem.Plan.Count, inLoops, others, nodes.Count, categories, problem.Sweep.PassSamples, (long)products * categories);
    }

    /// <summary>Bytes moved for each sample, with so many sweeps in float and one in double, which proves them.</summary>
    /// <remarks>
    /// A sweep in float reads weights once for all categories, indices, what comes from outside, and reads and writes the
    /// state; one in double the draws, the factors, and twice the bytes of state. Everything else is touched once.
    /// </remarks>
    public double Bytes(double sweeps)
    {
        double single = (LoopEntries * (sizeof(float) + IndexBytes)) + (LoopNodes * 3.0 * sizeof(float) * Categories);
        double twice = (LoopEntries * (sizeof(float) + IndexBytes + FactorBytes)) + (LoopNodes * 3.0 * sizeof(double) * Categories);
        double once = (Draws * (double)sizeof(float)) + (Answers * (double)sizeof(double)) + (OtherTerms * (sizeof(float) + IndexBytes + FactorBytes));
        return (sweeps * single) + twice + once;
    }
}
