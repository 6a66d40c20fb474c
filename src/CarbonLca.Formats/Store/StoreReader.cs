using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Store;

/// <summary>Reads the files of a stored database; every length, offset, index and text is checked before it is used.</summary>
internal sealed class StoreReader(string directory, StoreCheck check)
{
    private const long LargestManifest = 256L << 20;

    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TableFile> _tables = new(StringComparer.Ordinal);

    public LciPackage Read()
    {
        StoreManifest manifest = ReadManifest();
        ReadFiles(manifest);
        ReadTables(manifest);
        try
        {
            return Build(manifest);
        }
        catch (ArgumentException fault)
        {
            // The model's own constructors check what columns mean together, and name what is wrong.
            throw StoreFaults.Invalid(StoreLayout.ManifestFile, fault.Message, fault.Message);
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

        StoreManifest manifest = Parse(bytes);
        if (manifest.Format == StoreLayout.Format) return manifest;
        throw new InputRefusedException(Diagnostic.Error(
            FindingCode.NotSupported,
            $"'{directory}' has a format that this version does not read.",
            $"本版本无法读取 '{directory}' 的格式。") with
        {
            Where = new SourcePosition(StoreLayout.ManifestFile, Path: "format"),
            Found = manifest.Format,
            Expected = Wording.Same(StoreLayout.Format),
            Next = StoreFaults.ImportAgain,
        });
    }

    private static StoreManifest Parse(byte[] bytes)
    {
        try
        {
            if (JsonSerializer.Deserialize(bytes, StoreJson.Default.StoreManifest) is not { } manifest) throw StoreFaults.Invalid(StoreLayout.ManifestFile, "it is empty", "为空");
            bool isWhole = manifest.Files.All(f => f is not null) && manifest.Counts.All(c => c is not null) && manifest.Sources.All(s => s is not null)
                && manifest.Tables.All(t => t?.Columns.All(c => c is not null) == true);
            return isWhole ? manifest : throw StoreFaults.Invalid(StoreLayout.ManifestFile, "a list in it has an empty entry", "其中的列表含空项");
        }
        catch (JsonException fault)
        {
            throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"it is not the JSON of a database ({fault.Message})", $"不是数据库的 JSON（{fault.Message}）", fault.Path);
        }
    }

    private void ReadFiles(StoreManifest manifest)
    {
        List<Diagnostic> faults = [];
        foreach (StoreFile file in manifest.Files)
        {
            if (!StoreLayout.FileNames.Contains(file.Name) || _contents.ContainsKey(file.Name)) throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"it lists the file '{file.Name}', which is unknown or listed twice", $"其中的文件 '{file.Name}' 未知或重复", "files");
            FileInfo info = new(Path.Combine(directory, file.Name));
            if (!info.Exists)
            {
                faults.Add(StoreFaults.Missing(file.Name));
                continue;
            }

            if (info.Length != file.Length || info.Length > Array.MaxLength)
            {
                faults.Add(StoreFaults.WrongLength(file.Name, info.Length, file.Length));
                continue;
            }

            byte[] bytes = File.ReadAllBytes(info.FullName);
            if (check >= StoreCheck.Files && Convert.ToHexStringLower(SHA256.HashData(bytes)) is var digest && digest != file.Sha256) faults.Add(StoreFaults.WrongDigest(file.Name, digest, file.Sha256));
            _contents.Add(file.Name, bytes);
        }

