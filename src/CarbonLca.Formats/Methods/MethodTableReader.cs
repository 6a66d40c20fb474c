using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Tables;
using CarbonLca.Methods;
using CarbonLca.Model;

namespace CarbonLca.Formats.Methods;

/// <summary>Reads a method of impact assessment from a table of its factors.</summary>
/// <remarks>
/// One row is the factor of one flow in one category; <c>Tables/FORMAT.md</c> describes the columns. A table <c>synonyms</c> beside
/// it gives other names of its flows. Either is a CSV, Parquet or Arrow file. One fault refuses the whole method: a footprint with a factor missing is too small,
/// and nobody would see it.
/// </remarks>
public static class MethodTableReader
{
    private static readonly string[] SynonymsFiles = [.. Enum.GetValues<TableEncoding>().Select(e => TableSchemas.Synonyms.Name + TableFiles.EndingOf(e))];

    /// <summary>Reads a method table, and the table <c>synonyms</c> beside it when there is one.</summary>
    /// <param name="source">The files; the caller disposes them.</param>
    /// <param name="path">The table's path in the source. The method's id is its file name without the extension.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>The method, or null with the errors that refused it.</returns>
    public static MethodReading Read(SourceFiles source, string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        FindingList findings = new();
        ImpactMethod? method = null;
        try
        {
            method = Read(source, path, IdOf(path), new UnitTable(), findings, cancellation);
        }
        catch (RefusalException refusal)
        {
            findings.AddRange(refusal.Findings);
        }

        return new MethodReading(method, findings.ToImmutable());
    }

    /// <summary>Reads a method table from disk, and the table <c>synonyms</c> beside it when there is one.</summary>
    /// <param name="file">The table's file.</param>
    /// <param name="limits">How large the files may be; null for <see cref="SourceLimits.Default"/>.</param>
    /// <returns>The method, or null with the errors that refused it.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MethodReading ReadFile(string file, SourceLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        string folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? throw new ArgumentException($"'{file}' is a folder; expected a file.", nameof(file));
        string name = Path.GetFileName(file);
        long most = (limits ?? SourceLimits.Default).EntryBytes;
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        foreach (string part in (string[])[name, .. SynonymsFiles])
        {
            FileInfo info = new(Path.Combine(folder, part));
            if (files.ContainsKey(part) || (part != name && !info.Exists)) continue;
            if (info.Exists && info.Length > most)
            {
                return new MethodReading(null,
                [
                    Diagnostic.Error(FindingCode.LimitExceeded, $"'{info.Name}' is too large.", $"'{info.Name}' 过大。") with
                    {
                        Where = new SourcePosition(info.Name),
                        Found = $"{info.Length}",
                        Expected = new Wording($"at most {most} bytes", $"不超过 {most} 字节"),
                    },
                ]);
            }

            files.Add(part, File.ReadAllBytes(info.FullName));
        }

