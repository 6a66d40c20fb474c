using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Results;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Console;

/// <summary>Prints what is known of a database.</summary>
internal static class PackageOutput
{
    private const int CategoriesShown = 8;

    /// <summary>Prints a package in the format asked for.</summary>
    public static void Deliver(Session session, LciPackage package)
    {
        switch (session.FormatForPeople)
        {
            case OutputFormat.Json:
                session.Print(PackageJson.Write(package));
                break;
            case OutputFormat.Csv:
                CsvText csv = new CsvText().Row("key", "count");
                foreach (ImportCount count in package.Counts) csv.Text(count.Key).Number(count.Value).EndRow();
                session.Print(csv.ToString());
                break;
            default:
                session.Print(Lines(session, package));
                break;
        }
    }

    private static IEnumerable<ReportLine> Lines(Session session, LciPackage package)
    {
        if (package.Database is { } database)
        {
            yield return ReportLine.Of(database.Name, ReportStyle.Title);
            List<(string, string)> facts = [(session.T("format", "格式"), package.Format)];
            if (database.Version is { } version) facts.Add((session.T("version", "版本"), version));
            facts.Add(("SHA-256", database.Digest));
            foreach (ReportLine line in FactTable.Facts(facts)) yield return line;
            yield return ReportLine.Empty;
        }

        if (package.Counts.Length > 0)
        {
            foreach (ReportLine line in FactTable.Rows(
                [session.T("content", "内容"), session.T("count", "数量")],
                [.. package.Counts.Select(c => new[] { c.Label.In(session.Language), c.Value.ToString("N0", CultureInfo.InvariantCulture) })],
                1)) yield return line;
            yield return ReportLine.Empty;
        }

        if (package.Methods.Length > 0)
        {
            foreach (ReportLine line in FactTable.Rows(
                [session.T("method", "方法"), session.T("factors", "因子数"), session.T("categories", "类别")],
                [.. package.Methods.Select(m => new[] { m.Id, m.Rows.Length.ToString("N0", CultureInfo.InvariantCulture), string.Join(", ", m.Categories.Take(CategoriesShown).Select(c => c.Code)) + (m.Categories.Length > CategoriesShown ? $", … ({m.Categories.Length})" : string.Empty) })],
                1)) yield return line;
            yield return ReportLine.Empty;
        }

        foreach (ReportLine line in Summary(session, package.Findings)) yield return line;
    }

    /// <summary>How many findings of each kind there are.</summary>
    public static IEnumerable<ReportLine> Summary(Session session, IReadOnlyList<Diagnostic> findings)
    {
        (Severity Severity, FindingCode Code, int Count)[] kinds =
            [.. findings.GroupBy(f => (f.Severity, f.Code)).OrderByDescending(g => g.Key.Severity).ThenBy(g => g.Key.Code).Select(g => (g.Key.Severity, g.Key.Code, g.Count()))];
        if (kinds.Length == 0)
        {
            yield return ReportLine.Of(session.T("  no findings", "  无发现"), ReportStyle.Good);
            yield break;
        }

        int width = kinds.Max(k => k.Code.ToString().Length);
        yield return ReportLine.Of(session.T("  findings", "  发现"), ReportStyle.Heading);
        foreach ((Severity severity, FindingCode code, int count) in kinds)
        {
            (string name, ReportStyle style) = severity switch
            {
                Severity.Error => (session.T("error  ", "错误"), ReportStyle.Bad),
                Severity.Warning => (session.T("warning", "警告"), ReportStyle.Warning),
                _ => (session.T("note   ", "说明"), ReportStyle.Plain),
            };
            yield return new ReportLine(
                new ReportSpan($"  {name}  ", style),
                new ReportSpan(code.ToString().PadRight(width), ReportStyle.Plain),
                new ReportSpan($"  {count.ToString("N0", CultureInfo.InvariantCulture),7}", ReportStyle.Plain));
        }
    }
}
