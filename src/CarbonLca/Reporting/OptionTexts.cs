using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting;

/// <summary>The choices of a footprint in words, by the names that the command line and files use.</summary>
public static class OptionTexts
{
    private const string Otherwise = ", else ";

    /// <summary>A rule of allocation.</summary>
    public static Wording Allocation(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Split(Otherwise, 2) is [var first, var rest])
        {
            return new Wording($"{Allocation(first).En}; where that is not possible: {Allocation(rest).En}", $"{Allocation(first).Zh}；不适用时：{Allocation(rest).Zh}");
        }

        return name switch
        {
            "as-given" => new Wording("as the data give it; where they give nothing usable, the reference flow takes all", "按数据所给因子分配；数据未给出可用因子时，全部计入基准流"),
            "reference" => new Wording("the reference flow takes all burdens", "全部负荷计入基准流"),
            "physical" => new Wording("by the physical relation the data give", "按数据给出的物理关系分配"),
            "economic" => new Wording("by the economic relation the data give", "按数据给出的经济关系分配"),
            "causal" => new Wording("by the cause of each exchange, as the data give it", "按数据给出的各项交换的因果关系分配"),
            "equal" => new Wording("equal shares for all functions", "各功能均分"),
            "substitution" => new Wording("avoided by expanding the system: co-products replace other production", "以系统扩展避免分配：联产品替代其他生产"),
            "none" => new Wording("none: a process with several functions would be refused", "不分配：多功能过程将被拒绝"),
            _ when name.StartsWith("by:", StringComparison.Ordinal) => new Wording($"in proportion to {name[3..]}", $"按{PropertyZh(name[3..])}比例分配"),
            _ => Wording.Same(name),
        };
    }

    /// <summary>How providers were chosen where the data name none.</summary>
    public static Wording Providers(string name) => name switch
    {
        "own-location" => new Wording("the provider in the same location, else the one with the lowest id; every choice is listed", "取同一地点的供应过程，否则取标识最小者；每次选择均列出"),
        "strict" => new Wording("refused: the data must name the provider", "拒绝：数据须指明供应过程"),
        _ => Wording.Same(name),
    };

    /// <summary>What became of inputs without provider.</summary>
    public static Wording Unlinked(string name) => name switch
    {
        "cut" => new Wording("cut off, counted and listed", "截断，并计数列出"),
        "refuse" => new Wording("refused", "拒绝"),
        _ => Wording.Same(name),
    };

    /// <summary>What became of CO2 and CH4 of unknown origin.</summary>
    public static Wording UnknownOrigin(string name) => name switch
    {
        "fossil" => new Wording("counted as fossil, and listed", "按化石源计，并列出"),
        "biogenic" => new Wording("counted as biogenic, and listed", "按生物源计，并列出"),
        "exclude" => new Wording("left out, and listed", "不计入，并列出"),
        "refuse" => new Wording("refused", "拒绝"),
        _ => Wording.Same(name),
    };

    /// <summary>A way to solve the equations.</summary>
    public static Wording Solver(string name) => name switch
    {
        "auto" => new Wording("chosen by the engine", "由引擎选择"),
        "lu" => new Wording("sparse LU factorisation", "稀疏 LU 分解"),
        "fixed-point" => new Wording("sweeps in the order of supply", "按供应次序逐次迭代"),
        "dense" => new Wording("dense LU factorisation", "稠密 LU 分解"),
        _ => Wording.Same(name),
    };

    private static string PropertyZh(string property) => property switch
    {
        "mass" => "质量",
        "energy" => "能量",
        "volume" => "体积",
        "price" => "价格",
        _ => $" {property} ",
    };
}
