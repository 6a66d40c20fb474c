using System.Collections.Immutable;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Quality;

/// <summary>The quality of the data behind a footprint in one place: every item with its share, scores and primary data, worst first (REQ-16, REQ-86, REQ-87).</summary>
/// <remarks>
/// Made of the footprint alone, so that a result read back has the same board. Weights are |emission| in the headline category without
/// biogenic removals. What is not rated is never given a rating: means are over what is rated, and say how much that is. In the ranking
/// alone, an item with PACT ratings counts with their mean, and one without any as the worst.
/// </remarks>
public sealed record QualityBoard
{
    /// <summary>What part of a footprint the most important items bring together (REQ-16).</summary>
    public const double ImportantShare = 0.8;

    private const int NamesInMessage = 5;

    private QualityBoard()
    {
    }

    /// <summary>The items, those first whose better data would matter most: share × (rating − 1) / 4.</summary>
    public required ImmutableArray<QualityRow> Rows { get; init; }

    /// <summary>The data quality rating of the result, weighted by contribution; null when nothing is rated.</summary>
    public required double? Dqr { get; init; }

    /// <summary>The three PACT ratings of the result; null when nothing is rated.</summary>
    public required PactRating? Pact { get; init; }

    /// <summary>How much of the footprint is rated, in per cent; null when the footprint is zero.</summary>
    public required double? RatedPercent { get; init; }

    /// <summary>The primary data share in per cent; null when the footprint is zero.</summary>
    public required double? PrimaryDataShare { get; init; }

    /// <summary>How many items do not say whether their data are primary; they count as secondary.</summary>
    public required int Unstated { get; init; }

    /// <summary>The fewest items that together bring 80 %, the largest first.</summary>
    public IEnumerable<QualityRow> MostImportant => Rows.Where(r => r.IsImportant).OrderByDescending(r => r.Weight).ThenBy(r => r.Stage).ThenBy(r => r.Number);

    /// <summary>The board of a study's footprint; without rows for a product of a database.</summary>
    public static QualityBoard Of(CarbonFootprint footprint)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        List<QualityRow> rows = [.. RowsOf(footprint)];
        double size = rows.Sum(r => r.Weight);
        MarkImportant(rows, size);
        QualityRow[] rated = [.. rows.Where(r => r.Dqr is not null)];
        return new QualityBoard
        {
            Rows = [.. rows.Select(r => r with { Percent = size == 0 ? null : 100 * r.Weight / size }).OrderByDescending(r => r.Priority).ThenByDescending(r => r.Weight).ThenBy(r => r.Stage).ThenBy(r => r.Number)],
            Dqr = EmissionWeighted.Mean(rated.Select(r => (r.Weight, r.Dqr!.Value))),
            Pact = PactRating.Mean(rows.Where(r => r.Pact is not null).Select(r => (r.Weight, r.Pact!.Value))),
            RatedPercent = size == 0 ? null : 100 * rated.Sum(r => r.Weight) / size,
            PrimaryDataShare = EmissionWeighted.PrimaryDataShare(rows.Select(r => (r.Weight, r.Primary ?? 0))),
            Unstated = rows.Count(r => r.Primary is null),
        };
    }

    /// <summary>Controlled items with secondary data and no reason (REQ-16).</summary>
    public IEnumerable<Diagnostic> Findings()
    {
        QualityRow[] unjustified = [.. Rows.Where(r => r.LacksReason)];
        if (unjustified.Length == 0) yield break;
        string more = unjustified.Length > NamesInMessage ? ", …" : string.Empty;
        yield return Diagnostic.Warning(
            FindingCode.SecondaryData,
            $"{unjustified.Length} {(unjustified.Length == 1 ? "item under the control of the organisation rests" : "items under the control of the organisation rest")} on secondary data, without a reason: {string.Join(", ", unjustified.Take(NamesInMessage).Select(r => $"'{r.Item.En}'"))}{more}.",
            $"{unjustified.Length} 个受组织控制的条目采用次级数据且未说明理由：{string.Join("、", unjustified.Take(NamesInMessage).Select(r => $"“{r.Item.Zh}”"))}{(more.Length > 0 ? "……" : string.Empty)}。") with
        {
            Where = unjustified[0].Rating!.Where,
            Next = new Wording("Collect site-specific data, or give a justification in the item's quality.", "请收集现场数据，或在条目的 quality 中给出 justification。"),
        };
    }

    private static IEnumerable<QualityRow> RowsOf(CarbonFootprint footprint)
    {
        if (footprint.Study is not { } study) yield break;
        int removal = -1;
        for (int k = 0; k < footprint.Categories.Length; k++)
            if (footprint.Categories[k].Code == "biogenic-removal" && footprint.GasGroups.Contains(k)) removal = k;
        foreach (StageFootprint stage in footprint.Stages)
        {
            StudyLine[] lines = [.. study.Stages.Where(s => s.Stage == stage.Stage).SelectMany(s => s.Lines)];
            foreach (LineFootprint part in stage.Lines)
            {
                // An item that the engine made itself stands after those of the study, which says nothing of its data.
                StudyLine? line = part.Number <= lines.Length ? lines[part.Number - 1] : null;
                double value = part.Values[footprint.Headline];
                yield return new QualityRow
                {
                    Stage = stage.Stage,
                    Number = part.Number,
                    Item = part.Item,
                    Kind = part.Quality,
                    Rating = line?.Rating,
                    Declared = (line as SupplierFootprintLine)?.Footprint,
                    Value = value,
                    Weight = Math.Abs(removal < 0 ? value : value - part.Values[removal]),
                    Primary = line is null ? null : PrimaryOf(line),
                    Uncertainty = line is null ? LineUncertainty.Fixed : LineUncertainty.Of(line),
                };
            }
        }
    }

    // Primary only if activity and factor both are; a supplier's footprint passes its own share. Null when nothing is said.
    private static double? PrimaryOf(StudyLine line) => line.Rating switch
    {
        { IsActivityPrimary: false } => 0,
        _ when line is SupplierFootprintLine supplied => supplied.Footprint.PrimaryShare?.Value / 100,
        { IsActivityPrimary: true, IsFactorPrimary: true } => 1,
        { IsFactorPrimary: false } => 0,
        _ => null,
    };

    private static void MarkImportant(List<QualityRow> rows, double size)
    {
        double sum = 0;
        foreach (int i in Enumerable.Range(0, rows.Count).OrderByDescending(i => rows[i].Weight).ThenBy(i => i))
        {
            if (sum >= ImportantShare * size) return;
            sum += rows[i].Weight;
            rows[i] = rows[i] with { IsImportant = true };
        }
    }
}

