using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Sensitivity;
using CarbonLca.Systems;
using CarbonLca.Tests.Assessment;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Sensitivity;

/// <summary>Derivatives against closed forms, and against what a change of the number really does.</summary>
public sealed class GradientTests
{
    [Fact]
    public void W01_derivatives_of_the_textbook_system()
    {
        // h = s₁ + 10·s₂, A = ((−2, 100), (10, 0)), f = (0, 1000) for (fuel, electricity).
        Flow electricity = Flow.Product("electricity", Some.KilowattHour);
        Flow fuel = Some.Product("fuel");
        LcaSolver solver = Solver(
            Process.Producing(10, electricity).Using(2, fuel).Emitting(1, Some.Co2),
            Process.Producing(100, fuel).Emitting(10, Some.Co2));
        Gradient gradient = Of(solver, Demand.For(electricity, 1000));
        Assert.Equal(120, gradient.Impact, 12);

        // λ = (0.12, 0.1) per kWh and kg; s = (100, 2).
        int power = solver.System.FindColumn("electricity");
        int burned = solver.System.FindColumn("fuel");
        int powerRow = solver.System.ProductOfColumn[power];
        int fuelRow = solver.System.ProductOfColumn[burned];
        Assert.Equal(-12, gradient.OfTechnosphere(powerRow, power), 12);
        Assert.Equal(-10, gradient.OfTechnosphere(fuelRow, power), 12);
        Assert.Equal(-0.2, gradient.OfTechnosphere(fuelRow, burned), 12);
        Assert.Equal(100, gradient.OfBiosphere(0, power), 12);
        Assert.Equal(2, gradient.OfBiosphere(0, burned), 12);
        Assert.Equal(120, gradient.OfFactor(0), 12);
        Assert.Equal(10, gradient.Exchanges[Row(solver, "electricity", "fuel")], 12);
        Assert.Equal(20.0 / 120, gradient.Elasticity(Row(solver, "electricity", "fuel")), 12);
        Assert.Equal(-1, gradient.Elasticity(Row(solver, "electricity", "electricity")), 12);
    }

