using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Studies;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;
using CarbonLca.Studies;
using Xunit;

namespace CarbonLca.Formats.Tests.Studies;

public sealed class StudyReaderTests
{
    private const string Good = """
        carbonlca: study/1
        id: box
        title: {en: A box, zh: 箱子}
        goal:
          intended_use: {en: a test, zh: 测试}
          audience: readers
        scope:
          standards: [ISO 14067:2018, GB/T 24067-2024]
          boundary: cradle-to-grave
          product: {en: A box, zh: 箱子}
          function: {en: it holds, zh: 盛放}
          geography: CN
          period: {from: 2024-01-01, to: 2024-12-31}
          pcr: {en: none exists for boxes, zh: 尚无箱子的规则}
          assumptions: [{en: one, zh: 一}]
          limits: []
        functional_unit: {en: one box, zh: 一个箱子, amount: 1, unit: piece}
        reference_flow: {en: box, zh: 箱, amount: 1, unit: piece}
        data: background
        method: gwp100-ar6
        stages:
          raw_materials:
            - item: {en: Steel, zh: 钢}
              amount: 14
              unit: kg
              provider: steel
              source: {en: weighed, zh: 称重}
              quality: measured
              yield: 0.875
              uncertainty: {distribution: lognormal, gsd: 1.3}
            - item: Rare part
              amount: 2
              unit: kg
              factor: {value: 3.1, unit: kg CO2e/kg, gwp: AR6, origin: fossil, source: a paper}
              source: bill
              quality: literature
          production:
            - {item: Power, amount: 1.5e0, unit: kWh, provider: electricity, source: meter, quality: measured}
          distribution:
            - item: Delivery
              transport: {mass: 20 kg, legs: [{provider: truck, distance: 500 km}]}
              source: map
              quality: assumption
          use:
            - item: Use
              energy_use:
                states: [{power: 250 W, hours_per_year: 4000}, {power: 120W, hours_per_year: 4760}]
                lifetime: 4 a
                pue: 1.5
                provider: electricity
              source: sheet
              quality: declared
          end_of_life:
            - {item: Disposal, amount: 14, unit: kg, provider: scrap, source: plan, quality: assumption}
        """;

    private const string Json = """
        {
        	"carbonlca": "study/1", "id": "box", "title": {"en": "A box", "zh": "\u7bb1\u5b50"},
          "goal": {"intended_use": {"en": "a test", "zh": "测试"}, "audience": "readers"},
          "scope": {"standards": ["ISO 14067:2018"], "boundary": "gate-to-gate", "product": "box", "function": "holds", "geography": "CN",
            "period": {"from": "2024-01-01", "to": "2024-12-31"}, "pcr": "none", "assumptions": [], "limits": []},
          "functional_unit": {"en": "one box", "zh": "一个箱子", "amount": 1, "unit": "piece"},
          "reference_flow": {"en": "box", "zh": "箱", "amount": 1, "unit": "piece"}, "data": "background", "method": "gwp100-ar6",
          "stages": {"use": [{"item": "钢", "amount": 14, "unit": "kg", "provider": "steel", "source": "s", "quality": "measured"}]}
        }
        """;

    private static readonly LciDatabase Background = LciDatabase.Of(
        Process.Producing(1, Flow.Product("steel", Unit.Parse("kg"))),
        Process.Producing(1, Flow.Product("electricity", Unit.Parse("kWh"))),
        Process.Producing(1, Flow.Product("truck", Unit.Parse("tkm"))),
        Process.Treating(1, Flow.Waste("scrap", Unit.Parse("kg"))));

    private static StudyReadResult Read(string text, string name = "box.yaml") => StudyReader.Read(name, Encoding.UTF8.GetBytes(text));

    /// <summary>The only finding about the good study with one change.</summary>
    private static Diagnostic Only(string old, string changed)
    {
        Assert.Contains(old, Good, StringComparison.Ordinal);
        StudyReadResult result = Read(Good.Replace(old, changed, StringComparison.Ordinal));
        Assert.Null(result.Study);
        return Assert.Single(result.Findings);
    }

    private static (FindingCode, int?, int?) Place(Diagnostic finding) => (finding.Code, finding.Where?.Line, finding.Where?.Column);

    private static double Need(StudyForeground foreground, string process) =>
        Assert.Single(foreground.Processes.Single(p => p.Id == process).Exchanges, e => e.Flow.Id != process).Amount;

