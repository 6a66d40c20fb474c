using System.Text;
using CarbonLca.Benchmarks.Assessment;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Benchmarks.Rivals;
using CarbonLca.Benchmarks.Sparse;

namespace CarbonLca.Benchmarks;

/// <summary>The comparison of direct solvers, from arguments to a written result.</summary>
internal static class SolveRun
{
    private const int DefaultRounds = 7;
    private const int LeastRounds = 5;

    private const string Preamble = """
        # Solve

        Factorise A, then the footprints of all products in eight categories by a transposed solve, Aᵀ·Y = D.
        Medians of rounds in which the solvers take turns. Processor time of one thread, in milliseconds. Ratios within a
        table are what counts.

        - *all products*: the transposed solve with eight right-hand sides. CarbonLca's includes the backward error of
          every solution, and with LU refinement; UMFPACK refines by default, KLU and MathNet.Numerics do not.
        - *total*: analyse + factorise or prepare + all products. *Ratio*: against what CarbonLca chooses for the case.
        - *one solve*: A·s = f for one demand.
        - *entries of L and U*: as each solver counts them.
        - *backward error*: componentwise, max |D − AᵀY| / (|Aᵀ||Y| + |D|), computed alike for all.
        - *largest difference*: of any footprint, relative, from what CarbonLca chooses. Where emissions and uptakes nearly
          cancel, all solvers differ more.


        """;

    /// <summary>Measures the published database if the environment has it, and presets, and writes <c>Solve.md</c>.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter progress)
    {
        int rounds = DefaultRounds;
        List<SyntheticPreset> presets = [];
        for (int k = 0; k < arguments.Count; k++)
        {
            if (arguments[k] != "--rounds")
                presets.Add(SyntheticPresets.Named(arguments[k]));
            else if (k + 1 == arguments.Count || !int.TryParse(arguments[++k], out rounds) || rounds < LeastRounds)
                throw new ArgumentException($"--rounds needs a number of at least {LeastRounds}.", nameof(arguments));
        }
        if (presets.Count == 0)
            presets = [SyntheticPresets.Small, SyntheticPresets.EcoinventSized, SyntheticPresets.Stress];

        NativeSparse.LimitBlasThreads(1);
        StringBuilder text = new(Preamble.ReplaceLineEndings("\n"));
        List<Workload> workloads = [];
        if (Workload.Uslci(Path.Combine(ResultFolder.RepositoryRoot(), "datasets", "methods")) is Workload uslci)
        {
            workloads.Add(uslci);
            text.Append(new SolveComparison(SolveCase.Of(uslci), rounds, progress).Run());
        }
        else
        {
            text.Append("USLCI: not measured; CARBONLCA_SHARED names no folder of published data.\n\n");
        }
        foreach (SyntheticPreset preset in presets)
        {
            SyntheticSystem system = SyntheticSystem.Generate(preset.Spec);
            text.Append(new SolveComparison(SolveCase.Of(system), rounds, progress).Run());
            workloads.Add(Workload.Of(system));
        }
        text.Append(AssessmentComparison.Run(workloads, rounds, progress));
        string result = text.ToString().TrimEnd() + "\n";
        progress.WriteLine(result);
        progress.WriteLine($"Written to {ResultFolder.Write("Solve.md", result)}.");
    }
}
