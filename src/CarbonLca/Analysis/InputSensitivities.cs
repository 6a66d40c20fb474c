using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Reporting;
using CarbonLca.Sensitivity;

namespace CarbonLca.Analysis;

/// <summary>How sensitive an impact is to one input.</summary>
/// <param name="Name">The input.</param>
/// <param name="Amount">Its stated amount.</param>
/// <param name="Derivative">∂h/∂x at the stated amounts, exact: the category's unit per unit of the input.</param>
/// <param name="Elasticity">(∂h/∂x)·x/h: per cent of the impact for one per cent of the input. Not a number when the impact is 0.</param>
/// <param name="VariancePart">What the input contributes to the first-order variance; parts of a group count together.</param>
/// <param name="VarianceShare">The same as a share of the variance, 0 to 1 for independent inputs.</param>
/// <param name="RankCorrelation">Spearman's correlation of its draws with the result; null for an input that was not sampled.</param>
/// <param name="FirstOrder">Its first-order Sobol' index; null for an input that was not sampled.</param>
public sealed record InputSensitivity(
    InputName Name,
    double Amount,
    double Derivative,
    double Elasticity,
    double VariancePart,
    double VarianceShare,
    IndexEstimate? RankCorrelation,
    IndexEstimate? FirstOrder);

/// <summary>How sensitive the impact of an amount of one product is to every input: exact derivatives, variance to first order, and indices from samples.</summary>
/// <remarks>
/// <para>
/// Derivatives are taken at the stated amounts (<see cref="Gradient"/>), variances at the means of the distributions
/// (<see cref="AnalyticVariance"/>), and the geometric deviation by <see cref="GeometricDeviation"/>. Rank correlations and first-order
/// indices come from one ordinary Monte Carlo run; the draws of the inputs are made again from its seed, nothing of them was kept.
/// </para>
/// <para>
/// Of more than <see cref="MostSampled"/> uncertain inputs, indices are estimated for those with the largest first-order variance.
/// </para>
/// </remarks>
public sealed class InputSensitivities
{
    /// <summary>The most inputs that indices are estimated for.</summary>
    public const int MostSampled = 1000;

    // Inputs whose draws are held at a time.
    private const int InputsAtOnce = 128;

    private InputSensitivities(ProductAssessment assessment, int category, AnalyticVariance variance, double geometricDeviation, MonteCarloResult? run, ImmutableArray<InputSensitivity> inputs)
    {
        Assessment = assessment;
        Category = category;
        Variance = variance;
        GeometricDeviation = geometricDeviation;
        Run = run;
        Inputs = inputs;
    }

    /// <summary>The product and its amount.</summary>
    public ProductAssessment Assessment { get; }

    /// <summary>The index of the category.</summary>
    public int Category { get; }

    /// <summary>The impact at the stated amounts.</summary>
    public double Impact => Assessment.Impact[Category];

    /// <summary>The variance to first order.</summary>
    public AnalyticVariance Variance { get; }

    /// <summary>The geometric standard deviation to first order (REQ-85); not a number where it is undefined.</summary>
    public double GeometricDeviation { get; }

    /// <summary>The run that the indices were estimated from; null when nothing is uncertain.</summary>
    public MonteCarloResult? Run { get; }

    /// <summary>The statistics of the run; null when nothing is uncertain.</summary>
    public SampleStatistics? Statistics => Run?.Statistics(Demand, Category);

    /// <summary>The inputs the impact depends on: those with the largest share of the variance first, then by elasticity.</summary>
    public ImmutableArray<InputSensitivity> Inputs { get; }

    /// <summary>The sum of the first-order indices, each group counted once: 1 for a result that adds up its inputs; what is missing is due to inputs acting together.</summary>
    public double FirstOrderSum => Inputs.Where(i => i.FirstOrder is { } index && double.IsFinite(index.Value))
        .DistinctBy(i => i.Name.Group is { } group ? (Group: group, Exchange: -1, Factor: -1) : (Group: string.Empty, i.Name.Exchange, Factor: i.Name.FactorRow ?? -1))
        .Sum(i => i.FirstOrder!.Value.Value);

    private Demand Demand => Demand.ForProcess(Assessment.System.Columns[Assessment.Column].Id, Assessment.Amount);

    /// <summary>Analyses an impact.</summary>
    /// <param name="assessment">The product and its amount.</param>
    /// <param name="category">The index of the category.</param>
    /// <param name="names">The names of the system's inputs.</param>
    /// <param name="options">How to sample; independent samples.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="ArgumentException">The options ask for another design, or for too few samples.</exception>
    /// <exception cref="Diagnostics.RefusalException">The system has no certain answer at the means.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static InputSensitivities Of(ProductAssessment assessment, int category, InputNames names, MonteCarloOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Design != SampleDesign.Independent) throw new ArgumentException($"The samples are {options.Design}; standard errors of indices need independent ones.", nameof(options));
        if (options.Samples < FirstOrderIndex.LeastSamples) throw new ArgumentException($"There are {options.Samples} samples; expected {FirstOrderIndex.LeastSamples} or more.", nameof(options));
        Gradient gradient = Gradient.Of(assessment.Supply, assessment.Products, category);
        InputSensitivities exact = new(
            assessment,
            category,
            AnalyticVariance.Of(assessment.Solver, Demand.ForProcess(assessment.System.Columns[assessment.Column].Id, assessment.Amount), assessment.Impact.Direct, category),
            Sensitivity.GeometricDeviation.Of(gradient),
            null,
            []);
        MonteCarloModel model = MonteCarloModel.Prepare(assessment.Solver, assessment.Characterization, [assessment.Column], [category]);
        Dictionary<int, (IndexEstimate Rank, IndexEstimate FirstOrder)> sampled = [];
        MonteCarloResult? run = null;
        if (model.Parameters.Length > 0)
        {
            run = model.Run(options, cancellation: cancellation);
            sampled = Estimate(model, options, run.SamplesOf(exact.Demand, category), exact.Variance, cancellation);
        }

