using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Parquet;
using CarbonLca.Formats.Tables;
using CarbonLca.Formats.Tests.Arrow;
using CarbonLca.Formats.Tests.Columns;
using CarbonLca.Formats.Tests.Parquet;
using CarbonLca.Model;
using CarbonLca.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Formats.Tests.Tables;

/// <summary>Tables as Parquet and Arrow files: the same content, the same findings, whatever the encoding.</summary>
public class TableEncodingTests
{
    private static readonly TableEncoding[] Columnar = [TableEncoding.Parquet, TableEncoding.Arrow];

    [Fact]
    public void What_is_written_in_any_encoding_reads_back_to_the_same_digest()
    {
        LciDatabase database = TableSet.Example().Read().Database!;
        foreach (TableEncoding encoding in Enum.GetValues<TableEncoding>())
        {
            LciPackage again = Read(TablesWriter.ToFiles(database, encoding));
            Assert.Empty(again.Findings);
            Assert.Equal(database.Digest, again.Database!.Digest);
            Assert.Equal(6, again.Sources.Length);
        }
    }

    [Fact]
    public void Any_database_reads_back_from_any_encoding() =>
        Prop.ForAll(TablesWriterTests.Databases().ToArbitrary(), database => Columnar.All(e => Read(TablesWriter.ToFiles(database, e)).Database?.Digest == database.Digest))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Every_column_of_a_hand_written_set_is_read_typed()
    {
        string digest = TableSet.Example().Read().Database!.Digest;
        foreach (TableEncoding encoding in Columnar)
        {
            LciPackage read = Convert(TableSet.Example(), encoding).Read();
            Assert.Empty(read.Findings);
            Assert.Equal(digest, read.Database!.Digest);
            Assert.Equal("GWP100", read.Methods.Single().Categories.Single().Code);
            Assert.Equal(new SourcePosition("methods" + TableFiles.EndingOf(encoding), 1, null, "factor"), read.Methods.Single().Rows.Single().Position);
        }
    }

    [Fact]
    public void Encodings_may_be_mixed()
    {
        TableSet set = TableSet.Example();
        TableSet mixed = Convert(TableSet.Example(), TableEncoding.Parquet);
        foreach (string file in (string[])["processes.csv", "methods.csv"])
            mixed.Without(Path.ChangeExtension(file, ".parquet")).With(file, set.Bytes(file));
        LciPackage read = mixed.Read();
        Assert.Empty(read.Findings);
        Assert.Equal(set.Read().Database!.Digest, read.Database!.Digest);
    }

    [Theory]
    [InlineData("flows")]
    [InlineData("sources")]
    [InlineData("methods")]
    public void A_table_that_is_there_twice_is_refused(string table)
    {
        TableSet set = TableSet.Example().With(table + ".arrow", Convert(TableSet.Example(), TableEncoding.Arrow).Bytes(table + ".arrow"));
        LciPackage read = set.Read();
        Assert.Null(read.Database);
        Diagnostic fault = Assert.Single(read.Findings, f => f.Code == FindingCode.Duplicate);
        Assert.Equal($"{table}.csv, {table}.arrow", fault.Found);
    }

