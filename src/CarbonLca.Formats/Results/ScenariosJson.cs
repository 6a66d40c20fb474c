using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Results;

/// <summary>The scenarios and intensities of a footprint as JSON: <c>scenarios</c> and <c>intensities</c>, each absent where there is none.</summary>
internal static class ScenariosJson
{
    /// <summary>Writes both into the object of a footprint.</summary>
    public static void Write(Utf8JsonWriter writer, CarbonFootprint footprint)
    {
        if (!footprint.Scenarios.IsEmpty)
        {
            writer.WriteStartArray("scenarios");
            foreach (ScenarioFootprint scenario in footprint.Scenarios)
            {
                writer.WriteStartObject();
                writer.WriteString("kind", scenario.Kind.Key());
                writer.Write("name", scenario.Name);
                writer.WriteNumber("difference", scenario.Totals[footprint.Headline] - footprint.Total);
                writer.WriteNumberOrNull("percent", Percentages.Of(scenario.Totals[footprint.Headline] - footprint.Total, footprint.Total));
                FootprintJson.WriteValues(writer, footprint, scenario.Totals);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (footprint.Intensities.IsEmpty) return;
        writer.WriteStartArray("intensities");
        foreach (IntensityFootprint intensity in footprint.Intensities)
        {
            writer.WriteStartObject();
            writer.Write("per", intensity.Name);
            writer.WriteNumber("amount", intensity.Denominator.Value);
            writer.WriteString("unit", intensity.Denominator.Unit.Symbol);
            writer.WriteNumberOrNull("energy_kwh", intensity.EnergyKilowattHours);
            FootprintJson.WriteValues(writer, footprint, intensity.Values);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The scenarios of a result.</summary>
    /// <exception cref="FormatException">A member is not what it should be.</exception>
    public static ImmutableArray<ScenarioFootprint> Scenarios(JsonElement root, ImmutableArray<ImpactCategory> categories) => !root.TryGetProperty("scenarios", out JsonElement all) ? [] :
    [
        .. all.EnumerateArray().Select(s => new ScenarioFootprint(
            ScenarioKinds.All.First(k => k.Key() == s.GetProperty("kind").GetString()),
            Bilingual(s.GetProperty("name")),
            Values(s, categories))),
    ];

    /// <summary>The intensities of a result.</summary>
    /// <exception cref="FormatException">A member is not what it should be.</exception>
    public static ImmutableArray<IntensityFootprint> Intensities(JsonElement root, ImmutableArray<ImpactCategory> categories) => !root.TryGetProperty("intensities", out JsonElement all) ? [] :
    [
        .. all.EnumerateArray().Select(i => new IntensityFootprint(
            Bilingual(i.GetProperty("per")),
            new Quantity(Finite(i.GetProperty("amount")), UnitCatalog.TryParse(i.GetProperty("unit").GetString() ?? string.Empty, out Unit? unit) ? unit : throw new FormatException("The unit of an intensity is not known.")),
            i.GetProperty("energy_kwh") is { ValueKind: JsonValueKind.Number } energy ? Finite(energy) : null,
            Values(i, categories))),
    ];

    private static ImmutableArray<double> Values(JsonElement owner, ImmutableArray<ImpactCategory> categories) => [.. categories.Select(c => Finite(owner.GetProperty("values").GetProperty(c.Code)))];

    private static double Finite(JsonElement number) => number.GetDouble() is var value && double.IsFinite(value) ? value : throw new FormatException("A number is not finite.");

    private static Wording Bilingual(JsonElement text) => new(
        text.GetProperty("en").GetString() ?? throw new FormatException("'en' is null."),
        text.GetProperty("zh").GetString() ?? throw new FormatException("'zh' is null."));
}
