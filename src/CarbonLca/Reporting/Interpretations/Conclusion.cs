using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting.Documents;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>What follows from a footprint and its checks, in sentences made from numbers.</summary>
internal static class Conclusion
{
    private const double Decisive = 10; // per cent of the total

    public static IEnumerable<Wording> Of(CarbonFootprint footprint)
    {
        if (footprint.Total < 0)
        {
            yield return new Wording(
                "The total is negative: credits and removals exceed emissions. Shares are signed and refer to the absolute total.",
                "合计为负：抵减与清除超过排放。占比带符号，以总量的绝对值计。");
        }

        StageFootprint[] negative = [.. footprint.Stages.Where(s => s.Values[footprint.Headline] < 0)];
        if (negative.Length > 0)
        {
            Wording names = ReportText.List(negative.Select(s => s.Stage.Name()));
            yield return new Wording($"Net negative stages, by credits or removals: {names.En}.", $"因抵减或清除而净值为负的阶段：{names.Zh}。");
        }

        if (footprint.Stages.Length > 0 && footprint.Total != 0)
        {
            StageFootprint largest = footprint.Stages.MaxBy(s => Math.Abs(s.Values[footprint.Headline]))!;
            LineFootprint? line = footprint.Stages.SelectMany(s => s.Lines).MaxBy(l => Math.Abs(l.Values[footprint.Headline]));
            string share = Share(largest.Values[footprint.Headline]);
            if (line is not null)
            {
                yield return new Wording(
                    $"The largest stage is {largest.Stage.Name().En} with {share} % of the total; the largest item is '{line.Item.En}' with {Share(line.Values[footprint.Headline])} %.",
                    $"占比最大的阶段为{largest.Stage.Name().Zh}，占总量的 {share} %；占比最大的条目为“{line.Item.Zh}”，占 {Share(line.Values[footprint.Headline])} %。");
            }
        }

        if (footprint.Sensitivity is { Runs.Length: > 0 } set)
        {
            SensitivityRun[] decisive = [.. set.Runs.Where(r => Math.Abs(set.PercentOf(r) ?? 0) > Decisive)];
            if (decisive.Length == 0)
            {
                yield return new Wording($"None of {set.Runs.Length} other choices tried changes the total by more than {Decisive} %.", $"所试的 {set.Runs.Length} 种其他选择均未使总量变化超过 {Decisive} %。");
            }
            else
            {
                Wording topics = ReportText.List(decisive.Select(r => r.Topic).Distinct().Select(t => t.Name()));
                SensitivityRun most = decisive.MaxBy(r => Math.Abs(set.DifferenceOf(r)))!;
                yield return new Wording(
                    $"{decisive.Length} of {set.Runs.Length} other choices change the total by more than {Decisive} % ({topics.En}); the largest change comes from: {most.Change.En} ({SensitivityText.Change(set, most)}).",
                    $"所试的 {set.Runs.Length} 种其他选择中，有 {decisive.Length} 种使总量变化超过 {Decisive} %（{topics.Zh}）；变化最大的是：{most.Change.Zh}（{SensitivityText.Change(set, most)}）。");
            }
        }

        bool isPartial = footprint.Study is { } study && study.Boundary.Value != SystemBoundary.CradleToGrave;
        if (isPartial)
        {
            yield return new Wording(
                "A partial footprint says nothing of the stages left out and must not be taken for the footprint of the whole life.",
                "部分碳足迹不反映未涵盖的阶段，不得视为全生命周期的碳足迹。");
        }

        string Share(double value) => Percentages.Of(value, footprint.Total) is { } percent ? Digits.Percent(percent) : "–";
    }
}
