using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>What is wrong with what a study says about its cut-offs.</summary>
public static class CutOffRules
{
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit Megajoule = Unit.Parse("MJ");
    private static readonly Unit Equivalents = Unit.Parse("kg CO2e");

    /// <summary>Faults that show without data: criteria that are no shares, amounts and units that estimate nothing.</summary>
    public static IEnumerable<Diagnostic> Check(StudyCutOffs cutOffs)
    {
        ArgumentNullException.ThrowIfNull(cutOffs);
        CutOffCriteria criteria = cutOffs.Criteria;
        if (!(criteria.Single is > 0 and <= 1) || !(criteria.Sum is > 0 and <= 1) || criteria.Single > criteria.Sum)
        {
            yield return Diagnostic.Error(FindingCode.OutOfRange, "The cut-off criteria are out of range.", "取舍准则超出范围。") with
            {
                Where = criteria.Where,
                Found = $"single {criteria.Single:R}, sum {criteria.Sum:R}",
                Expected = new Wording("shares above 0 and at most 1, single no greater than sum", "大于 0 且不大于 1 的比例，single 不大于 sum"),
                Next = criteria.Sum > 1 ? new Wording("Write 5 % as 0.05.", "5 % 请写为 0.05。") : null,
            };
        }

        foreach (CutOffFlow flow in cutOffs.Flows)
            foreach (Diagnostic fault in Check(flow)) yield return fault;
    }

    /// <summary>Faults between cut-offs and the background data: estimates by processes that do not exist or supply in other units.</summary>
    /// <param name="cutOffs">The cut-offs.</param>
    /// <param name="background">The data.</param>
    public static IEnumerable<Diagnostic> CheckProviders(StudyCutOffs cutOffs, LciDatabase background)
    {
        ArgumentNullException.ThrowIfNull(cutOffs);
        return StudyModel.CheckProviders(cutOffs.Flows.Where(f => f.Estimate is CutOffEstimate.ByProvider).Select(AsLine), background);
    }

    // For the checks of units and providers a flow left out is like one that is counted.
    private static ProvidedLine AsLine(CutOffFlow flow) => new()
    {
        Item = flow.Item,
        Source = flow.Reason,
        Quality = SourceKind.Assumption,
        Amount = flow.Amount,
        Unit = flow.Unit,
        Provider = ((CutOffEstimate.ByProvider)flow.Estimate).Id,
        Where = flow.Where,
    };

    private static IEnumerable<Diagnostic> Check(CutOffFlow flow)
    {
        if (!double.IsFinite(flow.Amount.Value) || flow.Amount.Value <= 0)
        {
            yield return Diagnostic.Error(FindingCode.OutOfRange, $"The amount of '{flow.Item.En}', which is cut off, is out of range.", $"被舍去的“{flow.Item.Zh}”的数量超出范围。") with
            {
                Where = flow.Amount.Where ?? flow.Where,
                Found = $"{flow.Amount.Value:R}",
                Expected = new Wording("a finite number above zero", "大于零的有限数"),
            };
        }

        bool isKnown = UnitCatalog.TryParse(flow.Unit.Value, out Unit? unit);
        if (!isKnown && flow.Estimate is not CutOffEstimate.ByProvider) yield return StudyRules.UnknownUnit(flow.Unit with { Where = flow.Unit.Where ?? flow.Where }, $"'{flow.Item.En}'", $"“{flow.Item.Zh}”");
        if (isKnown && flow.Estimate is CutOffEstimate.ByMass && !unit!.ConvertsTo(Kilogram)) yield return Mismatch(flow, new Wording("a unit of mass, as the estimate goes by mass", "质量单位（按质量估算）"));
        if (isKnown && flow.Estimate is CutOffEstimate.ByEnergy && !unit!.ConvertsTo(Megajoule)) yield return Mismatch(flow, new Wording("a unit of energy, as the estimate goes by energy", "能量单位（按能量估算）"));
        if (flow.Estimate is not CutOffEstimate.Figure { Value: var figure }) yield break;
        if (!figure.Value.Unit.ConvertsTo(Equivalents))
        {
            yield return Diagnostic.Error(FindingCode.UnitMismatch, $"The estimate of '{flow.Item.En}' is not in CO2 equivalents.", $"“{flow.Item.Zh}”的估计值不是二氧化碳当量。") with
            {
                Where = figure.Where ?? flow.Where,
                Found = figure.Value.ToString(),
                Expected = new Wording("a figure for the whole of it, such as 0.3 kg CO2e", "该流的总值，例如 0.3 kg CO2e"),
            };
        }
        else if (!double.IsFinite(figure.Value.Value) || figure.Value.Value < 0)
        {
            yield return Diagnostic.Error(FindingCode.NegativeNotAllowed, $"The estimate of '{flow.Item.En}' is negative.", $"“{flow.Item.Zh}”的估计值为负。") with { Where = figure.Where ?? flow.Where, Found = figure.Value.ToString() };
        }
    }

    private static Diagnostic Mismatch(CutOffFlow flow, Wording expected) =>
        Diagnostic.Error(FindingCode.UnitMismatch, $"'{flow.Item.En}', which is cut off, cannot be estimated in '{flow.Unit.Value}'.", $"被舍去的“{flow.Item.Zh}”无法以 '{flow.Unit.Value}' 估算。") with
        {
            Where = flow.Unit.Where ?? flow.Where,
            Found = flow.Unit.Value,
            Expected = expected,
            Next = new Wording("Estimate it by a provider, or give a value.", "请改用供应过程（provider）或数值（value）估算。"),
        };
}
