using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;

namespace CarbonLca.MonteCarlo;

/// <summary>The samples of a run, and what they say. Statistics are computed when asked for.</summary>
/// <remarks>
/// Kept samples may take gigabytes. Disposing of a result gives their memory to the next run of its model, which need not ask the system
/// for it; without that it is collected like any other. Of a result that was disposed, and of its <see cref="State"/>, no samples can be asked.
/// </remarks>
public sealed class MonteCarloResult : IDisposable
{
    private readonly SampleStore _store;

    internal MonteCarloResult(MonteCarloModel model, MonteCarloOptions options, SampleStore store, ImmutableArray<FailedSample> failures, bool isStoppedEarly)
    {
        Model = model;
        Options = options;
        _store = store;
        Failures = failures;
        IsStoppedByRule = isStoppedEarly;
    }

    /// <summary>What was sampled.</summary>
    public MonteCarloModel Model { get; }

    /// <summary>The choices.</summary>
    public MonteCarloOptions Options { get; }

    /// <summary>How many samples were drawn.</summary>
    public long SampleCount => _store.Count;

    /// <summary>How many of them have no answer for at least one product and category asked for. Their number for each is in its statistics.</summary>
    public long FailedCount => _store.FailedCount;

    /// <summary>The first samples that failed, ascending, with the process and the reason; at most 100, of all that is upstream of what is asked for.</summary>
    public ImmutableArray<FailedSample> Failures { get; }

    /// <summary>The seed.</summary>
    public long Seed => Options.Seed;

    /// <summary>The threads that ran.</summary>
    public int Threads => Options.EffectiveThreads;

    /// <summary>How many exchanges and factors were drawn.</summary>
    public int ParameterCount => Model.Parameters.Length;

    /// <summary>Whether the stop rule was met.</summary>
    public bool IsStoppedByRule { get; }

    /// <summary>Whether every sample was kept, so that quantiles are exact and <see cref="SamplesOf(int, int)"/> can be asked for.</summary>
    public bool HasSamples => _store is KeptSamples;

    /// <summary>The state to resume from, for instance for more samples; null where samples were not kept: of those a run has states only while it reports them (<see cref="MonteCarloOptions.Checkpoint"/>).</summary>
    public MonteCarloState? State => HasSamples ? MonteCarloState.Of(Model, Options, _store, Failures, isLast: true) : null;

    /// <summary>What a reader should know.</summary>
    public ImmutableArray<Diagnostic> Findings
    {
        get
        {
            if (FailedCount == 0) return Model.Findings;
            string where = Failures.IsEmpty ? string.Empty : Model.System.LabelOf(Failures[0].Column);
            return Model.Findings.Add(Diagnostic.Warning(
                FindingCode.CycleNotSolvable,
                $"{FailedCount} of {SampleCount} samples have no answer and were left out; the first is sample {Failures[0].Sample}, at process {where}: {Reason(Failures[0].Reason).En}.",
                $"{SampleCount} 个样本中有 {FailedCount} 个无解，未计入统计；第一个是样本 {Failures[0].Sample}，出现在过程 {where}：{Reason(Failures[0].Reason).Zh}。") with
            {
                Next = new Wording("Check the distributions of the processes listed.", "请检查所列过程的分布参数。"),
            });
        }
    }

    /// <summary>A reason in words.</summary>
    public static Wording Reason(SampleFailure reason) => reason switch
    {
        SampleFailure.NonProductiveLoop => new Wording("a loop consumes at least what it makes", "循环的消耗不小于产出"),
        SampleFailure.NoReferenceOutput => new Wording("its reference output is zero or has the wrong sign", "基准流输出为零或符号相反"),
        SampleFailure.Singular => new Wording("the equations have no certain solution", "方程没有可靠的解"),
        _ => new Wording("a number is not finite", "出现非有限数"),
    };

    /// <summary>The statistics of the footprint of one reference unit of a product.</summary>
    /// <param name="column">One of the products asked for.</param>
    /// <param name="category">One of the categories asked for.</param>
    /// <exception cref="ArgumentException">It was not asked for.</exception>
    public SampleStatistics Statistics(int column, int category) => _store.Statistics(SeriesOf(column, category));

