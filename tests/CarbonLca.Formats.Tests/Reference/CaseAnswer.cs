using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Systems;

namespace CarbonLca.Formats.Tests.Reference;

/// <summary>Everything computed for one demand under one allocation.</summary>
internal sealed record CaseAnswer(ReferenceCase Case, Demand Demand, ImpactResult Impacts, ProductFootprints Footprints)
{
    public ProductSystem System => Footprints.Solver.System;

    public Supply Supply => Impacts.Supply;

    public static CaseAnswer Compute(ReferenceCase of, Allocation allocation, Demand demand) => Compute(of, allocation, [demand], SolverPath.Auto)[0];

    /// <summary>The answers to several demands, solved together in a way that is given.</summary>
    public static CaseAnswer[] Compute(ReferenceCase of, Allocation allocation, IReadOnlyList<Demand> demands, SolverPath path)
    {
        ProductSystem system = ProductSystem.Link(of.Package.Database!, allocation);
        LcaSolver solver = LcaSolver.Factorize(system, new SolverOptions { Path = path });
        DirectImpacts direct = DirectImpacts.Of(system, Characterization.Match(of.Method, system.Database));
        ProductFootprints footprints = solver.FootprintsOfAllProducts(direct);
        return [.. solver.SolveMany(demands).Select((supply, k) => new CaseAnswer(of, demands[k], supply.Inventory().Characterize(direct), footprints))];
    }

    /// <summary>The value that an expectation asks for.</summary>
    public double ValueOf(Expectation expected)
    {
        int category = expected.Category.Length == 0 ? -1 : Method.FindCategory(expected.Category);
        Assert.True(expected.Category.Length == 0 || category >= 0, $"The method has no category '{expected.Category}'.");
        return expected.Quantity switch
        {
            "supply" => Supply[Column(expected.Key)],
            "inventory" => Impacts.Inventory.Of(Flow(expected.Key)),
            "impact" => Impacts[expected.Category],
            "unit_impact" => Footprints[Column(expected.Key), category],
            "upstream" => Footprints.UpstreamTotal(Supply, Column(expected.Key), category),
            "by_process" => Impacts.ByProcess(category)[Column(expected.Key)],
            "by_process_share" => Impacts.ByProcess(category)[Column(expected.Key)] / Impacts[category],
            "by_flow" => Impacts.ByFlow(category)[Row(expected.Key)],
            "by_flow_share" => Impacts.ByFlow(category)[Row(expected.Key)] / Impacts[category],
            "first_tier" => FirstTier(category).Single(t => t.Column == Column(expected.Key)).Impact,
            "first_tier_share" => FirstTier(category).Single(t => t.Column == Column(expected.Key)).Impact / Impacts[category],
            "link_share" => LinkShare(expected.Key.Split('>')),
            "normalized" => Case.Normalizations[expected.Key].Apply(Impacts)[expected.Category] ?? throw new InvalidDataException($"'{expected.Category}' was not normalised."),
            "weighted" => Weighted(expected),
            _ => throw new InvalidDataException($"expected.csv has the quantity '{expected.Quantity}', which no test knows."),
        };
    }

    /// <summary>The first tier of the whole demand, in one category.</summary>
    public IEnumerable<TierContribution> FirstTier(int category) =>
        from line in Supply.Demand
        from part in Footprints.FirstTier(line.Column, category)
        select part with { Amount = part.Amount * line.Amount, Impact = part.Impact * line.Amount };

    private ImpactMethod Method => Impacts.Method;

    private int Column(string id)
    {
        int column = System.FindColumn(id);
        Assert.True(column >= 0, $"The system has no process '{id}'.");
        return column;
    }

    private int Flow(string id)
    {
        int flow = System.Database.FindFlow(id);
        Assert.True(flow >= 0 && System.Database.Flows[flow].Kind == FlowKind.Elementary, $"There is no elementary flow '{id}'.");
        return flow;
    }

    private int Row(string id)
    {
        int row = System.ElementaryFlows.IndexOf(Flow(id));
        Assert.True(row >= 0, $"The system does not exchange '{id}'.");
        return row;
    }

    private double LinkShare(string[] link)
    {
        CscMatrix a = System.Technosphere;
        int consumer = Column(link[0]);
        int supplier = Column(link[1]);
        int product = System.ProductOfColumn[supplier];
        return -a[product, consumer] * Supply[consumer] / (a[product, supplier] * Supply[supplier]);
    }

    private double Weighted(Expectation expected)
    {
        string[] sets = expected.Key.Split('/');
        Weighting weighting = Case.Weightings[sets[^1]];
        WeightedResult result = sets.Length == 1 ? weighting.Apply(Impacts) : weighting.Apply(Case.Normalizations[sets[0]].Apply(Impacts));
        if (expected.Category.Length == 0) return result.Total;
        return result[expected.Category] ?? throw new InvalidDataException($"'{expected.Category}' was not weighted.");
    }
}
