using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;

namespace CarbonLca.Reporting;

/// <summary>An amount of one product with everything that can be asked about its footprint: totals, and contributions in every view.</summary>
/// <remarks>
/// Immutable and safe to share. All views but the upstream totals sum to the total; <see cref="CarbonFootprint"/> verifies it.
/// </remarks>
public sealed class ProductAssessment
{
    // Systems of equations that are solved together when one is needed; the next ones mostly are, too.
    private const int SolvedAtATime = 8;

    private readonly Lazy<ProductFootprints> _products;
    private readonly Lazy<bool[]> _used;

    private ProductAssessment(ImpactResult impact, Lazy<ProductFootprints> products)
    {
        Impact = impact;
        (Column, Amount) = impact.Supply.Demand.Single();
        _products = products;
        _used = new(UsedProcesses);
    }

    /// <summary>The impacts of the demand.</summary>
    public ImpactResult Impact { get; }

    /// <summary>The column of the system that supplies the product.</summary>
    public int Column { get; }

    /// <summary>How much of the product is demanded, in its reference unit.</summary>
    public double Amount { get; }

    /// <summary>The supply that fulfils the demand.</summary>
    public Supply Supply => Impact.Supply;

    /// <summary>The solver.</summary>
    public LcaSolver Solver => Supply.Solver;

    /// <summary>The system.</summary>
    public ProductSystem System => Solver.System;

    /// <summary>The method matched to the system's flows.</summary>
    public Characterization Characterization => Impact.Direct.Characterization;

    /// <summary>The product, or the waste that is treated.</summary>
    public Flow Product => System.ReferenceFlowOf(Column);

    /// <summary>The index of the category that a footprint is about: the first in CO2 equivalents, else the first.</summary>
    public int Headline => GasGroups.HeadlineOf(Impact.Method);

    /// <summary>The footprints of every product of the system per reference unit, found by one transposed solve when first asked for.</summary>
    public ProductFootprints Products => _products.Value;

    /// <summary>Links, factorises, solves and characterises.</summary>
    /// <param name="database">The data.</param>
    /// <param name="columnId">The process that supplies the product, or the id of an allocated column.</param>
    /// <param name="amount">How much of the product.</param>
    /// <param name="unit">The unit of <paramref name="amount"/>; null for the flow's reference unit.</param>
    /// <param name="method">The method.</param>
    /// <param name="linking">The choices of linking.</param>
    /// <param name="matching">The choices of matching.</param>
    /// <param name="solving">The choices of solving; the defaults when null.</param>
    /// <exception cref="RefusalException">The data, the demand or the equations do not allow a result.</exception>
    public static ProductAssessment Of(LciDatabase database, string columnId, double amount, Unit? unit, ImpactMethod method, LinkOptions linking, CharacterizationOptions matching, SolverOptions? solving = null)
    {
        ProductSystem system = ProductSystem.Link(database, linking);
        Characterization characterization = Characterization.Match(method, database, matching);
        return Of(LcaSolver.Factorize(system, solving), characterization, columnId, amount, unit);
    }

    /// <summary>Solves for a demand on a system that was factorised before.</summary>
    /// <exception cref="RefusalException">The demand or the equations do not allow a result.</exception>
    public static ProductAssessment Of(LcaSolver solver, Characterization characterization, string columnId, double amount, Unit? unit = null) =>
        OfMany(solver, characterization, [Demand.ForProcess(columnId, amount, unit)])[0];

    /// <summary>Solves for many demands on a system that was factorised before, each as if it were alone.</summary>
    /// <param name="solver">The system, ready to solve.</param>
    /// <param name="characterization">The method matched to its flows.</param>
    /// <param name="demands">The demands, each for one product.</param>
    /// <param name="cancellation">Stops between groups of demands.</param>
    /// <returns>The assessments, in the order of the demands. They share what belongs to the system: direct impacts, and the footprints of all products.</returns>
    /// <exception cref="RefusalException">A demand or the equations do not allow a result.</exception>
    /// <exception cref="ArgumentException">A demand is for several products.</exception>
    public static ImmutableArray<ProductAssessment> OfMany(LcaSolver solver, Characterization characterization, IReadOnlyList<Demand> demands, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ImmutableArray<Supply> supplies = solver.SolveMany(demands, cancellation);
        DirectImpacts direct = DirectImpacts.Of(solver.System, characterization);
        Lazy<ProductFootprints> products = new(() => solver.FootprintsOfAllProducts(direct));
        for (int k = 0; k < supplies.Length; k++)
        {
            if (supplies[k].Demand.Count != 1)
                throw new ArgumentException($"Demand {k + 1} of {supplies.Length} is for {supplies[k].Demand.Count} products, {string.Join(", ", supplies[k].Demand.Select(d => solver.System.LabelOf(d.Column)))}; expected one.", nameof(demands));
        }

        return [.. supplies.Select(supply => new ProductAssessment(supply.Inventory().Characterize(direct), products))];
    }

