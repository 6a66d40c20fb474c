using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.EndOfLife;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;
using CarbonLca.Stages;
using CarbonLca.Studies;

namespace CarbonLca.Analysis;

/// <summary>The rules a study follows where the standard leaves a choice, in words that are the same when the rules are (REQ-18).</summary>
/// <remarks>
/// A rule, not its outcome: which flows are cut off, which contracts are held and how well items score may differ between two products
/// that were judged alike; by what criteria, in which order and on which scale must not.
/// </remarks>
internal static class ComparedRules
{
    /// <summary>The limits of what may be left out, and what becomes of inputs that the data do not supply.</summary>
    public static Wording CutOffOf(CarbonFootprint footprint)
    {
        Wording unlinked = OptionTexts.Unlinked(footprint.Options.Unlinked);
        Wording rest = new($"inputs without provider: {unlinked.En}", $"无供应过程的输入：{unlinked.Zh}");
        if (footprint.Study is not { } study) return rest;
        string single = Parameter.Text(100 * study.CutOffs.Criteria.Single);
        string sum = Parameter.Text(100 * study.CutOffs.Criteria.Sum);
        return new Wording($"each below {single} %, together below {sum} %; {rest.En}", $"单项低于 {single} %，合计低于 {sum} %；{rest.Zh}");
    }

    /// <summary>By location or by market, and what the accounts take for admissible; grids and background processes are by location.</summary>
    /// <remarks>A market-based rule without a contract, residual mix or own plant gives what location gives, so it is the same.</remarks>
    public static Wording ElectricityOf(Study study)
    {
        if (study.Electricity is not { HasMarketData: true, IsLocationBased: false } electricity) return new Wording("location-based", "基于位置");
        bool isOfOrganisation = electricity.Rules.Purpose == ElectricityPurpose.OrganisationAccount;
        int months = electricity.Rules.MostMonthsApart;
        return new Wording(
            $"market-based, instruments at most {months} months apart{(isOfOrganisation ? ", combustion factors" : string.Empty)}",
            $"基于市场，合约工具的时间相差不超过 {months} 个月{(isOfOrganisation ? "，燃烧排放因子" : string.Empty)}");
    }

    /// <summary>The methods by which the burdens of recycling are shared, of the study and of materials that have one of their own.</summary>
    /// <remarks>A material without a method of its own follows the study's. Without any material cycle no method is used.</remarks>
    public static Wording EndOfLifeOf(Study study)
    {
        EndOfLifeMethod[] methods =
        [
            .. study.Lines.OfType<ProvidedLine>().Where(l => l.EndOfLife is not null)
                .Select(l => l.EndOfLife!.Method ?? study.EndOfLife?.Method).OfType<EndOfLifeMethod>()
                .DistinctBy(m => m.Name).OrderBy(m => m.Name, StringComparer.Ordinal),
        ];
        return methods.Length == 0
            ? new Wording("items of the study, no material cycle", "按研究条目，无材料循环")
            : ReportText.List(methods.Select(m => m.Title));
    }

    /// <summary>The scales on which the items are rated.</summary>
    public static Wording DataQualityOf(Study study)
    {
        string[] sets =
        [
            .. study.Lines.Select(l => l.Rating is { Scores: not null, Pedigree: { } table } ? table.Name : null).OfType<string>()
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        Wording levels = new("source of every amount on four levels", "每个数量按四级来源说明");
        return sets.Length == 0
            ? levels
            : new Wording($"{levels.En}; pedigree scores by {string.Join(", ", sets)}", $"{levels.Zh}；谱系评分采用 {string.Join("、", sets)}");
    }
}
