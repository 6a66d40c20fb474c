using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Systems;

/// <summary>REQ-30 to REQ-32: how the burdens of several functions are shared.</summary>
public sealed class AllocationTests
{
    private static readonly Unit Euro = Unit.Parse("EUR");

    // 2 kg steel at 3 EUR, 4 kWh heat at 1 EUR: price 6 to 4.
    private static readonly Flow Steel = Some.Steel with { Properties = [new FlowProperty("price", 3, Euro)] };
    private static readonly Flow Heat = Some.Heat with { Properties = [new FlowProperty("price", 1, Euro), new FlowProperty("mass", 0, Some.Kilogram)] };
    private static readonly Process Plant = Process.Producing(2, Steel).Named("plant").In("CN").AlsoProducing(4, Heat).Using(5, Some.Coal).Emitting(10, Some.Co2);
    private static readonly Process Mine = Process.Producing(1, Some.Coal).Emitting(0.2, Some.Co2);

    private static readonly AllocationFactor[] PhysicalFactors = [Factor(AllocationKey.Physical, "steel", 0.25), Factor(AllocationKey.Physical, "heat", 0.75)];
    private static readonly AllocationFactor[] EconomicFactors = [Factor(AllocationKey.Economic, "steel", 0.6), Factor(AllocationKey.Economic, "heat", 0.4)];

    [Fact]
    public void REQ_30_the_data_s_own_recommendation_comes_first_then_physical_then_economic()
    {
        Assert.Equal(0.25, SteelShare(Allocation.AsGiven, [.. PhysicalFactors, .. EconomicFactors]));
        Assert.Equal(0.6, SteelShare(Allocation.AsGiven, EconomicFactors));
        Assert.Equal(0.6, SteelShare(Allocation.AsGiven, [.. PhysicalFactors, .. EconomicFactors], AllocationKey.Economic));
        Assert.Equal(0.25, SteelShare(Allocation.Physical, [.. PhysicalFactors, .. EconomicFactors], AllocationKey.Economic));
    }

