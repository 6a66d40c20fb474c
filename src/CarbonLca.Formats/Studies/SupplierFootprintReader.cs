using System.Collections.Immutable;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads a supplier's footprint: <c>supplier_footprint: {supplier, per: 1 piece, value: 12.3 kg CO2e, gwp, boundary, valid: {from, to}, …}</c>.</summary>
/// <remarks>
/// Instead of <c>value</c>, which counts as fossil, <c>groups</c> gives values by gas group: <c>{fossil: 12 kg CO2e,
/// biogenic-removal: -0.2 kg CO2e}</c>. Optional: <c>includes</c>, <c>on_expiry: warn | refuse</c>, <c>dqr</c> as a number or as
/// <c>{technological, geographical, temporal}</c>, <c>primary_share</c> in per cent, <c>uncertainty</c>, <c>source</c>.
/// </remarks>
internal static class SupplierFootprintReader
{
    /// <summary>The footprint; null when it cannot be read, with findings.</summary>
    public static SupplierFootprint? Read(DocumentNode? node, Values values, FindingList findings, Func<DocumentNode?, StudyUncertainty?> readUncertainty)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Wording? supplier = values.Bilingual(fields.Required("supplier", new Wording("who declares it", "声明方")));
        Located<Quantity>? per = values.Quantity(fields.Required("per", new Wording("what it is per, such as 1 piece", "声明单位，例如 1 piece")));
        ImmutableArray<SupplierPart>? parts = ReadParts(fields, node!, values, findings);
        Located<GwpSet>? set = values.OneOf(fields.Required("gwp", new Wording("AR4, AR5, AR6, or unstated where the supplier does not say", "AR4、AR5、AR6；供应商未说明时写 unstated")), GwpSets.All, s => s.Key());
        Located<SystemBoundary>? boundary = values.OneOf(fields.Required("boundary", Wording.Same(string.Join(" | ", SystemBoundaries.All.Select(b => b.Key())))), SystemBoundaries.All, b => b.Key());
        Located<SupplierInclusion>?[] includes = [.. (values.Sequence(fields.Optional("includes")) ?? []).Select(item => values.OneOf(item, SupplierWords.Inclusions, i => i.Key()))];
        Located<StudyPeriod>? validity = ReadValidity(fields.Required("valid", new Wording("from and to", "from 与 to")), values, findings);
        Located<bool>? refuses = values.OneOf(fields.Optional("on_expiry"), [false, true], refuse => refuse ? "refuse" : "warn");
        (Located<double>? dqr, PactRating? pact) = ReadRating(fields.Optional("dqr"), values, findings);
        Located<double>? share = values.Number(fields.Optional("primary_share"));
        StudyUncertainty? spread = readUncertainty(fields.Optional("uncertainty"));
        Wording? source = values.Bilingual(fields.Optional("source"));
        fields.RefuseOthers();
        if (supplier is not { } who || per is not { } unit || parts is not { } given || set is not { } gwp || boundary is not { } covered || validity is not { } valid || includes.Any(i => i is null)) return null;
        return new SupplierFootprint
        {
            Supplier = who,
            Per = unit,
            Parts = given,
            GwpSet = gwp.Value,
            Boundary = covered,
            Includes = [.. includes.Select(i => i!.Value.Value)],
            Validity = valid,
            RefusesExpired = refuses?.Value ?? false,
            Dqr = dqr,
            Pact = pact,
            PrimaryShare = share,
            Uncertainty = spread,
            Source = source,
            Where = fields.Where,
        };
    }

    private static ImmutableArray<SupplierPart>? ReadParts(FieldReader fields, DocumentNode node, Values values, FindingList findings)
    {
        Located<Quantity>? total = values.Quantity(fields.Optional("value"));
        DocumentNode? groups = fields.Optional("groups");
        if (fields.Has("value") == fields.Has("groups"))
        {
            findings.Add(Diagnostic.Error(FindingCode.MissingField, "A supplier's footprint is given as a value or by gas groups.", "供应商碳足迹应给出总值或分组值。") with
            {
                Where = node.Where,
                Found = fields.Has("value") ? "value, groups" : null,
                Expected = new Wording("either value: 12.3 kg CO2e, or groups:", "value: 12.3 kg CO2e 或 groups: 二者之一"),
            });
            return null;
        }

        if (groups is null) return total is { } value ? [new SupplierPart(SupplierGroup.Fossil, value)] : null;
        if (FieldReader.Of(groups, findings) is not { } byGroup) return null;
        ImmutableArray<SupplierPart>.Builder parts = ImmutableArray.CreateBuilder<SupplierPart>();
        foreach (SupplierGroup group in SupplierWords.Groups)
            if (values.Quantity(byGroup.Optional(group.Key())) is { } part) parts.Add(new SupplierPart(group, part));
        byGroup.RefuseOthers();
        return parts.ToImmutable();
    }

    private static Located<StudyPeriod>? ReadValidity(DocumentNode? node, Values values, FindingList findings)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        DateOnly? from = values.Date(fields.Required("from", new Wording("the first day", "起始日期")));
        DateOnly? to = values.Date(fields.Required("to", new Wording("the last day", "结束日期")));
        fields.RefuseOthers();
        return from is { } f && to is { } t ? new Located<StudyPeriod>(new StudyPeriod(f, t), node!.Where) : null;
    }

    private static (Located<double>? Dqr, PactRating? Pact) ReadRating(DocumentNode? node, Values values, FindingList findings)
    {
        if (node is null) return default;
        if (node.Kind != DocumentNodeKind.Mapping) return (values.Number(node), null);
        FieldReader fields = FieldReader.Of(node, findings)!;
        Wording expected = new("a number from 1, the best, to 5", "1（最好）至 5 的数");
        double? technological = values.Number(fields.Required("technological", expected))?.Value;
        double? geographical = values.Number(fields.Required("geographical", expected))?.Value;
        double? temporal = values.Number(fields.Required("temporal", expected))?.Value;
        fields.RefuseOthers();
        if (technological is not { } te || geographical is not { } ge || temporal is not { } ti) return default;
        try
        {
            return (null, new PactRating(te, ge, ti));
        }
        catch (InputRefusedException refusal)
        {
            findings.AddRange(refusal.Findings.Select(f => f with { Where = node.Where }));
            return default;
        }
    }
}
