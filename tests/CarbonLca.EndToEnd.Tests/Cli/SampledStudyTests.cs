using System.Globalization;
using System.Text.Json;

namespace CarbonLca.EndToEnd.Tests.Cli;

/// <summary>Studies with their uncertainty: sampled, compared, stored, reported, bundled and replayed.</summary>
public sealed class SampledStudyTests
{
    [Fact]
    public void D01_a_sampled_result_has_the_same_bytes_on_any_number_of_threads_and_in_any_culture()
    {
        using ScratchFolder scratch = new();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach ((string threads, string separator) in ((string, string)[])[("1", "."), ("2", ","), ("7", "٫")])
            {
                CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
                culture.NumberFormat.NumberDecimalSeparator = separator;
                culture.NumberFormat.NegativeSign = "−";
                CultureInfo.CurrentCulture = culture;
                CliRun run = CliRun.Of("run", "smartphone", "--samples", "2000", "--seed", "42", "--threads", threads, "-o", scratch[$"{threads}.json"]);
                Assert.True(run.ExitCode == 0, run.Error);
                Assert.Equal(File.ReadAllBytes(scratch["1.json"]), File.ReadAllBytes(scratch[$"{threads}.json"]));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void P7_a_bundle_of_a_sampled_result_draws_the_same_samples_again()
    {
        using ScratchFolder scratch = new();
        Assert.Equal(0, CliRun.Of("run", "rack-server", "--samples", "1000", "--seed", "0", "-o", scratch["result.json"]).ExitCode);
        CliRun bundled = CliRun.Of("bundle", scratch["result.json"], "-o", scratch["bundle.zip"]);
        Assert.True(bundled.ExitCode == 0, bundled.Error);
        CliRun replayed = CliRun.Of("replay", scratch["bundle.zip"]);
        Assert.Equal((0, "Identical: every byte of the result is the same.\n"), (replayed.ExitCode, replayed.Output));
    }

    [Fact]
    public void A_statistic_that_was_changed_does_not_replay_and_is_named()
    {
        using ScratchFolder scratch = new();
        Assert.Equal(0, CliRun.Of("run", "rack-server", "--samples", "500", "--seed", "0", "-o", scratch["result.json"]).ExitCode);
        string text = File.ReadAllText(scratch["result.json"]);
        int at = text.IndexOf("\"p97_5\": ", StringComparison.Ordinal) + "\"p97_5\": ".Length;
        File.WriteAllText(scratch["result.json"], string.Concat(text.AsSpan(0, at), "3", text.AsSpan(at + 1)));
        CliRun run = CliRun.Of("bundle", scratch["result.json"], "-o", scratch["bundle.zip"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("/uncertainty/categories/0/p97_5", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch["bundle.zip"]));
    }

    [Fact]
    public void The_seed_stands_in_the_result_and_in_the_record_of_the_run()
    {
        using ScratchFolder scratch = new();
        Assert.Equal(0, CliRun.Of("run", "rack-server", "--samples", "100", "-o", scratch["result.json"], "--run-json", scratch["run.json"]).ExitCode);
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(scratch["result.json"]));
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(scratch["run.json"]));
        long seed = result.RootElement.GetProperty("uncertainty").GetProperty("seed").GetInt64();
        Assert.Equal(seed, result.RootElement.GetProperty("options").GetProperty("seed").GetInt64());
        Assert.Equal(seed, record.RootElement.GetProperty("options").GetProperty("seed").GetInt64());
    }

    [Theory]
    [InlineData("en", "Threshold 4000 kg CO2e: P(footprint above it) = ", "Monte Carlo standard error")]
    [InlineData("zh", "阈值 4000 kg CO2e：碳足迹高于该值的概率为 ", "蒙特卡罗标准误")]
    public void A_report_of_a_sampled_result_says_how_probably_it_passes_a_threshold(string language, string threshold, string error)
    {
        using ScratchFolder scratch = new();
        Assert.Equal(0, CliRun.Of("run", "rack-server", "--samples", "1000", "--seed", "42", "-o", scratch["result.json"]).ExitCode);
        string report = CliRun.Of("report", scratch["result.json"], "--threshold", "4000", "--lang", language, "--format", "md").Output;
        Assert.Contains(threshold, report, StringComparison.Ordinal);
        Assert.Contains(error, report, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(report, CliRun.Of("report", "rack-server", "--samples", "1000", "--seed", "42", "--threshold", "4000", "--lang", language, "--format", "md").Output);
    }

    [Theory]
    [InlineData("report rack-server --threshold 4000", 2)]
    [InlineData("report rack-server --threshold many --samples 10", 2)]
    [InlineData("run rack-server --samples 0", 2)]
    [InlineData("run rack-server --samples 1000001", 2)]
    [InlineData("run rack-server --seed 4", 2)]
    [InlineData("run rack-server --samples 10 --threads -1", 2)]
    [InlineData("mc rack-server --compare no-such-study", 2)]
    [InlineData("mc ict-background --compare steel-sheet", 2)]
    [InlineData("mc ict-background --compare steel-sheet steel-sheet", 2)]
    [InlineData("mc ict-background --all --compare steel-sheet", 2)]
    [InlineData("mc rack-server --shares 5 --format csv", 2)]
    [InlineData("mc rack-server --shares -1", 2)]
    [InlineData("mc rack-server --design latin-hypercube-centred --until-se mean=1%", 2)]
    [InlineData("mc rack-server --samples 1000000000", 7)]
    [InlineData("mc rack-server --samples 1000000000 --checkpoint state", 7)]
    [InlineData("mc ict-background --all --samples 1000000000 --keep samples.csv", 7)]
    public void What_cannot_be_done_is_refused(string line, int exitCode)
    {
        CliRun run = CliRun.Of(line.Split(' '));
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public void A_result_keeps_its_samples_and_takes_no_others()
    {
        using ScratchFolder scratch = new();
        Assert.Equal(0, CliRun.Of("run", "rack-server", "-o", scratch["result.json"]).ExitCode);
        Assert.Equal(2, CliRun.Of("report", scratch["result.json"], "--samples", "100").ExitCode);
        Assert.Equal(2, CliRun.Of("report", scratch["result.json"], "--threshold", "100").ExitCode);
    }

    [Fact]
    public void REQ_84_stages_are_sampled_with_the_total_and_their_means_sum_to_its_mean()
    {
        using JsonDocument document = JsonDocument.Parse(CliRun.Of("mc", "rack-server", "--samples", "2000", "--seed", "42", "--format", "json").Output);
        JsonElement root = document.RootElement;
        for (int k = 0; k < root.GetProperty("categories").GetArrayLength(); k++)
        {
            JsonElement total = root.GetProperty("categories")[k];
            foreach (string member in (string[])["mean", "deterministic"])
            {
                double sum = root.GetProperty("stages").EnumerateArray().Sum(s => s.GetProperty("categories")[k].GetProperty(member).GetDouble());
                Assert.Equal(total.GetProperty(member).GetDouble(), sum, 1e-5 * Math.Abs(sum));
            }
        }
    }

    [Fact]
    public void REQ_84_every_figure_has_its_own_standard_error()
    {
        using JsonDocument document = JsonDocument.Parse(CliRun.Of("mc", "rack-server", "--samples", "2000", "--seed", "42", "--format", "json").Output);
        JsonElement total = document.RootElement.GetProperty("categories")[0];
        foreach (string figure in (string[])["mean", "sd", "gsd", "p2_5", "p5", "p25", "median", "p75", "p95", "p97_5"])
        {
            double error = total.GetProperty($"se_{figure}").GetDouble();
            Assert.InRange(error / total.GetProperty(figure).GetDouble(), 1e-4, 0.1);
        }

        Assert.NotEqual(total.GetProperty("deterministic_reason").GetProperty("en").GetString(), total.GetProperty("deterministic_reason").GetProperty("zh").GetString());
        string csv = CliRun.Of("mc", "rack-server", "--samples", "2000", "--seed", "42", "--format", "csv").Output;
        string[] head = csv.Split("\r\n")[0].Split(',');
        Assert.All((string[])["gsd", "se_sd", "se_gsd", "se_p2_5", "se_p97_5", "part", "minus", "p_less"], column => Assert.Contains(column, head));
        Assert.Equal(8 * 6, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
    }

    [Fact]
    public void REQ_84_shares_of_the_variance_are_listed_largest_first()
    {
        using JsonDocument document = JsonDocument.Parse(CliRun.Of("mc", "rack-server", "--samples", "2000", "--seed", "42", "--shares", "5", "--format", "json").Output);
        double[] shares = [.. document.RootElement.GetProperty("shares").EnumerateArray().Select(s => s.GetProperty("variance_share").GetDouble())];
        Assert.Equal(5, shares.Length);
        Assert.Equal(shares.OrderDescending(), shares);
        Assert.InRange(shares.Sum(), 0.8, 1.1);
        Assert.Equal("GWP100", document.RootElement.GetProperty("shares_category").GetString());
    }

    [Fact]
    public void REQ_84_products_are_compared_with_common_draws()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        File.WriteAllText(Path.Combine(tables, "exchanges.csv"), """
            process,flow,direction,amount,unit,distribution,scale
            power,electricity,output,10,kWh,,
            power,fuel,input,2,kg,,
            power,co2,output,1,kg,,
            refinery,fuel,output,100,kg,,
            refinery,co2,output,10,kg,lognormal,0.5

            """);
        using JsonDocument document = JsonDocument.Parse(CliRun.Of("mc", tables, "--compare", "power", "refinery", "--samples", "1000", "--seed", "1", "--format", "json").Output);
        JsonElement pair = Assert.Single(document.RootElement.GetProperty("comparisons").EnumerateArray());
        Assert.Equal(("power", "refinery"), (pair.GetProperty("a").GetString(), pair.GetProperty("b").GetString()));
        JsonElement total = pair.GetProperty("categories")[0];

        // Power: (1 + 2·x/100·10)/10 with the draw x of the refinery: 0.1 + 0.2·y, refinery y; common draws leave 0.1 − 0.8·y.
        Assert.Equal(1, total.GetProperty("correlation").GetDouble(), 1e-6);
        double sd = document.RootElement.GetProperty("products").EnumerateArray().Select(p => p.GetProperty("categories")[0].GetProperty("sd").GetDouble()).Max();
        Assert.Equal(0.8, total.GetProperty("sd").GetDouble() / sd, 1e-5);
        Assert.InRange(total.GetProperty("p_less").GetDouble(), 0.25, 0.5);
        Assert.True(total.GetProperty("se_p_less").GetDouble() > 0);
        string csv = CliRun.Of("mc", tables, "--compare", "power", "refinery", "--samples", "1000", "--seed", "1", "--format", "csv").Output;
        Assert.Contains("difference,refinery", csv, StringComparison.Ordinal);
        string text = CliRun.Of("mc", tables, "--product", "power", "--compare", "refinery", "--samples", "1000", "--seed", "1", "--lang", "zh").Output;
        Assert.Contains("P(A < B) = ", text, StringComparison.Ordinal);
        Assert.Contains("配对比较", text, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_84_a_study_compared_with_itself_differs_in_nothing()
    {
        using JsonDocument document = JsonDocument.Parse(CliRun.Of("mc", "smartphone", "--compare", "smartphone", "--samples", "500", "--seed", "3", "--format", "json").Output);
        JsonElement total = document.RootElement.GetProperty("comparisons")[0].GetProperty("categories")[0];
        Assert.Equal((0, 0, 0.5), (total.GetProperty("minimum").GetDouble(), total.GetProperty("maximum").GetDouble(), total.GetProperty("p_less").GetDouble()));
    }

    [Fact]
    public void A_sampled_result_as_csv_has_its_figures_and_their_errors_as_rows()
    {
        string csv = CliRun.Of("run", "rack-server", "--samples", "500", "--seed", "3", "--format", "csv").Output;
        string[] rows = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] parts = [.. rows.Select(r => r.Split(',')[1])];
        Assert.All((string[])["mc_mean", "mc_se_mean", "mc_sd", "mc_gsd2", "mc_p2_5", "mc_se_p97_5", "mc_median"], part => Assert.Contains(part, parts));
        double mean = double.Parse(rows.Single(r => r.StartsWith("rack-server,mc_mean,", StringComparison.Ordinal)).Split(',')[4], CultureInfo.InvariantCulture);
        Assert.InRange(mean, 3000, 4000);
        Assert.DoesNotContain("NaN", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_vary_is_said_not_to_vary()
    {
        string text = CliRun.Of("mc", "ict-background", "--compare", "steel-sheet", "aluminium-primary", "--samples", "100", "--seed", "3").Output;
        Assert.Contains("nothing upstream of it spreads", text, StringComparison.Ordinal);
        Assert.Contains("The difference does not vary: -7.226 kg CO2e in every sample.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("P(A < B)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_rule_keeps_fixed_is_counted_and_listed()
    {
        using JsonDocument document = JsonDocument.Parse(CliRun.Of("mc", "smartphone", "--samples", "100", "--seed", "3", "--format", "json").Output);
        Assert.Equal(0, document.RootElement.GetProperty("fixed_by_rule").GetInt32());
        Assert.Empty(document.RootElement.GetProperty("fixed").EnumerateArray());
    }

    [Fact]
    public void M12_a_centred_latin_hypercube_is_asked_for_by_name()
    {
        CliRun run = CliRun.Of("mc", "rack-server", "--samples", "200", "--seed", "3", "--design", "latin-hypercube-centred", "--format", "json");
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal("latin-hypercube-centred", document.RootElement.GetProperty("design").GetString());
    }

    [Fact]
    public void D09_a_checkpoint_of_several_products_with_kept_samples_goes_on_with_the_same_bits()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        string[] line = ["mc", tables, "--product", "power", "--product", "refinery", "--seed", "5"];
        Assert.Equal(0, CliRun.Of([.. line, "--samples", "1500", "--checkpoint", scratch["state"], "-o", scratch["short.csv"]]).ExitCode);
        Assert.Equal(0, CliRun.Of([.. line, "--samples", "4000", "--checkpoint", scratch["state"], "-o", scratch["resumed.csv"], "--keep", scratch["resumed.arrow"], "--until-se", "P95=0.001%"]).ExitCode);
        Assert.Equal(0, CliRun.Of([.. line, "--samples", "4000", "-o", scratch["whole.csv"], "--keep", scratch["whole.arrow"], "--until-se", "P95=0.001%"]).ExitCode);
        Assert.Equal(File.ReadAllBytes(scratch["whole.csv"]), File.ReadAllBytes(scratch["resumed.csv"]));
        Assert.Equal(File.ReadAllBytes(scratch["whole.arrow"]), File.ReadAllBytes(scratch["resumed.arrow"]));
    }
}
