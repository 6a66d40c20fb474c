using CarbonLca.Assessment;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Interpretations.Questions;

/// <summary>What would be lost if small items were left out, and what already is (REQ-15).</summary>
internal static class CutOffQuestion
{
    /// <summary>The share of the total below which a single item may be left out.</summary>
    private const double SingleLimit = 0.01;

    /// <summary>The share of the total that all items left out may have together.</summary>
    private const double SumLimit = 0.05;

    public static void Ask(SensitivitySubject subject)
    {
        SubjectLine[] small = [.. subject.Lines.Where(line => Math.Abs(line.Value) < SingleLimit * Math.Abs(subject.Total))];
        CompensatedSum cut = default;
        foreach (SubjectLine line in small) cut.Add(line.Value);
        bool isTooMuch = Math.Abs(cut.Value) > SumLimit * Math.Abs(subject.Total);
        subject.Add(
            SensitivityTopic.CutOff,
            new Wording($"items below 1 % of the total left out ({small.Length} of {subject.Lines.Length})", $"剔除占比低于 1 % 的条目（{subject.Lines.Length} 个中的 {small.Length} 个）"),
            subject.Total - cut.Value,
            isTooMuch ? new Wording("together more than 5 %: they could not be left out", "合计超过 5 %，不可剔除") : null);

        int unlinked = subject.Assessment.System.Links.UnlinkedInputs.Count(e => subject.Assessment.IsUsed(e.Process)) + subject.Assessment.System.Links.UntreatedWastes.Count(e => subject.Assessment.IsUsed(e.Process));
        if (unlinked == 0) return;
        subject.Skip(SensitivityTopic.CutOff, new Wording(
            $"{unlinked} inputs and wastes of the background were cut off because nothing supplies or treats them; what they would add is not known.",
            $"背景数据中有 {unlinked} 个输入或废物因无供应或处理过程而被截断，其影响未知。"));
    }
}
