using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tables;
using CarbonLca.Reporting.Standards;

namespace CarbonLca.Formats.Standards;

/// <summary>Reads the register of standards from <c>standards.csv</c>; <c>datasets/standards/SOURCE.md</c> describes the columns.</summary>
public static class StandardEditionsReader
{
    private const string File = "standards.csv";

    private static readonly TableColumn[] Columns =
        [new("standard", true), new("title", true), new("title_zh", true), new("issued"), new("effective"), new("confidence", true), new("note"), new("note_zh"), new("requires", true)];

    /// <summary>Reads the file of a folder or package.</summary>
    /// <param name="source">The files; the caller disposes them.</param>
    /// <exception cref="InputRefusedException">A row is at fault; with every fault.</exception>
    public static StandardEditions Read(SourceFiles source)
    {
        ArgumentNullException.ThrowIfNull(source);
        FindingList findings = new();
        List<ClaimableStandard> standards = [];
        using CsvTable? table = CsvTable.Open(source, File, Columns, findings);
        while (table is not null && table.Next())
        {
            ClaimableStandard standard = new(
                table.Required("standard"),
                new Wording(table.Required("title"), table.Required("title_zh")),
                Day(table, "issued"),
                Day(table, "effective"),
                table.Required("confidence"),
                table.Text("note") is { } note ? new Wording(note, table.Text("note_zh") ?? note) : null,
                [.. table.Required("requires").Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            if (table.IsRowGood) standards.Add(standard);
        }

        if (findings.HasErrors) throw new InputRefusedException(findings.ToImmutable());
        return new StandardEditions(standards);
    }

    private static DateOnly? Day(CsvTable table, string column)
    {
        if (table.Word(column) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)) return day;
        table.Fault(column, FindingCode.SchemaInvalid, $"The column '{column}' holds no day.", $"'{column}' 列不是日期。", text, new Wording("a day such as 2024-10-01, or nothing", "日期，例如 2024-10-01，或留空"));
        return null;
    }
}
