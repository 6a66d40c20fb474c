using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Nodes as values. Every method gives null for null, and null with a finding for what is not such a value.</summary>
internal sealed class Values(FindingList findings)
{
    private const int LongestQuoted = 80;

    /// <summary>A text shortened for messages.</summary>
    public static string Short(string text) => text.Length <= LongestQuoted ? text : $"{text.AsSpan(0, LongestQuoted)}…";

    public static Diagnostic WrongShape(DocumentNode node, Wording expected) =>
        Diagnostic.Error(FindingCode.SchemaInvalid, "The value has the wrong shape.", "值的结构不正确。") with
        {
            Where = node.Where,
            Found = node.Kind switch
            {
                DocumentNodeKind.Mapping => "{…}",
                DocumentNodeKind.Sequence => "[…]",
                _ => Short(node.Text),
            },
            Expected = expected,
        };

    /// <summary>A text that is not blank.</summary>
    public Located<string>? Text(DocumentNode? node)
    {
        if (node is null) return null;
        if (node.Kind is not (DocumentNodeKind.Text or DocumentNodeKind.Plain))
        {
            findings.Add(WrongShape(node, new Wording("a text", "文本")));
            return null;
        }

        if (!string.IsNullOrWhiteSpace(node.Text)) return new Located<string>(node.Text.Trim(), node.Where);
        findings.Add(Blank(node));
        return null;
    }

    /// <summary>A text for both languages, or one for each.</summary>
    public Wording? Bilingual(DocumentNode? node)
    {
        if (node is null) return null;
        if (node.Kind != DocumentNodeKind.Mapping) return Text(node) is { } both ? Wording.Same(both.Value) : null;
        FieldReader fields = FieldReader.Of(node, findings)!;
        Wording? wording = Bilingual(fields);
        fields.RefuseOthers();
        return wording;
    }

    /// <summary>The texts <c>en</c> and <c>zh</c> of a mapping that may have other fields too.</summary>
    public Wording? Bilingual(FieldReader fields)
    {
        Located<string>? en = Text(fields.Required("en", new Wording("the English text", "英文文本")));
        Located<string>? zh = Text(fields.Required("zh", new Wording("the Chinese text", "中文文本")));
        return en is { } e && zh is { } z ? new Wording(e.Value, z.Value) : null;
    }

    public Located<double>? Number(DocumentNode? node)
    {
        if (node is null) return null;
        if (node.Kind == DocumentNodeKind.Plain) return NumberOf(node.Text, node) is { } value ? new Located<double>(value, node.Where) : null;
        findings.Add(node.Kind == DocumentNodeKind.Text
            ? NotANumber(node, node.Text) with { Next = new Wording("Write the number without quotes.", "请去掉数字的引号。") }
            : WrongShape(node, new Wording("a number", "数字")));
        return null;
    }

    /// <summary>A number and its unit in one text, such as <c>250 W</c>.</summary>
    public Located<Quantity>? Quantity(DocumentNode? node)
    {
        if (Text(node) is not { } text) return null;
        int end = text.Value.AsSpan().IndexOf(' ');
        if (end < 0)
        {
            end = 0;
            while (end < text.Value.Length && (text.Value[end] is '+' or '-' or '.' || char.IsAsciiDigit(text.Value[end]))) end++;
        }

        double? value = NumberOf(text.Value[..end], node!);
        Unit? unit = Unit(text.Value[end..], node!);
        return value is { } v && unit is not null ? new Located<Quantity>(new Quantity(v, unit), text.Where) : null;
    }

