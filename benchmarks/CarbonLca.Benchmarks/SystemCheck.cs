using CarbonLca.Assessment;
using CarbonLca.Benchmarks.Assessment;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Sparse;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks;

/// <summary>Compares presets with their descriptions, and their databases with their matrices.</summary>
internal static class SystemCheck
{
    private const double Tolerance = 1e-12;
    private const int DatabaseLimit = 25_000;

    /// <summary>Prints what was found; returns whether everything agrees.</summary>
    public static bool Run(IEnumerable<string> names, TextWriter output)
    {
        SyntheticPreset[] presets = [.. names.Select(SyntheticPresets.Named)];
        if (presets.Length == 0)
            presets = [.. SyntheticPresets.All];
        bool agree = PresetCheck.Run(presets, output);
        foreach (SyntheticPreset preset in presets.Where(p => p.Description.ProcessCount <= DatabaseLimit && p.Spec is ProcessSystemSpec))
        {
            double difference = DatabaseAgainstMatrices(SyntheticSystem.Generate(preset.Spec));
            output.WriteLine($"{preset.Spec.Name}: footprints from the database and from the matrices differ by {difference:E1} at most; expected no more than {Tolerance:E0}.");
            agree &= difference <= Tolerance;
        }
        return agree;
    }

    /// <summary>Largest relative difference of the footprints of all products computed in the two ways.</summary>
    private static double DatabaseAgainstMatrices(SyntheticSystem system)
    {
        SolveCase matrices = SolveCase.Of(system);
        double[] expected = new double[matrices.Direct.Length];
        LuSymbolic.Analyze(matrices.Matrix).Factorize(matrices.Matrix).SolveTransposedMany(matrices.Direct, expected, matrices.Categories);

        Workload workload = Workload.Of(system);
        ProductFootprints footprints = LcaSolver.Factorize(workload.System).FootprintsOfAllProducts(workload.Match());
        double[] found = new double[expected.Length];
        for (int k = 0; k < matrices.Categories; k++)
        {
            for (int j = 0; j < matrices.Order; j++)
                found[(k * matrices.Order) + j] = footprints[workload.System.FindColumn(SyntheticDatabase.ProcessId(j)), k];
        }
        return SolveCase.Difference(found, expected);
    }
}
