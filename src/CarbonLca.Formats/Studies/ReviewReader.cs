using CarbonLca.Diagnostics;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads the record of a critical review (<c>review</c>) and whether a comparison is to be published (<c>public_comparison</c>).</summary>
internal sealed class ReviewReader(FindingList findings)
{
    private readonly Values _values = new(findings);

    /// <summary>The review; null when the study does not say, or with findings.</summary>
    /// <param name="node">The node of <c>review</c>.</param>
    /// <param name="comparison">The node of <c>public_comparison</c>.</param>
    /// <param name="scope">The scope of the study; null when it could not be read.</param>
    public (CriticalReview? Review, Located<bool> IsForPublicComparison) Read(DocumentNode? node, DocumentNode? comparison, StudyScope? scope)
    {
        Located<bool> isPublic = _values.Bool(comparison) ?? false;
        CriticalReview? review = null;
        if (FieldReader.Of(node, findings) is { } fields)
        {
            Wording kinds = Wording.Same(string.Join(" | ", ReviewKinds.All.Select(k => k.Key())));
            Located<ReviewKind>? kind = _values.OneOf(fields.Required("kind", kinds), ReviewKinds.All, k => k.Key());
            Wording? reviewer = _values.Bilingual(fields.Optional("reviewer"));
            Wording? statement = _values.Bilingual(fields.Optional("statement"));
            DateOnly? date = _values.Date(fields.Optional("date"));
            fields.RefuseOthers();
            if (kind is { } k) review = new CriticalReview(k.Value, reviewer, statement, date, node!.Where);
        }

        findings.AddRange(ReportingRules.CheckReview(review, scope));
        findings.AddRange(ReportingRules.CheckComparison(isPublic, review, isPublic.Where));
        return (review, isPublic);
    }
}
