using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Tables;

/// <summary>One file of a table set, read row by row; every fault is reported with its place.</summary>
/// <remarks>
/// Cells are asked for by column name. A cell that is at fault is reported at once and makes <see cref="IsRowGood"/> false; the
/// caller looks at that once, when it has asked for everything, so that all faults of a row are listed.
/// </remarks>
internal abstract class SourceTable(string file, FindingList findings) : IDisposable
{
    /// <summary>The file's path inside its source.</summary>
    public string File => file;

    /// <summary>The line the current row begins at; for formats without lines the row, both from 1.</summary>
    public int Line { get; protected set; }

    /// <summary>Whether no fault was found in the current row so far.</summary>
    public bool IsRowGood { get; protected set; }

    /// <summary>Whether the file broke off in such a way that rows after the fault are lost.</summary>
    public bool IsBroken { get; protected set; }

    /// <summary>How many rows were read, a header apart.</summary>
    public int RowCount { get; protected set; }

    /// <summary>What was found so far.</summary>
    protected FindingList Findings => findings;

    /// <summary>Opens a file in the format that its ending names: Parquet, Arrow, or else CSV.</summary>
    /// <returns>The table; null when it cannot be used at all, which has then been reported.</returns>
    public static SourceTable? Open(SourceFiles source, string path, TableSchema schema, FindingList findings) => TableFiles.EncodingOf(path) switch
    {
        TableEncoding.Csv => CsvTable.Open(source, path, schema.Columns, findings),
        TableEncoding encoding => ColumnarTable.Open(source, path, encoding, schema, findings),
    };

    /// <summary>Goes to the next row; false at the end of the file.</summary>
    public abstract bool Next();

    /// <summary>The cell as text; empty when the column or the value is absent.</summary>
    public abstract string Raw(string column);

    /// <summary>Whether a cell has no value: in CSV an empty one.</summary>
    public virtual bool IsMissing(string column) => Raw(column).Length == 0;

    /// <summary>Where a cell of the current row stands.</summary>
    public abstract SourcePosition Position(string column);

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
    public virtual double? Number(string column)
    {
        string text = Required(column);
        return text.Length == 0 ? null : Parse(column, text);
    }

    /// <summary>The number of a cell that may be blank; null when it is blank or no finite number, the latter reported.</summary>
    public virtual double? OptionalNumber(string column) => Word(column) is { } text ? Parse(column, text) : null;

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
        findings.Add(Diagnostic.Error(code, en, zh) with { Where = Position(column), Found = Shown(found), Expected = expected, Next = next });
    }

    /// <summary>Reports something about a cell that does not make it unusable.</summary>
    public void Warn(string column, FindingCode code, string en, string zh, string? found = null, Wording? next = null) =>
        findings.Add(Diagnostic.Warning(code, en, zh) with { Where = Position(column), Found = Shown(found), Next = next });

    /// <summary>Reports a finding that is not about a cell of the current row.</summary>
    public void Report(Diagnostic finding) => findings.Add(finding);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the reader holds open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Whether the row ends before a column, which was then reported.</summary>
    protected virtual bool IsCutOff(string column) => false;

    /// <summary>The names of the columns that must be there.</summary>
    protected static string Mandatory(IEnumerable<TableColumn> columns) => string.Join(", ", columns.Where(c => c.IsMandatory).Select(c => c.Name));

    /// <summary>What to do about a column that is missing.</summary>
    protected static Wording AddColumn(string column, IEnumerable<string> present, Wording otherwise) => Closest.To(column, present.Order(StringComparer.Ordinal)) is { } near
        ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。")
        : otherwise;

    /// <summary>Says of a column that it is not known.</summary>
    protected void ReportUnknown(string column, IReadOnlyList<TableColumn> columns, SourcePosition where) =>
        findings.Add(Diagnostic.Note(FindingCode.UnknownField, $"The column '{Shown(column)}' of '{File}' is not known and was not read.", $"'{File}' 的列 '{Shown(column)}' 未知，未读取。") with
        {
            Where = where,
            Next = Closest.To(column, columns.Select(c => c.Name)) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
        });

    /// <summary>Says that two columns have one name.</summary>
    protected void ReportTwice(string column, SourcePosition where) =>
        findings.Add(Diagnostic.Error(FindingCode.Duplicate, $"'{File}' has two columns named '{column}'.", $"'{File}' 中有两列都名为 '{column}'。") with
        {
            Where = where,
            Next = new Wording("Rename or remove one of them.", "请重命名或删除其中一列。"),
        });

    protected static string? Shown(string? found) => found is { Length: > 120 } ? string.Concat(found.AsSpan(0, 117), "…") : found;

    private double? Parse(string column, string text)
    {
        NumberText.Fault fault = NumberText.Parse(text, out double value);
        if (fault == NumberText.Fault.None) return value;
        (FindingCode code, Wording expected, Wording next) = NumberText.Explain(fault);
        Fault(column, code, $"The column '{column}' needs a finite number.", $"'{column}' 列需要有限的数值。", text, expected, next);
        return null;
    }
}
