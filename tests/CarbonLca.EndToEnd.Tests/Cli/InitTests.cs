using CarbonLca.Formats.Studies;

namespace CarbonLca.EndToEnd.Tests.Cli;

/// <summary>From init to report, in both languages, as the guide says.</summary>
public sealed class InitTests
{
    [Theory]
    [InlineData("ict", "en")]
    [InlineData("ict", "zh")]
    [InlineData("generic", "en")]
    [InlineData("generic", "zh")]
    public void A_newcomer_gets_from_init_to_a_report(string template, string language)
    {
        using ScratchFolder scratch = new();
        string study = Path.Combine(scratch["mine"], "study.yaml");
        CliRun init = CliRun.Of("init", scratch["mine"], "--template", template, "--lang", language);
        Assert.True(init.ExitCode == 0, init.Error);
        Assert.Contains(study, init.Output, StringComparison.Ordinal);

        CliRun check = CliRun.Of("check", study, "--lang", language);
        Assert.True(check.ExitCode == 0, check.Error);
        Assert.Contains(language == "zh" ? "无错误" : "no errors", check.Output, StringComparison.Ordinal);

        string result = scratch["mine/result.json"];
        CliRun run = CliRun.Of("run", study, "-o", result, "--lang", language);
        Assert.True(run.ExitCode == 0, run.Error);

        string report = scratch["mine/report.html"];
        CliRun written = CliRun.Of("report", result, "-o", report, "--lang", language);
        Assert.True(written.ExitCode == 0, written.Error);
        string html = File.ReadAllText(report);
        Assert.Contains((template, language) switch { ("ict", "zh") => "家用路由器", ("ict", _) => "Home router", (_, "zh") => "电热水壶", _ => "Electric kettle" }, html, StringComparison.Ordinal);

        foreach (string[] next in (string[][])[["tornado", study], ["sensitivity", study, "--samples", "200"], ["mc", study, "--samples", "200"], ["whatif", study, "--set", "raw_materials/1=-20%"], ["diff", result, result], ["quality", result], ["compare", study, study], ["bundle", result, "-o", scratch["mine/certificate.zip"]], ["verify", scratch["mine/certificate.zip"]], ["replay", scratch["mine/certificate.zip"]]])
        {
            CliRun ran = CliRun.Of([.. next, "--lang", language]);
            Assert.True(ran.ExitCode == 0, $"{next[0]}: {ran.Error}");
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void The_commands_of_the_guide_are_those_that_were_run(string language)
    {
        using ScratchFolder scratch = new();
        CliRun.Of("init", scratch["mine"], "--lang", language);
        string guide = File.ReadAllText(Path.Combine(scratch["mine"], "README.md"));
        foreach (string command in (string[])["run study.yaml", "check study.yaml", "run study.yaml -o result.json", "tornado study.yaml", "sensitivity study.yaml", "mc study.yaml", "whatif study.yaml --set \"raw_materials/1=-20%\"", "report result.json -o report.html", "quality result.json", "diff old.json result.json", "compare study.yaml other.yaml", "bundle result.json -o certificate.zip", "verify certificate.zip", "replay certificate.zip"])
            Assert.Contains($"carbonlca {command}", guide, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ict")]
    [InlineData("generic")]
    public void Both_languages_of_a_template_have_the_same_numbers_and_only_comments_and_texts_differ(string template)
    {
        string en = StudyTemplates.Study(template, Diagnostics.Language.English);
        string zh = StudyTemplates.Study(template, Diagnostics.Language.Chinese);
        string[] Facts(string text) => [.. text.Split('\n').Where(l => l.TrimStart().Split(':')[0] is "amount" or "unit" or "provider" or "quality" or "yield" or "mass" or "lifetime" or "uncertainty" or "- {provider" or "data" or "method" or "id" or "boundary").Select(l => l.Split('#')[0].TrimEnd())];
        Assert.Equal(Facts(en), Facts(zh));
        Assert.Equal(en.Split('\n').Length, zh.Split('\n').Length);
        Assert.True(zh.Count(c => c is >= '\u4e00' and <= '\u9fff') > 400);
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        using ScratchFolder scratch = new();
        string study = scratch.Write("mine/study.yaml", "mine");
        CliRun run = CliRun.Of("init", scratch["mine"], "--lang", "zh");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("已存在", run.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(study));
        Assert.False(File.Exists(Path.Combine(scratch["mine"], "README.md")));
        Assert.Equal(2, CliRun.Of("init", scratch["mine"], "--template", "car").ExitCode);
    }

    [Theory]
    [InlineData("en", "expected", "found")]
    [InlineData("zh", "应为", "实际为")]
    public void A_fault_is_named_with_file_line_found_and_expected(string language, string expected, string found)
    {
        using ScratchFolder scratch = new();
        CliRun.Of("init", scratch["mine"], "--lang", language);
        string study = Path.Combine(scratch["mine"], "study.yaml");
        string[] lines = File.ReadAllLines(study);
        int amount = Array.FindIndex(lines, l => l.Contains("amount: 0.25", StringComparison.Ordinal));
        int quality = Array.FindIndex(lines, l => l.Contains("quality: declared", StringComparison.Ordinal));
        lines[amount] = lines[amount].Replace("0.25", "a lot", StringComparison.Ordinal);
        lines[quality] = lines[quality].Replace("declared", "declaired", StringComparison.Ordinal);
        File.WriteAllLines(study, lines);
        CliRun check = CliRun.Of("check", study, "--lang", language);
        Assert.Equal(3, check.ExitCode);
        string[] messages = check.Error.Split('\n');
        string ofAmount = Assert.Single(messages, m => m.Contains($"study.yaml({amount + 1},", StringComparison.Ordinal));
        Assert.Contains("'a lot'", ofAmount, StringComparison.Ordinal);
        string ofQuality = Assert.Single(messages, m => m.Contains($"study.yaml({quality + 1},", StringComparison.Ordinal));
        Assert.Contains("'declared'", ofQuality, StringComparison.Ordinal);
        foreach (string message in (string[])[ofAmount, ofQuality])
        {
            Assert.Contains(expected, message, StringComparison.Ordinal);
            Assert.Contains(found, message, StringComparison.Ordinal);
        }
    }
}
