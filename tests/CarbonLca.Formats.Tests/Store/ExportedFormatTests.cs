using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Parquet;
using CarbonLca.Formats.Store;
using CarbonLca.Formats.Tables;
using CarbonLca.Formats.Tests.Columns;
using CarbonLca.Formats.Tests.Packaging;
using CarbonLca.Formats.Tests.Parquet;
using CarbonLca.Formats.Tests.Tables;
using CarbonLca.Methods;
using CarbonLca.Model;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Formats.Tests.Store;

/// <summary>What is exported is read back: the same database, methods and totals.</summary>
public sealed class ExportedFormatTests
{
    private static readonly TableEncoding[] Formats = Enum.GetValues<TableEncoding>();

    [Fact]
    public void An_export_is_imported_to_the_same_digest_methods_and_totals()
    {
        LciPackage package = Example();
        foreach (TableEncoding format in Formats)
        {
            using TempFolder folder = new();
            DatabaseExport.Write(package, folder.Path, format);
            LciPackage again = Import(folder);
            Assert.Empty(again.Findings);
            Assert.Equal("exported", again.Format);
            Assert.Equal(package.Database!.Digest, again.Database!.Digest);
            Assert.Equal(package.PublishedTotals!.Values.ToArray(), again.PublishedTotals!.Values.ToArray());
            ImpactMethod method = Assert.Single(again.Methods);
            Assert.Equal(package.Methods[0].Rows.ToArray(), method.Rows.ToArray());
            Assert.Equal((package.Methods[0].Id, package.Methods[0].Digest), (method.Id, method.Digest));
            Assert.Equal(19, again.Sources.Length);
        }
    }

    [Fact]
    public void Distributions_of_factors_are_imported_as_they_were_exported()
    {
        LciPackage package = Example();
        ImpactMethod plain = package.Methods[0];
        Uncertainty[] kinds = [Uncertainty.Lognormal(0.25).Truncated(null, 1e9).InGroup("gases"), Uncertainty.Array(UncertaintyKind.ArrayRandom, 1, -2.5, 4), Uncertainty.None, Uncertainty.Gamma(2, 0.5, 1).Times(-1)];
        ImpactMethod uncertain = new(plain.Id, plain.Categories, [.. kinds.Select((kind, i) => plain.Rows[0] with { Flow = $"flow {i}", Uncertainty = kind })]) { Synonyms = plain.Synonyms, Digest = plain.Digest };
        foreach (TableEncoding format in Formats)
        {
            using TempFolder folder = new();
            DatabaseExport.Write(package with { Methods = [uncertain] }, folder.Path, format);
            LciPackage again = Import(folder);
            Assert.Empty(again.Findings);
            Assert.Equal(uncertain.Rows.ToArray(), Assert.Single(again.Methods).Rows.ToArray());
        }
    }

