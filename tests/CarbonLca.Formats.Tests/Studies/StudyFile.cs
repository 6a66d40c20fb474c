using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Studies;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Tests.Studies;

/// <summary>Study files over a background whose every process emits a round number of kilograms of fossil carbon dioxide.</summary>
internal static class StudyFile
{
    /// <summary>Energy replaced, process and emission per unit.</summary>
    private static readonly (string Id, string Unit, double Kilograms)[] Emissions =
    [
        ("virgin", "kg", 10), ("recycled", "kg", 4), ("recycling", "kg", 4), ("burning", "kg", 1), ("tip", "kg", 0.5), ("heat", "MJ", 0.0625),
        ("power", "kWh", 0.6), ("wind", "kWh", 0.05), ("sun", "kWh", 0.1), ("truck", "tkm", 0.1), ("lorry", "km", 2), ("diesel", "L", 3), ("driving", "vehicle*km", 1.5),
        ("die", "cm2", 2), ("package", "piece", 0.15), ("wafer", "piece", 500), ("dram", "GB", 0.5), ("board", "m2", 250), ("layer", "m2", 30), ("carton", "kg", 1),
        ("crate", "piece", 20), ("wash", "piece", 0.5), ("router", "piece", 100), ("development", "h", 3), ("battery", "piece", 7),
    ];

    private static readonly Flow Co2 = Flow.Elementary("co2", Unit.Parse("kg"), "Carbon dioxide, fossil", "air");

    public static LciDatabase Background { get; } = LciDatabase.Of([.. Emissions.Select(e => Process.Producing(1, Flow.Product(e.Id, Unit.Parse(e.Unit))).Emitting(e.Kilograms, Co2))]);

    /// <summary>A study of a part of a life.</summary>
    /// <param name="stages">The stages, each indented by two.</param>
    /// <param name="head">Further keys of the study.</param>
    /// <param name="boundary">The boundary.</param>
    public static string Text(string stages, string head = "", string boundary = "gate-to-gate") => $$"""
        carbonlca: study/1
        id: box
        title: {en: A box, zh: 箱子}
        goal: {intended_use: a test, audience: readers}
        scope:
          standards: [ISO 14067:2018]
          boundary: {{boundary}}
          product: box
          function: holds
          geography: CN
          period: {from: 2024-01-01, to: 2024-12-31}
          pcr: none
          assumptions: []
          limits: []
        functional_unit: {en: one box, zh: 一个箱子, amount: 1, unit: piece}
        reference_flow: {en: box, zh: 箱, amount: 1, unit: piece}
        data: background
        method: gwp100-ar6
        {{head}}
        stages:
        {{stages}}
        """;

    /// <summary>A study of one item in one stage.</summary>
    /// <param name="item">The keys of the item apart from its name, source and quality, in flow style without braces.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="head">Further keys of the study.</param>
    public static string Of(string item, string stage = "production", string head = "") =>
        Text($"  {stage}:\n    - {{item: {{en: Part, zh: 部件}}, source: s, quality: measured, {item}}}", head);

    public static StudyReadResult Read(string text) => StudyReader.Read("box.yaml", Encoding.UTF8.GetBytes(text));

    /// <summary>The footprint of a study that is right.</summary>
    public static CarbonFootprint Footprint(string text)
    {
        StudyReadResult read = Read(text);
        Assert.Empty(read.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.ToText(Language.English)));
        return FootprintCalculator.Compute(read.Build(Background), Background, BundledData.Method("gwp100-ar6"));
    }

    /// <summary>The errors of a study that is wrong, found while reading or on the background.</summary>
    public static IReadOnlyList<Diagnostic> Errors(string text)
    {
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => Read(text).Build(Background));
        return [.. refused.Findings.Where(f => f.Severity == Severity.Error)];
    }

    /// <summary>The only error of a study that is wrong, which must have a place in the file.</summary>
    public static Diagnostic Error(string text)
    {
        Diagnostic only = Assert.Single(Errors(text));
        Assert.Equal("box.yaml", only.Where?.File);
        Assert.NotNull(only.Where?.Line);
        Assert.NotEqual(only.What.En, only.What.Zh);
        return only;
    }

    /// <summary>The value of an item, by its English name.</summary>
    public static double Item(this CarbonFootprint footprint, string name) =>
        Assert.Single(footprint.Stages.SelectMany(s => s.Lines), l => l.Item.En == name).Values[footprint.Headline];

    /// <summary>The total of a scenario, by a part of its English name.</summary>
    public static double Scenario(this CarbonFootprint footprint, string name) =>
        Assert.Single(footprint.Scenarios, s => s.Name.En.Contains(name, StringComparison.Ordinal)).Totals[footprint.Headline];
}
