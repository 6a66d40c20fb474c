using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;

namespace CarbonLca.Tests.Electricity;

/// <summary>REQ-74: the grid changes over the life of a product, or is held constant and said so.</summary>
public sealed class GridPathTests
{
    private static readonly Wording Name = new("Electricity in use", "使用用电");

    [Fact]
    public void REQ_74_every_year_takes_its_own_factor()
    {
        GridPath path = GridPath.Of(Providers((2024, 0.5), (2025, 0.45), (2026, 0.4)), 2024, Years(2.5));
        Assert.Equal([(2024, 0.4, false), (2025, 0.4, false), (2026, 0.2, false)], path.Steps.Select(s => (s.Year, s.Share, s.IsHeld)));
        Assert.Empty(path.Findings);
        Assert.Equal((0.4 * 0.5) + (0.4 * 0.45) + (0.2 * 0.4), Impact(path), 1e-15);
    }

    [Fact]
    public void REQ_74_years_may_use_different_amounts()
    {
        GridPath path = GridPath.Of(Providers((2024, 0.5), (2026, 0.4)), new Dictionary<int, Quantity> { [2026] = SomeGrid.Energy(1, "MWh"), [2024] = SomeGrid.Energy(3000), [2025] = SomeGrid.Energy(0) });
        Assert.Equal([(2024, 0.75), (2026, 0.25)], path.Steps.Select(s => (s.Year, s.Share)));
        Assert.Equal((0.75 * 0.5) + (0.25 * 0.4), Impact(path), 1e-15);
        Assert.Equal([FindingCode.MissingFactor, FindingCode.OutOfRange], Faults(() => GridPath.Of(Providers(), new Dictionary<int, Quantity> { [2024] = SomeGrid.Energy(-1) })));
        Assert.Equal([FindingCode.OutOfRange], Faults(() => GridPath.Of(Providers((2024, 0.5)), new Dictionary<int, Quantity> { [2024] = SomeGrid.Energy(0) })));
        Assert.Equal([FindingCode.OutOfRange, FindingCode.OutOfRange], Faults(() => GridPath.Of(Providers((2024, 0.5)), new Dictionary<int, Quantity> { [24] = new Quantity(1, Unit.Parse("kg")) })));
    }

    [Fact]
    public void REQ_74_without_a_path_the_grid_is_constant_and_that_is_stated()
    {
        GridPath path = GridPath.Of(SomeGrid.Table, "AA", 2024, Years(4));
        Assert.Equal(0.5, Impact(path), 1e-15);
        Diagnostic warning = Assert.Single(path.Findings);
        Assert.Equal((Severity.Warning, FindingCode.DefaultAssumed), (warning.Severity, warning.Code));
        Assert.StartsWith("The grid of 2025–2027 is held constant at 2024", warning.What.En, StringComparison.Ordinal);
        Assert.StartsWith("2025–2027 年的电网因子按 2024 年保持不变", warning.What.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_74_years_before_the_first_factor_take_the_first()
    {
        GridPath path = GridPath.Of(SomeGrid.Table, "AA-1", 2021, Years(4));
        Assert.Equal([2023, 2023, 2023, 2024], path.Steps.Select(s => s.SourceYear));
        Assert.Equal((0.75 * 0.6) + (0.25 * 0.5), Impact(path), 1e-15);
        Assert.Equal([Severity.Note, Severity.Warning], path.Findings.Select(f => f.Severity));
    }

    [Fact]
    public void REQ_74_scope_is_checked_along_the_path()
    {
        Dictionary<int, ElectricityProvider> providers = Providers((2024, 0.5));
        providers[2025] = new FactorProvider(SomeGrid.Factor("AA", 2025, 0.4, scope: FactorScope.Combustion));
        Assert.Equal([FindingCode.ScopeOfFactor, FindingCode.MixedFactors], GridPath.Of(providers, 2024, Years(2)).Findings.Select(f => f.Code));
    }

    [Fact]
    public void REQ_74_shares_sum_to_one_for_any_life()
    {
        foreach (double years in (double[])[0.1, 1, 1.75, 3, 9.99, 30, 200])
            Assert.Equal(1, GridPath.Of(Providers((2024, 0.5)), 2024, Years(years)).Steps.Sum(s => s.Share), 1e-13);
    }

    [Fact]
    public void REQ_74_bad_paths_are_refused()
    {
        Assert.Equal([FindingCode.OutOfRange, FindingCode.OutOfRange, FindingCode.MissingFactor], Faults(() => GridPath.Of(new Dictionary<int, ElectricityProvider>(), 12, Years(0))));
        Assert.Equal([FindingCode.OutOfRange], Faults(() => GridPath.Of(Providers((2024, 0.5)), 2024, Years(201))));
        Assert.Equal([FindingCode.OutOfRange], Faults(() => GridPath.Of(SomeGrid.Table, "AA", 2024, Years(1e9))));
        Assert.Equal([FindingCode.UnitMismatch], Faults(() => GridPath.Of(SomeGrid.Table, "AA", 2024, new Quantity(1, Unit.Parse("kg")))));
        Assert.Equal([FindingCode.MissingFactor], Faults(() => GridPath.Of(SomeGrid.Table, "CC", 2024, Years(1))));
    }

    private static IEnumerable<FindingCode> Faults(Action act) => Assert.Throws<InputRefusedException>(act).Findings.Select(f => f.Code);

    private static Dictionary<int, ElectricityProvider> Providers(params (int Year, double Factor)[] factors) =>
        factors.ToDictionary(f => f.Year, f => (ElectricityProvider)new FactorProvider(SomeGrid.Factor("AA", f.Year, f.Factor)));

    private static Quantity Years(double years) => new(years, Unit.Parse("a"));

    private static double Impact(GridPath path)
    {
        ImmutableArray<Process> processes = path.ToProcesses("use/electricity", Name);
        return LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of([.. processes]))).Solve(Demand.ForProcess("use/electricity", 1)).Inventory()
            .Characterize(Some.Counting((EquivalentFlow.Of(CarbonOrigin.Fossil, GwpSet.Unstated), 1)))[0];
    }
}
