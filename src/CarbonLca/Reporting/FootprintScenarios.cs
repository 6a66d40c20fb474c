using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;
using CarbonLca.Systems;

namespace CarbonLca.Reporting;

/// <summary>The result of a study with one choice made otherwise; side by side with the study's own, never netted (REQ-64, REQ-70, REQ-90).</summary>
/// <param name="Kind">Which choice.</param>
/// <param name="Name">How it is made in the scenario.</param>
/// <param name="Totals">The total in each category.</param>
public sealed record ScenarioFootprint(ScenarioKind Kind, Wording Name, ImmutableArray<double> Totals);

/// <summary>A result set in relation to what the product gives (REQ-78).</summary>
/// <param name="Name">What the denominator is.</param>
/// <param name="Denominator">How much of it one functional unit gives.</param>
/// <param name="EnergyKilowattHours">Energy in use per unit of the denominator; null where the study describes none by power and hours.</param>
/// <param name="Values">The total in each category per unit of the denominator.</param>
public sealed record IntensityFootprint(Wording Name, Quantity Denominator, double? EnergyKilowattHours, ImmutableArray<double> Values);

/// <summary>What is computed beside the result of a study.</summary>
internal static class FootprintScenarios
{
    /// <summary>The scenarios of a study, each solved like the study itself.</summary>
    /// <param name="assessment">The assessment of the study.</param>
    /// <param name="foreground">Its foreground.</param>
    /// <param name="background">The background data.</param>
    /// <param name="findings">Takes the reason for each that cannot be computed.</param>
    public static ImmutableArray<ScenarioFootprint> Of(ProductAssessment assessment, StudyForeground foreground, LciDatabase background, List<Diagnostic> findings)
    {
        Study study = foreground.Study;
        ImmutableArray<ScenarioFootprint>.Builder scenarios = ImmutableArray.CreateBuilder<ScenarioFootprint>();
        foreach (StudyScenario scenario in StudyScenarios.Of(study, background, findings))
            Add(scenario.Kind, scenario.Name, () => Assess(scenario.Study, background, assessment, assessment.System.Options));
        if (study.Sensitivity.Contains(ScenarioKind.Allocation))
        {
            foreach (Allocation rule in Rules(assessment))
                Add(ScenarioKind.Allocation, NameOf(rule), () => Assess(foreground, background, assessment, assessment.System.Options with { Allocation = rule }));
        }

        return scenarios.ToImmutable();

        void Add(ScenarioKind kind, Wording name, Func<ProductAssessment> assess)
        {
            try
            {
                scenarios.Add(new ScenarioFootprint(kind, name, [.. assess().Impact.Values]));
            }
            catch (RefusalException refusal)
            {
                Diagnostic reason = refusal.Findings.First(f => f.Severity == Severity.Error);
                findings.Add(Diagnostic.Warning(reason.Code, $"The scenario '{name.En}' cannot be computed: {reason.What.En}", $"无法计算情景“{name.Zh}”：{reason.What.Zh}") with { Where = reason.Where });
            }
        }
    }

    /// <summary>The name of the scenario in which a rule shares the burdens of co-products.</summary>
    internal static Wording NameOf(Allocation rule) => new($"allocation: {rule.Name}", $"分配方法：{rule.Name}");

    /// <summary>A study with another choice, by the method and the solver of the one it is set beside.</summary>
    /// <exception cref="RefusalException">The choice, the data or the equations do not allow a result.</exception>
    internal static ProductAssessment Assess(Study study, LciDatabase background, ProductAssessment like, LinkOptions linking) =>
        Assess(StudyModel.Build(StudyScenarios.Bare(study), background), background, like, linking);

    /// <summary>The results per unit of what the study names.</summary>
    public static ImmutableArray<IntensityFootprint> IntensitiesOf(Study study, ImmutableArray<double> totals)
    {
        double[] energies = [.. study.Lines.OfType<EnergyUseLine>().Select(l => l.ToEnergyUse().LifetimeKilowattHours)];
        return
        [
            .. study.Intensities.Select(intensity =>
            {
                double denominator = intensity.Denominator.Value.Value;
                return new IntensityFootprint(intensity.Name, intensity.Denominator.Value, energies.Length == 0 ? null : energies.Sum() / denominator, [.. totals.Select(t => t / denominator)]);
            }),
        ];
    }

    /// <summary>A warning for each material whose end of life is credited with more than it causes (REQ-34).</summary>
    public static IEnumerable<Diagnostic> NetCredits(StudyForeground foreground, ImmutableArray<StageFootprint> stages, int headline)
    {
        StageFootprint? end = stages.FirstOrDefault(s => s.Stage == LifeCycleStage.EndOfLife);
        if (end is null) yield break;
        foreach (IGrouping<StudyLine, StudyForegroundLine> material in foreground.Lines.Where(l => l is { IsDerived: true, Stage: LifeCycleStage.EndOfLife }).GroupBy(l => l.Line, ReferenceEqualityComparer.Instance as IEqualityComparer<StudyLine>))
        {
            double burdens = material.Where(l => !l.IsCredit).Sum(l => end.Lines[l.Number - 1].Values[headline]);
            double credits = material.Where(l => l.IsCredit).Sum(l => end.Lines[l.Number - 1].Values[headline]);
            if (EndOfLifeBalance.NetCredit(material.Key.Item, burdens, credits) is { } warning) yield return warning with { Where = material.Key.Where };
        }
    }

    private static ProductAssessment Assess(StudyForeground foreground, LciDatabase background, ProductAssessment like, LinkOptions linking) =>
        FootprintCalculator.Assess(foreground, background, like.Impact.Method, linking, like.Characterization.Options, new SolverOptions { Path = like.Solver.Asked });

    // Only rules that would change something: of processes that take part in this footprint.
    private static ImmutableArray<Allocation> Rules(ProductAssessment assessment)
    {
        bool[] used = assessment.UsedProcesses();
        return AllocationHierarchy.Of(assessment.System.Database).Alternatives(assessment.System.Options.Allocation, process => used[process]);
    }
}
