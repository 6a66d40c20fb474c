using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Tables;

/// <summary>How a table is kept in a file.</summary>
public enum TableEncoding
{
    /// <summary>Comma-separated values.</summary>
    Csv = 0,

    /// <summary>Parquet.</summary>
    Parquet = 1,

    /// <summary>An Apache Arrow IPC file or stream.</summary>
    Arrow = 2,
}

/// <summary>Which file of a source holds a table: the one whose name is the table's, with the ending of an encoding.</summary>
internal static class TableFiles
{
    private static readonly (TableEncoding Encoding, string Ending)[] Endings =
        [(TableEncoding.Csv, ".csv"), (TableEncoding.Parquet, ".parquet"), (TableEncoding.Arrow, ".arrow")];

    /// <summary>The ending of an encoding's files.</summary>
    public static string EndingOf(TableEncoding encoding) => Endings[(int)encoding].Ending;

    /// <summary>The encoding that a file's ending names; CSV unless it is one of the others.</summary>
    public static TableEncoding EncodingOf(string path) =>
        Array.Find(Endings, e => path.EndsWith(e.Ending, StringComparison.OrdinalIgnoreCase)) is { Ending: not null } found ? found.Encoding : TableEncoding.Csv;

    /// <summary>The file of a table; null when there is none.</summary>
    /// <param name="source">The files.</param>
    /// <param name="table">The path of the table in the source without an ending.</param>
    public static string? Find(SourceFiles source, string table) =>
        Array.Find(Endings, e => source.Contains(table + e.Ending)) is { Ending: not null } found ? table + found.Ending : null;

    /// <summary>The file of a table, as messages name it: as CSV when there is none.</summary>
    public static string NameOf(SourceFiles source, string table) => Find(source, table) ?? table + EndingOf(TableEncoding.Csv);

    /// <summary>Refuses a table that is there in more than one encoding: nobody can know which is meant.</summary>
    /// <returns>The finding; null when there is at most one file.</returns>
    public static Diagnostic? TwoOf(SourceFiles source, string table)
    {
        string[] files = [.. Endings.Select(e => table + e.Ending).Where(source.Contains)];
        if (files.Length < 2) return null;
        return Diagnostic.Error(FindingCode.Duplicate, $"The table '{table}' is there {files.Length} times; which is meant is not known.", $"表 '{table}' 有 {files.Length} 份，无法判断应使用哪一份。") with
        {
            Where = new SourcePosition(files[0]),
            Found = string.Join(", ", files),
            Expected = new Wording("one of them", "其中一份"),
            Next = new Wording("Remove the others.", "请删除其余文件。"),
        };
    }
}
