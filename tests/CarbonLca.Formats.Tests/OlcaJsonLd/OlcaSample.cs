using System.Text;
using System.Text.Json.Nodes;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.OlcaJsonLd;
using CarbonLca.Formats.Packaging;
using CarbonLca.Model;

namespace CarbonLca.Formats.Tests.OlcaJsonLd;

/// <summary>A small package of schema 2.x, to be changed by tests. Its numbers are invented.</summary>
internal sealed class OlcaSample
{
    public const string Steel = "processes/p-steel.json";
    public const string Power = "processes/p-power.json";
    public const string Treatment = "processes/p-treatment.json";

    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public OlcaSample()
    {
        Put("openlca.json", """{"schemaVersion": 2}""");
        Put("unit_groups/g-mass.json", """
            {"@type": "UnitGroup", "@id": "g-mass", "name": "Units of mass", "units": [
              {"@id": "u-kg", "name": "kg", "conversionFactor": 1.0, "isRefUnit": true},
              {"@id": "u-g", "name": "g", "conversionFactor": 0.001},
              {"@id": "u-t", "name": "t", "conversionFactor": 1000}]}
            """);
        Put("unit_groups/g-energy.json", """
            {"@type": "UnitGroup", "@id": "g-energy", "name": "Units of energy", "units": [
              {"@id": "u-mj", "name": "MJ", "conversionFactor": 1.0, "isRefUnit": true},
              {"@id": "u-kwh", "name": "kWh", "conversionFactor": 3.6},
              {"@id": "u-btu", "name": "btu", "conversionFactor": 0.00106}]}
            """);
        Put("unit_groups/g-heaps.json", """
            {"@type": "UnitGroup", "@id": "g-heaps", "name": "Units of heaps", "units": [
              {"@id": "u-heap", "name": "heap", "conversionFactor": 1.0, "isRefUnit": true}]}
            """);
        Put("flow_properties/q-mass.json", """{"@type": "FlowProperty", "@id": "q-mass", "name": "Mass", "unitGroup": {"@id": "g-mass"}}""");
        Put("flow_properties/q-energy.json", """{"@type": "FlowProperty", "@id": "q-energy", "name": "Energy", "unitGroup": {"@id": "g-energy"}}""");
        Put("flow_properties/q-heaps.json", """{"@type": "FlowProperty", "@id": "q-heaps", "name": "Heaps", "unitGroup": {"@id": "g-heaps"}}""");
        Put("locations/l-cn.json", """{"@type": "Location", "@id": "l-cn", "name": "China", "code": "CN"}""");
        Put("flows/f-steel.json", """
            {"@type": "Flow", "@id": "f-steel", "name": "steel", "flowType": "PRODUCT_FLOW", "flowProperties": [
              {"isRefFlowProperty": true, "flowProperty": {"@id": "q-mass"}, "conversionFactor": 1.0},
              {"flowProperty": {"@id": "q-energy"}, "conversionFactor": 20.0}]}
            """);
        Put("flows/f-power.json", """
            {"@type": "Flow", "@id": "f-power", "name": "electricity", "flowType": "PRODUCT_FLOW", "location": {"@id": "l-cn"}, "flowProperties": [
              {"isRefFlowProperty": true, "flowProperty": {"@id": "q-energy"}, "conversionFactor": 1.0}]}
            """);
        Put("flows/f-heat.json", """
            {"@type": "Flow", "@id": "f-heat", "name": "heat", "flowType": "PRODUCT_FLOW", "flowProperties": [
              {"isRefFlowProperty": true, "flowProperty": {"@id": "q-energy"}, "conversionFactor": 1.0}]}
            """);
        Put("flows/f-slag.json", """
            {"@type": "Flow", "@id": "f-slag", "name": "slag", "flowType": "WASTE_FLOW", "flowProperties": [
              {"isRefFlowProperty": true, "flowProperty": {"@id": "q-mass"}, "conversionFactor": 1.0}]}
            """);
        Put("flows/f-co2.json", """
            {"@type": "Flow", "@id": "f-co2", "name": "Carbon dioxide", "flowType": "ELEMENTARY_FLOW", "cas": "000124-38-9", "formula": "CO2",
             "category": "Elementary flows/air/unspecified", "flowProperties": [
              {"isRefFlowProperty": true, "flowProperty": {"@id": "q-mass"}, "conversionFactor": 1.0}]}
            """);
        Put("flows/f-ore.json", """
            {"@type": "Flow", "@id": "f-ore", "name": "ore", "flowType": "ELEMENTARY_FLOW", "category": "resource/in ground", "flowProperties": [
              {"isRefFlowProperty": true, "flowProperty": {"@id": "q-heaps"}, "conversionFactor": 1.0}]}
            """);
        Put(Power, """
            {"@type": "Process", "@id": "p-power", "name": "power plant", "processType": "LCI_RESULT", "location": {"@id": "l-cn"}, "exchanges": [
              {"internalId": 1, "isInput": false, "isQuantitativeReference": true, "amount": 1.0, "flow": {"@id": "f-power"}, "unit": {"@id": "u-kwh"}, "flowProperty": {"@id": "q-energy"}},
              {"internalId": 2, "isInput": false, "amount": 800.0, "flow": {"@id": "f-co2"}, "unit": {"@id": "u-g"}, "flowProperty": {"@id": "q-mass"},
               "uncertainty": {"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 800.0, "geomSd": 1.2}}]}
            """);
        Put(Steel, """
            {"@type": "Process", "@id": "p-steel", "name": "steel works", "processType": "UNIT_PROCESS", "defaultAllocationMethod": "PHYSICAL_ALLOCATION",
             "processDocumentation": {"validFrom": "2020-01-01", "publication": {"name": "Invented Tables "}},
             "exchanges": [
              {"internalId": 1, "isInput": false, "isQuantitativeReference": true, "amount": 2.0, "flow": {"@id": "f-steel"}, "unit": {"@id": "u-t"}, "flowProperty": {"@id": "q-mass"}},
              {"internalId": 2, "isInput": true, "amount": 500.0, "flow": {"@id": "f-power"}, "unit": {"@id": "u-kwh"}, "flowProperty": {"@id": "q-energy"}, "defaultProvider": {"@id": "P-POWER"},
               "uncertainty": {"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 400.0, "mode": 500.0, "maximum": 700.0}},
              {"internalId": 3, "isInput": false, "amount": 100.0, "flow": {"@id": "f-slag"}, "unit": {"@id": "u-kg"}, "flowProperty": {"@id": "q-mass"}, "defaultProvider": {"@id": "p-treatment"}},
              {"internalId": 4, "isInput": false, "amount": 36.0, "flow": {"@id": "f-heat"}, "unit": {"@id": "u-mj"}, "flowProperty": {"@id": "q-energy"}},
              {"internalId": 4, "isInput": false, "amount": 3.0, "flow": {"@id": "f-co2"}, "unit": {"@id": "u-t"}, "flowProperty": {"@id": "q-mass"}},
              {"internalId": 5, "isInput": true, "amount": 7.0, "flow": {"@id": "f-ore"}, "unit": {"@id": "u-heap"}, "flowProperty": {"@id": "q-heaps"},
               "uncertainty": {"distributionType": "UNIFORM_DISTRIBUTION", "minimum": 5.0, "maximum": 9.0}}],
             "allocationFactors": [
              {"allocationType": "PHYSICAL_ALLOCATION", "product": {"@id": "f-steel"}, "value": 0.75},
              {"allocationType": "PHYSICAL_ALLOCATION", "product": {"@id": "f-heat"}, "value": 0.25},
              {"allocationType": "CAUSAL_ALLOCATION", "product": {"@id": "f-steel"}, "exchange": {"internalId": 4, "flow": {"@id": "f-co2"}}, "value": 1.0},
              {"allocationType": "CAUSAL_ALLOCATION", "product": {"@id": "f-heat"}, "exchange": {"internalId": 4, "flow": {"@id": "f-co2"}}, "value": 0.0}]}
            """);
        Put(Treatment, """
            {"@type": "Process", "@id": "p-treatment", "name": "slag treatment", "processType": "UNIT_PROCESS", "exchanges": [
              {"internalId": 1, "isInput": true, "isQuantitativeReference": true, "amount": 1.0, "flow": {"@id": "f-slag"}, "unit": {"@id": "u-t"}, "flowProperty": {"@id": "q-mass"}},
              {"internalId": 2, "isInput": true, "isAvoidedProduct": true, "amount": 180.0, "flow": {"@id": "f-heat"}, "unit": {"@id": "u-mj"}, "flowProperty": {"@id": "q-energy"}},
              {"internalId": 3, "isInput": true, "amount": 40.0, "flow": {"@id": "f-steel"}, "unit": {"@id": "u-mj"}, "flowProperty": {"@id": "q-energy"},
               "uncertainty": {"distributionType": "NORMAL_DISTRIBUTION", "mean": 40.0, "sd": 4.0}, "amountFormula": "2 * 20"}]}
            """);
        Put("lcia_categories/i-climate.json", """
            {"@type": "ImpactCategory", "@id": "i-climate", "name": "climate change", "code": "GWP", "refUnit": "kg CO2e", "impactFactors": [
              {"flow": {"@id": "f-co2"}, "unit": {"@id": "u-g"}, "flowProperty": {"@id": "q-mass"}, "value": 0.001}]}
            """);
        Put("lcia_methods/m-climate.json", """{"@type": "ImpactMethod", "@id": "m-climate", "name": "Climate", "impactCategories": [{"@id": "i-climate"}]}""");
    }

