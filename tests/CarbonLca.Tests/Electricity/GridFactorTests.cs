using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Tests.Electricity;

/// <summary>REQ-60 and REQ-65: factors, their scope, and how one is chosen.</summary>
public sealed class GridFactorTests
{
    [Fact]
    public void REQ_60_a_life_cycle_factor_is_emitted_as_CO2_equivalents_of_its_set()
    {
        Process process = SomeGrid.Table.Choose(new GridFactorQuery("AA", 2024)).FactorOrRefusal().ToProcess("grid");
        Exchange emitted = Assert.Single(process.Exchanges, e => e.Flow.Kind == FlowKind.Elementary);
        Assert.Equal(("co2e-fossil-unstated", 0.5), (emitted.Flow.Id, emitted.Amount));
        Assert.Equal((1, "kWh", "AA"), (process.ReferenceAmount, process.ReferenceFlow.Unit.Symbol, process.Location));
        Assert.Equal(("made up", 2024, "unstated"), (process.Provenance!.Source, process.Provenance.Year, process.Provenance.GwpSet));
        Assert.Equal(("Electricity, consumption mix, Aland, 2024, life cycle", "电力，消费结构，甲国，2024，生命周期"), (process.Name, process.NameZh));
    }

    [Fact]
    public void REQ_60_a_combustion_factor_is_emitted_as_carbon_dioxide_and_flagged_in_a_product_footprint()
    {
        GridFactor factor = SomeGrid.Table.Choose(new GridFactorQuery("AA", 2023) { Scope = FactorScope.Combustion }).FactorOrRefusal();
        Exchange emitted = Assert.Single(factor.ToProcess("grid").Exchanges, e => e.Flow.Kind == FlowKind.Elementary);
        Assert.Equal(("carbon-dioxide-fossil", "124-38-9", 0.4), (emitted.Flow.Id, emitted.Flow.Cas, emitted.Amount));
        Diagnostic warning = ElectricityPurpose.ProductFootprint.CheckScope(factor, isGridAdded: true)!;
        Assert.Equal((Severity.Warning, FindingCode.ScopeOfFactor), (warning.Severity, warning.Code));
        Assert.Null(ElectricityPurpose.OrganisationAccount.CheckScope(factor, isGridAdded: false));
    }

    [Fact]
    public void REQ_60_a_factor_without_the_grid_is_flagged_unless_the_grid_is_added()
    {
        Assert.Equal(FindingCode.ScopeOfFactor, ElectricityPurpose.ProductFootprint.CheckScope(SomeGrid.Wind.Factor, isGridAdded: false)!.Code);
        Assert.Null(ElectricityPurpose.ProductFootprint.CheckScope(SomeGrid.Wind.Factor, isGridAdded: true));
        Assert.Equal(FindingCode.ScopeOfFactor, ElectricityPurpose.OrganisationAccount.CheckScope(SomeGrid.Wind.Factor, isGridAdded: true)!.Code);
        Assert.Null(ElectricityPurpose.ProductFootprint.CheckScope(SomeGrid.Factors[0], isGridAdded: false));
    }

    [Theory]
    [InlineData(0.5, "t CO2e/MWh", 0.5)]
    [InlineData(50, "g CO2e/MJ", 0.18)]
    public void REQ_60_units_convert(double value, string unit, double expected) =>
        Assert.Equal(expected, new GridFactor(new GridFactorKey("AA", GridFactorKind.Mix, GenerationType.Mix, FactorScope.LifeCycle, 2024), new Quantity(value, Unit.Parse(unit)), "s").KilogramsPerKilowattHour, 1e-15);

    [Theory]
    [InlineData(-0.1, "kg CO2e/kWh", FactorScope.LifeCycle, FindingCode.NegativeNotAllowed)]
    [InlineData(double.NaN, "kg CO2e/kWh", FactorScope.LifeCycle, FindingCode.NotFinite)]
    [InlineData(0.5, "kg/kWh", FactorScope.LifeCycle, FindingCode.UnitMismatch)]
    [InlineData(0.5, "kg CO2e/kWh", FactorScope.Combustion, FindingCode.UnitMismatch)]
    [InlineData(0.5, "kg CO2e/kg", FactorScope.LifeCycle, FindingCode.UnitMismatch)]
    public void REQ_60_bad_a_figure_that_is_no_such_factor_is_refused(double value, string unit, FactorScope scope, FindingCode code) =>
        Assert.Equal(code, Assert.Single(Assert.Throws<InputRefusedException>(() => new GridFactor(new GridFactorKey("AA", GridFactorKind.Mix, GenerationType.Mix, scope, 2024), new Quantity(value, Unit.Parse(unit)), "s")).Findings).Code);

    [Theory]
    [InlineData("AA-1", 0.35)]
    [InlineData("一省", 0.35)]
    [InlineData("north", 0.45)]
    [InlineData("AA", 0.4)]
    public void REQ_65_province_comes_before_region_before_nation(string area, double expected)
    {
        GridFactorChoice choice = SomeGrid.Table.Choose(new GridFactorQuery(area, 2023) { Purpose = ElectricityPurpose.OrganisationAccount });
        Assert.Equal(expected, choice.FactorOrRefusal().KilogramsPerKilowattHour);
        Assert.Empty(choice.Findings);
    }

