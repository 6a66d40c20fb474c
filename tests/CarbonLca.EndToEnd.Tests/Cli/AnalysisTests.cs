using System.Text.Json;
using System.Xml.Linq;

namespace CarbonLca.EndToEnd.Tests.Cli;

/// <summary>The commands that ask what a footprint depends on, and what would change it.</summary>
public sealed class AnalysisTests
{
    [Fact]
    public void Sensitivity_ranks_inputs_by_name_and_the_same_seed_gives_the_same_bytes()
    {
        CliRun run = CliRun.Of("sensitivity", "rack-server", "--samples", "2000", "--seed", "42", "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(run.Output, CliRun.Of("sensitivity", "rack-server", "--samples", "2000", "--seed", "42", "--threads", "3", "--format", "json").Output);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement root = document.RootElement;
        Assert.Equal("sensitivity/1", root.GetProperty("carbonlca").GetString());
        JsonElement first = root.GetProperty("inputs")[0];
        Assert.Equal("production/3", first.GetProperty("line").GetString());
        Assert.Equal("rack-server/study.yaml", first.GetProperty("file").GetString());
        Assert.True(first.GetProperty("file_line").GetInt32() > 1);
        Assert.InRange(first.GetProperty("variance_share").GetDouble(), 0.5, 0.65);
        double index = first.GetProperty("sobol_first_order").GetDouble();
        Assert.InRange(Math.Abs(index - first.GetProperty("variance_share").GetDouble()), 0, 4 * first.GetProperty("se_sobol_first_order").GetDouble());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("inputs").EnumerateArray().First(i => i.GetProperty("variance").GetDouble() == 0).GetProperty("rank_correlation").ValueKind);

        CliRun csv = CliRun.Of("sensitivity", "rack-server", "--samples", "200", "--seed", "1", "--format", "csv", "--lang", "zh");
        Assert.StartsWith("input,line,process,flow,provider,group,amount,unit,derivative,elasticity,variance,variance_share,rank_correlation", csv.Output, StringComparison.Ordinal);
        Assert.Contains("主硬盘闪存", csv.Output, StringComparison.Ordinal);
        Assert.Contains("variance share", CliRun.Of("sensitivity", "rack-server", "--samples", "200").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Sensitivity_of_a_database_needs_a_product_and_names_processes()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        Assert.Equal(2, CliRun.Of("sensitivity", tables).ExitCode);
        CliRun run = CliRun.Of("sensitivity", tables, "--product", "power");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("Refinery (CN): Carbon dioxide, fossil", run.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing upstream is uncertain", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of("sensitivity", "rack-server", "--samples", "10").ExitCode);
        Assert.Equal(2, CliRun.Of("sensitivity", "rack-server", "--category", "acid").ExitCode);
    }

    [Theory]
    [InlineData("en", "input at its 5.0 % quantile")]
    [InlineData("zh", "输入取 5.0 % 分位数")]
    public void Tornado_is_a_table_data_and_a_chart(string language, string legend)
    {
        using ScratchFolder scratch = new();
        CliRun chart = CliRun.Of("tornado", "smartphone", "-o", scratch["t.svg"], "--lang", language);
        Assert.True(chart.ExitCode == 0, chart.Error);
        XDocument svg = XDocument.Load(scratch["t.svg"]);
        XNamespace names = "http://www.w3.org/2000/svg";
        Assert.Equal(names + "svg", svg.Root!.Name);
        Assert.Contains(svg.Descendants(names + "text"), t => t.Value == legend);
        Assert.Equal(2 * 15, svg.Descendants(names + "rect").Count(r => r.Element(names + "title") is not null));

        using JsonDocument data = JsonDocument.Parse(CliRun.Of("tornado", "smartphone", "--format", "json").Output);
        double[] spans = [.. data.RootElement.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("span").GetDouble())];
        Assert.Equal(spans.OrderDescending(), spans);
        Assert.Equal(spans.Length + 1, CliRun.Of("tornado", "smartphone", "--format", "csv").Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("│", CliRun.Of("tornado", "smartphone", "--range", "±10 %", "--lang", language).Output, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of("tornado", "smartphone", "--range", "wide").ExitCode);
    }

    [Theory]
    [InlineData("en", "No input can be turned", "No input states a distribution")]
    [InlineData("zh", "没有任何输入可变动到其范围的两端", "没有任何输入给出分布")]
    public void Tornado_does_not_say_of_inputs_it_left_out_that_they_state_no_distribution(string language, string expected, string untrue)
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables", powerPerFuel: "3");
        scratch.Write("tables/exchanges.csv", """
            process,flow,direction,amount,unit,provider,distribution,minimum,maximum
            power,electricity,output,10,kWh,,,,
            power,fuel,input,2,kg,refinery,uniform,1,100000
            power,co2,output,1,kg,,,,
            refinery,fuel,output,100,kg,,,,
            refinery,electricity,input,3,kWh,power,,,

            """);
        CliRun run = CliRun.Of("tornado", tables, "--product", "power", "--lang", language);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(untrue, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_if_shows_before_and_after_and_names_what_it_does_not_know()
    {
        CliRun run = CliRun.Of("whatif", "rack-server", "--set", "use/1=-50%", "--swap", "use/1=electricity-fr-2023", "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement root = document.RootElement;
        double change = root.GetProperty("total").GetProperty("change").GetDouble();
        Assert.True(change < 0);
        foreach (string view in (string[])["stages", "gas_groups", "items"])
            Assert.Equal(change, root.GetProperty(view).EnumerateArray().Sum(p => p.GetProperty("change").GetDouble()), 1e-9);
        Assert.Equal("grid-eu", root.GetProperty("changes")[1].GetProperty("from").GetString());

        CliRun unknown = CliRun.Of("whatif", "rack-server", "--set", "Mainbord=2");
        Assert.Equal(3, unknown.ExitCode);
        Assert.Contains("Closest: 'Mainboard'", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("electricity-fr-2023", CliRun.Of("whatif", "rack-server", "--swap", "use/1=electricity-fr-2032").Error, StringComparison.Ordinal);
        CliRun unit = CliRun.Of("whatif", "rack-server", "--set", "use/1=5 kg", "--lang", "zh");
        Assert.Equal(3, unit.ExitCode);
        Assert.Contains("use/1=5 kg", unit.Error, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of("whatif", "rack-server").ExitCode);
        Assert.Equal(2, CliRun.Of("whatif", "rack-server", "--set", "use/1").ExitCode);
    }

    [Fact]
    public void REQ_18_bad_a_comparison_of_unlike_studies_ends_at_the_gate_with_the_list()
    {
        CliRun run = CliRun.Of("compare", "rack-server", "smartphone");
        Assert.Equal(5, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("functional unit differs; found '1 piece, one server in use for four years / 1 piece, one phone in use for three years'", run.Error, StringComparison.Ordinal);
        CliRun anyway = CliRun.Of("compare", "rack-server", "smartphone", "--show-anyway", "--format", "json");
        Assert.True(anyway.ExitCode == 0, anyway.Error);
        using JsonDocument document = JsonDocument.Parse(anyway.Output);
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("statement").ValueKind);
        Assert.Equal("refused", document.RootElement.GetProperty("verdict").GetString());
        Assert.Contains("不可比较", CliRun.Of("compare", "rack-server", "smartphone", "--show-anyway", "--lang", "zh").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_18_a_study_is_compared_with_its_next_version_in_paired_samples()
    {
        using ScratchFolder scratch = new();
        CliRun.Of("init", scratch["v1"]);
        CliRun.Of("init", scratch["v2"]);
        string a = Path.Combine(scratch["v1"], "study.yaml");
        string b = Path.Combine(scratch["v2"], "study.yaml");
        File.WriteAllText(b, File.ReadAllText(b).Replace("power: 8.5 W", "power: 7 W", StringComparison.Ordinal));
        CliRun run = CliRun.Of("compare", a, b, "--paired", "--samples", "500", "--seed", "9", "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement paired = document.RootElement.GetProperty("paired");
        Assert.Equal("b_lower", document.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(0, paired.GetProperty("probability_a_less").GetDouble());
        Assert.Equal(paired.GetProperty("parameters").GetInt32(), paired.GetProperty("shared_parameters").GetInt32());
        Assert.True(paired.GetProperty("a_minus_b").GetProperty("p2_5").GetDouble() > 0);
        JsonElement input = Assert.Single(document.RootElement.GetProperty("inputs").EnumerateArray());
        Assert.Contains("8.5 W", input.GetProperty("a").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Contains("P(A < B)", CliRun.Of("compare", a, b, "--paired", "--samples", "500").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_19_results_and_bundles_are_split_by_cause_and_the_sentence_says_why()
    {
        using ScratchFolder scratch = new();
        CliRun.Of("init", scratch["study"]);
        string study = Path.Combine(scratch["study"], "study.yaml");
        Assert.Equal(0, CliRun.Of("run", study, "-o", scratch["old.json"]).ExitCode);
        Assert.Equal(0, CliRun.Of("bundle", scratch["old.json"], "-o", scratch["old.zip"]).ExitCode);
        File.WriteAllText(study, File.ReadAllText(study).Replace("power: 8.5 W", "power: 7 W", StringComparison.Ordinal).Replace("logic-die-14nm-tw", "logic-die-7nm-tw", StringComparison.Ordinal));
        Assert.Equal(0, CliRun.Of("run", study, "--method", "gwp100-ar5", "-o", scratch["new.json"]).ExitCode);
        foreach (string old in (string[])["old.json", "old.zip"])
        {
            CliRun run = CliRun.Of("diff", scratch[old], scratch["new.json"], "--format", "json");
            Assert.True(run.ExitCode == 0, run.Error);
            using JsonDocument document = JsonDocument.Parse(run.Output);
            JsonElement[] parts = [.. document.RootElement.GetProperty("parts").EnumerateArray()];
            Assert.Equal(["activity", "data", "factor_version", "method"], parts.Select(p => p.GetProperty("group").GetString()));
            Assert.True(parts[0].GetProperty("change").GetDouble() < 0);
            Assert.True(parts[1].GetProperty("change").GetDouble() > 0);
            Assert.Equal(0, parts[2].GetProperty("change").GetDouble());
            Assert.NotEqual(0, parts[3].GetProperty("change").GetDouble());
            Assert.Equal(document.RootElement.GetProperty("total").GetProperty("change").GetDouble(), parts.Sum(p => p.GetProperty("change").GetDouble()), 1e-12);
            JsonElement sentence = document.RootElement.GetProperty("tracking").GetProperty("sentence");
            Assert.StartsWith("The product carbon footprint fell from", sentence.GetProperty("en").GetString(), StringComparison.Ordinal);
            Assert.StartsWith("产品碳足迹由", sentence.GetProperty("zh").GetString(), StringComparison.Ordinal);
        }

        Assert.Contains("变化原因", CliRun.Of("diff", scratch["old.json"], scratch["new.json"], "--lang", "zh").Output, StringComparison.Ordinal);
        Assert.StartsWith("group,name,change,", CliRun.Of("diff", scratch["old.json"], scratch["new.json"], "--format", "csv").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_19_bad_data_that_changed_since_a_result_are_refused_by_name()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        CliRun.Of("init", scratch["study"], "--template", "generic");
        string study = Path.Combine(scratch["study"], "study.yaml");
        string text = File.ReadAllText(study);
        int stages = text.IndexOf("\nstages:", StringComparison.Ordinal);
        File.WriteAllText(study, text[..stages].Replace("data: ict-background", "data: ../tables", StringComparison.Ordinal).Replace("boundary: cradle-to-grave", "boundary: cradle-to-gate", StringComparison.Ordinal) + """

            stages:
              raw_materials:
                - {item: Electricity, amount: 2, unit: kWh, provider: power, source: meter, quality: measured}

            """);
        CliRun run = CliRun.Of("run", study, "-o", scratch["study/old.json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        scratch.WriteTables("tables", fuelPerPower: "3");
        CliRun.Of("run", study, "-o", scratch["study/new.json"]);
        CliRun refused = CliRun.Of("diff", scratch["study/old.json"], scratch["study/new.json"]);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("DigestMismatch", refused.Error, StringComparison.Ordinal);

        // With the old data beside, the change is one of the version of factors.
        scratch.WriteTables("old-tables");
        CliRun split = CliRun.Of("diff", scratch["study/old.json"], scratch["study/new.json"], "--data1", scratch["old-tables"], "--format", "json");
        Assert.True(split.ExitCode == 0, split.Error);
        using JsonDocument document = JsonDocument.Parse(split.Output);
        JsonElement factors = document.RootElement.GetProperty("parts").EnumerateArray().Single(p => p.GetProperty("group").GetString() == "factor_version");
        Assert.Equal(0.02, factors.GetProperty("change").GetDouble(), 12);
        _ = tables;
    }
}
