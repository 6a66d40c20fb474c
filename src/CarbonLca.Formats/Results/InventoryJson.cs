using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>Writes and reads the greenhouse gases of a result with their factors, and the electricity its items take.</summary>
/// <remarks>Results of before these members were written are read as having none.</remarks>
internal static class InventoryJson
{
    /// <summary>Writes the members <c>greenhouse_gases</c> and <c>electricity</c>.</summary>
    public static void Write(Utf8JsonWriter writer, CarbonFootprint footprint)
    {
        writer.WriteStartArray("greenhouse_gases");
        foreach (CharacterizedGas gas in footprint.Gases)
        {
            writer.WriteStartObject();
            writer.WriteString("flow", gas.FlowId);
            writer.Write("name", gas.Name);
            writer.WriteText("compartment", gas.Compartment);
            writer.WriteNumber("amount", gas.Amount);
            writer.WriteString("unit", gas.Unit);
            writer.WriteNumberOrNull("factor", gas.Factor);
            writer.WriteText("source", gas.Source);
            writer.WriteNumber("value", gas.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("electricity");
        foreach (ElectricityItem item in footprint.Electricity)
        {
            writer.WriteStartObject();
            writer.WriteString("stage", item.Stage.Key());
            writer.WriteNumber("number", item.Number);
            writer.Write("item", item.Item);
            writer.WriteString("process", item.SupplierId);
            writer.Write("name", item.Supplier);
            writer.WriteText("location", item.Location);
            writer.WriteNumber("amount", item.Amount);
            writer.WriteString("unit", item.Unit);
            writer.WriteNumber("factor", item.Factor);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The greenhouse gases.</summary>
    public static ImmutableArray<CharacterizedGas> ReadGases(JsonElement root) => !root.TryGetProperty("greenhouse_gases", out JsonElement gases) ? [] :
    [
        .. gases.EnumerateArray().Select(gas => new CharacterizedGas(
            Text(gas, "flow"),
            Bilingual(gas, "name"),
            gas.GetProperty("compartment").GetString(),
            Number(gas, "amount"),
            Text(gas, "unit"),
            gas.GetProperty("factor") is { ValueKind: JsonValueKind.Number } factor ? factor.GetDouble() : null,
            gas.GetProperty("source").GetString(),
            Number(gas, "value"))),
    ];

    /// <summary>The electricity.</summary>
    public static ImmutableArray<ElectricityItem> ReadElectricity(JsonElement root) => !root.TryGetProperty("electricity", out JsonElement items) ? [] :
    [
        .. items.EnumerateArray().Select(item => new ElectricityItem(
            LifeCycleStages.TryParse(Text(item, "stage"), out LifeCycleStage stage) ? stage : throw new FormatException($"There is no stage '{Text(item, "stage")}'."),
            item.GetProperty("number").GetInt32(),
            Bilingual(item, "item"),
            Text(item, "process"),
            Bilingual(item, "name"),
            item.GetProperty("location").GetString(),
            Number(item, "amount"),
            Text(item, "unit"),
            Number(item, "factor"))),
    ];

    private static string Text(JsonElement owner, string name) => owner.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");

    private static Wording Bilingual(JsonElement owner, string name) => new(Text(owner.GetProperty(name), "en"), Text(owner.GetProperty(name), "zh"));

    private static double Number(JsonElement owner, string name)
    {
        double value = owner.GetProperty(name).GetDouble();
        return double.IsFinite(value) ? value : throw new FormatException($"'{name}' is not finite.");
    }
}
