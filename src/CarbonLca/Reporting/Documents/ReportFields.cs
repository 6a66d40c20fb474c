using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents;

/// <summary>The fields a study report must have (REQ-92), and which of them a footprint lacks.</summary>
public static class ReportFields
{
    private static readonly ImmutableArray<Field> All =
    [
        new(new("intended use and audience", "预期用途与目标受众"), f => f.Study?.Goal is not null),
        new(new("product and function", "产品与功能"), f => f.Study?.Scope is not null),
        new(new("system boundary", "系统边界"), f => f.Study is not null),
        new(new("standards followed", "依据标准"), f => f.Study?.Scope is { Standards.Length: > 0 }),
        new(new("product category rule, or why none", "产品种类规则，或未采用的理由"), f => f.Study?.Scope is { Pcr.En.Length: > 0 }),
        new(new("geography", "地理范围"), f => f.Study?.Scope is { Geography.En.Length: > 0 }),
        new(new("assumptions and value choices", "假设与价值选择"), f => f.Study?.Scope is { Assumptions.Length: > 0 }),
        new(new("limits", "局限"), f => f.Study?.Scope is { Limits.Length: > 0 }),
        new(new("greenhouse gases by group", "温室气体分组"), f => !f.GasGroups.IsEmpty),
        new(new("sources of the data", "数据来源"), f => f.Sources.Length > 0),
    ];

    /// <summary>The fields that are missing.</summary>
    public static ImmutableArray<Wording> Missing(CarbonFootprint footprint)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        return [.. All.Where(field => !field.IsThere(footprint)).Select(field => field.Name)];
    }

    private sealed record Field(Wording Name, Func<CarbonFootprint, bool> IsThere);
}
