using System.Text;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Studies;
using CarbonLca.Formats.Tests.Studies;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Tests.Results;

public sealed class ReproducibilityTests
{
    private const string Lines = "- {item: Steel, amount: 14, unit: kg, provider: steel, source: scale, quality: measured, uncertainty: {distribution: lognormal, gsd: 1.3}}";

    private static string Compute(string lines)
    {
        StudyReadResult read = SmallStudy.Read(lines);
        CarbonFootprint footprint = FootprintCalculator.Compute(read.Build(SmallStudy.Background), SmallStudy.Background, BundledData.Method("gwp100-ar6"));
        return FootprintJson.Write(footprint, new ResultInputs("box.yaml", SmallStudy.Text(lines), "background", "gwp100-ar6"));
    }

    [Fact]
    public void REQ_03_the_same_input_gives_the_same_bytes() => Assert.Equal(Compute(Lines), Compute(Lines));

    [Fact]
    public void REQ_03_a_result_states_engine_inputs_method_data_choices_and_seed()
    {
        using JsonDocument document = JsonDocument.Parse(Compute(Lines));
        JsonElement root = document.RootElement;
        Assert.Equal(EngineVersion.Current, root.GetProperty("engine").GetString());
        Assert.All((string[])[root.GetProperty("system_sha256").GetString()!, root.GetProperty("data").GetProperty("sha256").GetString()!, root.GetProperty("method").GetProperty("sha256").GetString()!, root.GetProperty("inputs").GetProperty("study").GetProperty("sha256").GetString()!], digest => Assert.Equal(64, digest.Length));
        Assert.Equal("gwp100-ar6", root.GetProperty("method").GetProperty("id").GetString());
        Assert.All((string[])["allocation", "providers", "unlinked", "unknown_origin", "solver", "seed"], choice => Assert.True(root.GetProperty("options").TryGetProperty(choice, out _)));
    }

    [Fact]
    public void REQ_03_bad_another_input_has_another_digest_and_a_changed_one_is_refused()
    {
        string first = Compute(Lines);
        Assert.NotEqual(Digest(first), Digest(Compute(Lines.Replace("14", "15", StringComparison.Ordinal))));
        string changed = first.Replace("amount: 14,", "amount: 41,", StringComparison.Ordinal);
        Assert.NotEqual(first, changed);
        Assert.Equal(FindingCode.SchemaInvalid, Assert.Throws<InputRefusedException>(() => ResultFile.Read("box.json", Encoding.UTF8.GetBytes(changed))).Findings[0].Code);

        static string Digest(string json) => JsonDocument.Parse(json).RootElement.GetProperty("system_sha256").GetString()!;
    }
}
