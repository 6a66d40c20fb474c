using CarbonLca.Assessment;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>Electricity that an item of a study takes directly.</summary>
/// <param name="Line">The item.</param>
/// <param name="Supplier">The column that supplies it.</param>
/// <param name="Amount">How much, in the reference unit of the supplier, for the functional unit.</param>
internal sealed record ElectricityUse(StudyForegroundLine Line, int Supplier, double Amount)
{
    private static readonly Unit KilowattHour = Unit.Parse("kWh");

    /// <summary>The electricity that items take directly.</summary>
    /// <param name="assessment">The assessment.</param>
    /// <param name="lines">The items, their columns, and how much those make.</param>
    public static IEnumerable<ElectricityUse> Of(ProductAssessment assessment, IEnumerable<(StudyForegroundLine Line, int Column, double Amount)> lines)
    {
        foreach ((StudyForegroundLine line, int column, double amount) in lines)
        {
            foreach (TierContribution part in assessment.Products.FirstTier(column, 0))
            {
                if (part.Column == column || !IsElectricity(assessment.System.ReferenceFlowOf(part.Column))) continue;
                yield return new ElectricityUse(line, part.Column, part.Amount * amount);
            }
        }
    }

    /// <summary>Whether a product is electricity: energy that is called so, in English or Chinese (电力); the capacity of a battery is energy too, and is not.</summary>
    public static bool IsElectricity(Flow flow) => flow.Unit.ConvertsTo(KilowattHour)
        && (flow.Name.Contains("electricity", StringComparison.OrdinalIgnoreCase) || (flow.NameZh?.Contains("电力", StringComparison.Ordinal) ?? false));
}
