using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Tests.Packaging;

public sealed class SourceOpenerTests
{
    private static readonly byte[] Hello = "hello"u8.ToArray();

    // SHA-256 of 'hello', FIPS 180-4.
    private const string HelloDigest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    [Fact]
    public void A_folder_and_its_archive_are_one_source()
    {
        using TempFolder folder = new();
        folder.Write("data/b/two.json", "two"u8);
        folder.Write("data/one.json", Hello);
        folder.Write("data/.hidden", "x"u8);
        folder.Write("data/__MACOSX/one.json", "x"u8);
        string archive = folder.Write("no-name-needed", ZipBuilder.Build(
            ZipItem.Text("one.json", "hello"), ZipItem.Text(".hidden", "x"), ZipItem.Text("__MACOSX/one.json", "x"), ZipItem.Text("b/two.json", "two")));

        foreach (string path in new[] { folder["data"], archive })
        {
            using SourceFiles source = SourceOpener.Open(path);
            Assert.Equal(["b/two.json", "one.json"], source.Paths);
            Assert.Null(source.TopFolder);
            Assert.Empty(source.Digests);
            Assert.Equal("he"u8.ToArray(), source.ReadHead("one.json", 2));
            Assert.Empty(source.Digests);
            Assert.Equal(Hello, source.ReadAll("one.json"));
            Assert.Equal(new SourceDigest("one.json", 5, HelloDigest), Assert.Single(source.Digests));
            Assert.True(source.Contains("b/two.json"));
            Assert.False(source.Contains("B/two.json"));
            InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => source.ReadAll("one.jsn"));
            Assert.Contains("Closest: 'one.json'", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_top_folder_is_passed_over_and_named()
    {
        using TempFolder folder = new();
        string archive = folder.Write("a.zip", ZipBuilder.Build(ZipItem.Text("export/a.json", "1"), ZipItem.Text("export/b/c.json", "2"), ZipItem.Text("__MACOSX/x", "3")));
        folder.Write("folder/export/a.json", "1"u8);
        folder.Write("folder/export/b/c.json", "2"u8);
        foreach (string path in new[] { archive, folder["folder"] })
        {
            using SourceFiles source = SourceOpener.Open(path);
            Assert.Equal("export", source.TopFolder);
            Assert.Equal(["a.json", "b/c.json"], source.Paths);
            Assert.Equal("2"u8.ToArray(), source.ReadAll("b/c.json"));
        }
    }

    [Theory]
    [InlineData("nothing there", null, FindingCode.UnknownName)]
    [InlineData("empty", "", FindingCode.SchemaInvalid)]
    [InlineData("text.zip", "not an archive", FindingCode.SchemaInvalid)]
    [InlineData("half.zip", "PK\u0003\u0004 and then nothing of the kind", FindingCode.Truncated)]
    public void What_is_neither_folder_nor_archive_is_refused(string name, string? content, FindingCode expected)
    {
        using TempFolder folder = new();
        string path = content is null ? folder[name] : folder.Write(name, Encoding.UTF8.GetBytes(content));
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => SourceOpener.Open(path));
        Assert.Equal(expected, Assert.Single(refusal.Findings).Code);
        Assert.Equal(RefusalKind.Input, refusal.Kind);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("a/..")]
    [InlineData("..")]
    [InlineData("..\\evil")]
    [InlineData("a\\..\\..\\evil")]
    [InlineData("/etc/passwd")]
    [InlineData("\\windows\\evil")]
    [InlineData("\\\\server\\share\\evil")]
    [InlineData("//server/share/evil")]
    [InlineData("C:/evil")]
    [InlineData("C:evil")]
    [InlineData("c:\\evil")]
    [InlineData("a.json:stream")]
    [InlineData("a.json::$DATA")]
    [InlineData("folder./a.json")]
    [InlineData("folder /a.json")]
    [InlineData("a.json.")]
    [InlineData("a.json ")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("")]
    [InlineData("__MACOSX/../../evil")]
    public void Names_that_leave_the_source_or_change_on_some_system_are_refused(string name)
    {
        Diagnostic finding = Refused(ZipItem.Text("good.json", "1"), ZipItem.Text(name, "2"));
        Assert.Equal(FindingCode.Unsafe, finding.Code);
        Assert.Equal(name, finding.Found);
    }

    [Fact]
    public void Harmless_names_are_kept_and_backslashes_become_slashes()
    {
        using TempFolder folder = new();
        using SourceFiles source = Open(folder, ZipItem.Text("./b\\c..d.json", "1"), ZipItem.Text("数据/钢.json", "2"), new ZipItem("empty/", []), ZipItem.Text("x y/...z", "3"), ZipItem.Text("inner.zip", "PK"));
        Assert.Equal(["b/c..d.json", "inner.zip", "数据/钢.json"], source.Paths);
    }

    [Theory]
    [InlineData("a.json", "A.JSON", true)]
    [InlineData("é.json", "É.json", true)]
    [InlineData("\u00e9.json", "e\u0301.json", true)]
    [InlineData("\u1ebf", "\u00ea\u0301", true)]
    [InlineData("\uac00", "\u1100\u1161", true)]
    [InlineData("\u212b", "\u00c5", true)]
    [InlineData("mu\u0308ller", "mo\u0308ller", false)]
    [InlineData("müller", "möller", false)]
    [InlineData("钢", "铁", false)]
    [InlineData("a/b", "a/c", false)]
    public void Names_that_differ_by_case_or_normal_form_only_are_refused(string first, string second, bool isRefused)
    {
        ZipItem[] items = [ZipItem.Text(first, "1"), ZipItem.Text(second, "2")];
        if (isRefused)
        {
            Diagnostic finding = Refused(items);
            Assert.Equal(FindingCode.Unsafe, finding.Code);
            Assert.Contains(first, finding.What.En, StringComparison.Ordinal);
        }
        else
        {
            using TempFolder folder = new();
            using SourceFiles source = Open(folder, items);
            Assert.Equal(2, source.Paths.Count);
        }
    }

    [Theory]
    [InlineData(0xA1FFu, FindingCode.Unsafe)] // symbolic link
    [InlineData(0x1180u, FindingCode.Unsafe)] // pipe
    [InlineData(0x6180u, FindingCode.Unsafe)] // block device
    public void Entries_that_are_no_files_are_refused(uint mode, FindingCode expected) =>
        Assert.Equal(expected, Refused(ZipItem.Text("link", "/etc/passwd") with { Attributes = mode << 16 }).Code);

    [Theory]
    [InlineData(1, 8, "encrypted")]
    [InlineData(1 << 6, 8, "encrypted")]
    [InlineData(1 << 13, 8, "encrypted")]
    [InlineData(0, 99, "encrypted")]
    [InlineData(0, 9, "method 9")]
    [InlineData(0, 14, "method 14")]
    public void Encrypted_and_unusual_entries_are_refused_by_name(ushort flags, ushort method, string what)
    {
        Diagnostic finding = Refused(ZipItem.Text("secret.json", "1") with { Flags = flags, Method = method });
        Assert.Equal(FindingCode.NotSupported, finding.Code);
        Assert.Contains("secret.json", finding.What.En, StringComparison.Ordinal);
        Assert.Contains(what, finding.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_entries_are_refused()
    {
        // The content of 'outer' is itself an entry, and the directory lists it a second time.
        List<byte> inner = [];
        ZipBuilder.Local(inner, ZipItem.Text("inner", "x") with { Method = 0 }, "x"u8.ToArray(), Crc32.Of("x"u8));
        ZipItem outer = new("outer", [.. inner]) { Method = 0 };
        ZipItem again = ZipItem.Text("inner", "x") with { Method = 0, IsListedOnly = true, ClaimedOffset = 30 + 5 };
        Diagnostic finding = Refused(outer, again);
        Assert.Equal(FindingCode.Unsafe, finding.Code);
        Assert.Contains("overlap", finding.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_disagrees_with_its_entries_is_refused()
    {
        Assert.Equal(FindingCode.SchemaInvalid, Refused(ZipItem.Text("shown", "1") with { LocalName = "other" }).Code);
        Assert.Equal(FindingCode.SchemaInvalid, Refused(ZipItem.Text("a", "1") with { ClaimedOffset = 7 }).Code);
        Assert.Equal(FindingCode.SchemaInvalid, Refused(ZipItem.Text("a", "1") with { ClaimedOffset = uint.MaxValue - 1 }).Code);
        Assert.Equal(FindingCode.SchemaInvalid, Refused(ZipItem.Text("a", "1") with { ClaimedStored = 1000 }).Code);
        Assert.Equal(FindingCode.SchemaInvalid, Refused(ZipItem.Text("a", "1") with { IsZip64 = true, ClaimedStored = long.MaxValue }).Code);
    }

    [Fact]
    public void Sizes_of_64_bits_are_read()
    {
        using TempFolder folder = new();
        using SourceFiles source = Open(folder, ZipItem.Text("a", "hello") with { IsZip64 = true });
        Assert.Equal(Hello, source.ReadAll("a"));
    }

    [Fact]
    public void Expansion_is_counted_and_not_believed()
    {
        byte[] zeros = new byte[2 << 20];
        AssertLimit(new ZipItem("bomb", zeros), SourceLimits.Default);
        AssertLimit(new ZipItem("large", new byte[1000]) { Method = 0 }, new SourceLimits { EntryBytes = 999 });
        AssertRefused(new ZipItem("more than claimed", zeros) { ClaimedLength = 100 }, FindingCode.SchemaInvalid);
        AssertRefused(new ZipItem("less than claimed", Hello) { ClaimedLength = 100 }, FindingCode.Truncated);
        AssertRefused(new ZipItem("stored otherwise", Hello) { Method = 0, ClaimedLength = 100 }, FindingCode.SchemaInvalid);
        AssertRefused(new ZipItem("checksum", Hello) { Crc = 1 }, FindingCode.SchemaInvalid);

        static void AssertLimit(ZipItem item, SourceLimits limits)
        {
            using TempFolder folder = new();
            using SourceFiles source = SourceOpener.Open(folder.Write("a.zip", ZipBuilder.Build(item)), limits);
            LimitExceededException refusal = Assert.Throws<LimitExceededException>(() => source.ReadAll(item.Name));
            Assert.Equal(RefusalKind.Resource, refusal.Kind);
            Assert.Empty(source.Digests);
        }

        static void AssertRefused(ZipItem item, FindingCode expected)
        {
            using TempFolder folder = new();
            using SourceFiles source = Open(folder, item);
            Assert.Equal(expected, Assert.Single(Assert.Throws<InputRefusedException>(() => source.ReadAll(item.Name)).Findings).Code);
            Assert.Empty(source.Digests);
        }
    }

    [Fact]
    public void Numbers_and_totals_are_limited_in_folders_and_archives()
    {
        using TempFolder folder = new();
        folder.Write("data/a", Hello);
        folder.Write("data/b", Hello);
        string archive = folder.Write("a.zip", ZipBuilder.Build(ZipItem.Text("a", "hello"), ZipItem.Text("b", "hello")));
        foreach (string path in new[] { folder["data"], archive })
        {
            Assert.Throws<LimitExceededException>(() => SourceOpener.Open(path, new SourceLimits { Entries = 1 }));
            using SourceFiles source = SourceOpener.Open(path, new SourceLimits { TotalBytes = 9 });
            Assert.Equal(Hello, source.ReadAll("a"));
            Assert.Equal(Hello, source.ReadAll("a"));
            Assert.Throws<LimitExceededException>(() => source.ReadAll("b"));
        }
    }

    [Fact]
    public void An_archive_cut_anywhere_is_refused()
    {
        byte[] whole = ZipBuilder.Build(ZipItem.Text("a.json", "{\"a\": 1}"), ZipItem.Text("b/c.json", new string('x', 300)));
        using TempFolder folder = new();
        for (int length = 0; length < whole.Length; length++)
        {
            string path = folder.Write("cut.zip", whole.AsSpan(0, length));
            InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => SourceOpener.Open(path));
            Assert.Equal(length < 4 ? FindingCode.SchemaInvalid : FindingCode.Truncated, Assert.Single(refusal.Findings).Code);
        }
    }

    [Fact]
    public void A_changed_byte_is_refused_or_changes_no_content()
    {
        Dictionary<string, string> content = new(StringComparer.Ordinal) { ["a.json"] = "{\"a\": 1}", ["b/c.json"] = string.Concat(Enumerable.Range(0, 40)) };
        byte[] whole = ZipBuilder.Build(content.Select(c => ZipItem.Text(c.Key, c.Value)));
        using TempFolder folder = new();
        int refused = 0;
        foreach (byte mask in new byte[] { 0x01, 0x80, 0xFF })
        {
            for (int i = 0; i < whole.Length; i++)
            {
                byte[] changed = [.. whole];
                changed[i] ^= mask;
                string path = folder.Write("changed.zip", changed);
                try
                {
                    using SourceFiles source = SourceOpener.Open(path);
                    foreach (string file in source.Paths)
                    {
                        string read = Encoding.UTF8.GetString(source.ReadAll(file));
                        Assert.Contains(read, content.Values);
                    }
                }
                catch (RefusalException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, whole.Length, 3 * whole.Length);
    }

    [UnixFact]
    public void Links_that_leave_a_folder_are_refused()
    {
        using TempFolder folder = new();
        folder.Write("outside/secret.json", Hello);
        foreach ((string link, string target) in new[] { ("file.json", folder["outside/secret.json"]), ("relative.json", "../outside/secret.json"), ("folder", folder["outside"]), ("gone.json", "nowhere.json"), ("circle", "circle") })
        {
            string data = folder[$"data-{link}"];
            Directory.CreateDirectory(data);
            File.CreateSymbolicLink(Path.Combine(data, link), target);
            Diagnostic finding = Assert.Single(Assert.Throws<InputRefusedException>(() => SourceOpener.Open(data)).Findings);
            Assert.Contains(finding.Code, new[] { FindingCode.Unsafe, FindingCode.UnknownName });
        }
    }

    [UnixFact]
    public void A_link_through_a_hidden_link_is_followed_to_its_end()
    {
        using TempFolder folder = new();
        folder.Write("outside/secret.json", Hello);
        folder.Write("data/real.json", Hello);
        File.CreateSymbolicLink(folder["data/.way-out"], folder["outside"]);
        File.CreateSymbolicLink(folder["data/innocent.json"], ".way-out/secret.json");
        Assert.Equal(FindingCode.Unsafe, Assert.Single(Assert.Throws<InputRefusedException>(() => SourceOpener.Open(folder["data"])).Findings).Code);
    }

    [UnixFact]
    public void A_link_inside_a_folder_is_a_file_and_a_linked_folder_is_not_followed()
    {
        using TempFolder folder = new();
        folder.Write("data/real.json", Hello);
        folder.Write("data/sub/x.json", "x"u8);
        File.CreateSymbolicLink(folder["data/alias.json"], "real.json");
        Directory.CreateSymbolicLink(folder["data/sub/up"], "..");
        File.CreateSymbolicLink(folder["link-to-data"], folder["data"]);
        using SourceFiles source = SourceOpener.Open(folder["link-to-data"]);
        Assert.Equal(["alias.json", "real.json", "sub/x.json"], source.Paths);
        Assert.Equal(Hello, source.ReadAll("alias.json"));
    }

    [Fact]
    public void The_checksum_is_that_of_zip()
    {
        // The check value of CRC-32/ISO-HDLC.
        Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));
        Assert.Equal(0u, Crc32.Of([]));
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 7))];
        for (int length = 0; length <= bytes.Length; length++) Assert.Equal(BitByBit(bytes.AsSpan(0, length)), Crc32.Of(bytes.AsSpan(0, length)));
    }

    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    private static SourceFiles Open(TempFolder folder, params ZipItem[] items) => SourceOpener.Open(folder.Write("a.zip", ZipBuilder.Build(items)));

    private static Diagnostic Refused(params ZipItem[] items)
    {
        using TempFolder folder = new();
        return Assert.Single(Assert.Throws<InputRefusedException>(() => Open(folder, items)).Findings);
    }
}
