using CarbonLca.Diagnostics;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Quality;

/// <summary>Adds to a study's footprint what shows how far it can be trusted: cut-offs, what to measure next, and findings about these, about data quality, and about processes that do not balance.</summary>
internal static class FootprintEvidence
{
    /// <summary>The footprint with its evidence.</summary>
    /// <exception cref="InputRefusedException">More is cut off than a claimed standard permits by the study's criteria.</exception>
    public static CarbonFootprint Complete(ProductAssessment assessment, StudyForeground foreground, CarbonFootprint footprint)
    {
        CutOffRegister cutOffs = CutOffAssessment.Of(assessment, foreground);
        List<Diagnostic> findings = [.. footprint.Findings, .. cutOffs.Findings(foreground.Study), .. QualityBoard.Of(footprint).Findings()];
        bool[] used = assessment.UsedProcesses();
        int[] measured = [.. Enumerable.Range(0, used.Length).Where(p => used[p] && !IsOfStudy(p))];
        if (ProcessBalance.Describe(ProcessBalance.Of(assessment.System.Database, measured)) is { } imbalance) findings.Add(imbalance);
        if (CarbonRatio.Describe(CarbonRatio.Of(assessment.System.Database, measured)) is { } carbon) findings.Add(carbon);
        if (findings.Exists(f => f.Severity == Severity.Error)) throw new InputRefusedException(findings);
        return footprint with
        {
            CutOffs = cutOffs,
            MeasureNext = MeasureNext.Of(assessment, foreground),
            Findings = [.. findings],
        };

        // What the study's items need is no data of a process: parts of a kilogram do not balance.
        bool IsOfStudy(int process) => assessment.System.Database.Processes.Id(process).StartsWith(foreground.Study.Id.Value + "/", StringComparison.Ordinal);
    }
}