    [Fact]
    public void Any_database_is_imported_as_it_was_exported() =>
        Prop.ForAll(TablesWriterTests.Databases().ToArbitrary(), database => Formats.All(format =>
        {
            using TempFolder folder = new();
            DatabaseExport.Write(new LciPackage { Format = "generated", Database = database }, folder.Path, format);
            return Import(folder).Database?.Digest == database.Digest;
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void Types_that_another_program_chose_are_fitted()
    {
        LciPackage package = Example();
        using TempFolder folder = new();
        foreach (string path in DatabaseExport.Write(package, folder.Path, TableEncoding.Parquet))
        {
            // Everything nullable, texts in full, whole numbers as 64 bits or floats, no metadata.
            ColumnTable table = ParquetReader.ReadFile(path).ToTable();
            File.WriteAllBytes(path, ParquetBytes.Of(SampleTables.Batches(new ColumnTable([.. table.Columns.Select(Loosened)], rowCount: table.RowCount))));
        }

        LciPackage again = Import(folder);
        Assert.Empty(again.Findings);
        Assert.Equal(package.Database!.Digest, again.Database!.Digest);
    }

    [Fact]
    public void Faults_name_file_row_and_column_and_refuse_the_whole()
    {
        using TempFolder folder = new();
        DatabaseExport.Write(Example(), folder.Path, TableEncoding.Csv);
        string file = folder["exchanges.csv"];
        string[] lines = File.ReadAllLines(file);
        lines[3] = lines[3][..lines[3].IndexOf(',', StringComparison.Ordinal)] + ",300,NaN" + lines[3][lines[3].IndexOf(',', lines[3].IndexOf(',', lines[3].IndexOf(',', StringComparison.Ordinal) + 1) + 1)..];
        File.WriteAllText(file, string.Join("\r\n", lines) + "\r\n");
        LciPackage read = Import(folder);
        Assert.Null(read.Database);
        Assert.Equal(
            [(FindingCode.OutOfRange, "exchanges.csv", 4, "flags"), (FindingCode.NotFinite, "exchanges.csv", 4, "amount")],
            read.Findings.Select(f => (f.Code, f.Where!.File, f.Where.Line!.Value, f.Where.Path!)));
    }

    [Theory]
    [InlineData("flows.parquet", FindingCode.MissingField)]
    [InlineData("distribution_groups.parquet", FindingCode.MissingField)]
    public void A_missing_table_is_named(string file, FindingCode code)
    {
        using TempFolder folder = new();
        DatabaseExport.Write(Example(), folder.Path, TableEncoding.Parquet);
        File.Delete(folder[file]);
        LciPackage read = Import(folder);
        Assert.Null(read.Database);
        Assert.Equal(code, read.Findings[0].Code);
        Assert.Contains(Path.GetFileNameWithoutExtension(file), read.Findings[0].What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_point_outside_and_tables_that_are_there_twice_are_refused()
    {
        using TempFolder folder = new();
        DatabaseExport.Write(Example(), folder.Path, TableEncoding.Parquet);
        ColumnTable table = ParquetReader.ReadFile(folder["processes.parquet"]).ToTable();
        Column reference = Column.Of<int>("reference_flow", [.. Enumerable.Repeat(1000, table.RowCount)]);
        ColumnTable bad = new([.. table.Columns.Select(c => c.Name == "reference_flow" ? reference : c)]);
        File.WriteAllBytes(folder["processes.parquet"], ParquetBytes.Of(SampleTables.Batches(bad)));
        Diagnostic fault = Assert.Single(Import(folder).Findings);
        Assert.Equal(("processes.parquet", "processes.reference_flow"), (fault.Where!.File, fault.Where.Path));

        DatabaseExport.Write(Example(), folder.Path, TableEncoding.Csv);
        LciPackage twice = Import(folder);
        Assert.Null(twice.Database);
        Assert.Equal(19, twice.Findings.Count(f => f.Code == FindingCode.Duplicate));
    }

    [Fact]
    public void Damaged_files_are_refused_and_never_crash()
    {
        using TempFolder folder = new();
        DatabaseExport.Write(Example(), folder.Path, TableEncoding.Parquet);
        Random random = new(11);
        string[] files = [.. Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal)];
        for (int i = 0; i < 150; i++)
        {
            string file = files[random.Next(files.Length)];
            byte[] good = File.ReadAllBytes(file);
            byte[] bad = i % 2 == 0 ? good[..random.Next(good.Length)] : (byte[])good.Clone();
            if (i % 2 == 1) bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, bad);
            LciPackage read = Import(folder);
            if (i % 2 == 0) Assert.Null(read.Database);
            File.WriteAllBytes(file, good);
        }
    }

    [Fact]
    public void Texts_that_spreadsheets_would_compute_come_back_as_they_were()
    {
        string[] names = ["=1+1", "'=1+1", "''-x", "'quoted", "@home", "-", "a\r\nb", "\tx"];
        Process[] processes = [.. names.Select((n, i) => Process.Producing(1, Flow.Product($"f{i}", Quantities.Unit.Parse("kg"))) with { Name = n, NameZh = n })];
        LciDatabase database = LciDatabase.Of(processes);
        using TempFolder folder = new();
        DatabaseExport.Write(new LciPackage { Format = "x", Database = database }, folder.Path, TableEncoding.Csv);
        Assert.Contains("''=1+1", File.ReadAllText(folder["processes.csv"], Encoding.UTF8), StringComparison.Ordinal);
        LciDatabase again = Import(folder).Database!;
        Assert.Equal(names, Enumerable.Range(0, names.Length).Select(again.Processes.Name));
        Assert.Equal(database.Digest, again.Digest);
    }

    private static LciPackage Example() => TableSet.Example().Read() with
    {
        PublishedTotals = new PublishedTotals(["GWP100"], ["power", "refinery"], [1.5, -2]),
    };

    private static LciPackage Import(TempFolder folder)
    {
        using SourceFiles source = SourceOpener.Open(folder.Path);
        return LciFormats.Read(source);
    }

    private static Column Loosened(Column column) => column.Type.Kind switch
    {
        ColumnKind.Dictionary => column.Decode().With(new ColumnField(column.Name, ColumnType.Utf8)),
        ColumnKind.UInt8 => Column.OfOptional(column.Name, [.. Enumerable.Range(0, column.Length).Select(i => (long?)column.Values<byte>()[i])]),
        ColumnKind.Int32 => Column.OfOptional(column.Name, [.. Enumerable.Range(0, column.Length).Select(i => column.IsNull(i) ? (double?)null : column.Values<int>()[i])]),
        _ => column.With(new ColumnField(column.Name, column.Type)),
    };
}
