using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.EndToEnd.Tests.Api;

/// <summary>A08: whatever is sent, the answer is a result or a problem, never a fault of the service.</summary>
public sealed class FuzzTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly byte[] Seed = Encoding.UTF8.GetBytes(RunningService.Example);

    private static readonly string[] Strange =
    [
        "null", "true", "-1", "0", "1e308", "-1e-320", "1e400", "123456789012345678901234567890", "\"\"", "\" \"", "\"NaN\"", "\"\\ud800\"", "\"\\u0000\"", "\"kg CO2e/kg\"",
        "[]", "{}", "[[]]", "[null]", "{\"en\": 1}", "\"psu-800w-titanium\"", "\"steel-sheet\"", "\"../x\"", "\"" + new string('x', 5000) + "\"",
    ];

    [Fact]
    public void A08_broken_bytes()
    {
        Gen<byte[]> bodies =
            from edits in Gen.ListOf(
                from at in Gen.Choose(0, Seed.Length - 1)
                from length in Gen.Choose(0, 20)
                from with in Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 255), Gen.Elements("{}[]\",:0e-\\ \n".Select(c => (int)c))))
                select (at, length, with))
            from cut in Gen.Frequency((4, Gen.Constant(Seed.Length)), (1, Gen.Choose(0, Seed.Length)))
            select Edit(edits, cut);

        Prop.ForAll(bodies.ToArbitrary(), body => Check(service.Post(body))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A08_strange_values_in_every_place()
    {
        Gen<string> bodies =
            from count in Gen.Choose(1, 3)
            from changes in Gen.ListOf(from place in Gen.Choose(0, 10_000) from value in Gen.Elements(Strange) select (place, value), count)
            select Replace(changes);

        Prop.ForAll(bodies.ToArbitrary(), body => Check(service.Post(Encoding.UTF8.GetBytes(body)))).QuickCheckThrowOnFailure();
    }

    private static void Check(ServiceAnswer answer)
    {
        Assert.True(answer.Status is 200 or 400 or 413 or 415 or 422, $"{answer.Status}: {answer.Body}");
        Assert.DoesNotContain("   at ", answer.Body, StringComparison.Ordinal);
        Assert.Equal(answer.Status == 200 ? "application/json" : "application/problem+json", answer.ContentType);
        OpenApiCheck.Verify(answer.Status == 200 ? "BatchResult" : "Problem", answer.Json);
        if (answer.Status != 200) return;
        Assert.All(answer.Results, (result, i) =>
        {
            Assert.Equal(i, result.GetProperty("index").GetInt32());
            Assert.True(result.GetProperty("status").GetInt32() is 200 or 413 or 422, result.ToString());
        });
    }

    private static byte[] Edit(IEnumerable<(int At, int Length, int[] With)> edits, int cut)
    {
        List<byte> body = [.. Seed[..cut]];
        foreach ((int at, int length, int[] with) in edits)
        {
            int start = Math.Min(at, body.Count);
            body.RemoveRange(start, Math.Min(length, body.Count - start));
            body.InsertRange(start, with.Select(b => (byte)b));
        }

        return [.. body];
    }

    // The values are put in as text after serialising, because some of them are no values that a JSON library would write.
    private static string Replace(IEnumerable<(int Place, string Value)> changes)
    {
        JsonNode root = JsonNode.Parse(Seed)!;
        Dictionary<string, string> marks = new(StringComparer.Ordinal);
        foreach ((int place, string value) in changes)
        {
            JsonNode[] nodes = [.. Nodes(root).Skip(1)];
            string mark = $"@{marks.Count}@";
            nodes[place % nodes.Length].ReplaceWith(mark);
            marks.Add($"\"{mark}\"", value);
        }

        string text = root.ToJsonString();
        foreach ((string mark, string value) in marks) text = text.Replace(mark, value, StringComparison.Ordinal);
        return text;
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node)
    {
        Stack<JsonNode> open = new([node]);
        while (open.TryPop(out JsonNode? next))
        {
            yield return next;
            IEnumerable<JsonNode?> parts = next switch
            {
                JsonObject mapping => mapping.Select(p => p.Value),
                JsonArray list => list,
                _ => [],
            };
            foreach (JsonNode? part in parts)
                if (part is not null) open.Push(part);
        }
    }
}
