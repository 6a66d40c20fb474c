using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>What a study asks for beside its result.</summary>
/// <param name="Sensitivity">The choices whose alternatives are computed.</param>
/// <param name="Intensities">What the result is set in relation to.</param>
internal sealed record StudyChoices(ImmutableArray<ScenarioKind> Sensitivity, ImmutableArray<StudyIntensity> Intensities);

/// <summary>Reads <c>sensitivity</c> and <c>intensities</c>.</summary>
/// <param name="findings">Takes what is found.</param>
internal sealed class StudyChoicesReader(FindingList findings)
{
    private readonly Values _values = new(findings);

    /// <summary>The choices of a study.</summary>
    public StudyChoices Read(FieldReader fields) => new(
        [.. (_values.Sequence(fields.Optional("sensitivity")) ?? []).Select(n => _values.OneOf(n, ScenarioKinds.OnRequest, k => k.Key())).OfType<Located<ScenarioKind>>().Select(k => k.Value).Distinct()],
        [.. (_values.Sequence(fields.Optional("intensities")) ?? []).Select(ReadIntensity).OfType<StudyIntensity>()]);

    private StudyIntensity? ReadIntensity(DocumentNode node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Wording? name = _values.Bilingual(fields.Required("per", new Wording("what the product gives: traffic, computing work, subscribers", "产品的产出：流量、计算量、用户数")));
        Located<Quantity>? amount = _values.Quantity(fields.Required("amount", new Wording("how much of it one functional unit gives, such as 350 TB", "每功能单位的产出，例如 350 TB")));
        Wording? source = _values.Bilingual(fields.Required("source", new Wording("where the amount comes from", "数量的来源")));
        fields.RefuseOthers();
        if (name is not { } n || amount is not { } a || source is not { } s) return null;
        if (StudyIntensity.CheckDenominator(a, n) is not { } fault) return new StudyIntensity(n, a, s);
        findings.Add(fault);
        return null;
    }
}
