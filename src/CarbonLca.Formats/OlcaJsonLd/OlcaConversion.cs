using System.Text.Json;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>The unit an amount is written in, and what it is in the flow's reference unit.</summary>
/// <param name="Unit">The unit; null when it cannot be converted.</param>
/// <param name="Factor">How many reference units of the flow one of the unit is.</param>
internal readonly record struct OlcaConversion(OlcaUnit? Unit, double Factor)
{
    /// <summary>Finds the conversion for a unit and a flow property as an exchange or an impact factor names them.</summary>
    /// <param name="units">The units of the package.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="unit">The reference to the unit.</param>
    /// <param name="property">The reference to the flow property; where it is absent, the flow's only property with that unit.</param>
    /// <param name="fault">Why there is none, apart from where.</param>
    /// <remarks>unit factor / property factor: an amount in another quantity is divided by how much of it one reference unit has.</remarks>
    public static OlcaConversion Of(OlcaUnits units, OlcaFlow flow, JsonElement unit, JsonElement property, out Diagnostic? fault)
    {
        fault = null;
        if (unit.Id() is not { } unitId)
        {
            fault = Diagnostic.Error(FindingCode.MissingField, $"An amount of '{flow.Model.Name}' has no unit.", $"'{flow.Model.Name}' 的数量没有单位。") with { Found = unit.Shown() };
            return default;
        }

        if (units.FindUnit(unitId) is not { } known)
        {
            fault = Diagnostic.Error(
                FindingCode.UnknownUnit,
                $"An amount of '{flow.Model.Name}' is in a unit that the package does not define or whose definition was refused.",
                $"'{flow.Model.Name}' 的数量所用单位在数据包中没有定义，或其定义已被拒绝。") with
            {
                Found = OlcaFaults.NameOf(unit),
                Expected = UnitsOf(flow),
            };
            return default;
        }

        double? perReference = property.Id() is { } propertyId ? OfProperty(flow, propertyId, known) : OfUnit(flow, known);
        if (perReference is not { } perUnit)
        {
            fault = Diagnostic.Error(
                FindingCode.UnitMismatch,
                $"An amount of '{flow.Model.Name}' is in '{known.Name}', which is no unit of the flow property it names, or the flow has no such property.",
                $"'{flow.Model.Name}' 的数量以 '{known.Name}' 表示，但该单位不属于其所指的流属性，或该流没有此属性。") with
            {
                Found = property.IsAbsent() ? known.Name : $"{known.Name} ({OlcaFaults.NameOf(property)})",
                Expected = UnitsOf(flow),
            };
            return default;
        }

        double factor = known.Factor / perUnit;
        if (double.IsFinite(factor) && factor > 0) return new OlcaConversion(known, factor);
        fault = Diagnostic.Error(FindingCode.OutOfRange, $"An amount of '{flow.Model.Name}' in '{known.Name}' cannot be expressed in '{flow.Model.Unit}'.", $"'{flow.Model.Name}' 以 '{known.Name}' 表示的数量无法换算为 '{flow.Model.Unit}'。");
        return default;
    }

    private static double? OfProperty(OlcaFlow flow, string propertyId, OlcaUnit unit)
    {
        foreach ((OlcaProperty property, double factor) in flow.Measures)
            if (string.Equals(property.Id, propertyId, StringComparison.OrdinalIgnoreCase)) return property.Group.Units.ContainsKey(unit.Id) ? factor : null;
        return null;
    }

    // The reference property wins; among others the unit must decide alone.
    private static double? OfUnit(OlcaFlow flow, OlcaUnit unit)
    {
        double? found = null;
        foreach ((OlcaProperty property, double factor) in flow.Measures)
        {
            if (!property.Group.Units.ContainsKey(unit.Id)) continue;
            if (ReferenceEquals(property, flow.Reference)) return factor;
            if (found is not null) return null;
            found = factor;
        }

        return found;
    }

    private static Wording UnitsOf(OlcaFlow flow) => new(
        $"a unit of {string.Join(" or ", flow.Measures.Select(m => $"'{m.Property.Name}'"))}, for instance '{flow.Reference.Group.ReferenceName}'",
        $"{string.Join("或", flow.Measures.Select(m => $"'{m.Property.Name}'"))} 的单位，例如 '{flow.Reference.Group.ReferenceName}'");
}