        if (faults.Count > 0) throw new InputRefusedException(faults);
    }

    private void ReadTables(StoreManifest manifest)
    {
        foreach (StoreTable table in manifest.Tables)
        {
            if (table.File != StoreLayout.FileOf(table.Name) || !_contents.TryGetValue(table.File, out byte[]? bytes) || !_tables.TryAdd(table.Name, new TableFile(table, bytes)))
                throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"its table '{table.Name}' in '{table.File}' is unknown or described twice", $"其中的表 '{table.Name}'（'{table.File}'）未知或重复", "tables");
        }

        foreach (string name in StoreLayout.Tables(hasTotals: _tables.ContainsKey(StoreLayout.Totals)))
            if (!_tables.ContainsKey(name)) throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"the table '{name}' is missing", $"缺少表 '{name}'", "tables");
        if (!_contents.ContainsKey(StoreLayout.FindingsFile)) throw new InputRefusedException(StoreFaults.Missing(StoreLayout.FindingsFile));
    }

    private LciPackage Build(StoreManifest manifest)
    {
        Unit[] units = Units();
        ImmutableArray<Flow> flows = Flows(units);
        TableFile starts = _tables[StoreLayout.Starts];
        TableFile exchanges = _tables[StoreLayout.Exchanges];
        ExchangeTable table = new(
            flows.Length, starts.Int32("exchange"), exchanges.Int32("flow"), exchanges.UInt8("flags"), exchanges.Float64("amount"), exchanges.Int32("provider"),
            exchanges.UInt8("distribution"), exchanges.Float64("scale"), exchanges.Float64("minimum"), exchanges.Float64("maximum"), Details());
        LciDatabase database = new(manifest.Name, manifest.Version, flows, Processes(flows.Length, table), table);
        if (check >= StoreCheck.Content && database.Digest != manifest.Digest)
            throw StoreFaults.Invalid(StoreLayout.ManifestFile, $"its content has the digest {database.Digest}, and it claims {manifest.Digest}", $"其内容的摘要为 {database.Digest}，而声明为 {manifest.Digest}", "digest");
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
        TableFile table = _tables[StoreLayout.Distributions];
        return new UncertaintyDetails(
            table.Int32("exchange"), table.Float64("shape"), table.UInt8("flags"), table.Int32("group"), _tables[StoreLayout.DistributionStarts].Int32("value"),
            _tables[StoreLayout.DistributionValues].Float64("value"), [.. _tables[StoreLayout.DistributionGroups].Text("name")]);
    }

    private Unit[] Units()
    {
        TableFile table = _tables[StoreLayout.Units];
        string[] symbols = table.Text("symbol");
        string[] factors = table.Text("factor");
        Dimension[] dimensions = new Dimension[table.Rows];
        Array.Fill(dimensions, Dimension.None);
        TableFile parts = _tables[StoreLayout.UnitDimensions];
        int[] unit = parts.Indices("unit", table.Rows, StoreLayout.Units);
        string[] bases = parts.Text("base");
        int[] exponents = parts.Int32("exponent");
        for (int i = 0; i < unit.Length; i++) dimensions[unit[i]] = dimensions[unit[i]].Times(Dimension.Base(bases[i]).Power(exponents[i]));
        Unit[] units = new Unit[table.Rows];
        for (int i = 0; i < units.Length; i++)
        {
            if (!decimal.TryParse(factors[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal factor)) throw table.Fault("factor", $"the factor of unit '{symbols[i]}' is '{factors[i]}', no decimal number", $"单位 '{symbols[i]}' 的系数 '{factors[i]}' 不是十进制数");
            units[i] = new Unit(symbols[i], dimensions[i], factor);
        }

        return units;
    }

    private ImmutableArray<Flow> Flows(Unit[] units)
    {
        TableFile table = _tables[StoreLayout.Flows];
        TableFile propertyTable = _tables[StoreLayout.Properties];
        ILookup<int, FlowProperty> properties = PropertiesByFlow(propertyTable, table.Rows, units);
        string[] id = table.Text("id");
        string[] name = table.Text("name");
        string?[] nameZh = table.OptionalText("name_zh");
        byte[] kind = table.Words("kind", 3);
        int[] unit = table.Indices("unit", units.Length, StoreLayout.Units);
        string?[] compartment = table.OptionalText("compartment");
        string?[] cas = table.OptionalText("cas");
        string?[] location = table.OptionalText("location");
        ImmutableArray<Flow>.Builder flows = ImmutableArray.CreateBuilder<Flow>(table.Rows);
        for (int i = 0; i < table.Rows; i++)
        {
            flows.Add(new Flow(id[i], name[i], (FlowKind)kind[i], units[unit[i]])
            {
                NameZh = nameZh[i],
                Compartment = compartment[i],
                Cas = cas[i],
                Location = location[i],
                Properties = [.. properties[i]],
            });
        }

        return flows.MoveToImmutable();
    }

    private static ILookup<int, FlowProperty> PropertiesByFlow(TableFile table, int flowCount, Unit[] units)
    {
        int[] flow = table.Indices("flow", flowCount, StoreLayout.Flows);
        string[] name = table.Text("name");
        double[] amount = table.Float64("amount");
        int[] unit = table.Indices("unit", units.Length, StoreLayout.Units);
        for (int i = 0; i < amount.Length; i++)
            if (!(amount[i] > 0 && double.IsFinite(amount[i]))) throw table.Fault("amount", $"the property '{name[i]}' has the amount {amount[i]}", $"属性 '{name[i]}' 的数量为 {amount[i]}");
        return Enumerable.Range(0, flow.Length).ToLookup(i => flow[i], i => new FlowProperty(name[i], amount[i], units[unit[i]]));
    }

    private ImmutableArray<ProcessRow> Processes(int flowCount, ExchangeTable exchanges)
    {
        TableFile table = _tables[StoreLayout.Processes];
        if (exchanges.ProcessCount != table.Rows) throw table.Fault(null, $"it has {table.Rows} processes, and the exchanges belong to {exchanges.ProcessCount}", $"有 {table.Rows} 个过程，而交换属于 {exchanges.ProcessCount} 个过程");
        ILookup<int, AllocationFactor> factors = FactorsByProcess(exchanges);
        string[] id = table.Text("id");
        string[] name = table.Text("name");
        string?[] nameZh = table.OptionalText("name_zh");
        string?[] location = table.OptionalText("location");
        byte[] stage = table.Words("stage", (int)LifeCycleStage.EndOfLife + 1);
        int[] reference = table.Indices("reference_flow", flowCount, StoreLayout.Flows);
        int?[] allocation = table.OptionalInt32("default_allocation");
        Provenance?[] provenance = Provenances(table);
        ImmutableArray<ProcessRow>.Builder rows = ImmutableArray.CreateBuilder<ProcessRow>(table.Rows);
        for (int j = 0; j < table.Rows; j++)
        {
            if (allocation[j] is { } key && key is < 0 or > (int)AllocationKey.Causal) throw table.Fault("default_allocation", $"process '{id[j]}' holds the value {key}", $"过程 '{id[j]}' 的值为 {key}");
            rows.Add(new ProcessRow(id[j], name[j], reference[j])
            {
                NameZh = nameZh[j],
                Location = location[j],
                Stage = (LifeCycleStage)stage[j],
                Provenance = provenance[j],
                AllocationFactors = [.. factors[j]],
                DefaultAllocation = (AllocationKey?)allocation[j],
            });
        }

        return rows.MoveToImmutable();
    }

    private static Provenance?[] Provenances(TableFile table)
    {
        string?[] source = table.OptionalText("source");
        int?[] year = table.OptionalInt32("source_year");
        string?[] region = table.OptionalText("source_region");
        string?[] gwpSet = table.OptionalText("source_gwp_set");
        string?[] confidence = table.OptionalText("source_confidence");
        string?[] note = table.OptionalText("source_note");
        Provenance?[] provenance = new Provenance?[table.Rows];
        for (int j = 0; j < provenance.Length; j++)
            provenance[j] = source[j] is { } text ? new Provenance(text) { Year = year[j], Region = region[j], GwpSet = gwpSet[j], Confidence = confidence[j], Note = note[j] } : null;
        return provenance;
    }

    private ILookup<int, AllocationFactor> FactorsByProcess(ExchangeTable exchanges)
    {
        TableFile table = _tables[StoreLayout.Allocation];
        int[] process = table.Indices("process", exchanges.ProcessCount, StoreLayout.Processes);
        byte[] key = table.Words("key", (int)AllocationKey.Causal + 1);
        string[] product = table.Text("product");
        int?[] exchange = table.OptionalInt32("exchange");
        double[] factor = table.Float64("factor");
        for (int i = 0; i < process.Length; i++)
        {
            int count = exchanges.Starts[process[i] + 1] - exchanges.Starts[process[i]];
            if (exchange[i] is { } e && (uint)e >= (uint)count) throw table.Fault("exchange", $"row {i} points to exchange {e} of a process that has {count}", $"第 {i} 行指向第 {e} 条交换，而该过程只有 {count} 条");
        }

        return Enumerable.Range(0, process.Length).ToLookup(i => process[i], i => new AllocationFactor((AllocationKey)key[i], product[i], exchange[i], factor[i]));
    }

    private ImmutableArray<ImpactMethod> Methods(Unit[] units)
    {
        TableFile table = _tables[StoreLayout.Methods];
        string[] id = table.Text("id");
        string[] name = table.Text("name");
        string[] digest = table.Text("digest");
        TableFile categoryTable = _tables[StoreLayout.Categories];
        int[] categoryMethod = categoryTable.Indices("method", table.Rows, StoreLayout.Methods);
        string[] code = categoryTable.Text("code");
        string[] unit = categoryTable.Text("unit");
        string[] categoryName = categoryTable.Text("name");
        ILookup<int, ImpactCategory> categories = Enumerable.Range(0, code.Length).ToLookup(i => categoryMethod[i], i => new ImpactCategory(code[i], unit[i]) { Name = categoryName[i] });
        ILookup<int, MethodRow> rows = RowsByMethod(table.Rows, units);
        TableFile synonymTable = _tables[StoreLayout.Synonyms];
        int[] synonymMethod = synonymTable.Indices("method", table.Rows, StoreLayout.Methods);
        string[] synonym = synonymTable.Text("synonym");
        string[] flow = synonymTable.Text("flow");
        ILookup<int, KeyValuePair<string, string>> synonyms = Enumerable.Range(0, synonym.Length).ToLookup(i => synonymMethod[i], i => KeyValuePair.Create(synonym[i], flow[i]));
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
        TableFile table = _tables[StoreLayout.Factors];
        int[] method = table.Indices("method", methodCount, StoreLayout.Methods);
        int[] category = table.Int32("category");
        string[] flow = table.Text("flow");
        double[] factor = table.Float64("factor");
        int[] unit = table.Indices("unit", units.Length, StoreLayout.Units);
        string?[] cas = table.OptionalText("cas");
        string?[] compartment = table.OptionalText("compartment");
        string?[] location = table.OptionalText("location");
        int?[] direction = table.OptionalInt32("direction");
        string[] source = table.Text("source");
        string[] confidence = table.Text("confidence");
        string?[] file = table.OptionalText("file");
        int?[] line = table.OptionalInt32("line");
        int?[] column = table.OptionalInt32("column");
        string?[] path = table.OptionalText("path");
        for (int i = 0; i < direction.Length; i++)
            if (direction[i] is { } d && d is < 0 or > (int)ExchangeDirection.Output) throw table.Fault("direction", $"row {i} holds the value {d}", $"第 {i} 行的值为 {d}");
        return Enumerable.Range(0, method.Length).ToLookup(i => method[i], i => new MethodRow(category[i], flow[i], factor[i], units[unit[i]])
        {
            Cas = cas[i],
            Compartment = compartment[i],
            Location = location[i],
            Direction = (ExchangeDirection?)direction[i],
            Source = source[i],
            Confidence = confidence[i],
            Position = file[i] is { } f ? new SourcePosition(f, line[i], column[i], path[i]) : null,
        });
    }

    private PublishedTotals? Totals()
    {
        if (!_tables.TryGetValue(StoreLayout.Totals, out TableFile? table)) return null;
        string[] categories = _tables[StoreLayout.TotalCategories].Text("code");
        string[] processes = _tables[StoreLayout.TotalProcesses].Text("id");
        double[] values = table.Float64("value");
        if (values.LongLength != categories.LongLength * processes.LongLength) throw table.Fault("value", $"it has {values.Length} values; expected {categories.LongLength * processes.LongLength}", $"有 {values.Length} 个值，应为 {categories.LongLength * processes.LongLength}");
        return Array.TrueForAll(values, double.IsFinite)
            ? new PublishedTotals([.. categories], [.. processes], [.. values])
            : throw table.Fault("value", "it holds numbers that are not finite", "含有非有限的数值");
    }

    private ImmutableArray<Diagnostic> Findings()
    {
        try
        {
            StoreFinding[] stored = JsonSerializer.Deserialize(_contents[StoreLayout.FindingsFile], StoreJson.Default.StoreFindingArray)
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