/// <summary>One item of a <see cref="QualityBoard"/>.</summary>
public sealed record QualityRow
{
    /// <summary>The stage of the item.</summary>
    public required LifeCycleStage Stage { get; init; }

    /// <summary>Its number in the stage, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What it is.</summary>
    public required Wording Item { get; init; }

    /// <summary>How its amount came to be known.</summary>
    public required SourceKind Kind { get; init; }

    /// <summary>What is said about its data; null when nothing is.</summary>
    public required DataRating? Rating { get; init; }

    /// <summary>The footprint that its supplier declares; null for other items.</summary>
    public SupplierFootprint? Declared { get; init; }

    /// <summary>Its part of the footprint.</summary>
    public required double Value { get; init; }

    /// <summary>|emission| without biogenic removals.</summary>
    public required double Weight { get; init; }

    /// <summary>The part of it that rests on primary data, from 0 to 1; null when the study does not say, which counts as 0.</summary>
    public required double? Primary { get; init; }

    /// <summary>What its amount is drawn from.</summary>
    public required LineUncertainty Uncertainty { get; init; }

    /// <summary>Its share of all weights in per cent; null when they are zero.</summary>
    public double? Percent { get; init; }

    /// <summary>Whether it is among the fewest items that together bring 80 %.</summary>
    public bool IsImportant { get; init; }

    /// <summary>Its data quality rating, by its scores or as its supplier declares it; null without.</summary>
    public double? Dqr => Rating?.Pef?.Dqr ?? Declared?.Dqr?.Value;

    /// <summary>Its three PACT ratings, by its scores or as its supplier declares them; null without.</summary>
    public PactRating? Pact => Rating?.Pact ?? Declared?.Pact;

    /// <summary>How much better data would matter: weight × (rating − 1) / 4, an item without any rating counting as the worst.</summary>
    public double Priority => Weight * ((Dqr ?? MeanOf(Pact) ?? PedigreeScores.Worst) - PedigreeScores.Best) / (PedigreeScores.Worst - PedigreeScores.Best);

    /// <summary>Whether site-specific data were due, secondary data are used, and nobody says why.</summary>
    public bool LacksReason => Rating is { IsControlled: true, Justification: null } && (Primary ?? 0) == 0;

    private static double? MeanOf(PactRating? rating) => rating is { } given ? (given.Technological + given.Geographical + given.Temporal) / 3 : null;
}
