using System.Text.Json;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Results;

/// <summary>Writes what shows how far a footprint can be trusted: quality board, cut-off register, what to measure next; and reads the last two back.</summary>
/// <remarks>The board is not read: it is made of the footprint and the study, both of which are.</remarks>
internal static class EvidenceJson
{
    public static void Write(Utf8JsonWriter writer, CarbonFootprint footprint)
    {
        if (footprint.Study is not null) WriteBoard(writer, QualityBoard.Of(footprint));
        if (footprint.CutOffs is { } cutOffs) WriteCutOffs(writer, cutOffs);
        if (footprint.MeasureNext is { } next) WriteNext(writer, next);
    }

    public static CutOffRegister? ReadCutOffs(JsonElement root, Study? study)
    {
        if (study is null || !root.TryGetProperty("cut_offs", out JsonElement given)) return null;
        JsonElement criteria = given.GetProperty("criteria");
        return new CutOffRegister
        {
            Criteria = study.CutOffs.Criteria with { Single = criteria.GetProperty("single").GetDouble(), Sum = criteria.GetProperty("sum").GetDouble() },
            Percent = given.GetProperty("percent").GetDouble(),
            MassPercent = NumberOrNull(given, "mass_percent"),
            EnergyPercent = NumberOrNull(given, "energy_percent"),
            Entries =
            [
                .. given.GetProperty("flows").EnumerateArray().Select(flow => new CutOffEntry
                {
                    Item = Bilingual(flow, "item"),
                    IsDeclared = flow.GetProperty("declared").GetBoolean(),
                    Stage = flow.GetProperty("stage").GetString() is { } key && LifeCycleStages.TryParse(key, out LifeCycleStage stage) ? stage : null,
                    Amount = flow.GetProperty("amount").GetDouble(),
                    Unit = Text(flow, "unit"),
                    Estimate = Text(flow, "estimate"),
                    Reason = Bilingual(flow, "reason"),
                    Value = NumberOrNull(flow, "value"),
                    Percent = NumberOrNull(flow, "percent"),
                    MassPercent = NumberOrNull(flow, "mass_percent"),
                    EnergyPercent = NumberOrNull(flow, "energy_percent"),
                }),
            ],
        };
    }

    public static MeasureNext? ReadMeasureNext(JsonElement root)
    {
        if (!root.TryGetProperty("measure_next", out JsonElement given)) return null;
        return new MeasureNext
        {
            Deviation = given.GetProperty("sd").GetDouble(),
            Items =
            [
                .. given.GetProperty("inputs").EnumerateArray().Select(item => new MeasureNextItem(
                    Text(item, "process"),
                    Bilingual(item, "who"),
                    Bilingual(item, "what"),
                    Enum.GetValues<MeasuredThing>().First(k => KeyOf(k) == Text(item, "kind")),
                    item.GetProperty("variance_percent").GetDouble(),
                    item.GetProperty("shrink_percent").GetDouble(),
                    item.GetProperty("sd_after").GetDouble(),
                    Bilingual(item, "question"))),
            ],
        };
    }

