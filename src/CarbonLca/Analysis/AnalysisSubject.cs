using CarbonLca.Diagnostics;
using CarbonLca.Reporting;

namespace CarbonLca.Analysis;

/// <summary>How texts call the product that is analysed.</summary>
public static class AnalysisSubject
{
    /// <summary>The name of the process that supplies the product; of a study, its title.</summary>
    public static Wording NameOf(ProductAssessment assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        return new Wording(assessment.System.NameOf(assessment.Column, Language.English), assessment.System.NameOf(assessment.Column, Language.Chinese));
    }
}
