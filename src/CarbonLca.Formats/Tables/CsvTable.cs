using System.Globalization;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CsvHelper;
using CsvHelper.Configuration;

namespace CarbonLca.Formats.Tables;

/// <summary>A column of a CSV file.</summary>
/// <param name="Name">Its name in the header row.</param>
/// <param name="IsMandatory">Whether the file is unusable without it.</param>
internal readonly record struct CsvColumn(string Name, bool IsMandatory = false);

/// <summary>One CSV file (RFC 4180, UTF-8, header row), read row by row; every fault is reported with its line and column.</summary>
/// <remarks>
/// Cells are asked for by column name. A cell that is at fault is reported at once and makes <see cref="IsRowGood"/> false; the
/// caller looks at that once, when it has asked for everything, so that all faults of a row are listed.
/// </remarks>
internal sealed class CsvTable : IDisposable
{
    private readonly CsvParser _parser;
    private readonly FindingList _findings;
    private readonly Dictionary<string, int> _index = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _endsWithLineBreak;
    private string[] _fields = [];
    private int _columnCount;
    private int _nextLine = 1;
    private bool _sawBadData;

    private CsvTable(string file, ReadOnlyMemory<byte> bytes, FindingList findings)
    {
        File = file;
        _findings = findings;
        _endsWithLineBreak = bytes.IsEmpty || bytes.Span[^1] is (byte)'\n' or (byte)'\r';
        CsvConfiguration configuration = new(CultureInfo.InvariantCulture)
        {
            Mode = CsvMode.RFC4180,
            Delimiter = ",",
            IgnoreBlankLines = false,
            BadDataFound = _ => _sawBadData = true,
        };
        _parser = new CsvParser(new StringReader(Encoding.UTF8.GetString(bytes.Span)), configuration);
    }

    /// <summary>The file's path inside its source.</summary>
    public string File { get; }

    /// <summary>The line the current row begins at.</summary>
    public int Line { get; private set; }

    /// <summary>Whether no fault was found in the current row so far.</summary>
    public bool IsRowGood { get; private set; }

