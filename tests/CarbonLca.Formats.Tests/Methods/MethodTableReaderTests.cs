using System.Security.Cryptography;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Methods;
using CarbonLca.Formats.Packaging;
using CarbonLca.Methods;
using CarbonLca.Model;

namespace CarbonLca.Formats.Tests.Methods;

public class MethodTableReaderTests
{
    private const string Table = """
        category,category_unit,flow,cas,compartment,location,direction,factor,unit,source,confidence
        total,kg CO2e,"Methane, fossil",000074-82-8,air,,output,29.8,kg,IPCC,verified
        total,kg CO2e,"Carbon dioxide, in air",124-38-9,air,,input,-1,kg,IPCC,verified
        fossil,kg CO2e,"Methane, fossil",74-82-8,air,CN,,29.8,kg,IPCC,verified

        """;

    private const string Synonyms = """
        flow,synonym,source
        "Methane, fossil",Fossil methane,x
        "Methane, fossil",fossil methane,y
        Ozone,O3,not in the table

        """;

    [Fact]
    public void Reads_rows_categories_and_synonyms()
    {
        MethodReading reading = Read(Table, Synonyms);
        Assert.Empty(reading.Findings);
        ImpactMethod method = reading.MethodOrRefusal();
        Assert.Equal("gwp", method.Id);
        Assert.Equal([new ImpactCategory("total", "kg CO2e"), new ImpactCategory("fossil", "kg CO2e")], method.Categories.ToArray());
        Assert.Equal(
            new MethodRow(1, "Methane, fossil", 29.8, Quantities.Unit.Parse("kg"))
            {
                Cas = "74-82-8",
                Compartment = "air",
                Location = "CN",
                Source = "IPCC",
                Confidence = "verified",
                Position = new SourcePosition("methods/gwp.csv", 4, 50, "factor"),
            },
            method.Rows[2]);
        Assert.Equal(ExchangeDirection.Input, method.Rows[1].Direction);
        Assert.Equal("Methane, fossil", method.Synonyms["FOSSIL METHANE"]);
        Assert.Single(method.Synonyms);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Table + Synonyms))), method.Digest);
    }

    [Theory]
    [InlineData("29.8", "29,8", FindingCode.SchemaInvalid, 2)]
    [InlineData("29.8", "", FindingCode.MissingField, 2)]
    [InlineData("output", "emission", FindingCode.UnknownName, 2)]
    [InlineData("000074-82-8", "74-82-7", FindingCode.OutOfRange, 2)]
    [InlineData("29.8,kg", "29.8,kilo", FindingCode.UnknownUnit, 2)]
    [InlineData("fossil,kg CO2e", "total,g CO2e", FindingCode.UnitMismatch, 4)]
    [InlineData("fossil,kg CO2e,\"Methane, fossil\",74-82-8,air,CN,", "total,kg CO2e,\"Methane, fossil\",74-82-8,air,,output", FindingCode.Duplicate, 4)]
    public void One_fault_refuses_the_method(string text, string by, FindingCode code, int line)
    {
        Assert.Contains(text, Table, StringComparison.Ordinal);
        int at = Table.IndexOf(text, StringComparison.Ordinal);
        MethodReading reading = Read(string.Concat(Table.AsSpan(0, at), by, Table.AsSpan(at + text.Length)), Synonyms);
        Assert.Null(reading.Method);
        Assert.Equal((code, line), (reading.Findings[0].Code, reading.Findings[0].Where!.Line));
        Assert.Throws<InputRefusedException>(reading.MethodOrRefusal);
    }

    [Fact]
    public void A_synonym_of_two_flows_is_refused()
    {
        MethodReading reading = Read(Table, Synonyms + "\"Carbon dioxide, in air\",Fossil Methane,z\n");
        Assert.Equal((FindingCode.Duplicate, "methods/synonyms.csv(5,26) synonym"), (reading.Findings[0].Code, reading.Findings[0].Where!.ToString()));
        Assert.Null(reading.Method);
    }

    [Fact]
    public void A_table_without_factors_and_a_missing_file_are_refused()
    {
        Assert.Null(Read(Table.Split('\n')[0] + "\n", null).Method);
        using MemorySource source = new("empty", []);
        MethodReading missing = MethodTableReader.Read(source, "gwp.csv");
        Assert.Equal(FindingCode.MissingField, Assert.Single(missing.Findings).Code);
    }

    [Fact]
    public void Reads_from_disk_with_the_synonyms_beside_it()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "own.csv"), Table);
            File.WriteAllText(Path.Combine(folder, "synonyms.csv"), Synonyms);
            ImpactMethod method = MethodTableReader.ReadFile(Path.Combine(folder, "own.csv")).MethodOrRefusal();
            Assert.Equal(("own", 3, 1), (method.Id, method.Rows.Length, method.Synonyms.Count));
            MethodReading tooLarge = MethodTableReader.ReadFile(Path.Combine(folder, "own.csv"), new SourceLimits { EntryBytes = 10 });
            Assert.Equal(FindingCode.LimitExceeded, Assert.Single(tooLarge.Findings).Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Cut_off_inside_a_row_a_table_is_refused_or_reported()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Table);
        for (int length = 0; length < bytes.Length; length++)
        {
            using MemorySource source = new("cut", [KeyValuePair.Create("gwp.csv", bytes[..length])]);
            MethodReading reading = MethodTableReader.Read(source, "gwp.csv");
            if (length == 0 || bytes[length - 1] != '\n') Assert.NotEmpty(reading.Findings);
        }
    }

    private static MethodReading Read(string table, string? synonyms)
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal) { ["methods/gwp.csv"] = Encoding.UTF8.GetBytes(table) };
        if (synonyms is not null) files["methods/synonyms.csv"] = Encoding.UTF8.GetBytes(synonyms);
        using MemorySource source = new("test", files);
        return MethodTableReader.Read(source, "methods/gwp.csv");
    }
}
