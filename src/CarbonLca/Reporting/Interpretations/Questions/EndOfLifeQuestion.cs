using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Interpretations.Questions;

/// <summary>What other assumptions about the end of life would give: without credits, and with half and one and a half of what is treated (REQ-33, REQ-34).</summary>
internal static class EndOfLifeQuestion
{
    private const double Step = 0.5;

    public static void Ask(SensitivitySubject subject)
    {
        SubjectLine[] lines = [.. subject.Lines.Where(l => l.Declared.Stage == LifeCycleStage.EndOfLife)];
        if (lines.Length == 0)
        {
            subject.Skip(SensitivityTopic.EndOfLife, new Wording("The footprint does not cover the end of life.", "该碳足迹未涵盖生命末期阶段。"));
            return;
        }

        SubjectLine[] credits = [.. lines.Where(l => l.Declared.Line is AmountLine { IsCredit: true })];
        if (credits.Length > 0)
        {
            subject.Add(
                SensitivityTopic.EndOfLife,
                new Wording($"credits left out ({credits.Length} items)", $"不计抵减（{credits.Length} 个条目）"),
                subject.Total - credits.Sum(l => l.Value));
        }

        double treated = lines.Sum(l => l.Value);
        subject.Add(SensitivityTopic.EndOfLife, new Wording("every amount of the end of life −50 %", "生命末期各项数量 −50 %"), subject.Total - (Step * treated));
        subject.Add(SensitivityTopic.EndOfLife, new Wording("every amount of the end of life +50 %", "生命末期各项数量 +50 %"), subject.Total + (Step * treated));
    }
}