    [Fact]
    public void W06_derivatives_in_a_loop()
    {
        // y = (30/11, 45/11), s = (40/33, 10/11).
        Flow a = Some.Product("a");
        Flow b = Some.Product("b");
        LcaSolver solver = Solver(
            Process.Producing(0.9, a).Using(0.6, b),
            Process.Producing(0.8, b).Using(0.1, a).Emitting(3, Some.Co2));
        Gradient gradient = Of(solver, Demand.For(a, 1));
        Assert.Equal(45.0 / 11 * 40 / 33, gradient.Exchanges[Row(solver, "a", "b")], 12);
        Assert.Equal(30.0 / 11 * 10 / 11, gradient.Exchanges[Row(solver, "b", "a")], 12);
        Assert.Equal(10.0 / 11, gradient.Exchanges[Row(solver, "b", "co2")], 12);
        Assert.Equal(-45.0 / 11 * 10 / 11, gradient.Exchanges[Row(solver, "b", "b")], 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void W15_derivatives_with_positive_and_negative_production(double sign)
    {
        // A = ((2, −2), (−1, 4)), f = (0, 8), B = (0.5, 1), c = 2: s = (8/3, 8/3), y = (1, 1).
        Flow a = Some.Product("a");
        Flow b = Some.Product("b");
        LcaSolver solver = Solver(
            Process.Producing(sign * 2, a).Using(sign, b).Emitting(sign * 0.5, Some.Co2),
            Process.Producing(4, b).Using(2, a).Emitting(1, Some.Co2));
        ProductSystem system = solver.System;
        Characterization twice = Characterization.Match(Some.Counting((Some.Co2, 2)), system.Database);
        Gradient gradient = Gradient.Of(solver, Demand.For(b, 8), DirectImpacts.Of(system, twice), 0);
        Assert.Equal(8, gradient.Impact, 12);
        Assert.Equal(-sign * 8 / 3, gradient.Exchanges[Row(solver, "a", "a")], 12);
        Assert.Equal(sign * 8 / 3, gradient.Exchanges[Row(solver, "a", "b")], 12);
        Assert.Equal(8.0 / 3, gradient.Exchanges[Row(solver, "b", "a")], 12);
        Assert.Equal(-8.0 / 3, gradient.Exchanges[Row(solver, "b", "b")], 12);
        Assert.Equal(sign * 16 / 3, gradient.Exchanges[Row(solver, "a", "co2")], 12);
    }

    [Fact]
    public void Derivatives_of_waste_flows_have_the_sign_of_more_waste_more_impact()
    {
        Flow steel = Some.Steel;
        LcaSolver solver = Solver(
            Process.Producing(1, steel).AlsoProducing(2, Some.Slag),
            Process.Treating(4, Some.Slag).Emitting(6, Some.Co2));
        Gradient gradient = Of(solver, Demand.For(steel, 1));
        Assert.Equal(3, gradient.Impact, 12);
        Assert.Equal(1.5, gradient.Exchanges[Row(solver, "steel", "slag")], 12);
        Assert.Equal(-0.75, gradient.Exchanges[Row(solver, "slag", "slag")], 12);
        Assert.Equal(0.5, gradient.Exchanges[Row(solver, "slag", "co2")], 12);
    }

    [Fact]
    public void Factors_of_a_location_apply_where_the_process_is()
    {
        ImpactMethod regional = new(
            "regional",
            [new ImpactCategory("score", "points")],
            [new MethodRow(0, "co2", 3, Some.Kilogram), new MethodRow(0, "co2", 9, Some.Kilogram) { Location = "L1" }]);
        LcaSolver solver = Solver(
            Process.Producing(1, Some.Steel).Using(2, Some.Coal).Emitting(2, Some.Co2).In("L1"),
            Process.Producing(1, Some.Coal).Emitting(1, Some.Co2));
        Gradient gradient = Gradient.Of(solver, Demand.For(Some.Steel, 1), DirectImpacts.Of(solver.System, Characterization.Match(regional, solver.System.Database)), 0);
        Assert.Equal(9, gradient.Exchanges[Row(solver, "steel", "co2")], 12);
        Assert.Equal(6, gradient.Exchanges[Row(solver, "coal", "co2")], 12);
        Assert.Equal(4, gradient.OfFactor(0), 12);
    }

    [Fact]
    public void Duality_the_emissions_and_the_outputs_each_carry_the_whole_impact() =>
        Prop.ForAll(RandomSystem.UpTo(40), random =>
        {
            // h is linear in the emissions and of degree −1 in A: Σ b·∂h/∂b = h and Σ a·∂h/∂a = −h.
            LcaSolver solver = random.Solver;
            Gradient gradient = Of(solver, random.Demand());
            ExchangeTable table = solver.System.Database.Exchanges;
            double emissions = 0;
            double products = 0;
            double size = 0;
            for (int row = 0; row < table.Count; row++)
            {
                double part = gradient.Exchanges[row] * table.Amount[row];
                if (solver.System.Database.Flows[table.Flow[row]].Kind == FlowKind.Elementary) emissions += part;
                else products += part;
                size += Math.Abs(part);
            }

            Assert.InRange(emissions - gradient.Impact, -1e-12 * size, 1e-12 * size);
            Assert.InRange(products + gradient.Impact, -1e-12 * size, 1e-12 * size);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void Derivatives_agree_with_central_differences() =>
        Prop.ForAll(RandomSystem.UpTo(12), random =>
        {
            LcaSolver solver = random.Solver;
            Demand demand = random.Demand();
            Gradient gradient = Of(solver, demand);
            WhatIf question = WhatIf.About(gradient.Footprints);
            ExchangeTable table = solver.System.Database.Exchanges;
            const double Step = 1e-4;
            for (int row = 0; row < table.Count; row++)
            {
                double x = table.Amount[row];
                double up = question.Set(row, x * (1 + Step)).Score().Of(demand, 0);
                double down = question.Set(row, x * (1 - Step)).Score().Of(demand, 0);
                Assert.Equal(gradient.Elasticity(row) * gradient.Impact, (up - down) / (2 * Step), 2e-5 * Math.Abs(gradient.Impact));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    internal static LcaSolver Solver(params ReadOnlySpan<Process> processes) => LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(processes)));

    internal static Gradient Of(LcaSolver solver, Demand demand) =>
        Gradient.Of(solver, demand, DirectImpacts.Of(solver.System, Characterization.Match(Some.Method, solver.System.Database)), 0);

    internal static int Row(LcaSolver solver, string process, string flow)
    {
        LciDatabase database = solver.System.Database;
        int p = database.FindProcess(process);
        for (int row = database.Exchanges.Starts[p]; row < database.Exchanges.Starts[p + 1]; row++)
            if (database.Flows[database.Exchanges.Flow[row]].Id == flow) return row;
        throw new ArgumentException($"'{process}' does not exchange '{flow}'.", nameof(flow));
    }
}
