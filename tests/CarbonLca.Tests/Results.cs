using CarbonLca.Assessment;
using CarbonLca.Methods;

namespace CarbonLca.Tests;

/// <summary>What tests compare, computed with <see cref="Some.Method"/>.</summary>
internal static class Results
{
    public static ImpactResult Impacts(this LcaSolver solver, Demand demand) => solver.Solve(demand).Inventory().Characterize(Some.Method);

    public static ProductFootprints Footprints(this LcaSolver solver) => solver.FootprintsOfAllProducts(Characterization.Match(Some.Method, solver.System.Database));

    /// <summary>What processes cause in one category in absolute terms: the scale of its rounding.</summary>
    public static double Scale(this ImpactResult impacts, int category) => impacts.ByProcess(category).Sum(Math.Abs);

    public static long[] Bits(ReadOnlySpan<double> values) => Array.ConvertAll(values.ToArray(), BitConverter.DoubleToInt64Bits);
}
