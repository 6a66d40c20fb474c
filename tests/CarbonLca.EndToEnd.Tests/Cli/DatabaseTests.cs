using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using CarbonLca.TestSupport;

namespace CarbonLca.EndToEnd.Tests.Cli;

public sealed class DatabaseTests
{
    [Fact]
    public void A_database_is_imported_described_and_computed_with()
    {
        using ScratchFolder scratch = new();
        string source = scratch.WriteTables("tables");
        Assert.Equal(0, CliRun.Of("import", source, "-o", scratch["db"]).ExitCode);
        using JsonDocument info = JsonDocument.Parse(CliRun.Of("info", scratch["db"], "--format", "json").Output);
        Assert.Equal(2, info.RootElement.GetProperty("database").GetProperty("processes").GetInt32());

        CliRun one = CliRun.Of("footprint", scratch["db"], "--product", "electricity", "--amount", "1", "--unit", "MWh");
        using JsonDocument footprint = JsonDocument.Parse(one.Output);
        Assert.Equal(120, footprint.RootElement.GetProperty("total").GetProperty("value").GetDouble(), 10);

        // The same from the source itself, without importing it first.
        CliRun direct = CliRun.Of("footprint", source, "--product", "electricity", "--amount", "1", "--unit", "MWh");
        using JsonDocument fromSource = JsonDocument.Parse(direct.Output);
        Assert.Equal(120, fromSource.RootElement.GetProperty("total").GetProperty("value").GetDouble(), 10);
    }

