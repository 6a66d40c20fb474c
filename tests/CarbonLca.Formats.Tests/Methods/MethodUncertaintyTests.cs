using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Methods;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tables;
using CarbonLca.Methods;
using CarbonLca.Model;

namespace CarbonLca.Formats.Tests.Methods;

/// <summary>Distributions of factors in method tables.</summary>
public sealed class MethodUncertaintyTests
{
    private const string Header = "category,category_unit,flow,factor,unit,distribution,scale,shape,minimum,maximum,values,group,mirrored";

    private static readonly Quantities.Unit Kilogram = Quantities.Unit.Parse("kg");

    [Fact]
    public void Reads_the_distribution_of_each_factor()
    {
        MethodReading reading = Read(
            "total,kg CO2e,a,29.8,kg,lognormal,0.3,,,,,methane,",
            "total,kg CO2e,b,25,kg,uniform,,,22,26,,,",
            "total,kg CO2e,c,-2,kg,gamma,0.5,2,,-1,,,true",
            "total,kg CO2e,d,1,kg,array_random,,,,,1 2.5 -3,,",
            "total,kg CO2e,e,1,kg,none,,,,,,,");
        Assert.Empty(reading.Findings);
        Uncertainty[] found = [.. reading.MethodOrRefusal().Rows.Select(r => r.Uncertainty)];
        Assert.Equal(
            [
                Uncertainty.Lognormal(0.3).InGroup("methane"), Uncertainty.Uniform(22, 26), Uncertainty.Gamma(2, 0.5, 1).Times(-1),
                Uncertainty.Array(UncertaintyKind.ArrayRandom, 1, 2.5, -3), Uncertainty.None,
            ],
            found);
    }

    [Fact]
    public void What_is_written_reads_back_as_it_was()
    {
        MethodRow[] rows =
        [
            new(0, "a", 29.8, Kilogram) { Uncertainty = Uncertainty.Lognormal(0.3).Truncated(1, null), Cas = "74-82-8", Source = "IPCC", Confidence = "verified" },
            new(1, "a", 29.8, Kilogram) { Uncertainty = Uncertainty.BetaPert(20, 40, 3).InGroup("methane") },
            new(1, "b", 0.1 + 0.2, Kilogram),
        ];
        AssertRoundTrip(rows);
        AssertRoundTrip([rows[0], rows[2] with { Factor = -2, Uncertainty = Uncertainty.Array(UncertaintyKind.ArrayRandom, -2, 1).InGroup("-a") }, rows[1] with { Factor = -3, Uncertainty = Uncertainty.Uniform(-4, -1) }]);
        AssertRoundTrip([rows[0], rows[2]]);
        Assert.Contains("confidence,distribution,scale,shape,minimum,maximum\r\n", AssertRoundTrip([rows[0], rows[2]]), StringComparison.Ordinal);
        Assert.Contains("confidence\r\n", AssertRoundTrip([rows[2] with { Category = 0 }]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,29.8,kg,lognormal,0,,,,,,", "category 'total'")]
    [InlineData("a,25,kg,uniform,,,25,25,,,", "its minimum equals its maximum")]
    [InlineData("a,0,kg,lognormal,0.5,,,,,,", "median")]
    public void N21_a_distribution_that_does_not_vary_is_reported_and_the_factor_fixed(string row, string said)
    {
        MethodReading reading = Read("total,kg CO2e," + row);
        Diagnostic finding = Assert.Single(reading.Findings);
        Assert.Equal((FindingCode.DegenerateDistribution, Severity.Warning), (finding.Code, finding.Severity));
        Assert.Contains(said, finding.What.En, StringComparison.Ordinal);
        Assert.Equal(Uncertainty.None, reading.MethodOrRefusal().Rows[0].Uncertainty);
    }

    [Theory]
    [InlineData("a,30,kg,uniform,,,22,26,,,", FindingCode.OutOfRange, "factor")]
    [InlineData("a,30,kg,uniform,,,26,22,,,", FindingCode.OutOfRange, "minimum")]
    [InlineData("a,30,kg,normal,-1,,,,,,", FindingCode.OutOfRange, "scale")]
    [InlineData("a,30,kg,lognormal,,,,,,,", FindingCode.MissingField, "scale")]
    [InlineData("a,30,kg,lognormel,1,,,,,,", FindingCode.NotSupported, "distribution")]
    [InlineData("a,30,kg,lognormal,NaN,,,,,,", FindingCode.NotFinite, "scale")]
    public void A_fault_in_a_distribution_refuses_the_method(string row, FindingCode code, string column)
    {
        MethodReading reading = Read("total,kg CO2e," + row);
        Assert.Null(reading.Method);
        Assert.Equal((code, column), (reading.Findings[0].Code, reading.Findings[0].Where!.Path));
    }

    [Fact]
    public void A_distribution_that_does_not_vary_cannot_be_written()
    {
        ImpactMethod method = new("own", [new ImpactCategory("total", "kg CO2e")], [new MethodRow(0, "a", 1, Kilogram) { Uncertainty = new Uncertainty(UncertaintyKind.Lognormal, 0, 0, 0) }]);
        Assert.Equal(FindingCode.NotSupported, Assert.Throws<InputRefusedException>(() => MethodTableWriter.ToFiles(method)).Findings[0].Code);
    }

    private static string AssertRoundTrip(MethodRow[] rows)
    {
        ImpactCategory[] categories = [new("total", "kg CO2e"), new("fossil", "kg CO2e")];
        ImpactMethod method = new("own", [.. categories[..(rows.Max(r => r.Category) + 1)]], [.. rows]);
        KeyValuePair<string, byte[]> file = Assert.Single(MethodTableWriter.ToFiles(method));
        using MemorySource source = new("test", [file]);
        ImpactMethod read = MethodTableReader.Read(source, file.Key).MethodOrRefusal();
        Assert.Equal(rows.AsEnumerable(), read.Rows.Select(r => r with { Position = null }));
        return Encoding.UTF8.GetString(file.Value);
    }

    private static MethodReading Read(params string[] rows)
    {
        using MemorySource source = new("test", [KeyValuePair.Create("own.csv", Encoding.UTF8.GetBytes(Header + "\n" + string.Join('\n', rows) + "\n"))]);
        return MethodTableReader.Read(source, "own.csv");
    }
}
