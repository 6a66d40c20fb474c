using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting.Interpretations.Questions;
using CarbonLca.Studies;
using CarbonLca.Systems;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>Asks what a study's footprint would be with other choices (REQ-90).</summary>
public static class SensitivityAnalysis
{
    private static readonly ImmutableArray<Action<SensitivitySubject>> Questions =
    [
        CutOffQuestion.Ask,
        AllocationQuestion.Ask,
        ElectricityQuestion.Ask,
        UseQuestion.Ask,
        EndOfLifeQuestion.Ask,
        GwpSetQuestion.Ask,
    ];

    /// <summary>The footprint of a study with its sensitivity analysis.</summary>
    /// <param name="foreground">The study's foreground, built for <paramref name="background"/>.</param>
    /// <param name="background">The background data.</param>
    /// <param name="method">The method.</param>
    /// <param name="others">Climate methods of other sets of global warming potentials, to characterise the same inventory with.</param>
    /// <param name="linking">The choices of linking; the defaults when null.</param>
    /// <param name="matching">The choices of matching; the defaults when null.</param>
    /// <param name="solving">The choices of solving; the defaults when null.</param>
    /// <exception cref="RefusalException">The data or the equations do not allow a result; a run that they do not allow is listed instead.</exception>
    /// <exception cref="InconsistentFootprintException">A fault of the engine.</exception>
    public static CarbonFootprint Compute(StudyForeground foreground, LciDatabase background, ImpactMethod method, IReadOnlyList<ImpactMethod> others, LinkOptions? linking = null, CharacterizationOptions? matching = null, SolverOptions? solving = null) =>
        Of(FootprintCalculator.Assess(foreground, background, method, linking, matching, solving), foreground, background, others);

    /// <summary>The footprint of a study that was assessed, with its sensitivity analysis.</summary>
    /// <param name="assessment">The assessment of the study's reference flow.</param>
    /// <param name="foreground">The study's foreground.</param>
    /// <param name="background">The background data.</param>
    /// <param name="methods">Climate methods of other sets of global warming potentials, to characterise the same inventory with.</param>
    /// <exception cref="InconsistentFootprintException">A fault of the engine.</exception>
    public static CarbonFootprint Of(ProductAssessment assessment, StudyForeground foreground, LciDatabase background, IReadOnlyList<ImpactMethod> methods)
    {
        CarbonFootprint footprint = FootprintCalculator.Of(assessment, foreground, background);
        return footprint with { Sensitivity = Run(footprint, assessment, foreground, background, methods) };
    }

    /// <summary>The sensitivity analysis of a footprint.</summary>
    /// <param name="footprint">The footprint.</param>
    /// <param name="assessment">The assessment it was made from.</param>
    /// <param name="foreground">The study's foreground.</param>
    /// <param name="background">The background data.</param>
    /// <param name="methods">Climate methods of other sets of global warming potentials.</param>
    public static SensitivitySet Run(CarbonFootprint footprint, ProductAssessment assessment, StudyForeground foreground, LciDatabase background, IReadOnlyList<ImpactMethod> methods)
    {
        SensitivitySubject subject = new(footprint, assessment, foreground, background, methods);
        foreach (Action<SensitivitySubject> ask in Questions) ask(subject);
        return subject.ToSet();
    }
}
