using System.Text;

namespace CarbonLca.TestSupport;

/// <summary>A reference table: comma-separated values with a header and quoted cells (RFC 4180).</summary>
internal static class ReferenceTable
{
    /// <summary>The rows of a table, each by column name.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string path)
    {
        List<List<string>> records = Records(File.ReadAllText(path));
        List<string> header = records[0];
        List<IReadOnlyDictionary<string, string>> rows = [];
        foreach (List<string> record in records.Skip(1))
        {
            Assert.True(record.Count == header.Count, $"'{path}' has a row of {record.Count} cells under a header of {header.Count}: {string.Join('|', record)}");
            rows.Add(header.Zip(record).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal));
        }

        Assert.NotEmpty(rows);
        return rows;
    }

    private static List<List<string>> Records(string text)
    {
        List<List<string>> records = [[]];
        StringBuilder cell = new();
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (isQuoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (c == '"') isQuoted = !isQuoted;
            else if (c is ',' or '\n' && !isQuoted)
            {
                records[^1].Add(cell.ToString());
                cell.Clear();
                if (c == '\n') records.Add([]);
            }
            else if (c != '\r' || isQuoted) cell.Append(c);
        }

        if (cell.Length > 0 || records[^1].Count > 0) records[^1].Add(cell.ToString());
        records.RemoveAll(record => record.Count == 0);
        return records;
    }
}
