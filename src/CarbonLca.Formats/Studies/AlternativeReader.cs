using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads the alternatives of lines: each names what is assumed and gives the fields that are then different.</summary>
/// <remarks>Every alternative copies its line and is solved by itself, so a study may have so many and no more.</remarks>
/// <param name="findings">Takes what is found.</param>
internal sealed class AlternativeReader(FindingList findings)
{
    private const string Key = "alternatives";
    private const int Most = 64;
    private readonly Values _values = new(findings);
    private int _count;

    /// <summary>The alternatives of a line.</summary>
    /// <param name="fields">The fields of the line.</param>
    /// <param name="readLine">Reads a line.</param>
    public ImmutableArray<LineAlternative> Read(FieldReader fields, Func<FieldReader, StudyLine?> readLine)
    {
        if (_values.Sequence(fields.Optional(Key)) is not { } items) return [];
        _count += items.Count;
        if (_count > Most)
        {
            findings.Add(Diagnostic.Error(FindingCode.LimitExceeded, "The study has too many alternatives.", "研究的备选情景过多。") with
            {
                Where = fields.Where,
                Found = _count.ToString(CultureInfo.InvariantCulture),
                Expected = new Wording($"at most {Most} in all", $"总数不超过 {Most} 个"),
            });
            return [];
        }

        return [.. items.Select(node => Read(fields, node, readLine)).OfType<LineAlternative>()];
    }

    private LineAlternative? Read(FieldReader line, DocumentNode node, Func<FieldReader, StudyLine?> readLine)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Wording? name = _values.Bilingual(fields.Required("name", new Wording("what is assumed", "假设内容")));
        if (fields.Has(Key))
        {
            findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, "An alternative has no alternatives of its own.", "备选情景不得再含备选情景。") with { Where = node.Where });
            return null;
        }

        DocumentNode merged = Merged(line.Node, node, Key);
        StudyLine? other = FieldReader.Of(merged, findings) is { } all ? readLine(all) : null;
        return name is { } n && other is not null ? new LineAlternative(n, other) : null;
    }

    // The line's mapping with the fields of the alternative in place of its own; mappings inside are merged, everything else is replaced.
    // Documents are at most 32 levels deep.
    private static DocumentNode Merged(DocumentNode line, DocumentNode other, string? without)
    {
        DocumentNode merged = Copy(line, other.Where);
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach ((DocumentNode key, DocumentNode value) in line.Fields)
        {
            if (key.Text == without) continue;
            DocumentNode? changed = other.Fields.Where(f => f.Key.Text == key.Text).Select(f => f.Value).FirstOrDefault();
            taken.Add(key.Text);
            if (changed is { IsNull: true }) continue;
            bool isInside = changed is { Kind: DocumentNodeKind.Mapping } && value.Kind == DocumentNodeKind.Mapping && !IsText(changed);
            merged.Add(Copy(key, key.Where), isInside ? Merged(value, changed!, null) : Deep(changed ?? value));
        }

        foreach ((DocumentNode key, DocumentNode value) in other.Fields)
            if (!taken.Contains(key.Text) && (without is null || key.Text != "name")) merged.Add(Copy(key, key.Where), Deep(value));
        return merged;
    }

    private static bool IsText(DocumentNode node) => node.Fields.Count == 2 && node.Fields.All(f => f.Key.Text is "en" or "zh");

    private static DocumentNode Deep(DocumentNode node)
    {
        DocumentNode copy = Copy(node, node.Where);
        foreach (DocumentNode item in node.Items) copy.Add(Deep(item));
        foreach ((DocumentNode key, DocumentNode value) in node.Fields) copy.Add(Copy(key, key.Where), Deep(value));
        return copy;
    }

    private static DocumentNode Copy(DocumentNode node, SourcePosition where)
    {
        DocumentNode copy = new(where.File, node.Kind, node.Text, where.Line, where.Column);
        copy.At(where.Path ?? "$");
        return copy;
    }
}
