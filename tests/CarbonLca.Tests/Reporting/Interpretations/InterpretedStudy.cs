using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Interpretations;
using CarbonLca.Studies;

namespace CarbonLca.Tests.Reporting.Interpretations;

/// <summary>A hand-sized study that every question of a sensitivity analysis can be asked about.</summary>
internal static class InterpretedStudy
{
    private static readonly Unit Kg = Unit.Parse("kg");
    private static readonly Flow Steel = Flow.Product("steel", Kg, "Steel") with { NameZh = "钢" };
    private static readonly Flow Resin = Flow.Product("resin", Kg, "Resin") with { Properties = [new FlowProperty("price", 4, Unit.Parse("CNY"))] };
    private static readonly Flow Oil = Flow.Product("oil", Kg, "Oil") with { Properties = [new FlowProperty("price", 1, Unit.Parse("CNY"))] };
    private static readonly Flow Power = Flow.Product("power", Unit.Parse("kWh"), "Electricity") with { NameZh = "电力" };
    private static readonly Flow Scrap = Flow.Waste("scrap", Kg, "Scrap");
    private static readonly Flow Co2 = Flow.Elementary("co2", Kg, "Carbon dioxide, fossil", "air");
    private static readonly Flow Methane = Flow.Elementary("ch4", Kg, "Methane, fossil", "air");

    public static LciDatabase Background { get; } = LciDatabase.Create("background", "1", [
        Process.Producing(1, Steel).Using(0.5, Power, "power-cn-2023").Emitting(1.4, Co2) with { Provenance = new Provenance("a handbook") { Year = 2023 } },
        Process.Producing(3, Resin).AlsoProducing(1, Oil).Emitting(4, Co2).Emitting(0.1, Methane) with { Provenance = new Provenance("a handbook") { Year = 2019 } },
        Grid("power-cn-2023", "CN", 0.6),
        Grid("power-cn-2024", "CN", 0.5),
        Grid("power-se-2023", "SE", 0.05),
        Grid("power-pl-2023", "PL", 0.8),
        Grid("power-world-2023", "GLO", 0.45),
        Process.Treating(1, Scrap).Emitting(0.2, Co2),
    ]);

    /// <summary>The sets: methane weighs 29.8, 30 and 25; the last has no place for figures of AR6.</summary>
    public static ImpactMethod Ar6 { get; } = Method("gwp100-ar6", 29.8, GwpSet.AR6);

    public static ImpactMethod Ar5 { get; } = Method("gwp100-ar5", 30, GwpSet.AR6);

    public static ImpactMethod Ar4 { get; } = Method("gwp100-ar4", 25, GwpSet.AR4);

    public static CarbonFootprint Compute(Study? study = null) =>
        SensitivityAnalysis.Compute(StudyModel.Build(study ?? Whole(), Background), Background, Ar6, [Ar4, Ar5, Ar6]);

    /// <summary>The total alone, without any analysis.</summary>
    public static double TotalOf(Study study, ImpactMethod? method = null) =>
        FootprintCalculator.Compute(StudyModel.Build(study, Background), Background, method ?? Ar6).Total;

    public static Study Whole(double steel = 10, double small = 0.01, string grid = "power-cn-2023", double watts = 1, double years = 4, double scrap = 5, double credit = -1, bool isWithPart = false)
    {
        List<StudyLine> materials = [Line("Frame", steel, "steel"), Line("Housing", 2, "resin")];
        if (small > 0) materials.Add(Line("Screws", small, "steel"));
        if (isWithPart)
        {
            materials.Add(new FactorLine
            {
                Item = new Wording("Chip", "芯片"),
                Source = Wording.Same("a declaration"),
                Quality = SourceKind.Declared,
                Amount = 1,
                Unit = "piece",
                Factor = new Quantity(3, Unit.Parse("kg CO2e/piece")),
                GwpSet = GwpSet.AR6,
                Origin = CarbonOrigin.Fossil,
            });
        }

        List<StudyLine> end = [Line("Treatment", scrap, "scrap")];
        if (credit < 0) end.Add(Line("Recovered steel", credit, "steel") with { IsCredit = true });
        return new Study
        {
            Id = "box",
            Title = new Wording("Box", "箱子"),
            Boundary = SystemBoundary.GateToGate,
            FunctionalUnit = new StudyUnit(new Wording("one box", "一个箱子"), 1, "piece"),
            ReferenceFlow = new StudyUnit(new Wording("one box", "一个箱子"), 1, "piece"),
            Data = "background",
            Method = "gwp100-ar6",
            Stages =
            [
                new StudyStage(LifeCycleStage.RawMaterials, [.. materials]),
                new StudyStage(LifeCycleStage.Production, [Line("Assembly", 3, grid, "kWh")]),
                new StudyStage(LifeCycleStage.Use, [Use(grid, watts, years)]),
                new StudyStage(LifeCycleStage.EndOfLife, [.. end]),
            ],
        };
    }

    public static ProvidedLine Line(string item, double amount, string provider, string unit = "kg") => new()
    {
        Item = Wording.Same(item),
        Source = Wording.Same("weighed"),
        Quality = SourceKind.Measured,
        Amount = amount,
        Unit = unit,
        Provider = provider,
    };

    private static EnergyUseLine Use(string grid, double watts, double years) => new()
    {
        Item = new Wording("Electricity in use", "使用用电"),
        Source = Wording.Same("measured"),
        Quality = SourceKind.Assumption,
        States = [new StudyPowerState(new Quantity(watts, Unit.Parse("W")), 8760)],
        Lifetime = new Quantity(years, Unit.Parse("a")),
        Pue = 1,
        Provider = grid,
    };

    private static Process Grid(string id, string location, double factor) =>
        new Process(id, $"Electricity, {id}", Power) { Location = location, Provenance = new Provenance("a statistic") { Year = 2023 } }
            .With(new Exchange(Power, ExchangeDirection.Output, 1))
            .Emitting(factor, Co2);

    private static ImpactMethod Method(string id, double methane, GwpSet set)
    {
        string figure = EquivalentFlow.Of(CarbonOrigin.Fossil, set).Id;
        return new ImpactMethod(
            id,
            [new ImpactCategory("GWP100", "kg CO2e"), new ImpactCategory("fossil", "kg CO2e")],
            [.. ImmutableArray.Create(0, 1).SelectMany(k => new[] { new MethodRow(k, "Carbon dioxide, fossil", 1, Kg), new MethodRow(k, "Methane, fossil", methane, Kg), new MethodRow(k, figure, 1, Kg) })]);
    }
}
