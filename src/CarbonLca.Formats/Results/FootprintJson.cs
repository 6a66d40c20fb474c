using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Results;

/// <summary>Writes footprints as JSON (schema <c>footprint/1</c>): every figure with all digits, keyed by category code.</summary>
public static class FootprintJson
{
    /// <summary>One footprint.</summary>
    public static string Write(CarbonFootprint footprint)
    {
        return Write(footprint, null);
    }

    /// <summary>Several footprints in one document (schema <c>footprints/1</c>).</summary>
    public static string Write(IReadOnlyList<CarbonFootprint> footprints)
    {
        ArgumentNullException.ThrowIfNull(footprints);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "footprints/1");
            writer.WriteStartArray("footprints");
            foreach (CarbonFootprint footprint in footprints)
            {
                writer.WriteStartObject();
                WriteMembers(writer, footprint);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>A footprint with what it was computed from (schema <c>footprint/1</c>), from which <see cref="ResultFile"/> reads it back.</summary>
    public static string Write(CarbonFootprint footprint, ResultInputs? inputs)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "footprint/1");
            WriteMembers(writer, footprint);
            WriteChain(writer, footprint.Chain);
            InventoryJson.Write(writer, footprint);
            if (footprint.Study is not null) InterpretationJson.Write(writer, footprint);
            EvidenceJson.Write(writer, footprint);
            if (inputs is not null) WriteInputs(writer, inputs);
            writer.WriteEndObject();
        });
    }

    /// <summary>Writes a footprint's members into an object that the caller has begun.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, CarbonFootprint footprint)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(footprint);
        writer.WriteString("id", footprint.Id);
        writer.Write("title", footprint.Title);
        writer.WriteText("location", footprint.Location);
        if (footprint.Study is { } study) WriteStudy(writer, study);
        WriteUnit(writer, footprint.Study is null ? "declared_unit" : "functional_unit", footprint.Unit);
        writer.WriteStartObject("total");
        writer.WriteString("category", footprint.Categories[footprint.Headline].Code);
        writer.WriteNumber("value", footprint.Total);
        writer.WriteString("unit", footprint.TotalUnit);
        writer.WriteEndObject();
        WriteCategories(writer, footprint);
        WriteStages(writer, footprint);
        ScenariosJson.Write(writer, footprint);
        WriteParts(writer, "processes", footprint.Processes, footprint.Total, "location");
        WriteParts(writer, "elementary_flows", footprint.Flows, footprint.Total, "compartment");
        WriteSources(writer, footprint.Sources, footprint.Total);
        writer.WriteStartObject("gwp_set_unstated");
        writer.WriteNumber("figures", footprint.Unstated.Count);
        writer.WriteNumber("value", footprint.Unstated.Value);
        writer.WriteNumberOrNull("percent", Percentages.Of(footprint.Unstated.Value, footprint.Total));
        writer.WriteEndObject();
        UncertaintyJson.Write(writer, footprint);
        WriteProof(writer, footprint);
        FindingsJson.Write(writer, "findings", footprint.Findings);
    }

    private static void WriteChain(Utf8JsonWriter writer, SupplyTree chain)
    {
        writer.WriteStartArray("supply_chain");
        foreach (SupplyNode node in chain.Nodes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("supplies", node.Parent);
            writer.WriteString("id", node.Part.Id);
            writer.Write("name", node.Part.Name);
            writer.WriteText("location", node.Part.Location);
            writer.WriteNumber("value", node.Part.Value);
            writer.WriteNumber("own", node.Own);
            writer.WriteNumber("rest", node.Rest);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteInputs(Utf8JsonWriter writer, ResultInputs inputs)
    {
        writer.WriteStartObject("inputs");
        writer.WriteStartObject("study");
        writer.WriteString("name", inputs.StudyName);
        writer.WriteString("sha256", inputs.StudyDigest);
        writer.WriteString("text", inputs.StudyText);
        writer.WriteEndObject();
        writer.WriteString("data", inputs.Data);
        writer.WriteString("method", inputs.Method);
        writer.WriteEndObject();
    }

    private static void WriteStudy(Utf8JsonWriter writer, Study study)
    {
        writer.WriteStartObject("study");
        writer.WriteString("boundary", study.Boundary.Value.Key());
        writer.WriteStartArray("omitted_stages");
        foreach (LifeCycleStage stage in study.OmittedStages) writer.WriteStringValue(stage.Key());
        writer.WriteEndArray();
        WriteUnit(writer, "reference_flow", new FootprintUnit(study.ReferenceFlow.Text, study.ReferenceFlow.Amount.Value, study.ReferenceFlow.Unit.Value));
        if (study.Goal is { } goal)
        {
            writer.Write("intended_use", goal.IntendedUse);
            writer.Write("audience", goal.Audience);
        }

        if (study.Scope is { } scope)
        {
            writer.WriteStartArray("standards");
            foreach (string standard in scope.Standards) writer.WriteStringValue(standard);
            writer.WriteEndArray();
            writer.Write("product", scope.Product);
            writer.Write("function", scope.Function);
            writer.Write("geography", scope.Geography);
            writer.WriteStartObject("period");
            writer.WriteString("from", scope.Period.Value.From.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("to", scope.Period.Value.To.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteEndObject();
            writer.Write("pcr", scope.Pcr);
            WriteTexts(writer, "assumptions", scope.Assumptions);
            WriteTexts(writer, "limits", scope.Limits);
        }

        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, ImmutableArray<Diagnostics.Wording> texts)
    {
        writer.WriteStartArray(name);
        foreach (Diagnostics.Wording text in texts)
        {
            writer.WriteStartObject();
            writer.WriteString("en", text.En);
            writer.WriteString("zh", text.Zh);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteUnit(Utf8JsonWriter writer, string name, FootprintUnit unit)
    {
        writer.WriteStartObject(name);
        writer.Write("text", unit.Text);
        writer.WriteNumber("amount", unit.Amount);
        writer.WriteString("unit", unit.Unit);
        writer.WriteEndObject();
    }

    private static void WriteCategories(Utf8JsonWriter writer, CarbonFootprint footprint)
    {
        writer.WriteStartArray("categories");
        for (int k = 0; k < footprint.Categories.Length; k++)
        {
            ImpactCategory category = footprint.Categories[k];
            writer.WriteStartObject();
            writer.WriteString("code", category.Code);
            writer.WriteString("name", category.Name);
            writer.WriteString("unit", category.Unit);
            writer.WriteNumber("value", footprint.Totals[k]);
            writer.WriteBoolean("part_of_total", footprint.GasGroups.Contains(k));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteStages(Utf8JsonWriter writer, CarbonFootprint footprint)
    {
        if (footprint.Stages.IsEmpty) return;
        double[]? percents = Percentages.Of([.. footprint.Stages.Select(s => s.Values[footprint.Headline])]);
        writer.WriteStartArray("stages");
        for (int i = 0; i < footprint.Stages.Length; i++)
        {
            StageFootprint stage = footprint.Stages[i];
            writer.WriteStartObject();
            writer.WriteString("stage", stage.Stage.Key());
            writer.Write("name", stage.Stage.Name());
            writer.WriteNumberOrNull("percent", percents?[i]);
            WriteValues(writer, footprint, stage.Values);
            writer.WriteStartArray("items");
            foreach (LineFootprint line in stage.Lines)
            {
                writer.WriteStartObject();
                writer.WriteNumber("number", line.Number);
                writer.Write("item", line.Item);
                writer.WriteString("quality", line.Quality.Key());
                WriteValues(writer, footprint, line.Values);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static void WriteValues(Utf8JsonWriter writer, CarbonFootprint footprint, ImmutableArray<double> values)
    {
        writer.WriteStartObject("values");
        for (int k = 0; k < values.Length; k++) writer.WriteNumber(footprint.Categories[k].Code, values[k]);
        writer.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter writer, string name, ImmutableArray<Contribution> parts, double total, string place)
    {
        writer.WriteStartArray(name);
        foreach (Contribution part in parts)
        {
            writer.WriteStartObject();
            writer.WriteString("id", part.Id);
            writer.Write("name", part.Name);
            writer.WriteText(place, part.Location);
            writer.WriteNumber("value", part.Value);
            writer.WriteNumberOrNull("percent", Percentages.Of(part.Value, total));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSources(Utf8JsonWriter writer, ImmutableArray<UsedSource> sources, double total)
    {
        writer.WriteStartArray("sources");
        foreach (UsedSource source in sources)
        {
            writer.WriteStartObject();
            writer.WriteString("process", source.ProcessId);
            writer.Write("name", source.Name);
            writer.WriteText("location", source.Location);
            writer.WriteString("source", source.Provenance.Source);
            writer.WriteNumberOrNull("year", source.Provenance.Year);
            writer.WriteText("region", source.Provenance.Region);
            writer.WriteText("gwp_set", source.Provenance.GwpSet);
            writer.WriteText("confidence", source.Provenance.Confidence);
            writer.WriteText("note", source.Provenance.Note);
            writer.WriteNumber("value", source.Value);
            writer.WriteNumberOrNull("percent", Percentages.Of(source.Value, total));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteProof(Utf8JsonWriter writer, CarbonFootprint footprint)
    {
        FootprintProof proof = footprint.Proof;
        writer.WriteStartObject("proof");
        writer.WriteNumber("backward_error", proof.Solve.BackwardError);
        writer.WriteNumber("condition", proof.Solve.Condition);
        writer.WriteNumber("refinements", proof.Solve.Refinements);
        writer.WriteNumber("loop_gain", proof.LoopGain);
        writer.WriteBoolean("has_credits", proof.HasCredits);
        writer.WriteNumber("processes", proof.ProcessCount);
        writer.WriteNumber("processes_used", proof.UsedCount);
        writer.WriteNumber("imbalance", proof.Imbalance);
        writer.WriteStartObject("solver");
        writer.WriteString("path", proof.Solver.Path.Key());
        writer.Write("reason", proof.Solver.Reason);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Write("method", footprint.Method);
        writer.Write("data", footprint.Data);
        writer.WriteString("system_sha256", footprint.SystemDigest);
        writer.WriteStartObject("options");
        writer.WriteString("allocation", footprint.Options.Allocation);
        writer.WriteString("providers", footprint.Options.Providers);
        writer.WriteString("unlinked", footprint.Options.Unlinked);
        writer.WriteString("unknown_origin", footprint.Options.UnknownOrigin);
        writer.WriteString("solver", footprint.Options.Solver);
        if (footprint.Uncertainty is { } uncertainty) writer.WriteNumber("seed", uncertainty.Seed);
        else writer.WriteNull("seed");
        writer.WriteEndObject();
        writer.WriteString("engine", footprint.EngineVersion);
    }
}
