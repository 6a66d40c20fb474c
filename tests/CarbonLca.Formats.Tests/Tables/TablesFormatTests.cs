using System.Collections.Immutable;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tables;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Tests.Tables;

public class TablesFormatTests
{
    [Fact]
    public void Reads_every_column()
    {
        LciPackage package = TableSet.Example().Read();

        Assert.Empty(package.Findings);
        LciDatabase database = package.Database!;
        Assert.Equal("example", database.Name);
        Assert.Equal(["ash", "co2", "crude", "electricity", "fuel"], database.Flows.Select(f => f.Id));
        Flow fuel = database.Flows[database.FindFlow("fuel")];
        Assert.Equal(("Fuel, heavy", "燃料", FlowKind.Product, "kg", "CN"), (fuel.Name, fuel.NameZh, fuel.Kind, fuel.Unit.Symbol, fuel.Location));
        Assert.Equal(1.0 / 900, fuel.Properties[0].Amount, 15);
        Assert.Equal(("net calorific value", 41.0), (fuel.Properties[1].Name, fuel.Properties[1].Amount));
        Flow co2 = database.Flows[database.FindFlow("co2")];
        Assert.Equal((FlowKind.Elementary, "air", "124-38-9"), (co2.Kind, co2.Compartment, co2.Cas));

        Process power = database.Process(database.FindProcess("power"));
        Assert.Equal(("Power plant", "发电厂", "CN", LifeCycleStage.Production, AllocationKey.Economic), (power.Name, power.NameZh, power.Location, power.Stage, power.DefaultAllocation));
        Assert.Equal(10, power.ReferenceAmount);
        Exchange emission = power.Exchanges.Single(e => e.Flow.Id == "co2");
        Assert.Equal(1, emission.Amount);
        Assert.Equal((UncertaintyKind.Triangular, 0.9, 1.1), (emission.Uncertainty.Kind, emission.Uncertainty.Minimum, emission.Uncertainty.Maximum));
        Exchange use = power.Exchanges.Single(e => e.Flow.Id == "fuel");
        Assert.Equal((ExchangeDirection.Input, "refinery", UncertaintyKind.Lognormal, 0.1), (use.Direction, use.ProviderId, use.Uncertainty.Kind, use.Uncertainty.Scale));
        Assert.Equal(new Provenance("Heijungs and Suh (2002), ch. 2") { Year = 2002, Region = "NL", GwpSet = "gases", Confidence = "secondary", Note = "as printed" }, power.Provenance);
        AllocationFactor causal = power.AllocationFactors.Single(f => f.Key == AllocationKey.Causal);
        Assert.Equal("co2", power.Exchanges[causal.ExchangeIndex!.Value].Flow.Id);

        Process landfill = database.Process(database.FindProcess("landfill"));
        Assert.Equal(-1, landfill.ReferenceAmount);
        Assert.True(landfill.Exchanges.Single(e => e.Flow.Id == "electricity").IsAvoided);
        Assert.Equal(3, package.Counts.Single(c => c.Key == "processes").Value);
        Assert.Equal("GWP100", package.Methods.Single().Categories.Single().Code);
        Assert.Equal(7, package.Sources.Length);
    }

    [Theory]
    [InlineData("kg", 2)]
    [InlineData("t", 2000)]
    [InlineData("m3", 1800)]
    [InlineData("MJ", 2 / 41.0)]
    [InlineData("kWh", 2 * 3.6 / 41.0)]
    public void Units_convert_by_kind_density_and_property(string unit, double expected)
    {
        LciPackage package = TableSet.Example().Replace("exchanges.csv", "power,fuel,input,2,kg", $"power,fuel,input,2,{unit}").Read();
        Exchange use = package.Database!.Process(package.Database.FindProcess("power")).Exchanges.Single(e => e.Flow.Id == "fuel");
        Assert.Equal(expected, use.Amount, 1e-12 * expected);
    }

