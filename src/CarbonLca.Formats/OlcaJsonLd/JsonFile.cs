using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>Parses the bytes of one document, or says with line and column why they are none.</summary>
internal static class JsonFile
{
    /// <summary>How deep a document may nest. Packages nest six levels.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Parses a document whose root is an object. Afterwards every string in it can be read.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="document">The document; the caller disposes it.</param>
    /// <param name="finding">What is wrong, or a note on what was passed over.</param>
    public static bool TryParse(string file, ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out JsonDocument? document, out Diagnostic? finding)
    {
        document = null;
        finding = null;
        if (bytes.Span.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
            finding = Diagnostic.Note(FindingCode.Repaired, $"'{file}' begins with a byte order mark, which was passed over.", $"'{file}' 以字节顺序标记开头，已忽略。") with { Where = new SourcePosition(file, 1, 1) };
        }

        if (FaultOfBytes(file, bytes.Span) is { } fault)
        {
            finding = fault;
            return false;
        }

        try
        {
            document = JsonDocument.Parse(bytes, Options);
        }
        catch (JsonException exception)
        {
            finding = FaultOfSyntax(file, bytes.Span, exception);
            return false;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object) return true;
        finding = Diagnostic.Error(FindingCode.SchemaInvalid, $"'{file}' is not a data set.", $"'{file}' 不是数据集。") with
        {
            Where = new SourcePosition(file, 1, 1),
            Found = $"a JSON value of kind {document.RootElement.ValueKind}",
            Expected = new Wording("a JSON object", "JSON 对象"),
        };
        document.Dispose();
        document = null;
        return false;
    }

    private static Diagnostic? FaultOfBytes(string file, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return Diagnostic.Error(FindingCode.Truncated, $"'{file}' is empty.", $"'{file}' 是空文件。") with { Where = new SourcePosition(file, 1, 1), Expected = new Wording("a JSON object", "JSON 对象") };
        }

        if (!Utf8.IsValid(bytes))
        {
            int bad = FirstInvalid(bytes);
            return Diagnostic.Error(FindingCode.EncodingInvalid, $"'{file}' is not UTF-8.", $"'{file}' 不是 UTF-8 编码。") with
            {
                Where = PositionOf(file, bytes, bad),
                Found = $"the byte 0x{bytes[bad]:X2}",
                Expected = new Wording("UTF-8", "UTF-8"),
            };
        }

        return HasSurrogateEscape(bytes) ? FaultOfEscapes(file, bytes) : null;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        int index = 0;
        while (index < bytes.Length)
        {
            if (System.Text.Rune.DecodeFromUtf8(bytes[index..], out _, out int consumed) != System.Buffers.OperationStatus.Done) return index;
            index += consumed;
        }

        return Math.Max(0, bytes.Length - 1);
    }

    private static bool HasSurrogateEscape(ReadOnlySpan<byte> bytes) => bytes.IndexOf(@"\ud"u8) >= 0 || bytes.IndexOf(@"\uD"u8) >= 0;

    // Half a surrogate pair written as an escape is legal JSON and no text; reading it later would throw.
    private static Diagnostic? FaultOfEscapes(string file, ReadOnlySpan<byte> bytes)
    {
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) _ = reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return Diagnostic.Error(FindingCode.EncodingInvalid, $"'{file}' contains a text with half a surrogate pair.", $"'{file}' 含有仅有一半代理对的文本。") with
            {
                Where = PositionOf(file, bytes, (int)reader.TokenStartIndex),
                Expected = new Wording("well-formed Unicode", "正确的 Unicode 文本"),
            };
        }
        catch (JsonException)
        {
            // The parser meets the same fault next and reports it.
            return null;
        }

        return null;
    }

    private static Diagnostic FaultOfSyntax(string file, ReadOnlySpan<byte> bytes, JsonException exception)
    {
        int line = (int)Math.Min((exception.LineNumber ?? 0) + 1, int.MaxValue);
        int column = (int)Math.Min((exception.BytePositionInLine ?? 0) + 1, int.MaxValue);
        SourcePosition where = new(file, line, column);
        Utf8JsonReader reader = new(bytes, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = int.MaxValue }));
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth < MaxDepth) continue;
                return Diagnostic.Error(FindingCode.LimitExceeded, $"'{file}' nests deeper than {MaxDepth} levels.", $"'{file}' 的嵌套超过 {MaxDepth} 层。") with
                {
                    Where = PositionOf(file, bytes, (int)reader.TokenStartIndex),
                };
            }
        }
        catch (JsonException)
        {
            return FaultOfToken(file, bytes, where);
        }

        // Read as a block that may continue, the document has no error: its end is missing, or the parser refused a repeated field.
        bool isComplete = reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0 && reader.BytesConsumed >= bytes.TrimEnd(" \t\r\n"u8).Length;
        if (!isComplete)
        {
            return Diagnostic.Error(FindingCode.Truncated, $"'{file}' ends before its content does.", $"'{file}' 在内容结束之前中断。") with
            {
                Where = where,
                Next = new Wording("Fetch or export it again.", "请重新下载或导出。"),
            };
        }

        return Diagnostic.Error(FindingCode.SchemaInvalid, $"'{file}' says the same field twice.", $"'{file}' 中同一字段出现两次。") with
        {
            Where = new SourcePosition(file),
            Found = exception.Message,
            Expected = new Wording("every field once in an object", "对象中每个字段只出现一次"),
        };
    }

    private static Diagnostic FaultOfToken(string file, ReadOnlySpan<byte> bytes, SourcePosition where)
    {
        ReadOnlySpan<byte> token = bytes[OffsetOf(bytes, where)..];
        if (token.StartsWith("-"u8)) token = token[1..];
        bool isNotFinite = token.StartsWith("NaN"u8) || token.StartsWith("Infinity"u8) || token.StartsWith("Inf"u8);
        return isNotFinite
            ? Diagnostic.Error(FindingCode.NotFinite, $"'{file}' contains a number that is not finite.", $"'{file}' 含有非有限的数。") with
            {
                Where = where,
                Found = "NaN or Infinity",
                Expected = new Wording("a finite number", "有限的数"),
            }
            : Diagnostic.Error(FindingCode.SchemaInvalid, $"'{file}' is not valid JSON.", $"'{file}' 不是有效的 JSON。") with { Where = where };
    }

    private static int OffsetOf(ReadOnlySpan<byte> bytes, SourcePosition where)
    {
        int offset = 0;
        for (int line = 1; line < where.Line; line++)
        {
            int end = bytes[offset..].IndexOf((byte)'\n');
            if (end < 0) return bytes.Length;
            offset += end + 1;
        }

        return Math.Min(bytes.Length, offset + (where.Column ?? 1) - 1);
    }

    private static SourcePosition PositionOf(string file, ReadOnlySpan<byte> bytes, int offset)
    {
        ReadOnlySpan<byte> before = bytes[..offset];
        return new SourcePosition(file, before.Count((byte)'\n') + 1, offset - before.LastIndexOf((byte)'\n'));
    }
}
