using System.Globalization;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Quality;

/// <summary>Data quality, cut-offs and what to measure next as lines of text in one language.</summary>
public static class QualityText
{
    private const int RowsShown = 10;
    private const int NumberWidth = 9;

    /// <summary>The lines.</summary>
    /// <param name="footprint">The footprint of a study.</param>
    /// <param name="language">The language.</param>
    /// <param name="width">The columns of the page; at least 60.</param>
    public static IReadOnlyList<ReportLine> Lines(CarbonFootprint footprint, Language language, int width = 100)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        QualityBoard board = QualityBoard.Of(footprint);
        List<ReportLine> lines = [ReportLine.Of(footprint.Title.In(language), ReportStyle.Title), ReportLine.Empty];
        lines.AddRange(Ratings(board, language));
        lines.Add(ReportLine.Empty);
        lines.AddRange(Rows(board, language, Math.Max(60, width)));
        if (footprint.CutOffs is { } cutOffs)
        {
            lines.Add(ReportLine.Empty);
            lines.Add(ReportLine.Of(T(language, "Completeness", "完整性"), ReportStyle.Heading));
            lines.Add(ReportLine.Of($"  {cutOffs.Statement.In(language)}"));
        }

        if (footprint.MeasureNext is { Items.Length: > 0 } next)
        {
            lines.Add(ReportLine.Empty);
            lines.Add(ReportLine.Of(T(language, "What to measure next", "下一步应测什么"), ReportStyle.Heading));
            for (int i = 0; i < next.Items.Length; i++) lines.Add(ReportLine.Of(string.Create(CultureInfo.InvariantCulture, $"  {i + 1}. {next.Items[i].Question.In(language)}")));
        }

        return lines;
    }

    private static IEnumerable<ReportLine> Ratings(QualityBoard board, Language language)
    {
        string undefined = T(language, "undefined", "未定义");
        yield return Fact(
            language, "Data quality rating", "数据质量评级",
            board.Dqr is { } rating ? T(language, $"{Two(rating)} ({QualityLevels.Of(rating).Name().En}), for ", $"{Two(rating)}（{QualityLevels.Of(rating).Name().Zh}），覆盖 ") + Percent(board.RatedPercent, undefined) : undefined);
        yield return Fact(language, "PACT ratings (technological, geographical, temporal)", "PACT 评级（技术、地理、时间）", board.Pact is { } pact ? $"{Two(pact.Technological)} · {Two(pact.Geographical)} · {Two(pact.Temporal)}" : undefined);
        yield return Fact(
            language, "Primary data share", "初级数据占比",
            Percent(board.PrimaryDataShare, undefined) + (board.Unstated == 0 ? string.Empty : T(language, $"; {board.Unstated} items do not say", $"；{board.Unstated} 个条目未说明")));
    }

    private static IEnumerable<ReportLine> Rows(QualityBoard board, Language language, int width)
    {
        int name = width - (3 * NumberWidth) - 4;
        yield return ReportLine.Of(
            "  " + DisplayWidth.PadRight(T(language, "Better data matter most for", "最需改善数据的条目"), name)
            + DisplayWidth.PadLeft("%", NumberWidth) + DisplayWidth.PadLeft(T(language, "rating", "评级"), NumberWidth) + DisplayWidth.PadLeft(T(language, "primary %", "初级 %"), NumberWidth + 2),
            ReportStyle.Heading);
        foreach (QualityRow row in board.Rows.Take(RowsShown))
        {
            string text = "  " + DisplayWidth.PadRight(DisplayWidth.Cut($"{(row.IsImportant ? "* " : "  ")}{row.Item.In(language)}", name), name)
                + DisplayWidth.PadLeft(row.Percent is { } percent ? Digits.Percent(percent) : "–", NumberWidth)
                + DisplayWidth.PadLeft(row.Dqr is { } rating ? Two(rating) : "–", NumberWidth)
                + DisplayWidth.PadLeft(row.Primary is { } primary ? Digits.Percent(100 * primary) : "–", NumberWidth + 2);
            yield return ReportLine.Of(text, row.LacksReason ? ReportStyle.Warning : ReportStyle.Plain);
        }

        if (board.Rows.Length > RowsShown) yield return ReportLine.Of(T(language, $"  and {board.Rows.Length - RowsShown} more", $"  另有 {board.Rows.Length - RowsShown} 个条目"), ReportStyle.Muted);
        yield return ReportLine.Of(T(language, "  * among the fewest items that together bring 80 % of the footprint", "  * 属于合计贡献 80 % 碳足迹的最少条目"), ReportStyle.Muted);
    }

    private static ReportLine Fact(Language language, string en, string zh, string value) => ReportLine.Of($"  {T(language, en, zh)}{T(language, ": ", "：")}{value}");

    private static string Percent(double? percent, string undefined) => percent is { } value ? $"{Digits.Percent(value)} %" : undefined;

    private static string Two(double rating) => rating.ToString("0.00", CultureInfo.InvariantCulture);

    private static string T(Language language, string en, string zh) => language == Language.Chinese ? zh : en;
}
