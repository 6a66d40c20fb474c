using System.Text.Json;

namespace CarbonLca.EndToEnd.Tests.Api;

/// <summary>Holds JSON against the schemas of the committed description; knows the words of JSON Schema that it uses, and refuses others.</summary>
internal static class OpenApiCheck
{
    private static readonly string[] Annotations = ["description", "default", "examples"];

    public static JsonElement Description { get; } =
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(RunningService.Root, "src", "CarbonLca.Api", "openapi.json")));

    public static JsonElement Schema(string name) => Description.GetProperty("components").GetProperty("schemas").GetProperty(name);

    /// <summary>Fails where the value does not follow the schema.</summary>
    public static void Verify(string schema, JsonElement value)
    {
        string[] faults = [.. Faults(Schema(schema), value, "$")];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    public static IEnumerable<string> Faults(JsonElement schema, JsonElement value, string path)
    {
        foreach (JsonProperty word in schema.EnumerateObject())
        {
            foreach (string fault in Faults(schema, word, value, path)) yield return fault;
        }
    }

    private static IEnumerable<string> Faults(JsonElement schema, JsonProperty word, JsonElement value, string path)
    {
        JsonElement rule = word.Value;
        bool isObject = value.ValueKind == JsonValueKind.Object;
        switch (word.Name)
        {
            case "$ref":
                return Faults(Schema(rule.GetString()!.Split('/')[^1]), value, path);
            case "type":
                string[] types = rule.ValueKind == JsonValueKind.Array ? [.. rule.EnumerateArray().Select(t => t.GetString()!)] : [rule.GetString()!];
                return When(!types.Any(t => Is(t, value)), $"{path} is {value.ValueKind}, not {string.Join('|', types)}");
            case "const":
                return When(!JsonElement.DeepEquals(rule, value), $"{path} is {value}, not {rule}");
            case "enum":
                return When(!rule.EnumerateArray().Any(v => JsonElement.DeepEquals(v, value)), $"{path}: {value} is none of {rule}");
            case "required":
                return rule.EnumerateArray().Select(r => r.GetString()!).Where(r => isObject && !value.TryGetProperty(r, out _)).Select(r => $"{path} lacks {r}");
            case "properties":
                return !isObject ? [] : rule.EnumerateObject().SelectMany(p => value.TryGetProperty(p.Name, out JsonElement field) ? Faults(p.Value, field, $"{path}.{p.Name}") : []);
            case "additionalProperties":
                JsonElement known = schema.TryGetProperty("properties", out JsonElement properties) ? properties : JsonSerializer.Deserialize<JsonElement>("{}");
                return !isObject ? [] : value.EnumerateObject().Where(p => !known.TryGetProperty(p.Name, out _))
                    .SelectMany(p => rule.ValueKind == JsonValueKind.False ? [$"{path} has {p.Name}, which the schema does not know"] : Faults(rule, p.Value, $"{path}.{p.Name}"));
            case "items":
                return value.ValueKind != JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((item, i) => Faults(rule, item, $"{path}[{i}]"));
            case "minItems":
                return When(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() < rule.GetInt32(), $"{path} has too few items");
            case "maxItems":
                return When(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > rule.GetInt32(), $"{path} has too many items");
            case "minLength":
                return When(value.ValueKind == JsonValueKind.String && value.GetString()!.Length < rule.GetInt32(), $"{path} is too short");
            case "minimum":
                return When(value.ValueKind == JsonValueKind.Number && value.GetDouble() < rule.GetDouble(), $"{path} is too small");
            case "exclusiveMinimum":
                return When(value.ValueKind == JsonValueKind.Number && value.GetDouble() <= rule.GetDouble(), $"{path} is too small");
            case "maximum":
                return When(value.ValueKind == JsonValueKind.Number && value.GetDouble() > rule.GetDouble(), $"{path} is too large");
            case "oneOf":
                int matches = rule.EnumerateArray().Count(s => !Faults(s, value, path).Any());
                return When(matches != 1, $"{path} follows {matches} of the alternatives: {string.Join("; ", rule.EnumerateArray().SelectMany(s => Faults(s, value, path)))}");
            default:
                return When(!Annotations.Contains(word.Name, StringComparer.Ordinal), $"{path}: the check does not know the word '{word.Name}'");
        }
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => value.ValueKind == JsonValueKind.Number,
    };

    private static string[] When(bool isFault, string fault) => isFault ? [fault] : [];
}
