using CarbonLca.Diagnostics;

namespace CarbonLca.Electricity;

/// <summary>The order in which electricity is accounted for (REQ-61).</summary>
public enum ElectricityRung : byte
{
    /// <summary>An own plant, when no instrument for it was sold.</summary>
    OwnPlant = 1,

    /// <summary>A supplier on a direct line, when no instrument for it was sold.</summary>
    DirectLine = 2,

    /// <summary>The grid with a valid contractual instrument.</summary>
    Instrument = 3,

    /// <summary>The grid without one: the residual mix of the market.</summary>
    ResidualMix = 4,

    /// <summary>The grid without one, where no residual mix is known: the mix consumed in the area.</summary>
    ConsumptionMix = 5,
}

/// <summary>Names of <see cref="ElectricityRung"/>.</summary>
public static class ElectricityRungs
{
    /// <summary>The key used in machine output.</summary>
    public static string Key(this ElectricityRung rung) => rung switch
    {
        ElectricityRung.OwnPlant => "own_plant",
        ElectricityRung.DirectLine => "direct_line",
        ElectricityRung.Instrument => "instrument",
        ElectricityRung.ResidualMix => "residual_mix",
        _ => "consumption_mix",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this ElectricityRung rung) => rung switch
    {
        ElectricityRung.OwnPlant => new Wording("own plant", "自有电厂"),
        ElectricityRung.DirectLine => new Wording("direct line", "直连供电"),
        ElectricityRung.Instrument => new Wording("grid with contractual instrument", "电网（有合同文书）"),
        ElectricityRung.ResidualMix => new Wording("grid, residual mix", "电网（剩余结构）"),
        _ => new Wording("grid, consumption mix", "电网（消费结构）"),
    };
}
