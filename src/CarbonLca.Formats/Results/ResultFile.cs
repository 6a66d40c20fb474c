using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Studies;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Results;

/// <summary>A result that was written as JSON (schema <c>footprint/1</c>), read back: the footprint, and what it was computed from.</summary>
/// <param name="Footprint">The footprint.</param>
/// <param name="Inputs">What it was computed from; null for a product of a database.</param>
public sealed record ResultFile(CarbonFootprint Footprint, ResultInputs? Inputs)
{
    private const string Schema = "footprint/1";
    private const int Deepest = 32;

    /// <summary>Whether bytes are JSON that names itself a result.</summary>
    public static bool IsResult(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.ValueTextEquals("carbonlca"u8)
                && reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("footprint/1"u8);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads a result.</summary>
    /// <param name="name">The file as messages name it.</param>
    /// <param name="utf8">Its bytes.</param>
    /// <exception cref="InputRefusedException">It is no result, a member is missing or of the wrong kind, or its parts do not sum to its total.</exception>
    public static ResultFile Read(string name, ReadOnlyMemory<byte> utf8)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = Deepest });
            ResultFile file = new Reading(document.RootElement).File();
            file.Footprint.Verify();
            return file;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or InconsistentFootprintException)
        {
            throw new InputRefusedException(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{name}' is no result that can be read.", $"'{name}' 不是可读取的结果文件。") with
            {
                Where = new SourcePosition(name, fault is JsonException { LineNumber: { } line } ? (int)line + 1 : null),
                Found = VisibleText.Of(fault.Message.ReplaceLineEndings(" ")),
                Expected = new Wording($"a result written by 'carbonlca run -o FILE.json', schema {Schema}", $"由 'carbonlca run -o FILE.json' 写出的结果，格式 {Schema}"),
                Next = new Wording("Compute the study again, and leave the file as it is written.", "请重新计算该研究，且不要改动写出的文件。"),
            });
        }
    }

    private sealed class Reading(JsonElement root)
    {
        public ResultFile File()
        {
            if (Text(root, "carbonlca") is var schema && schema != Schema) throw new FormatException($"The schema is '{schema}'.");
            ResultInputs? inputs = root.TryGetProperty("inputs", out JsonElement given) ? Inputs(given) : null;
            Study? study = inputs is null ? null : StudyReader.Read(inputs.StudyName, Encoding.UTF8.GetBytes(inputs.StudyText)).Study ?? throw new FormatException("The study inside is not readable.");
            ImmutableArray<ImpactCategory> categories = [.. Items(root, "categories").Select(c => new ImpactCategory(Text(c, "code"), Text(c, "unit")) { Name = Text(c, "name") })];
            ImmutableArray<int> groups = [.. Items(root, "categories").Select((c, k) => (IsPart: c.GetProperty("part_of_total").GetBoolean(), k)).Where(c => c.IsPart).Select(c => c.k)];
            string headline = Text(root.GetProperty("total"), "category");
            JsonElement unstated = root.GetProperty("gwp_set_unstated");
            JsonElement method = root.GetProperty("method");
            JsonElement data = root.GetProperty("data");
            JsonElement options = root.GetProperty("options");
            CarbonFootprint footprint = new()
            {
                Id = Text(root, "id"),
                Title = Bilingual(root, "title"),
                Location = TextOrNull(root, "location"),
                Study = study,
                Unit = Unit(root.TryGetProperty("functional_unit", out JsonElement functional) ? functional : root.GetProperty("declared_unit")),
                Categories = categories,
                Totals = [.. Items(root, "categories").Select(c => Number(c, "value"))],
                Headline = categories.Select((c, k) => (c.Code, k)).First(c => c.Code == headline).k,
                GasGroups = groups,
                Stages = root.TryGetProperty("stages", out JsonElement stages) ? [.. stages.EnumerateArray().Select(s => Stage(s, categories))] : [],
                Scenarios = ScenariosJson.Scenarios(root, categories),
                Intensities = ScenariosJson.Intensities(root, categories),
                Processes = [.. Items(root, "processes").Select(p => Part(p, "location"))],
                Flows = [.. Items(root, "elementary_flows").Select(p => Part(p, "compartment"))],
                Chain = SupplyTree.Of([.. Items(root, "supply_chain").Select(n => new SupplyNode(n.GetProperty("supplies").GetInt32(), Part(n, "location"), Number(n, "own"), Number(n, "rest")))]),
                Sources = [.. Items(root, "sources").Select(Source)],
                Unstated = new UnstatedFigures(unstated.GetProperty("figures").GetInt32(), Number(unstated, "value")),
                Uncertainty = UncertaintyJson.Read(root, categories),
                Proof = Proof(root.GetProperty("proof")),
                Method = new MethodIdentity(Text(method, "id"), Text(method, "name"), Text(method, "sha256")),
                Data = new DataIdentity(Text(data, "name"), TextOrNull(data, "version"), Text(data, "sha256")),
                SystemDigest = Text(root, "system_sha256"),
                Options = new FootprintOptions(Text(options, "allocation"), Text(options, "providers"), Text(options, "unlinked"), Text(options, "unknown_origin"), Text(options, "solver")),
                EngineVersion = Text(root, "engine"),
                Findings = [.. Items(root, "findings").Select(Finding)],
                Gases = InventoryJson.ReadGases(root),
                Electricity = InventoryJson.ReadElectricity(root),
                Sensitivity = InterpretationJson.ReadSensitivity(root),
                CutOffs = EvidenceJson.ReadCutOffs(root, study),
                MeasureNext = EvidenceJson.ReadMeasureNext(root),
            };
            return new ResultFile(footprint, inputs);
        }

        private static ResultInputs Inputs(JsonElement given)
        {
            JsonElement study = given.GetProperty("study");
            ResultInputs inputs = new(Text(study, "name"), Text(study, "text"), Text(given, "data"), Text(given, "method"));
            if (inputs.StudyDigest != Text(study, "sha256")) throw new FormatException("The study inside does not have the SHA-256 that is stated for it.");
            return inputs;
        }

        private static StageFootprint Stage(JsonElement stage, ImmutableArray<ImpactCategory> categories)
        {
            if (!LifeCycleStages.TryParse(Text(stage, "stage"), out LifeCycleStage which)) throw new FormatException($"There is no stage '{Text(stage, "stage")}'.");
            return new StageFootprint(which, Values(stage), [.. Items(stage, "items").Select(line => new LineFootprint(
                line.GetProperty("number").GetInt32(),
                Bilingual(line, "item"),
                SourceKinds.All.First(q => q.Key() == Text(line, "quality")),
                Values(line)))]);

            ImmutableArray<double> Values(JsonElement part) => [.. categories.Select(c => Number(part.GetProperty("values"), c.Code))];
        }

        private static Contribution Part(JsonElement part, string place) => new(Text(part, "id"), Bilingual(part, "name"), TextOrNull(part, place), Number(part, "value"));

        private static UsedSource Source(JsonElement source) => new(
            Text(source, "process"),
            Bilingual(source, "name"),
            TextOrNull(source, "location"),
            Number(source, "value"),
            new Provenance(Text(source, "source"))
            {
                Year = source.GetProperty("year") is { ValueKind: JsonValueKind.Number } year ? year.GetInt32() : null,
                Region = TextOrNull(source, "region"),
                GwpSet = TextOrNull(source, "gwp_set"),
                Confidence = TextOrNull(source, "confidence"),
                Note = TextOrNull(source, "note"),
            });

        private static FootprintProof Proof(JsonElement proof) => new(
            new SolveProof(Number(proof, "backward_error"), Number(proof, "condition"), proof.GetProperty("refinements").GetInt32()),
            Number(proof, "loop_gain"),
            proof.GetProperty("has_credits").GetBoolean(),
            proof.GetProperty("processes").GetInt32(),
            proof.GetProperty("processes_used").GetInt32(),
            Number(proof, "imbalance"),
            new SolverChoice(SolverPaths.All.First(p => p.Key() == Text(proof.GetProperty("solver"), "path")), Bilingual(proof.GetProperty("solver"), "reason")));

        private static Diagnostic Finding(JsonElement finding) => new(
            Enum.Parse<Severity>(Text(finding, "severity"), ignoreCase: true),
            Enum.Parse<FindingCode>(Text(finding, "code")),
            Bilingual(finding, "message"))
        {
            Where = TextOrNull(finding, "file") is { } file ? new SourcePosition(file, IntegerOrNull(finding, "line"), IntegerOrNull(finding, "column"), TextOrNull(finding, "path")) : null,
            Found = TextOrNull(finding, "found"),
            Expected = BilingualOrNull(finding, "expected"),
            Next = BilingualOrNull(finding, "next"),
        };

        private static FootprintUnit Unit(JsonElement unit) => new(Bilingual(unit, "text"), Number(unit, "amount"), Text(unit, "unit"));

        private static JsonElement.ArrayEnumerator Items(JsonElement owner, string name) => owner.GetProperty(name).EnumerateArray();

        private static string Text(JsonElement owner, string name) => owner.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");

        private static string? TextOrNull(JsonElement owner, string name) => owner.GetProperty(name).GetString();

        private static int? IntegerOrNull(JsonElement owner, string name) => owner.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;

        private static double Number(JsonElement owner, string name)
        {
            double value = owner.GetProperty(name).GetDouble();
            return double.IsFinite(value) ? value : throw new FormatException($"'{name}' is not finite.");
        }

        private static Wording Bilingual(JsonElement owner, string name) => BilingualOrNull(owner, name) ?? throw new FormatException($"'{name}' is null.");

        private static Wording? BilingualOrNull(JsonElement owner, string name) =>
            owner.GetProperty(name) is { ValueKind: JsonValueKind.Object } text ? new Wording(Text(text, "en"), Text(text, "zh")) : null;
    }
}