    [Fact]
    public void A_good_study_is_read_whole()
    {
        StudyReadResult result = Read(Good);

        Assert.Empty(result.Findings);
        Study study = result.Study!;
        Assert.Equal(("box", new Wording("A box", "箱子"), SystemBoundary.CradleToGrave), (study.Id.Value, study.Title, study.Boundary.Value));
        Assert.Equal(["ISO 14067:2018", "GB/T 24067-2024"], study.Scope!.Standards.ToArray());
        Assert.Equal(Wording.Same("readers"), study.Goal!.Audience);
        Assert.Equal(new StudyPeriod(new DateOnly(2024, 1, 1), new DateOnly(2024, 12, 31)), study.Scope.Period.Value);
        Assert.Equal(("background", "gwp100-ar6"), (study.Data.Value, study.Method.Value));
        Assert.Equal([2, 1, 1, 1, 1], study.Stages.Select(s => s.Lines.Length));
        ProvidedLine steel = Assert.IsType<ProvidedLine>(study.Stages[0].Lines[0]);
        Assert.Equal(new SourcePosition("box.yaml", 23, 7, "$.stages.raw_materials[0]"), steel.Where);
        Assert.Equal(new Located<double>(14, new SourcePosition("box.yaml", 24, 15, "$.stages.raw_materials[0].amount")), steel.Amount);
        FactorLine part = Assert.IsType<FactorLine>(study.Stages[0].Lines[1]);
        Assert.Equal((GwpSet.AR6, CarbonOrigin.Fossil, Wording.Same("a paper")), (part.GwpSet, part.Origin, part.FactorSource!.Value));
    }

    [Fact]
    public void A_good_study_computes_by_hand()
    {
        StudyForeground foreground = Read(Good).Build(Background);

        Assert.Equal(16, Need(foreground, "box/raw_materials/1"), 1e-12);
        Assert.Equal(2, Need(foreground, "box/raw_materials/2"));
        Assert.Equal(3.1, Need(foreground, "box/raw_materials/2/factor"));
        Assert.Equal(1.5, Need(foreground, "box/production/1"));
        Assert.Equal(10, Need(foreground, "box/distribution/1"), 1e-12);
        Assert.Equal(1571.2 * 4 * 1.5, Need(foreground, "box/use/1"), 1e-8);
        Assert.Equal(14, Need(foreground, "box/end_of_life/1"));
        Assert.Equal("2 of 6 items rest on assumptions: 'Delivery', 'Disposal'.", Assert.Single(foreground.Findings).What.En);
    }

    [Fact]
    public void The_same_in_JSON_gives_the_same_processes()
    {
        StudyReadResult result = Read(Json, "body");
        Assert.Empty(result.Findings);
        Assert.Equal("箱子", result.Study!.Title.Zh);
        Assert.Equal(14, Need(result.Build(Background), "box/use/1"));

        Diagnostic amount = Assert.Single(Read(Json.Replace("\"amount\": 14", "\"amount\": 1e400", StringComparison.Ordinal), "body").Findings);
        Assert.Equal((FindingCode.NotFinite, 8, 46), Place(amount));
        Diagnostic nan = Assert.Single(Read(Json.Replace("\"amount\": 14", "\"amount\": NaN", StringComparison.Ordinal), "body").Findings);
        Assert.Equal((FindingCode.SchemaInvalid, 8, 46), Place(nan));
        Diagnostic twice = Assert.Single(Read(Json.Replace("\"unit\": \"kg\"", "\"unit\": \"kg\", \"unit\": \"t\"", StringComparison.Ordinal), "body").Findings);
        Assert.Equal((FindingCode.Duplicate, 8, 64), Place(twice));
        Diagnostic half = Assert.Single(Read(Json.Replace("\\u7bb1", "\\ud800", StringComparison.Ordinal), "body").Findings);
        Assert.Equal(FindingCode.EncodingInvalid, half.Code);
    }

