using System.Text.Json;
using CarbonLca.Cli.Console;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CarbonLca.MonteCarlo;

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
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public void D04_output_files_are_the_same_bytes_for_any_order_of_rows(string ending)
    {
        using ScratchFolder scratch = new();
        foreach (string order in (string[])["forwards", "backwards"])
        {
            string tables = scratch.WriteTables($"{order}/tables");
            Uncertain(tables);
            if (order == "backwards") foreach (string table in Directory.EnumerateFiles(tables)) Reverse(table);
            CliRun run = CliRun.Of("mc", tables, "--all", "--samples", "1500", "--seed", "0", "--threads", "2", "-o", scratch[$"{order}.{ending}"], "--keep", scratch[$"{order}.samples.parquet"]);
            Assert.True(run.ExitCode == 0, run.Error);
        }

        Assert.Equal(File.ReadAllBytes(scratch[$"forwards.{ending}"]), File.ReadAllBytes(scratch[$"backwards.{ending}"]));
        Assert.Equal(File.ReadAllBytes(scratch["forwards.samples.parquet"]), File.ReadAllBytes(scratch["backwards.samples.parquet"]));
    }

    [Fact]
    public void D01_json_differs_in_nothing_but_the_threads()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        string[] texts = [.. new[] { 1, 2, 3, 7 }.Select(threads => CliRun.Of("mc", tables, "--all", "--samples", "1500", "--seed", "0", "--threads", $"{threads}", "--format", "json").Output.Replace($"\"threads\": {threads},", "\"threads\": …,", StringComparison.Ordinal))];
        Assert.Contains("\"threads\": …", texts[0], StringComparison.Ordinal);
        Assert.Single(texts.Distinct());
    }

    [Fact]
    public void A_thousand_samples_are_the_first_of_ten_thousand_in_the_files_too()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        foreach (string samples in (string[])["1000", "10000"]) Assert.Equal(0, CliRun.Of("mc", tables, "--product", "power", "--samples", samples, "--seed", "0", "-o", scratch[$"{samples}.txt"], "--keep", scratch[$"{samples}.csv"]).ExitCode);
        HashSet<string> longer = [.. File.ReadLines(scratch["10000.csv"])];
        string[] shorter = File.ReadAllLines(scratch["1000.csv"]);
        Assert.True(shorter.Length > 1000);
        Assert.All(shorter, line => Assert.Contains(line, longer));
    }

    [Fact]
    public void D07_a_processor_with_fewer_instructions_writes_the_same_bytes()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables", powerPerFuel: "3");
        Uncertain(tables);
        (string Name, (string, string)[] Environment)[] processors =
        [
            ("as-it-is", []),
            ("no-avx512", [("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX512F", "0")]),
            ("no-avx2", [("DOTNET_EnableAVX2", "0")]),
            ("no-vectors", [("DOTNET_EnableHWIntrinsic", "0")]),
            ("draws-one-by-one", [("CARBONLCA_SIMD", "Scalar")]),
        ];
        foreach ((string name, (string, string)[] environment) in processors)
        {
            using CliProcess process = CliProcess.Start(environment, "mc", tables, "--all", "--samples", "700", "--seed", "0", "-q", "-o", scratch[name + ".csv"], "--keep", scratch[name + ".parquet"]);
            Assert.Equal((0, string.Empty), process.End());
            Assert.Equal(File.ReadAllBytes(scratch["as-it-is.csv"]), File.ReadAllBytes(scratch[name + ".csv"]));
            Assert.Equal(File.ReadAllBytes(scratch["as-it-is.parquet"]), File.ReadAllBytes(scratch[name + ".parquet"]));
        }
    }

    [Fact]
    public void D09_a_run_that_was_killed_goes_on_with_the_same_bytes()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        string[] asked = ["mc", tables, "--product", "power", "--samples", "60000", "--seed", "0", "--format", "csv"];
        for (int kill = 0; kill < 2; kill++)
        {
            using CliProcess process = CliProcess.Start([], [.. asked, "--threads", "1", "--checkpoint", scratch["state"], "-o", scratch["killed.csv"]]);
            process.KillWhen(() => File.Exists(scratch["state"]));
        }

        Assert.Equal(0, CliRun.Of([.. asked, "--threads", "3", "--checkpoint", scratch["state"], "-o", scratch["resumed.csv"], "--keep", scratch["resumed.parquet"]]).ExitCode);
        Assert.Equal(0, CliRun.Of([.. asked, "-o", scratch["whole.csv"], "--keep", scratch["whole.parquet"]]).ExitCode);
        Assert.Equal(File.ReadAllBytes(scratch["whole.csv"]), File.ReadAllBytes(scratch["resumed.csv"]));
        Assert.Equal(File.ReadAllBytes(scratch["whole.parquet"]), File.ReadAllBytes(scratch["resumed.parquet"]));
    }

    [Fact]
    public void D09_a_run_of_summarised_samples_that_was_killed_goes_on_with_the_same_bytes()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        string[] asked = ["mc", tables, "--all", "--samples", "400001", "--memory", "2MiB", "--seed", "0"];
        for (int kill = 0; kill < 2; kill++)
        {
            using CliProcess process = CliProcess.Start([], [.. asked, "--threads", "1", "--checkpoint", scratch["state"], "-o", scratch["killed.csv"]]);
            process.KillWhen(() => File.Exists(scratch["state"]));
        }

        using (FileStream file = File.OpenRead(scratch["state"])) Assert.InRange(MonteCarloState.Load(file).Samples, 1024, 399_999);
        Assert.False(File.Exists(scratch["killed.csv"]));
        string[] resumed = [.. asked, "--threads", "3", "--checkpoint", scratch["state"]];
        foreach (string ending in (string[])["csv", "parquet", "json"])
        {
            // The first goes on from where it was killed, the others from the end, whose last samples are drawn again.
            Assert.Equal(0, CliRun.Of([.. resumed, "-o", scratch["resumed." + ending]]).ExitCode);
            Assert.Equal(0, CliRun.Of([.. asked, "--threads", "3", "-o", scratch["whole." + ending]]).ExitCode);
            Assert.Equal(File.ReadAllBytes(scratch["whole." + ending]), File.ReadAllBytes(scratch["resumed." + ending]));
        }

        Assert.Contains("quantile_rank_error", File.ReadAllText(scratch["whole.json"]), StringComparison.Ordinal);
        using (FileStream file = File.OpenRead(scratch["state"])) Assert.Equal(400_001 / 1024 * 1024, MonteCarloState.Load(file).Samples);
        byte[] state = File.ReadAllBytes(scratch["state"]);
        foreach ((string language, string expected) in (ReadOnlySpan<(string, string)>)[("en", "Set the memory budget to "), ("zh", "请将内存预算设为 ")])
        {
            CliRun other = CliRun.Of([.. resumed.Select(word => word == "2MiB" ? "8MiB" : word), "--lang", language]);
            Assert.Equal(3, other.ExitCode);
            Assert.Contains(scratch["state"], other.Error, StringComparison.Ordinal);
            Assert.Contains(expected, other.Error, StringComparison.Ordinal);
        }

        Assert.Equal(state, File.ReadAllBytes(scratch["state"]));
    }

    [Theory]
    [InlineData("en", "from which the same command goes on")]
    [InlineData("zh", "再次执行同一命令即从该处继续")]
    public async Task A_run_that_is_interrupted_after_it_was_saved_says_where_it_goes_on(string language, string expected)
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        string[] asked = ["mc", tables, "--all", "--samples", "2000000000", "--memory", "2MiB", "--seed", "0", "--threads", "1", "--lang", language];
        using CancellationTokenSource interrupt = new();
        Task<CliRun> run = Task.Run(() => CliRun.Of(TerminalFacts.Pipe, interrupt.Token, [.. asked, "--checkpoint", scratch["state"]]));
        Assert.True(SpinWait.SpinUntil(() => run.IsCompleted || File.Exists(scratch["state"]), TimeSpan.FromMinutes(1)));
        await interrupt.CancelAsync();
        CliRun saved = await run;
        Assert.Equal(130, saved.ExitCode);
        Assert.Contains($"'{scratch["state"]}'", saved.Error, StringComparison.Ordinal);
        Assert.Contains(expected, saved.Error, StringComparison.Ordinal);
        CliRun unsaved = CliRun.Of(TerminalFacts.Pipe, interrupt.Token, asked);
        Assert.Equal(130, unsaved.ExitCode);
        Assert.DoesNotContain(expected, unsaved.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sse2", "en", "CARBONLCA_SIMD names no instructions; found 'sse2'; expected Auto, Vector512")]
    [InlineData("sse2", "zh", "环境变量 CARBONLCA_SIMD 的取值无效")]
    [InlineData("Vector512", "en", "This processor lacks the instructions that the environment variable CARBONLCA_SIMD asks for")]
    [InlineData("Vector512", "zh", "本处理器不支持环境变量 CARBONLCA_SIMD 所要求的指令")]
    public void An_environment_that_asks_for_other_instructions_is_refused_and_named(string value, string language, string expected)
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        using CliProcess process = CliProcess.Start([("CARBONLCA_SIMD", value), ("DOTNET_EnableHWIntrinsic", "0")], "mc", tables, "--all", "--samples", "16", "--lang", language);
        (int exitCode, string error) = process.End();
        Assert.Equal(3, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_without_any_impact_is_shown_with_its_zeros()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        string file = Path.Combine(tables, "exchanges.csv");
        File.WriteAllLines(file, File.ReadAllLines(file).Where(line => !line.Contains("co2", StringComparison.Ordinal)));
        Assert.Contains("total, GWP100", CliRun.Of("mc", tables, "--product", "power", "--samples", "16").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void D09_a_state_keeps_the_seed_that_was_drawn_and_a_refused_one_is_named()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        string[] asked = ["mc", tables, "--product", "power", "--checkpoint", scratch["state"], "--format", "json"];
        using JsonDocument begun = JsonDocument.Parse(CliRun.Of([.. asked, "--samples", "1024"]).Output);
        using JsonDocument gone = JsonDocument.Parse(CliRun.Of([.. asked, "--samples", "2048"]).Output);
        Assert.Equal(begun.RootElement.GetProperty("seed").GetInt64(), gone.RootElement.GetProperty("seed").GetInt64());
        Assert.Contains(scratch["state"], CliRun.Of([.. asked, "--samples", "4096", "--design", "antithetic"]).Error, StringComparison.Ordinal);
        File.WriteAllText(scratch["state"], "no state");
        Assert.Contains(scratch["state"], CliRun.Of([.. asked, "--samples", "4096"]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mc ict-background --all --samples NaN", "--samples is 'NaN'; expected a whole number", "--samples 为 'NaN'；应为")]
    [InlineData("mc ict-background --all --samples 1e4", "'1e4'", "'1e4'")]
    [InlineData("mc ict-background --all --samples 99999999999", "'99999999999'", "'99999999999'")]
    [InlineData("mc ict-background --all --samples", "--samples needs a value", "--samples 需要一个值")]
    [InlineData("mc ict-background --all --samples -5", "--samples is -5; expected 1 or more", "--samples 为 -5；应为 1 或以上")]
    [InlineData("mc ict-background --all --seed 1 --seed 2", "--seed is given 2 times; give it once", "--seed 给出了 2 次；请只给出一次")]
    [InlineData("mc ict-background --all --threads -1", "--threads is -1; expected 1 or more", "--threads 为 -1")]
    [InlineData("mc ict-background --all --threads many", "--threads is 'many'", "--threads 为 'many'")]
    [InlineData("mc ict-background --all --seed 9223372036854775808", "--seed is '9223372036854775808'", "--seed 为 '9223372036854775808'")]
    [InlineData("mc ict-background --all --shares few", "--shares is 'few'", "--shares 为 'few'")]
    [InlineData("mc ict-background --all --shares -2", "--shares is -2; expected 0 or more", "--shares 为 -2；应为 0 或以上")]
    [InlineData("mc ict-background --all --solver quantum", "--solver is 'quantum'; expected one of auto, ", "--solver 为 'quantum'；应为 auto、")]
    [InlineData("mc ict-background --all --design sobol", "--design is 'sobol'; expected one of ", "--design 为 'sobol'；应为 ")]
    [InlineData("mc ict-background --all --format xml", "cannot write 'xml'; expected one of table, json", "不能写出 'xml'；应为 table、json")]
    [InlineData("mc ict-background --all --memory 16", "--memory is '16'; expected an amount such as 500MiB or 16GiB", "--memory 为 '16'；应为 500MiB 或 16GiB")]
    [InlineData("mc ict-background --all --memory 0GiB", "--memory is '0GiB'", "--memory 为 '0GiB'")]
    [InlineData("mc ict-background --all --memory 1e99GiB", "--memory is '1e99GiB'", "--memory 为 '1e99GiB'")]
    [InlineData("mc rack-server --until-se P95", "--until-se is 'P95'; expected mean, median, P2.5", "--until-se 为 'P95'；应为 mean、median、P2.5")]
    [InlineData("mc ict-background --all -o a.csv --keep ./a.csv", "name one file twice", "指向同一文件")]
    [InlineData("mc ict-background --all --until-se P95=1% --design latin-hypercube", "drop --until-se", "请去掉 --until-se")]
    [InlineData("mc ict-background --all --samples 2000000000 --design latin-hypercube-centred", "a Latin hypercube has at most 1073741824", "拉丁超立方最多 1073741824 个样本")]
    [InlineData("run rack-server --samples many", "--samples is 'many'", "--samples 为 'many'")]
    [InlineData("explain rack-server --top many", "--top is 'many'", "--top 为 'many'")]
    [InlineData("compare rack-server smartphone --confidence surely", "'surely' is no share", "'surely'")]
    [InlineData("bench --rounds none", "--rounds is 'none'", "--rounds 为 'none'")]
    public void A_command_line_that_cannot_be_read_is_refused_by_option_in_both_languages(string line, string en, string zh)
    {
        foreach ((string language, string expected) in (ReadOnlySpan<(string, string)>)[("en", en), ("zh", zh)])
        {
            string[] words = line.Split(' ');
            CliRun run = CliRun.Of([words[0], "--lang", language, .. words[1..]]);
            Assert.Equal(2, run.ExitCode);
            Assert.Empty(run.Output);
            Assert.Contains(expected, run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Memory_decides_whether_quantiles_are_exact_and_nothing_else()
    {
        string[] asked = ["mc", "ict-background", "--all", "--samples", "3000", "--seed", "5", "--format", "json"];
        JsonElement.ArrayEnumerator exact = JsonDocument.Parse(CliRun.Of(asked).Output).RootElement.GetProperty("products").EnumerateArray();
        JsonElement.ArrayEnumerator sketched = JsonDocument.Parse(CliRun.Of([.. asked, "--memory", "1.5MiB"]).Output).RootElement.GetProperty("products").EnumerateArray();
        foreach ((JsonElement product, JsonElement other) in exact.Zip(sketched))
        {
            foreach ((JsonElement all, JsonElement summed) in product.GetProperty("categories").EnumerateArray().Zip(other.GetProperty("categories").EnumerateArray()))
            {
                foreach (string figure in (string[])["mean", "sd", "skewness", "minimum", "maximum", "se_mean", "deterministic_percentile"]) Assert.Equal(all.GetProperty(figure).ToString(), summed.GetProperty(figure).ToString());
                Assert.Equal(0, all.GetProperty("quantile_rank_error").GetDouble());
                Assert.InRange(summed.GetProperty("quantile_rank_error").GetDouble(), 1e-6, 0.02);
            }
        }

        CliRun refused = CliRun.Of([.. asked, "--memory", "1MiB", "--keep", "samples.csv"]);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("allow more memory with --memory", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-o")]
    [InlineData("--keep")]
    [InlineData("--checkpoint")]
    public void A_file_that_cannot_be_written_is_said_before_anything_is_sampled(string option)
    {
        using ScratchFolder scratch = new();
        string[] asked = ["mc", "rack-server", "--samples", "2000000000", option];
        CliRun missing = CliRun.Of([.. asked, scratch["no-such-folder/file.csv"], "--lang", "en"]);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains($"there is no folder '{scratch["no-such-folder"]}'", missing.Error, StringComparison.Ordinal);
        Directory.CreateDirectory(scratch["folder.csv"]);
        CliRun folder = CliRun.Of([.. asked, scratch["folder.csv"], "--lang", "zh"]);
        Assert.Equal(1, folder.ExitCode);
        Assert.Contains("它是一个文件夹", folder.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "it is a device")]
    [InlineData("zh", "它是一个设备")]
    public void A_device_is_not_replaced_by_a_file(string language, string expected)
    {
        // A name that no device has, so that a fault of the test leaves the devices of the machine alone.
        const string Device = "/dev/carbonlca-test.csv";
        if (OperatingSystem.IsWindows()) return;
        CliRun run = CliRun.Of("mc", "rack-server", "--samples", "2000000000", "-o", Device, "--lang", language);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Device));
    }

    [Fact]
    public void A_stop_rule_that_is_not_met_is_said()
    {
        string[] asked = ["mc", "rack-server", "--samples", "1500", "--seed", "1", "--format", "csv"];
        Assert.Contains("'mean=0.001%' was not met by 1500 samples", CliRun.Of([.. asked, "--until-se", "mean=0.001%"]).Error, StringComparison.Ordinal);
        Assert.Contains("停止规则 'mean=0.001%'", CliRun.Of([.. asked, "--until-se", "mean=0.001%", "--lang", "zh"]).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("was not met", CliRun.Of([.. asked, "--until-se", "mean=10%"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_that_would_not_fit_are_summarised_and_the_error_of_their_ranks_is_said_in_every_format()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        string[] asked = ["mc", tables, "--product", "power", "--samples", "100000000", "--seed", "0", "--until-se", "mean=0.05%,P95=0.2%"];
        foreach (string threads in (string[])["1", "3"])
            foreach (string ending in (string[])["csv", "parquet"]) Assert.Equal(0, CliRun.Of([.. asked, "--threads", threads, "-o", scratch[$"{threads}.{ending}"]]).ExitCode);
        Assert.Equal(File.ReadAllBytes(scratch["1.csv"]), File.ReadAllBytes(scratch["3.csv"]));
        Assert.Equal(File.ReadAllBytes(scratch["1.parquet"]), File.ReadAllBytes(scratch["3.parquet"]));
        using JsonDocument document = JsonDocument.Parse(CliRun.Of([.. asked, "--format", "json"]).Output);
        JsonElement category = document.RootElement.GetProperty("categories")[0];
        Assert.True(document.RootElement.GetProperty("stopped_by_rule").GetBoolean());
        Assert.InRange(category.GetProperty("quantile_rank_error").GetDouble(), 1e-6, 0.001);
        Assert.True(category.GetProperty("se_p95").GetDouble() > 0, "a sketch does not make quantiles certain");
        Assert.Contains("were summarised: a quantile is that of its probability to within", CliRun.Of(asked).Output, StringComparison.Ordinal);
        Assert.Contains("已作汇总", CliRun.Of([.. asked, "--lang", "zh"]).Output, StringComparison.Ordinal);
        CliRun kept = CliRun.Of([.. asked, "--keep", scratch["kept.parquet"]]);
        Assert.Equal(7, kept.ExitCode);
        Assert.Contains("too many to keep", kept.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch["kept.parquet"]));
    }

    [Fact]
    public void Json_states_these_members_for_every_category_and_no_number_is_lost()
    {
        string[] top = ["samples", "failed", "seed", "threads"];
        string[] members = ["mean", "sd", "median", "p2_5", "p5", "p25", "p75", "p95", "p97_5", "se_mean", "deterministic", "deterministic_percentile"];
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Uncertain(tables);
        foreach (string[] products in (string[][])[["--product", "power"], ["--all"]])
        {
            using JsonDocument document = JsonDocument.Parse(CliRun.Of(["mc", tables, .. products, "--samples", "200", "--seed", "0", "--format", "json"]).Output);
            JsonElement root = document.RootElement;
            Assert.All(top, member => Assert.Equal(JsonValueKind.Number, root.GetProperty(member).ValueKind));
            JsonElement[] answers = root.TryGetProperty("products", out JsonElement list) ? [.. list.EnumerateArray()] : [root];
            Assert.Equal(products.Length == 1 ? 2 : 1, answers.Length);
            foreach (JsonElement category in answers.SelectMany(answer => answer.GetProperty("categories").EnumerateArray()))
            {
                Assert.All(members, member => Assert.Equal(JsonValueKind.Number, category.GetProperty(member).ValueKind));
                Assert.Equal(0, category.GetProperty("quantile_rank_error").GetDouble());
            }
        }
    }

    [Theory]
    [InlineData("mc ict-background", 2)]
    [InlineData("mc ict-background --product steel-sheet --all", 2)]
    [InlineData("mc rack-server --all", 2)]
    [InlineData("mc rack-server --samples 0", 2)]
    [InlineData("mc rack-server --format parquet", 2)]
    [InlineData("mc rack-server --keep samples.txt", 2)]
    [InlineData("mc rack-server --until-se P99=1%", 2)]
    [InlineData("mc ict-background --product no-such-product", 3)]
    [InlineData("mc ict-background --product ", 3)]
    public void What_cannot_be_done_is_refused(string line, int exitCode)
    {
        CliRun run = CliRun.Of(line.Split(' '));
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Error);
    }

    // The header stays where it is.
    private static void Reverse(string table)
    {
        string[] lines = [.. File.ReadAllLines(table).Where(l => l.Length > 0)];
        File.WriteAllLines(table, [lines[0], .. lines[1..].Reverse()]);
    }

    private static void Uncertain(string tables)
    {
        string file = Path.Combine(tables, "exchanges.csv");
        string[] lines = [.. File.ReadAllLines(file).Where(l => l.Length > 0)];
        for (int i = 0; i < lines.Length; i++) lines[i] += i == 0 ? ",distribution,scale" : lines[i].Contains("co2", StringComparison.Ordinal) || lines[i].Contains(",input,", StringComparison.Ordinal) ? ",lognormal,0.2" : ",,";
        File.WriteAllLines(file, lines);
    }
}
