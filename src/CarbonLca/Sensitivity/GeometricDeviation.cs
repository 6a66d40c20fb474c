using System.Collections.Immutable;
using CarbonLca.Methods;
using CarbonLca.Model;

namespace CarbonLca.Sensitivity;

/// <summary>The geometric standard deviation of a result from those of its inputs: (ln GSD_y)² = Σ (S_i·ln GSD_i)², S_i = (∂y/∂x_i)·x_i/y (REQ-85).</summary>
/// <remarks>
/// Exact for products of independent lognormal inputs, first order for others. An input of another shape counts with the GSD of the
/// lognormal that has its coefficient of variation, (ln GSD)² = ln(1 + CV²). Inputs of one group vary together: their terms add before
/// they are squared (Heijungs &amp; Lenzen 2014, Int. J. Life Cycle Assess. 19:1445–1461, treat the propagation).
/// </remarks>
public static class GeometricDeviation
{
    /// <summary>The geometric standard deviation of an impact; 1 when nothing varies.</summary>
    /// <param name="gradient">The derivatives at the stated amounts.</param>
    /// <returns>The deviation; not a number when the impact is 0 or an uncertain input has no coefficient of variation, because S is undefined then.</returns>
    public static double Of(Gradient gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ExchangeTable table = gradient.System.Database.Exchanges;
        double squares = 0;
        SortedDictionary<string, double> groups = new(StringComparer.Ordinal);
        for (int row = 0; row < table.Count; row++)
        {
            if (gradient.Exchanges[row] == 0 || table.Kind[row] == (byte)UncertaintyKind.None) continue;
            AmountMoments moments = AmountMoments.Of(gradient.System, row);
            if (moments.Variance == 0 || gradient.System.AmountOf(row) == 0) continue;
            double term = gradient.Elasticity(row) * Math.Sqrt(Math.Log(1 + (moments.Variance / (moments.Mean * moments.Mean))));
            if (table.Details.GroupOf(row) is { } group) groups[group] = groups.GetValueOrDefault(group) + term;
            else squares += term * term;
        }

        ImmutableArray<MethodRow> rows = gradient.Footprints.Direct.Characterization.Method.Rows;
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row].Category != gradient.Category || rows[row].Uncertainty.Kind == UncertaintyKind.None || gradient.Factors[row] == 0 || rows[row].Factor == 0) continue;
            AmountMoments moments = AmountMoments.Of(rows[row].Factor, rows[row].Uncertainty);
            if (moments.Variance == 0) continue;
            double term = gradient.Factors[row] * rows[row].Factor / gradient.Impact * Math.Sqrt(Math.Log(1 + (moments.Variance / (moments.Mean * moments.Mean))));
            if (rows[row].Uncertainty.Group is { } group) groups[group] = groups.GetValueOrDefault(group) + term;
            else squares += term * term;
        }

        foreach (double term in groups.Values) squares += term * term;
        double deviation = Math.Exp(Math.Sqrt(squares));
        return gradient.Impact == 0 || !double.IsFinite(deviation) ? double.NaN : deviation;
    }
}
