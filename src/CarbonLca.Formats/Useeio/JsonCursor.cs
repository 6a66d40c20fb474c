using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Useeio;

/// <summary>Opens one JSON file of a model package and says exactly where it is at fault.</summary>
internal static class JsonCursor
{
    /// <summary>The bytes of a file that is UTF-8 text; null when it is not, which is reported.</summary>
    public static byte[]? Open(SourceFiles source, string file, FindingList findings)
    {
        byte[] bytes = source.ReadAll(file);
        if (Utf8Text.Check(file, bytes) is { } fault)
        {
            findings.Add(fault);
            return null;
        }

        ReadOnlyMemory<byte> text = Utf8Text.WithoutMark(bytes);
        return text.Length == bytes.Length ? bytes : text.ToArray();
    }

    /// <summary>A reader that can tell an early end from a wrong character.</summary>
    public static Utf8JsonReader Start(byte[] bytes) => new(bytes, isFinalBlock: false, state: default);

    /// <summary>The next token; false at a proper end.</summary>
    /// <exception cref="InputRefusedException">The file ends too early, or is no JSON.</exception>
    public static bool Next(ref Utf8JsonReader reader, byte[] bytes, string file)
    {
        try
        {
            if (reader.Read()) return true;
        }
        catch (JsonException fault)
        {
            throw new InputRefusedException(Syntax(bytes, file, (int)reader.BytesConsumed, fault));
        }

        bool isComplete = reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
        if (isComplete) return false;
        throw new InputRefusedException(Diagnostic.Error(FindingCode.Truncated, $"'{file}' ends before its content does.", $"'{file}' 在内容结束之前中断。") with
        {
            Where = At(bytes, file, bytes.Length, null),
            Next = new Wording("Get the complete file again.", "请重新获取完整的文件。"),
        });
    }

    /// <summary>The next token, which must be of one kind.</summary>
    /// <exception cref="InputRefusedException">It is not.</exception>
    public static void Expect(ref Utf8JsonReader reader, byte[] bytes, string file, JsonTokenType type, Wording what)
    {
        if (Next(ref reader, bytes, file) && reader.TokenType == type) return;
        throw new InputRefusedException(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{file}' does not have the expected structure.", $"'{file}' 的结构不符。") with
        {
            Where = At(bytes, file, (int)reader.TokenStartIndex, null),
            Found = Token(ref reader),
            Expected = what,
        });
    }

    /// <summary>The text of a string, or of any other scalar as written.</summary>
    /// <exception cref="InputRefusedException">An escape in it is no character.</exception>
    public static string Text(ref Utf8JsonReader reader, byte[] bytes, string file)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) return Token(ref reader);
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InputRefusedException(Diagnostic.Error(FindingCode.EncodingInvalid, "A text holds an escape that is not a character.", "文本含有不是字符的转义序列。") with
            {
                Where = At(bytes, file, (int)reader.TokenStartIndex, null),
                Found = Token(ref reader),
            });
        }
    }

    /// <summary>The token as written, shortened.</summary>
    public static string Token(ref Utf8JsonReader reader)
    {
        const int longest = 60;
        ReadOnlySpan<byte> token = reader.ValueSpan;
        return System.Text.Encoding.UTF8.GetString(token[..Math.Min(token.Length, longest)]);
    }

    /// <summary>Where a byte stands.</summary>
    public static SourcePosition At(byte[] bytes, string file, int offset, string? path)
    {
        (int line, int column) = Utf8Text.Locate(bytes, offset);
        return new SourcePosition(file, line, column, path);
    }

    private static Diagnostic Syntax(byte[] bytes, string file, int consumed, JsonException fault)
    {
        int offset = consumed;
        while (offset < bytes.Length && bytes[offset] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)':') offset++;
        int end = offset;
        while (end < bytes.Length && end - offset < 24 && bytes[end] is not ((byte)',' or (byte)']' or (byte)'}' or (byte)'\r' or (byte)'\n' or (byte)' ')) end++;
        string found = System.Text.Encoding.UTF8.GetString(bytes.AsSpan(offset, end - offset));
        string number = found.TrimStart('-', '+');
        if (number.StartsWith("NaN", StringComparison.OrdinalIgnoreCase) || number.StartsWith("Inf", StringComparison.OrdinalIgnoreCase))
        {
            return Diagnostic.Error(FindingCode.NotFinite, $"'{file}' holds a value that is not a finite number.", $"'{file}' 含有非有限的数值。") with
            {
                Where = At(bytes, file, offset, null),
                Found = found,
                Expected = new Wording("a finite number", "有限的数值"),
            };
        }

        return Diagnostic.Error(FindingCode.SchemaInvalid, $"'{file}' is not JSON.", $"'{file}' 不是 JSON。") with
        {
            Where = new SourcePosition(file, (int)(fault.LineNumber ?? 0) + 1, (int)Math.Min(int.MaxValue - 1, fault.BytePositionInLine ?? 0) + 1),
            Found = found,
        };
    }
}
