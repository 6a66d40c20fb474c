using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>States the timing of what happens more than ten years after the product enters use (REQ-51).</summary>
/// <remarks>
/// Everything counts as if it happened at the start: nothing is discounted, and a study has no field for it. The effect of delay or storage
/// is a figure of its own, outside the footprint.
/// </remarks>
internal static class TimingRules
{
    /// <summary>How many years after the product enters use emissions need no statement of their timing.</summary>
    public const double YearsWithoutStatement = 10;

    private static readonly Unit Year = Unit.Parse("a");

    /// <summary>A note for each use of energy that goes on longer.</summary>
    public static IEnumerable<Diagnostic> Check(Study study)
    {
        foreach (EnergyUseLine line in study.Lines.OfType<EnergyUseLine>())
        {
            if (!line.Lifetime.Value.Unit.ConvertsTo(Year)) continue;
            double years = line.Lifetime.Value.In(Year);
            if (!double.IsFinite(years) || years <= YearsWithoutStatement) continue;
            string late = (100 * (years - YearsWithoutStatement) / years).ToString("0.#", CultureInfo.InvariantCulture);
            string life = years.ToString("0.##", CultureInfo.InvariantCulture);
            yield return Diagnostic.Note(
                FindingCode.Timing,
                $"'{line.Item.En}' goes on for {life} years; {late} % of it comes more than {YearsWithoutStatement} years after the product enters use. All of it counts as at the start, without discount.",
                $"“{line.Item.Zh}”持续 {life} 年，其中 {late} % 发生在产品投入使用 {YearsWithoutStatement} 年之后；全部按期初计入，不作折现。") with
            { Where = line.Lifetime.Where ?? line.Where };
        }
    }
}