    private static void WriteBoard(Utf8JsonWriter writer, QualityBoard board)
    {
        writer.WriteStartObject("data_quality");
        writer.WriteNumberOrNull("dqr", board.Dqr);
        writer.WriteText("level", board.Dqr is { } rating ? QualityLevels.Of(rating).Key() : null);
        writer.WriteNumberOrNull("rated_percent", board.RatedPercent);
        writer.WriteNumberOrNull("primary_data_share", board.PrimaryDataShare);
        writer.WriteNumber("primary_unstated", board.Unstated);
        WritePact(writer, board.Pact);
        writer.WriteStartArray("items");
        foreach (QualityRow row in board.Rows) WriteRow(writer, row);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePact(Utf8JsonWriter writer, PactRating? rating)
    {
        writer.WriteStartObject("pact");
        writer.WriteNumberOrNull("technological", rating?.Technological);
        writer.WriteNumberOrNull("geographical", rating?.Geographical);
        writer.WriteNumberOrNull("temporal", rating?.Temporal);
        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, QualityRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("stage", row.Stage.Key());
        writer.WriteNumber("number", row.Number);
        writer.Write("item", row.Item);
        writer.WriteString("kind", row.Kind.Key());
        writer.WriteNumber("value", row.Value);
        writer.WriteNumberOrNull("percent", row.Percent);
        writer.WriteNumberOrNull("dqr", row.Dqr);
        writer.WriteText("pedigree", row.Rating?.Scores?.ToString());
        writer.WriteText("pedigree_set", row.Rating?.Pedigree?.Name);
        writer.WriteText("basic", row.Rating?.Basic?.Key);
        writer.WriteNumberOrNull("primary", row.Primary);
        writer.WriteBoolean("important", row.IsImportant);
        writer.WriteBoolean("controlled", row.Rating?.IsControlled ?? false);
        writer.WriteBoolean("lacks_reason", row.LacksReason);
        writer.WriteString("uncertainty", row.Uncertainty.Origin.Key());
        writer.WriteText("distribution", row.Uncertainty.Distribution?.Kind.ToString().ToLowerInvariant());
        writer.WriteNumberOrNull("gsd", row.Uncertainty.Distribution is { Kind: UncertaintyKind.Lognormal } drawn ? drawn.Spread : null);
        writer.WriteEndObject();
    }

    private static void WriteCutOffs(Utf8JsonWriter writer, CutOffRegister register)
    {
        writer.WriteStartObject("cut_offs");
        writer.WriteStartObject("criteria");
        writer.WriteNumber("single", register.Criteria.Single);
        writer.WriteNumber("sum", register.Criteria.Sum);
        writer.WriteEndObject();
        writer.WriteNumber("percent", register.Percent);
        writer.WriteNumberOrNull("mass_percent", register.MassPercent);
        writer.WriteNumberOrNull("energy_percent", register.EnergyPercent);
        writer.WriteNumber("unassessed", register.Unassessed);
        writer.Write("statement", register.Statement);
        writer.WriteStartArray("flows");
        foreach (CutOffEntry entry in register.Entries)
        {
            writer.WriteStartObject();
            writer.Write("item", entry.Item);
            writer.WriteBoolean("declared", entry.IsDeclared);
            writer.WriteText("stage", entry.Stage?.Key());
            writer.WriteNumber("amount", entry.Amount);
            writer.WriteString("unit", entry.Unit);
            writer.WriteString("estimate", entry.Estimate);
            writer.Write("reason", entry.Reason);
            writer.WriteNumberOrNull("value", entry.Value);
            writer.WriteNumberOrNull("percent", entry.Percent);
            writer.WriteNumberOrNull("mass_percent", entry.MassPercent);
            writer.WriteNumberOrNull("energy_percent", entry.EnergyPercent);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNext(Utf8JsonWriter writer, MeasureNext next)
    {
        writer.WriteStartObject("measure_next");
        writer.WriteNumber("sd", next.Deviation);
        writer.WriteStartArray("inputs");
        foreach (MeasureNextItem item in next.Items)
        {
            writer.WriteStartObject();
            writer.WriteString("process", item.ProcessId);
            writer.Write("who", item.Who);
            writer.Write("what", item.What);
            writer.WriteString("kind", KeyOf(item.Kind));
            writer.WriteNumber("variance_percent", item.Percent);
            writer.WriteNumber("shrink_percent", item.ShrinkPercent);
            writer.WriteNumber("sd_after", item.DeviationAfter);
            writer.Write("question", item.Question);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string KeyOf(MeasuredThing thing) => thing switch
    {
        MeasuredThing.Amount => "amount",
        MeasuredThing.Figure => "figure",
        _ => "background",
    };

    private static string Text(JsonElement owner, string name) => owner.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");

    private static double? NumberOrNull(JsonElement owner, string name) => owner.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static Wording Bilingual(JsonElement owner, string name) => new(Text(owner.GetProperty(name), "en"), Text(owner.GetProperty(name), "zh"));
}
