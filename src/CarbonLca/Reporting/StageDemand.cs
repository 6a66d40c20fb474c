using System.Collections.Immutable;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting;

/// <summary>What a study demands of the process of one of its stages.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Column">The column of the system that stands for it.</param>
/// <param name="Amount">How much of its product the demand takes, in the product's reference unit.</param>
public readonly record struct StageDemand(LifeCycleStage Stage, int Column, double Amount)
{
    /// <summary>The demands on all stages of a study, in the order of a product's life.</summary>
    /// <param name="assessment">The assessment of the study's reference flow.</param>
    /// <param name="foreground">The study's foreground.</param>
    public static ImmutableArray<StageDemand> Of(ProductAssessment assessment, StudyForeground foreground)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(foreground);
        Dictionary<int, double> ofTop = FootprintCalculator.TierAmounts(assessment.Products, assessment.Column);
        return
        [
            .. foreground.Stages.Select(stage => (stage.Stage, Column: assessment.System.FindColumn(stage.ProcessId)))
                .Select(stage => new StageDemand(stage.Stage, stage.Column, ofTop[stage.Column] * assessment.Amount)),
        ];
    }
}
