namespace CarbonLca.Benchmarks.Generator;

/// <summary>What a preset's matrices must measure.</summary>
/// <param name="ProcessCount">Number of processes, exactly.</param>
/// <param name="TechnosphereEntries">Entries of A, ± 5 %.</param>
/// <param name="BiosphereEntries">Entries of B, ± 5 %.</param>
/// <param name="CharacterizedEntries">Entries of B with a climate factor, ± 10 %.</param>
/// <param name="LargestComponentShare">Share of the largest strongly connected component, ± 0.02.</param>
/// <param name="SpectralRadius">Spectral radius, ± 0.015.</param>
/// <param name="HubRow">Entries of the fullest row, ± 15 %.</param>
/// <param name="CoefficientDecades">Decades of the coefficients, ± 0.7.</param>
internal sealed record SystemDescription(
    int ProcessCount,
    int TechnosphereEntries,
    int BiosphereEntries,
    int CharacterizedEntries,
    double LargestComponentShare,
    double SpectralRadius,
    int HubRow,
    double CoefficientDecades)
{
    /// <summary>Every respect in which the measured system differs from this description.</summary>
    public IEnumerable<string> Differences(SystemStatistics found)
    {
        List<string> differences = [];
        Compare("processes", found.ProcessCount, ProcessCount, 0);
        Compare("technosphere entries", found.TechnosphereEntries, TechnosphereEntries, 0.05 * TechnosphereEntries);
        Compare("biosphere entries", found.BiosphereEntries, BiosphereEntries, 0.05 * BiosphereEntries);
        Compare("biosphere entries with a factor", found.CharacterizedEntries, CharacterizedEntries, 0.1 * CharacterizedEntries);
        Compare("share of the largest component", found.LargestComponentShare, LargestComponentShare, 0.02);
        Compare("spectral radius", found.SpectralRadius, SpectralRadius, 0.015);
        Compare("entries of the fullest row", found.HubRow, HubRow, 0.15 * HubRow);
        Compare("decades of the coefficients", found.CoefficientDecades, CoefficientDecades, 0.7);
        return differences;

        void Compare(string what, double value, double expected, double tolerance)
        {
            if (!(Math.Abs(value - expected) <= tolerance))
                differences.Add($"{what}: {value:G6}; expected {expected:G6} ± {tolerance:G3}");
        }
    }
}

/// <summary>A system that results can be compared on.</summary>
/// <param name="Spec">How it is made.</param>
/// <param name="Description">What its matrices must measure.</param>
/// <param name="Digest">SHA-256 of its matrices.</param>
internal sealed record SyntheticPreset(SyntheticSpec Spec, SystemDescription Description, string Digest);

/// <summary>The systems of the benchmarks. Nothing is generated before it is asked for.</summary>
internal static class SyntheticPresets
{
    public static SyntheticPreset Small { get; } = new(
        new ProcessSystemSpec("synthetic-2k", 1, 2000) { CoreShare = 0.64, ElementaryFlowCount = 800, ElementaryFlowsPerProcess = 16.4, PriceDecades = 0.95, ClimateFlowFrequency = 1.3, ValueShareFactor = 0.972 },
        new SystemDescription(2000, 20_000, 37_000, 5_700, 0.64, 0.69, 400, 10.3),
        "b244a6eafcd0ddf0e26177d6e7fa7a0fb96fe79ba05361cca62e25922f89c568");

    public static SyntheticPreset EcoinventSized { get; } = new(
        new ProcessSystemSpec("synthetic-22k", 1, 22_500),
        new SystemDescription(22_500, 251_000, 463_000, 49_000, 0.56, 0.69, 3_515, 10.3),
        "37c66d1439ebd4873192a098f8459c0a8f746748c0828555893adb81633347ed");

    /// <summary>The same system with all value shares scaled to a spectral radius of 0.9.</summary>
    public static SyntheticPreset Stress { get; } = new(
        new ProcessSystemSpec("synthetic-22k-stress", 1, 22_500) { ValueShareFactor = 1.268 },
        new SystemDescription(22_500, 251_000, 463_000, 49_000, 0.56, 0.90, 3_515, 10.3),
        "bdfa5cd1d812eed366b5b1563b8ce99282ae40b8e31d81acf62e252992506988");

    public static SyntheticPreset Large { get; } = new(
        new ProcessSystemSpec("synthetic-100k", 1, 100_000) { CoreShare = 0.505, RecipeInputs = 7.2, ElementaryFlowsPerProcess = 8.7, ClimateFlowFrequency = 0.395, ValueShareFactor = 0.98 },
        new SystemDescription(100_000, 1_050_000, 839_000, 96_000, 0.50, 0.70, 16_000, 10.5),
        "1b6d9951a8a2dc068782c561e706f0939f9e2b38244a2bcfbe4f0529b04d6786");

    public static SyntheticPreset Huge { get; } = new(
        new ProcessSystemSpec("synthetic-500k", 1, 500_000) { CoreShare = 0.375, RecipeInputs = 5.2, ElementaryFlowsPerProcess = 3.4, ClimateFlowFrequency = 0.14, HubShare = 0.075, ValueShareFactor = 0.98 },
        new SystemDescription(500_000, 4_340_000, 1_660_000, 208_000, 0.37, 0.70, 66_000, 10),
        "0876f46f54fdbfdb27ce88753e87750e69c9daf8bb9f5118196e9d6a30ee7597");

    public static SyntheticPreset SmallTable { get; } = new(
        new InputOutputSpec("table-400", 1, 400, 0.9),
        new SystemDescription(400, 144_000, 3_200, 3_200, 1, 0.5, 400, 5.5),
        "ce54a97e9f272804e4d64e4792a30ed5486de748bf731b695c21309955560d45");

    public static SyntheticPreset LargeTable { get; } = new(
        new InputOutputSpec("table-9800", 1, 9_800, 0.3),
        new SystemDescription(9_800, 28_800_000, 78_400, 78_400, 1, 0.5, 3_050, 5.5),
        "88edc3b84be6bd720422a732455e30e60ab1f568c01af09cbac2648069295c19");

    public static IReadOnlyList<SyntheticPreset> All { get; } = [Small, EcoinventSized, Stress, Large, Huge, SmallTable, LargeTable];

    /// <summary>The preset with a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SyntheticPreset Named(string name) =>
        All.FirstOrDefault(preset => preset.Spec.Name == name)
        ?? throw new ArgumentException($"No preset is named '{name}'; expected one of {string.Join(", ", All.Select(preset => preset.Spec.Name))}.", nameof(name));
}
