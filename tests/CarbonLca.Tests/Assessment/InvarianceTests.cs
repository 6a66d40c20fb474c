using CarbonLca.Assessment;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Assessment;

/// <summary>N12, D04: what must not change a result, and what must change it in proportion.</summary>
public sealed class InvarianceTests
{
    private const double Rounding = 1e-12;
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(100);

    [Fact]
    public void N12_supply_is_linear_in_demand() =>
        Prop.ForAll(RandomSystem.UpTo(40), Gen.Choose(-1000, 1000).ToArbitrary(), (system, permille) =>
        {
            LcaSolver solver = system.Solver;
            Supply a = solver.Solve(system.Demand(1));
            Supply b = solver.Solve(system.Demand(2));
            double factor = permille / 1000.0;
            Demand combined = Scaled(a, factor).And(Scaled(b, 1 - factor));
            Supply both = solver.Solve(combined);
            for (int j = 0; j < system.Size; j++)
                Assert.Equal((factor * a[j]) + ((1 - factor) * b[j]), both[j], Rounding * (Math.Abs(factor * a[j]) + Math.Abs((1 - factor) * b[j])));
        }).Check(Runs);

    [Fact]
    public void D04_order_of_processes_and_exchanges_leaves_every_bit() =>
        Prop.ForAll(RandomSystem.UpTo(40), system =>
        {
            Random random = new(system.Seed);
            Process[] shuffled = [.. system.Processes().Select(p => p with { Exchanges = [.. p.Exchanges.Shuffle(random)] }).Shuffle(random)];
            AssertSameBits(system.Solver, LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(shuffled))), system.Demand());
        }).Check(Runs);

    [Fact]
    public void D04_names_leave_every_bit() =>
        Prop.ForAll(RandomSystem.UpTo(40), system =>
        {
            Process[] renamed = [.. system.Processes().Select(p => p with { Name = $"{p.Id.GetHashCode(StringComparison.Ordinal)}", NameZh = "过程" })];
            AssertSameBits(system.Solver, LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(renamed))), system.Demand());
        }).Check(Runs);

    [Fact]
    public void N12_processes_that_a_product_does_not_need_leave_its_footprint() =>
        Prop.ForAll(RandomSystem.UpTo(40), system =>
        {
            Process[] processes = system.Processes();
            Process[] alone = Ancestors(processes, processes[0].Id);
            double among = FootprintOf(processes[0], system.Solver);
            double own = FootprintOf(processes[0], LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(alone))));
            Assert.Equal(own, among, Rounding * own);
        }).Check(Runs);

    [Fact]
    public void N12_units_of_flows_change_no_impact() =>
        Prop.ForAll(RandomSystem.UpTo(40), system =>
        {
            RandomSystem rescaled = system with { MassUnit = Unit.Parse("t"), EnergyUnit = Unit.Parse("MJ") };
            ImpactResult a = system.Solver.Impacts(system.Demand());
            ImpactResult b = rescaled.Solver.Impacts(InUnitsOf(a.Supply));
            for (int k = 0; k < 2; k++) Assert.Equal(a[k], b[k], Rounding * a.Scale(k));
            for (int j = 0; j < system.Size; j++) Assert.Equal(a.Supply[j], b.Supply[j], Rounding * Math.Abs(a.Supply[j]));
        }).Check(Runs);

    [Fact]
    public void N12_a_process_described_for_another_amount_is_the_same_process() =>
        Prop.ForAll(RandomSystem.UpTo(40), Gen.Choose(1, 1_000_000).ToArbitrary(), (system, factor) =>
        {
            Process[] processes = system.Processes();
            processes[0] = processes[0] with { Exchanges = [.. processes[0].Exchanges.Select(e => e with { Amount = e.Amount * factor })] };
            AssertSameImpacts(system.Solver, processes, system.Demand());
        }).Check(Runs);

    [Fact]
    public void N12_a_process_split_in_two_steps_is_the_same_process() =>
        Prop.ForAll(RandomSystem.UpTo(40), system =>
        {
            Process[] processes = system.Processes();
            Process whole = processes[^1];
            Flow preparation = Some.Product("preparation");
            Process first = Process.Producing(1, preparation) with { Exchanges = [.. Process.Producing(1, preparation).Exchanges, .. whole.Exchanges.Where(e => e.Direction == ExchangeDirection.Input)] };
            Process second = (whole with { Exchanges = [.. whole.Exchanges.Where(e => e.Direction == ExchangeDirection.Output)] }).Using(1, preparation);
            AssertSameImpacts(system.Solver, [.. processes[..^1], first, second], system.Demand());
        }).Check(Runs);

    private static void AssertSameBits(LcaSolver a, LcaSolver b, Demand demand)
    {
        Assert.Equal(a.System.Database.Processes.Count, b.System.Database.Processes.Count);
        ImpactResult x = a.Impacts(demand);
        ImpactResult y = b.Impacts(demand);
        Assert.Equal(Results.Bits(x.Supply.Values), Results.Bits(y.Supply.Values));
        Assert.Equal(Results.Bits(x.Inventory.Values), Results.Bits(y.Inventory.Values));
        Assert.Equal(Results.Bits(x.Values), Results.Bits(y.Values));
        for (int k = 0; k < 2; k++) Assert.Equal(Results.Bits(a.Footprints().Category(k)), Results.Bits(b.Footprints().Category(k)));
    }

    private static void AssertSameImpacts(LcaSolver solver, Process[] changed, Demand demand)
    {
        ImpactResult expected = solver.Impacts(demand);
        ImpactResult actual = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(changed))).Impacts(demand);
        for (int k = 0; k < 2; k++) Assert.Equal(expected[k], actual[k], Rounding * expected.Scale(k));
    }

    private static double FootprintOf(Process process, LcaSolver solver) => solver.Footprints()[solver.System.FindColumn(process.Id), 0];

    private static Demand Scaled(Supply supply, double factor) => Sum(supply.Demand.Select(line => Demand.ForProcess(supply.Solver.System.Columns[line.Column].Id, line.Amount * factor)));

    private static Demand InUnitsOf(Supply supply) => Sum(supply.Demand.Select(line =>
        Demand.ForProcess(supply.Solver.System.Columns[line.Column].Id, line.Amount, supply.Solver.System.ReferenceFlowOf(line.Column).Unit)));

    private static Demand Sum(IEnumerable<Demand> demands) => demands.Aggregate((a, b) => a.And(b));

    private static Process[] Ancestors(Process[] processes, string id)
    {
        Dictionary<string, Process> byId = processes.ToDictionary(p => p.Id, StringComparer.Ordinal);
        HashSet<string> seen = new([id], StringComparer.Ordinal);
        Queue<string> open = new(seen);
        while (open.TryDequeue(out string? next))
            foreach (Exchange input in byId[next].Exchanges.Where(e => e.Flow.Kind == FlowKind.Product))
                if (seen.Add(input.Flow.Id)) open.Enqueue(input.Flow.Id);
        return [.. seen.Select(p => byId[p])];
    }
}

/// <summary>Orders that a seed decides.</summary>
internal static class Orders
{
    public static T[] Shuffle<T>(this IEnumerable<T> items, Random random)
    {
        T[] shuffled = [.. items];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
