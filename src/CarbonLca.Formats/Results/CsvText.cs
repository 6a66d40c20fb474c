using System.Buffers;
using System.Text;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>Writes rows of comma-separated values (RFC 4180) that no spreadsheet takes for formulas.</summary>
/// <remarks>
/// <para>
/// A text cell that begins with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a line break gets one apostrophe in front, which
/// spreadsheets show as text. It can be undone without loss: a reader removes one apostrophe from every cell that consists of one
/// or more apostrophes followed by one of those characters. Ids that begin otherwise, as nearly all do, stay byte for byte.
/// </para>
/// <para>Numbers are written with all digits and never changed. Lines end with CR LF.</para>
/// </remarks>
public sealed class CsvText
{
    private const string Formula = "=+-@\t\r\n";

    private readonly StringBuilder _text = new();

    // Remembers half a character where parts of the text end within one.
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private bool _isFirst = true;

    /// <summary>Adds a text cell.</summary>
    public CsvText Text(string? text)
    {
        string cell = text ?? string.Empty;
        return Raw(IsFormula(cell) ? "'" + cell : cell);
    }

    /// <summary>Adds a number with all its digits.</summary>
    public CsvText Number(double value) => Raw(Digits.Full(value));

    /// <summary>Adds a number, or an empty cell where there is none.</summary>
    public CsvText Number(double? value) => value is { } number ? Number(number) : Raw(string.Empty);

    /// <summary>Adds a cell that no program made of user data: a number, a date, a truth value.</summary>
    internal CsvText Plain(string cell) => Raw(cell);

    /// <summary>Ends the row.</summary>
    public CsvText EndRow()
    {
        _text.Append("\r\n");
        _isFirst = true;
        return this;
    }

    /// <summary>Adds a row of text cells.</summary>
    public CsvText Row(params ReadOnlySpan<string> cells)
    {
        foreach (string cell in cells) Text(cell);
        return EndRow();
    }

    /// <summary>All rows.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Writes the rows so far as UTF-8 and forgets them.</summary>
    internal void MoveTo(Stream stream)
    {
        foreach (ReadOnlyMemory<char> part in _text.GetChunks())
        {
            byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(part.Length));
            stream.Write(bytes, 0, _encoder.GetBytes(part.Span, bytes, flush: false));
            ArrayPool<byte>.Shared.Return(bytes);
        }

        _text.Clear();
    }

    /// <summary>A text as it was before it was written: without the apostrophe that keeps spreadsheets from computing it.</summary>
    internal static string Original(string cell) => cell.StartsWith('\'') && IsFormula(cell) ? cell[1..] : cell;

    private static bool IsFormula(string cell)
    {
        ReadOnlySpan<char> rest = cell.AsSpan().TrimStart('\'');
        return rest.Length > 0 && Formula.Contains(rest[0]);
    }

    private CsvText Raw(string cell)
    {
        if (!_isFirst) _text.Append(',');
        _isFirst = false;
        if (cell.AsSpan().ContainsAny(",\"\r\n")) _text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else _text.Append(cell);
        return this;
    }
}
