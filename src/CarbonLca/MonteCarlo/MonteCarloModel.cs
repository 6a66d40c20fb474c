using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Systems;

namespace CarbonLca.MonteCarlo;

/// <summary>A system and a method made ready to be sampled: every uncertain exchange of A and B is drawn anew for each sample of y, Aᵀ·y = Bᵀ·c.</summary>
/// <remarks>
/// <para>
/// Draws hang on seed, sample and identity of the exchange alone. An exchange that several columns share has one draw, which enters all
/// of them; allocation shares keep their values. A characterisation factor has one draw for all that it characterises, in a stream of
/// its own, and so have the rows that state it in several categories. Only what can change an answer asked for is drawn.
/// </para>
/// <para>
/// Every answer of every sample depends on what is upstream of it alone: the same bits for one product or all, on any number of threads,
/// in any order of rows, on any processor. Samples are solved by sweeps of sixteen, loop by loop; a loop that does not settle is
/// factorised, and where it has no answer the sample is counted and listed as failed for whatever depends on it.
/// </para>
/// <para>
/// Safe to share between threads. Nothing of it changes but what it keeps for the runs that follow: how the last was planned, the memory of
/// its threads, and that of samples given back (<see cref="MonteCarloResult.Dispose"/>).
/// </para>
/// </remarks>
public sealed class MonteCarloModel
{
    /// <summary>Samples of a round, after which a run looks around: for a stop rule, a checkpoint, a cancellation.</summary>
    internal const int RoundSamples = 1024;

    private const int ListedFactors = 10;

    private readonly Lazy<string> _digest;
    private readonly ConcurrentBag<SampleWorker> _idle = [];
    private SamplingPlan? _plan;

    private MonteCarloModel(SampledSystem sampled, Characterization characterization, LognormalAmount lognormalAmount)
    {
        Sampled = sampled;
        LognormalAmount = lognormalAmount;
        Characterization = characterization;
        _digest = new(FindDigest);
    }

    /// <summary>The solver of the system as it stands.</summary>
    public LcaSolver Solver => Sampled.Solver;

    /// <summary>The system.</summary>
    public ProductSystem System => Solver.System;

    /// <summary>The method matched to its flows.</summary>
    public Characterization Characterization { get; }

    /// <summary>The columns whose footprints are asked for, ascending.</summary>
    public ImmutableArray<int> Products => Sampled.Products;

    /// <summary>The indices of the categories asked for, ascending.</summary>
    public ImmutableArray<int> Categories => Sampled.Categories;

    /// <summary>What the stated amounts and factors of lognormal distributions were taken as.</summary>
    public LognormalAmount LognormalAmount { get; }

    /// <summary>The exchanges and factors that are drawn: uncertain ones that can change an answer asked for.</summary>
    public ImmutableArray<UncertainParameter> Parameters => Sampled.Parameters;

    /// <summary>The footprints of the system as it stands.</summary>
    public ProductFootprints Footprints => Sampled.Footprints;

    /// <summary>SHA-256 of everything that decides the samples apart from seed and design, as 64 hexadecimal digits.</summary>
    public string Digest => _digest.Value;

    /// <summary>The exchanges upstream that state a distribution which describes no random quantity; they keep their amounts.</summary>
    public ImmutableArray<FixedExchange> FixedByRule => [.. Sampled.FixedByRule.Select(row => FixedExchange.Of(System.Database, row))];

    /// <summary>What a reader should know of the model: distributions that describe no random quantity.</summary>
    public ImmutableArray<Diagnostic> Findings
    {
        get
        {
            ImmutableArray<Diagnostic>.Builder findings = ImmutableArray.CreateBuilder<Diagnostic>();
            if (!Sampled.FixedByRule.IsEmpty) findings.Add(FixedExchanges());
            if (!Sampled.FixedFactors.IsEmpty) findings.Add(FixedFactors());
            return findings.ToImmutable();
        }
    }

    /// <summary>The equations with their draws.</summary>
    internal SampledSystem Sampled { get; }

