using System.IO.Compression;
using CarbonLca.Cli.Console;
using CarbonLca.TestSupport;

namespace CarbonLca.EndToEnd.Tests.Cli;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("version")]
    [InlineData("doctor")]
    [InlineData("bench --rounds 1")]
    [InlineData("methods")]
    [InlineData("--help")]
    [InlineData("check rack-server")]
    [InlineData("info ict-background")]
    [InlineData("run smartphone")]
    public void Done_is_0(string line) => Assert.Equal(0, CliRun.Of(line.Split(' ')).ExitCode);

    [Fact]
    public void A_file_that_cannot_be_written_is_1()
    {
        using ScratchFolder scratch = new();
        CliRun run = CliRun.Of("run", "smartphone", "-o", scratch["no-such-folder/result.json"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("carbonlca: error Io:", run.Error.Split('\n').First(l => l.Contains("error", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dmeo")]
    [InlineData("demo --no-such-option")]
    [InlineData("demo --format yaml")]
    [InlineData("demo --study no-such-study")]
    [InlineData("run")]
    [InlineData("run no-such-file.yaml")]
    [InlineData("run rack-server --method no-such-method")]
    [InlineData("run rack-server --allocation no-such-rule")]
    [InlineData("footprint ict-background")]
    [InlineData("footprint ict-background --product steel-sheet --all")]
    [InlineData("footprint ict-background --product steel-sheet --amount many")]
    [InlineData("footprint ict-background --all --format json")]
    [InlineData("explain ict-background")]
    [InlineData("explain rack-server --top 0")]
    [InlineData("explain rack-server --category no-such-category")]
    [InlineData("import no-such-file.zip -o db")]
    public void A_wrong_command_line_is_2(string line)
    {
        CliRun run = CliRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("error", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("footprint ict-background --product no-such-product")]
    [InlineData("footprint ict-background --product steel-sheet --unit kWh")]
    [InlineData("footprint ict-background --product steel-sheet --unit furlong")]
    public void A_demand_that_makes_no_sense_is_3(string line)
    {
        CliRun run = CliRun.Of(line.Split(' '));
        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_study_at_fault_is_3_with_every_fault_and_its_line()
    {
        using ScratchFolder scratch = new();
        string text = File.ReadAllText(RepositoryFiles.Path("datasets/studies/rack-server/study.yaml"))
            .Replace("provider: steel-sheet", "provider: steel-shet", StringComparison.Ordinal)
            .Replace("provider: copper\n", "provider: coper\n", StringComparison.Ordinal);
        string study = scratch.Write("study.yaml", text);
        CliRun run = CliRun.Of("run", study);
        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Matches(@"study\.yaml\(\d+,\d+\).*: error UnknownProcess: .*'steel-shet'.*Closest: 'steel-sheet'", run.Error);
        Assert.Contains("'coper'", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, CliRun.Of("check", study).ExitCode);
    }

    [Fact]
    public void A_source_at_fault_is_3_and_writes_nothing_unless_partial_which_is_4()
    {
        using ScratchFolder scratch = new();
        string source = scratch.WriteTables("tables", fuelPerPower: "1e400");
        CliRun refused = CliRun.Of("import", source, "-o", scratch["db"]);
        Assert.Equal(3, refused.ExitCode);
        Assert.Empty(refused.Output);
        Assert.False(Directory.Exists(scratch["db"]));
        Assert.Matches(@"exchanges\.csv\(3,\d+\).*: error NotFinite: ", refused.Error);

        CliRun partial = CliRun.Of("import", source, "-o", scratch["db"], "--partial");
        Assert.Equal(4, partial.ExitCode);
        CliRun footprint = CliRun.Of("footprint", scratch["db"], "--product", "no-such");
        Assert.Equal(3, footprint.ExitCode);
        Assert.Contains("imported in part", CliRun.Of("footprint", scratch["db"], "--all").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_that_consumes_more_than_it_makes_is_6()
    {
        using ScratchFolder scratch = new();
        string source = scratch.WriteTables("tables", fuelPerPower: "20", powerPerFuel: "60");
        CliRun run = CliRun.Of("footprint", source, "--product", "power");
        Assert.Equal(6, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("'Refinery' (CN)", run.Error, StringComparison.Ordinal);
        Assert.Equal(6, CliRun.Of("check", source).ExitCode);
    }

    [Fact]
    public void An_archive_that_expands_without_bound_is_7()
    {
        using ScratchFolder scratch = new();
        string file = scratch["bomb.zip"];
        using (ZipArchive archive = ZipFile.Open(file, ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("flows.csv", CompressionLevel.SmallestSize).Open();
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 16; i++) entry.Write(zeros);
        }

        CliRun run = CliRun.Of("import", file, "-o", scratch["db"]);
        Assert.Equal(7, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.False(Directory.Exists(scratch["db"]));
    }

    [Fact]
    public void An_interrupted_run_is_130_and_writes_nothing()
    {
        using ScratchFolder scratch = new();
        CliRun run = CliRun.Of(TerminalFacts.Pipe, new CancellationToken(canceled: true), "import", scratch.WriteTables("tables"), "-o", scratch["db"]);
        Assert.Equal(130, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.False(Directory.Exists(scratch["db"]));
    }
}
