using System.Text;
using CarbonLca.Assessment;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Methods;
using CarbonLca.Systems;

namespace CarbonLca.Benchmarks.Assessment;

/// <summary>From a database in memory to the footprints of all its products, step by step, and to those of one product.</summary>
internal static class AssessmentComparison
{
    private const int ManyDemands = 32;

    /// <summary>Measures workloads in turn, round after round, and returns a Markdown section.</summary>
    public static string Run(IReadOnlyList<Workload> workloads, int rounds, TextWriter progress)
    {
        Steps[] steps = [.. workloads.Select(_ => new Steps())];
        for (int round = 0; round <= rounds; round++)
        {
            for (int k = 0; k < workloads.Count; k++)
            {
                GC.Collect();
                steps[k].Measure(workloads[k], counts: round > 0);
            }
            progress.WriteLine($"whole runs: round {round} of {rounds}");
        }

        StringBuilder text = new();
        text.Append($"## Whole runs, from a database in memory, {rounds} rounds\n\n");
        text.Append("*ready*: the way to solve is chosen and prepared, loops are checked. Results include backward error and condition.\n");
        text.Append($"*supplies*: of {ManyDemands} demands for products all over the database, together, for one of them; and how much longer they take one after the other.\n\n");
        text.Append("| database | processes | link ms | match method ms | solved by | ready ms | all products, 8 categories ms | all steps ms | one product ms | supplies together, each ms | one by one / together | products × categories per second |\n");
        text.Append("|---|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|\n");
        for (int k = 0; k < workloads.Count; k++)
        {
            Steps s = steps[k];
            int n = workloads[k].System.Columns.Length;
            double total = Stopclock.Median(s.Total);
            text.Append(
                $"| {workloads[k].Name} | {n:N0} | {Stopclock.Median(s.Link):F1} | {Stopclock.Median(s.Match):F1} | {s.Path} | {Stopclock.Median(s.Factorize):F1} | {Stopclock.Median(s.All):F1} | "
                + $"{total:F1} | {Stopclock.Median(s.One):F2} | {Stopclock.Median(s.Together) / ManyDemands:F2} | {Stopclock.Median(s.OneByOne) / Stopclock.Median(s.Together):F1} | {n * workloads[k].Method.Categories.Length / total * 1000:N0} |\n");
        }
        return text.Append('\n').ToString();
    }

    private sealed class Steps
    {
        public SolverPath Path { get; private set; }

        public List<double> Link { get; } = [];

        public List<double> Match { get; } = [];

        public List<double> Factorize { get; } = [];

        public List<double> All { get; } = [];

        public List<double> One { get; } = [];

        public List<double> Together { get; } = [];

        public List<double> OneByOne { get; } = [];

        public List<double> Total { get; } = [];

        public void Measure(Workload workload, bool counts)
        {
            ProductSystem system = workload.System;
            Characterization? matched = null;
            LcaSolver? solver = null;
            double link = Stopclock.Milliseconds(() => system = ProductSystem.Link(workload.Database));
            double match = Stopclock.Milliseconds(() => matched = workload.Match());
            double factorize = Stopclock.Milliseconds(() => solver = LcaSolver.Factorize(system));
            double all = Stopclock.Milliseconds(() => solver!.FootprintsOfAllProducts(matched!));
            Demand demand = Demand.ForProcess(system.Columns[system.Columns.Length / 2].Id, 1);
            double one = Stopclock.Milliseconds(() => solver!.Solve(demand).Inventory().Characterize(matched!));
            Demand[] demands = workload.SomeDemands(ManyDemands);
            double together = Stopclock.Milliseconds(() => solver!.SolveMany(demands));
            double oneByOne = Stopclock.Milliseconds(() => Array.ConvertAll(demands, solver!.Solve));
            if (!counts)
                return;
            Path = solver!.Choice.Path;
            Link.Add(link);
            Match.Add(match);
            Factorize.Add(factorize);
            All.Add(all);
            One.Add(one);
            Together.Add(together);
            OneByOne.Add(oneByOne);
            Total.Add(link + match + factorize + all);
        }
    }
}
