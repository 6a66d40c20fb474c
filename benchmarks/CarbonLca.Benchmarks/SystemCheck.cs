using CarbonLca.Assessment;
using CarbonLca.Benchmarks.Assessment;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Sparse;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks;

/// <summary>Compares presets with their descriptions, and their databases with their matrices.</summary>
internal static class SystemCheck
{
    private const double Tolerance = 1e-13;
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
            output.WriteLine($"{preset.Spec.Name}: footprints from the database and from the matrices differ by {difference:0.0E+0} at most; expected no more than {Tolerance:0E+0}.");
            agree &= difference <= Tolerance;
        }
        return agree;
    }

    /// <summary>Largest difference of the footprints of all products computed in the two ways, relative to each product's largest category.</summary>
    private static double DatabaseAgainstMatrices(SyntheticSystem system)
    {
        SolveCase matrices = SolveCase.Of(system);
        double[] expected = new double[matrices.Direct.Length];
        LuSymbolic.Analyze(matrices.Matrix).Factorize(matrices.Matrix).SolveTransposedMany(matrices.Direct, expected, matrices.Categories);

        Workload workload = Workload.Of(system);
        ProductFootprints footprints = LcaSolver.Factorize(workload.System).FootprintsOfAllProducts(workload.Match());
        double worst = 0;
        for (int j = 0; j < matrices.Order; j++)
        {
            // Relative to the largest category: the total may be a small difference of emissions and uptakes.
            int column = workload.System.FindColumn(SyntheticDatabase.ProcessId(j));
            double size = 0;
            double difference = 0;
            for (int k = 0; k < matrices.Categories; k++)
            {
                double value = expected[(k * matrices.Order) + j];
                size = Math.Max(size, Math.Abs(value));
                difference = Math.Max(difference, Math.Abs(footprints[column, k] - value));
            }
            if (size > 0)
                worst = Math.Max(worst, difference / size);
        }
        return worst;
    }
}
