namespace CarbonLca.Methods;

/// <summary>One indicator of an impact method.</summary>
/// <param name="Code">Its short code, used as a column name.</param>
/// <param name="Unit">The unit of its results, for instance <c>kg CO2e</c>.</param>
public sealed record ImpactCategory(string Code, string Unit)
{
    /// <summary>Its full name; the code where the method gives none.</summary>
    public string Name { get; init; } = Code;
}