        ExchangeTable table = assessment.System.Database.Exchanges;
        IEnumerable<InputSensitivity> inputs = Enumerable.Range(0, table.Count)
            .Where(row => (gradient.Exchanges[row] != 0 || exact.Variance.Parts[row] != 0) && names.IsInput(row))
            .Select(row =>
            {
                bool isSampled = sampled.TryGetValue(row, out (IndexEstimate Rank, IndexEstimate FirstOrder) indices);
                return new InputSensitivity(
                    names[row],
                    assessment.System.AmountOf(row),
                    gradient.Exchanges[row],
                    gradient.Impact == 0 ? double.NaN : gradient.Elasticity(row),
                    exact.Variance.Parts[row],
                    exact.Variance.Share(row),
                    isSampled ? indices.Rank : null,
                    isSampled ? indices.FirstOrder : null);
            });
        ImpactMethod method = assessment.Characterization.Method;
        IEnumerable<InputSensitivity> factors = Enumerable.Range(0, exact.Variance.FactorParts.Length)
            .Where(row => exact.Variance.FactorParts[row] != 0)
            .Select(row =>
            {
                bool isSampled = sampled.TryGetValue(table.Count + row, out (IndexEstimate Rank, IndexEstimate FirstOrder) indices);
                double factor = method.Rows[row].Factor;
                return new InputSensitivity(
                    InputNames.OfFactor(method, row),
                    factor,
                    gradient.Factors[row],
                    gradient.Impact == 0 ? double.NaN : gradient.Factors[row] * factor / gradient.Impact,
                    exact.Variance.FactorParts[row],
                    exact.Variance.ShareOfFactor(row),
                    isSampled ? indices.Rank : null,
                    isSampled ? indices.FirstOrder : null);
            });
        return new InputSensitivities(
            assessment,
            category,
            exact.Variance,
            exact.GeometricDeviation,
            run,
            [.. inputs.Concat(factors).OrderByDescending(i => Math.Abs(i.VariancePart)).ThenByDescending(i => Math.Abs(i.Derivative * i.Amount)).ThenBy(i => i.Name.Exchange).ThenBy(i => i.Name.FactorRow)]);
    }

    // Exchanges are numbered by their rows, and factors of the method behind them by theirs.
    private static Dictionary<int, (IndexEstimate Rank, IndexEstimate FirstOrder)> Estimate(MonteCarloModel model, MonteCarloOptions options, double[] result, AnalyticVariance variance, CancellationToken cancellation)
    {
        int[] kept = [.. Enumerable.Range(0, result.Length).Where(k => double.IsFinite(result[k]))];
        Dictionary<int, (IndexEstimate Rank, IndexEstimate FirstOrder)> estimates = [];
        if (kept.Length < FirstOrderIndex.LeastSamples) return estimates;
        double[] y = [.. kept.Select(k => result[k])];
        double[] ranks = Sensitivity.RankCorrelation.Ranks(y);
        int exchanges = variance.Parts.Length;
        UncertainParameter[] largest = [.. model.Parameters.OrderByDescending(p => Math.Abs(PartOf(p))).ThenBy(NumberOf).Take(MostSampled)];
        foreach (UncertainParameter[] chunk in largest.Chunk(InputsAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            double[][] draws = Draw(chunk, options, result.Length);
            for (int k = 0; k < chunk.Length; k++)
            {
                double[] x = [.. kept.Select(sample => draws[k][sample])];
                estimates.Add(NumberOf(chunk[k]), (Sensitivity.RankCorrelation.OfRanks(Sensitivity.RankCorrelation.Ranks(x), ranks), FirstOrderIndex.Of(x, y)));
            }
        }

        return estimates;

        int NumberOf(UncertainParameter parameter) =>
            parameter.IsFactor ? exchanges + (model.FactorRowIn(parameter, model.Categories[0]) ?? parameter.FactorRow) : parameter.Exchange;

        double PartOf(UncertainParameter parameter) =>
            parameter.IsFactor ? variance.FactorParts[NumberOf(parameter) - exchanges] : variance.Parts[parameter.Exchange];
    }

    // The draws of some inputs in every sample, made again: [input][sample].
    private static double[][] Draw(UncertainParameter[] parameters, MonteCarloOptions options, int samples)
    {
        SamplingPlan plan = SamplingPlans.Of([.. parameters.Select(p => new SampledParameter(p.Key, p.Distribution))], options.ToSamplingOptions());
        double[][] draws = [.. parameters.Select(_ => new double[samples])];
        float[] group = new float[plan.RowCount * SamplingPlan.Lanes];
        for (int first = 0; first < samples; first += SamplingPlan.Lanes)
        {
            plan.Fill(options.Seed, first / SamplingPlan.Lanes, group);
            int lanes = Math.Min(SamplingPlan.Lanes, samples - first);
            for (int k = 0; k < draws.Length; k++)
                for (int lane = 0; lane < lanes; lane++) draws[k][first + lane] = group[(k * SamplingPlan.Lanes) + lane];
        }

        return draws;
    }
}