    [Theory]
    [InlineData("amount: 14\n      unit", "amout: 14\n      unit", FindingCode.MissingField, 23, 7)]
    [InlineData("amount: 14\n      unit", "amount: fourteen\n      unit", FindingCode.NotANumber, 24, 15)]
    [InlineData("amount: 14\n      unit", "amount: 14,5\n      unit", FindingCode.NotANumber, 24, 15)]
    [InlineData("amount: 14\n      unit", "amount: '14'\n      unit", FindingCode.NotANumber, 24, 15)]
    [InlineData("amount: 14\n      unit", "amount: .nan\n      unit", FindingCode.NotFinite, 24, 15)]
    [InlineData("amount: 14\n      unit", "amount: -.Inf\n      unit", FindingCode.NotFinite, 24, 15)]
    [InlineData("amount: 14\n      unit", "amount: 1e400\n      unit", FindingCode.NotFinite, 24, 15)]
    [InlineData("amount: 14\n      unit", "amount: 1e-400\n      unit", FindingCode.NotFinite, 24, 15)]
    [InlineData("amount: 14\n      unit", "amount: -14\n      unit", FindingCode.NegativeNotAllowed, 24, 15)]
    [InlineData("amount: 14\n      unit", "amount: 0\n      unit", FindingCode.OutOfRange, 24, 15)]
    [InlineData("amount: 14\n      unit", "amount:\n      unit", FindingCode.MissingField, 24, 14)]
    [InlineData("yield: 0.875", "yield: 87.5", FindingCode.OutOfRange, 29, 14)]
    [InlineData("gsd: 1.3", "gsd: 0.3", FindingCode.OutOfRange, 30, 20)]
    [InlineData("quality: measured\n      yield", "quality: measure\n      yield", FindingCode.UnknownName, 28, 16)]
    [InlineData("unit: kg CO2e/kg", "unit: kg CO2e/kWh", FindingCode.UnitMismatch, 34, 23)]
    [InlineData("unit: kg CO2e/kg", "unit: kg CO3e/kg", FindingCode.UnknownUnit, 34, 34)]
    [InlineData("value: 3.1", "value: -3.1", FindingCode.NegativeNotAllowed, 34, 23)]
    [InlineData("gwp: AR6, ", "", FindingCode.MissingField, 34, 15)]
    [InlineData("mass: 20 kg", "mass: 20 kgg", FindingCode.UnknownUnit, 41, 25)]
    [InlineData("mass: 20 kg", "mass: 20 km", FindingCode.UnitMismatch, 41, 25)]
    [InlineData("mass: 20 kg", "mass: kg", FindingCode.NotANumber, 41, 25)]
    [InlineData("mass: 20 kg", "mass: 20", FindingCode.MissingField, 41, 25)]
    [InlineData("distance: 500 km", "distance: -500 km", FindingCode.NegativeNotAllowed, 41, 67)]
    [InlineData("hours_per_year: 4760", "hours_per_year: 4000", FindingCode.OutOfRange, 47, 17)]
    [InlineData("power: 120W", "power: 120 kWh", FindingCode.UnitMismatch, 47, 64)]
    [InlineData("pue: 1.5", "pue: 0.9", FindingCode.OutOfRange, 49, 14)]
    [InlineData("lifetime: 4 a", "lifetime: 0 a", FindingCode.OutOfRange, 48, 19)]
    [InlineData("to: 2024-12-31", "to: 2023-12-31", FindingCode.DateOrder, 13, 11)]
    [InlineData("to: 2024-12-31", "to: 2024-02-30", FindingCode.SchemaInvalid, 13, 34)]
    [InlineData("boundary: cradle-to-grave", "boundary: cradle-to-grve", FindingCode.UnknownName, 9, 13)]
    [InlineData("title: {en: A box, zh: 箱子}", "title: {en: A box}", FindingCode.MissingField, 3, 8)]
    [InlineData("pcr: {en: none exists", "pcrs: {en: none exists", FindingCode.MissingField, 8, 3)]
    [InlineData("id: box", "id: Box 1", FindingCode.SchemaInvalid, 2, 5)]
    [InlineData("id: box", "id: box\nid: box2", FindingCode.Duplicate, 3, 1)]
    [InlineData("carbonlca: study/1", "carbonlca: study/2", FindingCode.NotSupported, 1, 12)]
    [InlineData("data: background", "data: &a background", FindingCode.Unsafe, 19, 7)]
    [InlineData("data: background", "data: *a", FindingCode.Unsafe, 19, 7)]
    [InlineData("data: background", "data: !!str background", FindingCode.NotSupported, 19, 7)]
    [InlineData("data: background", "data: back\u0000ground", FindingCode.EncodingInvalid, 19, 11)]
    [InlineData("      unit: kg\n      provider: steel", "\tunit: kg\n      provider: steel", FindingCode.SchemaInvalid, 25, 1)]
    [InlineData("provider: steel", "provider: steel\n      factor: {value: 1, unit: kg CO2e/kg, gwp: AR6, origin: fossil}", FindingCode.SchemaInvalid, 23, 7)]
    [InlineData("provider: steel", "offset: true\n      provider: steel", FindingCode.DoubleCount, 26, 15)]
    public void Every_fault_is_found_where_it_stands(string old, string changed, FindingCode code, int line, int column)
    {
        StudyReadResult result = Read(Good.Replace(old, changed, StringComparison.Ordinal));
        Assert.Null(result.Study);
        Diagnostic fault = result.Findings[0];
        Assert.Equal((code, line, column), Place(fault));
        Assert.NotEqual(fault.ToText(Language.English), fault.ToText(Language.Chinese));
        Assert.Contains(fault.What.Zh, c => c is >= '\u4e00' and <= '\u9fff');
    }

