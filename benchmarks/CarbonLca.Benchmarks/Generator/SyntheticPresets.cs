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
        new ProcessSystemSpec("synthetic-2k", 1, 2000) { CoreShare = 0.64, ElementaryFlowCount = 800, ElementaryFlowsPerProcess = 18.7, RecipeInputs = 8.3, DirectSupplyShare = 0.05, PriceDecades = 0.85, ClimateFlowFrequency = 1.3, ValueShareFactor = 0.972 },
        new SystemDescription(2000, 20_000, 37_000, 5_700, 0.64, 0.69, 400, 10.3),
        "442b5ee698baa3352c04ae06601e16fe05c57752554c5cf0e1ca1edc0658f9d6");

    public static SyntheticPreset EcoinventSized { get; } = new(
        new ProcessSystemSpec("synthetic-22k", 1, 22_500),
        new SystemDescription(22_500, 251_000, 463_000, 49_000, 0.56, 0.69, 3_515, 10.3),
        "03050eb35cb5a40fb8fcb3ef3d879df0c6872fc5004a9e2f29d3c3c811c0a75c");

    /// <summary>The same system with all value shares scaled to a spectral radius of 0.9.</summary>
    public static SyntheticPreset Stress { get; } = new(
        new ProcessSystemSpec("synthetic-22k-stress", 1, 22_500) { ValueShareFactor = 1.268 },
        new SystemDescription(22_500, 251_000, 463_000, 49_000, 0.56, 0.90, 3_515, 10.3),
        "66bccb2dbe2e7ef53edd2ce7a9e7e7b280aa0d5058526ebefc33b13ac1affdf2");

    /// <summary>The same system with more elementary flows: 750,000 exchanges, for reading and writing.</summary>
    public static SyntheticPreset ManyExchanges { get; } = new(
        new ProcessSystemSpec("synthetic-22k-750k", 1, 22_500) { ElementaryFlowsPerProcess = 23.55 },
        new SystemDescription(22_500, 251_000, 504_000, 49_000, 0.56, 0.69, 3_515, 10.3),
        "a4182c00a5b45d11ebffe4aa4ad1950ca8e0c0a8fa3d496c99cc064f7fca6bce");

    public static SyntheticPreset Large { get; } = new(
        new ProcessSystemSpec("synthetic-100k", 1, 100_000) { CoreShare = 0.505, RecipeInputs = 7.2, PriceDecades = 0.7, ElementaryFlowsPerProcess = 8.7, ClimateFlowFrequency = 0.395, ValueShareFactor = 0.98 },
        new SystemDescription(100_000, 1_050_000, 839_000, 96_000, 0.50, 0.70, 16_000, 10.5),
        "680a1d03d618307522ea598201145e4926bf1b6746105a07c2afd79d934746f5");

    public static SyntheticPreset Huge { get; } = new(
        new ProcessSystemSpec("synthetic-500k", 1, 500_000) { CoreShare = 0.375, RecipeInputs = 5.7, ElementaryFlowsPerProcess = 3.4, ClimateFlowFrequency = 0.14, HubShare = 0.03, ValueShareFactor = 0.98 },
        new SystemDescription(500_000, 4_340_000, 1_660_000, 208_000, 0.37, 0.70, 66_000, 10),
        "c7912181fb0078ad657195c08074b2beeb6c2789ddf8ce450c8a52f3e2b05711");

    public static SyntheticPreset SmallTable { get; } = new(
        new InputOutputSpec("table-400", 1, 400, 0.9),
        new SystemDescription(400, 144_000, 3_200, 3_200, 1, 0.5, 400, 5.5),
        "ce54a97e9f272804e4d64e4792a30ed5486de748bf731b695c21309955560d45");

    public static SyntheticPreset LargeTable { get; } = new(
        new InputOutputSpec("table-9800", 1, 9_800, 0.3),
        new SystemDescription(9_800, 28_800_000, 78_400, 78_400, 1, 0.5, 3_050, 5.5),
        "88edc3b84be6bd720422a732455e30e60ab1f568c01af09cbac2648069295c19");

    public static IReadOnlyList<SyntheticPreset> All { get; } = [Small, EcoinventSized, Stress, ManyExchanges, Large, Huge, SmallTable, LargeTable];

    /// <summary>The preset with a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SyntheticPreset Named(string name) =>
        All.FirstOrDefault(preset => preset.Spec.Name == name)
        ?? throw new ArgumentException($"No preset is named '{name}'; expected one of {string.Join(", ", All.Select(preset => preset.Spec.Name))}.", nameof(name));
}
