using CarbonLca.Diagnostics;

namespace CarbonLca.Electricity;

/// <summary>What electricity a factor stands for.</summary>
public enum GridFactorKind : byte
{
    /// <summary>The mix consumed in the area.</summary>
    Mix = 0,

    /// <summary>The mix that is left after claimed electricity is taken out (REQ-66).</summary>
    Residual = 1,

    /// <summary>One type of generation, or one plant.</summary>
    Plant = 2,

    /// <summary>Transmission and distribution, per kWh delivered.</summary>
    Grid = 3,

    /// <summary>Fossil-fuelled electricity.</summary>
    FossilMix = 4,

    /// <summary>A value prescribed for reports.</summary>
    Reporting = 5,
}

/// <summary>How electricity is generated.</summary>
public enum GenerationType : byte
{
    /// <summary>By more than one type.</summary>
    Mix = 0,

    /// <summary>Coal.</summary>
    Coal = 1,

    /// <summary>Natural gas.</summary>
    Gas = 2,

    /// <summary>Hydropower.</summary>
    Hydro = 3,

    /// <summary>Nuclear power.</summary>
    Nuclear = 4,

    /// <summary>Wind power.</summary>
    Wind = 5,

    /// <summary>Photovoltaics.</summary>
    Photovoltaic = 6,

    /// <summary>Concentrated solar power.</summary>
    SolarThermal = 7,

    /// <summary>Biomass.</summary>
    Biomass = 8,
}

/// <summary>How far a factor reaches along the life cycle of electricity (REQ-60).</summary>
public enum FactorScope : byte
{
    /// <summary>Upstream, generation, grid losses and waste.</summary>
    LifeCycle = 0,

    /// <summary>Upstream, generation and waste, without the grid.</summary>
    LifeCycleWithoutGrid = 1,

    /// <summary>Carbon dioxide of burning fuel in the plant alone.</summary>
    Combustion = 2,
}

/// <summary>Keys and names of <see cref="GridFactorKind"/>, <see cref="GenerationType"/> and <see cref="FactorScope"/>.</summary>
public static class GridFactorWords
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<GridFactorKind> Kinds { get; } = [GridFactorKind.Mix, GridFactorKind.Residual, GridFactorKind.Plant, GridFactorKind.Grid, GridFactorKind.FossilMix, GridFactorKind.Reporting];

    /// <summary>All types of generation.</summary>
    public static IReadOnlyList<GenerationType> Generations { get; } =
    [
        GenerationType.Mix, GenerationType.Coal, GenerationType.Gas, GenerationType.Hydro, GenerationType.Nuclear, GenerationType.Wind,
        GenerationType.Photovoltaic, GenerationType.SolarThermal, GenerationType.Biomass,
    ];

    /// <summary>All scopes, the widest first.</summary>
    public static IReadOnlyList<FactorScope> Scopes { get; } = [FactorScope.LifeCycle, FactorScope.LifeCycleWithoutGrid, FactorScope.Combustion];

    /// <summary>The key used in files.</summary>
    public static string Key(this GridFactorKind kind) => kind switch
    {
        GridFactorKind.Residual => "residual",
        GridFactorKind.Plant => "plant",
        GridFactorKind.Grid => "grid",
        GridFactorKind.FossilMix => "fossil-mix",
        GridFactorKind.Reporting => "reporting",
        _ => "mix",
    };

    /// <summary>The key used in files.</summary>
    public static string Key(this GenerationType generation) => generation switch
    {
        GenerationType.Coal => "coal",
        GenerationType.Gas => "gas",
        GenerationType.Hydro => "hydro",
        GenerationType.Nuclear => "nuclear",
        GenerationType.Wind => "wind",
        GenerationType.Photovoltaic => "photovoltaic",
        GenerationType.SolarThermal => "solar-thermal",
        GenerationType.Biomass => "biomass",
        _ => "mix",
    };

    /// <summary>The key used in files.</summary>
    public static string Key(this FactorScope scope) => scope switch
    {
        FactorScope.LifeCycleWithoutGrid => "life-cycle-without-grid",
        FactorScope.Combustion => "combustion",
        _ => "life-cycle",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this GridFactorKind kind) => kind switch
    {
        GridFactorKind.Residual => new Wording("residual mix", "剩余结构"),
        GridFactorKind.Plant => new Wording("generation", "发电"),
        GridFactorKind.Grid => new Wording("transmission and distribution", "输配电"),
        GridFactorKind.FossilMix => new Wording("fossil-fuelled mix", "化石能源发电结构"),
        GridFactorKind.Reporting => new Wording("value for reports", "报告用值"),
        _ => new Wording("consumption mix", "消费结构"),
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this GenerationType generation) => generation switch
    {
        GenerationType.Coal => new Wording("coal", "燃煤"),
        GenerationType.Gas => new Wording("gas", "燃气"),
        GenerationType.Hydro => new Wording("hydropower", "水力"),
        GenerationType.Nuclear => new Wording("nuclear power", "核能"),
        GenerationType.Wind => new Wording("wind power", "风力"),
        GenerationType.Photovoltaic => new Wording("photovoltaics", "光伏"),
        GenerationType.SolarThermal => new Wording("concentrated solar power", "光热"),
        GenerationType.Biomass => new Wording("biomass", "生物质"),
        _ => new Wording("all types", "全部类型"),
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this FactorScope scope) => scope switch
    {
        FactorScope.LifeCycleWithoutGrid => new Wording("life cycle without grid losses", "生命周期（不含线损）"),
        FactorScope.Combustion => new Wording("combustion CO2 only", "仅燃烧 CO2"),
        _ => new Wording("life cycle", "生命周期"),
    };
}