    [Fact]
    public void A_standard_deviation_converts_with_its_unit()
    {
        LciPackage package = TableSet.Example().Replace("exchanges.csv", "0.01,kg,landfill,normal,1,", "10,g,landfill,normal,1,").Read();
        Exchange ash = package.Database!.Process(package.Database.FindProcess("power")).Exchanges.Single(e => e.Flow.Id == "ash");
        Assert.Equal((0.01, 0.001), (ash.Amount, ash.Uncertainty.Scale));
    }

    [Fact]
    public void Row_order_line_ends_quotes_marks_and_column_order_do_not_change_the_digest()
    {
        string digest = TableSet.Example().Read().Database!.Digest;

        TableSet shuffled = TableSet.Example();
        foreach (string file in (string[])["flows.csv", "processes.csv", "exchanges.csv"])
        {
            string[] lines = shuffled[file].TrimEnd('\n').Split('\n');
            shuffled[file] = string.Join('\n', lines.Skip(1).Reverse().Prepend(lines[0])) + "\n";
        }

        Assert.Equal(digest, shuffled.Read().Database!.Digest);

        TableSet windows = TableSet.Example();
        foreach (string file in windows.Files.ToArray()) windows.With(file, [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(windows[file].Replace("\n", "\r\n", StringComparison.Ordinal))]);
        LciPackage read = windows.Read();
        Assert.Empty(read.Findings);
        Assert.Equal(digest, read.Database!.Digest);

        TableSet quoted = TableSet.Example();
        quoted["flows.csv"] = quoted["flows.csv"].Replace("electricity,Electricity,product", "\"electricity\",\"Electricity\",\"product\"", StringComparison.Ordinal);
        Assert.Equal(digest, quoted.Read().Database!.Digest);

        TableSet turned = TableSet.Example();
        turned["sources.csv"] = string.Join('\n', turned["sources.csv"].Replace("\"Heijungs and Suh (2002), ch. 2\"", "@", StringComparison.Ordinal).TrimEnd('\n').Split('\n').Select(l => string.Join(',', l.Split(',').Reverse())))
            .Replace("@", "\"Heijungs and Suh (2002), ch. 2\"", StringComparison.Ordinal) + "\n";
        Assert.StartsWith("note,", turned["sources.csv"], StringComparison.Ordinal);
        Assert.Equal(digest, turned.Read().Database!.Digest);
    }

    [Fact]
    public void Optional_columns_and_files_may_be_absent()
    {
        TableSet set = new TableSet()
            .With("flows.csv", "flow,name,kind,unit\nsteel,Steel,product,kg\n")
            .With("processes.csv", "process,name,reference_flow,reference_amount,unit\nmill,Mill,steel,1,kg\n")
            .With("exchanges.csv", "process,flow,direction,amount,unit\nmill,steel,output,1,kg\nmill,steel,input,0.1,kg\n");
        LciPackage package = set.Read();
        Assert.Empty(package.Findings);
        Assert.Equal(0.9, package.Database!.Process(0).ReferenceAmount);
    }

    [Fact]
    public void Unknown_columns_are_noted()
    {
        Diagnostic note = Assert.Single(TableSet.Example().Replace("flows.csv", "location,density", "locaton,density").Read().Findings);
        Assert.Equal((Severity.Note, FindingCode.UnknownField, "flows.csv(1,45)"), (note.Severity, note.Code, note.Where!.ToString()));
        Assert.Equal("Closest: 'location'.", note.Next!.Value.En);
    }

    [Fact]
    public void A_field_over_several_lines_does_not_shift_line_numbers()
    {
        TableSet set = TableSet.Example()
            .Replace("flows.csv", "\"Fuel, heavy\"", "\"Fuel,\r\nheavy\n\"\"residual\"\"\"")
            .Replace("flows.csv", "ash,Ash,waste", "ash,Ash,wast");
        Diagnostic error = TableSet.Errors(set.Read())[0];
        Assert.Equal("flows.csv(6,9) kind", error.Where!.ToString());
        Assert.Equal("Closest: 'waste'.", error.Next!.Value.En);
    }