    [Fact]
    public void REQ_30_without_usable_factors_the_reference_takes_all_and_it_is_said()
    {
        Assert.Equal(1, SteelShare(Allocation.AsGiven, []));
        AllocationFactor[] allToEach = [Factor(AllocationKey.Physical, "steel", 1), Factor(AllocationKey.Physical, "heat", 1)];
        Assert.Equal(1, SteelShare(Allocation.AsGiven, allToEach));
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(Plant with { AllocationFactors = [.. allToEach] }, Mine));
        Assert.Contains(system.Links.Findings, f => f.Code == FindingCode.Allocated && f.What.En.Contains("'plant' (CN)", StringComparison.Ordinal));
    }

    /// <summary>The part '#' + flow sorts before letters and behind '!': between the columns of other processes.</summary>
    [Fact]
    public void Parts_stand_among_the_columns_by_their_ids()
    {
        Process plant = Process.Producing(2, Some.Steel).Named("p").AlsoProducing(3, Some.Coal).AlsoProducing(1, Some.Heat).Using(1, Some.Electricity);
        LciDatabase database = LciDatabase.Of(
            plant,
            plant.Named("p~"),
            Process.Producing(1, Some.Electricity).Named("p!").Using(0.5, Some.Coal),
            Process.Producing(1, Some.Electricity).Named("p#d"),
            Process.Producing(1, Some.Electricity).Named("pp"));
        ProductSystem system = ProductSystem.Link(database, Allocation.Equal);
        Assert.Equal(["p", "p!", "p#coal", "p#d", "p#heat", "pp", "p~", "p~#coal", "p~#heat"], system.Columns.Select(c => c.Id));
        Assert.Equal(-0.5, system.Technosphere[system.ProductOfColumn[system.FindColumn("p#coal")], system.FindColumn("p!")]);
        Assert.Equal(-1.0 / 3, system.Technosphere[system.ProductOfColumn[system.FindColumn("p!")], system.FindColumn("p#heat")], 1e-15);
    }

    [Fact]
    public void REQ_31_shares_follow_amount_times_property()
    {
        Assert.Equal(0.6, SteelShare(Allocation.ByProperty("price"), []), 1e-15);
        Assert.Equal(0.5, SteelShare(Allocation.Equal, []));
        Flow waste = Some.Slag;
        Process treatment = Process.Treating(1, waste).Named("furnace").AlsoProducing(3, Some.Coal).Emitting(8, Some.Co2);
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(treatment), Allocation.ByProperty("mass")));
        Assert.Equal(2, solver.Impacts(Demand.ForProcess("furnace", 1))[0]);
        Assert.Equal(6, solver.Impacts(Demand.ForProcess("furnace#coal", 3))[0]);
    }

    [Theory]
    [InlineData(0.5, 0.4)]
    [InlineData(0.5, 0.6)]
    [InlineData(1.2, -0.2)]
    [InlineData(double.NaN, 0.5)]
    public void REQ_31_factors_that_do_not_partition_are_refused_by_name(double steel, double heat)
    {
        AllocationFactor[] factors = [Factor(AllocationKey.Physical, "steel", steel), Factor(AllocationKey.Physical, "heat", heat)];
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => SteelShare(Allocation.Physical, factors));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.AllocationSum && f.What.En.Contains("'plant' (CN)", StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_31_a_sum_within_1e_9_of_one_is_closed_at_the_largest_share()
    {
        AllocationFactor[] factors = [Factor(AllocationKey.Physical, "steel", 1 / 3.0), Factor(AllocationKey.Physical, "heat", 0.6666666667)];
        Assert.Equal(1 / 3.0, SteelShare(Allocation.Physical, factors));
        Assert.Equal(11, Total(Allocation.Physical, Plant with { AllocationFactors = [.. factors] }), 1e-13);
    }

    [Fact]
    public void REQ_31_properties_that_give_no_shares_are_refused()
    {
        Assert.Equal(FindingCode.MissingFactor, RefusalBy("energy", Steel, Heat));
        Assert.Equal(FindingCode.OutOfRange, RefusalBy("price", Priced(0), Heat with { Properties = [new FlowProperty("price", 0, Euro)] }));
        Assert.Equal(FindingCode.OutOfRange, RefusalBy("price", Priced(-1), Heat));
        Assert.Equal(FindingCode.UnitMismatch, RefusalBy("price", Steel, Heat with { Properties = [new FlowProperty("price", 1, Unit.Parse("CNY"))] }));
    }

    [Fact]
    public void REQ_31_causal_factors_share_exchange_by_exchange()
    {
        // All coal to steel, CO2 half and half.
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(Causal(1, 0, 0.5, 0.5), Mine), Allocation.Causal));
        Assert.Equal(6, solver.Impacts(Demand.ForProcess("plant", 2))[0], 1e-14);
        Assert.Equal(5, solver.Impacts(Demand.ForProcess("plant#heat", 4))[0], 1e-14);
    }

    [Fact]
    public void REQ_31_a_causal_factor_that_is_missing_is_refused_by_flow()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ProductSystem.Link(LciDatabase.Of(Causal(1, 0, 0.5, 0), Mine), Allocation.Causal));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.AllocationSum && f.What.En.Contains("'Carbon dioxide, fossil'", StringComparison.Ordinal));
    }

    [Fact]
    public void No_allocation_refuses_several_functions_by_name()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ProductSystem.Link(LciDatabase.Of(Plant, Mine), Allocation.None));
        foreach (string name in (string[])["'plant' (CN)", "'steel'", "'heat'"]) Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_leaves_a_process_with_one_function_alone() =>
        Assert.All(Allocation.All, rule => Assert.Equal(1, ProductSystem.Link(LciDatabase.Of(Mine), rule).Columns.Single().ReferenceAmount));

    [Fact]
    public void Rules_are_found_by_their_names()
    {
        Assert.All(Allocation.All, rule => Assert.Same(rule, Allocation.Named(rule.Name)));
        Assert.Equal("by:price", Allocation.Named("by:price").Name);
        Assert.Contains("by:PROPERTY", Assert.Throws<InputRefusedException>(() => Allocation.Named("by:")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_32_every_partition_conserves_the_burdens() =>
        Prop.ForAll(Multifunctional(), plant =>
        {
            Assert.All(
                (Allocation[])[Allocation.AsGiven, Allocation.ReferenceTakesAll, Allocation.Physical, Allocation.Economic, Allocation.Causal, Allocation.Equal, Allocation.ByProperty("price")],
                rule =>
                {
                    double expected = plant.Exchanges.Where(e => e.Flow.Kind == FlowKind.Elementary).Sum(e => e.Amount) + (0.2 * plant.Exchanges.Where(e => e.Flow.Id == "coal").Sum(e => e.Amount));
                    Assert.Equal(expected, Total(rule, plant), 1e-12 * expected);
                });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void REQ_32_own_use_of_a_co_product_is_conserved_too()
    {
        // Of 4 kWh of heat the plant burns 1 itself: 3 leave it, and what they and the steel carry is all there is.
        Process plant = Plant.Using(1, Heat) with { AllocationFactors = [.. PhysicalFactors] };
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(plant, Mine), Allocation.Physical));
        Assert.Equal(11, solver.Impacts(Demand.ForProcess("plant", 2))[0] + solver.Impacts(Demand.ForProcess("plant#heat", 3))[0], 1e-12);
    }

    private static AllocationFactor Factor(AllocationKey key, string product, double value) => new(key, product, null, value);

    private static Flow Priced(double price) => Some.Steel with { Properties = [new FlowProperty("price", price, Euro)] };

    private static Process Causal(double coalToSteel, double coalToHeat, double co2ToSteel, double co2ToHeat)
    {
        int coal = Plant.Exchanges.IndexOf(Plant.Exchanges.Single(e => e.Flow.Id == "coal"));
        int co2 = Plant.Exchanges.IndexOf(Plant.Exchanges.Single(e => e.Flow.Id == "co2"));
        return Plant with
        {
            AllocationFactors =
            [
                new(AllocationKey.Causal, "steel", coal, coalToSteel), new(AllocationKey.Causal, "heat", coal, coalToHeat),
                new(AllocationKey.Causal, "steel", co2, co2ToSteel), new(AllocationKey.Causal, "heat", co2, co2ToHeat),
            ],
        };
    }

    private static double SteelShare(Allocation rule, AllocationFactor[] factors, AllocationKey? recommended = null)
    {
        Process plant = Plant with { AllocationFactors = [.. factors], DefaultAllocation = recommended };
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(plant, Mine), rule);
        return system.Biosphere[0, system.FindColumn("plant")] / 10;
    }

    private static FindingCode RefusalBy(string property, Flow steel, Flow heat)
    {
        Process plant = Process.Producing(2, steel).Named("plant").AlsoProducing(4, heat).Emitting(10, Some.Co2);
        return Assert.Single(Assert.Throws<InputRefusedException>(() => ProductSystem.Link(LciDatabase.Of(plant), Allocation.ByProperty(property))).Findings).Code;
    }

    // What all functions of the plant carry together, for what one run of it makes.
    private static double Total(Allocation rule, Process plant)
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(plant, Mine), rule));
        return solver.System.Columns.Where(c => c.Id.StartsWith("plant", StringComparison.Ordinal)).Sum(c => solver.Impacts(Demand.ForProcess(c.Id, Math.Abs(c.ReferenceAmount)))[0]);
    }

    // A plant with two to six functions, products and wastes, prices, and factors of every relation that partition it.
    private static Arbitrary<Process> Multifunctional() => Arb.From(
        from functions in Gen.Choose(2, 6)
        from weights in Gen.Choose(1, 1000).ListOf(functions)
        from amounts in Gen.Choose(1, 1000).ListOf(functions)
        select MakeMultifunctional([.. weights], [.. amounts]));

    private static Process MakeMultifunctional(ImmutableArray<int> weights, ImmutableArray<int> amounts)
    {
        Flow[] flows = [.. weights.Select((w, i) => new Flow($"f{i}", $"function {i}", i % 3 == 2 ? FlowKind.Waste : FlowKind.Product, Some.Kilogram) { Properties = [new FlowProperty("price", w, Euro)] })];
        Process plant = Process.Producing(amounts[0], flows[0]).Named("plant");
        for (int i = 1; i < flows.Length; i++) plant = flows[i].Kind == FlowKind.Waste ? plant.Using(amounts[i], flows[i]) : plant.AlsoProducing(amounts[i], flows[i]);
        plant = plant.Using(5, Some.Coal).Emitting(10, Some.Co2);
        double sum = weights.Sum();
        List<AllocationFactor> factors = [];
        for (int i = 0; i < flows.Length; i++)
        {
            factors.Add(Factor(AllocationKey.Physical, flows[i].Id, weights[i] / sum));
            factors.Add(Factor(AllocationKey.Economic, flows[i].Id, weights[^(i + 1)] / sum));
            for (int e = flows.Length; e < flows.Length + 2; e++) factors.Add(new AllocationFactor(AllocationKey.Causal, flows[i].Id, e, weights[(i + e) % flows.Length] / sum));
        }

        return plant with { AllocationFactors = [.. factors] };
    }
}
