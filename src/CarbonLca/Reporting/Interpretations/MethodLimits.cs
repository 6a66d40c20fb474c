using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>What a carbon footprint cannot say, whatever the product (ISO 14067, Annexes A and B, in own words).</summary>
internal static class MethodLimits
{
    public static ImmutableArray<Wording> All { get; } =
    [
        new(
            "One impact category: climate change. Other environmental, social and economic effects are not shown, and a smaller footprint may come with larger effects elsewhere.",
            "仅涉及气候变化这一影响类别，不反映其他环境、社会与经济影响；碳足迹较小的方案可能在其他方面影响更大。"),
        new(
            "The result rests on choices of boundary, cut-off, allocation, data and scenarios, and on models of use and end of life; it is an estimate, not a measurement.",
            "结果取决于系统边界、取舍、分配、数据与情景的选择，以及使用和生命末期的模型；属于估算而非实测。"),
        new(
            "Products can be compared only where functional unit, boundary, stages, set of GWP, allocation, cut-off, treatment of electricity, data quality and product category rule agree.",
            "仅当功能单位、系统边界、阶段、GWP 版本、分配、取舍、电力处理、数据质量与产品种类规则一致时，方可比较不同产品。"),
        new(
            "GWP100 weighs gases over a hundred years; it does not show when they act.",
            "GWP100 以百年时间尺度衡量各气体，不反映其作用的时间分布。"),
    ];
}
