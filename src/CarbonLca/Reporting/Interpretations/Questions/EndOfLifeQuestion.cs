using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Interpretations.Questions;

/// <summary>What other assumptions about the end of life would give: the stated ones, the other methods of materials with a cycle, no credits, and half and one and a half of what is treated (REQ-33, REQ-34).</summary>
/// <remarks>The amounts of a material's cycle follow from its mass and its shares, so that they are not scaled but computed by every other method.</remarks>
internal static class EndOfLifeQuestion
{
    private const double Step = 0.5;

    public static void Ask(SensitivitySubject subject)
    {
        bool isAsked = subject.AddStated(SensitivityTopic.EndOfLife, LifeCycleStage.EndOfLife);
        isAsked |= AskMethods(subject);
        SubjectLine[] lines = [.. subject.Lines.Where(l => l.Declared.Stage == LifeCycleStage.EndOfLife)];
        if (lines.Length == 0)
        {
            if (!isAsked) subject.Skip(SensitivityTopic.EndOfLife, new Wording("The footprint does not cover the end of life.", "该碳足迹未涵盖生命末期阶段。"));
            return;
        }

        SubjectLine[] credits = [.. lines.Where(l => l.Declared.IsDerived ? l.Declared.IsCredit : l.Declared.Line is AmountLine { IsCredit: true })];
        if (credits.Length > 0)
        {
            subject.Add(
                SensitivityTopic.EndOfLife,
                new Wording($"credits left out ({credits.Length} items)", $"不计抵减（{credits.Length} 个条目）"),
                subject.Total - credits.Sum(l => l.Value));
        }

        SubjectLine[] stated = [.. lines.Where(l => !l.Declared.IsDerived)];
        if (stated.Length == 0) return;
        double treated = stated.Sum(l => l.Value);
        Wording? remark = stated.Length == lines.Length ? null : new Wording("without what follows from the cycles of materials", "不含由材料循环得出的条目");
        subject.Add(SensitivityTopic.EndOfLife, new Wording("every amount of the end of life −50 %", "生命末期各项数量 −50 %"), subject.Total - (Step * treated), remark);
        subject.Add(SensitivityTopic.EndOfLife, new Wording("every amount of the end of life +50 %", "生命末期各项数量 +50 %"), subject.Total + (Step * treated), remark);
    }

    // A study that asks for the methods has them among its scenarios, and the reasons among its findings.
    private static bool AskMethods(SensitivitySubject subject)
    {
        Study study = subject.Foreground.Study;
        if (study.Sensitivity.Contains(ScenarioKind.EndOfLife))
        {
            ScenarioFootprint[] computed = [.. subject.Footprint.Scenarios.Where(s => s.Kind == ScenarioKind.EndOfLife)];
            foreach (ScenarioFootprint scenario in computed) subject.Add(SensitivityTopic.EndOfLife, scenario);
            return computed.Length > 0;
        }

        List<Diagnostic> notes = [];
        StudyScenario[] others = [.. StudyScenarios.EndOfLifeOf(study, subject.Background, notes)];
        foreach (StudyScenario other in others) subject.Compute(SensitivityTopic.EndOfLife, other.Name, other.Study);
        foreach (Diagnostic note in notes) subject.Skip(SensitivityTopic.EndOfLife, note.What);
        return others.Length + notes.Count > 0;
    }
}
