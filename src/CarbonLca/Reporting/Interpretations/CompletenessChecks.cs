using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting.Documents;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>Whether everything is there that should be.</summary>
internal static class CompletenessChecks
{
    public static IEnumerable<InterpretationCheck> Of(CarbonFootprint footprint)
    {
        if (footprint.Study is { } study) yield return Stages(study);
        yield return Supply(footprint);
        if (footprint.CutOffs is { } cutOffs) yield return CutOffs(cutOffs);
        yield return Gases(footprint);
        yield return Balance(footprint);
        yield return Fields(footprint);
    }

    private static InterpretationCheck Stages(Study study)
    {
        Wording name = new("Stages of the life", "生命周期阶段");
        LifeCycleStage[] omitted = [.. study.OmittedStages];
        return omitted.Length == 0
            ? new InterpretationCheck(name, CheckVerdict.Passed, new Wording("all five stages are covered", "涵盖全部五个阶段"))
            : new InterpretationCheck(name, CheckVerdict.Noted, ReportText.List(omitted.Select(s => s.Name())) is var list ? new Wording($"a partial footprint; left out: {list.En}", $"部分碳足迹；未涵盖：{list.Zh}") : default);
    }

    private static InterpretationCheck Supply(CarbonFootprint footprint)
    {
        Wording name = new("Inputs and wastes linked to processes", "输入与废物的链接");
        Diagnostic[] cuts = [.. footprint.Findings.Where(f => f.Code == FindingCode.UnlinkedInput)];
        return cuts.Length == 0
            ? new InterpretationCheck(name, CheckVerdict.Passed, new Wording("nothing that takes part was cut off", "参与计算的过程无截断"))
            : new InterpretationCheck(name, CheckVerdict.Open, new Wording(string.Join(" ", cuts.Select(c => c.What.En)), string.Concat(cuts.Select(c => c.What.Zh))));
    }

    private static InterpretationCheck CutOffs(CutOffRegister register)
    {
        bool isOpen = !register.IsWithinSum || register.Unassessed > 0 || register.AboveSingle.Any();
        return new InterpretationCheck(
            new Wording("Cut-offs against the criteria", "舍去部分与取舍准则"),
            register.Entries.IsEmpty ? CheckVerdict.Passed : isOpen ? CheckVerdict.Open : CheckVerdict.Noted,
            register.Statement);
    }

    private static InterpretationCheck Gases(CarbonFootprint footprint)
    {
        Wording name = new("Greenhouse gases characterised", "温室气体的特征化");
        Diagnostic[] gases = [.. footprint.Findings.Where(f => f.Code is FindingCode.MissingFactor or FindingCode.UnknownFlow)];
        return gases.Length == 0
            ? new InterpretationCheck(name, CheckVerdict.Passed, new Wording("every greenhouse gas of the inventory has a factor", "清单中每种温室气体均有特征化因子"))
            : new InterpretationCheck(name, CheckVerdict.Open, new Wording(string.Join(" ", gases.Select(g => g.What.En)), string.Concat(gases.Select(g => g.What.Zh))));
    }

    private static InterpretationCheck Balance(CarbonFootprint footprint) => new(
        new Wording("Sums of all breakdowns", "各分解之和"),
        CheckVerdict.Passed,
        new Wording(
            $"stages, items, processes, flows and gas groups sum to the total within {Digits.Size(footprint.Proof.Imbalance)}",
            $"阶段、条目、过程、基本流与气体分组之和与总量相符，差异不超过 {Digits.Size(footprint.Proof.Imbalance)}"));

    private static InterpretationCheck Fields(CarbonFootprint footprint)
    {
        Wording name = new("Fields of the report", "报告内容");
        ImmutableArray<Wording> missing = ReportFields.Missing(footprint);
        Wording list = ReportText.List(missing);
        return missing.IsEmpty
            ? new InterpretationCheck(name, CheckVerdict.Passed, new Wording("all fields are there", "内容齐全"))
            : new InterpretationCheck(name, CheckVerdict.Open, new Wording($"missing: {list.En}", $"缺少：{list.Zh}"));
    }
}