    [Fact]
    public void Faults_name_file_row_and_column()
    {
        TableSet set = TableSet.Example();
        set.Replace("exchanges.csv", "power,co2,output,1000,g", "power,co3,output,1000,g");
        foreach (TableEncoding encoding in Columnar)
        {
            string file = "exchanges" + TableFiles.EndingOf(encoding);
            Diagnostic fault = TableSet.Errors(Convert(set, encoding).Read())[0];
            Assert.Equal(FindingCode.UnknownFlow, fault.Code);
            Assert.Equal(new SourcePosition(file, 4, null, "flow"), fault.Where);
            Assert.Equal("co3", fault.Found);
            Assert.Contains("flows" + TableFiles.EndingOf(encoding), fault.What.En, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Values_that_are_no_finite_numbers_are_faults_of_their_row()
    {
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity])
        {
            TableSet set = Convert(TableSet.Example(), TableEncoding.Parquet);
            ColumnTable exchanges = Table(set, "exchanges.parquet");
            double?[] amounts = [.. Enumerable.Range(0, exchanges.RowCount).Select(i => (double?)exchanges["amount"].Values<double>()[i])];
            amounts[5] = bad;
            Put(set, "exchanges.parquet", With(exchanges, Column.OfOptional(exchanges["amount"].Field, amounts)));
            Diagnostic fault = TableSet.Errors(set.Read())[0];
            Assert.Equal(FindingCode.NotFinite, fault.Code);
            Assert.Equal(new SourcePosition("exchanges.parquet", 6, null, "amount"), fault.Where);

            amounts[5] = null;
            Column missing = Column.OfOptional(new ColumnField("amount", ColumnType.Of(ColumnKind.Float64)), amounts);
            Put(set, "exchanges.parquet", With(exchanges, missing));
            Assert.Equal((FindingCode.MissingField, 6), (TableSet.Errors(set.Read())[0].Code, TableSet.Errors(set.Read())[0].Where!.Line));
        }
    }

    [Fact]
    public void A_column_of_another_type_is_refused_by_name()
    {
        TableSet example = Convert(TableSet.Example(), TableEncoding.Arrow);
        ColumnTable exchanges = Table(example, "exchanges.arrow");
        Column[] wrong =
        [
            Column.OfText("amount", [.. Enumerable.Repeat("1", exchanges.RowCount)]),
            Column.Of<double>("process", new double[exchanges.RowCount]),
            Column.OfOptional("avoided", [.. Enumerable.Repeat((int?)1, exchanges.RowCount)]),
            Column.OfBooleans("scale", [.. Enumerable.Repeat((bool?)true, exchanges.RowCount)]),
        ];
        foreach (Column column in wrong)
        {
            Put(example, "exchanges.arrow", With(exchanges, column));
            LciPackage read = example.Read();
            Assert.Null(read.Database);
            Diagnostic fault = TableSet.Errors(read)[0];
            Assert.Equal((FindingCode.SchemaInvalid, column.Name, column.Type.ToString()), (fault.Code, fault.Where!.Path, fault.Found));
        }
    }

    [Fact]
    public void Numbers_and_identities_may_have_any_width_and_columns_without_values_any_type()
    {
        TableSet set = Convert(TableSet.Example(), TableEncoding.Parquet);
        ColumnTable exchanges = Table(set, "exchanges.parquet");
        Column nothing = Column.OfOptional("group", new double?[exchanges.RowCount]);
        Put(set, "exchanges.parquet", With(With(exchanges, nothing), exchanges["process"].Decode()));
        LciPackage read = set.Read();
        Assert.Empty(read.Findings);
        Assert.Equal(TableSet.Example().Read().Database!.Digest, read.Database!.Digest);

        TableSet numbered = new();
        numbered.With("flows.arrow", ArrowBytes.File(SampleTables.Batches(new ColumnTable(
            [Column.Of<long>("flow", [1]), Column.OfText("name", ["Steel"]), Column.OfText("kind", ["product"]), Column.OfText("unit", ["kg"])]))));
        numbered.With("processes.parquet", ParquetBytes.Of(SampleTables.Batches(new ColumnTable(
            [Column.Of<short>("process", [7]), Column.OfText("name", ["Mill"]), Column.Of<uint>("reference_flow", [1]), Column.Of<float>("reference_amount", [2.5f]), Column.OfText("unit", ["kg"])]))));
        numbered["exchanges.csv"] = "process,flow,direction,amount,unit\n7,1,output,2.5,kg\n";
        LciPackage small = numbered.Read();
        Assert.Empty(small.Findings);
        Assert.Equal(("7", 2.5), (small.Database!.Processes.Id(0), small.Database.Process(0).ReferenceAmount));
    }

    [Fact]
    public void Names_of_columns_are_checked_as_in_csv()
    {
        TableSet set = Convert(TableSet.Example(), TableEncoding.Parquet);
        ColumnTable flows = Table(set, "flows.parquet");
        Column cas = flows["cas"];
        Put(set, "flows.parquet", new ColumnTable([.. flows.Columns.Where(c => c.Name != "kind"), cas.With(cas.Field with { Name = "kinds" })]));
        ImmutableArray<Diagnostic> errors = TableSet.Errors(set.Read());
        Assert.Equal((FindingCode.MissingField, "kind"), (errors[0].Code, errors[0].Where!.Path));
        Assert.Contains("kinds", errors[0].Next!.Value.En, StringComparison.Ordinal);

        Put(set, "flows.parquet", new ColumnTable([.. flows.Columns, cas.With(cas.Field with { Name = "CAS" })]));
        Assert.Equal(FindingCode.Duplicate, TableSet.Errors(set.Read())[0].Code);

        Put(set, "flows.parquet", new ColumnTable([.. flows.Columns, cas.With(cas.Field with { Name = "colour" })]));
        LciPackage read = set.Read();
        Diagnostic note = Assert.Single(read.Findings);
        Assert.Equal((Severity.Note, FindingCode.UnknownField, "colour"), (note.Severity, note.Code, note.Where!.Path));
        Assert.NotNull(read.Database);
    }

    [Fact]
    public void A_file_that_names_another_table_or_version_is_refused()
    {
        foreach (string identity in (string[])["carbonlca-tables/2 flows", "carbonlca-tables/1 processes", "carbonlca-db/2 flows"])
        {
            TableSet set = Convert(TableSet.Example(), TableEncoding.Arrow);
            Put(set, "flows.arrow", new ColumnTable(Table(set, "flows.arrow").Columns, ColumnMetadata.Of((TableSchema.Key, identity))));
            LciPackage read = set.Read();
            Assert.Null(read.Database);
            Assert.Equal((FindingCode.NotSupported, identity), (read.Findings[0].Code, read.Findings[0].Found));
        }
    }

    [Fact]
    public void Damaged_files_are_refused_and_never_crash()
    {
        foreach (TableEncoding encoding in Columnar)
        {
            string file = "exchanges" + TableFiles.EndingOf(encoding);
            byte[] good = Convert(TableSet.Example(), encoding).Bytes(file);
            Random random = new(5);
            for (int i = 0; i < 200; i++)
            {
                byte[] bad = i % 2 == 0 ? good[..random.Next(good.Length)] : (byte[])good.Clone();
                if (i % 2 == 1) bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
                LciPackage read = Convert(TableSet.Example(), encoding).With(file, bad).Read();
                if (i % 2 == 0) Assert.Contains(read.Findings, f => f.Severity == Severity.Error && f.Where?.File == file);
            }
        }
    }

    [Fact]
    public void Many_batches_with_dictionaries_that_differ_are_read_in_order()
    {
        TableSet set = Convert(TableSet.Example(), TableEncoding.Arrow);
        ColumnTable all = Table(set, "exchanges.arrow");
        ColumnTable[] rows = [.. Enumerable.Range(0, all.RowCount).Select(i => new ColumnTable([.. all.Columns.Select(c => Own(c.Slice(i, 1)))], all.Schema.Metadata))];
        set.With("exchanges.arrow", ArrowBytes.Stream(new ColumnBatches(rows[0].Schema, [rows[0].Slice(0, 0), .. rows])));
        LciPackage read = set.Read();
        Assert.Empty(read.Findings);
        Assert.Equal(TableSet.Example().Read().Database!.Digest, read.Database!.Digest);

        static Column Own(Column row) => row.Type.Kind == ColumnKind.Dictionary ? row.Decode().Encode().With(row.Field) : row;
    }

    [Fact]
    public void A_folder_is_rewritten_in_another_encoding()
    {
        LciDatabase database = TableSet.Example().Read().Database!;
        string folder = Directory.CreateTempSubdirectory("carbonlca-tables-").FullName;
        try
        {
            foreach (TableEncoding encoding in Enum.GetValues<TableEncoding>())
            {
                ImmutableArray<string> files = TablesWriter.Write(database, folder, encoding);
                Assert.Equal(Directory.GetFiles(folder).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
                using SourceFiles source = SourceOpener.Open(folder);
                Assert.Equal(database.Digest, new TablesFormat().Read(source).Database!.Digest);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_document_lists_every_column_with_its_type_and_meaning()
    {
        string[] expected =
        [
            .. TableSchemas.All.SelectMany(t => t.Columns.Select(c => $"| `{t.Name}` | `{c.Name}` | {c.Type}{(c.IsMandatory ? string.Empty : ", may be missing")} | {c.Meaning} |")),
        ];
        string[] lines = File.ReadAllLines(RepositoryFiles.Path("src/CarbonLca.Formats/Tables/FORMAT.md"));
        int first = Array.IndexOf(lines, "| Table | Column | Type | Meaning |") + 2;
        Assert.Equal(expected, lines.Skip(first).TakeWhile(l => l.StartsWith('|')));
    }

    private static LciPackage Read(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        using MemorySource source = new("again", files);
        return new TablesFormat().Read(source);
    }

    /// <summary>The CSV files of a set in another encoding, cell by cell.</summary>
    private static TableSet Convert(TableSet set, TableEncoding encoding)
    {
        TableSet converted = new();
        using MemorySource source = set.Open();
        foreach (TableSchema schema in TableSchemas.All)
        {
            if (TableFiles.Find(source, schema.Name) is not { } file) continue;
            FindingList findings = new();
            using SourceTable table = SourceTable.Open(source, file, schema, findings)!;
            List<string?[]> rows = [];
            while (table.Next()) rows.Add([.. schema.Columns.Select(c => table.Text(c.Name))]);
            converted.With(schema.Name + TableFiles.EndingOf(encoding), TableEncoder.Encode(schema, schema.Columns, rows, encoding));
        }

        return converted;
    }

    private static ColumnTable Table(TableSet set, string file) =>
        (file.EndsWith(".arrow", StringComparison.Ordinal) ? ArrowReader.Read(set.Bytes(file), file) : ParquetReader.Read(set.Bytes(file), file)).ToTable();

    private static void Put(TableSet set, string file, ColumnTable table) =>
        set.With(file, file.EndsWith(".arrow", StringComparison.Ordinal) ? ArrowBytes.File(SampleTables.Batches(table)) : ParquetBytes.Of(SampleTables.Batches(table)));

    private static ColumnTable With(ColumnTable table, Column column) => new([.. table.Columns.Select(c => c.Name == column.Name ? column : c)], table.Schema.Metadata);
}
