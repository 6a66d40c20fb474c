using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Generator;

/// <summary>Gives every family its elementary flows: climate gases by their frequency, the others by popularity.</summary>
internal sealed class EmissionsGenerator(ProcessSystemSpec spec, SyntheticProcess[] processes, double[] price, int[] place)
{
    private const int FossilTechnologies = 9;
    private const double PopularityOffset = 25;

    private readonly double[] _cumulative = new double[spec.ElementaryFlowCount - GreenhouseGasFlows.All.Count];
    private readonly double[] _decades = new double[spec.ElementaryFlowCount];
    private readonly bool[] _isResource = new bool[spec.ElementaryFlowCount];

    public (CscMatrix Biosphere, CscMatrix Factors) Generate()
    {
        DefineFlows();
        TripletBuilder biosphere = new(spec.ElementaryFlowCount, processes.Length);
        Dictionary<int, (int Flow, double Amount)[]> profiles = [];
        for (int j = 0; j < processes.Length; j++)
        {
            if (processes[j].Role is ProcessRole.Market or ProcessRole.WasteMarket or ProcessRole.Transformation)
                continue;
            // Electricity producers are variants of their technology, all others of their family.
            int kind = processes[j].Family == 0 ? -1 - (j % (spec.ProducersPerGrid + 3)) : processes[j].Family;
            if (!profiles.TryGetValue(kind, out (int Flow, double Amount)[]? profile))
                profiles.Add(kind, profile = MakeProfile(kind));
            RandomStream random = new(spec.Seed, StreamPurpose.Emissions, j);
            foreach ((int flow, double amount) in profile)
            {
                double given = amount * price[j] * random.Lognormal(0, 0.12);
                biosphere.Add(flow, place[j], _isResource[flow] ? -given : given);
            }
        }
        return (biosphere.ToCsc(), Factors());
    }

    private void DefineFlows()
    {
        RandomStream random = new(spec.Seed, StreamPurpose.ElementaryFlows);
        int gases = GreenhouseGasFlows.All.Count;
        double total = 0;
        for (int flow = 0; flow < spec.ElementaryFlowCount; flow++)
        {
            if (flow < gases)
            {
                _decades[flow] = GreenhouseGasFlows.All[flow].Decades;
                _isResource[flow] = GreenhouseGasFlows.All[flow].IsUptake;
                continue;
            }
            _cumulative[flow - gases] = total += 1 / (PopularityOffset + flow - gases);
            _decades[flow] = -5 + (1.8 * random.Normal());
            _isResource[flow] = random.Chance(0.2);
        }
    }

    private (int Flow, double Amount)[] MakeProfile(int kind)
    {
        RandomStream random = new(spec.Seed, StreamPurpose.ElementaryFlows, kind);
        bool burnsFuel = kind is < 0 and >= -FossilTechnologies;
        List<(int, double)> profile = [];
        HashSet<int> used = [];
        int gases = GreenhouseGasFlows.All.Count;
        for (int flow = 0; flow < gases; flow++)
        {
            if (random.Chance(spec.ClimateFlowFrequency * GreenhouseGasFlows.All[flow].Frequency) || (burnsFuel && flow == 0))
                Emit(flow, burnsFuel ? 1 : 0, 0.5);
        }
        int count = 3 + random.Geometric(spec.ElementaryFlowsPerProcess - 3);
        count = profile.Count + Math.Min(count, spec.ElementaryFlowCount / 3);
        while (used.Count < count)
        {
            double point = random.Uniform() * _cumulative[^1];
            int at = Array.BinarySearch(_cumulative, point);
            Emit(gases + (at < 0 ? ~at : at), 0, 0.9);
        }
        return [.. profile];

        void Emit(int flow, double more, double spread)
        {
            double amount = random.Lognormal(_decades[flow] + more, spread);
            if (used.Add(flow))
                profile.Add((flow, amount));
        }
    }

    private CscMatrix Factors()
    {
        TripletBuilder factors = new(GreenhouseGasFlows.Categories.Count, spec.ElementaryFlowCount);
        for (int flow = 0; flow < GreenhouseGasFlows.All.Count; flow++)
        {
            GreenhouseGasFlow gas = GreenhouseGasFlows.All[flow];
            factors.Add(0, flow, gas.Factor);
            factors.Add(gas.Category, flow, gas.Factor);
        }
        return factors.ToCsc();
    }
}
