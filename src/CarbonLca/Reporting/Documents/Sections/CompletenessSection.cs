using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting.Quality;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The section of a report about what was cut off: criteria, register and completeness statement (REQ-15).</summary>
internal static class CompletenessSection
{
    /// <summary>The section of a footprint.</summary>
    public static ReportSection Of(ReportContext report)
    {
        CarbonFootprint footprint = report.Footprint;
        Wording heading = new("Cut-off and completeness", "取舍与完整性");
        if (footprint.CutOffs is not { } register) return new ReportSection("completeness", heading, [new TextBlock(new Wording("The result belongs to a product of a database; what its data leave open stands among the remarks.", "结果属于数据库产品；其数据中未链接的部分见须知。"))]);
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new TextBlock(new Wording(
            $"Criteria: a single flow below {Digits.Percent(100 * register.Criteria.Single)} % and all together below {Digits.Percent(100 * register.Criteria.Sum)} % of the estimated total of greenhouse gases; shares of mass and energy are shown beside.",
            $"准则：单项流低于估计温室气体总量的 {Digits.Percent(100 * register.Criteria.Single)} %，合计低于 {Digits.Percent(100 * register.Criteria.Sum)} %；同时列出质量与能量占比。")));
        blocks.Add(new TextBlock(register.Statement));
        if (!register.Entries.IsEmpty) blocks.Add(Table(register, footprint.TotalUnit));
        return new ReportSection("completeness", heading, blocks.ToImmutable());
    }

    private static TableBlock Table(CutOffRegister register, string unit) => new(
        "cut-offs",
        new Wording("Flows that were cut off", "舍去的流"),
        [
            new(new("Flow", "流")),
            new(new("Stage", "阶段")),
            new(new("Amount", "数量")),
            new(new("Reason", "理由")),
            new(new("Estimated by", "估算方式")),
            new(Wording.Same(unit), true),
            new(new("greenhouse gases, %", "温室气体 %"), true),
            new(new("mass, %", "质量 %"), true),
            new(new("energy, %", "能量 %"), true),
        ],
        [
            .. register.Entries.Select(entry => new ReportRow(
            [
                ReportCell.Of(entry.Item),
                ReportCell.Of(entry.Stage is { } stage ? stage.Name() : Wording.Same("–")),
                ReportCell.Of($"{Digits.Full(entry.Amount)} {entry.Unit}"),
                ReportCell.Of(entry.Reason),
                ReportCell.Of(Way(entry.Estimate)),
                entry.Value is { } value ? ReportCell.Of(value) : ReportCell.Of(new Wording("not assessed", "未估算")),
                ReportCell.Percent(entry.Percent),
                ReportCell.Percent(entry.MassPercent),
                ReportCell.Percent(entry.EnergyPercent),
            ])),
            new ReportRow(
            [
                ReportCell.Of(new Wording(Glossary.Heading(Glossary.Total, Language.English), Glossary.Total.Zh)),
                ReportCell.Of(string.Empty),
                ReportCell.Of(string.Empty),
                ReportCell.Of(string.Empty),
                ReportCell.Of(string.Empty),
                ReportCell.Of(register.Entries.Sum(e => e.Value ?? 0)),
                ReportCell.Percent(register.Percent),
                ReportCell.Percent(register.MassPercent),
                ReportCell.Percent(register.EnergyPercent),
            ], IsTotal: true),
        ]);

    private static Wording Way(string estimate) => estimate switch
    {
        "mass" => new Wording("mass", "质量"),
        "energy" => new Wording("energy", "能量"),
        "provider" => new Wording("a like process", "类似过程"),
        "value" => new Wording("a figure", "给定数值"),
        _ => new Wording("median of like products", "同类产品中位数"),
    };
}
