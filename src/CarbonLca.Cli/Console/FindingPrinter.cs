using CarbonLca.Diagnostics;

namespace CarbonLca.Cli.Console;

/// <summary>Prints findings as compilers do: <c>file(line,column): error Code: text</c>; of many alike only the first few.</summary>
internal static class FindingPrinter
{
    private const int ShownOfAKind = 5;

    /// <summary>Prints findings, errors first, then warnings, then notes; of each kind in the order found.</summary>
    public static void Print(IReadOnlyList<Diagnostic> findings, Language language, bool errorsOnly, bool all, TextWriter error)
    {
        foreach (IGrouping<(Severity, FindingCode), Diagnostic> kind in findings.GroupBy(f => (f.Severity, f.Code)).OrderByDescending(g => g.Key.Severity))
        {
            if (errorsOnly && kind.Key.Item1 != Severity.Error) continue;
            Diagnostic[] alike = [.. kind];
            int shown = all || alike.Length == ShownOfAKind + 1 ? alike.Length : Math.Min(alike.Length, ShownOfAKind);
            foreach (Diagnostic finding in alike.AsSpan(0, shown)) error.WriteLine(Line(finding, language));
            int rest = alike.Length - shown;
            if (rest == 0) continue;
            error.WriteLine(language == Language.Chinese
                ? $"carbonlca: {Name(kind.Key.Item1)} {kind.Key.Item2}: …… 另有 {rest} 条同类（用 --verbose 或 --format json 查看全部）"
                : $"carbonlca: {Name(kind.Key.Item1)} {kind.Key.Item2}: … {rest} more of this kind (see all with --verbose or --format json)");
        }
    }

    /// <summary>One finding on one line.</summary>
    public static string Line(Diagnostic finding, Language language)
    {
        string where = finding.Where?.ToString() ?? "carbonlca";
        string text = (finding with { Where = null }).ToText(language).ReplaceLineEndings(" ");
        return $"{where}: {Name(finding.Severity)} {finding.Code}: {text}";
    }

    private static string Name(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
