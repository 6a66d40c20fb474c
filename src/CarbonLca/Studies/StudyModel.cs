using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;

namespace CarbonLca.Studies;

/// <summary>Turns a study into the foreground processes of a product system.</summary>
/// <remarks>
/// One process for each line (<c>study/stage/number</c>), one for each stage (<c>study/stage</c>) that needs each of its lines
/// once, and one at the top (<c>study</c>) that makes the reference flow and needs each stage once. So the totals of the stages
/// are the first-tier contributions of the top process, and the totals of the lines those of their stage. A factor in CO2
/// equivalents is a process of its own (<c>study/stage/number/factor</c>), from which its line takes the amount; so is a supplier's
/// footprint (<c>study/stage/number/supplier</c>).
/// </remarks>
public static class StudyModel
{
    private const int MostNamed = 12;

    /// <summary>The foreground of a study over a background database.</summary>
    /// <param name="study">The study.</param>
    /// <param name="background">The database that its providers belong to.</param>
    /// <exception cref="InputRefusedException">The study breaks a rule, names a provider the database lacks, or a unit that does not convert; with every fault.</exception>
    public static StudyForeground Build(Study study, LciDatabase background)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(background);
        StudySuppliers suppliers = new(background);
        List<Diagnostic> findings = [];
        StudyElectricityForeground electricity = Check(study, suppliers, findings);
        LineEmission emission = new(study, suppliers);
        if (findings.Exists(f => f.Severity == Severity.Error)) throw new InputRefusedException(findings);
        findings.AddRange(Remarks(study));

        Unit unit = Unit.Parse(study.ReferenceFlow.Unit.Value);
        Flow product = Flow.Product(study.Id.Value, unit, study.ReferenceFlow.Text.En) with { NameZh = study.ReferenceFlow.Text.Zh };
        Process top = new Process(study.Id.Value, study.Title.En, product) { NameZh = study.Title.Zh }
            .With(new Exchange(product, ExchangeDirection.Output, study.ReferenceFlow.Amount.Value));

        ImmutableArray<Process>.Builder processes = ImmutableArray.CreateBuilder<Process>();
        ImmutableArray<StudyForegroundStage>.Builder stages = ImmutableArray.CreateBuilder<StudyForegroundStage>();
        ImmutableArray<StudyForegroundLine>.Builder lines = ImmutableArray.CreateBuilder<StudyForegroundLine>();
        processes.AddRange(electricity.Processes);
        List<DerivedItem> derived = [];
        foreach (LifeCycleStage stage in LifeCycleStages.All)
        {
            string stageId = $"{study.Id.Value}/{stage.Key()}";
            List<Exchange> steps = [];
            foreach (StudyLine line in study.Stages.Where(s => s.Stage == stage).SelectMany(s => s.Lines))
            {
                string id = $"{stageId}/{steps.Count + 1}";
                EmittedLine emitted = emission.Emit(line, stage, id, findings);
                foreach (Process process in emitted.Processes) processes.Add(process.Stage == LifeCycleStage.Unassigned ? process with { Stage = stage } : process);
                derived.AddRange(emitted.Derived);
                steps.Add(new Exchange(processes[^1].ReferenceFlow, ExchangeDirection.Input, 1) { ProviderId = id });
                lines.Add(new StudyForegroundLine(stage, steps.Count, line, id));
            }

            foreach (DerivedItem item in derived.Where(d => d.Stage == stage))
            {
                string id = $"{stageId}/{steps.Count + 1}";
                Process step = Foreground.Step(id, item.Item);
                processes.Add(step with { Stage = stage, Exchanges = [.. step.Exchanges, .. item.Exchanges] });
                steps.Add(new Exchange(step.ReferenceFlow, ExchangeDirection.Input, 1) { ProviderId = id });
                lines.Add(new StudyForegroundLine(stage, steps.Count, item.Line, id) { Item = item.Item, IsDerived = true, IsCredit = item.IsCredit });
            }

            if (steps.Count == 0) continue;
            Process whole = Foreground.Step(stageId, stage.Name());
            whole = whole with { Stage = stage, Exchanges = [.. whole.Exchanges, .. steps] };
            processes.Add(whole);
            stages.Add(new StudyForegroundStage(stage, stageId));
            top = top.Needing(1, whole.ReferenceFlow, stageId);
        }

