using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads what a line says about the quality of its data: one word for the kind of source, or a mapping with scores and marks.</summary>
/// <remarks>
/// <c>quality: measured</c>, or <c>quality: {kind: measured, pedigree: [1, 2, 3, 2, 1], set: ecoinvent-3, basic: transport, primary:
/// {activity: true, factor: false}, controlled: true, justification: …}</c>. Scores stand in the order reliability, completeness,
/// temporal, geographical, technological. <c>basic: stated</c> takes the item's own <c>uncertainty</c> as the basic one.
/// <c>primary: true</c> says it of activity and factor both.
/// </remarks>
internal static class QualityReader
{
    private const string Stated = "stated";

    /// <summary>What the node says; parts that cannot be read are null, with findings.</summary>
    public static ReadQuality Read(DocumentNode? node, Values values, FindingList findings)
    {
        if (node is null) return default;
        if (node.Kind != DocumentNodeKind.Mapping) return new ReadQuality(values.OneOf(node, SourceKinds.All, q => q.Key())?.Value, null);
        FieldReader fields = FieldReader.Of(node, findings)!;
        SourceKind? kind = values.OneOf(fields.Required("kind", Wording.Same(string.Join(" | ", SourceKinds.All.Select(q => q.Key())))), SourceKinds.All, q => q.Key())?.Value;
        DataQualityTables tables = BundledData.DataQuality;
        PedigreeScores? scores = ReadScores(fields.Optional("pedigree"), values, findings);
        string? set = OneOf(fields.Optional("set"), [.. tables.Pedigrees.Select(p => p.Name)], values);
        string? basic = OneOf(fields.Optional("basic"), [.. tables.Basics.Select(b => b.Key), Stated], values);
        if (fields.Has("basic") && basic is null) scores = null; // the word is refused already
        (bool? activity, bool? factor) = ReadPrimary(fields.Optional("primary"), values, findings);
        bool isControlled = values.Bool(fields.Optional("controlled"))?.Value ?? false;
        Wording? justification = values.Bilingual(fields.Optional("justification"));
        if (!fields.Has("pedigree"))
        {
            foreach (string key in (string[])["set", "basic"])
            {
                if (!fields.Has(key)) continue;
                findings.Add(Diagnostic.Error(FindingCode.MissingField, $"'{key}' says how to read pedigree scores, and none are given.", $"'{key}' 用于解读谱系评分，但未给出评分。") with
                {
                    Where = fields.Where,
                    Expected = new Wording("pedigree: five scores", "pedigree：五个评分"),
                });
            }
        }

        fields.RefuseOthers();
        return new ReadQuality(kind, new DataRating
        {
            Scores = scores,
            Pedigree = scores is null ? null : tables.Pedigree(set ?? DataQualityTables.DefaultPedigree),
            Basic = basic is null or Stated ? null : tables.Basic(basic),
            AddsToStated = basic == Stated,
            IsActivityPrimary = activity,
            IsFactorPrimary = factor,
            IsControlled = isControlled,
            Justification = justification,
            Where = fields.Where,
        });
    }

    private static PedigreeScores? ReadScores(DocumentNode? node, Values values, FindingList findings)
    {
        if (values.Sequence(node) is not { } items) return null;
        Located<double>?[] scores = [.. items.Select(values.Number)];
        if (scores.Any(s => s is null)) return null;
        double[] numbers = [.. scores.Select(s => s!.Value.Value)];
        Diagnostic[] faults = [.. PedigreeScores.Check(numbers)];
        findings.AddRange(faults.Select(f => f with { Where = node!.Where }));
        return faults.Length > 0 ? null : new PedigreeScores((int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3], (int)numbers[4]);
    }

    private static (bool? Activity, bool? Factor) ReadPrimary(DocumentNode? node, Values values, FindingList findings)
    {
        if (node is null) return default;
        if (node.Kind != DocumentNodeKind.Mapping) return values.Bool(node)?.Value is { } both ? (both, both) : default;
        FieldReader fields = FieldReader.Of(node, findings)!;
        bool? activity = values.Bool(fields.Required("activity", Wording.Same("true | false")))?.Value;
        bool? factor = values.Bool(fields.Required("factor", Wording.Same("true | false")))?.Value;
        fields.RefuseOthers();
        return (activity, factor);
    }

    private static string? OneOf(DocumentNode? node, string[] words, Values values)
    {
        if (values.OneOf(node, [.. Enumerable.Range(0, words.Length)], i => words[i]) is not { } index) return null;
        return words[index.Value];
    }
}

/// <summary>What a line says about the quality of its data.</summary>
/// <param name="Kind">The kind of source; null when it cannot be read.</param>
/// <param name="Rating">Scores and marks; null when only the kind is given.</param>
internal readonly record struct ReadQuality(SourceKind? Kind, DataRating? Rating);