    [Fact]
    public void REQ_65_a_gap_among_neighbours_is_asked_about()
    {
        Diagnostic province = Assert.Single(SomeGrid.Table.Choose(new GridFactorQuery("AA-2", 2023) { Purpose = ElectricityPurpose.OrganisationAccount }).Findings);
        Assert.Equal((Severity.Error, FindingCode.MissingFactor), (province.Severity, province.Code));
        Assert.Equal("Choose the area whose factor stands for it: North (AA-N) or Aland (AA); or give a factor of your own.", province.Next!.Value.En);
        Diagnostic region = Assert.Single(SomeGrid.Table.Choose(new GridFactorQuery("AA-S", 2023) { Purpose = ElectricityPurpose.OrganisationAccount }).Findings);
        Assert.Contains("Aland (AA)", region.Next!.Value.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_65_what_is_published_for_the_nation_alone_is_inherited_with_a_note()
    {
        GridFactorChoice choice = SomeGrid.Table.Choose(new GridFactorQuery("AA-2", 2024));
        Assert.Equal(0.5, choice.FactorOrRefusal().KilogramsPerKilowattHour);
        Assert.Equal("Factors of this kind are not published for areas such as Second (AA-2); that of Aland (AA) is taken.", Assert.Single(choice.Findings).What.En);
    }

    [Theory]
    [InlineData(2026, 0.5, 2024)]
    [InlineData(2020, 0.6, 2023)]
    public void REQ_65_another_year_is_taken_with_a_warning(int year, double expected, int taken)
    {
        GridFactorChoice choice = SomeGrid.Table.Choose(new GridFactorQuery("AA", year));
        Assert.Equal(expected, choice.FactorOrRefusal().KilogramsPerKilowattHour);
        Diagnostic warning = Assert.Single(choice.Findings);
        Assert.Equal((Severity.Warning, FindingCode.DefaultAssumed), (warning.Severity, warning.Code));
        Assert.Contains($"{taken}", warning.What.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_65_a_combustion_factor_is_never_taken_for_a_product_without_being_named()
    {
        Diagnostic error = Assert.Single(SomeGrid.Table.Choose(new GridFactorQuery("CC", 2024)).Findings);
        Assert.Equal(FindingCode.MissingFactor, error.Code);
        Assert.Equal("Factors of another scope exist (combustion); name the scope to use one.", error.Next!.Value.En);
        Assert.Equal(0.9, SomeGrid.Table.Choose(new GridFactorQuery("CC", 2024) { Scope = FactorScope.Combustion }).FactorOrRefusal().KilogramsPerKilowattHour);
    }

    [Fact]
    public void REQ_65_mixed_scopes_and_years_are_marked()
    {
        Assert.Null(MixedFactors.Check([SomeGrid.Factors[0], SomeGrid.Factors[0]]));
        Diagnostic years = MixedFactors.Check([SomeGrid.Factors[0], SomeGrid.Factors[1]])!;
        Assert.Equal((Severity.Warning, FindingCode.MixedFactors, "grid-aa-mix-life-cycle-2023, grid-aa-mix-life-cycle-2024"), (years.Severity, years.Code, years.Found));
        Assert.Contains("scopes and years", MixedFactors.Check([SomeGrid.Factors[1], SomeGrid.Factors[4]])!.What.En, StringComparison.Ordinal);
        Assert.Contains("不同范围的", MixedFactors.Check([SomeGrid.Factors[0], SomeGrid.Factors[4]])!.What.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_65_newer_years_are_data()
    {
        GridFactorTable newer = SomeGrid.Table.With([SomeGrid.Factor("AA", 2025, 0.45)]);
        Assert.Equal(0.45, newer.Choose(new GridFactorQuery("AA", 2026)).FactorOrRefusal().KilogramsPerKilowattHour);
        Assert.Equal(0.5, SomeGrid.Table.Choose(new GridFactorQuery("AA", 2026)).FactorOrRefusal().KilogramsPerKilowattHour);
    }

    [Fact]
    public void REQ_65_bad_tables_are_refused_with_every_fault()
    {
        IReadOnlyList<Diagnostic> faults = Assert.Throws<InputRefusedException>(() => new GridFactorTable(
            [.. SomeGrid.Areas, SomeGrid.Areas[0], new GridArea("DD-1", GridAreaLevel.Province, "DD", new Wording("Lost", "失"))],
            [.. SomeGrid.Factors, SomeGrid.Factors[0], SomeGrid.Factor("EE", 2024, 1)])).Findings;
        Assert.Equal([FindingCode.Duplicate, FindingCode.UnknownName, FindingCode.Duplicate, FindingCode.UnknownName], faults.Select(f => f.Code));
    }

    [Fact]
    public void REQ_65_an_unknown_area_is_refused_with_the_closest()
    {
        Diagnostic error = Assert.Single(SomeGrid.Table.Choose(new GridFactorQuery("Nort", 2024)).Findings);
        Assert.Equal((FindingCode.UnknownName, "Closest: 'North'."), (error.Code, error.Next!.Value.En));
    }
}
