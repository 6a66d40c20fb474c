using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Store;
using CarbonLca.Formats.Tables;
using CarbonLca.Formats.Tests.Tables;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using CarbonLca.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Formats.Tests.Store;

public sealed class DatabaseStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("carbonlca-store-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_stored_database_is_linked_to_the_same_bits()
    {
        LciPackage package = Example();
        ProductSystem before = ProductSystem.Link(package.Database!, Allocation.ReferenceTakesAll);
        ProductSystem after = ProductSystem.Link(DatabaseStore.Open(Write(package)).Database!, Allocation.ReferenceTakesAll);
        Assert.Equal(before.Columns.AsEnumerable(), after.Columns.AsEnumerable());
        Assert.Equal(before.Products.AsEnumerable(), after.Products.AsEnumerable());
        Assert.Equal(before.ElementaryFlows.ToArray(), after.ElementaryFlows.ToArray());
        Assert.Equal(before.Technosphere.RowIndices.ToArray(), after.Technosphere.RowIndices.ToArray());
        Assert.Equal(before.Technosphere.Values.ToArray(), after.Technosphere.Values.ToArray());
        Assert.Equal(before.Biosphere.RowIndices.ToArray(), after.Biosphere.RowIndices.ToArray());
        Assert.Equal(before.Biosphere.Values.ToArray(), after.Biosphere.Values.ToArray());
        Assert.Equal(before.Links.Findings.AsEnumerable(), after.Links.Findings.AsEnumerable());
    }

    [Fact]
    public void What_is_stored_opens_as_it_was()
    {
        LciPackage package = Example();
        string directory = Write(package);
        LciPackage opened = DatabaseStore.Open(directory, StoreCheck.Content);

        Assert.Equal(package.Database!.Digest, opened.Database!.Digest);
        Assert.Equal((package.Database.Name, package.Database.Version, package.Format), (opened.Database.Name, opened.Database.Version, opened.Format));
        Assert.Equal(package.Database.Flows.AsEnumerable(), opened.Database.Flows.AsEnumerable());
        Assert.Equal(package.Counts.AsEnumerable(), opened.Counts.AsEnumerable());
        Assert.Equal(package.Sources.AsEnumerable(), opened.Sources.AsEnumerable());
        Assert.Equal(package.Findings.AsEnumerable(), opened.Findings.AsEnumerable());
        Assert.Equal(package.PublishedTotals!.Categories.AsEnumerable(), opened.PublishedTotals!.Categories.AsEnumerable());
        Assert.Equal(package.PublishedTotals.ProcessIds.AsEnumerable(), opened.PublishedTotals.ProcessIds.AsEnumerable());
        Assert.Equal(package.PublishedTotals.Values.AsEnumerable(), opened.PublishedTotals.Values.AsEnumerable());
        for (int j = 0; j < opened.Database.Processes.Count; j++)
        {
            Process before = package.Database.Process(j);
            Process after = opened.Database.Process(j);
            Assert.Equal((before.Name, before.NameZh, before.Location, before.Stage, before.Provenance, before.DefaultAllocation), (after.Name, after.NameZh, after.Location, after.Stage, after.Provenance, after.DefaultAllocation));
            Assert.Equal(before.Exchanges.AsEnumerable(), after.Exchanges.AsEnumerable());
            Assert.Equal(before.AllocationFactors.AsEnumerable(), after.AllocationFactors.AsEnumerable());
        }

        foreach ((ImpactMethod before, ImpactMethod after) in package.Methods.Zip(opened.Methods))
        {
            Assert.Equal((before.Id, before.Name, before.Digest), (after.Id, after.Name, after.Digest));
            Assert.Equal(before.Categories.AsEnumerable(), after.Categories.AsEnumerable());
            Assert.Equal(before.Rows.AsEnumerable(), after.Rows.AsEnumerable());
            Assert.Equal(before.Synonyms.OrderBy(s => s.Key, StringComparer.Ordinal), after.Synonyms.OrderBy(s => s.Key, StringComparer.Ordinal));
        }

        Assert.Equal(package.Methods.Length, opened.Methods.Length);
    }

    [Fact]
    public void Any_database_opens_as_it_was() =>
        Prop.ForAll(TablesWriterTests.Databases().ToArbitrary(), database =>
        {
            string directory = Write(new LciPackage { Format = "generated", Database = database });
            LciPackage opened = DatabaseStore.Open(directory, StoreCheck.Content);
            return opened.Database!.Digest == database.Digest && opened.Database.Flows.SequenceEqual(database.Flows);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Fact]
    public void Distributions_of_factors_have_files_only_where_there_are_any()
    {
        LciPackage package = Example();
        string with = Write(package);
        string without = Write(package with { Methods = [.. package.Methods.Select(m => new ImpactMethod(m.Id, m.Categories, [.. m.Rows.Select(r => r with { Uncertainty = Uncertainty.None })]))] });
        Assert.Equal(["factor_distributions.arrow", "factor_values.arrow"], Files(with).Except(Files(without)));
        Assert.Equal(File.ReadAllBytes(Path.Combine(with, "factors.arrow")), File.ReadAllBytes(Path.Combine(without, "factors.arrow")));
    }

    [Fact]
    public void The_same_package_gives_the_same_bytes()
    {
        string a = Write(Example());
        string b = Write(Example());
        Assert.Equal(Files(a), Files(b));
        foreach (string file in Files(a)) Assert.Equal(File.ReadAllBytes(Path.Combine(a, file)), File.ReadAllBytes(Path.Combine(b, file)));
    }

    [Fact]
    public void Every_column_is_aligned_described_and_listed_in_the_schema_document()
    {
        string directory = Write(Example());
        string document = File.ReadAllText(RepositoryFiles.Path("src/CarbonLca.Formats/Store/SCHEMA.md"));
        JsonNode manifest = JsonNode.Parse(File.ReadAllBytes(Path.Combine(directory, "database.json")))!;
        Assert.Equal("carbonlca-db/2", (string?)manifest["format"]);
        int columns = 0;
        foreach (string file in Files(directory).Where(f => f.EndsWith(".arrow", StringComparison.Ordinal)))
        {
            string table = Path.GetFileNameWithoutExtension(file);
            using MappedArrowFile mapped = MappedArrowFile.Open(Path.Combine(directory, file));
            Assert.Equal($"carbonlca-db/2 {table}", mapped.Content.Schema.Metadata.Find("carbonlca.schema"));
            foreach (Column column in Assert.Single(mapped.Content.Batches).Columns)
            {
                columns++;
                string meaning = column.Field.Metadata.Find("meaning")!;
                Assert.Contains($"| `{table}` | `{column.Name}` | {column.Type}{(column.Field.IsNullable ? ", may be missing" : "")} | {meaning} |\n", document, StringComparison.Ordinal);
                Assert.Equal(0, AddressOf(column.ValueBytes) % 64);
            }
        }

        Assert.Equal(document.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|').Length == 6), columns);
        Assert.Contains("过程", File.ReadAllText(Path.Combine(directory, "database.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_is_replaced_and_nothing_else_is()
    {
        string directory = Write(Example());
        LciDatabase small = LciDatabase.Of(Process.Producing(1, Flow.Product("a", Unit.Parse("kg"))));
        DatabaseStore.Write(new LciPackage { Format = "x", Database = small }, directory);
        Assert.Equal(small.Digest, DatabaseStore.Open(directory).Database!.Digest);
        Assert.False(File.Exists(Path.Combine(directory, "totals.arrow")));
        Assert.Equal([directory], Directory.GetFileSystemEntries(_root));

        string own = Path.Combine(_root, "own");
        Directory.CreateDirectory(own);
        File.WriteAllText(Path.Combine(own, "thesis.txt"), "years of work");
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => DatabaseStore.Write(Example(), own));
        Assert.Equal(FindingCode.Unsafe, refusal.Findings[0].Code);
        Assert.Contains("thesis.txt", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("years of work", File.ReadAllText(Path.Combine(own, "thesis.txt")));

        string other = Path.Combine(_root, "other");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "database.json"), "{}");
        Assert.Throws<InputRefusedException>(() => DatabaseStore.Write(Example(), other));
        Assert.Throws<InputRefusedException>(() => DatabaseStore.Write(Example(), Path.Combine(own, "thesis.txt")));
        Assert.Equal(3, Directory.GetFileSystemEntries(_root).Length);

        string empty = Path.Combine(_root, "empty");
        Directory.CreateDirectory(empty);
        DatabaseStore.Write(Example(), empty + Path.DirectorySeparatorChar);
        Assert.True(DatabaseStore.IsDatabase(empty));
        Assert.False(DatabaseStore.IsDatabase(own));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_database_and_no_rubbish()
    {
        string directory = Write(Example());
        byte[] before = File.ReadAllBytes(Path.Combine(directory, "database.json"));
        LciDatabase unwritable = LciDatabase.Of(Process.Producing(1, Flow.Product("a", Unit.Parse("kg"))) with { Name = "lone surrogate \uD800" });
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => DatabaseStore.Write(new LciPackage { Format = "x", Database = unwritable }, directory));
        Assert.Equal("processes.arrow processes.name", refusal.Findings[0].Where!.ToString());
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(directory, "database.json")));
        Assert.Equal([directory], Directory.GetFileSystemEntries(_root));
    }

    [SharedDataFact]
    public void A_published_database_is_the_same_after_storing_and_after_writing_it_as_tables()
    {
        using SourceFiles source = SourceOpener.Open(SharedData.Path("data/uslci-jsonld-fy17q4/uslci_fy17q4_olca1_5_0_jsonld.zip"));
        LciPackage package = LciFormats.Read(source);
        LciPackage opened = DatabaseStore.Open(Write(package), StoreCheck.Content);
        Assert.Equal(766, opened.Database!.Processes.Count);
        Assert.Equal(package.Database!.Digest, opened.Database.Digest);
        Assert.Equal(package.Findings.AsEnumerable(), opened.Findings.AsEnumerable());

        using MemorySource tables = new("tables", TablesWriter.ToFiles(opened.Database));
        Assert.Equal(package.Database.Digest, LciFormats.Read(tables).Database!.Digest);
    }

    [Fact]
    public void Every_changed_bit_and_every_truncation_is_found_and_the_file_named()
    {
        string directory = Write(Example());
        foreach (string file in Files(directory))
        {
            string path = Path.Combine(directory, file);
            byte[] content = File.ReadAllBytes(path);
            int step = Math.Max(1, content.Length / 12);
            for (int at = 0; at < content.Length; at += step)
            {
                byte[] flipped = [.. content];
                flipped[at] ^= (byte)(1 << (at % 8));
                AssertRefused(directory, file, path, flipped);
                AssertRefused(directory, file, path, content[..at]);
            }

            AssertRefused(directory, file, path, [.. content, 0]);
            File.Delete(path);
            Assert.Throws<InputRefusedException>(() => DatabaseStore.Open(directory));
            File.WriteAllBytes(path, content);
        }

        Assert.NotNull(DatabaseStore.Open(directory, StoreCheck.Content).Database);
    }

    [Fact]
    public void Without_digests_a_changed_file_is_refused_or_read_never_a_crash()
    {
        string directory = Write(Example());
        foreach (string file in Files(directory).Where(f => f.EndsWith(".arrow", StringComparison.Ordinal) || f == "findings.json"))
        {
            string path = Path.Combine(directory, file);
            byte[] content = File.ReadAllBytes(path);
            for (int at = 0; at < content.Length; at += Math.Max(1, content.Length / 10))
            {
                foreach (byte value in (byte[])[0, 1, 0x80, 0xFF])
                {
                    byte[] changed = [.. content];
                    changed[at] = value;
                    File.WriteAllBytes(path, changed);
                    OpenOrRefuse(directory, StoreCheck.Structure);
                }
            }

            File.WriteAllBytes(path, content);
        }
    }

    [Fact]
    public void A_manifest_that_lies_under_a_right_checksum_is_refused_or_read_never_a_crash()
    {
        string directory = Write(Example());
        string path = Path.Combine(directory, "database.json");
        byte[] content = File.ReadAllBytes(path);
        int step = Math.Max(1, content.Length / 400);
        for (int at = 0; at < content.Length; at += step)
        {
            byte[] changed = [.. content];
            changed[at] = changed[at] switch { >= (byte)'0' and < (byte)'9' => (byte)(changed[at] + 1), (byte)'9' => (byte)'-', (byte)'"' => (byte)',', _ => (byte)(changed[at] ^ 4) };
            WriteManifest(directory, changed);
            OpenOrRefuse(directory, StoreCheck.Files);
        }
    }

    [Fact]
    public void Paths_in_a_manifest_do_not_lead_anywhere()
    {
        string directory = Write(Example());
        JsonNode manifest = JsonNode.Parse(File.ReadAllBytes(Path.Combine(directory, "database.json")))!;
        manifest["files"]![0]!["name"] = "../../etc/passwd";
        WriteManifest(directory, Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        Assert.Throws<InputRefusedException>(() => DatabaseStore.Open(directory));
    }

    [Fact]
    public void A_newer_format_and_a_digest_of_other_data_are_refused()
    {
        string directory = Write(Example());
        JsonNode manifest = JsonNode.Parse(File.ReadAllBytes(Path.Combine(directory, "database.json")))!;
        manifest["digest"] = new string('0', 64);
        WriteManifest(directory, Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        Assert.NotNull(DatabaseStore.Open(directory).Database);
        Assert.Equal("digest", Assert.Throws<InputRefusedException>(() => DatabaseStore.Open(directory, StoreCheck.Content)).Findings[0].Where!.Path);

        manifest["format"] = "carbonlca-db/3";
        WriteManifest(directory, Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        Diagnostic finding = Assert.Throws<InputRefusedException>(() => DatabaseStore.Open(directory)).Findings[0];
        Assert.Equal((FindingCode.NotSupported, "carbonlca-db/3"), (finding.Code, finding.Found));
    }

    [Fact]
    public void A_directory_of_version_1_is_refused_by_its_version_and_can_be_replaced()
    {
        string directory = Path.Combine(_root, "old");
        Directory.CreateDirectory(directory);
        WriteManifest(directory, "{\n  \"format\": \"carbonlca-db/1\",\n  \"tables\": []\n}"u8.ToArray());
        File.WriteAllBytes(Path.Combine(directory, "flows.bin"), [1]);
        Diagnostic finding = Assert.Throws<InputRefusedException>(() => DatabaseStore.Open(directory)).Findings[0];
        Assert.Equal((FindingCode.NotSupported, "carbonlca-db/1", "Import the source again."), (finding.Code, finding.Found, finding.Next!.Value.En));
        DatabaseStore.Write(Example(), directory);
        Assert.NotNull(DatabaseStore.Open(directory).Database);
        Assert.False(File.Exists(Path.Combine(directory, "flows.bin")));
    }

    [Fact]
    public void Columns_that_contradict_their_meaning_are_refused_by_name()
    {
        AssertRefused("exchanges", "flow", -1, "database.json");
        AssertRefused("exchanges", "provider", 99, "database.json");
        AssertRefused("exchanges", "amount", double.NaN, "database.json");
        AssertRefused("exchanges", "distribution", (byte)16, "database.json");
        AssertRefused("starts", "exchange", int.MaxValue, "database.json");
        AssertRefused("processes", "reference_flow", 99, "processes.arrow processes.reference_flow");
        AssertRefused("processes", "stage", (byte)6, "processes.arrow processes.stage");
        AssertRefused("flows", "kind", (byte)3, "flows.arrow flows.kind");
        AssertRefused("flows", "unit", int.MinValue, "flows.arrow flows.unit");
        AssertRefused("properties", "amount", 0.0, "properties.arrow properties.amount");
    }

    [Fact]
    public void Texts_of_a_store_are_ordered_and_found_as_strings_are()
    {
        string[] ids = ["", " ", "A", "a", "aa", "é", "\uD7FF", "\U00010000", "\U0010FFFF", "\uE000", "\uFFFD", "钢", "a\U0001F30D", "a\uFFEE"];
        foreach (string a in ids)
        {
            foreach (string b in ids)
                Assert.Equal(Math.Sign(string.CompareOrdinal(a, b)), Math.Sign(Utf8Order.Compare(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b))));
        }

        string[] ascending = [.. ids.Order(StringComparer.Ordinal)];
        StoredTexts texts = new(Column.OfText("id", ascending));
        for (int i = 0; i < ascending.Length; i++) Assert.Equal(i, texts.Find(ascending[i]));
        Assert.Equal(-1, texts.Find("b"));
        Assert.Equal(-1, texts.Find("\uD800"));
    }

    [Fact]
    public void The_fast_checksum_does_not_depend_on_parts_and_finds_every_bit()
    {
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];
        string whole = FileSum.Of(bytes);
        FileSum parts = FileSum.Start();
        parts.Append(bytes.AsSpan(0, 512));
        Assert.Equal(whole, parts.Finish(bytes.AsSpan(512)));
        Assert.Equal("259943dc01ef1c37", whole);
        HashSet<string> seen = [whole, FileSum.Of(bytes.AsSpan(0, 999)), FileSum.Of([.. bytes, 0])];
        for (int bit = 0; bit < 8000; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            seen.Add(FileSum.Of(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(8003, seen.Count);
    }

    [Fact]
    public void Nothing_there_is_said_plainly()
    {
        Assert.Equal(FindingCode.UnknownName, Assert.Throws<InputRefusedException>(() => DatabaseStore.Open(Path.Combine(_root, "none"))).Findings[0].Code);
        Assert.Throws<ArgumentException>(() => DatabaseStore.Write(new LciPackage { Format = "x" }, Path.Combine(_root, "none")));
    }

    /// <summary>A store whose files are right but for one value in the first row.</summary>
    private void AssertRefused<T>(string table, string column, T value, string where)
        where T : unmanaged
    {
        string directory = Write(Example());
        string path = Path.Combine(directory, table + ".arrow");
        byte[] content = File.ReadAllBytes(path);
        Column found = ArrowReader.Read(content, path).Batches[0][column];
        Assert.True(content.AsSpan().Overlaps(found.ValueBytes, out int at));
        MemoryMarshal.Write(content.AsSpan(at), value);
        File.WriteAllBytes(path, content);
        Diagnostic finding = Assert.Throws<InputRefusedException>(() => DatabaseStore.Open(directory, StoreCheck.Structure)).Findings[0];
        Assert.Equal(where, finding.Where!.ToString());
    }

    private static LciPackage Example()
    {
        LciPackage read = TableSet.Example().Read();
        LciDatabase database = read.Database!;
        Unit odd = new("odd", Dimension.Base("a·b^2").Times(Dimension.Length.Power(-3)), 0.1m);
        return read with
        {
            Database = LciDatabase.Create(database.Name, "1.2", Enumerable.Range(0, database.Processes.Count).Select(database.Process), [.. database.Flows, new Flow("unused", "", FlowKind.Waste, odd)]),
            Methods =
            [
                .. read.Methods,
                new ImpactMethod("own", [new ImpactCategory("a", "kg") { Name = "A" }, new ImpactCategory("b", "p")], [new MethodRow(1, "x", -0.5, odd) { Direction = ExchangeDirection.Input, Location = "CN" }, .. UncertainRows(odd)])
                {
                    Name = "Own method",
                    Synonyms = read.Methods[0].Synonyms.Add("Ξ", "x").Add("alpha", "x"),
                },
            ],
            Findings =
            [
                Diagnostic.Warning(FindingCode.Repaired, "Repaired.", "已修复。") with
                {
                    Where = new SourcePosition("flows.csv", 3, 4, "unit"), Found = "\"x\"", Expected = Wording.Same("y"), Next = new Wording("Nothing.", "无。"),
                },
                Diagnostic.Note(FindingCode.Summary, "Read.", "已读取。"),
            ],
            PublishedTotals = new PublishedTotals(["a", "b"], ["power"], [1.5, -2e-300]),
        };
    }

    private static MethodRow[] UncertainRows(Unit unit) =>
    [
        new(0, "y", 2, unit) { Uncertainty = Uncertainty.Lognormal(0.25).Truncated(null, 9).InGroup("y and z") },
        new(1, "y", 2, unit),
        new(0, "z", -3, unit) { Uncertainty = Uncertainty.Gamma(2, 0.5, 1).Times(-1).InGroup("y and z") },
        new(1, "z", 1, unit) { Uncertainty = Uncertainty.Array(UncertaintyKind.ArrayRandom, 1, -2.5, 4) },
        new(0, "v", 1, unit) { Uncertainty = Uncertainty.BetaPert(0, 5, 3) },
    ];

    // The mapping does not move, so the address of a span over it says how it is aligned.
    private static nint AddressOf(ReadOnlySpan<byte> span) => Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(span));

    private static string[] Files(string directory) => [.. Directory.GetFiles(directory).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static void AssertRefused(string directory, string file, string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => DatabaseStore.Open(directory));
        Assert.Equal(file == "database.sha256" ? "database.json" : file, refusal.Findings[0].Where!.File);
    }

    private static void OpenOrRefuse(string directory, StoreCheck check)
    {
        try
        {
            Assert.NotNull(DatabaseStore.Open(directory, check).Database);
        }
        catch (InputRefusedException refusal)
        {
            Assert.NotNull(refusal.Findings[0].Where);
        }
        catch (LimitExceededException limit)
        {
            Assert.NotNull(limit.Findings[0].Where);
        }
    }

    private static void WriteManifest(string directory, byte[] manifest)
    {
        File.WriteAllBytes(Path.Combine(directory, "database.json"), manifest);
        File.WriteAllText(Path.Combine(directory, "database.sha256"), $"{Convert.ToHexStringLower(SHA256.HashData(manifest))}  database.json\n");
    }

    private string Write(LciPackage package)
    {
        string directory = Path.Combine(_root, Path.GetRandomFileName());
        DatabaseStore.Write(package, directory);
        return directory;
    }
}
