using System.Text.Json;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;

namespace CarbonLca.EndToEnd.Tests.Cli;

public sealed class MonteCarloTests
{
    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public void D01_output_files_are_the_same_bytes_on_any_number_of_threads(string ending)
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        foreach (string threads in (string[])["1", "2", "3", "7"])
        {
            CliRun run = CliRun.Of("mc", tables, "--all", "--samples", "2000", "--seed", "-7", "--threads", threads, "-o", scratch[$"{threads}.{ending}"], "--keep", scratch[$"{threads}.samples.{ending}"]);
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(File.ReadAllBytes(scratch[$"1.{ending}"]), File.ReadAllBytes(scratch[$"{threads}.{ending}"]));
            Assert.Equal(File.ReadAllBytes(scratch[$"1.samples.{ending}"]), File.ReadAllBytes(scratch[$"{threads}.samples.{ending}"]));
        }
    }

    [Fact]
    public void Json_has_the_members_that_scripts_rely_on()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        using JsonDocument document = JsonDocument.Parse(CliRun.Of("mc", tables, "--product", "power", "--samples", "4000", "--seed", "0", "--threads", "2", "--format", "json").Output);
        JsonElement root = document.RootElement;
        Assert.Equal(4000, root.GetProperty("samples").GetInt64());
        Assert.Equal(0, root.GetProperty("failed").GetInt64());
        Assert.Equal(0, root.GetProperty("seed").GetInt64());
        Assert.Equal(2, root.GetProperty("threads").GetInt32());
        JsonElement category = root.GetProperty("categories")[0];
        double last = double.NegativeInfinity;
        foreach (string quantile in (string[])["minimum", "p2_5", "p5", "p25", "median", "p75", "p95", "p97_5", "maximum"])
        {
            Assert.True(category.GetProperty(quantile).GetDouble() > last, quantile);
            last = category.GetProperty(quantile).GetDouble();
        }

        Assert.Equal(category.GetProperty("sd").GetDouble() / Math.Sqrt(4000), category.GetProperty("se_mean").GetDouble(), 12);
        Assert.InRange(category.GetProperty("deterministic_percentile").GetDouble(), 40, 60);
        Assert.True(category.GetProperty("deterministic").GetDouble() > 0);
    }

    [Fact]
    public void D03_a_product_has_the_same_figures_alone_and_among_all()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        string alone = CliRun.Of("mc", tables, "--product", "power", "--samples", "1000", "--seed", "3", "--format", "csv").Output;
        string all = CliRun.Of("mc", tables, "--all", "--samples", "1000", "--seed", "3", "--format", "csv").Output;
        foreach (string line in alone.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)) Assert.Contains(line, all, StringComparison.Ordinal);
    }

    [Fact]
    public void D09_a_run_goes_on_from_its_checkpoint_with_the_same_bits()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        CliRun.Of("mc", tables, "--product", "power", "--samples", "2048", "--seed", "5", "--checkpoint", scratch["state"], "-o", scratch["short.csv"]);
        Assert.True(File.Exists(scratch["state"]));
        Assert.Equal(0, CliRun.Of("mc", tables, "--product", "power", "--samples", "5000", "--seed", "5", "--checkpoint", scratch["state"], "-o", scratch["resumed.csv"], "--keep", scratch["resumed.parquet"]).ExitCode);
        Assert.Equal(0, CliRun.Of("mc", tables, "--product", "power", "--samples", "5000", "--seed", "5", "-o", scratch["whole.csv"], "--keep", scratch["whole.parquet"]).ExitCode);
        Assert.Equal(File.ReadAllBytes(scratch["whole.csv"]), File.ReadAllBytes(scratch["resumed.csv"]));
        Assert.Equal(File.ReadAllBytes(scratch["whole.parquet"]), File.ReadAllBytes(scratch["resumed.parquet"]));
        CliRun other = CliRun.Of("mc", tables, "--product", "power", "--samples", "5000", "--seed", "6", "--checkpoint", scratch["state"]);
        Assert.Equal(3, other.ExitCode);
        Assert.Contains("seed", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void P3_a_seed_that_is_not_given_is_drawn_and_told()
    {
        using JsonDocument first = JsonDocument.Parse(CliRun.Of("mc", "rack-server", "--samples", "64", "--format", "json").Output);
        using JsonDocument second = JsonDocument.Parse(CliRun.Of("mc", "rack-server", "--samples", "64", "--format", "json").Output);
        long seed = first.RootElement.GetProperty("seed").GetInt64();
        Assert.NotEqual(seed, second.RootElement.GetProperty("seed").GetInt64());
        using JsonDocument again = JsonDocument.Parse(CliRun.Of("mc", "rack-server", "--samples", "64", "--format", "json", "--seed", $"{seed}").Output);
        Assert.Equal(first.RootElement.GetProperty("categories").ToString(), again.RootElement.GetProperty("categories").ToString());
    }

    [Fact]
    public void N15_a_study_is_sampled_by_the_model_that_gives_its_point_value()
    {
        using JsonDocument point = JsonDocument.Parse(CliRun.Of("run", "rack-server", "--format", "json").Output);
        using JsonDocument sampled = JsonDocument.Parse(CliRun.Of("mc", "rack-server", "--samples", "4096", "--seed", "42", "--format", "json").Output);
        JsonElement total = sampled.RootElement.GetProperty("categories")[0];
        Assert.Equal(1, total.GetProperty("deterministic").GetDouble() / point.RootElement.GetProperty("total").GetProperty("value").GetDouble(), 12);
        Assert.InRange(total.GetProperty("deterministic_percentile").GetDouble(), 30, 55);
    }

    [Fact]
    public void Samples_are_rows_of_a_table_that_names_its_schema()
    {
        using ScratchFolder scratch = new();
        Assert.Equal(0, CliRun.Of("mc", "smartphone", "--samples", "100", "--seed", "1", "-o", scratch["s.parquet"], "--keep", scratch["k.parquet"]).ExitCode);
        ColumnBatches samples = ParquetReader.ReadFile(scratch["k.parquet"]);
        Assert.Equal("mc-samples/1", samples.Schema.Metadata.Find("carbonlca.schema"));
        Assert.Equal("1", samples.Schema.Metadata.Find("carbonlca.seed"));
        Assert.Equal(0, samples.Batches.Sum(b => b.RowCount) % 100);
    }

    [Fact]
    public void A_stop_rule_ends_the_run_where_the_samples_say()
    {
        using ScratchFolder scratch = new();
        foreach (string threads in (string[])["1", "3"]) Assert.Equal(0, CliRun.Of("mc", "rack-server", "--samples", "100000", "--seed", "1", "--until-se", "mean=1%", "--threads", threads, "-o", scratch[$"{threads}.csv"]).ExitCode);
        Assert.Equal(File.ReadAllBytes(scratch["1.csv"]), File.ReadAllBytes(scratch["3.csv"]));
        Assert.Contains(",2048,", File.ReadAllText(scratch["1.csv"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mc ict-background", 2)]
    [InlineData("mc ict-background --product steel-sheet --all", 2)]
    [InlineData("mc rack-server --all", 2)]
    [InlineData("mc rack-server --samples 0", 2)]
    [InlineData("mc rack-server --format parquet", 2)]
    [InlineData("mc rack-server --keep samples.txt", 2)]
    [InlineData("mc rack-server --until-se P99=1%", 3)]
    [InlineData("mc ict-background --product no-such-product", 3)]
    public void What_cannot_be_done_is_refused(string line, int exitCode)
    {
        CliRun run = CliRun.Of(line.Split(' '));
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Error);
    }

    private static void Uncertain(string tables)
    {
        string file = Path.Combine(tables, "exchanges.csv");
        string[] lines = [.. File.ReadAllLines(file).Where(l => l.Length > 0)];
        for (int i = 0; i < lines.Length; i++) lines[i] += i == 0 ? ",distribution,scale" : lines[i].Contains("co2", StringComparison.Ordinal) || lines[i].Contains(",input,", StringComparison.Ordinal) ? ",lognormal,0.2" : ",,";
        File.WriteAllLines(file, lines);
    }
}
