using System.Text;
using System.Text.Json;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads JSON into the same tree as YAML.</summary>
internal static class JsonTree
{
    /// <summary>The root; null when the bytes are refused, with findings.</summary>
    /// <param name="file">The file as messages name it.</param>
    /// <param name="utf8">Its bytes, checked to be UTF-8, without byte order mark.</param>
    /// <param name="findings">Takes what is found.</param>
    public static DocumentNode? Read(string file, ReadOnlySpan<byte> utf8, FindingList findings)
    {
        DocumentBuilder builder = new(findings);
        Place place = new(utf8);
        try
        {
            // One level more than permitted, so that the builder meets and names the level that is too deep.
            // Not the final block: so content that stops too early ends the loop, and only content that is wrong throws.
            Utf8JsonReader reader = new(utf8, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = DocumentLimits.Depth + 2 }));
            while (reader.Read())
            {
                (int line, int column) = place.At((int)reader.TokenStartIndex);
                bool goesOn = reader.TokenType switch
                {
                    JsonTokenType.StartObject => builder.Add(new DocumentNode(file, DocumentNodeKind.Mapping, string.Empty, line, column)),
                    JsonTokenType.StartArray => builder.Add(new DocumentNode(file, DocumentNodeKind.Sequence, string.Empty, line, column)),
                    JsonTokenType.EndObject or JsonTokenType.EndArray => Close(builder),
                    JsonTokenType.PropertyName or JsonTokenType.String => builder.Add(new DocumentNode(file, DocumentNodeKind.Text, reader.GetString()!, line, column)),
                    _ => builder.Add(new DocumentNode(file, DocumentNodeKind.Plain, Encoding.UTF8.GetString(reader.ValueSpan), line, column)),
                };
                if (!goesOn) return null;
            }
        }
        catch (JsonException fault)
        {
            findings.Add(Malformed(file, utf8, fault));
            return null;
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 that is half a character: the reader reports it when the text is taken out.
            (int line, int column) = place.Last;
            findings.Add(HalfCharacter(new SourcePosition(file, line, column)));
            return null;
        }

        if (builder.IsComplete) return builder.Root;
        (int endLine, int endColumn) = place.At(utf8.Length);
        findings.Add(Diagnostic.Error(FindingCode.Truncated, "The JSON ends before it is complete.", "JSON 内容未完即止。") with
        {
            Where = new SourcePosition(file, endLine, endColumn),
            Next = new Wording("Check that the file is whole, and that quotes and brackets are closed.", "请检查文件是否完整，引号与括号是否闭合。"),
        });
        return null;
    }

    /// <summary>The root of an element that is already parsed; positions are JSON paths.</summary>
    public static DocumentNode? Read(string file, string path, JsonElement element, FindingList findings)
    {
        DocumentBuilder builder = new(findings);
        Stack<Pending> pending = new([new Pending(element, null, false)]);
        while (pending.TryPop(out Pending next))
        {
            if (next.IsEnd)
            {
                builder.Close();
                continue;
            }

            DocumentNode node;
            try
            {
                if (next.Key is { } key && !builder.Add(new DocumentNode(file, DocumentNodeKind.Text, key.Name, null, null))) return null;
                node = NodeOf(file, next.Element);
            }
            catch (InvalidOperationException)
            {
                findings.Add(HalfCharacter(new SourcePosition(file, Path: path)));
                return null;
            }

            if (builder.Root is null) node.At(path);
            if (!builder.Add(node)) return null;
            if (node.Kind is DocumentNodeKind.Text or DocumentNodeKind.Plain) continue;
            pending.Push(new Pending(default, null, true));
            IEnumerable<Pending> children = node.Kind == DocumentNodeKind.Mapping
                ? next.Element.EnumerateObject().Select(p => new Pending(p.Value, p, false))
                : next.Element.EnumerateArray().Select(e => new Pending(e, null, false));
            foreach (Pending child in children.Reverse()) pending.Push(child);
        }

        return builder.Root;
    }

    private static DocumentNode NodeOf(string file, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new DocumentNode(file, DocumentNodeKind.Mapping, string.Empty, null, null),
        JsonValueKind.Array => new DocumentNode(file, DocumentNodeKind.Sequence, string.Empty, null, null),
        JsonValueKind.String => new DocumentNode(file, DocumentNodeKind.Text, element.GetString()!, null, null),
        JsonValueKind.Undefined => new DocumentNode(file, DocumentNodeKind.Plain, string.Empty, null, null),
        _ => new DocumentNode(file, DocumentNodeKind.Plain, element.GetRawText(), null, null),
    };

    private static bool Close(DocumentBuilder builder)
    {
        builder.Close();
        return true;
    }

    private static Diagnostic HalfCharacter(SourcePosition where) =>
        Diagnostic.Error(FindingCode.EncodingInvalid, "A text contains half of a surrogate pair.", "文本含有不成对的代理字符。") with
        {
            Where = where,
            Expected = new Wording("escapes that form whole characters", "能组成完整字符的转义"),
        };

    private static Diagnostic Malformed(string file, ReadOnlySpan<byte> utf8, JsonException fault)
    {
        int line = (int)(fault.LineNumber ?? 0);
        int start = 0;
        for (int i = 0; i < line; i++)
        {
            int next = utf8[start..].IndexOf((byte)'\n');
            if (next < 0) break;
            start += next + 1;
        }

        int at = Math.Min(utf8.Length, start + (int)(fault.BytePositionInLine ?? 0));
        SourcePosition where = new(file, line + 1, Encoding.UTF8.GetCharCount(utf8[start..at]) + 1);
        return Diagnostic.Error(FindingCode.SchemaInvalid, "The JSON cannot be read here.", "JSON 在此处无法读取。") with
        {
            Where = where,
            Found = Excerpt(utf8[at..]),
            Next = new Wording("Check commas, quotes and brackets; JSON knows no NaN, no Infinity and no comments.", "请检查逗号、引号和括号；JSON 不允许 NaN、Infinity 和注释。"),
        };
    }

    private static string Excerpt(ReadOnlySpan<byte> rest)
    {
        string text = Encoding.UTF8.GetString(rest[..Math.Min(rest.Length, 64)]);
        int end = text.AsSpan().IndexOfAny("\r\n,]}");
        return text[..Math.Min(end <= 0 ? text.Length : end, 16)];
    }

    private readonly record struct Pending(JsonElement Element, JsonProperty? Key, bool IsEnd);

    /// <summary>Line and column of ascending offsets, counted once over the whole text.</summary>
    private ref struct Place(ReadOnlySpan<byte> utf8)
    {
        private readonly ReadOnlySpan<byte> _utf8 = utf8;
        private int _offset;
        private int _line = 1;
        private int _column = 1;

        public readonly (int Line, int Column) Last => (_line, _column);

        public (int Line, int Column) At(int offset)
        {
            for (; _offset < offset; _offset++)
            {
                byte current = _utf8[_offset];
                if (current == '\n') (_line, _column) = (_line + 1, 1);
                else if ((current & 0xC0) != 0x80) _column += current >= 0xF0 ? 2 : 1;
            }

            return Last;
        }
    }
}
