using CarbonLca.Diagnostics;

namespace CarbonLca.Electricity;

/// <summary>What electricity is accounted for; decides which scope a factor should have (REQ-60, REQ-65).</summary>
public enum ElectricityPurpose : byte
{
    /// <summary>The footprint of a product: life-cycle factors.</summary>
    ProductFootprint = 0,

    /// <summary>The accounts of an organisation: combustion factors.</summary>
    OrganisationAccount = 1,
}

/// <summary>Which scopes fit a purpose, and what is said where one does not.</summary>
public static class ElectricityPurposes
{
    private static readonly FactorScope[] ForProducts = [FactorScope.LifeCycle, FactorScope.LifeCycleWithoutGrid];
    private static readonly FactorScope[] ForOrganisations = [FactorScope.Combustion];

    /// <summary>The scopes that are taken without being asked for, the best first.</summary>
    public static IReadOnlyList<FactorScope> Scopes(this ElectricityPurpose purpose) => purpose == ElectricityPurpose.OrganisationAccount ? ForOrganisations : ForProducts;

    /// <summary>A warning where a factor covers less or more than its purpose needs (REQ-60); null where it fits.</summary>
    /// <param name="purpose">What the electricity is accounted for.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="isGridAdded">Whether transmission and distribution are added to it, or the electricity does not cross the grid.</param>
    public static Diagnostic? CheckScope(this ElectricityPurpose purpose, GridFactor factor, bool isGridAdded)
    {
        ArgumentNullException.ThrowIfNull(factor);
        bool isProduct = purpose == ElectricityPurpose.ProductFootprint;
        return factor.Key.Scope switch
        {
            FactorScope.Combustion when isProduct => Diagnostic.Warning(
                FindingCode.ScopeOfFactor,
                $"The factor '{factor.Name.En}' counts the carbon dioxide of combustion alone: no other gases, no upstream, no grid losses.",
                $"因子 '{factor.Name.Zh}' 仅计燃烧产生的二氧化碳：不含其他气体、上游和线损。") with
            {
                Found = factor.Value.ToString(),
                Expected = new Wording("a life-cycle factor for a product footprint", "产品碳足迹应采用生命周期因子"),
                Next = new Wording("Use an electricity footprint factor, or state the gap.", "请采用电力碳足迹因子，或说明该缺口。"),
            },
            FactorScope.LifeCycleWithoutGrid when isProduct && !isGridAdded => Diagnostic.Warning(
                FindingCode.ScopeOfFactor,
                $"The factor '{factor.Name.En}' does not include the grid: losses, imports and exports are missing.",
                $"因子 '{factor.Name.Zh}' 不含电网部分：缺少线损及进出口。") with
            {
                Found = factor.Value.ToString(),
                Next = new Wording("Add transmission and distribution, or state the gap.", "请补充输配电部分，或说明该缺口。"),
            },
            FactorScope.LifeCycle or FactorScope.LifeCycleWithoutGrid when !isProduct => Diagnostic.Warning(
                FindingCode.ScopeOfFactor,
                $"The factor '{factor.Name.En}' covers the life cycle; the account of an organisation counts upstream and grid losses elsewhere.",
                $"因子 '{factor.Name.Zh}' 覆盖生命周期；组织核算中上游与线损计入其他类别。") with
            {
                Found = factor.Value.ToString(),
                Expected = new Wording("a carbon dioxide factor of combustion", "燃烧二氧化碳排放因子"),
            },
            _ => null,
        };
    }
}
