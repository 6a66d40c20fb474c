using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Studies;

/// <summary>The standards a study may claim, their editions, and the data a claim needs (REQ-05).</summary>
/// <remarks>
/// A claim whose data are missing is refused. A standard that the register does not know may be named; the reader of the result is told
/// that nobody checked the claim.
/// </remarks>
public static class StandardsRegister
{
    private static readonly ImmutableArray<ClaimedStandard> Known =
    [
        new("ISO 14067", ["2018"], CheckFootprintStudy),
        new("GB/T 24067", ["2024"], CheckFootprintStudy),
        new("ISO 14040", ["2006"], CheckFootprintStudy),
        new("ISO 14044", ["2006"], CheckFootprintStudy),
        new("PAS 2050", ["2011"], CheckFootprintStudy),
        new("ITU-T L.1410", ["2014", "2024"], CheckEquipmentStudy),
        new("ETSI ES 203 199", ["2015"], CheckEquipmentStudy),
        new("PACT", ["3.0"], CheckExchange),
    ];

    /// <summary>The names of the standards whose claims are checked.</summary>
    public static IEnumerable<string> Names => Known.Select(k => k.Name);

    /// <summary>Faults of the claims of a study; nothing for a bill of materials, which claims none.</summary>
    public static IEnumerable<Diagnostic> Check(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.Scope is not { } scope) yield break;
        foreach (string claim in scope.Standards)
        {
            if (Find(claim) is not { } standard)
            {
                yield return Diagnostic.Note(FindingCode.UnknownName, $"The claim of '{claim}' is not checked: the register of standards does not have it.", $"未检查对 '{claim}' 的符合性声明：标准登记表中没有该标准。") with
                {
                    Where = study.Where,
                    Found = claim,
                    Expected = Wording.Same(string.Join(" | ", Names)),
                };
                continue;
            }

            foreach (Diagnostic fault in CheckEdition(study, standard, claim)) yield return fault;
            foreach (Diagnostic fault in standard.Check(study, scope, claim)) yield return fault;
        }

