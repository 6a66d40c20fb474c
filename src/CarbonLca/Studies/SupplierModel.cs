using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;

namespace CarbonLca.Studies;

/// <summary>Turns a supplier's footprint into an aggregated process: one that makes the declared amount and only exchanges elementary flows.</summary>
/// <remarks>
/// Emissions are flows of CO2 equivalents in the declared GWP set, removals are carbon dioxide taken up. Parts of one footprint vary
/// together: they share a draw.
/// </remarks>
internal static class SupplierModel
{
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit Equivalents = Unit.Parse("kg CO2e");

    /// <summary>The process and the line that takes from it, the line last.</summary>
    public static IEnumerable<Process> Emit(SupplierFootprintLine line, string id, LciDatabase background)
    {
        SupplierFootprint footprint = line.Footprint;
        string makerId = $"{id}/supplier";
        Unit unit = footprint.Per.Value.Unit;
        Flow product = Flow.Product(makerId, unit, line.Item.En) with { NameZh = line.Item.Zh };
        Process maker = Process.Producing(footprint.Per.Value.Value, product) with
        {
            NameZh = line.Item.Zh,
            Exchanges = [.. Process.Producing(footprint.Per.Value.Value, product).Exchanges, .. footprint.Parts.Where(p => p.Value.Value.Value != 0).Select(p => Part(p, footprint, makerId, background))],
            Provenance = new Provenance((footprint.Source ?? line.Source).En)
            {
                Year = footprint.Validity.Value.From.Year,
                GwpSet = footprint.GwpSet.Key(),
                Confidence = line.Quality.Key(),
                Note = footprint.Supplier.En,
            },
        };
        yield return maker;
        double factor = Unit.Parse(line.Unit.Value).To(unit) * line.Times / line.Yield.Value;
        Uncertainty drawn = LineUncertainty.Of(line).Distribution?.ToUncertainty(factor) ?? Uncertainty.None;
        yield return Foreground.Step(id, line.Item).Needing(line.Amount.Value * factor, product, makerId, drawn) with
        {
            Provenance = new Provenance(line.Source.En) { Confidence = line.Quality.Key(), Note = line.Source.Zh == line.Source.En ? null : line.Source.Zh },
        };
    }

    private static Exchange Part(SupplierPart part, SupplierFootprint footprint, string makerId, LciDatabase background)
    {
        double kilograms = part.Value.Value.In(Equivalents);
        Flow flow = FlowOf(part.Group, footprint.GwpSet);
        if (background.FindFlow(flow.Id) is var index and >= 0) flow = background.Flows[index];
        double perKilogram = flow.ReferenceUnitsPer(Kilogram);
        Uncertainty drawn = footprint.Uncertainty is { IsDegenerate: false } spread
            ? spread.ToUncertainty(part.Value.Value.Unit.To(Equivalents) * perKilogram)
            : Uncertainty.None;
        if (footprint.Parts.Length > 1 && drawn != Uncertainty.None) drawn = drawn.InGroup(makerId);
        return new Exchange(flow, part.Group.IsRemoval() ? ExchangeDirection.Input : ExchangeDirection.Output, Math.Abs(kilograms) * perKilogram) { Uncertainty = drawn };
    }

    private static Flow FlowOf(SupplierGroup group, GwpSet set) => group switch
    {
        SupplierGroup.BiogenicRemoval => Uptake("co2-uptake-biogenic", "Carbon dioxide, in air", "二氧化碳（空气中，被吸收）"),
        SupplierGroup.LandUseRemoval => Uptake("co2-uptake-land-use", "Carbon dioxide, land use change, removal", "二氧化碳（土地利用变化清除）"),
        SupplierGroup.BiogenicEmission => EquivalentFlow.Of(CarbonOrigin.Biogenic, set),
        SupplierGroup.LandUseEmission => EquivalentFlow.Of(CarbonOrigin.LandUse, set),
        SupplierGroup.Aircraft => EquivalentFlow.Of(CarbonOrigin.Aircraft, set),
        _ => EquivalentFlow.Of(CarbonOrigin.Fossil, set),
    };

    private static Flow Uptake(string id, string name, string nameZh) => Flow.Elementary(id, Kilogram, name, "air") with { NameZh = nameZh, Cas = "124-38-9" };
}
