using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>What the questions of one sensitivity analysis share, and where their answers go. Belongs to one thread.</summary>
internal sealed class SensitivitySubject
{
    private readonly List<SensitivityRun> _runs = [];
    private readonly List<SensitivityGap> _gaps = [];
    private readonly List<MethodIdentity> _used = [];

    public SensitivitySubject(CarbonFootprint footprint, ProductAssessment assessment, StudyForeground foreground, LciDatabase background, IReadOnlyList<ImpactMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(foreground);
        ArgumentNullException.ThrowIfNull(background);
        ArgumentNullException.ThrowIfNull(methods);
        Footprint = footprint;
        Assessment = assessment;
        Foreground = foreground;
        Background = background;
        Methods = methods;
        Lines = [.. footprint.Stages.SelectMany(stage => stage.Lines.Select(line => Item(stage, line)))];
    }

    /// <summary>The footprint as it was chosen.</summary>
    public CarbonFootprint Footprint { get; }

    /// <summary>The assessment it was made from.</summary>
    public ProductAssessment Assessment { get; }

    /// <summary>The study's foreground.</summary>
    public StudyForeground Foreground { get; }

    /// <summary>The background data.</summary>
    public LciDatabase Background { get; }

    /// <summary>Methods of other sets of global warming potentials.</summary>
    public IReadOnlyList<ImpactMethod> Methods { get; }

    /// <summary>The items of the study with what each brings.</summary>
    public ImmutableArray<SubjectLine> Lines { get; }

    /// <summary>The footprint as it was chosen.</summary>
    public double Total => Footprint.Total;

    /// <summary>A run was made.</summary>
    public void Add(SensitivityTopic topic, Wording change, double total, Wording? remark = null) => _runs.Add(new SensitivityRun(topic, change, total, remark));

    /// <summary>A scenario of the result is an answer: what was computed beside it is not computed again.</summary>
    public void Add(SensitivityTopic topic, ScenarioFootprint scenario, Wording? remark = null) => Add(topic, scenario.Name, scenario.Totals[Footprint.Headline], remark);

    /// <summary>The study is computed anew as it would be with another choice; a refusal is the reason why there is no run.</summary>
    public void Compute(SensitivityTopic topic, Wording change, Study study, Func<double, Wording?>? remark = null)
    {
        try
        {
            double total = FootprintScenarios.Assess(study, Background, Assessment, Assessment.System.Options).Impact[Footprint.Headline];
            Add(topic, change, total, remark?.Invoke(total));
        }
        catch (RefusalException refusal)
        {
            Skip(topic, change, refusal);
        }
    }

    /// <summary>The other assumptions that the items of a stage state are among the scenarios of the result, or were refused with a finding.</summary>
    /// <returns>Whether an item of the stage states one.</returns>
    public bool AddStated(SensitivityTopic topic, LifeCycleStage stage)
    {
        bool isStated = false;
        Queue<ScenarioFootprint> computed = new(Footprint.Scenarios.Where(s => s.Kind == ScenarioKind.Alternative));
        foreach (StudyStage described in Foreground.Study.Stages)
        {
            foreach ((StudyLine line, LineAlternative other) in described.Lines.SelectMany(line => line.Alternatives.Select(other => (line, other))))
            {
                Wording name = StudyScenarios.NameOf(line, other);
                ScenarioFootprint? scenario = computed.TryPeek(out ScenarioFootprint? next) && next.Name == name ? computed.Dequeue() : null;
                if (described.Stage != stage) continue;
                isStated = true;
                if (scenario is not null) Add(topic, scenario);
                else Skip(topic, new Wording($"{name.En}: refused; see the findings", $"{name.Zh}：无法计算，见提示信息"));
            }
        }

        return isStated;
    }

    /// <summary>A run could not be made.</summary>
    public void Skip(SensitivityTopic topic, Wording reason) => _gaps.Add(new SensitivityGap(topic, reason));

    /// <summary>A run was refused by the engine.</summary>
    public void Skip(SensitivityTopic topic, Wording what, RefusalException refusal)
    {
        Diagnostic first = refusal.Findings.First(f => f.Severity == Severity.Error);
        Skip(topic, new Wording($"{what.En}: {first.ToText(Language.English)}", $"{what.Zh}：{first.ToText(Language.Chinese)}"));
    }

    /// <summary>A method was used beside the study's own.</summary>
    public void Use(ImpactMethod method) => _used.Add(new MethodIdentity(method.Id, method.Name, method.Digest));

    /// <summary>All answers.</summary>
    public SensitivitySet ToSet() => new(Total, [.. _runs], [.. _gaps], [.. _used]);

    private SubjectLine Item(StageFootprint stage, LineFootprint line)
    {
        StudyForegroundLine declared = Foreground.Lines.First(l => l.Stage == stage.Stage && l.Number == line.Number);
        int column = Assessment.System.FindColumn(declared.ProcessId);
        double made = Assessment.Supply[column] * Assessment.System.Columns[column].ReferenceAmount;
        return new SubjectLine(declared, column, made, line.Values[Footprint.Headline]);
    }
}

/// <summary>An item of the study with its process.</summary>
/// <param name="Declared">The item and its process.</param>
/// <param name="Column">The column of its process.</param>
/// <param name="Amount">How much the process makes for the functional unit.</param>
/// <param name="Value">What it brings in the headline category.</param>
internal sealed record SubjectLine(StudyForegroundLine Declared, int Column, double Amount, double Value);