        if (scope.Standards.Length > 0 && IsBareDenial(scope.Pcr))
        {
            yield return Diagnostic.Warning(FindingCode.MissingField, "The study uses no product category rule and does not say why.", "研究未采用产品种类规则，也未说明理由。") with
            {
                Where = study.Where,
                Found = scope.Pcr.En,
                Expected = new Wording("the rule that is used, or why none is: none exists for the product, or it does not fit", "所用规则，或未采用的理由：尚无适用规则，或规则不适用"),
            };
        }
    }

    private static ClaimedStandard? Find(string claim) =>
        Known.FirstOrDefault(k => claim.StartsWith(k.Name, StringComparison.OrdinalIgnoreCase) && (claim.Length == k.Name.Length || !char.IsLetterOrDigit(claim[k.Name.Length])));

    private static IEnumerable<Diagnostic> CheckEdition(Study study, ClaimedStandard standard, string claim)
    {
        string edition = claim[standard.Name.Length..].Trim(' ', ':', '-', '(', ')', 'v', 'V');
        if (edition.Length == 0)
        {
            yield return Refusal(study, claim, FindingCode.MissingField, "the edition is not named", "未注明版本", new Wording($"{standard.Name} with its edition: {string.Join(", ", standard.Editions)}", $"{standard.Name} 及其版本：{string.Join("、", standard.Editions)}"));
        }
        else if (!standard.Editions.Any(e => edition == e || edition.StartsWith(e + ".", StringComparison.Ordinal) || edition.EndsWith("/" + e, StringComparison.Ordinal)))
        {
            yield return Diagnostic.Warning(FindingCode.UnknownName, $"The edition of '{claim}' is not one whose requirements are checked.", $"'{claim}' 的版本不在可检查之列。") with
            {
                Where = study.Where,
                Found = edition,
                Expected = Wording.Same(string.Join(" | ", standard.Editions)),
            };
        }
    }

    // Goal and scope in full, as clause 6.3 asks.
    private static IEnumerable<Diagnostic> CheckFootprintStudy(Study study, StudyScope scope, string claim)
    {
        (Wording? Text, Wording Name)[] fields =
        [
            (study.Goal?.IntendedUse, new("the intended use", "预期用途")),
            (study.Goal?.Audience, new("the audience", "目标受众")),
            (scope.Product, new("the product", "产品")),
            (scope.Function, new("the function", "功能")),
            (scope.Geography, new("the geography", "地理范围")),
            (scope.Pcr, new("the product category rule, or why none is used", "产品种类规则或未采用的理由")),
            (study.FunctionalUnit.Text, new("the functional unit in words", "功能单位的文字说明")),
        ];
        foreach ((Wording? text, Wording name) in fields)
            if (text is not { } given || string.IsNullOrWhiteSpace(given.En) || string.IsNullOrWhiteSpace(given.Zh)) yield return Missing(study, claim, name);
        foreach (StudyLine line in study.Lines)
            if (string.IsNullOrWhiteSpace(line.Source.En) || string.IsNullOrWhiteSpace(line.Source.Zh)) yield return Missing(study, claim, new Wording($"the source of '{line.Item.En}'", $"“{line.Item.Zh}”的来源"), line.Where);
    }

    // Goods of ICT are judged over a life of use with a stated profile.
    private static IEnumerable<Diagnostic> CheckEquipmentStudy(Study study, StudyScope scope, string claim)
    {
        foreach (Diagnostic fault in CheckFootprintStudy(study, scope, claim)) yield return fault;
        bool hasUse = study.Stages.Any(s => s.Stage == LifeCycleStage.Use && s.Lines.Length > 0);
        if (study.Boundary.Value == SystemBoundary.CradleToGrave && !hasUse) yield return Missing(study, claim, new Wording("the use stage with its operating lifetime", "使用阶段及其运行寿命"));
    }

    // The exchanged footprint is cradle to gate and carries the three ratings.
    private static IEnumerable<Diagnostic> CheckExchange(Study study, StudyScope scope, string claim)
    {
        if (string.IsNullOrWhiteSpace(scope.Geography.En)) yield return Missing(study, claim, new Wording("the geography", "地理范围"));
        if (study.Boundary.Value == SystemBoundary.GateToGate) yield return Missing(study, claim, new Wording("everything from the cradle to the gate", "从摇篮到大门的全部过程"), study.Boundary.Where);
        bool isRated = study.Lines.Any(l => l.Rating?.Scores is not null || l is SupplierFootprintLine { Footprint.Pact: not null });
        if (!isRated) yield return Missing(study, claim, new Wording("data quality ratings: pedigree scores of the items, or ratings of supplier footprints", "数据质量评级：条目的谱系评分或供应商碳足迹的评级"));
    }

    private static Diagnostic Missing(Study study, string claim, Wording name, SourcePosition? where = null) =>
        Refusal(study, claim, FindingCode.MissingField, $"it needs {name.En}", $"缺少{name.Zh}", name, where);

    private static Diagnostic Refusal(Study study, string claim, FindingCode code, string en, string zh, Wording expected, SourcePosition? where = null) =>
        Diagnostic.Error(code, $"The claim of '{claim}' is refused: {en}.", $"不接受对 '{claim}' 的符合性声明：{zh}。") with
        {
            Where = where ?? study.Where,
            Found = claim,
            Expected = expected,
            Next = new Wording("Add what is missing, or give up the claim.", "请补充所缺内容，或撤回该声明。"),
        };

    private static bool IsBareDenial(Wording pcr) => pcr.En.Trim().TrimEnd('.') is "none" or "None" or "no" or "No" or "n/a" or "-" || pcr.Zh.Trim().TrimEnd('。') is "无" or "没有";

    private sealed record ClaimedStandard(string Name, ImmutableArray<string> Editions, Func<Study, StudyScope, string, IEnumerable<Diagnostic>> Check);
}