    /// <summary>What each process causes by itself; the largest first.</summary>
    public ImmutableArray<Contribution> ByProcess(int category)
    {
        double[] parts = Impact.ByProcess(category);
        return Contribution.Rank(parts.Select((value, j) => OfColumn(j, value)));
    }

    /// <summary>What each elementary flow causes; the largest first.</summary>
    public ImmutableArray<Contribution> ByFlow(int category)
    {
        double[] parts = Impact.ByFlow(category);
        return Contribution.Rank(parts.Select((value, row) =>
        {
            Flow flow = System.Database.Flows[System.ElementaryFlows[row]];
            return new Contribution(flow.Id, NameOf(flow.Name, flow.NameZh), flow.Compartment, value);
        }));
    }

    /// <summary>What the product's own process causes, and what each of its direct inputs brings with all that is behind it; the largest first.</summary>
    public ImmutableArray<Contribution> ByFirstTier(int category) =>
        Contribution.Rank(Products.FirstTier(Column, category).Select(part => OfColumn(part.Column, part.Impact * Amount)));

    /// <summary>What the processes of each life-cycle stage cause by themselves, in the order of a product's life; what has no stage comes last.</summary>
    public ImmutableArray<Contribution> ByStage(int category)
    {
        double[] parts = Impact.ByProcess(category);
        double[] sums = new double[LifeCycleStages.All.Count + 1];
        for (int j = 0; j < parts.Length; j++) sums[(int)System.Database.Processes.Stage(System.Columns[j].Process)] += parts[j];
        return
        [
            .. LifeCycleStages.All.Append(LifeCycleStage.Unassigned)
                .Where(stage => sums[(int)stage] != 0)
                .Select(stage => new Contribution(stage.Key(), stage.Name(), null, sums[(int)stage])),
        ];
    }

    /// <summary>
    /// How much of the impact passes through each process: what would be saved if its product came free of burden. Overlapping; they
    /// do not sum to the total.
    /// </summary>
    /// <param name="category">The category.</param>
    /// <param name="count">How many are wanted at most, the largest.</param>
    /// <param name="least">The least size that is wanted.</param>
    public ImmutableArray<Contribution> ByUpstreamTotal(int category, int count, double least = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        double[] bounds = new double[System.Columns.Length];
        for (int j = 0; j < bounds.Length; j++) bounds[j] = Math.Abs(Products[j, category] * Supply[j] * System.Columns[j].ReferenceAmount);
        int[] order = [.. Enumerable.Range(0, bounds.Length).Where(j => bounds[j] > 0).OrderByDescending(j => bounds[j]).ThenBy(j => j)];
        PriorityQueue<Contribution, double> largest = new();
        double[] totals = new double[SolvedAtATime];
        for (int at = 0; at < order.Length; at++)
        {
            int j = order[at];

            // Without credits loops only lessen the bound, so nothing further down can rise among the largest.
            bool isFull = largest.Count == count && largest.TryPeek(out _, out double smallest) && bounds[j] < smallest;
            if (!Solver.HasCredits && (isFull || bounds[j] < least)) break;
            int place = at % SolvedAtATime;
            int ahead = Math.Min(SolvedAtATime, order.Length - at);
            if (place == 0) Products.UpstreamTotals(Supply, order.AsSpan(at, ahead), category, totals.AsSpan(0, ahead));
            double value = totals[place];
            if (Math.Abs(value) < least) continue;
            largest.Enqueue(OfColumn(j, value), Math.Abs(value));
            if (largest.Count > count) largest.Dequeue();
        }

        return Contribution.Rank(largest.UnorderedItems.Select(item => item.Element));
    }

    /// <summary>Whether a process of the database takes part: one of its columns runs.</summary>
    internal bool[] UsedProcesses()
    {
        bool[] used = new bool[System.Database.Processes.Count];
        for (int j = 0; j < System.Columns.Length; j++) used[System.Columns[j].Process] |= Supply[j] != 0;
        return used;
    }

    /// <summary>Whether a process of the database takes part.</summary>
    internal bool IsUsed(int process) => _used.Value[process];

    /// <summary>A part of a total that belongs to a column.</summary>
    internal Contribution OfColumn(int column, double value)
    {
        int process = System.Columns[column].Process;
        ProcessTable table = System.Database.Processes;
        return new Contribution(System.Columns[column].Id, NameOf(table.Name(process), table.NameZh(process)), table.Location(process), value);
    }

    private static Wording NameOf(string name, string? nameZh) => new(name, nameZh is { Length: > 0 } zh ? zh : name);
}
