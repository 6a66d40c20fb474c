using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The section of a report about the quality of its data: ratings of the result, the board of items, what to measure next.</summary>
internal static class DataQualitySection
{
    // Questions about less than this share of the variance are not worth a supplier's time; the quality command lists them all.
    private const double LeastPercent = 1;

    /// <summary>The section of a footprint.</summary>
    public static ReportSection Of(ReportContext report)
    {
        CarbonFootprint footprint = report.Footprint;
        Wording heading = new("Data quality", "数据质量");
        if (footprint.Study is null) return new ReportSection("data-quality", heading, [new TextBlock(new Wording("The result belongs to a product of a database, whose data are not rated here.", "结果属于数据库产品，此处不作数据质量评价。"))]);
        QualityBoard board = QualityBoard.Of(footprint);
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(Ratings(board));
        blocks.Add(new TextBlock(ImportantText(board)));
        blocks.Add(Board(board, footprint.TotalUnit));
        foreach (Diagnostic finding in board.Findings()) blocks.Add(new NoteBlock(finding.Severity, finding.What));
        if (footprint.MeasureNext is { } next && next.Items.Any(i => i.Percent >= LeastPercent))
        {
            blocks.Add(new TextBlock(new Wording(
                $"What to measure next. The standard deviation of the result is {Digits.Significant(next.Deviation)} {footprint.TotalUnit} to first order; these inputs would narrow it most:",
                $"下一步应测什么：结果的一阶标准差为 {Digits.Significant(next.Deviation)} {footprint.TotalUnit}；改善以下输入的数据最能缩小不确定性：")));
            blocks.Add(Next(next, footprint.TotalUnit));
        }

        return new ReportSection("data-quality", heading, blocks.ToImmutable());
    }

    private static FactsBlock Ratings(QualityBoard board)
    {
        Wording unrated = new("undefined: no item is rated", "未定义：无条目评分");
        return new FactsBlock(
        [
            new(
                new("Data quality rating (mean of TeR, GeR, TiR and P by contribution)", "数据质量评级（TeR、GeR、TiR、P 按贡献加权平均）"),
                board.Dqr is { } rating ? new Wording($"{Two(rating)}, {QualityLevels.Of(rating).Name().En}", $"{Two(rating)}，{QualityLevels.Of(rating).Name().Zh}") : unrated),
            new(
                new("PACT ratings: technological, geographical, temporal", "PACT 评级：技术、地理、时间"),
                board.Pact is { } pact ? Wording.Same($"{Two(pact.Technological)} · {Two(pact.Geographical)} · {Two(pact.Temporal)}") : unrated),
            new(new("Part of the footprint that is rated", "已评分部分占碳足迹"), Percent(board.RatedPercent)),
            new(
                new("Primary data share", "初级数据占比"),
                board.Unstated == 0
                    ? Percent(board.PrimaryDataShare)
                    : new Wording($"{Percent(board.PrimaryDataShare).En}; {board.Unstated} items do not say and count as secondary", $"{Percent(board.PrimaryDataShare).Zh}；{board.Unstated} 个条目未说明，按次级数据计")),
        ]);
    }

    private static Wording ImportantText(QualityBoard board)
    {
        QualityRow[] important = [.. board.MostImportant];
        return new Wording(
            $"Most important items: {important.Length} of {board.Rows.Length} bring {QualityBoard.ImportantShare * 100:0} % of the footprint: {string.Join("; ", important.Select(r => r.Item.En))}.",
            $"最重要条目：{board.Rows.Length} 个条目中的 {important.Length} 个贡献了碳足迹的 {QualityBoard.ImportantShare * 100:0} %：{string.Join("；", important.Select(r => r.Item.Zh))}。");
    }

    private static TableBlock Board(QualityBoard board, string unit) => new(
        "data-quality",
        new Wording("Items by share of the result and quality of their data, those first where better data matter most", "条目按结果占比与数据质量排序，最需改善者在前"),
        [
            new(new("Stage", "阶段")),
            new(Wording.Same("#"), true),
            new(new("Item", "条目")),
            new(new("Kind", "类型")),
            new(Wording.Same(unit), true),
            new(Wording.Same("%"), true),
            new(new("Pedigree", "谱系评分")),
            new(new("Rating", "评级"), true),
            new(new("Primary %", "初级 %"), true),
            new(new("Spread (GSD)", "离散度（GSD）"), true),
            new(new("Marks", "标记")),
        ],
        [.. board.Rows.Select(Row)]);

    private static ReportRow Row(QualityRow row) => new(
    [
        ReportCell.Of(row.Stage.Name()),
        ReportCell.Of(row.Number, row.Number.ToString(CultureInfo.InvariantCulture)),
        ReportCell.Of(row.Item),
        ReportCell.Of(Glossary.Quality(row.Kind)),
        ReportCell.Of(row.Value),
        ReportCell.Percent(row.Percent),
        ReportCell.Of(row.Rating?.Scores?.ToString().Replace(", ", " ", StringComparison.Ordinal) ?? "–"),
        row.Dqr is { } rating ? ReportCell.Of(rating, Two(rating)) : ReportCell.Of("–"),
        ReportCell.Percent(row.Primary is { } primary ? 100 * primary : null),
        row.Uncertainty.Distribution is { Kind: UncertaintyKind.Lognormal } drawn ? ReportCell.Of(drawn.Spread) : ReportCell.Of(row.Uncertainty.Distribution?.Kind.ToString().ToLowerInvariant() ?? "–"),
        ReportCell.Of(Marks(row)),
    ]);

    private static Wording Marks(QualityRow row)
    {
        List<Wording> marks = [];
        if (row.IsImportant) marks.Add(new Wording("most important", "最重要"));
        if (row.Rating is { IsControlled: true }) marks.Add(new Wording("controlled", "受控"));
        if (row.LacksReason) marks.Add(new Wording("secondary data without a reason", "次级数据且未说明理由"));
        else if (row.Rating?.Justification is { } reason) marks.Add(reason);
        return marks.Count == 0 ? Wording.Same("–") : new Wording(string.Join("; ", marks.Select(m => m.En)), string.Join("；", marks.Select(m => m.Zh)));
    }

    private static TableBlock Next(MeasureNext next, string unit) => new(
        "measure-next",
        new Wording("Questions to those who know", "向数据提供方提出的问题"),
        [
            new(new("Question", "问题")),
            new(new("of the variance, %", "占方差 %"), true),
            new(new("less variance, %", "方差减少 %"), true),
            new(new($"then the standard deviation, {unit}", $"改善后标准差，{unit}"), true),
        ],
        [.. next.Items.Where(i => i.Percent >= LeastPercent).Select(item => new ReportRow([ReportCell.Of(item.Question), ReportCell.Percent(item.Percent), ReportCell.Percent(item.ShrinkPercent), ReportCell.Of(item.DeviationAfter)]))]);

    private static string Two(double rating) => rating.ToString("0.00", CultureInfo.InvariantCulture);

    private static Wording Percent(double? percent) => percent is { } value ? Wording.Same($"{Digits.Percent(value)} %") : new Wording("undefined: the footprint is zero", "未定义：碳足迹为零");
}
