using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CarbonLca.Tests.Architecture;

namespace CarbonLca.Tests.Requirements;

/// <summary>Which tests keep which requirement: written into <c>tests/README.md</c> from the names of the tests.</summary>
public sealed partial class RequirementTableTests
{
    private const string UpdateVariable = "CARBONLCA_UPDATE_GOLDEN";
    private const string Begin = "<!-- requirements: begin -->\n";
    private const string End = "<!-- requirements: end -->\n";

    private static readonly SortedDictionary<int, SortedSet<string>> Tests = Collect();

    private static string ReadmePath => Path.Combine(Repository.Root, "tests", "README.md");

    [Fact]
    public void The_table_of_requirements_is_the_one_of_the_test_names()
    {
        string text = File.ReadAllText(ReadmePath).ReplaceLineEndings("\n");
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end >= begin, $"tests/README.md has no place for the table: the lines '{Begin.Trim()}' and '{End.Trim()}'.");
        string expected = Table();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            text = text[..begin] + expected + text[end..];
            File.WriteAllText(ReadmePath, text);
            end = begin + expected.Length;
        }

        Assert.True(text[begin..end] == expected, $"The table of requirements in tests/README.md is not that of the test names; run this test with {UpdateVariable}=1 and read the difference.");
    }

    [Fact]
    public void Every_requirement_of_a_study_has_a_test()
    {
        string[] missing = [.. RequirementTitles.Study.Where(r => !Tests.ContainsKey(r.Key)).Select(r => $"{Name(r.Key)} ({r.Value})")];
        Assert.True(missing.Length == 0, "Requirements without a test named after them: " + string.Join("; ", missing));
    }

    [Fact]
    public void Every_test_of_a_requirement_names_one_that_exists()
    {
        string[] unknown = [.. Tests.Where(t => TitleOf(t.Key) is null).SelectMany(t => t.Value)];
        Assert.True(unknown.Length == 0, "Tests named after requirements that are not listed: " + string.Join(", ", unknown));
    }

    [Fact]
    public void A_test_counts_only_when_its_method_bears_the_name()
    {
        Assert.Equal([(61, "REQ_61_a_plant")], NamesIn("    [Fact]\n    public void REQ_61_a_plant()\n    {\n        Run(\"REQ_62_quoted\"); // REQ_63_mentioned\n"));
        Assert.Equal([(2, "REQ_02_async")], NamesIn("public async Task REQ_02_async() => "));
        Assert.Empty(NamesIn("public void REQ_61() "));
    }

    private static SortedDictionary<int, SortedSet<string>> Collect()
    {
        SortedDictionary<int, SortedSet<string>> tests = [];
        foreach (string file in Repository.SourceFiles("tests"))
        {
            foreach ((int number, string name) in NamesIn(File.ReadAllText(file)))
            {
                if (!tests.TryGetValue(number, out SortedSet<string>? names)) tests.Add(number, names = new SortedSet<string>(StringComparer.Ordinal));
                names.Add(name);
            }
        }

        return tests;
    }

    private static IEnumerable<(int Number, string Name)> NamesIn(string source) =>
        TestName().Matches(source).Select(m => (int.Parse(m.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), m.Groups["name"].Value));

    private static string Table()
    {
        StringBuilder table = new("\n| Requirement | What | Tests |\n|---|---|---|\n");
        foreach (int number in RequirementTitles.Study.Keys.Union(Tests.Keys).Order())
        {
            string names = Tests.TryGetValue(number, out SortedSet<string>? tests) ? string.Join("<br>", tests.Select(t => $"`{t}`")) : "none";
            table.Append(CultureInfo.InvariantCulture, $"| {Name(number)} | {TitleOf(number)} | {names} |\n");
        }

        return table.Append('\n').ToString();
    }

    private static string? TitleOf(int number) => RequirementTitles.Study.GetValueOrDefault(number) ?? RequirementTitles.Beyond.GetValueOrDefault(number);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"REQ-{number:00}");

    [GeneratedRegex(@"public (?:static )?(?:async )?(?:void|Task) (?<name>REQ_(?<number>[0-9]{2,3})_\w+)\(", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex TestName();
}
