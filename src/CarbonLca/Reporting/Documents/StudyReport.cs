using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Documents.Sections;
using CarbonLca.Reporting.Standards;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents;

/// <summary>Composes reports of a footprint: the study report of ISO 14067 and GB/T 24067 (REQ-91, REQ-92), a summary, a certificate.</summary>
/// <remarks>
/// A report is a list of sections, each made by one file in <c>Sections/</c>; one that has nothing to say of a footprint gives null
/// and is left out. Everything is taken from the <see cref="CarbonFootprint"/>; nothing is computed here but shares and rounding.
/// </remarks>
public static class StudyReport
{
    private static readonly ImmutableArray<SectionBuilder> StudySections =
    [
        ResultSection.Of,
        ScopeSection.Of,
        StandardsSection.Of,
        InventorySection.Of,
        ScenarioSection.Of,
        ElectricitySection.Of,
        ChoicesSection.Of,
        FormulaSection.Of,
        StagesSection.Of,
        IctViewSection.Of,
        GasesSection.Of,
        SeparateFiguresSection.Of,
        ProcessesSection.Of,
        ChainSection.Of,
        CompletenessSection.Of,
        DataQualitySection.Of,
        UncertaintySection.Of,
        SensitivitySection.Of,
        AlternativesSection.Of,
        InterpretationSection.Of,
        SourcesSection.Of,
        ReviewSection.Of,
        MarksSection.Of,
        ProofSection.Of,
    ];

    private static readonly ImmutableArray<SectionBuilder> SummarySections =
    [
        ResultSection.Of,
        ProcessesSection.Short,
        InterpretationSection.Short,
        MarksSection.Of,
    ];

    private static readonly ImmutableArray<SectionBuilder> CertificateSections =
    [
        ResultSection.Of,
        ScopeSection.Of,
        StandardsSection.Of,
        SeparateFiguresSection.Of,
        ReviewSection.Of,
        ProofSection.Of,
    ];

    private delegate ReportSection? SectionBuilder(ReportContext report);

    /// <summary>A report of a footprint.</summary>
    /// <param name="footprint">The footprint.</param>
    /// <param name="kind">What the report is for.</param>
    /// <param name="standards">The register by which claims to follow standards are checked; null to leave them unchecked.</param>
    /// <param name="threshold">A value of the headline category to compare the samples with, where there are any; null for none.</param>
    public static ReportDocument Of(CarbonFootprint footprint, ReportKind kind, StandardEditions? standards = null, double? threshold = null)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        ReportContext report = new(footprint, standards, threshold);
        ImmutableArray<SectionBuilder> builders = kind switch
        {
            ReportKind.Summary => SummarySections,
            ReportKind.Certificate => CertificateSections,
            _ => StudySections,
        };
        ReportDocument document = new()
        {
            Kind = kind,
            Id = footprint.Id,
            Genre = Genre(footprint, kind),
            Title = footprint.Title,
            MissingFields = report.Missing,
            Footer = new Wording(
                $"CarbonLca {footprint.EngineVersion} · {footprint.Id} · system SHA-256 {footprint.SystemDigest}",
                $"CarbonLca {footprint.EngineVersion} · {footprint.Id} · 系统 SHA-256 {footprint.SystemDigest}"),
            Sections = [.. builders.Select(build => build(report)).OfType<ReportSection>()],
        };
        return HonestDigits.Apply(document, footprint.TotalUnit, footprint.ShownDigits);
    }

    private static Wording Genre(CarbonFootprint footprint, ReportKind kind) => (kind, footprint.Study?.Boundary.Value) switch
    {
        (ReportKind.Certificate, _) => new("Product carbon footprint declaration", "产品碳足迹声明"),
        (ReportKind.Summary, _) => new("Product carbon footprint summary", "产品碳足迹摘要"),
        (_, SystemBoundary.CradleToGrave) => new("Product carbon footprint study report", "产品碳足迹研究报告"),
        _ => new("Partial product carbon footprint report", "部分产品碳足迹报告"),
    };
}
