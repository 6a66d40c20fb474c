using CarbonLca.Analysis;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Results;

/// <summary>Writes sensitivities as comma-separated values, one row for each input, with all digits. See <see cref="CsvText"/> for the cells.</summary>
public static class SensitivityCsv
{
    /// <summary>
    /// The inputs: <c>input, line, process, flow, provider, group, amount, unit, derivative, elasticity, variance, variance_share,
    /// rank_correlation, se_rank_correlation, sobol_first_order, se_sobol_first_order</c>. Cells of figures that are undefined or were not
    /// estimated are empty.
    /// </summary>
    /// <param name="analysis">The analysis.</param>
    /// <param name="language">The language of names.</param>
    public static string Write(InputSensitivities analysis, Language language)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        CsvText csv = new();
        csv.Row(
            "input", "line", "process", "flow", "provider", "group", "amount", "unit", "derivative", "elasticity", "variance", "variance_share",
            "rank_correlation", "se_rank_correlation", "sobol_first_order", "se_sobol_first_order");
        foreach (InputSensitivity input in analysis.Inputs)
        {
            csv.Text(input.Name.Text.In(language)).Text(input.Name.LineKey).Text(input.Name.ProcessId).Text(input.Name.FlowId).Text(input.Name.ProviderId).Text(input.Name.Group);
            csv.Number(input.Amount).Text(input.Name.Unit).Number(input.Derivative).Number(Finite(input.Elasticity)).Number(Finite(input.VariancePart)).Number(Finite(input.VarianceShare));
            csv.Number(Finite(input.RankCorrelation?.Value)).Number(Finite(input.RankCorrelation?.StandardError));
            csv.Number(Finite(input.FirstOrder?.Value)).Number(Finite(input.FirstOrder?.StandardError)).EndRow();
        }

        return csv.ToString();
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
