using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The method and the choices a footprint was made by (REQ-03).</summary>
internal static class ChoicesSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report)
    {
        FootprintOptions options = report.Footprint.Options;
        return new ReportSection("choices", new Wording("Methods and choices", "方法与选择"),
        [
            new FactsBlock(
            [
                new(new("Impact method", "影响评价方法"), Glossary.MethodName(report.Footprint.Method.Id, report.Footprint.Method.Name) is var method ? new Wording($"{method.En} ({report.Footprint.Method.Id})", $"{method.Zh}（{report.Footprint.Method.Id}）") : null),
                new(new("Background data", "背景数据"), Wording.Same(report.Footprint.Data.Version is { } version ? $"{report.Footprint.Data.Name} {version}" : report.Footprint.Data.Name)),
                new(new("Allocation", "分配"), OptionTexts.Allocation(options.Allocation)),
                new(new("Inputs without a stated provider", "未指明供应方的输入"), OptionTexts.Providers(options.Providers)),
                new(new("Inputs that nothing supplies", "无供应方的输入"), OptionTexts.Unlinked(options.Unlinked)),
                new(new("CO2 and CH4 of unknown origin", "来源不明的 CO2 与 CH4"), OptionTexts.UnknownOrigin(options.UnknownOrigin)),
                .. AlternativesSection.ChoicesOf(report.Footprint.Study),
            ]),
        ]);
    }
}
