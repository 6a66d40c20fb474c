using CarbonLca.DataQuality;

namespace CarbonLca.Tests.DataQuality;

/// <summary>The ecoinvent 3 variances, written down once more.</summary>
internal static class SamplePedigree
{
    public static PedigreeTable Table { get; } = new("sample", new Dictionary<(PedigreeIndicator, int), double>(Rows()));

    private static IEnumerable<KeyValuePair<(PedigreeIndicator, int), double>> Rows()
    {
        double[][] values = [[0, 0.0006, 0.002, 0.008, 0.04], [0, 0.0001, 0.0006, 0.002, 0.008], [0, 0.0002, 0.002, 0.008, 0.04], [0, 2.5e-5, 0.0001, 0.0006, 0.002], [0, 0.0006, 0.008, 0.04, 0.12]];
        foreach (PedigreeIndicator indicator in PedigreeIndicators.All)
            for (int score = 1; score <= 5; score++) yield return KeyValuePair.Create((indicator, score), values[(int)indicator][score - 1]);
    }
}
