using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting;

namespace CarbonLca.Analysis;

/// <summary>One part of a difference.</summary>
/// <param name="Key">Its key: of a stage, a gas group, or an item as <c>use/1</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Change">Its value in both footprints; 0 where one of them has no such part.</param>
public sealed record DifferencePart(string Key, Wording Name, ValueChange Change);

/// <summary>How two footprints differ, in the headline category: in all, by stage, by gas group and by item. Each view adds up to the whole.</summary>
public sealed record FootprintDifference
{
    private const double Tolerance = 1e-12;

    private FootprintDifference()
    {
    }

    /// <summary>The footprint before, or A.</summary>
    public required CarbonFootprint Before { get; init; }

    /// <summary>The footprint after, or B.</summary>
    public required CarbonFootprint After { get; init; }

    /// <summary>The totals.</summary>
    public ValueChange Total => new(Before.Total, After.Total);

    /// <summary>By life-cycle stage; empty for products of a database.</summary>
    public required ImmutableArray<DifferencePart> Stages { get; init; }

    /// <summary>By group of greenhouse gases; empty where the method has none.</summary>
    public required ImmutableArray<DifferencePart> GasGroups { get; init; }

    /// <summary>By item, matched by stage and text; empty for products of a database.</summary>
    public required ImmutableArray<DifferencePart> Items { get; init; }

    /// <summary>The difference of two footprints.</summary>
    /// <param name="before">The footprint before, or A.</param>
    /// <param name="after">The footprint after, or B.</param>
    /// <exception cref="InputRefusedException">Their totals are in different units.</exception>
    /// <exception cref="InconsistentFootprintException">A view does not add up: a fault of the engine.</exception>
    public static FootprintDifference Of(CarbonFootprint before, CarbonFootprint after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.TotalUnit != after.TotalUnit)
        {
            throw new InputRefusedException(Diagnostic.Error(FindingCode.UnitMismatch, $"'{before.Id}' is in {before.TotalUnit} and '{after.Id}' in {after.TotalUnit}; there is no difference between them.", $"'{before.Id}' 以 {before.TotalUnit} 表示，'{after.Id}' 以 {after.TotalUnit} 表示，无法求差。"));
        }

        FootprintDifference difference = new()
        {
            Before = before,
            After = after,
            Stages =
            [
                .. LifeCycleStages.All.Append(LifeCycleStage.Unassigned)
                    .Where(stage => before.Stages.Concat(after.Stages).Any(s => s.Stage == stage))
                    .Select(stage => new DifferencePart(stage.Key(), stage.Name(), new ValueChange(OfStage(before, stage), OfStage(after, stage)))),
            ],
            GasGroups = GroupsOf(before, after),
            Items = ItemsOf(before, after),
        };
        if (before.Stages.IsEmpty == after.Stages.IsEmpty)
        {
            difference.Verify("changes by stage", difference.Stages);
            difference.Verify("changes by item", difference.Items);
        }

        difference.Verify("changes by gas group", difference.GasGroups);
        return difference;
    }

    private static double OfStage(CarbonFootprint footprint, LifeCycleStage stage) =>
        footprint.Stages.Where(s => s.Stage == stage).Sum(s => s.Values[footprint.Headline]);

    private static ImmutableArray<DifferencePart> GroupsOf(CarbonFootprint before, CarbonFootprint after)
    {
        if (before.GasGroups.IsEmpty || after.GasGroups.IsEmpty) return [];
        string[] codes = [.. before.GasGroups.Select(k => before.Categories[k].Code).Union(after.GasGroups.Select(k => after.Categories[k].Code), StringComparer.Ordinal)];
        return [.. codes.Select(code => new DifferencePart(code, Glossary.Category(code), new ValueChange(Group(before, code), Group(after, code))))];

        static double Group(CarbonFootprint footprint, string code) =>
            footprint.GasGroups.Where(k => footprint.Categories[k].Code == code).Sum(k => footprint.Totals[k]);
    }

    // Items are the same when stage and text are; of several with one text the first goes with the first.
    private static ImmutableArray<DifferencePart> ItemsOf(CarbonFootprint before, CarbonFootprint after)
    {
        List<(string Key, Wording Name, double Before, double After)> parts = [];
        Dictionary<(LifeCycleStage Stage, string Item), Queue<int>> open = [];
        foreach (StageFootprint stage in before.Stages)
        {
            foreach (LineFootprint line in stage.Lines)
            {
                (LifeCycleStage, string) key = (stage.Stage, line.Item.En);
                if (!open.TryGetValue(key, out Queue<int>? places)) open.Add(key, places = new Queue<int>());
                places.Enqueue(parts.Count);
                parts.Add((StudyLines.KeyOf(stage.Stage, line.Number), line.Item, line.Values[before.Headline], 0));
            }
        }

        foreach (StageFootprint stage in after.Stages)
        {
            foreach (LineFootprint line in stage.Lines)
            {
                double value = line.Values[after.Headline];
                if (open.TryGetValue((stage.Stage, line.Item.En), out Queue<int>? places) && places.TryDequeue(out int place)) parts[place] = parts[place] with { After = value };
                else parts.Add((StudyLines.KeyOf(stage.Stage, line.Number), line.Item, 0, value));
            }
        }

        return [.. parts.Select(p => new DifferencePart(p.Key, p.Name, new ValueChange(p.Before, p.After)))];
    }

    // Within rounding of the values that were subtracted, and what the proofs of both solutions allow.
    private void Verify(string breakdown, ImmutableArray<DifferencePart> parts)
    {
        if (parts.IsEmpty) return;
        CompensatedSum sum = default;
        double size = Math.Abs(Before.Total) + Math.Abs(After.Total);
        foreach (DifferencePart part in parts)
        {
            sum.Add(part.Change.Absolute);
            size = Math.Max(size, Math.Abs(part.Change.Before) + Math.Abs(part.Change.After));
        }

        double allowed = size * Math.Max(Tolerance, 4 * Math.Max(Before.Proof.Solve.ErrorBound, After.Proof.Solve.ErrorBound));
        if (!(Math.Abs(sum.Value - Total.Absolute) <= allowed)) throw new InconsistentFootprintException($"{Before.Id} → {After.Id}", breakdown, Before.Categories[Before.Headline].Code, sum.Value, Total.Absolute);
    }
}
