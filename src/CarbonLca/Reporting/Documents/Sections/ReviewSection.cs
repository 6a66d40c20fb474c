using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>How the study was reviewed, and what that allows (REQ-94).</summary>
internal static class ReviewSection
{
    /// <summary>The section; null for a product of a database.</summary>
    public static ReportSection? Of(ReportContext report)
    {
        if (report.Footprint.Study is not { } study) return null;
        CriticalReview? review = study.Review;
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        ImmutableArray<ReportFact>.Builder facts = ImmutableArray.CreateBuilder<ReportFact>();
        facts.Add(new(new("Kind", "类型"), review?.Kind.Name()));
        if (review is { Kind: not ReviewKind.None })
        {
            facts.Add(new(new("Reviewer", "评审人"), review.Reviewer));
            facts.Add(new(new("Date", "日期"), review.Date is { } date ? Wording.Same(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null));
        }

        if (review?.Statement is { } statement) facts.Add(new(new("Statement", "声明"), statement));
        facts.Add(new(new("Comparison in public", "公开对比"), study.IsForPublicComparison.Value ? new Wording("intended", "拟进行") : new Wording("not intended", "不进行")));
        blocks.Add(new FactsBlock(facts.ToImmutable()));
        if (review is null || !review.Kind.AllowsPublicComparison())
        {
            blocks.Add(new NoteBlock(Severity.Note, new Wording(
                "Without an external review or a panel the result must not be used to compare products in public.",
                "未经外部评审或评审组评审，结果不得用于产品间的公开对比。")));
        }

        return new ReportSection("review", new Wording("Critical review", "鉴定性评审"), blocks.ToImmutable());
    }
}