    [Fact]
    public void REQ_14_a_stage_that_is_not_there_is_named_in_both_languages()
    {
        Diagnostic fault = Only("  end_of_life:\n    - {item: Disposal, amount: 14, unit: kg, provider: scrap, source: plan, quality: assumption}", string.Empty);
        Assert.Equal((FindingCode.BoundaryIncomplete, 9, 13), Place(fault));
        Assert.Equal(
            "box.yaml(9,13) $.scope.boundary: The declared boundary 'cradle to grave' needs the stage 'end of life', and the study has no item in it; expected at least one item under stages.end_of_life. Add the stage, or declare a partial footprint: boundary cradle-to-gate or gate-to-gate.",
            fault.ToText(Language.English));
        Assert.Equal(
            "box.yaml(9,13) $.scope.boundary: 所声明的系统边界“从摇篮到坟墓”需要“生命末期”阶段，而研究中该阶段没有任何条目；应为 stages.end_of_life 下至少一个条目。请补充该阶段，或声明为部分碳足迹：boundary 取 cradle-to-gate 或 gate-to-gate。",
            fault.ToText(Language.Chinese));
    }

    [Fact]
    public void REQ_10_every_field_of_goal_and_scope_is_mandatory()
    {
        StudyReadResult result = Read("carbonlca: study/1\ngoal: {}\nscope: {}\n");
        string[] missing = [.. result.Findings.Where(f => f.Code == FindingCode.MissingField).Select(f => f.What.En)];
        foreach (string field in (string[])["id", "title", "intended_use", "audience", "standards", "boundary", "product", "function", "geography", "period", "pcr", "assumptions", "limits", "functional_unit", "reference_flow", "data", "method", "stages"])
            Assert.Contains($"The field '{field}' is missing.", missing);
        Assert.Equal(18, missing.Length);
    }

    [Fact]
    public void An_unknown_field_is_named_with_the_closest()
    {
        Diagnostic fault = Only("yield: 0.875", "yeld: 0.875");
        Assert.Equal((FindingCode.UnknownField, 29, 7), Place(fault));
        Assert.Equal(("Closest: 'yield'.", "最接近的是 'yield'。"), (fault.Next!.Value.En, fault.Next!.Value.Zh));
        Assert.Equal(FindingCode.UnknownField, Only("lifetime: 4 a", "lifetime: 4 a\n        yield: 1").Code);
        Assert.Equal("Closest: 'use'.", Only("  end_of_life:", "  usee: []\n  end_of_life:").Next!.Value.En);
    }

