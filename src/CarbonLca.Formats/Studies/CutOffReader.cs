using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads what a study leaves out: <c>cut_offs: {criteria: {single: 0.01, sum: 0.05}, flows: […]}</c>.</summary>
/// <remarks>
/// A flow is <c>{item, stage, amount, unit, reason, estimate}</c>; its estimate is <c>mass</c>, <c>energy</c>,
/// <c>{provider: id}</c> or <c>{value: 0.3 kg CO2e}</c>. Every flow that is cut needs one: its share is reported.
/// </remarks>
internal static class CutOffReader
{
    /// <summary>The cut-offs; null when the study has none, or with findings when they cannot be read.</summary>
    public static StudyCutOffs? Read(DocumentNode? node, Values values, FindingList findings)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        CutOffCriteria criteria = ReadCriteria(fields.Optional("criteria"), values, findings);
        CutOffFlow?[] flows = [.. (values.Sequence(fields.Optional("flows")) ?? []).Select(item => ReadFlow(item, values, findings))];
        fields.RefuseOthers();
        StudyCutOffs cutOffs = new(criteria, [.. flows.OfType<CutOffFlow>()]);
        findings.AddRange(CutOffRules.Check(cutOffs));
        return cutOffs;
    }

    private static CutOffCriteria ReadCriteria(DocumentNode? node, Values values, FindingList findings)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return CutOffCriteria.Default;
        double single = values.Number(fields.Optional("single"))?.Value ?? CutOffCriteria.Default.Single;
        double sum = values.Number(fields.Optional("sum"))?.Value ?? CutOffCriteria.Default.Sum;
        fields.RefuseOthers();
        return new CutOffCriteria(single, sum, node!.Where);
    }

    private static CutOffFlow? ReadFlow(DocumentNode node, Values values, FindingList findings)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Wording? item = values.Bilingual(fields.Required("item", new Wording("what is left out", "被舍去的流")));
        Located<LifeCycleStage>? stage = values.OneOf(fields.Required("stage", Wording.Same(string.Join(" | ", LifeCycleStages.All.Select(s => s.Key())))), LifeCycleStages.All, s => s.Key());
        Located<double>? amount = values.Number(fields.Required("amount", new Wording("how much", "数量")));
        Located<string>? unit = values.Text(fields.Required("unit", new Wording("the unit of the amount", "数量的单位")));
        Wording? reason = values.Bilingual(fields.Required("reason", new Wording("why it is left out", "舍去的理由")));
        CutOffEstimate? estimate = ReadEstimate(fields.Required("estimate", new Wording("mass, energy, {provider: id} or {value: 0.3 kg CO2e}", "mass、energy、{provider: id} 或 {value: 0.3 kg CO2e}")), values, findings);
        fields.RefuseOthers();
        if (item is not { } name || stage is not { } of || amount is not { } much || unit is not { } symbol || reason is not { } why || estimate is null) return null;
        return new CutOffFlow { Item = name, Stage = of.Value, Amount = much, Unit = symbol, Reason = why, Estimate = estimate, Where = fields.Where };
    }

    private static CutOffEstimate? ReadEstimate(DocumentNode? node, Values values, FindingList findings)
    {
        if (node is null) return null;
        if (node.Kind != DocumentNodeKind.Mapping)
        {
            return values.OneOf(node, [true, false], isMass => isMass ? "mass" : "energy") is not { } way ? null
                : way.Value ? new CutOffEstimate.ByMass() : new CutOffEstimate.ByEnergy();
        }

        FieldReader fields = FieldReader.Of(node, findings)!;
        Located<string>? provider = values.Text(fields.Optional("provider"));
        Located<Quantity>? value = values.Quantity(fields.Optional("value"));
        bool isOne = fields.Has("provider") != fields.Has("value");
        if (!isOne) findings.Add(Values.WrongShape(node, new Wording("either provider or value", "provider 与 value 二者之一")));
        fields.RefuseOthers();
        if (!isOne) return null;
        return provider is { } id ? new CutOffEstimate.ByProvider(id) : value is { } figure ? new CutOffEstimate.Figure(figure) : null;
    }
}
