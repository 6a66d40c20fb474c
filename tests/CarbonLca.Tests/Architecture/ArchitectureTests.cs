using System.Text.RegularExpressions;

namespace CarbonLca.Tests.Architecture;

/// <summary>The house keeps its own rules: the table in <c>src/README.md</c> is the law, and this reads it.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly IReadOnlyList<Rule> Rules = ReadRules();

    [Fact]
    public void Every_source_folder_has_a_row_in_the_table()
    {
        string[] missing =
        [
            .. Repository.SourceFiles("src")
                .Select(Repository.Relative)
                .Where(file => RuleFor(file) is null && file.Count(c => c == '/') > 2)
                .Select(file => Path.GetDirectoryName(file)!)
                .Distinct(),
        ];
        Assert.True(missing.Length == 0, "Folders without a row in src/README.md: " + string.Join(", ", missing));
    }

    [Fact]
    public void Every_using_is_allowed_by_the_table()
    {
        List<string> faults = [];
        foreach (string path in Repository.SourceFiles("src"))
        {
            string file = Repository.Relative(path);
            if (RuleFor(file) is not { } rule) continue;
            foreach (string name in NamespacesUsedBy(File.ReadAllText(path)))
                if (!rule.Allows(name)) faults.Add($"{file} uses {name}, which the table does not allow to {rule.Folder}");
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public void Namespace_equals_folder()
    {
        List<string> faults = [];
        foreach (string path in Repository.SourceFiles("src").Concat(Repository.SourceFiles("tests")))
        {
            string file = Repository.Relative(path);
            if (file.StartsWith("tests/Shared/", StringComparison.Ordinal)) continue;
            Match declared = NamespaceDeclaration().Match(File.ReadAllText(path));
            if (!declared.Success) continue;
            string folder = string.Join('.', file.Split('/')[1..^1]);
            if (declared.Groups["name"].Value != folder) faults.Add($"{file} declares {declared.Groups["name"].Value}; expected {folder}");
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public void Unsafe_code_stays_in_Numerics()
    {
        string[] faults =
        [
            .. Repository.SourceFiles("src")
                .Where(path => UnsafeKeyword().IsMatch(File.ReadAllText(path)))
                .Select(Repository.Relative)
                .Where(file => !file.StartsWith("src/CarbonLca.Numerics/", StringComparison.Ordinal)),
        ];
        Assert.Empty(faults);
    }

    [Fact]
    public void Nothing_is_left_unfinished_or_silenced()
    {
        List<string> faults = [];
        foreach (string path in Repository.SourceFiles("src").Concat(Repository.SourceFiles("tests")).Concat(Repository.SourceFiles("benchmarks")))
        {
            string text = File.ReadAllText(path);
            foreach (string mark in (string[])["Not" + "ImplementedException", "TO" + "DO", "FIX" + "ME", "#pragma warning " + "disable"])
                if (text.Contains(mark, StringComparison.Ordinal)) faults.Add($"{Repository.Relative(path)} contains '{mark}'");
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public void Every_package_of_the_default_build_is_pinned_centrally()
    {
        string[] faults =
        [
            .. Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
                .Where(path => PackageVersion().IsMatch(File.ReadAllText(path)))
                .Select(Repository.Relative),
        ];
        Assert.Empty(faults);
    }

    private static IEnumerable<string> NamespacesUsedBy(string source)
    {
        foreach (Match match in UsingDirective().Matches(source)) yield return match.Groups["name"].Value;
    }

    private static Rule? RuleFor(string file) =>
        Rules.Where(rule => file.StartsWith($"src/{rule.Folder}/", StringComparison.Ordinal)).MaxBy(rule => rule.Folder.Length);

    private static List<Rule> ReadRules()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "src", "README.md"));
        List<Rule> rules = [];
        bool inTable = false;
        foreach (string line in lines)
        {
            if (line.StartsWith("| Folder | May use |", StringComparison.Ordinal)) inTable = true;
            else if (inTable && line.StartsWith("| `", StringComparison.Ordinal)) rules.Add(Rule.Parse(line));
            else if (inTable && !line.StartsWith("|--", StringComparison.Ordinal)) inTable = false;
        }

        Assert.NotEmpty(rules);
        return rules;
    }

    [GeneratedRegex(@"^\s*(?:global )?using (?:static )?(?:\w+ = )?(?<name>CarbonLca[\w.]*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"^\s*[\w\s]*\bunsafe\b(?! *`)[^/""]*[({]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnsafeKeyword();

    [GeneratedRegex("<PackageReference [^>]*Version=", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PackageVersion();

    /// <summary>One row: a folder and the namespaces it may use beside its own.</summary>
    private sealed record Rule(string Folder, IReadOnlyList<string> Allowed)
    {
        private string Namespace => Folder.Replace('/', '.');

        public static Rule Parse(string row)
        {
            string[] cells = row.Split('|', StringSplitOptions.TrimEntries);
            string[] allowed = [.. QuotedName().Matches(cells[2]).Select(m => m.Groups["name"].Value.Replace('/', '.'))];
            return new Rule(cells[1].Trim('`'), allowed);
        }

        public bool Allows(string name) =>
            Within(name, Namespace) || Allowed.Any(allowed => allowed == "CarbonLca" ? IsCore(name) : Within(name, allowed));

        // 'everything in CarbonLca' is the core project, not the projects whose names begin with it.
        private static bool IsCore(string name) =>
            !Within(name, "CarbonLca.Formats") && !Within(name, "CarbonLca.Cli") && !Within(name, "CarbonLca.Api") && !Within(name, "CarbonLca.Numerics");

        private static bool Within(string name, string parent) => name == parent || name.StartsWith(parent + ".", StringComparison.Ordinal);
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QuotedName();
}
