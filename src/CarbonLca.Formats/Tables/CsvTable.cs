using System.Globalization;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CsvHelper;
using CsvHelper.Configuration;

namespace CarbonLca.Formats.Tables;

/// <summary>One CSV file (RFC 4180, UTF-8, header row); faults are reported with line, character and column.</summary>
internal sealed class CsvTable : SourceTable
{
    private readonly CsvParser _parser;
    private readonly Dictionary<string, int> _index = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _endsWithLineBreak;
    private string[] _fields = [];
    private int _columnCount;
    private int _nextLine = 1;
    private bool _sawBadData;

    private CsvTable(string file, ReadOnlyMemory<byte> bytes, FindingList findings)
        : base(file, findings)
    {
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

    /// <summary>Opens a file and reads its header.</summary>
    /// <returns>The table; null when it cannot be used at all, which has then been reported.</returns>
    public static CsvTable? Open(SourceFiles source, string file, IReadOnlyList<TableColumn> columns, FindingList findings)
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

    /// <summary>Goes to the next row that is not blank; false at the end of the file.</summary>
    public override bool Next()
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
            Findings.Add(Diagnostic.Note(
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
    public override string Raw(string column) => _index.TryGetValue(column, out int i) && i < _fields.Length ? _fields[i] : string.Empty;

    /// <summary>Where a cell of the current row stands: its line, the character in the line, and the column's name.</summary>
    public override SourcePosition Position(string column)
    {
        if (!_index.TryGetValue(column, out int index) || index >= _fields.Length) return new SourcePosition(File, Line, null, column);
        (int line, int character) = Locate(_parser.RawRecord, index);
        return new SourcePosition(File, Line + line, character, column);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _parser.Dispose();
        base.Dispose(disposing);
    }

    // A fault of a row that has too few fields is one fault, not one for every column it lacks.
    protected override bool IsCutOff(string column) => _index.TryGetValue(column, out int i) && i >= _fields.Length;

    private bool ReadHeader(IReadOnlyList<TableColumn> columns)
    {
        while (ReadRecord())
        {
            if (_fields.Length == 1 && string.IsNullOrWhiteSpace(_fields[0])) continue;
            break;
        }

        if (IsBroken) return false;
        if (_fields.Length == 0 || (_fields.Length == 1 && string.IsNullOrWhiteSpace(_fields[0])))
        {
            Findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{File}' is empty.", $"'{File}' 为空。") with
            {
                Where = new SourcePosition(File, 1),
                Expected = new Wording($"a header row with {Mandatory(columns)}", $"含 {Mandatory(columns)} 的表头"),
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
            ReportTwice(name, HeaderPosition(i));
        }

        foreach (TableColumn column in columns)
        {
            if (!column.IsMandatory || _index.ContainsKey(column.Name)) continue;
            isGood = false;
            ReportMissing(column.Name);
        }

        if (!isGood) return false;
        foreach ((string name, int i) in _index.OrderBy(e => e.Value))
            if (!columns.Any(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) ReportUnknown(name, columns, HeaderPosition(i));
        return true;
    }

    private void ReportMissing(string column)
    {
        string header = _parser.RawRecord.TrimEnd('\r', '\n');
        char? separator = _columnCount == 1 && header.Contains(';', StringComparison.Ordinal) ? ';' : _columnCount == 1 && header.Contains('\t', StringComparison.Ordinal) ? '\t' : null;
        Findings.Add(Diagnostic.Error(FindingCode.MissingField, $"'{File}' has no column '{column}'.", $"'{File}' 缺少列 '{column}'。") with
        {
            Where = new SourcePosition(File, Line, null, column),
            Found = Shown(header),
            Next = separator is { } s
                ? new Wording($"Separate the columns by commas, not by {(s == ';' ? "semicolons" : "tabs")}.", $"列之间请用逗号分隔，不要用{(s == ';' ? "分号" : "制表符")}。")
                : AddColumn(column, _index.Keys, new Wording("Add the column to the header row.", "请在表头中加入该列。")),
        });
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
        Findings.Add((IsBroken
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
        Findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, "The row does not have one field for each column.", "该行的字段数与列数不符。") with
        {
            Where = new SourcePosition(File, Line),
            Found = string.Create(CultureInfo.InvariantCulture, $"{_fields.Length}"),
            Expected = new Wording($"{_columnCount} fields, as in the header", $"{_columnCount} 个字段（与表头一致）"),
            Next = new Wording("Put fields that contain commas in quotation marks.", "含逗号的字段请用引号括起。"),
        });
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
