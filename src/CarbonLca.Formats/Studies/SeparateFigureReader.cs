using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads what is told beside a footprint and never counted in it (<c>separate_figures</c>).</summary>
internal sealed class SeparateFigureReader(FindingList findings)
{
    private readonly Values _values = new(findings);

    /// <summary>The figures; none when the study gives none.</summary>
    public ImmutableArray<SeparateFigure> Read(DocumentNode? node)
    {
        SeparateFigure[] figures = [.. _values.Sequence(node)?.Select(ReadOne).OfType<SeparateFigure>() ?? []];
        findings.AddRange(ReportingRules.CheckFigures(figures));
        return [.. figures];
    }

    private SeparateFigure? ReadOne(DocumentNode node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Wording kinds = Wording.Same(string.Join(" | ", SeparateFigureKinds.All.Select(k => k.Key())));
        Located<SeparateFigureKind>? kind = _values.OneOf(fields.Required("kind", kinds), SeparateFigureKinds.All, k => k.Key());
        Located<Quantity>? amount = _values.Quantity(fields.Required("amount", new Wording("such as 1.7 kg of carbon, or 0.3 kg CO2e", "例如 1.7 kg（碳）或 0.3 kg CO2e")));
        Wording? source = _values.Bilingual(fields.Required("source", new Wording("where the figure comes from", "数值来源")));
        fields.RefuseOthers();
        return kind is { } k && amount is { } a && source is { } s ? new SeparateFigure(k.Value, a, s) : null;
    }
}