    /// <summary>Prepares the sampling of the footprints of some products, or of all.</summary>
    /// <param name="solver">The system.</param>
    /// <param name="characterization">The method matched to its flows.</param>
    /// <param name="products">The columns asked for; none for all.</param>
    /// <param name="categories">The indices of the categories asked for; none for all.</param>
    /// <param name="lognormalAmount">What the stated amounts and factors of lognormal distributions are.</param>
    /// <exception cref="ArgumentException">A column or category does not exist.</exception>
    /// <exception cref="RefusalException">The system as it stands has no certain answer.</exception>
    public static MonteCarloModel Prepare(
        LcaSolver solver,
        Characterization characterization,
        ReadOnlySpan<int> products = default,
        ReadOnlySpan<int> categories = default,
        LognormalAmount lognormalAmount = LognormalAmount.Median)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(characterization);
        ImmutableArray<int> columns = Asked(products, solver.System.Columns.Length, nameof(products));
        ImmutableArray<int> indices = Asked(categories, characterization.Method.Categories.Length, nameof(categories));
        if (!Enum.IsDefined(lognormalAmount)) throw new ArgumentOutOfRangeException(nameof(lognormalAmount), lognormalAmount, $"'{lognormalAmount}' is no convention of lognormal amounts; expected Median or Mean.");
        return new MonteCarloModel(SampledSystem.Prepare(solver, characterization, columns, indices, lognormalAmount), characterization, lognormalAmount);
    }

    /// <summary>Draws the samples.</summary>
    /// <param name="options">How many, from which seed, and when to stop.</param>
    /// <param name="resumed">The state of an interrupted run with the same model, seed and design; null to begin anew.</param>
    /// <param name="cancellation">Stops the run; what was reached stands in the last checkpoint.</param>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    /// <exception cref="InputRefusedException">The state belongs to another model, seed or design, or its samples were folded otherwise than this run would fold them.</exception>
    /// <exception cref="InvalidOperationException">The samples of the state were folded, and it was not loaded, or was gone on from before.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public MonteCarloResult Run(MonteCarloOptions? options = null, MonteCarloState? resumed = null, CancellationToken cancellation = default)
    {
        options ??= MonteCarloOptions.Default;
        options.Validate();
        return new MonteCarloRun(this, options).Go(resumed, cancellation);
    }

    /// <summary>The row of the method by which a drawn factor enters a category; null where it has no part in it.</summary>
    /// <param name="parameter">A factor among <see cref="Parameters"/>.</param>
    /// <param name="category">The index of the category.</param>
    public int? FactorRowIn(UncertainParameter parameter, int category)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Sampled.Factors.RowIn(parameter.FactorRow, category);
    }

    private Diagnostic FixedExchanges()
    {
        FixedExchange first = FixedExchange.Of(System.Database, Sampled.FixedByRule[0]);
        string flow = System.Database.Flows[System.Database.Exchanges.Flow[first.Exchange]].Name;
        string label = System.Database.Processes.Label(first.Process);
        return Diagnostic.Warning(
            FindingCode.DegenerateDistribution,
            $"{Sampled.FixedByRule.Length} exchanges state a distribution that describes no random quantity; they keep their amounts. The first is '{flow}' in process {label}: {first.Reason.En}.",
            $"{Sampled.FixedByRule.Length} 条交换给出的分布不构成随机量，其数量保持不变。第一条是过程 {label} 中的 '{flow}'：{first.Reason.Zh}。");
    }

    private Diagnostic FixedFactors()
    {
        ImpactMethod method = Characterization.Method;
        string Name(int row) => $"'{method.Rows[row].Flow}' ({method.Categories[method.Rows[row].Category].Code})";
        string list = string.Join(", ", Sampled.FixedFactors.Take(ListedFactors).Select(Name)) + (Sampled.FixedFactors.Length > ListedFactors ? ", …" : string.Empty);
        return Diagnostic.Warning(
            FindingCode.DegenerateDistribution,
            $"{Sampled.FixedFactors.Length} factors of method '{method.Id}' state a distribution that describes no random quantity; they are taken as fixed: {list}.",
            $"方法 '{method.Id}' 的 {Sampled.FixedFactors.Length} 个因子给出的分布不构成随机量，按固定值处理：{list}。") with
        {
            Where = method.Rows[Sampled.FixedFactors[0]].Position,
        };
    }

    /// <summary>What one sample of everything asked for takes in memory.</summary>
    internal double BytesPerSample => (double)Sampled.SeriesCount * sizeof(double);

    /// <summary>Whether a run would keep all its samples: needed for demands, comparisons, correlations and histograms.</summary>
    /// <param name="options">The choices of the run.</param>
    public bool CanKeep(MonteCarloOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return BytesPerSample * options.Samples <= options.MemoryBudget;
    }

    private static ImmutableArray<int> Asked(ReadOnlySpan<int> asked, int count, string parameter)
    {
        if (asked.IsEmpty) return [.. Enumerable.Range(0, count)];
        SortedSet<int> distinct = [];
        foreach (int index in asked)
        {
            if ((uint)index >= (uint)count) throw new ArgumentException($"'{parameter}' names {index}; expected 0 to {count - 1}.", parameter);
            distinct.Add(index);
        }

        return [.. distinct];
    }

    private void DescribeFactors(StringBuilder text)
    {
        foreach (int flow in System.ElementaryFlows)
        {
            foreach (FlowFactor factor in Characterization.Factors(flow))
                if (Sampled.Factors.Describe(factor.Row) is { Length: > 0 } draw) text.Append(CultureInfo.InvariantCulture, $"{flow} {factor.Category} {factor.PerRowUnit:R} {draw}\n");
        }
    }

    /// <summary>How the parameters are drawn, row by row; kept for runs that ask for the same design.</summary>
    internal SamplingPlan PlanFor(MonteCarloOptions options)
    {
        SamplingOptions asked = options.ToSamplingOptions();
        SamplingPlan? plan = Volatile.Read(ref _plan);
        if (plan?.Options != asked)
        {
            SampledParameter[] parameters = new SampledParameter[Parameters.Length];
            for (int row = 0; row < parameters.Length; row++) parameters[row] = new SampledParameter(Parameters[row].Key, Parameters[row].Distribution);
            plan = SamplingPlans.Of(parameters, asked);
            Volatile.Write(ref _plan, plan);
        }

        return plan;
    }

    /// <summary>The memory of samples that nobody needs any more.</summary>
    internal SpareMemory Spare { get; } = new();

    /// <summary>A worker for a thread of a run: one that an earlier run has left, or a new one.</summary>
    internal SampleWorker TakeWorker(SamplingPlan plan)
    {
        while (_idle.TryTake(out SampleWorker? worker))
            if (worker.Plan == plan) return worker;
        return new SampleWorker(Sampled, plan);
    }

    /// <summary>Keeps the workers of a run that has ended for the next.</summary>
    internal void GiveBack(IEnumerable<SampleWorker?> workers)
    {
        foreach (SampleWorker? worker in workers)
            if (worker is not null) _idle.Add(worker);
    }

    private bool HasGroups()
    {
        foreach (ref readonly UncertainParameter parameter in Parameters.AsSpan())
            if (parameter.Key.IsShared) return true;
        return false;
    }

    private string FindDigest()
    {
        StringBuilder text = new("carbonlca-monte-carlo-1\n");
        text.Append(System.Database.Digest).Append('\n');
        text.Append(System.Options.Allocation.Name).Append(' ').Append(System.Options.Providers).Append(' ').Append(System.Options.Unlinked).Append('\n');
        foreach (int k in Categories) text.Append(Characterization.Method.Categories[k].Code).Append('\t');
        text.Append('\n');
        foreach (int column in Products) text.Append(System.Columns[column].Id).Append('\t');
        text.Append('\n');
        foreach (int flow in System.ElementaryFlows)
        {
            foreach (FlowFactor factor in Characterization.Factors(flow))
                text.Append(CultureInfo.InvariantCulture, $"{flow} {factor.Category} {factor.Factor:R} {factor.Location}\n");
        }

        // What is the default adds nothing, so that states of models without it can still be resumed.
        if (LognormalAmount != LognormalAmount.Median) text.Append("lognormal amount ").Append(LognormalAmount).Append('\n');
        if (HasGroups()) text.Append("groups by the inverse of their distributions\n");
        if (Sampled.Factors.Any) DescribeFactors(text);

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
