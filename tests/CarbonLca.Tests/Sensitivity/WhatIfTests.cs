using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Sensitivity;
using CarbonLca.Systems;
using CarbonLca.Tests.Assessment;

namespace CarbonLca.Tests.Sensitivity;

/// <summary>Changes scored from the footprints without them equal a new database, linked and solved.</summary>
public sealed class WhatIfTests
{
    [Fact]
    public void N13_random_changes_equal_a_database_linked_and_solved_anew()
    {
        int updated = 0;
        int solved = 0;
        int refused = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            LcaSolver solver = new RandomSystem(seed, 12).Solver;
            LciDatabase database = solver.System.Database;
            WhatIf question = WhatIf.About(Results.Footprints(solver));
            int[] inputs = [.. Enumerable.Range(0, database.Exchanges.Count).Where(row => IsInput(database, row))];
            for (int swap = 0; swap < 40; swap++)
            {
                // Amounts from nothing to far beyond what the loops allow; half of them from another provider.
                int row = inputs[random.Next(inputs.Length)];
                double factor = random.Next(3) switch { 0 => 0, 1 => random.NextDouble(), _ => Math.Exp(4 * random.NextDouble()) };
                double amount = factor * database.Exchanges.Amount[row];
                Flow flow = random.Next(2) == 0 ? database.Flows[database.Exchanges.Flow[row]] : SameUnit(database, row, random);
                WhatIf changed = question.Set(row, amount).Swap(row, flow.Id);
                ProductFootprints? expected = SolvedAnew(database, row, flow, amount);
                if (expected is null)
                {
                    Assert.ThrowsAny<RefusalException>(changed.Score);
                    refused++;
                    continue;
                }

                WhatIfFootprints scores = changed.Score();
                for (int j = 0; j < solver.System.Columns.Length; j++)
                    for (int k = 0; k < 2; k++) Assert.Equal(expected[j, k], scores[j, k], 1e-10 * Math.Abs(expected[j, k]));
                if (scores.IsUpdated) updated++;
                else solved++;
            }
        }

