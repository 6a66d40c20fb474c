using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;

namespace CarbonLca.Analysis;

/// <summary>How the footprint of one product went on over time (REQ-19; ISO 14067:2018, 6.4.7).</summary>
/// <remarks>
/// Product, unit and boundary must be the same. Where method or versions of factors changed, the earlier footprint is taken as computed again
/// with the later ones, so that the change tells of the product and not of the tables.
/// </remarks>
public sealed record PerformanceTracking
{
    private static readonly ImmutableArray<ComparabilityCriterion> Required =
    [
        new("product", new Wording("product", "产品"), f => f.Study?.Scope?.Product ?? f.Title),
        .. Comparability.Criteria.Where(c => c.Key is "unit" or "boundary" or "stages"),
    ];

    private PerformanceTracking()
    {
    }

    /// <summary>What forbids tracking: product, unit, boundary or stages that differ. Empty when it is allowed.</summary>
    public required ImmutableArray<ComparabilityDifference> Differences { get; init; }

    /// <summary>Whether the change is one of the same product.</summary>
    public bool IsAllowed => Differences.IsEmpty;

    /// <summary>The change as the results state it.</summary>
    public required ValueChange Stated { get; init; }

    /// <summary>The change from the earlier footprint as computed again with the later method and factors; null where that cannot be computed.</summary>
    public required ValueChange? Tracked { get; init; }

    /// <summary>The change split by cause.</summary>
    public required ChangeSplit Split { get; init; }

    /// <summary>Tracks a product between two computations.</summary>
    /// <param name="split">The change between them.</param>
    public static PerformanceTracking Of(ChangeSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return new PerformanceTracking
        {
            Differences = [.. Required.Select(c => c.Compare(split.Before, split.After)).OfType<ComparabilityDifference>()],
            Stated = split.Total,
            Tracked = split.Recomputed is { } recomputed ? new ValueChange(recomputed, split.After.Total) : null,
            Split = split,
        };
    }

    /// <summary>
    /// What changed and why, as a sentence or two for the comment of an exchanged footprint, where PACT asks for the cause of a change; null
    /// when tracking is not allowed.
    /// </summary>
    public Wording? Sentence
    {
        get
        {
            if (!IsAllowed) return null;
            string unit = Split.After.TotalUnit;
            string before = Digits.Significant(Stated.Before);
            string after = Digits.Significant(Stated.After);
            ChangePart[] parts = [.. Split.Parts.Where(p => p.Value != 0).OrderByDescending(p => Math.Abs(p.Value))];
            if (Stated.Absolute == 0 && parts.Length == 0)
            {
                return new Wording(
                    $"The product carbon footprint is unchanged at {after} {unit} per {Per(Language.English)}.",
                    $"产品碳足迹未变化，为每{Per(Language.Chinese)} {after} {unit}。");
            }

            Wording direction = Stated.Absolute < 0 ? new Wording("fell", "下降") : Stated.Absolute > 0 ? new Wording("rose", "上升") : new Wording("stayed the same", "保持不变");
            Wording head = new(
                $"The product carbon footprint {direction.En} from {before} to {after} {unit} per {Per(Language.English)} ({Change(Stated)}).",
                $"产品碳足迹由 {before} {direction.Zh}{(Stated.Absolute == 0 ? "，为" : "至")} {after} {unit}（每{Per(Language.Chinese)}，{Change(Stated)}）。");
            Wording causes = parts.Length == 0
                ? default
                : new Wording(
                    $" Causes: {string.Join(", ", parts.Select(p => $"{p.Groups.Name().En} {Signed(p.Value)}"))} {unit}.",
                    $"变化原因：{string.Join("，", parts.Select(p => $"{p.Groups.Name().Zh} {Signed(p.Value)}"))} {unit}。");
            Wording tracked = Tracked is { } t && t.Before != Stated.Before
                ? new Wording(
                    $" With today's method and factors the earlier footprint is {Digits.Significant(t.Before)} {unit}, and the change of the product {Change(t)}.",
                    $"按现行方法与因子重新计算，此前的碳足迹为 {Digits.Significant(t.Before)} {unit}，产品自身变化为 {Change(t)}。")
                : default;
            return new Wording(head.En + causes.En + tracked.En, head.Zh + causes.Zh + tracked.Zh);

            string Change(ValueChange change) =>
                change.Relative is { } r ? $"{Signed(change.Absolute)} {unit}, {(r > 0 ? "+" : string.Empty)}{Digits.Percent(100 * r)} %" : $"{Signed(change.Absolute)} {unit}";
        }
    }

    private static string Signed(double value) => value > 0 ? "+" + Digits.Significant(value) : Digits.Significant(value);

    private string Per(Language language)
    {
        FootprintUnit unit = Split.After.Unit;
        string amount = unit.Amount == 1 ? string.Empty : Digits.Full(unit.Amount) + " ";
        return amount + Glossary.UnitSymbol(unit.Unit).In(language);
    }
}
