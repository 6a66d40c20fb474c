using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Documents;

namespace CarbonLca.Reporting.Standards;

/// <summary>The editions of standards that studies may claim, from when each is in force, and the report fields a claim needs (REQ-05, REQ-95).</summary>
/// <remarks>The facts are data; see <c>datasets/standards</c>.</remarks>
public sealed class StandardEditions
{
    /// <summary>A table of editions.</summary>
    /// <param name="standards">The standards, each once.</param>
    /// <exception cref="InputRefusedException">A standard stands there twice, or needs a field that reports do not have.</exception>
    public StandardEditions(IEnumerable<ClaimableStandard> standards)
    {
        ArgumentNullException.ThrowIfNull(standards);
        Standards = [.. standards];
        List<Diagnostic> faults = [];
        foreach (IGrouping<string, ClaimableStandard> same in Standards.GroupBy(s => s.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
            faults.Add(Diagnostic.Error(FindingCode.Duplicate, $"The standard '{same.Key}' stands in the register {same.Count()} times.", $"标准 '{same.Key}' 在名录中出现 {same.Count()} 次。"));
        foreach (ClaimableStandard standard in Standards)
        {
            foreach (string key in standard.Requires.Where(key => ReportFields.Find(key) is null))
                faults.Add(Diagnostic.Error(FindingCode.UnknownField, $"'{standard.Id}' needs the field '{key}', which reports do not have.", $"'{standard.Id}' 要求字段 '{key}'，而报告中没有该字段。") with { Expected = Wording.Same(string.Join(", ", ReportFields.All.Select(f => f.Key))) });
        }

        if (faults.Count > 0) throw new InputRefusedException(faults);
    }

    /// <summary>The standards.</summary>
    public ImmutableArray<ClaimableStandard> Standards { get; }

    /// <summary>The claims of a footprint's study, each checked; none for a product of a database.</summary>
    public ImmutableArray<StandardClaim> ClaimsOf(CarbonFootprint footprint)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        if (footprint.Study?.Scope is not { } scope) return [];
        return
        [
            .. scope.Standards.Select(name =>
            {
                ClaimableStandard? standard = Standards.FirstOrDefault(s => string.Equals(s.Id, name.Trim(), StringComparison.OrdinalIgnoreCase));
                ImmutableArray<Wording> missing = standard is null ? [] : [.. standard.Requires.Select(key => ReportFields.Find(key)!).Where(field => !field.IsThere(footprint)).Select(field => field.Name)];
                return new StandardClaim(name, standard, missing);
            }),
        ];
    }
}
