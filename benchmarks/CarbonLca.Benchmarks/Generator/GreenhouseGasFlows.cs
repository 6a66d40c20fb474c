namespace CarbonLca.Benchmarks.Generator;

/// <summary>An elementary flow with a climate factor.</summary>
/// <param name="Name">Its name in the bundled method tables.</param>
/// <param name="Category">The part of the total it counts in, as an index of <see cref="GreenhouseGasFlows.Categories"/>.</param>
/// <param name="Factor">GWP100 of the sixth assessment report, kg CO2e per kg given out; of an uptake, per kg given out too.</param>
/// <param name="Frequency">Share of the processes with emissions that have it.</param>
/// <param name="Decades">Typical amount in kg per unit of value, as a power of ten.</param>
/// <param name="IsUptake">Whether processes take it from the air.</param>
internal readonly record struct GreenhouseGasFlow(string Name, int Category, double Factor, double Frequency, double Decades, bool IsUptake = false);

/// <summary>The elementary flows with climate factors, and the eight categories they count in.</summary>
/// <remarks>Factors: IPCC AR6 WGI (2021), table 7.15 and table 7.SM.7, as in datasets/methods/gwp100-ar6.csv.</remarks>
internal static class GreenhouseGasFlows
{
    /// <summary>Codes of the categories; the first is the total of the others.</summary>
    public static IReadOnlyList<string> Categories { get; } =
        ["GWP100", "fossil", "biogenic-emission", "biogenic-removal", "luc-emission", "luc-removal", "aircraft", "other-ghg"];

    public static IReadOnlyList<GreenhouseGasFlow> All { get; } =
    [
        new("Carbon dioxide, fossil", 1, 1, 0.60, -0.4),
        new("Methane, fossil", 1, 29.8, 0.40, -2.6),
        new("Dinitrogen monoxide", 7, 273, 0.34, -4.2),
        new("Carbon dioxide, biogenic", 2, 1, 0.24, -1.2),
        new("Methane, biogenic", 2, 27, 0.14, -3.2),
        new("Carbon dioxide, in air", 3, 1, 0.11, -0.6, IsUptake: true),
        new("Sulfur hexafluoride", 7, 25200, 0.10, -7.5),
        new("HFC-134a", 7, 1530, 0.09, -6.5),
        new("HCFC-22", 7, 1960, 0.08, -6.8),
        new("Halon-1211", 7, 1930, 0.07, -8.0),
        new("Halon-1301", 7, 7200, 0.07, -8.2),
        new("CFC-12", 7, 12500, 0.06, -8.5),
        new("Carbon dioxide, land use change", 4, 1, 0.05, -2.0),
        new("HFC-152a", 7, 164, 0.04, -7.0),
        new("CFC-113", 7, 6520, 0.04, -8.7),
        new("HFC-125", 7, 3740, 0.03, -7.2),
        new("HFC-143a", 7, 5810, 0.03, -7.4),
        new("HFC-23", 7, 14600, 0.02, -8.0),
        new("Carbon dioxide, fossil, aircraft", 6, 1, 0.02, -1.5),
        new("CFC-11", 7, 6230, 0.02, -9.0),
        new("HCFC-124", 7, 597, 0.02, -8.4),
        new("Methane, fossil, combustion", 1, 27, 0.02, -4.0),
        new("Methane, land use change", 4, 29.8, 0.01, -4.4),
        new("Carbon dioxide, land use change, removal", 5, 1, 0.01, -2.2, IsUptake: true),
    ];
}
