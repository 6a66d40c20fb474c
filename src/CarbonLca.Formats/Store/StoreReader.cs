using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Numerics.Memory;
using CarbonLca.Quantities;

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
        Unit[] units = Units();
        StoreTable starts = _tables[StoreLayout.Starts];
        StoreTable exchanges = _tables[StoreLayout.Exchanges];
        ExchangeTable table = new(
            _tables[StoreLayout.Flows].Rows, starts.Int32("exchange"), exchanges.Int32("flow"), exchanges.View<byte>("flags"), exchanges.Float64("amount"), exchanges.Int32("provider"),
            exchanges.View<byte>("distribution"), exchanges.Float64("scale"), exchanges.Float64("minimum"), exchanges.Float64("maximum"), Details());
        StoredRows rows = new(_tables, units, table);
        LciDatabase database = new(manifest.Name, manifest.Version, rows, table, check >= StoreCheck.Files ? manifest.Digest : null);
        if (check >= StoreCheck.Content && database.ComputeDigest() is var digest && digest != manifest.Digest)
            throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"its content has the digest {digest}, and it claims {manifest.Digest}", $"其内容的摘要为 {digest}，而声明为 {manifest.Digest}", "digest");
        return new LciPackage
        {
            Format = manifest.SourceFormat,
            Database = database,
            Methods = Methods(units),
            Counts = [.. manifest.Counts.Select(c => new ImportCount(c.Key, new Wording(c.En, c.Zh), c.Value))],
            Findings = Findings(),
            Sources = [.. manifest.Sources.Select(s => new SourceDigest(s.Path, s.Length, s.Sha256))],
            PublishedTotals = Totals(),
        };
    }

    private UncertaintyDetails Details()
    {
        StoreTable table = _tables[StoreLayout.Distributions];
        return new UncertaintyDetails(
            table.Int32("exchange"), table.Float64("shape"), table.View<byte>("flags"), table.Int32("group"), _tables[StoreLayout.DistributionStarts].Int32("value"),
            _tables[StoreLayout.DistributionValues].Float64("value"), [.. _tables[StoreLayout.DistributionGroups].Text("name")]);
    }

    private Unit[] Units()
    {
        StoreTable table = _tables[StoreLayout.Units];
        string[] symbols = table.Text("symbol");
        string[] factors = table.Text("factor");
        Dimension[] dimensions = new Dimension[table.Rows];
        Array.Fill(dimensions, Dimension.None);
        StoreTable parts = _tables[StoreLayout.UnitDimensions];
        ReadOnlySpan<int> unit = parts.Indices("unit", table.Rows, StoreLayout.Units).Span;
        string[] bases = parts.Text("base");
        ReadOnlySpan<int> exponents = parts.Int32("exponent").Span;
        for (int i = 0; i < unit.Length; i++) dimensions[unit[i]] = dimensions[unit[i]].Times(Dimension.Base(bases[i]).Power(exponents[i]));
        Unit[] units = new Unit[table.Rows];
        for (int i = 0; i < units.Length; i++)
        {
            if (!decimal.TryParse(factors[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal factor)) throw table.Fault("factor", $"the factor of unit '{symbols[i]}' is '{factors[i]}', no decimal number", $"单位 '{symbols[i]}' 的系数 '{factors[i]}' 不是十进制数");
            units[i] = new Unit(symbols[i], dimensions[i], factor);
        }

        return units;
    }

    private ImmutableArray<ImpactMethod> Methods(Unit[] units)
    {
        StoreTable table = _tables[StoreLayout.Methods];
        string[] id = table.Text("id");
        string[] name = table.Text("name");
        string[] digest = table.Text("digest");
        StoreTable categoryTable = _tables[StoreLayout.Categories];
        ReadOnlyMemory<int> categoryMethod = categoryTable.Indices("method", table.Rows, StoreLayout.Methods);
        string[] code = categoryTable.Text("code");
        string[] unit = categoryTable.Text("unit");
        string[] categoryName = categoryTable.Text("name");
        ILookup<int, ImpactCategory> categories = Enumerable.Range(0, code.Length).ToLookup(i => categoryMethod.Span[i], i => new ImpactCategory(code[i], unit[i]) { Name = categoryName[i] });
        ILookup<int, MethodRow> rows = RowsByMethod(table.Rows, units);
        StoreTable synonymTable = _tables[StoreLayout.Synonyms];
        ReadOnlyMemory<int> synonymMethod = synonymTable.Indices("method", table.Rows, StoreLayout.Methods);
        string[] synonym = synonymTable.Text("synonym");
        string[] flow = synonymTable.Text("flow");
        ILookup<int, KeyValuePair<string, string>> synonyms = Enumerable.Range(0, synonym.Length).ToLookup(i => synonymMethod.Span[i], i => KeyValuePair.Create(synonym[i], flow[i]));
        return
        [
            .. Enumerable.Range(0, table.Rows).Select(m => new ImpactMethod(id[m], [.. categories[m]], [.. rows[m]])
            {
                Name = name[m],
                Digest = digest[m],
                Synonyms = synonyms[m].ToImmutableDictionary(StringComparer.OrdinalIgnoreCase),
            }),
        ];
    }

    private ILookup<int, MethodRow> RowsByMethod(int methodCount, Unit[] units)
    {
        StoreTable table = _tables[StoreLayout.Factors];
        ReadOnlyMemory<int> method = table.Indices("method", methodCount, StoreLayout.Methods);
        ReadOnlyMemory<int> category = table.Int32("category");
        string[] flow = table.Text("flow");
        ReadOnlyMemory<double> factor = table.Float64("factor");
        ReadOnlyMemory<int> unit = table.Indices("unit", units.Length, StoreLayout.Units);
        string?[] cas = table.OptionalText("cas");
        string?[] compartment = table.OptionalText("compartment");
        string?[] location = table.OptionalText("location");
        int?[] direction = table.OptionalInt32("direction");
        string[] source = table.RequiredWords("source");
        string[] confidence = table.RequiredWords("confidence");
        string?[] file = table.OptionalText("file");
        int?[] line = table.OptionalInt32("line");
        int?[] column = table.OptionalInt32("column");
        string?[] path = table.OptionalText("path");
        Dictionary<int, Uncertainty> uncertainties = FactorDistributions.Read(_tables);
        for (int i = 0; i < direction.Length; i++)
            if (direction[i] is { } d && d is < 0 or > (int)ExchangeDirection.Output) throw table.Fault("direction", $"row {i} holds the value {d}", $"第 {i} 行的值为 {d}");
        return Enumerable.Range(0, method.Length).ToLookup(i => method.Span[i], i => new MethodRow(category.Span[i], flow[i], factor.Span[i], units[unit.Span[i]])
        {
            Cas = cas[i],
            Compartment = compartment[i],
            Location = location[i],
            Direction = (ExchangeDirection?)direction[i],
            Uncertainty = uncertainties.GetValueOrDefault(i),
            Source = source[i],
            Confidence = confidence[i],
            Position = file[i] is { } f ? new SourcePosition(f, line[i], column[i], path[i]) : null,
        });
    }

    private PublishedTotals? Totals()
    {
        if (!_tables.TryGetValue(StoreLayout.Totals, out StoreTable? table)) return null;
        string[] categories = _tables[StoreLayout.TotalCategories].Text("code");
        string[] processes = _tables[StoreLayout.TotalProcesses].Text("id");
        double[] values = table.Float64("value").ToArray();
        if (values.LongLength != categories.LongLength * processes.LongLength) throw table.Fault("value", $"it has {values.Length} values; expected {categories.LongLength * processes.LongLength}", $"有 {values.Length} 个值，应为 {categories.LongLength * processes.LongLength}");
        return Array.TrueForAll(values, double.IsFinite)
            ? new PublishedTotals([.. categories], [.. processes], [.. values])
            : throw table.Fault("value", "it holds numbers that are not finite", "含有非有限的数值");
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
