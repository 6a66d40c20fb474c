using System.Collections.Immutable;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tables;

namespace CarbonLca.Formats.Tests.Tables;

/// <summary>A small table set that a test changes one thing of.</summary>
internal sealed class TableSet
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>A power plant and a refinery (Heijungs and Suh 2002, ch. 2), with every optional file.</summary>
    public static TableSet Example()
    {
        TableSet set = new();
        set["flows.csv"] = """
            flow,name,kind,unit,compartment,cas,name_zh,location,density
            electricity,Electricity,product,kWh,,,电力,,
            fuel,"Fuel, heavy",product,kg,,,燃料,CN,900
            ash,Ash,waste,kg,,,,,
            co2,"Carbon dioxide, fossil",elementary,kg,air,000124-38-9,,,
            crude,"Oil, crude",elementary,kg,resource/ground,,,,

            """;
        set["processes.csv"] = """
            process,name,location,reference_flow,reference_amount,unit,stage,name_zh,allocation
            power,Power plant,CN,electricity,10,kWh,production,发电厂,economic
            refinery,Refinery,CN,fuel,0.1,t,raw_materials,炼油厂,
            landfill,Landfill,,ash,1,kg,end_of_life,,

            """;
        set["exchanges.csv"] = """
            process,flow,direction,amount,unit,provider,distribution,scale,shape,minimum,maximum,avoided
            power,electricity,output,36,MJ,,,,,,,
            power,fuel,input,2,kg,refinery,lognormal,0.1,,,,
            power,ash,output,0.01,kg,landfill,normal,1,,,,
            power,co2,output,1000,g,,triangular,,,900,1100,
            refinery,fuel,output,100,kg,,,,,,,
            refinery,co2,output,10,kg,,uniform,,,9,11,
            refinery,crude,input,110,kg,,,,,,,
            landfill,ash,input,1,kg,,,,,,,
            landfill,electricity,input,0.5,kWh,power,,,,,,true

            """;
        set["properties.csv"] = """
            flow,property,amount,unit
            fuel,net calorific value,41,MJ

            """;
        set["allocation.csv"] = """
            process,product,key,factor,exchange_flow
            power,electricity,economic,1,
            power,electricity,causal,1,co2

            """;
        set["sources.csv"] = """
            process,source,year,region,gwp_set,confidence,note
            power,"Heijungs and Suh (2002), ch. 2",2002,NL,gases,secondary,as printed

            """;
        set["methods.csv"] = """
            category,category_unit,flow,cas,compartment,location,direction,factor,unit,source,confidence
            GWP100,kg CO2e,"Carbon dioxide, fossil",124-38-9,air,,output,1,kg,definition,verified

            """;
        return set;
    }

    public string this[string file]
    {
        get => Encoding.UTF8.GetString(_files[file]);
        set => _files[file] = Encoding.UTF8.GetBytes(value.ReplaceLineEndings("\n"));
    }

    public IEnumerable<string> Files => _files.Keys;

    public byte[] Bytes(string file) => _files[file];

    public TableSet With(string file, byte[] content)
    {
        _files[file] = content;
        return this;
    }

    public TableSet With(string file, string content) => With(file, Encoding.UTF8.GetBytes(content));

    public TableSet Without(string file)
    {
        _files.Remove(file);
        return this;
    }

    /// <summary>The set with one piece of text replaced, which must occur.</summary>
    public TableSet Replace(string file, string old, string by)
    {
        string text = this[file];
        Assert.Contains(old, text, StringComparison.Ordinal);
        int at = text.IndexOf(old, StringComparison.Ordinal);
        this[file] = string.Concat(text.AsSpan(0, at), by, text.AsSpan(at + old.Length));
        return this;
    }

    public MemorySource Open() => new("example", _files);

    public LciPackage Read()
    {
        using MemorySource source = Open();
        return new TablesFormat().Read(source);
    }

    public static ImmutableArray<Diagnostic> Errors(LciPackage package) => [.. package.Findings.Where(f => f.Severity == Severity.Error)];
}
