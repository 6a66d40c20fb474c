using System.Text.Json;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Studies;
using CarbonLca.Formats.Tables;
using CarbonLca.Model;
using CarbonLca.Reporting;

namespace CarbonLca.EndToEnd.Tests.Api;

public sealed class BatchTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task The_example_of_the_README_gives_two_footprints_and_one_problem_in_its_place()
    {
        ServiceAnswer answer = await service.PostAsync(RunningService.Example);

        Assert.Equal((200, "application/json"), (answer.Status, answer.ContentType));
        OpenApiCheck.Verify("BatchRequest", JsonSerializer.Deserialize<JsonElement>(RunningService.Example));
        OpenApiCheck.Verify("BatchResult", answer.Json);
        Assert.Equal([("psu-800w-titanium", 200), ("fan-module-40mm", 200), ("cable-harness-gpu", 422)], Outcomes(answer));
        JsonElement problem = answer.Results[2].GetProperty("problem");
        Assert.Equal("UnitMismatch", problem.GetProperty("code").GetString());
        Assert.Equal("/v1/footprints:batch#/items/2", problem.GetProperty("instance").GetString());
        Assert.Equal("$.items[2].lines[0].unit", problem.GetProperty("findings")[0].GetProperty("path").GetString());

        // 38 g of resin at 4.6 kg CO2e/kg is the part of the fan module that needs no background data.
        JsonElement resin = answer.Results[1].GetProperty("footprint").GetProperty("stages")[0].GetProperty("items")[0];
        Assert.Equal(0.038 * 4.6, resin.GetProperty("values").GetProperty("GWP100").GetDouble(), 1e-15);
    }

    [Fact]
    public async Task Footprints_are_those_of_the_engine_to_the_last_digit()
    {
        ServiceAnswer answer = await service.PostAsync(RunningService.Example);

        using SourceFiles files = BundledData.OpenTables("ict-background");
        LciDatabase background = new TablesFormat().Read(files).Database!;
        JsonElement item = JsonSerializer.Deserialize<JsonElement>(RunningService.Example).GetProperty("items")[0];
        StudyReadResult bill = BillOfMaterialsReader.Read("body", item, "ict-background", "gwp100-ar6", "$.items[0]");
        string expected = FootprintJson.Write(FootprintCalculator.Compute(bill.Build(background), background, BundledData.Method("gwp100-ar6")));
        Dictionary<string, string> members = JsonSerializer.Deserialize<JsonElement>(expected).EnumerateObject().Where(m => m.Name is not ("carbonlca" or "supply_chain" or "greenhouse_gases" or "electricity" or "interpretation" or "data_quality" or "cut_offs" or "measure_next")).ToDictionary(m => m.Name, m => Compact(m.Value));
        Dictionary<string, string> given = answer.Results[0].GetProperty("footprint").EnumerateObject().ToDictionary(m => m.Name, m => Compact(m.Value));
        Assert.Equal(members, given);
    }

    [Fact]
    public async Task A_hundred_are_answered_in_order_and_a_hundred_and_one_refused()
    {
        string[] bills = [.. Enumerable.Range(0, 100).Select(i => RunningService.Bill($"sku-{i}", amount: i + 1))];

        ServiceAnswer answer = await service.PostAsync(RunningService.Batch(bills));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => ($"sku-{i}", 200)), Outcomes(answer));
        Assert.Equal(Enumerable.Range(0, 100), answer.Results.Select(r => r.GetProperty("index").GetInt32()));
        double one = Total(answer.Results[0]);
        Assert.All(answer.Results, (result, i) => Assert.Equal((i + 1) * one, Total(result), (i + 1) * one * 1e-14));
        JsonElement problem = (await service.PostAsync(RunningService.Batch([.. bills, RunningService.Bill("sku-100")]))).Problem(422, "LimitExceeded");
        Assert.Equal("101", problem.GetProperty("findings")[0].GetProperty("found").GetString());
    }

    [Fact]
    public async Task D03_an_item_has_the_same_bits_alone_and_among_99_others()
    {
        string subject = JsonSerializer.Deserialize<JsonElement>(RunningService.Example).GetProperty("items")[0].GetRawText();
        string[] company = [.. Enumerable.Range(0, 99).Select(i => i % 7 == 0 ? RunningService.Bill($"bad-{i}", "no-such-process") : RunningService.Bill($"sku-{i}", "copper", i + 0.3))];

        string alone = Compact((await service.PostAsync(RunningService.Batch(subject))).Results[0].GetProperty("footprint"));
        string among = Compact((await service.PostAsync(RunningService.Batch([.. company[..60], subject, .. company[60..]]))).Results[60].GetProperty("footprint"));

        // Findings say where in the body the item stands; nothing else differs.
        Assert.Equal(alone, among.Replace("$.items[60]", "$.items[0]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A05_faults_of_all_kinds_stay_in_their_places()
    {
        ServiceAnswer answer = await service.PostAsync(RunningService.Batch(
            RunningService.Bill("a"),
            RunningService.Bill("b", "steel-shet"),
            "null",
            "[1]",
            """{"product": "No id", "lines": []}""",
            RunningService.Bill("f").Replace("\"kg\"", "\"parsec\"", StringComparison.Ordinal),
            RunningService.Bill("g").Replace("\"amount\": 1", "\"amount\": 1e400", StringComparison.Ordinal),
            RunningService.Bill("h").Replace("\"amount\": 1", "\"amount\": 1e308", StringComparison.Ordinal),
            RunningService.Bill("i").Replace("Bracket", "\\ud800", StringComparison.Ordinal),
            RunningService.Bill("j").Replace("\"item\"", "\"itme\"", StringComparison.Ordinal),
            RunningService.Bill("k")));

        OpenApiCheck.Verify("BatchResult", answer.Json);
        Assert.Equal([("a", 200), ("b", 422), ("none", 422), ("none", 422), ("none", 422), ("f", 422), ("g", 422), ("h", 422), ("i", 422), ("j", 422), ("k", 200)], Outcomes(answer));
        JsonElement misspelt = answer.Results[1].GetProperty("problem").GetProperty("findings")[0];
        Assert.Equal("UnknownProcess", misspelt.GetProperty("code").GetString());
        Assert.Contains("steel-sheet", misspelt.GetProperty("next").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Equal("NotFinite", answer.Results[6].GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal(Total(answer.Results[0]), Total(answer.Results[10]));
    }

    [Fact]
    public async Task The_method_can_be_chosen()
    {
        string body = RunningService.Batch(RunningService.Bill("a", "refrigerant-loss-r134a"));
        JsonElement ar6 = (await service.PostAsync(body)).Results[0];
        JsonElement ar4 = (await service.PostAsync(body.Replace("{\"items\"", "{\"method\": \"gwp100-ar4\", \"items\"", StringComparison.Ordinal))).Results[0];

        Assert.Equal("gwp100-ar4", ar4.GetProperty("footprint").GetProperty("method").GetProperty("id").GetString());
        Assert.Equal((1530, 1430), (Total(ar6), Total(ar4))); // HFC-134a in AR6 WG1 table 7.SM.7 and AR4 WG1 table 2.14
    }

    [Theory]
    [InlineData(null, "The input is refused", "en")]
    [InlineData("zh-CN,en;q=0.5", "输入被拒绝", "zh")]
    [InlineData("en;q=0.5, zh;q=0.9", "输入被拒绝", "zh")]
    [InlineData("fr, en, zh;q=0.1", "The input is refused", "en")]
    [InlineData("zh;q=0", "The input is refused", "en")]
    [InlineData("fr", "The input is refused", "en")]
    public async Task Titles_and_details_follow_Accept_Language_and_findings_bear_both(string? wanted, string title, string tag)
    {
        ServiceAnswer answer = await service.PostAsync(RunningService.Batch(RunningService.Bill("a", "no-such-process")), wanted);

        JsonElement problem = answer.Results[0].GetProperty("problem");
        JsonElement message = problem.GetProperty("findings")[0].GetProperty("message");
        Assert.Equal(title, problem.GetProperty("title").GetString());
        Assert.Contains(message.GetProperty(tag).GetString()!.TrimEnd('.', '。'), problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(message.GetProperty("en").GetString(), message.GetProperty("zh").GetString());
        Assert.Equal(tag, Assert.Single(answer.ContentHeaders.ContentLanguage));
    }

    private static (string Id, int Status)[] Outcomes(ServiceAnswer answer) =>
        [.. answer.Results.Select(r => (r.GetProperty("id").GetString() ?? "none", r.GetProperty("status").GetInt32()))];

    private static double Total(JsonElement result) => result.GetProperty("footprint").GetProperty("total").GetProperty("value").GetDouble();

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
