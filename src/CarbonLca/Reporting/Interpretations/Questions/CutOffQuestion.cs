using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Documents;
using CarbonLca.Reporting.Quality;

namespace CarbonLca.Reporting.Interpretations.Questions;

/// <summary>What the total would be with everything that is cut off, as far as it can be estimated, and what would be lost if small items were left out too (REQ-15).</summary>
internal static class CutOffQuestion
{
    private const int NamesShown = 5;

    public static void Ask(SensitivitySubject subject)
    {
        AskBack(subject);
        double single = subject.Foreground.Study.CutOffs.Criteria.Single;
        double sum = subject.Foreground.Study.CutOffs.Criteria.Sum;
        SubjectLine[] small = [.. subject.Lines.Where(line => Math.Abs(line.Value) < single * Math.Abs(subject.Total))];
        CompensatedSum cut = default;
        foreach (SubjectLine line in small) cut.Add(line.Value);
        bool isTooMuch = Math.Abs(cut.Value) > sum * Math.Abs(subject.Total);
        string limit = Percent(single);
        subject.Add(
            SensitivityTopic.CutOff,
            new Wording($"items below {limit} % of the total left out ({small.Length} of {subject.Lines.Length})", $"剔除占比低于 {limit} % 的条目（{subject.Lines.Length} 个中的 {small.Length} 个）"),
            subject.Total - cut.Value,
            isTooMuch ? new Wording($"together more than {Percent(sum)} %: they could not be left out", $"合计超过 {Percent(sum)} %，不可剔除") : null);
    }

    // What is cut off, added back by the estimates of the register; what has no estimate is named and is never zero.
    private static void AskBack(SensitivitySubject subject)
    {
        if (subject.Footprint.CutOffs is not { Entries.IsEmpty: false } register) return;
        CutOffEntry[] known = [.. register.Entries.Where(e => e.Value is not null)];
        if (known.Length > 0)
        {
            CompensatedSum total = default;
            total.Add(subject.Total);
            foreach (CutOffEntry entry in known) total.Add(entry.Value!.Value);
            subject.Add(
                SensitivityTopic.CutOff,
                new Wording($"what is cut off added back ({known.Length} of {register.Entries.Length} flows, estimated)", $"加回已舍去的流（{register.Entries.Length} 项中的 {known.Length} 项，估算值）"),
                total.Value,
                register.IsWithinSum ? null : new Wording($"more than the {Percent(register.Criteria.Sum)} % that the criteria permit", $"超过准则允许的 {Percent(register.Criteria.Sum)} %"));
        }

        CutOffEntry[] open = [.. register.Entries.Where(e => e.Value is null)];
        if (open.Length == 0) return;
        Wording names = ReportText.List(open.Take(NamesShown).Select(e => e.Item));
        subject.Skip(SensitivityTopic.CutOff, new Wording(
            $"{open.Length} flows are cut off that nothing gives an estimate for; what they would add is not known: {names.En}{(open.Length > NamesShown ? ", …" : string.Empty)}",
            $"有 {open.Length} 项被舍去的流无从估算，其影响未知：{names.Zh}{(open.Length > NamesShown ? "……" : string.Empty)}"));
    }

    private static string Percent(double share) => Digits.Full(100 * share);
}
