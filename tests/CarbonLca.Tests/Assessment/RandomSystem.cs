using CarbonLca.Assessment;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Assessment;

/// <summary>A productive system made from a seed: every process spends at most 85 % of what its product is worth on products.</summary>
/// <remarks>
/// Prices are drawn first and span <see cref="Decades"/>, so the amounts do too; a system in which everyone earns more than he
/// spends is productive, with a loop gain of at most 0.85 (the prices are the vector of Collatz and Wielandt). Half the products
/// are measured by mass, half by energy.
/// </remarks>
internal sealed record RandomSystem(int Seed, int Size)
{
    private const int MostInputs = 5;
    private const double MostSpent = 0.85;

    public int Decades { get; init; } = 6;

    public Unit MassUnit { get; init; } = Some.Kilogram;

    public Unit EnergyUnit { get; init; } = Some.KilowattHour;

    public LciDatabase Database => LciDatabase.Of(Processes());

    public LcaSolver Solver => LcaSolver.Factorize(ProductSystem.Link(Database));

    /// <summary>Systems of 1 to <paramref name="largest"/> processes; a counterexample shrinks to fewer processes of the same seed.</summary>
    public static Arbitrary<RandomSystem> UpTo(int largest) => Arb.From(
        from seed in Gen.Choose(0, 1_000_000_000)
        from size in Gen.Choose(1, largest)
        select new RandomSystem(seed, size),
        system => Enumerable.Range(1, system.Size - 1).Select(size => system with { Size = size }));

    /// <summary>A demand for some of the products, chosen by the seed.</summary>
    public Demand Demand(int salt = 0)
    {
        Random random = new(Seed + salt + 1);
        Demand demand = CarbonLca.Assessment.Demand.ForProcess(Id(random.Next(Size)), 0.1 + random.NextDouble());
        for (int i = random.Next(3); i > 0; i--) demand = demand.And(CarbonLca.Assessment.Demand.ForProcess(Id(random.Next(Size)), random.NextDouble()));
        return demand;
    }

    public Process[] Processes()
    {
        Random random = new(Seed);
        double[] price = [.. Enumerable.Range(0, Size).Select(_ => Spread(random))];
        Flow[] product = [.. Enumerable.Range(0, Size).Select(j => Flow.Product(Id(j), j % 2 == 0 ? MassUnit : EnergyUnit))];
        return [.. Enumerable.Range(0, Size).Select(j => Make(j, product, price, random))];
    }

    private static string Id(int j) => $"p{j:D6}";

    private Process Make(int j, Flow[] product, double[] price, Random random)
    {
        double output = Spread(random);
        double earned = output * price[j];
        Process process = Process.Producing(InUnit(j, output), product[j]).Named(Id(j), $"process {j}");
        int inputs = random.Next(MostInputs + 1);
        for (int k = 0; k < inputs; k++)
        {
            int supplier = random.Next(Size);
            process = process.Using(InUnit(supplier, random.NextDouble() * MostSpent / inputs * earned / price[supplier]), product[supplier]);
        }

        process = process.Emitting(random.NextDouble() * earned, Some.Co2);
        return random.Next(2) == 0 ? process : process.Using(random.NextDouble() * earned, Some.Ore);
    }

    // Amounts are drawn in kg and kWh, whatever unit the flow is measured in.
    private double InUnit(int j, double amount) => j % 2 == 0 ? amount * Some.Kilogram.To(MassUnit) : amount * Some.KilowattHour.To(EnergyUnit);

    private double Spread(Random random) => Math.Pow(10, (random.NextDouble() - 0.5) * Decades);
}
