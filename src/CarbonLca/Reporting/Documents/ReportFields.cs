using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting.Interpretations;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents;

/// <summary>A field that a study report must have.</summary>
/// <param name="Key">Its key, by which standards ask for it.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsThere">Whether a footprint has it.</param>
public sealed record ReportField(string Key, Wording Name, Func<CarbonFootprint, bool> IsThere);

/// <summary>The fields a study report must have (ISO 14067 clause 7, REQ-10, REQ-92), and which of them a footprint lacks.</summary>
public static class ReportFields
{
    /// <summary>All fields in the order of reports.</summary>
    public static ImmutableArray<ReportField> All { get; } =
    [
        new("goal", new("intended use and audience", "预期用途与目标受众"), f => f.Study?.Goal is not null),
        new("product", new("product and function", "产品与功能"), f => f.Study?.Scope is not null),
        new("unit", new("functional unit and reference flow", "功能单位与基准流"), f => f.Study is not null),
        new("boundary", new("system boundary and stages left out", "系统边界与未涵盖阶段"), f => f.Study is not null),
        new("elementary_flows", new("elementary flows", "基本流"), f => f.Flows.Length > 0),
        new("standards", new("standards followed", "依据标准"), f => f.Study?.Scope is { Standards.Length: > 0 }),
        new("pcr", new("product category rule, or why none", "产品种类规则，或未采用的理由"), f => f.Study?.Scope is { Pcr.En.Length: > 0 }),
        new("geography", new("geography of the data", "数据的地理边界"), f => f.Study?.Scope is { Geography.En.Length: > 0 }),
        new("period", new("period represented", "数据代表时期"), f => f.Study?.Scope is not null),
        new("stages", new("results by stage", "各阶段结果"), f => f.Stages.Length > 0),
        new("gas_groups", new("greenhouse gases by group", "温室气体分组"), f => !f.GasGroups.IsEmpty),
        new("gwp_table", new("greenhouse gases with their factors", "温室气体及其因子"), f => f.Gases.Length > 0),
        new("sources", new("sources of the data", "数据来源"), f => f.Sources.Length > 0),
        new("data_quality", new("quality of the data", "数据质量"), f => !QualityBoard.Of(f).Rows.IsEmpty),
        new("cut_off", new("cut-off and its effect", "取舍准则及其影响"), f => f.CutOffs is not null && HasTopic(f, SensitivityTopic.CutOff)),
        new("allocation", new("allocation and its alternatives", "分配及其替代方案"), f => f.Options.Allocation.Length > 0 && HasTopic(f, SensitivityTopic.Allocation)),
        new("timing", new("timing of emissions and removals", "排放与清除的时间"), f => f.Study?.Timing is not null),
        new("electricity", new("treatment of electricity with its factors", "电力处理及其因子"), f => f.Electricity.Length > 0 || (HasTopic(f, SensitivityTopic.Electricity) && f.Sensitivity!.LargestOf(SensitivityTopic.Electricity) is null)),
        new("use_profile", new("use profile and its alternatives", "使用情景及其替代方案"), f => HasStageOrLeavesItOut(f, LifeCycleStage.Use) && HasTopic(f, SensitivityTopic.Use)),
        new("end_of_life", new("end-of-life scenario and its alternatives", "生命末期情景及其替代方案"), f => HasStageOrLeavesItOut(f, LifeCycleStage.EndOfLife) && HasTopic(f, SensitivityTopic.EndOfLife)),
        new("sensitivity", new("sensitivity analysis", "敏感性分析"), f => f.Sensitivity is not null),
        new("uncertainty", new("uncertainty, or why it was not sampled", "不确定性，或未抽样的理由"), f => f.Uncertainty is not null || f.MeasureNext is not null),
        new("value_choices", new("assumptions and value choices", "假设与价值选择"), f => f.Study?.Scope is { Assumptions.Length: > 0 }),
        new("limits", new("limits", "局限"), f => f.Study?.Scope is { Limits.Length: > 0 }),
        new("review", new("kind of review", "评审类型"), f => f.Study?.Review is not null),
    ];

    /// <summary>The field with a key; null when there is none.</summary>
    public static ReportField? Find(string key) => All.FirstOrDefault(field => field.Key == key);

    /// <summary>The fields that are missing.</summary>
    public static ImmutableArray<Wording> Missing(CarbonFootprint footprint)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        return [.. All.Where(field => !field.IsThere(footprint)).Select(field => field.Name)];
    }

    private static bool HasTopic(CarbonFootprint footprint, SensitivityTopic topic) =>
        footprint.Sensitivity is { } set && (set.Runs.Any(r => r.Topic == topic) || set.NotRun.Any(g => g.Topic == topic));

    private static bool HasStageOrLeavesItOut(CarbonFootprint footprint, LifeCycleStage stage) =>
        footprint.Study is { } study && (footprint.Stages.Any(s => s.Stage == stage) || !study.Boundary.Value.RequiredStages().Contains(stage));
}
