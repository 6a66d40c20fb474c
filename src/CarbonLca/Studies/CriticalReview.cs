using CarbonLca.Diagnostics;

namespace CarbonLca.Studies;

/// <summary>How a study was reviewed (ISO 14067 clause 8, REQ-94).</summary>
public enum ReviewKind
{
    /// <summary>Not reviewed. A study that says so is honest, and fit for no public comparison.</summary>
    None,

    /// <summary>By somebody inside the organisation who had no part in the study.</summary>
    Internal,

    /// <summary>By somebody outside the organisation.</summary>
    External,

    /// <summary>By a panel of interested parties with a chair from outside.</summary>
    Panel,
}

/// <summary>Keys and names of <see cref="ReviewKind"/>.</summary>
public static class ReviewKinds
{
    /// <summary>All kinds, the weakest first.</summary>
    public static IReadOnlyList<ReviewKind> All { get; } = Enum.GetValues<ReviewKind>();

    /// <summary>The key used in files.</summary>
    public static string Key(this ReviewKind kind) => kind switch
    {
        ReviewKind.Internal => "internal",
        ReviewKind.External => "external",
        ReviewKind.Panel => "panel",
        _ => "none",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this ReviewKind kind) => kind switch
    {
        ReviewKind.Internal => new Wording("internal review", "内部评审"),
        ReviewKind.External => new Wording("external review", "外部评审"),
        ReviewKind.Panel => new Wording("review by a panel of interested parties", "利益相关方评审组评审"),
        _ => new Wording("not reviewed", "未经评审"),
    };

    /// <summary>Whether a review of this kind lets a comparison be published.</summary>
    public static bool AllowsPublicComparison(this ReviewKind kind) => kind is ReviewKind.External or ReviewKind.Panel;
}

/// <summary>The record of a critical review.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Reviewer">In which role the reviewer acted; mandatory for a review that took place.</param>
/// <param name="Statement">What the reviewer states; mandatory for a review that took place.</param>
/// <param name="Date">When; mandatory for a review that took place.</param>
/// <param name="Where">Where it stands.</param>
public sealed record CriticalReview(ReviewKind Kind, Wording? Reviewer = null, Wording? Statement = null, DateOnly? Date = null, SourcePosition? Where = null);
