using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Model;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Formats.Store;

/// <summary>Maps the files of a stored database; every length, offset, index and text is checked before it is used.</summary>
/// <remarks>
/// The mappings belong to the database that is made of them and last as long as the process: nobody can know when the last span over
/// them is gone. They are given back when opening fails.
/// </remarks>
internal sealed class StoreReader(string directory, StoreCheck check)
{
    private const long LargestManifest = 256L << 20;

    private readonly Dictionary<string, MappedMemory> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoreTable> _tables = new(StringComparer.Ordinal);

    public LciPackage Read()
    {
        StoreManifest manifest = ReadManifest();
        try
        {
            OpenFiles(manifest);
            ReadTables();
            return Build(manifest);
        }
        catch (Exception fault)
        {
            foreach (MappedMemory file in _files.Values) file.Dispose();

            // The model's own constructors check what columns mean together, and name what is wrong.
            if (fault is ArgumentException) throw StoreFaults.Invalid(StoreLayout.ManifestFile, fault.Message, fault.Message);
            throw;
        }
    }

    private StoreManifest ReadManifest()
    {
        FileInfo info = new(Path.Combine(directory, StoreLayout.ManifestFile));
        if (!info.Exists) throw StoreFaults.NoDatabase(directory);
        if (info.Length > LargestManifest) throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"it has {info.Length} bytes, more than {LargestManifest}", $"长 {info.Length} 字节，超过 {LargestManifest}");
        byte[] bytes = File.ReadAllBytes(info.FullName);
        FileInfo sum = new(Path.Combine(directory, StoreLayout.ChecksumFile));
        if (!sum.Exists) throw new InputRefusedException(StoreFaults.Missing(StoreLayout.ChecksumFile));
        string expected = $"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  {StoreLayout.ManifestFile}\n";
        if (sum.Length != expected.Length || Encoding.Latin1.GetString(File.ReadAllBytes(sum.FullName)) != expected)
            throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"its SHA-256 is not the one in '{StoreLayout.ChecksumFile}'", $"其 SHA-256 与 '{StoreLayout.ChecksumFile}' 中的不符");

        if (FormatOf(bytes) is var format && format == StoreLayout.Format) return Parse(bytes);
        throw new InputRefusedException(Diagnostic.Error(
            FindingCode.NotSupported,
            $"'{directory}' has a format that this version does not read.",
            $"本版本无法读取 '{directory}' 的格式。") with
        {
            Where = new SourcePosition(StoreLayout.ManifestFile, Path: "format"),
            Found = format,
            Expected = Wording.Same(StoreLayout.Format),
            Next = StoreFaults.ImportAgain,
        });
    }

    private static string? FormatOf(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("format", out JsonElement format) && format.ValueKind == JsonValueKind.String
                ? format.GetString()
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"it is not the JSON of a database ({fault.Message})", $"不是数据库的 JSON（{fault.Message}）");
        }
    }

    private static StoreManifest Parse(byte[] bytes)
    {
        try
        {
            if (JsonSerializer.Deserialize(bytes, StoreJson.Default.StoreManifest) is not { } manifest) throw StoreFaults.Invalid(StoreLayout.ManifestFile, "it is empty", "为空");
            bool isWhole = manifest.Files.All(f => f is not null) && manifest.Counts.All(c => c is not null) && manifest.Sources.All(s => s is not null);
            return isWhole ? manifest : throw StoreFaults.Invalid(StoreLayout.ManifestFile, "a list in it has an empty entry", "其中的列表含空项");
        }
        catch (JsonException fault)
        {
            throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"it is not the JSON of a database ({fault.Message})", $"不是数据库的 JSON（{fault.Message}）", fault.Path);
        }
    }

    private void OpenFiles(StoreManifest manifest)
    {
        List<Diagnostic> faults = [];
        foreach (StoreFile file in manifest.Files)
        {
            if (!StoreLayout.FileNames.Contains(file.Name) || _files.ContainsKey(file.Name)) throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"it lists the file '{file.Name}', which is unknown or listed twice", $"其中的文件 '{file.Name}' 未知或重复", "files");
            string path = Path.Combine(directory, file.Name);
            if (!File.Exists(path))
            {
                faults.Add(StoreFaults.Missing(file.Name));
                continue;
            }

            MappedMemory mapped = MappedMemory.Open(path);
            _files.Add(file.Name, mapped);
            if (mapped.Length != file.Length)
                faults.Add(StoreFaults.WrongLength(file.Name, mapped.Length, file.Length));
            else if (check >= StoreCheck.Files && StoreSums.Sum(mapped) is var sum && sum != file.Sum)
                faults.Add(StoreFaults.WrongDigest(file.Name, "checksum", sum, file.Sum));
            else if (check >= StoreCheck.Content && StoreSums.Sha256(mapped) is var digest && digest != file.Sha256)
                faults.Add(StoreFaults.WrongDigest(file.Name, "SHA-256", digest, file.Sha256));
        }

        if (faults.Count > 0) throw new InputRefusedException(faults);
    }

    private void ReadTables()
    {
        foreach (string name in StoreLayout.Tables(Has(StoreLayout.FactorDistributions), Has(StoreLayout.Totals)))
        {
            string file = StoreLayout.FileOf(name);
            if (!_files.TryGetValue(file, out MappedMemory? mapped)) throw new InputRefusedException(StoreFaults.Missing(file));
            ColumnBatches content = ArrowReader.Read(mapped, file);
            if (content.Schema.Metadata.Find(StoreLayout.SchemaKey) is var schema && schema != StoreLayout.SchemaOf(name))
                throw StoreFaults.Invalid(file, $"its schema is '{schema}'; expected '{StoreLayout.SchemaOf(name)}'", $"其模式为 '{schema}'，应为 '{StoreLayout.SchemaOf(name)}'", name);
            if (content.Batches.Count != 1) throw StoreFaults.Invalid(file, $"it has {content.Batches.Count} batches; expected 1", $"有 {content.Batches.Count} 个批次，应为 1", name);
            _tables.Add(name, new StoreTable(name, content.Batches[0]));
        }

        if (!_files.ContainsKey(StoreLayout.FindingsFile)) throw new InputRefusedException(StoreFaults.Missing(StoreLayout.FindingsFile));
    }

    private bool Has(string table) => _files.ContainsKey(StoreLayout.FileOf(table));

    private LciPackage Build(StoreManifest manifest)
    {
        StoreAssembly assembly = new(_tables);
        LciDatabase database = assembly.Database(manifest.Name, manifest.Version, check >= StoreCheck.Files ? manifest.Digest : null);
        if (check >= StoreCheck.Content && database.ComputeDigest() is var digest && digest != manifest.Digest)
            throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"its content has the digest {digest}, and it claims {manifest.Digest}", $"其内容的摘要为 {digest}，而声明为 {manifest.Digest}", "digest");
        return new LciPackage
        {
            Format = manifest.SourceFormat,
            Database = database,
            Methods = assembly.Methods(),
            Counts = [.. manifest.Counts.Select(c => new ImportCount(c.Key, new Wording(c.En, c.Zh), c.Value))],
            Findings = Findings(),
            Sources = [.. manifest.Sources.Select(s => new SourceDigest(s.Path, s.Length, s.Sha256))],
            PublishedTotals = assembly.Totals(),
        };
    }

    private ReadOnlySpan<byte> BytesOf(string file) => _files[file] is { Length: <= int.MaxValue } mapped
        ? mapped.Slice(0, (int)mapped.Length).Span
        : throw StoreFaults.Invalid(file, "it has more than 2 GiB", "超过 2 GiB");

    private ImmutableArray<Diagnostic> Findings()
    {
        try
        {
            StoreFinding[] stored = JsonSerializer.Deserialize(BytesOf(StoreLayout.FindingsFile), StoreJson.Default.StoreFindingArray)
                ?? throw StoreFaults.Invalid(StoreLayout.FindingsFile, "it is empty", "为空");
            return [.. stored.Select(Finding)];
        }
        catch (JsonException fault)
        {
            throw StoreFaults.Invalid(StoreLayout.FindingsFile, $"it is not a list of findings ({fault.Message})", $"不是发现列表（{fault.Message}）", fault.Path);
        }
    }

    private static Diagnostic Finding(StoreFinding? stored)
    {
        if (stored is null || !Enum.TryParse(stored.Severity, out Severity severity) || !Enum.IsDefined(severity) || !Enum.TryParse(stored.Code, out FindingCode code) || !Enum.IsDefined(code))
            throw StoreFaults.Invalid(StoreLayout.FindingsFile, $"a finding has the severity '{stored?.Severity}' and the code '{stored?.Code}'", $"一条发现的严重度为 '{stored?.Severity}'，代码为 '{stored?.Code}'");
        return new Diagnostic(severity, code, Text(stored.What))
        {
            Where = stored.Where is { } w ? new SourcePosition(w.File, w.Line, w.Column, w.Path) : null,
            Found = stored.Found,
            Expected = stored.Expected is { } e ? Text(e) : null,
            Next = stored.Next is { } n ? Text(n) : null,
        };
    }

    private static Wording Text(StoreWording wording) => new(wording.En, wording.Zh);
}
