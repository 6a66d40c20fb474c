using System.Diagnostics;

namespace CarbonLca.Benchmarks.Generator;

/// <summary>Generates presets and compares them with their descriptions and digests.</summary>
internal static class PresetCheck
{
    private const string Heading = "preset                     n        nnz(A)      nnz(B)   with factor   component   radius   fullest row   decades   seconds";

    /// <summary>Prints a line for each preset and what differs; returns whether all agree.</summary>
    public static bool Run(IEnumerable<SyntheticPreset> presets, TextWriter output)
    {
        bool agree = true;
        output.WriteLine(Heading);
        foreach (SyntheticPreset preset in presets)
        {
            long start = Stopwatch.GetTimestamp();
            SyntheticSystem system = SyntheticSystem.Generate(preset.Spec);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            SystemStatistics found = SystemStatistics.Of(system);
            output.WriteLine(
                $"{preset.Spec.Name,-20} {found.ProcessCount,7}  {found.TechnosphereEntries,12}  {found.BiosphereEntries,10}  {found.CharacterizedEntries,12}  "
                + $"{found.LargestComponentShare,10:P1}  {found.SpectralRadius,7:F4}  {found.HubRow,12}  {found.CoefficientDecades,8:F1}  {seconds,8:F2}");
            List<string> differences = [.. preset.Description.Differences(found)];
            if (found.Digest != preset.Digest)
                differences.Add($"digest: {found.Digest}; expected {preset.Digest}");
            foreach (string difference in differences)
                output.WriteLine($"  differs in {difference}");
            agree &= differences.Count == 0;
        }
        return agree;
    }
}