    /// <summary>Whether the file broke off in such a way that rows after the fault are lost.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>How many rows were read, the header apart.</summary>
    public int RowCount { get; private set; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <returns>The table; null when it cannot be used at all, which has then been reported.</returns>
    public static CsvTable? Open(SourceFiles source, string file, ReadOnlySpan<CsvColumn> columns, FindingList findings)
    {
        byte[] bytes = source.ReadAll(file);
        if (Utf8Text.Check(file, bytes) is { } fault)
        {
            findings.Add(fault);
            return null;
        }

        CsvTable table = new(file, Utf8Text.WithoutMark(bytes), findings);
        if (table.ReadHeader(columns)) return table;
        table.Dispose();
        return null;
    }

    /// <summary>Whether the header has a column.</summary>
    public bool Has(string column) => _index.ContainsKey(column);

    /// <summary>Goes to the next row that is not blank; false at the end of the file.</summary>
    public bool Next()
    {
        while (ReadRecord())
        {
            if (_fields.Length == 1 && _fields[0].Length == 0 && !_sawBadData) continue; // a blank line
            RowCount++;
            IsRowGood = !_sawBadData;
            if (_fields.Length != _columnCount && !IsBroken) ReportCount();
            return true;
        }

        if (!_endsWithLineBreak && !IsBroken)
        {
            _findings.Add(Diagnostic.Note(
                FindingCode.Truncated,
                $"The last line of '{File}' has no line break.",
                $"'{File}' 的最后一行没有换行符。") with
            {
                Where = new SourcePosition(File, Line),
                Next = new Wording("Make sure that the file is complete.", "请确认文件完整。"),
            });
        }

        return false;
    }

    /// <summary>The cell as it stands; empty when the column or the cell is absent.</summary>
    public string Raw(string column) => _index.TryGetValue(column, out int i) && i < _fields.Length ? _fields[i] : string.Empty;

    /// <summary>The trimmed cell of a column that must be filled; empty when it is not, which is reported.</summary>
    public string Required(string column)
    {
        string text = Raw(column).Trim();
        if (text.Length == 0 && !IsCutOff(column))
        {
            Fault(column, FindingCode.MissingField, $"The column '{column}' is empty.", $"'{column}' 列为空。", null,
                null, new Wording($"Fill in '{column}'.", $"请填写 '{column}'。"));
        }

        return text;
    }

    /// <summary>The text, as it stands, of a cell that must be filled; empty when it is not, which is reported.</summary>
    public string RequiredText(string column) => Required(column).Length == 0 ? string.Empty : Raw(column);

    /// <summary>The text of a cell as it stands; null when it is blank or absent.</summary>
    public string? Text(string column) => Raw(column) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>The trimmed cell, for words and identities; null when it is blank or absent.</summary>
    public string? Word(string column) => Text(column)?.Trim();

    /// <summary>The number of a cell that must be filled; null when it is no finite number, which is reported.</summary>
    public double? Number(string column)
    {
        string text = Required(column);
        return text.Length == 0 ? null : Parse(column, text);
    }

    /// <summary>The number of a cell that may be blank; null when it is blank or no finite number, the latter reported.</summary>
    public double? OptionalNumber(string column) => Word(column) is { } text ? Parse(column, text) : null;

    /// <summary>The whole number of a cell that may be blank.</summary>
    public int? OptionalInteger(string column, int least, int most)
    {
        if (Word(column) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most) return value;
        Fault(column, FindingCode.OutOfRange, $"The column '{column}' needs a whole number.", $"'{column}' 列需要整数。", text,
            new Wording($"{least} to {most}", $"{least} 至 {most}"), null);
        return null;
    }

    /// <summary>Reports that a cell is at fault.</summary>
    public void Fault(string column, FindingCode code, string en, string zh, string? found = null, Wording? expected = null, Wording? next = null)
    {
        IsRowGood = false;
        _findings.Add(Diagnostic.Error(code, en, zh) with { Where = Position(column), Found = Shown(found), Expected = expected, Next = next });
    }

    /// <summary>Reports something about a cell that does not make it unusable.</summary>
    public void Warn(string column, FindingCode code, string en, string zh, string? found = null, Wording? next = null) =>
        _findings.Add(Diagnostic.Warning(code, en, zh) with { Where = Position(column), Found = Shown(found), Next = next });

    /// <summary>Reports a finding that is not about a cell of the current row.</summary>
    public void Report(Diagnostic finding) => _findings.Add(finding);

    /// <summary>Where a cell of the current row stands: its line, the character in the line, and the column's name.</summary>
    public SourcePosition Position(string column)
    {
        if (!_index.TryGetValue(column, out int index) || index >= _fields.Length) return new SourcePosition(File, Line, null, column);
        (int line, int character) = Locate(_parser.RawRecord, index);
        return new SourcePosition(File, Line + line, character, column);
    }

    /// <inheritdoc/>
    public void Dispose() => _parser.Dispose();

    private static string? Shown(string? found) => found is { Length: > 120 } ? string.Concat(found.AsSpan(0, 117), "…") : found;

    // A fault of a row that has too few fields is one fault, not one for every column it lacks.
    private bool IsCutOff(string column) => _index.TryGetValue(column, out int i) && i >= _fields.Length;

    private bool ReadHeader(ReadOnlySpan<CsvColumn> columns)
    {
        while (ReadRecord())
        {
            if (_fields.Length == 1 && string.IsNullOrWhiteSpace(_fields[0])) continue;
            break;
        }

        if (IsBroken) return false;
        if (_fields.Length == 0 || (_fields.Length == 1 && string.IsNullOrWhiteSpace(_fields[0])))
        {
            _findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{File}' is empty.", $"'{File}' 为空。") with
            {
                Where = new SourcePosition(File, 1),
                Expected = new Wording($"a header row with {Names(columns)}", $"含 {Names(columns)} 的表头"),
            });
            return false;
        }

        _columnCount = _fields.Length;
        bool isGood = true;
        for (int i = 0; i < _columnCount; i++)
        {
            string name = _fields[i].Trim();
            if (name.Length == 0) continue;
            if (_index.TryAdd(name, i)) continue;
            isGood = false;
            _findings.Add(Diagnostic.Error(FindingCode.Duplicate, $"'{File}' has two columns named '{name}'.", $"'{File}' 中有两列都名为 '{name}'。") with
            {
                Where = HeaderPosition(i),
                Next = new Wording("Rename or remove one of them.", "请重命名或删除其中一列。"),
            });
        }

        foreach (CsvColumn column in columns)
        {
            if (!column.IsMandatory || _index.ContainsKey(column.Name)) continue;
            isGood = false;
            ReportMissing(column.Name);
        }

        if (isGood) ReportUnknown(columns);
        return isGood;
    }

    private void ReportMissing(string column)
    {
        string header = _parser.RawRecord.TrimEnd('\r', '\n');
        char? separator = _columnCount == 1 && header.Contains(';', StringComparison.Ordinal) ? ';' : _columnCount == 1 && header.Contains('\t', StringComparison.Ordinal) ? '\t' : null;
        _findings.Add(Diagnostic.Error(FindingCode.MissingField, $"'{File}' has no column '{column}'.", $"'{File}' 缺少列 '{column}'。") with
        {
            Where = new SourcePosition(File, Line, null, column),
            Found = Shown(header),
            Next = separator is { } s
                ? new Wording($"Separate the columns by commas, not by {(s == ';' ? "semicolons" : "tabs")}.", $"列之间请用逗号分隔，不要用{(s == ';' ? "分号" : "制表符")}。")
                : Closest.To(column, _index.Keys.Order(StringComparer.Ordinal)) is { } near
                    ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。")
                    : new Wording("Add the column to the header row.", "请在表头中加入该列。"),
        });
    }

