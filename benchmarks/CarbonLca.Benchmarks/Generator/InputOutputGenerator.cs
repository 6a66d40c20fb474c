using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Generator;

/// <summary>Input-output tables: I - A in money, eight dense rows of direct impacts, and C = I.</summary>
internal static class InputOutputGenerator
{
    private const double WeightDecades = 1.1;

    public static SyntheticSystem Generate(InputOutputSpec spec)
    {
        int n = spec.SectorCount;
        int[] starts = new int[n + 1];
        List<int> rows = [];
        List<double> values = [];
        double[] weights = new double[n];
        for (int j = 0; j < n; j++)
        {
            RandomStream random = new(spec.Seed, StreamPurpose.Sector, j);
            double total = 0;
            for (int i = 0; i < n; i++)
                total += weights[i] = random.Chance(spec.Density) ? random.Lognormal(0, WeightDecades) : 0;
            double inputs = random.Uniform(spec.LeastInputShare, spec.LargestInputShare);
            for (int i = 0; i < n; i++)
            {
                if (weights[i] == 0 && i != j)
                    continue;
                double share = weights[i] == 0 ? 0 : inputs * weights[i] / total;
                rows.Add(i);
                values.Add(i == j ? 1 - share : -share);
            }
            starts[j + 1] = rows.Count;
        }

        SyntheticProcess[] sectors = new SyntheticProcess[n];
        for (int j = 0; j < n; j++)
            sectors[j] = new SyntheticProcess(ProcessRole.Sector, j, -1);
        CscMatrix technosphere = new(n, n, starts, [.. rows], [.. values]);
        return new SyntheticSystem(spec, technosphere, DirectImpacts(spec), CscMatrix.Identity(GreenhouseGasFlows.Categories.Count), sectors);
    }

    private static CscMatrix DirectImpacts(InputOutputSpec spec)
    {
        int categories = GreenhouseGasFlows.Categories.Count;
        TripletBuilder impacts = new(categories, spec.SectorCount);
        for (int j = 0; j < spec.SectorCount; j++)
        {
            RandomStream random = new(spec.Seed, StreamPurpose.Emissions, j);
            double total = 0;
            for (int k = 1; k < categories; k++)
            {
                double impact = random.Lognormal(-1, 0.8);
                impacts.Add(k, j, impact);
                total += impact;
            }
            impacts.Add(0, j, total);
        }
        return impacts.ToCsc();
    }
}
