using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;
using CarbonLca.Studies;

namespace CarbonLca.Tests.Studies;

/// <summary>A hand-sized background and a study over it with one line of every kind.</summary>
internal static class SampleStudy
{
    public static Flow Steel { get; } = Flow.Product("steel", Unit.Parse("kg"));

    public static Flow Water { get; } = Flow.Product("water", Unit.Parse("kg")) with { Properties = [new FlowProperty("volume", 0.001, Unit.Parse("m3"))] };

    public static Flow Electricity { get; } = Flow.Product("electricity", Unit.Parse("MJ"));

    public static Flow Truck { get; } = Flow.Product("truck", Unit.Parse("tkm"));

    public static Flow Scrap { get; } = Flow.Waste("scrap", Unit.Parse("kg"));

    public static Flow Co2 { get; } = Flow.Elementary("co2", Unit.Parse("kg"), "Carbon dioxide, fossil", "air");

    public static LciDatabase Background { get; } = LciDatabase.Of(
        Process.Producing(1, Steel).Emitting(2, Co2),
        Process.Producing(1, Water).Emitting(0.001, Co2),
        Process.Producing(1, Electricity).Emitting(0.1, Co2),
        Process.Producing(1, Truck).Emitting(0.05, Co2),
        Process.Treating(1, Scrap).Emitting(0.02, Co2));

    public static Wording Text { get; } = new("a text", "文本");

    public static ProvidedLine Line(double amount = 14, string unit = "kg", string provider = "steel") => new()
    {
        Item = new Wording("Chassis", "机箱"),
        Source = new Wording("weighed", "称重"),
        Quality = SourceKind.Measured,
        Amount = amount,
        Unit = unit,
        Provider = provider,
    };

    public static FactorLine Part(double factor = 3.1, string unit = "kg CO2e/kg") => new()
    {
        Item = new Wording("Rare part", "稀有部件"),
        Source = Text,
        Quality = SourceKind.Literature,
        Amount = 2,
        Unit = "kg",
        Factor = new Quantity(factor, Unit.Parse(unit)),
        GwpSet = GwpSet.AR6,
        Origin = CarbonOrigin.Fossil,
        FactorSource = new Wording("a paper", "一篇论文"),
    };

    public static TransportLine Delivery(double distance = 500) => new()
    {
        Item = new Wording("Delivery", "运输"),
        Source = Text,
        Quality = SourceKind.Assumption,
        Mass = new Quantity(20, Unit.Parse("kg")),
        Legs = [new StudyLeg("truck", new Quantity(distance, Unit.Parse("km")))],
    };

    public static EnergyUseLine Use(double hours = 8760, double? pue = 1.5) => new()
    {
        Item = new Wording("Use", "使用"),
        Source = Text,
        Quality = SourceKind.Declared,
        States = [new StudyPowerState(new Quantity(100, Unit.Parse("W")), hours)],
        Lifetime = new Quantity(4, Unit.Parse("a")),
        Pue = pue is { } p ? new Located<double>(p) : null,
        Provider = "electricity",
    };

    public static ProvidedLine Disposal() => Line(20, "kg", "scrap") with { Item = new Wording("Disposal", "处置") };

    public static Study Of(params ImmutableArray<StudyStage> stages) => new()
    {
        Id = "box",
        Title = new Wording("A box", "箱子"),
        Goal = new StudyGoal(Text, Text),
        Scope = new StudyScope
        {
            Standards = ["ISO 14067:2018"],
            Product = Text,
            Function = Text,
            Geography = Text,
            Period = new StudyPeriod(new DateOnly(2024, 1, 1), new DateOnly(2024, 12, 31)),
            Pcr = Text,
            Assumptions = [],
            Limits = [],
        },
        Boundary = SystemBoundary.CradleToGrave,
        FunctionalUnit = new StudyUnit(Text, 1, "piece"),
        ReferenceFlow = new StudyUnit(new Wording("Box", "箱"), 2, "piece"),
        Data = "background",
        Method = "gwp100-ar6",
        Stages = stages,
    };

    public static Study Whole() => Of(
        new StudyStage(LifeCycleStage.EndOfLife, [Disposal()]),
        new StudyStage(LifeCycleStage.RawMaterials, [Line() with { Yield = 0.875 }, Part()]),
        new StudyStage(LifeCycleStage.Production, [Line(1, "kWh", "electricity")]),
        new StudyStage(LifeCycleStage.Distribution, [Delivery()]),
        new StudyStage(LifeCycleStage.Use, [Use()]));
}
