using System.Globalization;
using System.Text;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.DataQuality;
using CarbonLca.Formats.Packaging;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.DataQuality;

public sealed class DataQualityReaderTests
{
    private const string Basic = "group,variance,squared_gsd,name,name_zh,source,confidence\ntransport,0.12,2,transport,运输,somebody,secondary\n";

    [SharedDataFact]
    public void REQ_81_every_row_of_the_reference_tables_is_restated()
    {
        DataQualityTables tables = BundledData.DataQuality;
        foreach (IReadOnlyDictionary<string, string> row in ReferenceTable.Read(SharedData.Path("reference/tables/pedigree.csv")))
        {
            PedigreeIndicator indicator = PedigreeIndicators.All.Single(i => row["indicator"].Contains(i.Key(), StringComparison.Ordinal));
            int score = int.Parse(row["score"], CultureInfo.InvariantCulture);
            Assert.Equal(Number(row["variance_ecoinvent3"]), tables.Pedigree().VarianceOf(indicator, score));
            Assert.Equal(Number(row["variance_ciroth2013"]), tables.Pedigree("ciroth-2013").VarianceOf(indicator, score));
            // The older factors say the same, rounded to two digits.
            Assert.Equal(LogVariance.OfSquaredGsd(Number(row["factor_U_ecoinvent2"])).Value, tables.Pedigree().VarianceOf(indicator, score), 0.0012);
        }

        IReadOnlyList<IReadOnlyDictionary<string, string>> basics = ReferenceTable.Read(SharedData.Path("reference/tables/basic_uncertainty.csv"));
        Assert.Equal(basics.Select(r => Number(r["variance_rounded"])), tables.Basics.Select(b => b.Variance.Value));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void REQ_81_bad_tables_are_refused_with_every_fault()
    {
        string pedigree = "set,indicator,score,variance,source,confidence\nmine,reliability,1,-1,somebody,secondary\nmine,trust,1,0,somebody,secondary\nmine,reliability,2,0,somebody,secondary\n";
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => Read(pedigree, Basic.Replace("0.12", "0.3", StringComparison.Ordinal)));
        Assert.Equal(
            [FindingCode.NegativeNotAllowed, FindingCode.UnknownName, FindingCode.MissingField, FindingCode.OutOfRange],
            refusal.Findings.Select(f => f.Code));
    }

    [Fact]
    public void An_unknown_set_is_refused_with_the_closest()
    {
        Diagnostic fault = Assert.Throws<InputRefusedException>(() => BundledData.DataQuality.Pedigree("ecoinvent3")).Findings[0];
        Assert.Equal((FindingCode.UnknownName, "Closest: 'ecoinvent-3'."), (fault.Code, fault.Next!.Value.En));
    }

    private static DataQualityTables Read(string pedigree, string basic)
    {
        using MemorySource source = new("tables", [Pair("pedigree.csv", pedigree), Pair("basic-uncertainty.csv", basic)]);
        return DataQualityReader.Read(source);

        static KeyValuePair<string, byte[]> Pair(string name, string text) => KeyValuePair.Create(name, Encoding.UTF8.GetBytes(text));
    }
}