    public OlcaSample Put(string path, string json)
    {
        Files[path] = Encoding.UTF8.GetBytes(json);
        return this;
    }

    public string Text(string path) => Encoding.UTF8.GetString(Files[path]);

    /// <summary>Replaces a text that must occur exactly once in a file.</summary>
    public OlcaSample Replace(string path, string old, string by)
    {
        string text = Text(path);
        Assert.Equal(2, text.Split(old).Length);
        return Put(path, text.Replace(old, by, StringComparison.Ordinal));
    }

    public OlcaSample Remove(string path)
    {
        Assert.True(Files.Remove(path), $"'{path}' is not in the sample.");
        return this;
    }

    public LciPackage Read()
    {
        using MemorySource source = new(Files);
        return new OlcaJsonLdFormat().Read(source);
    }

    /// <summary>The same content as schema 1.x writes it: older field names, categories as data sets.</summary>
    public OlcaSample AsSchema1()
    {
        OlcaSample older = new();
        older.Files.Clear();
        foreach ((string path, byte[] bytes) in Files)
        {
            if (path == "openlca.json") continue;
            JsonNode root = JsonNode.Parse(bytes)!;
            Rename(root);
            if (root["category"]?.GetValueKind() == System.Text.Json.JsonValueKind.String) root["category"] = older.AddCategories((string)root["category"]!);
            older.Put(path, root.ToJsonString());
        }

        return older.Put("context.json", """{"@vocab": "http://openlca.org/schema/v1.1/"}""");
    }

