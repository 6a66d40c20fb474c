using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>Rules about what a study tells beside its model: review, timing, separate figures.</summary>
public static class ReportingRules
{
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit KilogramOfEquivalents = Unit.Parse("kg CO2e");

    /// <summary>Every fault.</summary>
    public static IEnumerable<Diagnostic> Check(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return CheckReview(study.Review, study.Scope)
            .Concat(CheckComparison(study.IsForPublicComparison, study.Review, study.Where))
            .Concat(study.Timing is { } timing ? CheckTiming(timing) : [])
            .Concat(CheckFigures(study.SeparateFigures));
    }

    /// <summary>A review that took place has a reviewer, a statement and a date, which is not before the time the data represent.</summary>
    public static IEnumerable<Diagnostic> CheckReview(CriticalReview? review, StudyScope? scope)
    {
        if (review is null || review.Kind == ReviewKind.None) yield break;
        (string Key, bool IsThere, Wording Expected)[] fields =
        [
            ("reviewer", review.Reviewer is not null, new Wording("the role in which the reviewer acted", "评审人的身份")),
            ("statement", review.Statement is not null, new Wording("what the reviewer states", "评审声明")),
            ("date", review.Date is not null, new Wording("the day of the statement", "声明日期")),
        ];
        foreach ((string key, bool isThere, Wording expected) in fields)
        {
            if (isThere) continue;
            yield return Diagnostic.Error(FindingCode.MissingField, $"The critical review has no '{key}'.", $"鉴定性评审缺少 '{key}'。") with { Where = review.Where, Expected = expected };
        }

        if (review.Date is { } date && scope is not null && date < scope.Period.Value.From)
        {
            yield return Diagnostic.Error(FindingCode.DateOrder, "The critical review is older than the data of the study.", "鉴定性评审早于研究数据所代表的时期。") with
            {
                Where = review.Where,
                Found = date.ToString("O", CultureInfo.InvariantCulture),
                Expected = Wording.Same($"≥ {scope.Period.Value.From.ToString("O", CultureInfo.InvariantCulture)}"),
            };
        }
    }

    /// <summary>A comparison is published only after a review from outside (REQ-94).</summary>
    public static IEnumerable<Diagnostic> CheckComparison(Located<bool> isPublic, CriticalReview? review, SourcePosition? where)
    {
        if (!isPublic.Value || (review?.Kind.AllowsPublicComparison() ?? false)) yield break;
        yield return Diagnostic.Error(
            FindingCode.MissingField,
            "A comparison that is to be published needs an external review or a panel.",
            "拟公开发布的对比须经外部评审或利益相关方评审组评审。") with
        {
            Where = isPublic.Where ?? where,
            Found = (review?.Kind ?? ReviewKind.None).Key(),
            Expected = Wording.Same("review: {kind: external | panel, …}"),
        };
    }

    /// <summary>Emissions stated with a time lie more than ten years ahead; earlier ones count as at the beginning.</summary>
    public static IEnumerable<Diagnostic> CheckTiming(StudyTiming timing)
    {
        ArgumentNullException.ThrowIfNull(timing);
        foreach (LaterEmission later in timing.Later)
        {
            if (!(later.Years.Value > StudyTiming.CountedAsNow) || !double.IsFinite(later.Years.Value))
            {
                yield return Diagnostic.Error(
                    FindingCode.OutOfRange,
                    $"'{later.Item.En}' takes place within ten years and counts as at the beginning; it is not stated with a time.",
                    $"“{later.Item.Zh}”发生在十年之内，按期初计入，无需注明时间。") with
                {
                    Where = later.Years.Where ?? timing.Where,
                    Found = later.Years.Value.ToString("R", CultureInfo.InvariantCulture),
                    Expected = new Wording("more than 10 years", "大于 10 年"),
                };
            }

            if (!later.Amount.Value.Unit.ConvertsTo(KilogramOfEquivalents)) yield return WrongUnit(later.Item, later.Amount, KilogramOfEquivalents);
        }
    }

    /// <summary>Each figure once, in its unit, and carbon contents not below zero.</summary>
    public static IEnumerable<Diagnostic> CheckFigures(IReadOnlyList<SeparateFigure> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        HashSet<SeparateFigureKind> seen = [];
        foreach (SeparateFigure figure in figures)
        {
            if (!seen.Add(figure.Kind)) yield return Diagnostic.Error(FindingCode.Duplicate, $"The separate figure '{figure.Kind.Key()}' is given twice.", $"单独报告的 '{figure.Kind.Key()}' 重复给出。") with { Where = figure.Amount.Where };
            Unit unit = figure.Kind.IsCarbon() ? Kilogram : KilogramOfEquivalents;
            if (!figure.Amount.Value.Unit.ConvertsTo(unit))
            {
                yield return WrongUnit(figure.Kind.Name(), figure.Amount, unit);
            }
            else if (!double.IsFinite(figure.Amount.Value.Value))
            {
                yield return Diagnostic.Error(FindingCode.NotFinite, $"The figure of {figure.Kind.Name().En} is not finite.", $"{figure.Kind.Name().Zh}不是有限数。") with { Where = figure.Amount.Where };
            }
            else if (figure.Kind.IsCarbon() && figure.Amount.Value.Value < 0)
            {
                yield return Diagnostic.Error(FindingCode.NegativeNotAllowed, $"The {figure.Kind.Name().En} is below zero.", $"{figure.Kind.Name().Zh}为负。") with
                {
                    Where = figure.Amount.Where,
                    Found = figure.Amount.Value.ToString(),
                    Expected = new Wording("kg of carbon, zero or more", "以 kg 碳计，不小于零"),
                };
            }
        }
    }

    private static Diagnostic WrongUnit(Wording name, Located<Quantity> amount, Unit unit) =>
        Diagnostic.Error(FindingCode.UnitMismatch, $"The amount of '{name.En}' is in '{amount.Value.Unit}'.", $"“{name.Zh}”的数量单位为 '{amount.Value.Unit}'。") with
        {
            Where = amount.Where,
            Found = amount.Value.Unit.Symbol,
            Expected = new Wording($"a unit that converts to '{unit}'", $"可换算为 '{unit}' 的单位"),
        };
}