    /// <summary>A unit by its text.</summary>
    public Unit? Unit(string text, DocumentNode node)
    {
        string symbol = text.Trim();
        if (UnitCatalog.TryParse(symbol, out Unit? unit)) return unit;
        findings.Add(symbol.Length == 0
            ? Diagnostic.Error(FindingCode.MissingField, "The unit is missing.", "缺少单位。") with
            {
                Where = node.Where,
                Found = Short(node.Text),
                Expected = new Wording("a number and a unit, such as 250 W", "数字与单位，例如 250 W"),
            }
            : Diagnostic.Error(FindingCode.UnknownUnit, "The unit is not known.", "单位未知。") with
            {
                Where = node.Where,
                Found = Short(symbol),
                Next = UnitCatalog.ClosestTo(symbol) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
            });
        return null;
    }

    public Located<bool>? Bool(DocumentNode? node)
    {
        if (node is null) return null;
        if (node.Kind == DocumentNodeKind.Plain && node.Text is "true" or "false") return new Located<bool>(node.Text == "true", node.Where);
        findings.Add(WrongShape(node, Wording.Same("true | false")));
        return null;
    }

    public DateOnly? Date(DocumentNode? node)
    {
        if (Text(node) is not { } text) return null;
        if (DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)) return date;
        findings.Add(WrongShape(node!, new Wording("a date such as 2024-12-31", "日期，例如 2024-12-31")));
        return null;
    }

    /// <summary>One of a set of values, by its key.</summary>
    public Located<T>? OneOf<T>(DocumentNode? node, IReadOnlyList<T> all, Func<T, string> key)
        where T : struct
    {
        if (Text(node) is not { } text) return null;
        foreach (T candidate in all)
            if (key(candidate) == text.Value) return new Located<T>(candidate, text.Where);
        string choices = string.Join(" | ", all.Select(key));
        findings.Add(Diagnostic.Error(FindingCode.UnknownName, "The value is none of those permitted.", "该值不在允许的取值之中。") with
        {
            Where = text.Where,
            Found = Short(text.Value),
            Expected = Wording.Same(choices),
            Next = Closest.To(text.Value, all.Select(key)) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
        });
        return null;
    }

    public IReadOnlyList<DocumentNode>? Sequence(DocumentNode? node)
    {
        if (node is null) return null;
        if (node.Kind == DocumentNodeKind.Sequence) return node.Items;
        findings.Add(WrongShape(node, new Wording("a list", "列表")));
        return null;
    }

    private double? NumberOf(string text, DocumentNode node)
    {
        if (text.TrimStart('+', '-', '.').ToUpperInvariant() is "NAN" or "INF" or "INFINITY")
        {
            findings.Add(NotFinite(node, text));
            return null;
        }

        if (text.Length == 0 || !char.IsAsciiDigit(text[^1]) || !double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value))
        {
            findings.Add(NotANumber(node, text));
            return null;
        }

        // Too large becomes infinite, too small becomes zero; neither is what was written.
        bool isLost = !double.IsFinite(value) || (value == 0 && text.Split('e', 'E')[0].AsSpan().ContainsAnyInRange('1', '9'));
        if (!isLost) return value;
        findings.Add(NotFinite(node, text));
        return null;
    }

    private static Diagnostic NotANumber(DocumentNode node, string text) =>
        Diagnostic.Error(FindingCode.NotANumber, "A number was expected.", "此处应为数字。") with
        {
            Where = node.Where,
            Found = Short(text.Length == 0 ? node.Text : text),
            Expected = new Wording("a number such as 12.3 or 1.5e-3, without separators", "数字，例如 12.3 或 1.5e-3，不带分隔符"),
        };

    private static Diagnostic NotFinite(DocumentNode node, string text) =>
        Diagnostic.Error(FindingCode.NotFinite, "The number is not finite, or lies beyond what can be represented.", "该数不是有限数，或超出可表示的范围。") with
        {
            Where = node.Where,
            Found = Short(text),
            Expected = new Wording("a number between 1e-308 and 1e308 in magnitude, or 0", "绝对值在 1e-308 与 1e308 之间的数，或 0"),
        };

    private static Diagnostic Blank(DocumentNode node) =>
        Diagnostic.Error(FindingCode.MissingField, "The text is empty.", "文本为空。") with { Where = node.Where };
}