        processes.Add(top);
        return new StudyForeground
        {
            Study = study,
            Processes = processes.DrainToImmutable(),
            Stages = stages.DrainToImmutable(),
            Lines = lines.DrainToImmutable(),
            Product = product,
            Amount = study.ReferenceFlow.Amount.Value,
            Electricity = electricity.Results,
            Findings = [.. findings],
        };
    }

    /// <summary>What is wrong between lines and a background database: unknown providers, unknown units, units that do not convert.</summary>
    /// <param name="lines">The lines, of a whole study or as many as could be read.</param>
    /// <param name="background">The database that their providers belong to.</param>
    /// <param name="own">Names of providers that the study makes itself, such as its electricity accounts.</param>
    public static IEnumerable<Diagnostic> CheckProviders(IEnumerable<StudyLine> lines, LciDatabase background, IEnumerable<string>? own = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(background);
        StudySuppliers suppliers = new(background);
        foreach (string name in own ?? []) suppliers.Add(name, null);
        LineEmission emission = new(null, suppliers);
        return lines.SelectMany(emission.Check);
    }

    /// <summary>Everything wrong with a study over a background, and the remarks that its checks bring up.</summary>
    internal static List<Diagnostic> CheckAll(Study study, LciDatabase background)
    {
        List<Diagnostic> findings = [];
        Check(study, new StudySuppliers(background), findings);
        return findings;
    }

    private static StudyElectricityForeground Check(Study study, StudySuppliers suppliers, List<Diagnostic> findings)
    {
        findings.AddRange(StudyRules.Check(study));
        StudyElectricityForeground electricity = StudyElectricityForeground.Of(study, suppliers, findings);
        LineEmission emission = new(study, suppliers);
        foreach (StudyLine line in study.Lines)
        {
            findings.AddRange(emission.Check(line));
            foreach (LineAlternative other in line.Alternatives) findings.AddRange(StudyRules.Check(other.Line).Where(f => f.Severity == Severity.Error).Concat(emission.Check(other.Line)));
        }

        findings.AddRange(CutOffRules.CheckProviders(study.CutOffs, suppliers.Background));
        findings.AddRange(CheckIds(study, suppliers.Background));
        return electricity;
    }

    private static IEnumerable<Diagnostic> CheckIds(Study study, LciDatabase background)
    {
        if (background.FindProcess(study.Id.Value) < 0 && background.FindFlow(study.Id.Value) < 0) yield break;
        yield return Diagnostic.Error(
            FindingCode.Duplicate,
            $"The study's id '{study.Id.Value}' is also the id of a process or flow of '{background.Name}'.",
            $"研究标识 '{study.Id.Value}' 与 '{background.Name}' 中的过程或流标识相同。") with
        {
            Where = study.Id.Where ?? study.Where,
            Found = study.Id.Value,
            Next = new Wording("Give the study another id.", "请为研究另取标识。"),
        };
    }

    private static IEnumerable<Diagnostic> Remarks(Study study)
    {
        StudyLine[] all = [.. study.Lines];
        StudyLine[] assumed = [.. all.Where(l => l.Quality == SourceKind.Assumption)];
        if (assumed.Length > 0)
        {
            yield return Diagnostic.Warning(
                FindingCode.Summary,
                $"{assumed.Length} of {all.Length} items rest on assumptions: {NamesOf(assumed, ", ", l => $"'{l.Item.En}'")}.",
                $"{all.Length} 个条目中有 {assumed.Length} 个基于假设：{NamesOf(assumed, "、", l => $"“{l.Item.Zh}”")}。") with
            { Where = study.Where };
        }

        LifeCycleStage[] omitted = [.. study.OmittedStages];
        if (omitted.Length > 0)
        {
            yield return Diagnostic.Note(
                FindingCode.BoundaryIncomplete,
                $"A partial footprint ({study.Boundary.Value.Name().En}); left out: {string.Join(", ", omitted.Select(s => s.Name().En))}.",
                $"部分碳足迹（{study.Boundary.Value.Name().Zh}）；未包含：{string.Join("、", omitted.Select(s => s.Name().Zh))}。") with
            { Where = study.Boundary.Where ?? study.Where };
        }
    }

    private static string NamesOf(StudyLine[] lines, string separator, Func<StudyLine, string> name) =>
        string.Join(separator, lines.Take(MostNamed).Select(name)) + (lines.Length > MostNamed ? $"{separator}…" : string.Empty);
}
