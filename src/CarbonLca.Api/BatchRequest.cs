using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;

namespace CarbonLca.Api;

/// <summary>A batch as asked for: which data, which method, which bills.</summary>
/// <param name="DataSet">The name of the data set.</param>
/// <param name="Database">The data set.</param>
/// <param name="Method">The method.</param>
/// <param name="Items">The bills of materials as JSON, not yet read.</param>
internal sealed record BatchRequest(string DataSet, LciDatabase Database, ImpactMethod Method, ImmutableArray<JsonElement> Items)
{
    private static readonly ImmutableArray<string> Fields = ["data", "method", "items"];

    /// <summary>Reads the outer shape of a body; what is inside the items is judged item by item.</summary>
    /// <exception cref="InputRefusedException">With everything that is wrong with the shape.</exception>
    public static BatchRequest Read(JsonElement body, LoadedData loaded, ServiceLimits limits)
    {
        if (body.ValueKind != JsonValueKind.Object) throw new InputRefusedException(WrongShape("$", body, new Wording("an object with data, method and items", "含 data、method、items 的对象")));
        List<Diagnostic> faults = [];
        Dictionary<string, JsonElement> fields = FieldsOf(body, faults);
        LciDatabase? database = Choose(fields, "data", LoadedData.DefaultDataSet, loaded.DataSets, faults);
        ImpactMethod? method = Choose(fields, "method", LoadedData.DefaultMethod, loaded.Methods, faults);
        ImmutableArray<JsonElement> items = ItemsOf(fields, limits, faults);
        if (faults.Count > 0) throw new InputRefusedException(faults);
        return new BatchRequest(fields.TryGetValue("data", out JsonElement data) ? data.GetString()! : LoadedData.DefaultDataSet, database!, method!, items);
    }

    private static Dictionary<string, JsonElement> FieldsOf(JsonElement body, List<Diagnostic> faults)
    {
        Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty field in body.EnumerateObject())
        {
            if (TextOf(() => field.Name) is not { } name)
            {
                faults.Add(HalfCharacter("$"));
                continue;
            }

            if (!Fields.Contains(name, StringComparer.Ordinal))
            {
                faults.Add(Diagnostic.Error(FindingCode.UnknownField, $"A batch has no field '{Short(name)}'.", $"批次没有字段 '{Short(name)}'。") with
                {
                    Where = Place("$"),
                    Found = Short(name),
                    Expected = Wording.Same(string.Join(" | ", Fields)),
                    Next = Closest.To(name, Fields) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
                });
            }
            else if (!fields.TryAdd(name, field.Value))
            {
                faults.Add(Diagnostic.Error(FindingCode.Duplicate, $"The field '{name}' stands twice.", $"字段 '{name}' 出现两次。") with
                {
                    Where = Place($"$.{name}"),
                    Next = new Wording("Remove one of them.", "请删去其一。"),
                });
            }
        }

        return fields;
    }

    private static T? Choose<T>(Dictionary<string, JsonElement> fields, string field, string byDefault, ImmutableSortedDictionary<string, T> known, List<Diagnostic> faults)
        where T : class
    {
        string? name = byDefault;
        if (fields.TryGetValue(field, out JsonElement given))
        {
            if (given.ValueKind != JsonValueKind.String)
            {
                faults.Add(WrongShape($"$.{field}", given, Wording.Same(string.Join(" | ", known.Keys))));
                return null;
            }

            name = TextOf(() => given.GetString()!);
            if (name is null)
            {
                faults.Add(HalfCharacter($"$.{field}"));
                return null;
            }
        }

        if (known.TryGetValue(name, out T? chosen)) return chosen;
        faults.Add(Diagnostic.Error(
            FindingCode.UnknownName,
            field == "data" ? $"There is no data set '{Short(name)}'." : $"There is no method '{Short(name)}'.",
            field == "data" ? $"没有名为 '{Short(name)}' 的数据集。" : $"没有名为 '{Short(name)}' 的方法。") with
        {
            Where = Place($"$.{field}"),
            Found = Short(name),
            Expected = Wording.Same(string.Join(" | ", known.Keys)),
            Next = Closest.To(name, known.Keys) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
        });
        return null;
    }

    private static ImmutableArray<JsonElement> ItemsOf(Dictionary<string, JsonElement> fields, ServiceLimits limits, List<Diagnostic> faults)
    {
        Wording expected = new($"a list of 1 to {limits.Items} bills of materials", $"含 1 至 {limits.Items} 份物料清单的列表");
        if (!fields.TryGetValue("items", out JsonElement items))
        {
            faults.Add(Diagnostic.Error(FindingCode.MissingField, "The field 'items' is missing.", "缺少字段 'items'。") with { Where = Place("$"), Expected = expected });
            return [];
        }

        if (items.ValueKind != JsonValueKind.Array)
        {
            faults.Add(WrongShape("$.items", items, expected));
            return [];
        }

        int count = items.GetArrayLength();
        if (count >= 1 && count <= limits.Items) return [.. items.EnumerateArray()];
        faults.Add(Diagnostic.Error(
            count == 0 ? FindingCode.MissingField : FindingCode.LimitExceeded,
            count == 0 ? "The batch is empty." : "The batch has too many items.",
            count == 0 ? "批次为空。" : "批次条目过多。") with
        {
            Where = Place("$.items"),
            Found = $"{count}",
            Expected = expected,
            Next = count == 0 ? null : new Wording("Send several batches.", "请分多批发送。"),
        });
        return [];
    }

    private static Diagnostic WrongShape(string path, JsonElement found, Wording expected) =>
        Diagnostic.Error(FindingCode.SchemaInvalid, "The value has the wrong shape.", "值的结构不正确。") with
        {
            Where = Place(path),
            Found = found.ValueKind switch
            {
                JsonValueKind.Object => "{…}",
                JsonValueKind.Array => "[…]",
                _ => Short(found.GetRawText()),
            },
            Expected = expected,
        };

    private static Diagnostic HalfCharacter(string path) =>
        Diagnostic.Error(FindingCode.EncodingInvalid, "A text contains half of a surrogate pair.", "文本含有不成对的代理字符。") with { Where = Place(path) };

    private static SourcePosition Place(string path) => new(RequestBody.Name, Path: path);

    // An escape such as \ud800 is half a character; the parser lets it pass and reports it when the text is taken out.
    private static string? TextOf(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Short(string text) => text.Length <= 80 ? text : $"{text.AsSpan(0, 80)}…";
}
