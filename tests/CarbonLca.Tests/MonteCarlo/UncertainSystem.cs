using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Systems;
using CarbonLca.Tests.Assessment;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>A random productive system whose exchanges are uncertain in every way there is, some far enough for samples to fail.</summary>
internal static class UncertainSystem
{
    /// <summary>The processes of a random system, each exchange with a distribution chosen by the seed.</summary>
    /// <param name="system">The system.</param>
    /// <param name="spread">The largest σ of a lognormal, and relative deviation of the others.</param>
    public static Process[] Processes(RandomSystem system, double spread)
    {
        Random random = new(system.Seed ^ 0x5EED);
        return [.. system.Processes().Select(p => p with { Exchanges = [.. p.Exchanges.Select(e => e with { Uncertainty = Some(e.Amount, spread, random) })] })];
    }

    public static MonteCarloModel Model(IEnumerable<Process> processes, params ReadOnlySpan<string> products)
    {
        LciDatabase database = LciDatabase.Create("test", null, processes);
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(database));
        List<int> columns = [];
        foreach (string product in products) columns.Add(solver.System.FindColumn(product));
        return MonteCarloModel.Prepare(solver, Characterization.Match(Tests.Some.Method, database), [.. columns]);
    }

    private static Uncertainty Some(double amount, double spread, Random random)
    {
        double deviation = spread * (0.1 + random.NextDouble()) * Math.Max(Math.Abs(amount), 1e-12);
        return random.Next(6) switch
        {
            0 => Uncertainty.None,
            1 => Uncertainty.Normal(deviation),
            2 => Uncertainty.Uniform(amount - deviation, amount + deviation),
            3 => Uncertainty.Triangular(amount - deviation, amount + (2 * deviation)),
            _ => Uncertainty.Lognormal(spread * (0.1 + random.NextDouble())),
        };
    }
}
