using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Standards;

/// <summary>A standard that a study may claim, in one edition (REQ-05).</summary>
/// <param name="Id">The name and edition as studies write it: "ISO 14067:2018".</param>
/// <param name="Title">What it is about, in own words.</param>
/// <param name="Issued">When it was issued; null where unknown.</param>
/// <param name="Effective">From when it is in force; null where unknown.</param>
/// <param name="Confidence">How sure these dates are.</param>
/// <param name="Note">What to know about them; null for nothing.</param>
/// <param name="Requires">The keys of the report fields that a claim needs.</param>
public sealed record ClaimableStandard(string Id, Wording Title, DateOnly? Issued, DateOnly? Effective, string Confidence, Wording? Note, ImmutableArray<string> Requires);

/// <summary>A study's claim to follow a standard.</summary>
/// <param name="Name">The standard as the study names it.</param>
/// <param name="Standard">The standard; null when the register does not know it.</param>
/// <param name="Missing">The fields it needs and the study lacks; a claim with any is refused.</param>
public sealed record StandardClaim(string Name, ClaimableStandard? Standard, ImmutableArray<Wording> Missing)
{
    /// <summary>Whether the claim stands.</summary>
    public bool Stands => Standard is not null && Missing.IsEmpty;

    /// <summary>Why the claim does not stand; null when it does.</summary>
    public Diagnostic? Fault => Stands ? null : Standard is null
        ? Diagnostic.Warning(FindingCode.UnknownName, $"The register of standards does not know '{Name}'; the claim was not checked.", $"标准名录中没有 '{Name}'，该声明未经核对。")
        : Diagnostic.Error(
            FindingCode.MissingField,
            $"The claim to follow {Name} is refused: {string.Join(", ", Missing.Select(m => m.En))} missing.",
            $"不接受符合 {Name} 的声明：缺少{string.Join("、", Missing.Select(m => m.Zh))}。");
}
