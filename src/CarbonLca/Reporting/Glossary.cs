using CarbonLca.Diagnostics;
using CarbonLca.Studies;

namespace CarbonLca.Reporting;

/// <summary>The words of reports, in English and in Chinese as GB/T 24067 and ISO 14067 use them. Stage names stand with <see cref="Model.LifeCycleStages"/>.</summary>
public static class Glossary
{
    /// <summary>Product carbon footprint 产品碳足迹.</summary>
    public static Wording ProductCarbonFootprint { get; } = new("product carbon footprint", "产品碳足迹");

    /// <summary>Partial product carbon footprint 部分产品碳足迹.</summary>
    public static Wording PartialCarbonFootprint { get; } = new("partial carbon footprint", "部分产品碳足迹");

    /// <summary>Functional unit 功能单位.</summary>
    public static Wording FunctionalUnit { get; } = new("functional unit", "功能单位");

    /// <summary>Declared unit 声明单位.</summary>
    public static Wording DeclaredUnit { get; } = new("declared unit", "声明单位");

    /// <summary>Reference flow 基准流.</summary>
    public static Wording ReferenceFlow { get; } = new("reference flow", "基准流");

    /// <summary>System boundary 系统边界.</summary>
    public static Wording SystemBoundary { get; } = new("system boundary", "系统边界");

    /// <summary>Life-cycle stage 生命周期阶段.</summary>
    public static Wording LifeCycleStage { get; } = new("life-cycle stage", "生命周期阶段");

    /// <summary>Data quality rating 数据质量评级.</summary>
    public static Wording DataQualityRating { get; } = new("data quality rating", "数据质量评级");

    /// <summary>Greenhouse gases by group 温室气体分组.</summary>
    public static Wording GasGroups { get; } = new("greenhouse gases", "温室气体分组");

    /// <summary>Impact categories 影响类别.</summary>
    public static Wording ImpactCategories { get; } = new("impact categories", "影响类别");

    /// <summary>Largest contributors 主要贡献过程.</summary>
    public static Wording LargestContributors { get; } = new("largest contributors", "主要贡献过程");

    /// <summary>Total 合计.</summary>
    public static Wording Total { get; } = new("total", "合计");

    /// <summary>Other contributions above zero.</summary>
    public static Wording RestPositive { get; } = new("Rest (+)", "其余（+）");

    /// <summary>Other contributions below zero.</summary>
    public static Wording RestNegative { get; } = new("Rest (−)", "其余（−）");

    /// <summary>Unit 单位.</summary>
    public static Wording Unit { get; } = new("unit", "单位");

    /// <summary>Proof 计算凭证.</summary>
    public static Wording Proof { get; } = new("proof", "计算凭证");

    /// <summary>Residual: the backward error 残差（后向误差）.</summary>
    public static Wording Residual { get; } = new("residual", "残差");

    /// <summary>Condition 条件数.</summary>
    public static Wording Condition { get; } = new("condition", "条件数");

    /// <summary>Loop gain 循环增益.</summary>
    public static Wording LoopGain { get; } = new("loop gain", "循环增益");

    /// <summary>Solver 求解方式.</summary>
    public static Wording Solver { get; } = new("solved by", "求解方式");

    /// <summary>Data 数据.</summary>
    public static Wording Data { get; } = new("data", "数据");

    /// <summary>Method 方法.</summary>
    public static Wording Method { get; } = new("method", "方法");

    /// <summary>Engine 引擎.</summary>
    public static Wording Engine { get; } = new("engine", "引擎");

    /// <summary>Process 过程.</summary>
    public static Wording Process { get; } = new("process", "过程");

    /// <summary>Elementary flow 基本流.</summary>
    public static Wording ElementaryFlow { get; } = new("elementary flow", "基本流");

    /// <summary>First tier 第一层供应.</summary>
    public static Wording FirstTier { get; } = new("first tier", "第一层供应");

    /// <summary>Upstream total 上游合计.</summary>
    public static Wording UpstreamTotal { get; } = new("upstream total", "上游合计");

    /// <summary>Uncertainty 不确定性.</summary>
    public static Wording Uncertainty { get; } = new("uncertainty", "不确定性");

    /// <summary>The name of a gas group or another category by its code; the code itself where the glossary has none.</summary>
    public static Wording Category(string code) => code switch
    {
        "GWP100" => new Wording("total, GWP100", "合计，GWP100"),
        "fossil" => new Wording("fossil", "化石源"),
        "biogenic-emission" => new Wording("biogenic, emission", "生物源排放"),
        "biogenic-removal" => new Wording("biogenic, removal", "生物源清除"),
        "luc-emission" => new Wording("land-use change, emission", "土地利用变化排放"),
        "luc-removal" => new Wording("land-use change, removal", "土地利用变化清除"),
        "aircraft" => new Wording("aircraft", "航空器"),
        "other-ghg" => new Wording("other greenhouse gases", "其他温室气体"),
        _ => Wording.Same(code),
    };

    /// <summary>The name of a method: the sets of the IPCC in words, others by the name they bear.</summary>
    public static Wording MethodName(string id, string name) => id switch
    {
        "gwp100-ar4" => new Wording("GWP100, IPCC AR4 (2007)", "GWP100，IPCC AR4（2007）"),
        "gwp100-ar5" => new Wording("GWP100, IPCC AR5 (2013)", "GWP100，IPCC AR5（2013）"),
        "gwp100-ar6" => new Wording("GWP100, IPCC AR6 (2021)", "GWP100，IPCC AR6（2021）"),
        _ => Wording.Same(name),
    };

    /// <summary>A unit's symbol; units that are words have a Chinese one.</summary>
    public static Wording UnitSymbol(string symbol) => symbol switch
    {
        "piece" => new Wording("piece", "件"),
        "item" => new Wording("item", "件"),
        _ => Wording.Same(symbol),
    };

    /// <summary>How the amount of an item came to be known.</summary>
    public static Wording Quality(SourceKind kind) => kind switch
    {
        SourceKind.Measured => new Wording("measured", "实测"),
        SourceKind.Declared => new Wording("declared", "申报"),
        SourceKind.Literature => new Wording("literature", "文献"),
        _ => new Wording("assumption", "假设"),
    };

    /// <summary>How sure a background figure is.</summary>
    public static Wording Confidence(string confidence) => confidence switch
    {
        "verified" => new Wording("verified", "已核实"),
        "secondary" => new Wording("secondary", "二手"),
        "unverified" => new Wording("unverified", "未核实"),
        "derived" => new Wording("derived", "推算"),
        "assumption" => new Wording("assumption", "假设"),
        _ => Wording.Same(confidence),
    };

    /// <summary>The set of global warming potentials a figure was made with, as its provenance says it.</summary>
    public static Wording GwpSet(string set) => set switch
    {
        "unstated" => new Wording("not stated", "未注明"),
        "gases" => new Wording("by gas", "分气体"),
        _ => Wording.Same(set),
    };

    /// <summary>Where an elementary flow goes to or comes from; the data's own word where the glossary has none.</summary>
    public static Wording Compartment(string? compartment) => compartment switch
    {
        null or "" => Wording.Same("–"),
        "air" => new Wording("air", "空气"),
        "water" => new Wording("water", "水体"),
        "soil" => new Wording("soil", "土壤"),
        "resource" => new Wording("resource", "资源"),
        _ => Wording.Same(compartment),
    };

    /// <summary>A term at the head of a line: with a capital letter in English.</summary>
    public static string Heading(Wording term, Language language)
    {
        string text = term.In(language);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
