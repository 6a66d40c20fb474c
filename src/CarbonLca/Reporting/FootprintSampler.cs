using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Studies;

namespace CarbonLca.Reporting;

/// <summary>Computes the uncertainty of a study's footprint by the model that gives its value: the same links, the same factors, every uncertain amount drawn.</summary>
public static class FootprintSampler
{
    private const int SharesKept = 20;

    /// <summary>The footprint of a study with its uncertainty.</summary>
    /// <param name="footprint">The footprint without it.</param>
    /// <param name="assessment">The assessment of the study's reference flow that it was made from.</param>
    /// <param name="foreground">The study's foreground.</param>
    /// <param name="options">How many samples, from which seed; at most <see cref="FootprintUncertainty.MostSamples"/>.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too many samples, or fewer than one.</exception>
    /// <exception cref="InconsistentFootprintException">The footprint is not that of the assessment.</exception>
    public static CarbonFootprint Sample(CarbonFootprint footprint, ProductAssessment assessment, StudyForeground foreground, MonteCarloOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Samples, FootprintUncertainty.MostSamples, nameof(options));
        ImmutableArray<StageDemand> stages = StageDemand.Of(assessment, foreground);
        MonteCarloResult result = Prepare(assessment, stages).Run(options, resumed: null, cancellation);
        CarbonFootprint sampled = footprint with
        {
            Uncertainty = UncertaintyOf(result, assessment, foreground, stages),
            Findings = [.. footprint.Findings, .. result.Findings.Select(f => f.Where is null ? f with { Where = foreground.Study.Where } : f)],
        };
        sampled.Verify();
        return sampled;
    }

    /// <summary>The model of a study and of its stages: all of them in the same samples.</summary>
    /// <param name="assessment">The assessment of the study's reference flow.</param>
    /// <param name="stages">The demands of its stages.</param>
    /// <param name="lognormalAmount">What the stated amounts and factors of lognormal distributions are.</param>
    public static MonteCarloModel Prepare(ProductAssessment assessment, ImmutableArray<StageDemand> stages, LognormalAmount lognormalAmount = LognormalAmount.Median)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        return MonteCarloModel.Prepare(assessment.Solver, assessment.Characterization, [assessment.Column, .. stages.Select(s => s.Column)], lognormalAmount: lognormalAmount);
    }

    private static FootprintUncertainty UncertaintyOf(MonteCarloResult result, ProductAssessment assessment, StudyForeground foreground, ImmutableArray<StageDemand> stages)
    {
        Demand demand = DemandOf(assessment.Column, assessment.Amount);
        PointValueReasons reasons = new(result.Model, demand);
        return new FootprintUncertainty
        {
            Samples = result.SampleCount,
            Failed = result.FailedCount,
            Seed = result.Seed,
            Parameters = result.ParameterCount,
            VaryingItems = VaryingItems(result.Model, foreground),
            ModelDigest = result.Model.Digest,
            AnalyticDeviation = AnalyticCheck.DeviationOf(result.Model, demand, assessment.Headline),
            Categories =
            [
                .. result.Model.Categories.Select(k =>
                {
                    SampleStatistics statistics = result.Statistics(demand, k);
                    return new CategoryUncertainty(statistics, SampleHistogram.Of(result.SamplesOf(demand, k)), reasons.Of(statistics, k));
                }),
            ],
            Stages = [.. stages.Select(stage => new StageUncertainty(stage.Stage, result.Statistics(DemandOf(stage.Column, stage.Amount), assessment.Headline)))],
            Shares = ParameterShare.Of(result, demand, assessment.Headline, SharesKept),
        };

        Demand DemandOf(int column, double amount) => Demand.ForProcess(assessment.System.Columns[column].Id, amount);
    }

    // The process of an item carries its amounts, or one behind it whose id begins with its own.
    private static int VaryingItems(MonteCarloModel model, StudyForeground foreground)
    {
        HashSet<string> processes = new(model.Parameters.Where(p => !p.IsFactor).Select(p => model.System.Database.Processes.Id(p.Process)), StringComparer.Ordinal);
        return foreground.Lines.Count(line => processes.Contains(line.ProcessId) || processes.Any(id => id.StartsWith(line.ProcessId + "/", StringComparison.Ordinal)));
    }
}
