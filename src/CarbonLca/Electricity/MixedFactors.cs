using CarbonLca.Diagnostics;

namespace CarbonLca.Electricity;

/// <summary>Factors that should not meet in one sum without a word about it (REQ-65).</summary>
public static class MixedFactors
{
    /// <summary>A warning when factors of combustion and of life cycle, or of different years, are used together; null otherwise.</summary>
    public static Diagnostic? Check(IEnumerable<GridFactor> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        GridFactor[] used = [.. factors.DistinctBy(f => f.Key).OrderBy(f => f.Key.Id, StringComparer.Ordinal)];
        bool isCombustion = used.Any(f => f.Key.Scope == FactorScope.Combustion);
        bool mixesScopes = isCombustion && used.Any(f => f.Key.Scope != FactorScope.Combustion);
        bool mixesYears = used.Select(f => f.Key.Year).Distinct().Skip(1).Any();
        if (!mixesScopes && !mixesYears) return null;
        string en = mixesScopes ? mixesYears ? "scopes and years" : "scopes" : "years";
        string zh = mixesScopes ? mixesYears ? "范围和年份" : "范围" : "年份";
        return Diagnostic.Warning(FindingCode.MixedFactors, $"Electricity factors of different {en} are used together.", $"同时使用了不同{zh}的电力因子。") with
        {
            Found = string.Join(", ", used.Select(f => f.Key.Id)),
            Next = new Wording("Use factors of one kind and year, or give the reason.", "请采用同一类别和年份的因子，或说明理由。"),
        };
    }
}
