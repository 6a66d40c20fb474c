using System.Text;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CarbonLca.Formats.Store;
using CarbonLca.Formats.Tables;
using CarbonLca.Formats.Tests.Tables;

namespace CarbonLca.Formats.Tests.Store;

public sealed class DatabaseExportTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("carbonlca-export-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Arrow_and_Parquet_hold_the_tables_that_are_stored()
    {
        LciPackage package = TableSet.Example().Read();
        DatabaseStore.Write(package, Path.Combine(_root, "db"));
        string[] arrow = [.. DatabaseExport.Write(package, Path.Combine(_root, "arrow"), TableEncoding.Arrow)];
        string[] parquet = [.. DatabaseExport.Write(package, Path.Combine(_root, "parquet"), TableEncoding.Parquet)];
        Assert.Equal(16, arrow.Length);
        foreach ((string a, string p) in arrow.Zip(parquet))
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(_root, "db", Path.GetFileName(a))), File.ReadAllBytes(a));
            ColumnTable expected = ArrowReader.Read(File.ReadAllBytes(a), a).ToTable();
            ColumnTable found = ParquetReader.ReadFile(p).ToTable();
            Assert.Equal(expected.Schema, found.Schema);
            Assert.Equal(Csv(expected), Csv(found));
        }
    }

    [Fact]
    public void Csv_has_a_header_and_all_digits()
    {
        LciPackage package = TableSet.Example().Read();
        string[] files = [.. DatabaseExport.Write(package, _root, TableEncoding.Csv)];
        string[] exchanges = File.ReadAllText(files.Single(f => Path.GetFileName(f) == "exchanges.csv")).Split("\r\n");
        Assert.Equal("flow,flags,amount,provider,distribution,scale,minimum,maximum", exchanges[0]);
        Assert.Equal(package.Database!.Exchanges.Count + 2, exchanges.Length);
        Assert.Contains("电力", File.ReadAllText(files.Single(f => Path.GetFileName(f) == "flows.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_value_is_written_as_people_read_it()
    {
        ColumnTable table = new(
        [
            Column.OfBooleans("b", [true, false, null]),
            Column.OfOptional<double>("d", [0.1, -1e-300, null]),
            Column.OfOptional<float>("f", [0.1f, float.NaN, null]),
            Column.OfOptional<ulong>("u", [ulong.MaxValue, 0, null]),
            Column.OfOptional<int>(new ColumnField("day", ColumnType.Of(ColumnKind.Date)), [0, -1, null]),
            Column.OfOptional<long>(new ColumnField("s", ColumnType.Timestamp(TimeUnit.Second)), [0, -1, null]),
            Column.OfOptional<long>(new ColumnField("us", ColumnType.Timestamp(TimeUnit.Microsecond, "UTC")), [1, -1, null]),
            Column.OfText("t", ["=1+1", "a,\"b\"", null]),
            Column.OfDictionary("w", ["钢", "钢", null]),
        ]);
        Assert.Equal(
            """"
            b,d,f,u,day,s,us,t,w
            true,0.1,0.1,18446744073709551615,1970-01-01,1970-01-01T00:00:00,1970-01-01T00:00:00.000001Z,'=1+1,钢
            false,-1E-300,NaN,0,1969-12-31,1969-12-31T23:59:59,1969-12-31T23:59:59.999999Z,"a,""b""",钢
            ,,,,,,,,

            """".ReplaceLineEndings("\r\n"),
            Csv(table));
    }

    private static string Csv(ColumnTable table)
    {
        using MemoryStream stream = new();
        ColumnCsv.Write(stream, table);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