    public static void AssertOnlyNotes(LciPackage package) => Assert.DoesNotContain(package.Findings, f => f.Severity != Severity.Note);

    public static Process ProcessOf(LciPackage package, string id)
    {
        LciDatabase database = Assert.IsType<LciDatabase>(package.Database);
        int index = database.FindProcess(id);
        Assert.True(index >= 0, $"Process '{id}' was not kept: {string.Join('\n', package.Findings)}");
        return database.Process(index);
    }

    public static long CountOf(LciPackage package, string key) => Assert.Single(package.Counts, c => c.Key == key).Value;

    private JsonObject AddCategories(string path)
    {
        string? parent = null;
        string built = string.Empty;
        foreach (string part in path.Split('/'))
        {
            built = $"{built}-{part}".Replace(' ', '_');
            Put($"categories/c{built}.json", $$"""{"@type": "Category", "@id": "c{{built}}", "name": "{{part}}"{{(parent is null ? string.Empty : $$""", "category": {"@id": "{{parent}}"}""")}}}""");
            parent = $"c{built}";
        }

        return new JsonObject { ["@type"] = "Category", ["@id"] = parent };
    }

    private static void Rename(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (JsonNode? item in array) Rename(item);
        }
        else if (node is JsonObject item)
        {
            foreach ((string newer, string older) in new[]
            {
                ("isInput", "input"), ("isQuantitativeReference", "quantitativeReference"), ("isAvoidedProduct", "avoidedProduct"),
                ("isRefFlowProperty", "referenceFlowProperty"), ("isRefUnit", "referenceUnit"), ("refUnit", "referenceUnitName"),
            })
            {
                if (!item.TryGetPropertyValue(newer, out JsonNode? value)) continue;
                item.Remove(newer);
                item[older] = value;
            }

            foreach (KeyValuePair<string, JsonNode?> field in item.ToArray()) Rename(field.Value);
        }
    }
}