    [Fact]
    public void All_faults_are_reported_at_once_and_with_those_of_the_providers()
    {
        string text = Good
            .Replace("yield: 0.875", "yield: 2", StringComparison.Ordinal)
            .Replace("pue: 1.5", "pue: 0.5", StringComparison.Ordinal)
            .Replace("provider: truck", "provider: trck", StringComparison.Ordinal)
            .Replace("unit: kWh", "unit: kg", StringComparison.Ordinal);
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => Read(text).Build(Background));
        Assert.Equal(
            [(FindingCode.OutOfRange, 29, 14), (FindingCode.OutOfRange, 49, 14), (FindingCode.UnitMismatch, 38, 42), (FindingCode.UnknownProcess, 41, 50)],
            refusal.Findings.Select(f => ((FindingCode, int?, int?))Place(f)));
    }

    [Fact]
    public void A_leap_year_may_be_stated()
    {
        string text = Good.Replace("hours_per_year: 4760", "hours_per_year: 4784", StringComparison.Ordinal);
        Assert.Equal("If a leap year is meant, state it: hours_in_year: 8784.", Assert.Single(Read(text).Findings).Next!.Value.En);
        Assert.Empty(Read(text.Replace("lifetime: 4 a", "lifetime: 4 a\n        hours_in_year: 8784", StringComparison.Ordinal)).Findings);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_where_they_stand()
    {
        byte[] bytes = [.. "id: box\ntitle: "u8, 0xCF, 0xE4];
        Diagnostic fault = Assert.Single(StudyReader.Read("box.yaml", bytes).Findings);
        Assert.Equal((FindingCode.EncodingInvalid, 2, 8), Place(fault));
        Assert.Equal("0xCF", fault.Found);
        Assert.Empty(StudyReader.Read("box.yaml", (byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)]).Findings);
    }

    [Fact]
    public void Size_and_depth_have_limits()
    {
        Assert.Equal(FindingCode.LimitExceeded, Assert.Single(StudyReader.Read("big.yaml", new byte[(8 << 20) + 1]).Findings).Code);
        string deep = new('[', 100_000);
        Assert.Equal((FindingCode.LimitExceeded, 1, 36), Place(Assert.Single(Read("id: " + deep).Findings)));
        Assert.Equal(FindingCode.LimitExceeded, Assert.Single(Read("{\"id\": " + deep, "deep.json").Findings).Code);
        Assert.Equal(FindingCode.LimitExceeded, Assert.Single(Read(string.Concat(Enumerable.Repeat("- ", 1000)) + "1").Findings).Code);
    }

    [Fact]
    public void Many_faults_are_cut_short()
    {
        StudyReadResult result = Read(string.Concat(Enumerable.Range(0, 5000).Select(i => $"k{i}: 1\n")));
        Assert.Equal(1001, result.Findings.Length);
        Assert.Equal(FindingCode.LimitExceeded, result.Findings[^1].Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n# nothing\n")]
    [InlineData("null")]
    public void An_empty_file_says_so(string text) => Assert.Equal(FindingCode.MissingField, Assert.Single(Read(text).Findings).Code);

    [Theory]
    [InlineData("text")]
    [InlineData("[1, 2]")]
    [InlineData("? [a]\n: b")]
    [InlineData("--- a\n--- b")]
    [InlineData("<<: {a: 1}")]
    [InlineData("{\"id\": 1} {\"id\": 2}")]
    [InlineData("{\"id\": 1} \"x")]
    public void What_is_no_study_is_refused(string text) => Assert.Contains(Read(text).Findings, f => f.Severity == Severity.Error);

    [Fact]
    public void A_study_cut_off_at_any_byte_never_throws_and_never_passes_unless_whole()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Good);
        for (int length = 0; length < bytes.Length; length += 3)
        {
            StudyReadResult result = StudyReader.Read("box.yaml", bytes.AsMemory(0, length));
            Assert.Null(result.Study);
            Assert.Contains(result.Findings, f => f.Severity == Severity.Error);
        }
    }

    [Fact]
    public void A_JSON_study_cut_off_at_any_byte_is_called_truncated()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Json);
        for (int length = 1; length < bytes.Length; length++)
        {
            Diagnostic fault = Assert.Single(StudyReader.Read("box.json", bytes.AsMemory(0, length)).Findings);
            bool isInsideCharacter = (bytes[length] & 0xC0) == 0x80;
            Assert.Equal(isInsideCharacter ? FindingCode.EncodingInvalid : FindingCode.Truncated, fault.Code);
        }
    }

    [Fact]
    public void A_study_with_any_byte_changed_never_throws()
    {
        Random random = new(7);
        byte[] good = Encoding.UTF8.GetBytes(Good);
        ReadOnlySpan<byte> special = "\t\n:-[]{}#&*!|>'\"%@`,?0\0\u007F "u8;
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = [.. good];
            for (int change = 0; change <= round % 3; change++) bytes[random.Next(bytes.Length)] = special[random.Next(special.Length)];
            StudyReadResult result = StudyReader.Read("box.yaml", bytes);
            Assert.Equal(result.Study is null, result.Findings.Any(f => f.Severity == Severity.Error));
        }
    }
}
