using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>What a footprint would be with other choices: one run for every choice that can be tried, one reason for every one that cannot.</summary>
/// <remarks>
/// Only one thing changes in each run. Values are in the headline category and its unit, per the functional unit of the study.
/// </remarks>
public sealed record SensitivitySet
{
    /// <summary>A set of runs about a footprint.</summary>
    /// <param name="baseline">The footprint as it was chosen.</param>
    /// <param name="runs">The runs, in the order of <see cref="SensitivityTopics.All"/>.</param>
    /// <param name="notRun">What could not be run, and why.</param>
    /// <param name="methods">The methods that the inventory was characterised with again.</param>
    /// <exception cref="ArgumentException">A topic has neither run nor reason, or a value is not finite.</exception>
    public SensitivitySet(double baseline, ImmutableArray<SensitivityRun> runs, ImmutableArray<SensitivityGap> notRun, ImmutableArray<MethodIdentity> methods)
    {
        foreach (SensitivityTopic topic in SensitivityTopics.All)
        {
            if (!runs.Any(r => r.Topic == topic) && !notRun.Any(g => g.Topic == topic))
                throw new ArgumentException($"The topic '{topic.Key()}' has neither a run nor a reason why there is none.", nameof(runs));
        }

        if (!double.IsFinite(baseline) || runs.Any(r => !double.IsFinite(r.Total))) throw new ArgumentException("A total is not finite.", nameof(runs));
        Baseline = baseline;
        Runs = runs;
        NotRun = notRun;
        Methods = methods;
    }

    /// <summary>The footprint as it was chosen.</summary>
    public double Baseline { get; }

    /// <summary>The runs.</summary>
    public ImmutableArray<SensitivityRun> Runs { get; }

    /// <summary>What could not be run.</summary>
    public ImmutableArray<SensitivityGap> NotRun { get; }

    /// <summary>The methods that the inventory was to be characterised with again, whether they could be or not.</summary>
    public ImmutableArray<MethodIdentity> Methods { get; }

    /// <summary>By how much a run differs from the baseline.</summary>
    public double DifferenceOf(SensitivityRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Total - Baseline;
    }

    /// <summary>The same in per cent of the absolute baseline; null when that is zero.</summary>
    public double? PercentOf(SensitivityRun run) => Percentages.Of(DifferenceOf(run), Baseline);

    /// <summary>Whether a scenario of the result is one of the runs, so that a report shows it once.</summary>
    public bool Covers(ScenarioFootprint scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return Runs.Any(r => r.Change == scenario.Name);
    }

    /// <summary>The run of a topic that changes most; null when the topic has none.</summary>
    public SensitivityRun? LargestOf(SensitivityTopic topic) => Runs.Where(r => r.Topic == topic).MaxBy(r => Math.Abs(DifferenceOf(r)));
}

/// <summary>The footprint with one choice changed.</summary>
/// <param name="Topic">What the choice is about.</param>
/// <param name="Change">What is changed.</param>
/// <param name="Total">The footprint with the change.</param>
/// <param name="Remark">What a reader should know about the run; null for nothing.</param>
public sealed record SensitivityRun(SensitivityTopic Topic, Wording Change, double Total, Wording? Remark = null);

/// <summary>A run that could not be made.</summary>
/// <param name="Topic">What it would have been about.</param>
/// <param name="Reason">Why it could not be made.</param>
public sealed record SensitivityGap(SensitivityTopic Topic, Wording Reason);
