using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Studies;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Tests.Studies;

/// <summary>A study of one stage whose lines a test writes itself, over a small background.</summary>
internal static class SmallStudy
{
    private const string Head = """
        carbonlca: study/1
        id: box
        title: box
        goal: {intended_use: test, audience: readers}
        scope:
          standards: [ISO 14067:2018]
          boundary: gate-to-gate
          product: box
          function: holds
          geography: CN
          period: {from: 2024-01-01, to: 2024-12-31}
          pcr: {en: none exists for boxes, zh: 尚无箱子的产品种类规则}
          assumptions: []
          limits: []
        functional_unit: {en: box, zh: 箱, amount: 1, unit: piece}
        reference_flow: {en: box, zh: 箱, amount: 1, unit: piece}
        data: background
        method: gwp100-ar6

        """;

    public static LciDatabase Background { get; } = LciDatabase.Of(
        Process.Producing(1, Flow.Product("steel", Unit.Parse("kg"))).Emitting(2, Flow.Elementary("co2", Unit.Parse("kg"), "Carbon dioxide, fossil", "air")),
        Process.Producing(1, Flow.Product("electricity", Unit.Parse("kWh"))).Emitting(0.5, Flow.Elementary("co2", Unit.Parse("kg"), "Carbon dioxide, fossil", "air")),
        Process.Producing(1, Flow.Product("truck", Unit.Parse("tkm"))).Emitting(0.1, Flow.Elementary("co2", Unit.Parse("kg"), "Carbon dioxide, fossil", "air")));

    /// <summary>The text of a study with these lines under <c>stages.raw_materials</c>.</summary>
    /// <param name="lines">The lines, each beginning with <c>- </c>.</param>
    /// <param name="more">Further members of the study.</param>
    public static string Text(string lines, string more = "") =>
        Head + (more.Length > 0 ? more + "\n" : string.Empty) + "stages:\n  raw_materials:\n" + string.Join('\n', lines.Split('\n').Select(l => "    " + l)) + "\n";

    public static StudyReadResult Read(string lines, string more = "") => StudyReader.Read("box.yaml", Encoding.UTF8.GetBytes(Text(lines, more)));

    /// <summary>The first line of a study that is read without a finding.</summary>
    public static StudyLine Line(string lines)
    {
        StudyReadResult read = Read(lines);
        Assert.Empty(read.Findings);
        return read.Study!.Lines.First();
    }

    /// <summary>The only finding about a study.</summary>
    public static Diagnostic Only(string lines, string more = "")
    {
        StudyReadResult read = Read(lines, more);
        Assert.Null(read.Study);
        return Assert.Single(read.Findings);
    }
}