    // file, text, replaced by, position of the first error, its code, its 'found'
    public static TheoryData<string, string, string, string, FindingCode, string?> Faults => new()
    {
        { "exchanges.csv", "output,1000,g", "output,\"1,5\",g", "exchanges.csv(5,18) amount", FindingCode.NotANumber, "1,5" },
        { "exchanges.csv", "output,1000,g", "output,\"1.234,56\",g", "exchanges.csv(5,18) amount", FindingCode.NotANumber, "1.234,56" },
        { "exchanges.csv", "output,1000,g", "output,１２,g", "exchanges.csv(5,18) amount", FindingCode.NotANumber, "１２" },
        { "exchanges.csv", "output,1000,g", "output,1e400,g", "exchanges.csv(5,18) amount", FindingCode.NotFinite, "1e400" },
        { "exchanges.csv", "output,1000,g", "output,1e-400,g", "exchanges.csv(5,18) amount", FindingCode.OutOfRange, "1e-400" },
        { "exchanges.csv", "output,1000,g", "output,NaN,g", "exchanges.csv(5,18) amount", FindingCode.NotFinite, "NaN" },
        { "exchanges.csv", "output,1000,g", "output,-inf,g", "exchanges.csv(5,18) amount", FindingCode.NotFinite, "-inf" },
        { "exchanges.csv", "output,1000,g", "output,12 kg,g", "exchanges.csv(5,18) amount", FindingCode.NotANumber, "12 kg" },
        { "exchanges.csv", "output,1000,g", "output,#NUM!,g", "exchanges.csv(5,18) amount", FindingCode.NotANumber, "#NUM!" },
        { "exchanges.csv", "output,1000,g", "output,=1+1,g", "exchanges.csv(5,18) amount", FindingCode.NotANumber, "=1+1" },
        { "exchanges.csv", "output,1000,g", "output,1e5e5,g", "exchanges.csv(5,18) amount", FindingCode.NotANumber, "1e5e5" },
        { "exchanges.csv", "output,1000,g", "output,1 000,g", "exchanges.csv(5,18) amount", FindingCode.NotANumber, "1 000" },
        { "exchanges.csv", "output,1000,g", "output,,g", "exchanges.csv(5,18) amount", FindingCode.MissingField, null },
        { "exchanges.csv", "output,1000,g", "output,1000,", "exchanges.csv(5,23) unit", FindingCode.MissingField, null },
        { "exchanges.csv", "output,1000,g", "output,1000,gg", "exchanges.csv(5,23) unit", FindingCode.UnknownUnit, "gg" },
        { "exchanges.csv", "output,1000,g", "output,1000,kWh", "exchanges.csv(5,23) unit", FindingCode.UnitMismatch, "kWh" },
        { "exchanges.csv", "output,1000,g", "output,1000,m3", "exchanges.csv(5,23) unit", FindingCode.UnitMismatch, "m3" },
        { "exchanges.csv", "power,co2,output", "power,co3,output", "exchanges.csv(5,7) flow", FindingCode.UnknownFlow, "co3" },
        { "exchanges.csv", "power,co2,output", "powr,co2,output", "exchanges.csv(5,1) process", FindingCode.UnknownProcess, "powr" },
        { "exchanges.csv", "power,co2,output", "power,co2,outptu", "exchanges.csv(5,11) direction", FindingCode.UnknownName, "outptu" },
        { "exchanges.csv", "kg,refinery,log", "kg,refinary,log", "exchanges.csv(3,23) provider", FindingCode.UnknownProcess, "refinary" },
        { "exchanges.csv", "lognormal,0.1", "lognorm,0.1", "exchanges.csv(3,32) distribution", FindingCode.NotSupported, "lognorm" },
        { "exchanges.csv", "lognormal,0.1", "lognormal,", "exchanges.csv(3,42) scale", FindingCode.MissingField, null },
        { "exchanges.csv", "lognormal,0.1", "lognormal,-1", "exchanges.csv(3,42) scale", FindingCode.OutOfRange, "-1" },
        { "exchanges.csv", "900,1100", "1200,1100", "exchanges.csv(5,39) minimum", FindingCode.OutOfRange, "1200" },
        { "exchanges.csv", "900,1100", "1050,1100", "exchanges.csv(5,18) amount", FindingCode.OutOfRange, "1000" },
        { "exchanges.csv", "900,1100,", "900,1100,yes", "exchanges.csv(5,48) avoided", FindingCode.UnknownName, "yes" },
        { "exchanges.csv", "900,1100,", "900,1100", "exchanges.csv(5)", FindingCode.SchemaInvalid, "11" },
        { "exchanges.csv", "900,1100,", "900,1100,,", "exchanges.csv(5)", FindingCode.SchemaInvalid, "13" },
        { "exchanges.csv", "power,co2,output", "power,c\"o2,output", "exchanges.csv(5,1)", FindingCode.SchemaInvalid, "power,c\"o2,output,1000,g,,triangular,,,900,1100," },
        { "exchanges.csv", "refinery,fuel,output,100,kg", "refinery,fuel,output,99,kg", "processes.csv(3,27) reference_amount", FindingCode.SchemaInvalid, "100 kg" },
        { "exchanges.csv", "refinery,fuel,output,100,kg,,,,,,,\n", "", "processes.csv(3,27) reference_amount", FindingCode.MissingField, null },
        { "exchanges.csv", "power,co2,output,1000,g,", "power,co2,output,1000,g,refinery", "exchanges.csv(5,25) provider", FindingCode.SchemaInvalid, null },
        { "exchanges.csv", "process,flow,direction", "process,flow,directon", "exchanges.csv(1) direction", FindingCode.MissingField, "process,flow,directon,amount,unit,provider,distribution,scale,shape,minimum,maximum,avoided" },
        { "exchanges.csv", "process,flow,direction", "process,flow,process", "exchanges.csv(1,14)", FindingCode.Duplicate, null },
        { "flows.csv", "kind,unit", "kind,unt", "flows.csv(1) unit", FindingCode.MissingField, "flow,name,kind,unt,compartment,cas,name_zh,location,density" },
        { "flows.csv", "ash,Ash,waste", "fuel,Ash,waste", "flows.csv(4,1) flow", FindingCode.Duplicate, "fuel" },
        { "flows.csv", "ash,Ash,waste,kg", "ash,Ash,waste,kgs", "flows.csv(4,15) unit", FindingCode.UnknownUnit, "kgs" },
        { "flows.csv", "燃料,CN,900", "燃料,CN,-900", "flows.csv(3,39) density", FindingCode.OutOfRange, "-900" },
        { "flows.csv", "电力,,", "电力,,1", "flows.csv(2,43) density", FindingCode.UnitMismatch, "kWh" },
        { "processes.csv", "landfill,Landfill", "refinery,Landfill", "processes.csv(4,1) process", FindingCode.Duplicate, "refinery" },
        { "processes.csv", "production,发", "producing,发", "processes.csv(2,41) stage", FindingCode.UnknownName, "producing" },
        { "processes.csv", "electricity,10,kWh", "electricty,10,kWh", "processes.csv(2,22) reference_flow", FindingCode.UnknownFlow, "electricty" },
        { "processes.csv", "electricity,10,kWh", "electricity,0,kWh", "processes.csv(2,34) reference_amount", FindingCode.OutOfRange, "0" },
        { "processes.csv", "electricity,10,kWh", "electricity,10,kg", "processes.csv(2,37) unit", FindingCode.UnitMismatch, "kg" },
        { "processes.csv", "electricity,10,kWh", "co2,10,kg", "processes.csv(2,22) reference_flow", FindingCode.SchemaInvalid, "co2" },
        { "properties.csv", "41,MJ", "0,MJ", "properties.csv(2,26) amount", FindingCode.OutOfRange, "0" },
        { "properties.csv", "fuel,net", "fule,net", "properties.csv(2,1) flow", FindingCode.UnknownFlow, "fule" },
        { "allocation.csv", "economic,1,", "economical,1,", "allocation.csv(2,19) key", FindingCode.UnknownName, "economical" },
        { "allocation.csv", "causal,1,co2", "causal,1,", "allocation.csv(3,28) exchange_flow", FindingCode.MissingField, null },
        { "allocation.csv", "causal,1,co2", "causal,1,crude", "allocation.csv(3,28) exchange_flow", FindingCode.UnknownFlow, "crude" },
        { "sources.csv", "2002,NL", "MMII,NL", "sources.csv(2,40) year", FindingCode.OutOfRange, "MMII" },
        { "sources.csv", "gases,secondary", "AR7,secondary", "sources.csv(2,48) gwp_set", FindingCode.UnknownName, "AR7" },
        { "methods.csv", "output,1,kg", "output,one,kg", "methods.csv(2,62) factor", FindingCode.NotANumber, "one" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_reported_where_it_stands(string file, string text, string by, string where, FindingCode code, string? found)
    {
        LciPackage package = TableSet.Example().Replace(file, text, by).Read();
        Diagnostic error = TableSet.Errors(package)[0];
        Assert.Equal((where, code, found), (error.Where!.ToString(), error.Code, error.Found));
        Assert.NotEqual(error.What.En, error.What.Zh);
    }

    [Fact]
    public void Mass_and_volume_ask_for_a_density()
    {
        Diagnostic error = TableSet.Errors(TableSet.Example().Replace("exchanges.csv", "output,1000,g", "output,1000,m3").Read())[0];
        Assert.Contains("density", error.Next!.Value.En, StringComparison.Ordinal);
        Assert.Contains("密度", error.Next!.Value.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_leaves_out_its_process_and_those_that_rely_on_it_and_keeps_the_others()
    {
        LciPackage package = TableSet.Example().Replace("exchanges.csv", "refinery,crude,input,110,kg", "refinery,crude,input,n/a,kg").Replace("exchanges.csv", "landfill,electricity,input,0.5,kWh,power", "landfill,electricity,input,0.5,kWh,").Read();
        Assert.Equal("landfill", Assert.Single(Enumerable.Range(0, package.Database!.Processes.Count).Select(package.Database.Processes.Id)));
        ImmutableArray<Diagnostic> errors = TableSet.Errors(package);
        Assert.Equal(2, errors.Length);
        Assert.Contains("'power' was left out because its provider 'refinery' was", errors[1].What.En, StringComparison.Ordinal);
        Assert.Equal(2, package.Counts.Single(c => c.Key == "processes_refused").Value);
    }

    [Fact]
    public void All_faults_of_a_row_and_of_all_rows_are_listed()
    {
        LciPackage package = TableSet.Example()
            .Replace("exchanges.csv", "power,fuel,input,2,kg", "power,fule,inptu,two,kgg")
            .Replace("exchanges.csv", "refinery,co2,output,10,kg", "refinery,co2,output,,kg").Read();
        Assert.Equal(
            [("flow", 3), ("direction", 3), ("amount", 3), ("unit", 3), ("amount", 7)],
            TableSet.Errors(package).Take(5).Select(e => (e.Where!.Path!, e.Where.Line!.Value)));
    }

    [Theory]
    [InlineData("lognormal,0.1", "lognormal,0")]
    [InlineData("normal,1,", "normal,0,")]
    [InlineData("triangular,,,900,1100", "triangular,,,1000,1000")]
    [InlineData("input,2,kg,refinery,lognormal", "input,0,kg,refinery,lognormal")]
    public void A_degenerate_distribution_becomes_a_fixed_amount_and_is_reported(string text, string by)
    {
        LciPackage package = TableSet.Example().Replace("exchanges.csv", text, by).Read();
        Diagnostic finding = Assert.Single(package.Findings);
        Assert.Equal((Severity.Warning, FindingCode.DegenerateDistribution), (finding.Severity, finding.Code));
        Assert.Equal(3, package.Database!.Exchanges.Kind.ToArray().Count(k => k != 0));
    }

    [Theory]
    [InlineData("triangular,,,900,1100", "triangular,,,1100,900", "minimum")]
    [InlineData("triangular,,,900,1100", "triangular,,,1001,1100", "amount")]
    [InlineData("triangular,,,900,1100", "triangular,,,900,999", "amount")]
    [InlineData("normal,1,", "normal,-1,", "scale")]
    public void REQ_83_bad_a_range_in_the_wrong_order_a_mode_outside_of_it_and_a_negative_spread_are_OutOfRange(string text, string by, string column)
    {
        Diagnostic finding = TableSet.Errors(TableSet.Example().Replace("exchanges.csv", text, by).Read()).First();
        Assert.Equal((FindingCode.OutOfRange, column), (finding.Code, finding.Where!.Path));
    }

    [Fact]
    public void Parameters_without_a_meaning_are_reported()
    {
        LciPackage package = TableSet.Example().Replace("exchanges.csv", "lognormal,0.1,,,", "triangular,0.1,3,1,2").Read();
        Assert.Equal(["scale", "shape"], package.Findings.Select(f => f.Where!.Path));
        Assert.All(package.Findings, f => Assert.Equal(Severity.Warning, f.Severity));
    }

    [Fact]
    public void An_invalid_CAS_number_is_reported_and_not_used()
    {
        LciPackage package = TableSet.Example().Replace("flows.csv", "000124-38-9", "1974-08-02").Read();
        Assert.Equal("flows.csv(5,48) cas", Assert.Single(package.Findings).Where!.ToString());
        Assert.Null(package.Database!.Flows[package.Database.FindFlow("co2")].Cas);
    }

    [Fact]
    public void Other_encodings_are_refused_and_named()
    {
        foreach (Encoding encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
        {
            TableSet set = TableSet.Example();
            LciPackage package = set.With("flows.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes(set["flows.csv"])]).Read();
            Diagnostic error = TableSet.Errors(package)[0];
            Assert.Equal((FindingCode.EncodingInvalid, "Save the file as UTF-8.", "请将文件另存为 UTF-8 编码。"), (error.Code, error.Next!.Value.En, error.Next!.Value.Zh));
            Assert.Null(package.Database);
        }

        // 电力 in GB18030, in the name of the first flow
        byte[] gb = [.. Encoding.UTF8.GetBytes("flow,name,kind,unit\nelectricity,"), 0xB5, 0xE7, 0xC1, 0xA6, .. Encoding.UTF8.GetBytes(",product,kWh\n")];
        Diagnostic found = TableSet.Errors(TableSet.Example().With("flows.csv", gb).Read())[0];
        Assert.Equal((FindingCode.EncodingInvalid, "flows.csv(2,13)", "B5 E7 C1 A6"), (found.Code, found.Where!.ToString(), found.Found));
        Assert.Contains("GB18030", found.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quotation_mark_that_never_closes_refuses_the_set()
    {
        LciPackage package = TableSet.Example().Replace("exchanges.csv", "power,fuel,input", "power,\"fuel,input").Read();
        Diagnostic error = TableSet.Errors(package)[0];
        Assert.Equal((FindingCode.Truncated, "exchanges.csv(3,7)"), (error.Code, error.Where!.ToString()));
        Assert.Null(package.Database);
    }

    [Theory]
    [InlineData("flows.csv")]
    [InlineData("processes.csv")]
    [InlineData("exchanges.csv")]
    public void A_missing_an_empty_and_a_header_only_file_are_refused(string file)
    {
        LciPackage missing = TableSet.Example().Without(file).Read();
        Assert.Null(missing.Database);
        Assert.Equal((FindingCode.MissingField, file), (TableSet.Errors(missing)[0].Code, TableSet.Errors(missing)[0].Where!.File));

        foreach (string content in (string[])["", "\n\n", "\uFEFF"])
        {
            LciPackage empty = TableSet.Example().With(file, content).Read();
            Assert.Null(empty.Database);
            Assert.Equal((FindingCode.SchemaInvalid, file), (TableSet.Errors(empty)[0].Code, TableSet.Errors(empty)[0].Where!.File));
        }

        TableSet set = TableSet.Example();
        LciPackage header = set.With(file, set[file].Split('\n')[0] + "\n").Read();
        Assert.Null(header.Database);
        Assert.NotEmpty(TableSet.Errors(header));
    }

    [Fact]
    public void Semicolons_are_recognised()
    {
        TableSet set = TableSet.Example();
        set["processes.csv"] = set["processes.csv"].Replace(',', ';');
        Assert.Equal("Separate the columns by commas, not by semicolons.", TableSet.Errors(set.Read())[0].Next!.Value.En);
    }

    [Fact]
    public void A_field_of_a_million_characters_is_read()
    {
        string name = new('x', 1_000_000);
        LciPackage package = TableSet.Example().Replace("flows.csv", "ash,Ash,", $"ash,{name},").Read();
        Assert.Empty(package.Findings);
        Assert.Equal(name, package.Database!.Flows[0].Name);

        LciPackage wrong = TableSet.Example().Replace("exchanges.csv", "output,1000,g", $"output,{name},g").Read();
        Assert.True(TableSet.Errors(wrong)[0].ToString().Length < 1000);
    }

    [Fact]
    public void Many_faults_do_not_fill_the_memory()
    {
        StringBuilder rows = new(TableSet.Example()["exchanges.csv"]);
        for (int i = 0; i < 30_000; i++) rows.Append("power,nothing,output,1,kg,,,,,,,\n");
        LciPackage package = TableSet.Example().With("exchanges.csv", rows.ToString()).Read();
        Assert.Equal(20_001, package.Findings.Length);
        Assert.Equal((Severity.Error, FindingCode.LimitExceeded), (package.Findings[^1].Severity, package.Findings[^1].Code));
    }

    [Fact]
    public void Suggestions_for_many_faults_among_many_flows_do_not_take_forever()
    {
        StringBuilder flows = new("flow,name,kind,unit\nsteel,Steel,product,kg\n");
        StringBuilder exchanges = new("process,flow,direction,amount,unit\nmill,steel,output,1,kg\n");
        for (int i = 0; i < 20_000; i++)
        {
            flows.Append($"a flow with a rather long name, number {i}".Replace(",", string.Empty, StringComparison.Ordinal)).Append(",F,product,kg\n");
            exchanges.Append($"mill,a flow with a rather long nome number {i},input,1,unit{i}\n");
        }

        TableSet set = new TableSet().With("flows.csv", flows.ToString()).With("exchanges.csv", exchanges.ToString())
            .With("processes.csv", "process,name,reference_flow,reference_amount,unit\nmill,Mill,steel,1,kg\n");
        LciPackage package = set.Read();
        Assert.StartsWith("Closest: ", package.Findings[0].Next!.Value.En, StringComparison.Ordinal);
        Assert.Equal(20_001, package.Findings.Length);
    }

    [Fact]
    public void A_chain_of_refused_providers_of_any_length_is_followed()
    {
        const int Length = 20_000;
        StringBuilder flows = new("flow,name,kind,unit\n");
        StringBuilder processes = new("process,name,reference_flow,reference_amount,unit\n");
        StringBuilder exchanges = new("process,flow,direction,amount,unit,provider\n");
        for (int i = 0; i < Length; i++)
        {
            flows.Append($"f{i},F,product,kg\n");
            processes.Append($"p{i},P,f{i},{(i == 0 ? "x" : "1")},kg\n");
            exchanges.Append($"p{i},f{i},output,1,kg,\n");
            if (i > 0) exchanges.Append($"p{i},f{i - 1},input,1,kg,p{i - 1}\n");
        }

        LciPackage package = new TableSet().With("flows.csv", flows.ToString()).With("processes.csv", processes.ToString()).With("exchanges.csv", exchanges.ToString()).Read();
        Assert.Null(package.Database);
        Assert.True(package.HasErrors);
    }

    [Fact]
    public void Cut_off_anywhere_a_set_gives_findings_or_whole_processes_never_a_crash()
    {
        LciDatabase whole = TableSet.Example().Read().Database!;
        foreach (string file in TableSet.Example().Files)
        {
            byte[] bytes = TableSet.Example().Bytes(file);
            for (int length = 0; length < bytes.Length; length++)
            {
                LciPackage package = TableSet.Example().With(file, bytes[..length]).Read();
                bool endsAtLine = length > 0 && bytes[length - 1] == '\n';
                if (!endsAtLine) Assert.NotEmpty(package.Findings);
                if (package.Database is not { } database) Assert.True(package.HasErrors);
                else if (file is "flows.csv" or "processes.csv") AssertKeptAreWhole(whole, database);
            }
        }
    }

    private static void AssertKeptAreWhole(LciDatabase whole, LciDatabase part)
    {
        for (int j = 0; j < part.Processes.Count; j++)
        {
            Process kept = part.Process(j);
            Process original = whole.Process(whole.FindProcess(kept.Id));
            Assert.Equal(original.Exchanges.Select(e => (e.Flow.Id, e.Amount)), kept.Exchanges.Select(e => (e.Flow.Id, e.Amount)));
        }
    }

    [Fact]
    public void Recognises_any_of_its_files()
    {
        TablesFormat format = new();
        Assert.Equal("tables", format.Id);
        using MemorySource set = TableSet.Example().Open();
        using MemorySource other = new("other", [KeyValuePair.Create("readme.txt", Array.Empty<byte>())]);
        Assert.True(format.Recognizes(set));
        Assert.False(format.Recognizes(other));
    }

    [Fact]
    public void Own_units_are_defined_and_override()
    {
        TableSet set = TableSet.Example()
            .With("units.csv", "unit,factor,of,group\nload,,,logistics\npallet,20,load,\nt,907.18474,kg,\n")
            .Replace("flows.csv", "ash,Ash,waste,kg", "ash,Ash,waste,load")
            .Replace("processes.csv", "ash,1,kg", "ash,1,pallet")
            .Replace("processes.csv", "0.1,t", "100,kg")
            .Replace("exchanges.csv", "ash,input,1,kg", "ash,input,20,load")
            .Replace("exchanges.csv", "ash,output,0.01,kg", "ash,output,0.01,pallet")
            .Replace("exchanges.csv", "crude,input,110,kg", "crude,input,1,t");
        LciPackage package = set.Read();
        Assert.Empty(package.Findings);
        LciDatabase database = package.Database!;
        Assert.Equal(0.2, database.Process(database.FindProcess("power")).Exchanges.Single(e => e.Flow.Id == "ash").Amount, 15);
        Assert.Equal(907.18474, database.Process(database.FindProcess("refinery")).Exchanges.Single(e => e.Flow.Id == "crude").Amount);
    }

    [Theory]
    [InlineData("x,2,nothing,", FindingCode.UnknownUnit)]
    [InlineData("x,2,,", FindingCode.MissingField)]
    [InlineData("x,,kg,", FindingCode.MissingField)]
    [InlineData("x,0,kg,", FindingCode.OutOfRange)]
    [InlineData("x,1e28,Mt,", FindingCode.OutOfRange)]
    [InlineData("x,,,\nx,1,kg,", FindingCode.Duplicate)]
    public void A_unit_at_fault_is_reported(string row, FindingCode code)
    {
        LciPackage package = TableSet.Example().With("units.csv", $"unit,factor,of,group\n{row}\n").Read();
        Assert.Equal((code, "units.csv"), (TableSet.Errors(package)[0].Code, TableSet.Errors(package)[0].Where!.File));
    }

    [Fact]
    public void Reading_stops_when_cancelled()
    {
        using MemorySource source = TableSet.Example().Open();
        Assert.Throws<OperationCanceledException>(() => new TablesFormat().Read(source, new CancellationToken(canceled: true)));
    }
}
