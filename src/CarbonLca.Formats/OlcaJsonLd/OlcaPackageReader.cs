using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Model;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>Reads a package in the order its parts need each other: units, categories and locations, flows, processes, methods.</summary>
internal sealed class OlcaPackageReader(SourceFiles source, CancellationToken cancellation)
{
    private const int NewestSchema = 2;

    private readonly OlcaContext _context = new(source, cancellation);

    public LciPackage Read()
    {
        try
        {
            return ReadParts();
        }
        catch (LimitExceededException refusal)
        {
            // What was read so far is no database: a package cut at a limit would look complete.
            return new LciPackage { Format = "olca-jsonld", Findings = [.. _context.Log.Findings, .. refusal.Findings], Sources = [.. source.Digests] };
        }
    }

    private LciPackage ReadParts()
    {
        NoteTopFolder();
        CheckVersion();
        _context.Units = OlcaUnits.Read(_context);
        _context.Categories = OlcaCategories.Read(_context);
        _context.Locations = OlcaLocations.Read(_context);
        _context.Flows = OlcaFlows.Read(_context);
        OlcaProcesses processes = OlcaProcesses.Read(_context);
        OlcaMethods methods = OlcaMethods.Read(_context);
        List<Process> linked = processes.Link(_context.Log);
        Report(processes, methods);

        bool hasContent = linked.Count > 0 || _context.Flows.Count > 0;
        if (!hasContent) ReportEmpty();
        return new LciPackage
        {
            Format = "olca-jsonld",
            Database = hasContent ? LciDatabase.Create(NameOfSource(), null, linked, _context.Flows.All.Select(f => f.Model)) : null,
            Methods = methods.Methods,
            Counts = Counts(processes, methods),
            Findings = [.. _context.Log.Findings],
            Sources = [.. source.Digests],
        };
    }

