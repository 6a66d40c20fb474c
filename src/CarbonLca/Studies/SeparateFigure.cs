using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>What is told beside a footprint and never counted in it (REQ-50, REQ-51, REQ-52).</summary>
public enum SeparateFigureKind
{
    /// <summary>Biogenic carbon in the product, in kg of carbon.</summary>
    ProductBiogenicCarbon,

    /// <summary>Biogenic carbon in the packaging, in kg of carbon.</summary>
    PackagingBiogenicCarbon,

    /// <summary>Indirect land-use change.</summary>
    IndirectLandUseChange,

    /// <summary>The effect of carbon that is stored, or emitted late.</summary>
    StoredCarbon,

    /// <summary>What aircraft cause at height beyond the CO2 equivalents of their fuel.</summary>
    AircraftAtHeight,
}

/// <summary>Keys and names of <see cref="SeparateFigureKind"/>.</summary>
public static class SeparateFigureKinds
{
    /// <summary>All kinds in the order of reports.</summary>
    public static IReadOnlyList<SeparateFigureKind> All { get; } = Enum.GetValues<SeparateFigureKind>();

    /// <summary>The key used in files.</summary>
    public static string Key(this SeparateFigureKind kind) => kind switch
    {
        SeparateFigureKind.ProductBiogenicCarbon => "product_biogenic_carbon",
        SeparateFigureKind.PackagingBiogenicCarbon => "packaging_biogenic_carbon",
        SeparateFigureKind.IndirectLandUseChange => "iluc",
        SeparateFigureKind.StoredCarbon => "stored_carbon",
        _ => "aircraft_at_height",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this SeparateFigureKind kind) => kind switch
    {
        SeparateFigureKind.ProductBiogenicCarbon => new Wording("biogenic carbon content of the product", "产品生物源碳含量"),
        SeparateFigureKind.PackagingBiogenicCarbon => new Wording("biogenic carbon content of the packaging", "包装生物源碳含量"),
        SeparateFigureKind.IndirectLandUseChange => new Wording("indirect land-use change", "间接土地利用变化"),
        SeparateFigureKind.StoredCarbon => new Wording("effect of stored or delayed carbon", "碳储存或延迟排放的影响"),
        _ => new Wording("effect of aircraft at height", "航空器高空影响"),
    };

    /// <summary>Whether the figure is a mass of carbon, else CO2 equivalents.</summary>
    public static bool IsCarbon(this SeparateFigureKind kind) => kind is SeparateFigureKind.ProductBiogenicCarbon or SeparateFigureKind.PackagingBiogenicCarbon;
}

/// <summary>A figure told beside the footprint, for the functional unit.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Amount">How much: kg of carbon, or kg CO2e.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record SeparateFigure(SeparateFigureKind Kind, Located<Quantity> Amount, Wording Source)
{
    /// <summary>Kilograms of CO2 that a kilogram of carbon becomes: the ratio of their molar masses, rounded as ISO 14067 does.</summary>
    public const double CarbonDioxidePerCarbon = 44.0 / 12;

    private static readonly Unit Kilogram = Unit.Parse("kg");

    /// <summary>The figure as kg of CO2, for a mass of carbon.</summary>
    /// <exception cref="InvalidOperationException">It is no mass of carbon.</exception>
    public double CarbonDioxide => Kind.IsCarbon() ? Amount.Value.In(Kilogram) * CarbonDioxidePerCarbon : throw new InvalidOperationException($"'{Kind.Key()}' is no mass of carbon.");
}
