namespace CarbonLca.Studies;

/// <summary>An amount of a product whose footprint its supplier declares.</summary>
public sealed record SupplierFootprintLine : AmountLine
{
    /// <summary>What the supplier declares.</summary>
    public required SupplierFootprint Footprint { get; init; }
}
