using System.Collections.Immutable;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Reporting;

/// <summary>The categories of a method that are parts of its first one, such as fossil, biogenic and land-use greenhouse gases of GWP100 (REQ-50).</summary>
public static class GasGroups
{
    /// <summary>The index of the category that a footprint is about: the first in CO2 equivalents, else the first.</summary>
    public static int HeadlineOf(ImpactMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        for (int k = 0; k < method.Categories.Length; k++)
            if (UnitCatalog.TryParse(method.Categories[k].Unit, out Unit? unit) && unit.Dimension.Equals(Dimension.CO2Equivalents)) return k;
        return 0;
    }

    /// <summary>
    /// The indices of the categories that add up to the first: all others, when they have its unit and every flow has in the first
    /// the sum of its factors in the others. Empty when the method is not made that way.
    /// </summary>
    public static ImmutableArray<int> Of(ImpactMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (method.Categories.Length < 2 || method.Categories.Any(c => c.Unit != method.Categories[0].Unit)) return [];
        Dictionary<Emission, double> open = [];
        foreach (MethodRow row in method.Rows)
        {
            Emission emission = Emission.Of(row);
            open[emission] = open.GetValueOrDefault(emission) + (row.Category == 0 ? row.Factor : -row.Factor);
        }

        bool isSum = method.Rows.All(row => Math.Abs(open[Emission.Of(row)]) <= 1e-12 * Math.Abs(row.Factor));
        return isSum ? [.. Enumerable.Range(1, method.Categories.Length - 1)] : [];
    }

    /// <summary>What a factor is for, apart from the category.</summary>
    private readonly record struct Emission(string Flow, string? Cas, string? Compartment, string? Location, ExchangeDirection? Direction, Unit Unit)
    {
        public static Emission Of(MethodRow row) => new(row.Flow, row.Cas, row.Compartment, row.Location, row.Direction, row.Unit);
    }
}
