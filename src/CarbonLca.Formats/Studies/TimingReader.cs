using CarbonLca.Diagnostics;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads what a study says about the time of emissions (<c>timing</c>).</summary>
internal sealed class TimingReader(FindingList findings)
{
    private const string NoDiscounting = "none";
    private readonly Values _values = new(findings);

    /// <summary>The timing; null when the study does not say, or with findings.</summary>
    public StudyTiming? Read(DocumentNode? node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Wording? statement = _values.Bilingual(fields.Required("statement", new Wording("when emissions and removals take place", "排放与清除发生的时间")));
        RefuseDiscounting(_values.Text(fields.Optional("discounting")));
        LaterEmission?[] later = [.. _values.Sequence(fields.Optional("later"))?.Select(ReadLater) ?? []];
        fields.RefuseOthers();
        if (statement is not { } said || later.Any(l => l is null)) return null;
        StudyTiming timing = new(said, [.. later.Select(l => l!)], node!.Where);
        findings.AddRange(ReportingRules.CheckTiming(timing));
        return timing;
    }

    private void RefuseDiscounting(Located<string>? discounting)
    {
        if (discounting is not { } given || given.Value == NoDiscounting) return;
        findings.Add(Diagnostic.Error(FindingCode.NotSupported, "A footprint is not discounted: emissions count in full whenever they take place.", "碳足迹不作折现：排放无论何时发生均全额计入。") with
        {
            Where = given.Where,
            Found = Values.Short(given.Value),
            Expected = Wording.Same(NoDiscounting),
            Next = new Wording("Report the effect of delay as the separate figure 'stored_carbon'.", "请将延迟的影响作为单独数值 'stored_carbon' 报告。"),
        });
    }

    private LaterEmission? ReadLater(DocumentNode node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Wording? item = _values.Bilingual(fields.Required("item", new Wording("what emits or removes", "排放或清除的来源")));
        Located<double>? years = _values.Number(fields.Required("years", new Wording("years after the product enters use", "产品投入使用后的年数")));
        Located<Quantity>? amount = _values.Quantity(fields.Required("amount", new Wording("such as 2 kg CO2e", "例如 2 kg CO2e")));
        fields.RefuseOthers();
        return item is { } i && years is { } y && amount is { } a ? new LaterEmission(i, y, a) : null;
    }
}
