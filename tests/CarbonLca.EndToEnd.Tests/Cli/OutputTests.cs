using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonLca.Cli.Console;
using CarbonLca.TestSupport;

namespace CarbonLca.EndToEnd.Tests.Cli;

public sealed class OutputTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("run smartphone")]
    [InlineData("check smartphone")]
    [InlineData("quality smartphone")]
    [InlineData("info ict-background")]
    [InlineData("methods")]
    [InlineData("doctor")]
    [InlineData("bench --rounds 1")]
    [InlineData("version")]
    [InlineData("footprint ict-background --product steel-sheet")]
    [InlineData("explain ict-background --product steel-sheet --by upstream")]
    public void Json_is_one_document_that_names_its_schema(string line)
    {
        CliRun run = CliRun.Of([.. line.Split(' '), "--format", "json"]);
        Assert.Equal(0, run.ExitCode);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Matches("^[a-z]+/1$", document.RootElement.GetProperty("carbonlca").GetString());
    }

    [Fact]
    public void Findings_go_to_standard_error_and_data_to_standard_output()
    {
        CliRun run = CliRun.Of("run", "smartphone", "--format", "json");
        Assert.StartsWith("{", run.Output, StringComparison.Ordinal);
        Assert.Contains("smartphone/study.yaml: warning GwpSetUnknown:", run.Error, StringComparison.Ordinal);
        Assert.Empty(CliRun.Of("run", "smartphone", "--format", "json", "-q").Error);
    }

    [Fact]
    public void A_footprint_names_all_that_it_depends_on()
    {
        using JsonDocument document = JsonDocument.Parse(CliRun.Of("run", "rack-server", "--format", "json", "--method", "gwp100-ar5").Output);
        JsonElement root = document.RootElement;
        Assert.Equal("gwp100-ar5", root.GetProperty("method").GetProperty("id").GetString());
        Assert.Equal(64, root.GetProperty("method").GetProperty("sha256").GetString()!.Length);
        Assert.Equal(64, root.GetProperty("data").GetProperty("sha256").GetString()!.Length);
        Assert.Equal(64, root.GetProperty("system_sha256").GetString()!.Length);
        Assert.Equal("as-given", root.GetProperty("options").GetProperty("allocation").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("options").GetProperty("seed").ValueKind);
        Assert.InRange(root.GetProperty("proof").GetProperty("backward_error").GetDouble(), 0, 1e-15);
        Assert.Equal("cradle-to-grave", root.GetProperty("study").GetProperty("boundary").GetString());
        Assert.Equal(100, root.GetProperty("stages").EnumerateArray().Sum(s => s.GetProperty("percent").GetDouble()), 9);
        double total = root.GetProperty("total").GetProperty("value").GetDouble();
        Assert.Equal(1, root.GetProperty("categories").EnumerateArray().Where(c => c.GetProperty("part_of_total").GetBoolean()).Sum(c => c.GetProperty("value").GetDouble()) / total, 12);
        Assert.Equal(1, root.GetProperty("processes").EnumerateArray().Sum(c => c.GetProperty("value").GetDouble()) / total, 12);
        Assert.Equal(1, root.GetProperty("elementary_flows").EnumerateArray().Sum(c => c.GetProperty("value").GetDouble()) / total, 12);
        Assert.NotEmpty(root.GetProperty("sources").EnumerateArray());
    }

    [Fact]
    public void Equal_runs_write_equal_bytes_and_the_record_tells_the_truth()
    {
        using ScratchFolder scratch = new();
        string study = RepositoryFiles.Path("datasets/studies/smartphone/study.yaml");
        string[] line = ["run", study, "-o", scratch["result.csv"], "--run-json", scratch["run.json"]];
        CliRun first = CliRun.Of(line);
        Assert.Equal(0, first.ExitCode);
        byte[] record = File.ReadAllBytes(scratch["run.json"]);
        byte[] result = File.ReadAllBytes(scratch["result.csv"]);
        CliRun second = CliRun.Of(line);
        Assert.Equal(first, second);
        Assert.Equal(record, File.ReadAllBytes(scratch["run.json"]));
        Assert.Equal(result, File.ReadAllBytes(scratch["result.csv"]));
        Assert.False(File.Exists(scratch["result.csv.partial"]));

        using JsonDocument document = JsonDocument.Parse(record);
        JsonElement root = document.RootElement;
        Assert.Equal("run", root.GetProperty("command").GetString());
        Assert.Equal(line, root.GetProperty("arguments").EnumerateArray().Select(a => a.GetString()!));
        Assert.Equal(Sha256(File.ReadAllBytes(study)), DigestOf(root, "inputs", study));
        Assert.Equal(Sha256(result), DigestOf(root, "outputs", scratch["result.csv"]));
        Assert.Equal(Sha256(Encoding.UTF8.GetBytes(first.Output)), DigestOf(root, "outputs", "-"));
        Assert.Equal(0, root.GetProperty("exit_code").GetInt32());
        Assert.Single(root.GetProperty("proofs").EnumerateArray());
        Assert.NotEmpty(root.GetProperty("findings").EnumerateArray());
    }

    [Fact]
    public void A_refused_run_is_recorded_too()
    {
        using ScratchFolder scratch = new();
        Assert.Equal(3, CliRun.Of("footprint", "ict-background", "--product", "nothing", "--run-json", scratch["run.json"]).ExitCode);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(scratch["run.json"]));
        Assert.Equal(3, document.RootElement.GetProperty("exit_code").GetInt32());
        Assert.Equal("error", document.RootElement.GetProperty("findings")[0].GetProperty("severity").GetString());
    }

    [Fact]
    public void Of_many_findings_alike_five_are_shown_and_the_rest_counted()
    {
        using ScratchFolder scratch = new();
        string source = scratch.WriteTables("tables");
        string rows = string.Concat(Enumerable.Range(1, 28).Select(i => $"power,fuel,input,x{i},kg,refinery\n"));
        File.AppendAllText(Path.Combine(source, "exchanges.csv"), rows);
        string[] lines = CliRun.Of("check", source).Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Count(l => l.Contains("error NotANumber: ", StringComparison.Ordinal) && l.Contains("exchanges.csv(", StringComparison.Ordinal)));
        Assert.Contains("… 23 more", lines.Single(l => l.StartsWith("carbonlca: error NotANumber", StringComparison.Ordinal)), StringComparison.Ordinal);
        using JsonDocument all = JsonDocument.Parse(CliRun.Of("check", source, "--format", "json").Output);
        Assert.Equal(28, all.RootElement.GetProperty("findings").EnumerateArray().Count(f => f.GetProperty("code").GetString() == "NotANumber"));
    }

    [Fact]
    public void Commands_for_programs_write_json_into_a_pipe_and_a_table_on_a_terminal()
    {
        string[] line = ["explain", "ict-background", "--product", "steel-sheet"];
        Assert.StartsWith("{", CliRun.Of(line).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("{", CliRun.Of(new TerminalFacts(true, 100, false), CancellationToken.None, line).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("{", CliRun.Of("run", "smartphone").Output, StringComparison.Ordinal);
    }

    private static string? DigestOf(JsonElement root, string files, string path) =>
        root.GetProperty(files).EnumerateArray().Single(f => f.GetProperty("path").GetString() == path).GetProperty("sha256").GetString();

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