        Assert.True(updated > 1000 && solved > 10 && refused > 10, $"{updated} updated, {solved} solved, {refused} refused");
    }

    [Fact]
    public void N13_a_denominator_near_zero_is_solved_anew()
    {
        for (int digits = 1; digits <= 9; digits++)
        {
            double gap = Math.Pow(10, -digits);
            LcaSolver solver = GradientTests.Solver(
                Process.Producing(1, Some.Steel).Using(0.5, Some.Coal).Emitting(1, Some.Co2),
                Process.Producing(1, Some.Coal).Using(1, Some.Steel));
            WhatIfFootprints scores = WhatIf.About(Results.Footprints(solver)).Set(GradientTests.Row(solver, "steel", "coal"), 1 - gap).Score();
            double exact = 1 / (1 - (1 - gap));
            Assert.Equal(digits <= 3, scores.IsUpdated);
            Assert.Equal(exact, scores[solver.System.FindColumn("steel"), 0], 1e-10 * exact);
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    public void A_loop_that_the_change_makes_unproductive_is_refused_by_name(double amount)
    {
        LcaSolver solver = GradientTests.Solver(
            Process.Producing(1, Some.Steel).Using(0.5, Some.Coal).Emitting(1, Some.Co2),
            Process.Producing(1, Some.Coal).Using(1, Some.Steel));
        WhatIf changed = WhatIf.About(Results.Footprints(solver)).Set(GradientTests.Row(solver, "steel", "coal"), amount);
        NonProductiveLoopException refusal = Assert.Throws<NonProductiveLoopException>(changed.Score);
        Assert.Contains("'steel'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_changes_count_together_and_many_are_solved_anew()
    {
        RandomSystem random = new(5, 40);
        LcaSolver solver = random.Solver;
        LciDatabase database = solver.System.Database;
        WhatIf few = WhatIf.About(Results.Footprints(solver));
        WhatIf many = few;
        foreach (int row in Enumerable.Range(0, database.Exchanges.Count).Where(row => !database.Exchanges.IsOutput(row)))
        {
            many = many.Set(row, 0.9 * database.Exchanges.Amount[row]);
            if (row < database.Exchanges.Starts[8]) few = few.Set(row, 0.9 * database.Exchanges.Amount[row]);
        }

        foreach (WhatIf question in (WhatIf[])[few, many])
        {
            WhatIfFootprints scores = question.Score();
            Assert.Equal(question == few, scores.IsUpdated);
            Assert.Equal(question == many, scores.KeepsStructure);
            ProductFootprints expected = Results.Footprints(LcaSolver.Factorize(scores.System));
            for (int j = 0; j < 40; j++) Assert.Equal(expected[j, 0], scores[j, 0], 1e-12 * expected[j, 0]);
        }
    }

    [Theory]
    [InlineData(SolverPath.Lu)]
    [InlineData(SolverPath.FixedPoint)]
    [InlineData(SolverPath.Dense)]
    public void Many_changes_keep_the_structure_and_agree_with_a_solver_made_anew(SolverPath path)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            Random random = new(seed);
            LcaSolver solver = LcaSolver.Factorize(new RandomSystem(seed, 60).Solver.System, new SolverOptions { Path = path });
            LciDatabase database = solver.System.Database;
            WhatIf question = WhatIf.About(Results.Footprints(solver));
            foreach (int row in Enumerable.Range(0, database.Exchanges.Count).Where(row => !database.Exchanges.IsOutput(row)))
                question = question.Set(row, (0.5 + (0.5 * random.NextDouble())) * database.Exchanges.Amount[row]);
            WhatIfFootprints scores = question.Score();
            Assert.False(scores.IsUpdated);
            Assert.Equal(path != SolverPath.Dense, scores.KeepsStructure);
            ProductFootprints expected = Results.Footprints(LcaSolver.Factorize(scores.System, new SolverOptions { Path = SolverPath.Lu }));
            for (int j = 0; j < 60; j++)
                for (int k = 0; k < 2; k++) Assert.Equal(expected[j, k], scores[j, k], (1e-11 * Math.Abs(expected[j, k])) + 1e-25); // dense zeros are rounding
        }
    }

    [Theory]
    [InlineData(SolverPath.Lu)]
    [InlineData(SolverPath.FixedPoint)]
    public void Many_changes_that_make_a_loop_unproductive_are_refused_by_name(SolverPath path)
    {
        Flow[] links = [.. Enumerable.Range(0, 10).Select(k => Some.Product($"link-{k}"))];
        LcaSolver solver = LcaSolver.Factorize(
            GradientTests.Solver([.. links.Select((link, k) => Process.Producing(1, link).Using(0.9, links[(k + 1) % 10]).Emitting(1, Some.Co2))]).System,
            new SolverOptions { Path = path });
        WhatIf question = WhatIf.About(Results.Footprints(solver));
        for (int k = 0; k < 10; k++) question = question.Set(GradientTests.Row(solver, $"link-{k}", $"link-{(k + 1) % 10}"), 1.01);
        Assert.Contains("'link-", Assert.Throws<NonProductiveLoopException>(question.Score).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_change_gives_the_same_footprints_and_an_emission_changes_only_what_is_behind_it()
    {
        LcaSolver solver = GradientTests.Solver(
            Process.Producing(1, Some.Steel).Using(2, Some.Coal).Emitting(1, Some.Co2),
            Process.Producing(1, Some.Coal).Emitting(3, Some.Co2));
        WhatIf question = WhatIf.About(Results.Footprints(solver));
        Assert.Equal(7, question.Score()[solver.System.FindColumn("steel"), 0], 14);
        WhatIfFootprints scores = question.Set(GradientTests.Row(solver, "steel", "co2"), 5).Score();
        Assert.True(scores.IsUpdated);
        Assert.Equal(11, scores.Of(Demand.For(Some.Steel, 1), 0), 14);
        Assert.Equal(3, scores[solver.System.FindColumn("coal"), 0], 14);
        Assert.Equal(7, question.Score()[solver.System.FindColumn("steel"), 0], 14);
    }

    [Fact]
    public void What_cannot_be_swapped_or_set_is_refused_by_name()
    {
        LcaSolver solver = GradientTests.Solver(
            Process.Producing(1, Some.Steel).Using(2, Some.Electricity).Emitting(1, Some.Co2),
            Process.Producing(1, Some.Electricity),
            Process.Producing(1, Some.Coal));
        WhatIf question = WhatIf.About(Results.Footprints(solver));
        int power = GradientTests.Row(solver, "steel", "electricity");
        int steel = GradientTests.Row(solver, "steel", "steel");
        Assert.Contains("Closest: 'coal'", Assert.Throws<InputRefusedException>(() => question.Swap(power, "coa")).Message, StringComparison.Ordinal);
        Assert.Contains("'steel'", Assert.Throws<InputRefusedException>(() => question.Swap(steel, "coal")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot stand in", Assert.Throws<InputRefusedException>(question.Swap(power, "coal").Score).Message, StringComparison.Ordinal);
        Assert.Contains("reference flow", Assert.Throws<InputRefusedException>(question.Set(steel, 0).Score).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => question.Set(steel, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => question.Set(99, 1));
    }

    private static bool IsInput(LciDatabase database, int row) =>
        !database.Exchanges.IsOutput(row) && database.Flows[database.Exchanges.Flow[row]].Kind == FlowKind.Product;

    private static Flow SameUnit(LciDatabase database, int row, Random random)
    {
        Flow flow = database.Flows[database.Exchanges.Flow[row]];
        Flow[] alike = [.. database.Flows.Where(f => f.Kind == FlowKind.Product && f.Unit.Equals(flow.Unit))];
        return alike[random.Next(alike.Length)];
    }

    // The database with one exchange replaced; null where it is refused.
    private static ProductFootprints? SolvedAnew(LciDatabase database, int row, Flow flow, double amount)
    {
        Process[] processes = [.. Enumerable.Range(0, database.Processes.Count).Select(database.Process)];
        int p = Array.FindLastIndex(database.Exchanges.Starts.ToArray(), start => start <= row);
        int local = row - database.Exchanges.Starts[p];
        Exchange changed = processes[p].Exchanges[local] with { Flow = flow, Amount = amount };
        processes[p] = processes[p] with { Exchanges = processes[p].Exchanges.SetItem(local, changed) };
        try
        {
            return Results.Footprints(LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(processes))));
        }
        catch (RefusalException)
        {
            return null;
        }
    }
}
