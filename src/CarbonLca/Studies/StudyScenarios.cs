using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife;
using CarbonLca.Model;
using CarbonLca.Stages;

namespace CarbonLca.Studies;

/// <summary>A study with one choice made otherwise.</summary>
/// <param name="Kind">Which choice.</param>
/// <param name="Name">How it is made in the scenario.</param>
/// <param name="Study">The study with that choice.</param>
public sealed record StudyScenario(ScenarioKind Kind, Wording Name, Study Study);

/// <summary>The scenarios that belong to a study: other end-of-life methods where it asks for them, electricity by location where market data exist, and the alternatives of its items.</summary>
public static class StudyScenarios
{
    private static readonly double[] AllocationFactors = [0.2, 0.5, 0.8]; // what the Circular Footprint Formula provides for

    /// <summary>The scenarios of a study; the rules of allocation, which belong to the background, are not among them.</summary>
    /// <param name="study">The study.</param>
    /// <param name="background">The database that its providers belong to.</param>
    /// <param name="findings">Takes a note for each method that cannot be tried, with the reason.</param>
    public static IEnumerable<StudyScenario> Of(Study study, LciDatabase background, ICollection<Diagnostic> findings)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(background);
        ArgumentNullException.ThrowIfNull(findings);
        List<StudyScenario> scenarios = [];
        if (study.Electricity is { HasMarketData: true } electricity)
        {
            bool isLocation = !electricity.IsLocationBased;
            scenarios.Add(new StudyScenario(
                ScenarioKind.Electricity,
                isLocation ? new Wording("electricity by location", "电力基于位置") : new Wording("electricity by market", "电力基于市场"),
                study with { Electricity = electricity with { IsLocationBased = isLocation } }));
        }

        if (study.Sensitivity.Contains(ScenarioKind.EndOfLife)) scenarios.AddRange(EndOfLifeOf(study, background, findings));
        scenarios.AddRange(study.Lines.SelectMany(line => line.Alternatives.Select(other => new StudyScenario(
            ScenarioKind.Alternative,
            NameOf(line, other),
            Replacing(study, l => ReferenceEquals(l, line) ? other.Line : l)))));
        return scenarios;
    }

    /// <summary>The study without anything that asks for scenarios: what a scenario is computed as.</summary>
    internal static Study Bare(Study study) => Replacing(study with { Sensitivity = [] }, line => line.Alternatives.IsEmpty ? line : line with { Alternatives = [] });

    /// <summary>The name of the scenario in which an item is assumed otherwise.</summary>
    internal static Wording NameOf(StudyLine line, LineAlternative other) => new($"{other.Name.En}: {line.Item.En}", $"{other.Name.Zh}：{line.Item.Zh}");

    /// <summary>The study with items replaced.</summary>
    internal static Study Replacing(Study study, Func<StudyLine, StudyLine> change) =>
        study with { Stages = [.. study.Stages.Select(s => s with { Lines = [.. s.Lines.Select(change)] })] };

    /// <summary>The other end-of-life methods of all materials that have a cycle; none for a study without.</summary>
    /// <param name="study">The study.</param>
    /// <param name="background">The database that its providers belong to.</param>
    /// <param name="findings">Takes a note for each method that cannot be tried, with the reason.</param>
    internal static IEnumerable<StudyScenario> EndOfLifeOf(Study study, LciDatabase background, ICollection<Diagnostic> findings)
    {
        ProvidedLine[] materials = [.. study.Lines.OfType<ProvidedLine>().Where(l => l.EndOfLife is not null)];
        if (materials.Length == 0) yield break;
        foreach (EndOfLifeMethod method in EndOfLifeMethod.All)
        {
            foreach (double? factor in FactorsOf(method))
            {
                Study other = Replacing(study, line => line is ProvidedLine { EndOfLife: { } cycle } material ? material with { EndOfLife = With(cycle, method, factor) } : line);
                if (materials.All(m => IsSame(study, m, method, factor))) continue;
                string a = factor is { } f ? $"A = {Parameter.Text(f)}" : string.Empty;
                Wording name = new(
                    $"end of life by {method.Name}{(a.Length > 0 ? $", {a}" : a)}",
                    $"生命末期按 {method.Name}{(a.Length > 0 ? $"，{a}" : a)}");
                Diagnostic[] faults = [.. StudyModel.CheckAll(Bare(other), background).Where(d => d.Severity == Severity.Error)];
                if (faults.Length == 0)
                {
                    yield return new StudyScenario(ScenarioKind.EndOfLife, name, other);
                    continue;
                }

                findings.Add(Diagnostic.Note(FindingCode.MissingFactor, $"The sensitivity '{name.En}' is not computed: {faults[0].What.En}", $"未计算敏感性情景“{name.Zh}”：{faults[0].What.Zh}") with
                {
                    Where = faults[0].Where,
                    Next = faults[0].Next,
                });
                break; // the other A need the same providers
            }
        }
    }

    private static IEnumerable<double?> FactorsOf(EndOfLifeMethod method) => method.UsesAllocationFactor ? AllocationFactors.Select(a => (double?)a) : [null];

    private static MaterialEndOfLife With(MaterialEndOfLife material, EndOfLifeMethod method, double? factor) =>
        material with { Method = method, Cycle = factor is { } a ? material.Cycle.WithAllocationFactor(a) : material.Cycle };

    private static bool IsSame(Study study, ProvidedLine line, EndOfLifeMethod method, double? factor)
    {
        MaterialEndOfLife own = line.EndOfLife!;
        return (own.Method ?? study.EndOfLife?.Method) is { } chosen && chosen.Terms(own.Cycle).SequenceEqual(method.Terms(With(own, method, factor).Cycle));
    }
}