        using MemorySource source = new(folder, files);
        return Read(source, name);
    }

    internal static ImpactMethod? Read(SourceFiles source, string path, string id, UnitTable units, FindingList findings, CancellationToken cancellation)
    {
        FindingList own = new();
        using SourceTable? table = SourceTable.Open(source, path, TableSchemas.Methods, own);
        ImpactMethod? method = null;
        if (table is not null)
        {
            Rows rows = new(units);
            while (table.Next())
            {
                if (table.RowCount % 4096 == 0) cancellation.ThrowIfCancellationRequested();
                rows.Add(table);
            }

            string beside = path[..(path.LastIndexOf('/') + 1)] + TableSchemas.Synonyms.Name;
            string? synonymsPath = TableFiles.Find(source, beside) is { } found && found != path ? found : null;
            if (synonymsPath is not null && TableFiles.TwoOf(source, beside) is { } two) own.Add(two);
            ImmutableDictionary<string, string> synonyms = synonymsPath is not null ? ReadSynonyms(source, synonymsPath, rows, own) : ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
            if (rows.IsEmpty && !own.HasErrors)
            {
                own.Add(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{path}' holds no factor.", $"'{path}' 中没有特征化因子。") with { Where = new SourcePosition(path) });
            }

            if (!own.HasErrors) method = rows.ToMethod(id, synonyms, FileDigest.Of(source, synonymsPath is not null ? [path, synonymsPath] : [path]));
        }

        foreach (Diagnostic finding in own.ToImmutable()) findings.Add(finding);
        if (method is null)
        {
            findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, $"The method of '{path}' was left out.", $"'{path}' 的方法未采用。") with
            {
                Where = new SourcePosition(path),
                Next = new Wording("Correct the faults listed: a method with a factor missing would give a footprint that is too small.", "请更正已列出的问题：缺少因子的方法会使碳足迹偏小。"),
            });
        }

        return method;
    }

    private static string IdOf(string path) => Path.GetFileNameWithoutExtension(path[(path.LastIndexOf('/') + 1)..]);

    private static ImmutableDictionary<string, string> ReadSynonyms(SourceFiles source, string path, Rows rows, FindingList findings)
    {
        ImmutableDictionary<string, string>.Builder synonyms = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        using SourceTable? table = SourceTable.Open(source, path, TableSchemas.Synonyms, findings);
        while (table is not null && table.Next())
        {
            string flow = table.Required("flow");
            string synonym = table.Required("synonym");
            if (!table.IsRowGood || !rows.Names(flow)) continue;
            if (!synonyms.TryAdd(synonym, flow) && !string.Equals(synonyms[synonym], flow, StringComparison.OrdinalIgnoreCase))
            {
                table.Fault("synonym", FindingCode.Duplicate, $"'{synonym}' is given as a synonym of two flows, '{synonyms[synonym]}' and '{flow}'.", $"'{synonym}' 同时被列为 '{synonyms[synonym]}' 和 '{flow}' 的同义词。", synonym, null,
                    new Wording("Keep the one that is right.", "请只保留正确的一个。"));
            }
        }

        return synonyms.ToImmutable();
    }

    /// <summary>The rows of a method while they are being read.</summary>
    private sealed class Rows(UnitTable units)
    {
        private readonly Dictionary<string, int> _category = new(StringComparer.Ordinal);
        private readonly List<ImpactCategory> _categories = [];
        private readonly List<MethodRow> _rows = [];
        private readonly HashSet<(int, string, string?, string?, ExchangeDirection?)> _seen = [];
        private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

        public bool IsEmpty => _rows.Count == 0;

        public bool Names(string flow) => _names.Contains(flow);

        public void Add(SourceTable table)
        {
            string code = table.Required("category");
            string categoryUnit = table.Required("category_unit");
            string flow = table.Required("flow");
            double? factor = table.Number("factor");
            Quantities.Unit? unit = units.Get(table, "unit");
            ExchangeDirection? direction = Direction(table);
            string? cas = Cas(table);
            Uncertainty uncertainty = UncertaintyCells.ReadFactor(table, factor ?? 0);
            if (!table.IsRowGood) return;
            if (!_category.TryGetValue(code, out int category))
            {
                category = _categories.Count;
                _category.Add(code, category);
                _categories.Add(new ImpactCategory(code, categoryUnit));
            }
            else if (_categories[category].Unit != categoryUnit)
            {
                table.Fault("category_unit", FindingCode.UnitMismatch, $"The category '{code}' has two units.", $"类别 '{code}' 有两个单位。", categoryUnit, Wording.Same(_categories[category].Unit));
                return;
            }

            MethodRow row = new(category, flow, factor!.Value, unit!)
            {
                Cas = cas,
                Compartment = table.Word("compartment"),
                Location = table.Word("location"),
                Direction = direction,
                Uncertainty = uncertainty.Group is { } group ? uncertainty.InGroup(CsvText.Original(group)) : uncertainty,
                Source = table.Text("source") ?? string.Empty,
                Confidence = table.Word("confidence") ?? string.Empty,
                Position = table.Position("factor"),
            };
            if (!_seen.Add((category, flow.ToUpperInvariant(), row.Compartment, row.Location, direction)))
            {
                table.Fault("flow", FindingCode.Duplicate, $"The category '{code}' has two factors for '{flow}' in the same compartment, location and direction.", $"类别 '{code}' 对同一环境介质、地点和方向的 '{flow}' 有两个因子。", flow, null,
                    new Wording("Keep one of the rows.", "请只保留其中一行。"));
                return;
            }

            _names.Add(flow);
            _rows.Add(row);
        }

        public ImpactMethod ToMethod(string id, ImmutableDictionary<string, string> synonyms, string digest) =>
            new(id, [.. _categories], [.. _rows]) { Synonyms = synonyms, Digest = digest };

        private static ExchangeDirection? Direction(SourceTable table)
        {
            switch (table.Word("direction"))
            {
                case null:
                    return null;
                case "input":
                    return ExchangeDirection.Input;
                case "output":
                    return ExchangeDirection.Output;
                case { } text:
                    table.Fault("direction", FindingCode.UnknownName, $"The column 'direction' does not know the word '{text}'.", $"'direction' 列不接受 '{text}'。", text, Wording.Same("input, output"));
                    return null;
            }
        }

        private static string? Cas(SourceTable table)
        {
            if (table.Word("cas") is not { } text) return null;
            if (CasNumber.Normalize(text) is { } cas) return cas;
            table.Fault("cas", FindingCode.OutOfRange, "The CAS number is not valid: its check digit does not fit.", "CAS 号无效：校验位不符。", text, null,
                new Wording("Correct the number, for instance 124-38-9, or leave it empty.", "请更正，例如 124-38-9，或留空。"));
            return null;
        }
    }
}
