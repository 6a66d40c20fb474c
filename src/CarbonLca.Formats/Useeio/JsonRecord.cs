using System.Globalization;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Useeio;

/// <summary>One object of a list: its scalar fields as text, and where it stands.</summary>
internal sealed class JsonRecord(SourcePosition where, Dictionary<string, string?> fields)
{
    public SourcePosition Where => where;

    /// <summary>A field; null when it is absent or null.</summary>
    public string? this[string name] => fields.GetValueOrDefault(name);

    /// <summary>A list of flat objects in the order of their <c>index</c> fields; null when it is at fault, which is reported.</summary>
    /// <param name="source">The package.</param>
    /// <param name="file">The file.</param>
    /// <param name="identity">The field that must be there and differ between objects.</param>
    /// <param name="findings">Takes the faults.</param>
    public static JsonRecord[]? ReadIndexed(SourceFiles source, string file, string identity, FindingList findings)
    {
        if (Read(source, file, findings) is not { } records) return null;
        JsonRecord?[] ordered = new JsonRecord?[records.Count];
        HashSet<string> seen = new(StringComparer.Ordinal);
        bool isGood = true;
        foreach (JsonRecord record in records)
        {
            string? id = record[identity];
            if (string.IsNullOrWhiteSpace(id))
            {
                isGood = false;
                findings.Add(Diagnostic.Error(FindingCode.MissingField, $"An entry of '{file}' has no '{identity}'.", $"'{file}' 的一项缺少 '{identity}'。") with { Where = record.Where });
            }
            else if (!seen.Add(id))
            {
                isGood = false;
                findings.Add(Diagnostic.Error(FindingCode.Duplicate, $"'{file}' has the {identity} '{id}' twice.", $"'{file}' 中 {identity} '{id}' 重复。") with { Where = record.Where, Found = id });
            }

            string? text = record["index"];
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < ordered.Length && ordered[index] is null)
            {
                ordered[index] = record;
                continue;
            }

            isGood = false;
            findings.Add(Diagnostic.Error(FindingCode.OutOfRange, $"The index of '{id}' in '{file}' is missing, out of range, or used twice.", $"'{file}' 中 '{id}' 的 index 缺失、超出范围或重复。") with
            {
                Where = record.Where,
                Found = text,
                Expected = new Wording($"0 to {ordered.Length - 1}, each once", $"0 至 {ordered.Length - 1}，各一次"),
            });
        }

        if (records.Count == 0) findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{file}' lists nothing.", $"'{file}' 为空列表。") with { Where = new SourcePosition(file) });
        return isGood && records.Count > 0 ? Array.ConvertAll(ordered, r => r!) : null;
    }

    /// <summary>A list of flat objects as it stands; null when it is no such list, which is reported.</summary>
    public static List<JsonRecord>? Read(SourceFiles source, string file, FindingList findings)
    {
        try
        {
            return JsonCursor.Open(source, file, findings) is { } bytes ? Read(bytes, file) : null;
        }
        catch (InputRefusedException refusal)
        {
            findings.AddRange(refusal.Findings);
            return null;
        }
    }

    private static List<JsonRecord> Read(byte[] bytes, string file)
    {
        Wording list = new("a list of objects", "对象列表");
        List<JsonRecord> records = [];
        Utf8JsonReader reader = JsonCursor.Start(bytes);
        JsonCursor.Expect(ref reader, bytes, file, JsonTokenType.StartArray, list);
        LineCounter lines = new(bytes);
        while (JsonCursor.Next(ref reader, bytes, file) && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = (int)reader.TokenStartIndex;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new InputRefusedException(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{file}' does not have the expected structure.", $"'{file}' 的结构不符。") with
                {
                    Where = JsonCursor.At(bytes, file, start, $"$[{records.Count}]"),
                    Found = JsonCursor.Token(ref reader),
                    Expected = list,
                });
            }

            (int line, int column) = lines.At(start);
            records.Add(new JsonRecord(new SourcePosition(file, line, column, $"$[{records.Count}]"), Fields(ref reader, bytes, file)));
        }

        JsonCursor.Next(ref reader, bytes, file); // nothing may follow
        return records;
    }

    private static Dictionary<string, string?> Fields(ref Utf8JsonReader reader, byte[] bytes, string file)
    {
        Dictionary<string, string?> fields = new(StringComparer.Ordinal);
        while (JsonCursor.Next(ref reader, bytes, file) && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = JsonCursor.Text(ref reader, bytes, file);
            JsonCursor.Next(ref reader, bytes, file);
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                int depth = reader.CurrentDepth;
                while (JsonCursor.Next(ref reader, bytes, file) && reader.CurrentDepth > depth)
                {
                }

                continue;
            }

            fields[name] = reader.TokenType == JsonTokenType.Null ? null : JsonCursor.Text(ref reader, bytes, file);
        }

        return fields;
    }

    /// <summary>Lines of ascending offsets, counted once.</summary>
    private ref struct LineCounter(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _line = 1;
        private int _column = 1;
        private int _offset;

        public (int Line, int Column) At(int offset)
        {
            for (; _offset < offset; _offset++)
            {
                byte b = _bytes[_offset];
                if (b == (byte)'\n') (_line, _column) = (_line + 1, 1);
                else if ((b & 0xC0) != 0x80) _column++;
            }

            return (_line, _column);
        }
    }
}