    private string NameOfSource()
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(source.Name));
        string bare = name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        return string.IsNullOrWhiteSpace(bare) ? "openLCA package" : bare;
    }

    private void NoteTopFolder()
    {
        if (source.TopFolder is not { } top) return;
        _context.Log.Add(Diagnostic.Note(FindingCode.Repaired, $"All files lie in the folder '{top}'; it was taken as the package.", $"所有文件均位于文件夹 '{top}' 中；以其作为数据包。") with { Where = new SourcePosition(source.Name, Path: top) });
    }

    private void CheckVersion()
    {
        foreach ((string file, string field) in new[] { ("openlca.json", "schemaVersion"), ("olca-schema.json", "version") })
        {
            if (!source.Contains(file)) continue;
            LoadedDocument loaded = DocumentLoader.Load(source, file);
            _context.Log.AddRange(loaded.Findings);
            if (loaded.Document is not { } document) continue;
            using (document)
            {
                JsonElement version = document.RootElement.TryGetProperty(field, out JsonElement value) ? value : default;
                if (version.Number(out double number) == NumberState.Finite && number <= NewestSchema) return;
                _context.Log.Add(Diagnostic.Warning(FindingCode.NotSupported, "The package states no schema version that this reader knows; fields that were renamed since would be reported as missing.", "数据包未声明本读取器已知的模式版本；此后改名的字段将被报告为缺失。") with
                {
                    Where = new SourcePosition(file, Path: field),
                    Found = version.Shown(),
                    Expected = new Wording($"a version up to {NewestSchema}", $"不高于 {NewestSchema} 的版本"),
                });
                return;
            }
        }
    }

    private void ReportEmpty() => _context.Log.Add(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{source.Name}' contains no usable flow and no usable process.", $"'{source.Name}' 不含可用的流或过程。") with
    {
        Where = new SourcePosition(source.Name),
        Expected = new Wording("data sets in the folders 'flows' and 'processes'", "文件夹 flows 与 processes 中的数据集"),
    });

    private void Report(OlcaProcesses processes, OlcaMethods methods)
    {
        OlcaTally tally = processes.Tally;
        if (tally.Formulas > 0 || tally.ParameterProcesses > 0)
        {
            _context.Log.Add(Diagnostic.Note(
                FindingCode.NotSupported,
                $"{tally.Formulas} exchanges have a formula and {tally.ParameterProcesses} processes have parameters; the amounts the package stores beside them were used, formulas were not evaluated.",
                $"{tally.Formulas} 个交换带有公式，{tally.ParameterProcesses} 个过程带有参数；使用了数据包中与之并存的数值，未对公式求值。"));
        }

        if (tally.NegativeLognormal > 0)
        {
            _context.Log.Add(Diagnostic.Note(
                FindingCode.NegativeNotAllowed,
                $"{tally.NegativeLognormal} lognormal distributions have a negative amount; where they are usable, the absolute value is distributed and the sign kept.",
                $"{tally.NegativeLognormal} 个对数正态分布的数量为负；其中可用者对绝对值取分布并保留符号。"));
        }

        if (methods.UnusedCategoryCount > 0)
        {
            _context.Log.Add(Diagnostic.Note(
                FindingCode.Summary,
                $"{methods.UnusedCategoryCount} impact categories belong to no method of the package; they were not imported.",
                $"{methods.UnusedCategoryCount} 个影响类别不属于数据包中的任何方法；未导入。"));
        }

        ReportUnread();
    }

    private void ReportUnread()
    {
        HashSet<string> known = new(StringComparer.Ordinal)
        {
            OlcaFolders.UnitGroups, OlcaFolders.FlowProperties, OlcaFolders.Flows, OlcaFolders.Processes, OlcaFolders.Categories,
            OlcaFolders.Locations, OlcaFolders.ImpactMethods, OlcaFolders.ImpactCategories,
        };
        foreach (IGrouping<string, string> folder in source.Paths.Where(p => p.Contains('/', StringComparison.Ordinal)).GroupBy(p => p[..p.IndexOf('/', StringComparison.Ordinal)], StringComparer.Ordinal))
        {
            if (known.Contains(folder.Key)) continue;
            bool isDescriptive = OlcaFolders.Descriptive.Contains(folder.Key, StringComparer.Ordinal);
            _context.Log.Add(Diagnostic.Note(
                isDescriptive ? FindingCode.Summary : FindingCode.NotSupported,
                $"{folder.Count()} files in '{folder.Key}' were not read{(isDescriptive ? "; they describe the data and change no number" : string.Empty)}.",
                $"未读取 '{folder.Key}' 中的 {folder.Count()} 个文件{(isDescriptive ? "；它们仅描述数据，不影响数值" : string.Empty)}。") with
            {
                Where = new SourcePosition(folder.Key),
            });
        }
    }

    private ImmutableArray<ImportCount> Counts(OlcaProcesses processes, OlcaMethods methods)
    {
        OlcaTally tally = processes.Tally;
        int[] flows = new int[3];
        foreach (OlcaFlow flow in _context.Flows.All) flows[(int)flow.Model.Kind]++;
        return
        [
            new("processes", new("processes", "过程"), processes.Count),
            new("unit_processes", new("unit processes", "单元过程"), tally.UnitProcesses),
            new("lci_results", new("aggregated processes (LCI results)", "汇总过程（LCI 结果）"), tally.LciResults),
            new("processes_refused", new("processes left out", "舍弃的过程"), processes.RefusedCount),
            new("multi_output_processes", new("processes with several products", "多产品过程"), tally.MultiOutput),
            new("processes_with_allocation_factors", new("processes with allocation factors", "带分配系数的过程"), tally.WithAllocationFactors),
            new("processes_with_unusable_allocation_factors", new("processes whose allocation factors are unusable", "分配系数不可用的过程"), tally.UnusableAllocationFactors),
            new("allocation_factors_left_out", new("allocation factors left out", "舍弃的分配系数"), tally.AllocationFactorsLeftOut),
            new("parameters_processes", new("processes with parameters", "带参数的过程"), tally.ParameterProcesses),
            new("exchanges", new("exchanges", "交换"), tally.Exchanges),
            new("elementary_exchanges", new("elementary exchanges", "基本流交换"), tally.ExchangesOfKind[(int)FlowKind.Elementary]),
            new("product_exchanges", new("product exchanges", "产品流交换"), tally.ExchangesOfKind[(int)FlowKind.Product]),
            new("waste_exchanges", new("waste exchanges", "废物流交换"), tally.ExchangesOfKind[(int)FlowKind.Waste]),
            new("avoided_exchanges", new("avoided products and wastes", "被避免的产品与废物"), tally.Avoided),
            new("converted_units", new("exchanges converted to another unit", "换算单位的交换"), tally.ConvertedUnits),
            new("formulas", new("exchanges with a formula", "带公式的交换"), tally.Formulas),
            new("open_providers", new("default providers not in the package", "数据包中缺少的默认供应过程"), tally.OpenProviders),
            new("flows", new("flows", "流"), _context.Flows.Count),
            new("elementary_flows", new("elementary flows", "基本流"), flows[(int)FlowKind.Elementary]),
            new("product_flows", new("product flows", "产品流"), flows[(int)FlowKind.Product]),
            new("waste_flows", new("waste flows", "废物流"), flows[(int)FlowKind.Waste]),
            new("flow_properties", new("flow properties", "流属性"), _context.Units.PropertyCount),
            new("unit_groups", new("unit groups", "单位组"), _context.Units.GroupCount),
            new("locations", new("locations", "地点"), _context.Locations.Count),
            new("uncertain_lognormal", new("lognormal distributions", "对数正态分布"), tally.UncertainOfKind[(int)UncertaintyKind.Lognormal]),
            new("uncertain_normal", new("normal distributions", "正态分布"), tally.UncertainOfKind[(int)UncertaintyKind.Normal]),
            new("uncertain_triangular", new("triangular distributions", "三角分布"), tally.UncertainOfKind[(int)UncertaintyKind.Triangular]),
            new("uncertain_uniform", new("uniform distributions", "均匀分布"), tally.UncertainOfKind[(int)UncertaintyKind.Uniform]),
            new("degenerate_lognormal", new("degenerate lognormal distributions", "退化的对数正态分布"), tally.DegenerateOfKind[(int)UncertaintyKind.Lognormal]),
            new("degenerate_normal", new("degenerate normal distributions", "退化的正态分布"), tally.DegenerateOfKind[(int)UncertaintyKind.Normal]),
            new("degenerate_triangular", new("degenerate triangular distributions", "退化的三角分布"), tally.DegenerateOfKind[(int)UncertaintyKind.Triangular]),
            new("degenerate_uniform", new("degenerate uniform distributions", "退化的均匀分布"), tally.DegenerateOfKind[(int)UncertaintyKind.Uniform]),
            new("triangular_mode_outside", new("triangular distributions with the mode outside", "众数在范围外的三角分布"), tally.TriangularModeOutside),
            new("non_positive_lognormal", new("lognormal distributions of amounts that are not positive", "数量非正的对数正态分布"), tally.NonPositiveLognormal),
            new("negative_lognormal", new("lognormal distributions of negative amounts", "数量为负的对数正态分布"), tally.NegativeLognormal),
            new("relocated_distributions", new("distributions elsewhere than their amount", "位置与数量不一致的分布"), tally.LocationDiffers),
            new("methods", new("impact methods", "影响评价方法"), methods.Methods.Length),
            new("impact_categories", new("impact categories", "影响类别"), methods.CategoryCount),
            new("impact_factors", new("impact factors", "特征化因子"), methods.FactorCount),
        ];
    }
}
