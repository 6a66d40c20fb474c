using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Sparse;
using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>
/// What is uncertain in the Monte Carlo figures: every entry of A beside the diagonal, and every entry of B that has a
/// factor. Each is lognormal with a spread of its own; the same that <see cref="SyntheticDatabase"/> writes.
/// </summary>
internal sealed class SampledCase
{
    private const uint TechnosphereStream = 0;
    private const uint BiosphereStream = 1;

    private readonly SyntheticSystem _synthetic;
    private readonly SolveCase _subject;
    private readonly double[] _sigmaOfA;
    private readonly double[] _sigmaOfB;

    public SampledCase(SyntheticSystem synthetic, SolveCase subject)
    {
        _synthetic = synthetic;
        _subject = subject;
        System = FixedPointSystem.Prepare(subject.Matrix);
        Order = StronglyConnectedComponents.Of(subject.Matrix).Members.ToArray();
        (_sigmaOfA, _sigmaOfB) = Spreads(synthetic);
        Footprints = new double[subject.Direct.Length];
        AllProductsFigure.Ready(subject.Matrix, subject.HasCredits).Solver.SolveTransposed(subject.Direct, Footprints, subject.Categories);
    }

    /// <summary>The system that the sweeps run through.</summary>
    public FixedPointSystem System { get; }

    /// <summary>Columns, suppliers first.</summary>
    public int[] Order { get; }

    /// <summary>Footprints without uncertainty, category by category.</summary>
    public double[] Footprints { get; }

    /// <summary>The product with the median number of processes upstream, among a hundred and one drawn at random.</summary>
    public int MedianProduct()
    {
        (int Product, int Size)[] sizes = [.. Enumerable.Range(0, 101)
            .Select(k => new RandomStream(1, StreamPurpose.Demand, k).Index(_subject.Order))
            .Select(product => (product, Upstream([product]).Count(isUpstream => isUpstream)))
            .OrderBy(s => s.Item2)];
        return sizes[sizes.Length / 2].Product;
    }

    /// <summary>What has to be drawn and solved for some products, or for all if none is named, in some categories.</summary>
    public SampledProblem For(ReadOnlySpan<int> products, ReadOnlySpan<int> categories)
    {
        CscMatrix a = _subject.Matrix;
        CscMatrix b = _synthetic.Biosphere;
        bool[] isUpstream = Upstream(products);
        bool[] isCharacterized = Characterized(categories);
        List<SampledParameter> parameters = [];
        List<SampledEntry> entries = [];
        List<SampledConstant>[] constants = [.. Enumerable.Range(0, categories.Length).Select(_ => new List<SampledConstant>())];

        // Draws stand in the order in which the sweeps come to them.
        foreach (int j in Order)
        {
            if (!isUpstream[j])
                continue;
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
            {
                if (_sigmaOfA[p] == 0)
                    continue;
                entries.Add(new SampledEntry(a.RowIndices[p], j, parameters.Count, a.Values[p]));
                parameters.Add(Parameter(TechnosphereStream, a.RowIndices[p], j, _sigmaOfA[p]));
            }
            for (int p = b.ColumnStarts[j]; p < b.ColumnStarts[j + 1]; p++)
            {
                int flow = b.RowIndices[p];
                if (!isCharacterized[flow])
                    continue;
                for (int c = 0; c < categories.Length; c++)
                {
                    double factor = _synthetic.Factors[categories[c], flow];
                    if (factor != 0)
                        constants[c].Add(new SampledConstant(j, parameters.Count, factor * b.Values[p]));
                }
                parameters.Add(Parameter(BiosphereStream, flow, j, _sigmaOfB[p]));
            }
        }
        double[][] direct = [.. categories.ToArray().Select(c => _subject.Direct.AsSpan(c * _subject.Order, _subject.Order).ToArray())];
        double[][] reference = [.. categories.ToArray().Select(c => Footprints.AsSpan(c * _subject.Order, _subject.Order).ToArray())];
        SampleSweep sweep = SampleSweep.Prepare(System, direct, reference, [.. entries], [.. constants.Select(c => c.ToArray())], products);
        // As the engine does: draws are numbered in the order in which they are read, and need not be copied.
        int[] rowOf = sweep.NumberRowsAsRead(parameters.Count);
        return new SampledProblem(
            SamplingPlan.Of([.. parameters], rowOf, SamplingOptions.Default),
            sweep.Renumbered(rowOf),
            [.. entries.Select(entry => entry with { DrawRow = rowOf[entry.DrawRow] })],
            [.. constants.Select(of => of.Select(constant => constant with { DrawRow = rowOf[constant.DrawRow] }).ToArray())]);
    }

    private static SampledParameter Parameter(uint stream, int row, int column, double sigma) =>
        new(new ParameterKey(((ulong)(uint)row << 32) | (uint)column, stream), Distribution.Lognormal(1, sigma));

    // The same stream of numbers, in the same order, as the exchanges of the database.
    private static (double[] OfA, double[] OfB) Spreads(SyntheticSystem system)
    {
        CscMatrix a = system.Technosphere;
        CscMatrix b = system.Biosphere;
        double[] ofA = new double[a.EntryCount];
        double[] ofB = new double[b.EntryCount];
        for (int j = 0; j < a.ColumnCount; j++)
        {
            RandomStream random = new(system.Spec.Seed, StreamPurpose.Uncertainty, j);
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
            {
                if (a.Values[p] != 0 && a.RowIndices[p] != j)
                    ofA[p] = SyntheticDatabase.Spread(random);
            }
            for (int p = b.ColumnStarts[j]; p < b.ColumnStarts[j + 1]; p++)
                ofB[p] = SyntheticDatabase.Spread(random);
        }
        return (ofA, ofB);
    }

    private bool[] Characterized(ReadOnlySpan<int> categories)
    {
        bool[] isCharacterized = new bool[_synthetic.Factors.ColumnCount];
        for (int flow = 0; flow < isCharacterized.Length; flow++)
        {
            foreach (int category in categories)
                isCharacterized[flow] |= _synthetic.Factors[category, flow] != 0;
        }
        return isCharacterized;
    }

    private bool[] Upstream(ReadOnlySpan<int> products)
    {
        CscMatrix a = _subject.Matrix;
        bool[] isUpstream = new bool[a.ColumnCount];
        if (products.IsEmpty)
        {
            Array.Fill(isUpstream, true);
            return isUpstream;
        }
        Stack<int> waiting = new();
        foreach (int product in products)
            waiting.Push(product);
        while (waiting.TryPop(out int j))
        {
            if (isUpstream[j])
                continue;
            isUpstream[j] = true;
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
            {
                if (a.Values[p] != 0)
                    waiting.Push(a.RowIndices[p]);
            }
        }
        return isUpstream;
    }
}

/// <summary>Draws and the system to be solved with them, in some categories.</summary>
/// <param name="Plan">What is drawn.</param>
/// <param name="Sweep">What is solved.</param>
/// <param name="Entries">The entries of A that are drawn.</param>
/// <param name="Constants">The emissions that are drawn, for each category.</param>
internal sealed record SampledProblem(SamplingPlan Plan, SampleSweep Sweep, IReadOnlyList<SampledEntry> Entries, IReadOnlyList<IReadOnlyList<SampledConstant>> Constants)
{
    /// <summary>Memory for one thread that samples it.</summary>
    /// <param name="columns">The products whose footprints are taken over.</param>
    public SampledRun CreateRun(int[] columns) => new(this, columns);
}