    /// <summary>The statistics of every product and category asked for, <c>[product × categories + category]</c>, computed together on all threads of the run.</summary>
    /// <remarks>The same bits as one by one, in a small part of the time.</remarks>
    public ImmutableArray<SampleStatistics> AllStatistics() => ImmutableCollectionsMarshal.AsImmutableArray(_store.AllStatistics(Threads));

    /// <summary>The statistics of the impact of a demand for products asked for.</summary>
    /// <exception cref="ArgumentException">A product or the category was not asked for.</exception>
    /// <exception cref="InvalidOperationException">The samples were not kept.</exception>
    /// <exception cref="InputRefusedException">The demand names what the system does not supply.</exception>
    public SampleStatistics Statistics(Demand demand, int category) =>
        KeptSamples.StatisticsOf(SamplesOf(demand, category), new SeriesSummary([Model.Footprints.Of(demand, category)], Options.Design));

    /// <summary>The footprint of one reference unit of a product in every sample, in order; not a number where a sample failed.</summary>
    /// <param name="column">One of the products asked for.</param>
    /// <param name="category">One of the categories asked for.</param>
    /// <exception cref="ArgumentException">It was not asked for.</exception>
    /// <exception cref="InvalidOperationException">The samples were not kept.</exception>
    public double[] SamplesOf(int column, int category) => Kept().Samples(SeriesOf(column, category));

    /// <summary>The impact of a demand in every sample: Σ amount · footprint.</summary>
    /// <exception cref="ArgumentException">A product or the category was not asked for.</exception>
    /// <exception cref="InvalidOperationException">The samples were not kept.</exception>
    /// <exception cref="InputRefusedException">The demand names what the system does not supply.</exception>
    public double[] SamplesOf(Demand demand, int category)
    {
        ArgumentNullException.ThrowIfNull(demand);
        double[] sum = new double[SampleCount];
        foreach ((int column, double amount) in demand.Resolve(Model.System))
        {
            double[] samples = SamplesOf(column, category);
            for (int k = 0; k < sum.Length; k++) sum[k] += amount * samples[k];
        }

        return sum;
    }

    /// <summary>The exchanges and factors that go with most of the variance of a demand's impact, largest first.</summary>
    /// <param name="demand">What is asked of products that were sampled.</param>
    /// <param name="category">One of the categories asked for.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="ArgumentException">A product or the category was not asked for.</exception>
    /// <exception cref="InvalidOperationException">The samples were not kept.</exception>
    /// <exception cref="InputRefusedException">The demand names what the system does not supply.</exception>
    public ImmutableArray<VarianceShare> VarianceShares(Demand demand, int category, int count = 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        double[] correlations = ParameterCorrelations.Of(Model, Options, SamplesOf(demand, category));
        return
        [
            .. Enumerable.Range(0, correlations.Length)
                .Where(k => correlations[k] != 0)
                .OrderByDescending(k => Math.Abs(correlations[k]))
                .ThenBy(k => k)
                .Take(count)
                .Select(k => new VarianceShare(Model.Parameters[k], correlations[k], correlations[k] * correlations[k])),
        ];
    }

    /// <summary>Gives the memory of kept samples to the next run of the model.</summary>
    public void Dispose() => (_store as KeptSamples)?.Release(Model.Spare);

    private KeptSamples Kept() => _store as KeptSamples
        ?? throw new InvalidOperationException($"The samples were folded into sketches, because {Options.Samples} samples of {Model.Sampled.SeriesCount} numbers exceed the memory budget of {Options.MemoryBudget} bytes. Raise the budget, or ask for fewer products.");

    private int SeriesOf(int column, int category)
    {
        int product = Model.Products.BinarySearch(column);
        int k = Model.Categories.BinarySearch(category);
        if (product < 0) throw new ArgumentException($"The column {column} was not asked for; expected one of the {Model.Products.Length} products of the model.", nameof(column));
        if (k < 0) throw new ArgumentException($"The category {category} was not asked for; expected one of the {Model.Categories.Length} categories of the model.", nameof(category));
        return (product * Model.Categories.Length) + k;
    }
}
