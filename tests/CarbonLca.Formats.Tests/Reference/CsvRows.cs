using System.Collections.Frozen;
using System.Globalization;
using CsvHelper;

namespace CarbonLca.Formats.Tests.Reference;

/// <summary>The rows of a small CSV file of a case; a column it does not know fails.</summary>
internal static class CsvRows
{
    public static IReadOnlyList<Func<string, string>> Read(string file, params string[] columns)
    {
        string[][] table = Cells(file);
        Assert.True(table.Length > 1, $"'{file}' has no rows.");
        foreach (string column in table[0]) Assert.True(columns.Contains(column), $"'{file}' has a column '{column}'; expected {string.Join(", ", columns)}.");
        FrozenDictionary<string, int> index = table[0].Index().ToFrozenDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        return [.. table.Skip(1).Select<string[], Func<string, string>>(row => column => index.TryGetValue(column, out int i) ? row[i] : string.Empty)];
    }

    /// <summary>The same table with rows and columns in reverse order.</summary>
    public static string Reversed(string file)
    {
        string[][] table = Cells(file);
        IEnumerable<string[]> rows = table.Skip(1).Reverse().Prepend(table[0]);
        return string.Concat(rows.Select(row => string.Join(',', row.Reverse().Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n"));
    }

    private static string[][] Cells(string file)
    {
        using StreamReader reader = new(file);
        using CsvParser parser = new(reader, CultureInfo.InvariantCulture);
        List<string[]> rows = [];
        while (parser.Read()) rows.Add(parser.Record!);
        foreach (string[] row in rows) Assert.True(row.Length == rows[0].Length, $"A row of '{file}' has {row.Length} cells; expected {rows[0].Length}.");
        return [.. rows];
    }
}