    [Fact]
    public void Several_products_are_solved_together_to_the_same_bits()
    {
        using ScratchFolder scratch = new();
        string source = scratch.WriteTables("tables");
        CliRun both = CliRun.Of("footprint", source, "--product", "fuel", "--product", "electricity", "--amount", "3");
        using JsonDocument footprints = JsonDocument.Parse(both.Output);
        Assert.Equal("footprints/1", footprints.RootElement.GetProperty("carbonlca").GetString());
        double[] together = [.. footprints.RootElement.GetProperty("footprints").EnumerateArray().Select(f => f.GetProperty("total").GetProperty("value").GetDouble())];
        Assert.Equal([Total("footprint", source, "--product", "fuel", "--amount", "3"), Total("footprint", source, "--product", "electricity", "--amount", "3")], together);

        CliRun unknown = CliRun.Of("footprint", source, "--product", "feul", "--product", "electricity", "--product", "steam");
        Assert.Equal(3, unknown.ExitCode);
        Assert.Contains("'feul'", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("'steam'", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of("footprint", source, "--product", "fuel", "--all").ExitCode);
    }

    [Fact]
    public void A_database_is_exported_for_other_programs()
    {
        using ScratchFolder scratch = new();
        string source = scratch.WriteTables("tables");
        Assert.Equal(0, CliRun.Of("export", source, "-o", scratch["out"]).ExitCode);
        Assert.Equal(0, CliRun.Of("export", source, "-o", scratch["out"], "--as", "csv").ExitCode);
        Assert.StartsWith("PAR1", File.ReadAllText(Path.Combine(scratch["out"], "exchanges.parquet")), StringComparison.Ordinal);
        Assert.StartsWith("flow,flags,amount,", File.ReadAllText(Path.Combine(scratch["out"], "exchanges.csv")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("columns", "parquet")]
    [InlineData("columns", "arrow")]
    [InlineData("columns", "csv")]
    [InlineData("tables", "parquet")]
    [InlineData("tables", "arrow")]
    [InlineData("tables", "csv")]
    public void What_is_exported_is_imported_to_the_same_digest(string layout, string encoding)
    {
        using ScratchFolder scratch = new();
        Assert.Equal(0, CliRun.Of("import", scratch.WriteTables("tables"), "-o", scratch["db"]).ExitCode);
        Assert.Equal(0, CliRun.Of("export", scratch["db"], "-o", scratch["out"], "--layout", layout, "--as", encoding).ExitCode);
        Assert.All(Directory.GetFiles(scratch["out"]), f => Assert.EndsWith("." + encoding, f, StringComparison.Ordinal));
        Assert.Equal(0, CliRun.Of("import", scratch["out"], "-o", scratch["again"]).ExitCode);
        Assert.Equal(DigestOf(scratch["db"]), DigestOf(scratch["again"]));

        static string DigestOf(string database)
        {
            using JsonDocument info = JsonDocument.Parse(CliRun.Of("info", database, "--format", "json").Output);
            return info.RootElement.GetProperty("database").GetProperty("sha256").GetString()!;
        }
    }

    [Fact]
    public void A_digest_of_other_data_is_found_by_check()
    {
        using ScratchFolder scratch = new();
        Assert.Equal(0, CliRun.Of("import", scratch.WriteTables("tables"), "-o", scratch["db"]).ExitCode);
        Assert.Equal(0, CliRun.Of("check", scratch["db"]).ExitCode);
        string manifest = Path.Combine(scratch["db"], "database.json");
        string text = File.ReadAllText(manifest);
        int at = text.IndexOf("\"digest\": \"", StringComparison.Ordinal) + 11;
        File.WriteAllText(manifest, text[..at] + new string('0', 64) + text[(at + 64)..]);
        File.WriteAllText(Path.Combine(scratch["db"], "database.sha256"), $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(manifest)))}  database.json\n");
        Assert.Equal(0, CliRun.Of("info", scratch["db"]).ExitCode);
        Assert.NotEqual(0, CliRun.Of("check", scratch["db"]).ExitCode);
    }

    [Fact]
    public void All_footprints_are_a_table_no_spreadsheet_executes()
    {
        using ScratchFolder scratch = new();
        CliRun run = CliRun.Of("footprint", scratch.WriteTables("tables"), "--all", "-o", scratch["all.csv"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Output);
        string[] lines = File.ReadAllText(scratch["all.csv"]).Split("\r\n");
        Assert.Equal("process_id,process,location,product_id,product,unit,GWP100,fossil,biogenic-emission,biogenic-removal,luc-emission,luc-removal,aircraft,other-ghg", lines[0]);
        Assert.StartsWith("power,'=Power plant,CN,electricity,Electricity,kWh,0.12", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("refinery,Refinery,CN,fuel,Fuel,kg,0.1,0.1,0,", lines[2], StringComparison.Ordinal);
        Assert.Equal(string.Empty, lines[3]);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void A_folder_of_an_archive_is_named_behind_an_exclamation_mark()
    {
        using ScratchFolder scratch = new();
        scratch.WriteTables("packages/one");
        scratch.WriteTables("packages/two", fuelPerPower: "4");
        ZipFile.CreateFromDirectory(scratch["packages"], scratch["both.zip"]);
        Assert.Equal(3, CliRun.Of("footprint", scratch["both.zip"], "--all").ExitCode);
        CliRun two = CliRun.Of("footprint", $"{scratch["both.zip"]}!two", "--product", "electricity");
        using JsonDocument footprint = JsonDocument.Parse(two.Output);
        Assert.Equal(0.14, footprint.RootElement.GetProperty("total").GetProperty("value").GetDouble(), 12);
    }

    [Fact]
    public void The_only_method_of_a_database_is_its_default_and_others_are_taken_by_name_or_path()
    {
        using ScratchFolder scratch = new();
        string source = scratch.WriteTables("tables");
        string methods = scratch.Write("tables/methods.csv", "category,category_unit,flow,factor,unit\nGHG,kg CO2e,\"Carbon dioxide, fossil\",10,kg\n");
        Assert.Equal(1.2, Total("footprint", source, "--product", "power"), 12);
        Assert.Equal(0.12, Total("footprint", source, "--product", "power", "--method", "gwp100-ar6"), 12);
        string own = scratch.Write("own.csv", File.ReadAllText(methods).Replace(",10,", ",100,", StringComparison.Ordinal));
        Assert.Equal(12, Total("footprint", source, "--product", "power", "--method", own), 12);
    }

    [SharedDataFact]
    public void The_US_inventory_of_2017_gives_its_known_electricity_footprint_and_all_766_products()
    {
        using ScratchFolder scratch = new();
        string archive = SharedData.Path("data/uslci-jsonld-fy17q4/uslci_fy17q4_olca1_5_0_jsonld.zip");
        Assert.Equal(0, CliRun.Of("import", archive, "-o", scratch["uslci"], "-q").ExitCode);
        CliRun all = CliRun.Of("footprint", scratch["uslci"], "--all", "-o", scratch["all.csv"], "-q");
        Assert.Equal(0, all.ExitCode);
        string[] rows = File.ReadAllText(scratch["all.csv"]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(766 + 1, rows.Length);
        string[] cells = Assert.Single(rows, r => r.StartsWith("b65eb774-e80d-3ba6-a63c-5e1a5e33e54b,", StringComparison.Ordinal)).Split("MJ,")[1].Split(',');

        // 0.743 kg of fossil CO2 per kWh; the flow is measured in MJ, and the category 'fossil' holds methane too.
        CliRun flows = CliRun.Of("explain", scratch["uslci"], "--product", "Electricity, at grid, US, 2000", "--by", "flow", "--top", "1", "-q");
        using JsonDocument explained = JsonDocument.Parse(flows.Output);
        JsonElement first = explained.RootElement.GetProperty("parts")[0];
        Assert.StartsWith("Carbon dioxide, fossil", first.GetProperty("name").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Equal(0.743, first.GetProperty("value").GetDouble() * 3.6, 3);
        Assert.Equal(explained.RootElement.GetProperty("total").GetDouble(), double.Parse(cells[0], CultureInfo.InvariantCulture), 14);
    }

    [SharedDataFact]
    public void The_totals_that_USEEIO_publishes_are_recomputed_on_import()
    {
        using ScratchFolder scratch = new();
        CliRun run = CliRun.Of("import", SharedData.Path("data/useeio-2.0.1-411/USEEIOv2.0.1-411.zip"), "-o", scratch["useeio"], "--format", "json");
        Assert.Equal(0, run.ExitCode);
        using JsonDocument package = JsonDocument.Parse(run.Output);
        string verdict = Assert.Single(
            package.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("message").GetProperty("en").GetString()!),
            m => m.StartsWith("Published totals recomputed: 9453 values", StringComparison.Ordinal));
        Assert.Matches("largest relative difference [0-9.]+e-1[3-9]", verdict);
    }

    private static double Total(params string[] line)
    {
        using JsonDocument footprint = JsonDocument.Parse(CliRun.Of(line).Output);
        return footprint.RootElement.GetProperty("total").GetProperty("value").GetDouble();
    }
}
