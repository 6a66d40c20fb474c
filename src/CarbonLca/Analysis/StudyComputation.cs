using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Studies;

namespace CarbonLca.Analysis;

/// <summary>Everything a study's footprint is computed from.</summary>
/// <param name="Study">The study.</param>
/// <param name="Data">The background data.</param>
/// <param name="Method">The method.</param>
/// <param name="Choices">The choices.</param>
public sealed record StudyComputation(Study Study, LciDatabase Data, ImpactMethod Method, ComputationChoices Choices)
{
    /// <summary>The foreground of the study on its data.</summary>
    /// <exception cref="Diagnostics.InputRefusedException">The study does not fit the data.</exception>
    public StudyForeground Foreground() => StudyModel.Build(Study, Data);

    /// <summary>The assessment of the study's reference flow.</summary>
    /// <exception cref="Diagnostics.RefusalException">The data or the equations do not allow a result.</exception>
    public ProductAssessment Assess() => FootprintCalculator.Assess(Foreground(), Data, Method, Choices.Linking, Choices.Matching, Choices.Solving);

    /// <summary>The footprint.</summary>
    /// <exception cref="Diagnostics.RefusalException">The data or the equations do not allow a result.</exception>
    public CarbonFootprint Compute() => FootprintCalculator.Compute(Foreground(), Data, Method, Choices.Linking, Choices.Matching, Choices.Solving);
}
