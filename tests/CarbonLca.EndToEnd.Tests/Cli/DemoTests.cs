using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonLca.Cli.Console;
using CarbonLca.TestSupport;

namespace CarbonLca.EndToEnd.Tests.Cli;

public sealed partial class DemoTests
{
    private const string UpdateVariable = "CARBONLCA_UPDATE_GOLDEN";

    [Theory]
    [InlineData("rack-server")]
    [InlineData("smartphone")]
    [InlineData("radio-unit-5g")]
    [InlineData("data-centre")]
    public void Totals_and_stages_are_those_computed_independently(string study)
    {
        CliRun run = CliRun.Of("demo", "--study", study, "--format", "json");
        Assert.Equal(0, run.ExitCode);
        using JsonDocument result = JsonDocument.Parse(run.Output);
        JsonElement root = result.RootElement;
        int compared = 0;
        foreach (string[] row in File.ReadLines(RepositoryFiles.Path($"datasets/studies/{study}/expected.csv")).Skip(1).Select(line => line.Split(',')))
        {
            double expected = double.Parse(row[1], CultureInfo.InvariantCulture);
            double actual = row[0] == "total"
                ? root.GetProperty("total").GetProperty("value").GetDouble()
                : root.GetProperty("stages").EnumerateArray().Single(s => s.GetProperty("stage").GetString() == row[0]).GetProperty("values").GetProperty("GWP100").GetDouble();
            Assert.InRange(actual, expected - (1e-12 * Math.Abs(expected)), expected + (1e-12 * Math.Abs(expected)));
            compared++;
        }

        Assert.Equal(6, compared);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void The_report_reads_as_reviewed(string language)
    {
        CliRun run = CliRun.Of("demo", "--lang", language);
        Assert.Equal(0, run.ExitCode);
        string text = Mask(run.Output);
        string file = Path.Combine(RepositoryFiles.Root, "tests", "CarbonLca.EndToEnd.Tests", "Golden", $"demo.{language}.txt");
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1") File.WriteAllText(file, text);
        Assert.Equal(File.ReadAllText(file), text);
    }

    [Fact]
    public void Output_does_not_depend_on_the_culture()
    {
        string[][] commands = [["demo"], ["demo", "--lang", "zh"], ["demo", "--format", "json"], ["demo", "--format", "csv"], ["explain", "smartphone", "--cutoff", "2.5%", "--format", "csv"]];
        CultureInfo before = CultureInfo.CurrentCulture;
        foreach (string[] command in commands)
        {
            string expected = CliRun.Of(command).Output;
            try
            {
                // What German, Turkish and Chinese settings could change: separators, signs, digits, list separators.
                CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
                other.NumberFormat.NumberDecimalSeparator = ",";
                other.NumberFormat.NumberGroupSeparator = ".";
                other.NumberFormat.PercentDecimalSeparator = ",";
                other.NumberFormat.NegativeSign = "−";
                other.DateTimeFormat.DateSeparator = ".";
                other.TextInfo.ListSeparator = ";";
                CultureInfo.CurrentCulture = other;
                CultureInfo.CurrentUICulture = other;
                Assert.Equal(expected, CliRun.Of(command).Output);
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
                CultureInfo.CurrentUICulture = before;
            }
        }
    }

    [Fact]
    public void Colour_is_for_terminals_that_allow_it()
    {
        TerminalFacts terminal = new(IsTerminal: true, Width: 100, AllowsColor: true);
        Assert.Contains("\e[", CliRun.Of(terminal, CancellationToken.None, "demo", "--study", "smartphone").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", CliRun.Of(terminal with { AllowsColor = false }, CancellationToken.None, "demo", "--study", "smartphone").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", CliRun.Of(terminal, CancellationToken.None, "demo", "--study", "smartphone", "--color", "never").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", CliRun.Of("demo", "--study", "smartphone").Output, StringComparison.Ordinal);
        Assert.Contains("\e[", CliRun.Of("demo", "--study", "smartphone", "--color", "always").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Colour_changes_no_text()
    {
        string plain = CliRun.Of("demo", "--lang", "zh").Output;
        string colored = Escape().Replace(CliRun.Of("demo", "--lang", "zh", "--color", "always").Output, string.Empty);
        Assert.Equal(plain.Split('\n'), colored.Split('\n').Select(line => line.TrimEnd()));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void No_line_passes_the_width_of_the_terminal(string language)
    {
        foreach (int width in (int[])[80, 100, 120])
        {
            string text = CliRun.Of(new TerminalFacts(true, width, false), CancellationToken.None, "demo", "--lang", language).Output;
            Assert.All(text.Split('\n'), line => Assert.InRange(CarbonLca.Reporting.DisplayWidth.Of(line), 0, width));
        }
    }

    // What differs between machines or versions: the engine's version, and the last bits that residuals are made of.
    private static string Mask(string text) => Residual().Replace(Version().Replace(text, "CarbonLca (version)"), "${before}(size)");

    [GeneratedRegex(@"CarbonLca \d+\.\d+\.\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();

    [GeneratedRegex(@"(?<before>residual |残差 |sum to the total \(|合计一致（)[0-9.e+-]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Residual();

    [GeneratedRegex("\e\\[[0-9;]*m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