    private void ReportUnknown(ReadOnlySpan<CsvColumn> columns)
    {
        string[] known = new string[columns.Length];
        for (int i = 0; i < known.Length; i++) known[i] = columns[i].Name;
        foreach ((string name, int i) in _index.OrderBy(e => e.Value))
        {
            if (known.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            _findings.Add(Diagnostic.Note(FindingCode.UnknownField, $"The column '{Shown(name)}' of '{File}' is not known and was not read.", $"'{File}' 的列 '{Shown(name)}' 未知，未读取。") with
            {
                Where = HeaderPosition(i),
                Next = Closest.To(name, known) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
            });
        }
    }

    private SourcePosition HeaderPosition(int index)
    {
        (int line, int character) = Locate(_parser.RawRecord, index);
        return new SourcePosition(File, Line + line, character);
    }

    private bool ReadRecord()
    {
        if (IsBroken) return false;
        _sawBadData = false;
        Line = _nextLine;
        if (!_parser.Read()) return false;
        _fields = _parser.Record ?? []; // the parser checks fields as they are taken, and takes them anew each time it is asked
        string raw = _parser.RawRecord;
        _nextLine = Line + CountLineBreaks(raw);
        if (!_sawBadData) return true;

        IsBroken = EndsInQuotes(raw);
        (int offset, int character) = IsBroken ? Locate(raw, Math.Max(0, _fields.Length - 1)) : (0, 1);
        _findings.Add((IsBroken
            ? Diagnostic.Error(FindingCode.Truncated, $"A quotation mark is opened and never closed; everything after it in '{File}' is lost.", $"引号未闭合，'{File}' 中其后的内容全部丢失。")
            : Diagnostic.Error(FindingCode.SchemaInvalid, "A quotation mark stands inside a field that does not begin and end with one.", "引号出现在未以引号开始和结束的字段中。")) with
        {
            Where = new SourcePosition(File, Line + offset, character),
            Found = Shown(raw.TrimEnd('\r', '\n')),
            Next = new Wording("Put the whole field in quotation marks and double those inside it.", "请将整个字段用引号括起，并将字段内的引号写两遍。"),
        });
        return true;
    }

    private void ReportCount()
    {
        IsRowGood = false;
        _findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, "The row does not have one field for each column.", "该行的字段数与列数不符。") with
        {
            Where = new SourcePosition(File, Line),
            Found = string.Create(CultureInfo.InvariantCulture, $"{_fields.Length}"),
            Expected = new Wording($"{_columnCount} fields, as in the header", $"{_columnCount} 个字段（与表头一致）"),
            Next = new Wording("Put fields that contain commas in quotation marks.", "含逗号的字段请用引号括起。"),
        });
    }

    private double? Parse(string column, string text)
    {
        NumberText.Fault fault = NumberText.Parse(text, out double value);
        if (fault == NumberText.Fault.None) return value;
        (FindingCode code, Wording expected, Wording next) = NumberText.Explain(fault);
        Fault(column, code, $"The column '{column}' needs a finite number.", $"'{column}' 列需要有限的数值。", text, expected, next);
        return null;
    }

    private static string Names(ReadOnlySpan<CsvColumn> columns)
    {
        List<string> names = [];
        foreach (CsvColumn column in columns)
            if (column.IsMandatory) names.Add(column.Name);
        return string.Join(", ", names);
    }

    private static int CountLineBreaks(ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int i = 0; i < text.Length; i++)
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) count++;
        return count;
    }

    private static bool EndsInQuotes(ReadOnlySpan<char> raw)
    {
        bool isFieldStart = true;
        bool isQuoted = false;
        for (int i = 0; i < raw.Length; i++)
        {
            char c = raw[i];
            if (isQuoted && c == '"')
            {
                if (i + 1 < raw.Length && raw[i + 1] == '"') i++;
                else isQuoted = false;
            }
            else if (!isQuoted)
            {
                isQuoted = isFieldStart && c == '"';
                isFieldStart = c == ',';
            }
        }

        return isQuoted;
    }

    // The line (from 0) and character (from 1) at which a field of a record begins.
    private static (int Line, int Character) Locate(ReadOnlySpan<char> raw, int index)
    {
        int line = 0;
        int lineStart = 0;
        bool isQuoted = false;
        int i = 0;
        while (i < raw.Length && index > 0)
        {
            if (raw[i] == '"') isQuoted = !isQuoted;
            else if (raw[i] == ',' && !isQuoted) index--;
            else if (raw[i] == '\n' || (raw[i] == '\r' && (i + 1 == raw.Length || raw[i + 1] != '\n')))
            {
                line++;
                lineStart = i + 1;
            }

            i++;
        }

        return (line, i - lineStart + 1);
    }
}
