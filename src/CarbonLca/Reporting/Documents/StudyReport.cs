using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents;

/// <summary>Composes reports of a footprint: the study report of ISO 14067 and GB/T 24067 (REQ-91, REQ-92), a summary, a certificate.</summary>
/// <remarks>Everything is taken from the <see cref="CarbonFootprint"/>; nothing is computed here but shares and rounding.</remarks>
public sealed class StudyReport
{
    private const int ContributorsShown = 15;

    private readonly CarbonFootprint _footprint;
    private readonly string _unit;

    private StudyReport(CarbonFootprint footprint)
    {
        _footprint = footprint;
        _unit = footprint.TotalUnit;
    }

    /// <summary>A report of a footprint.</summary>
    /// <param name="footprint">The footprint.</param>
    /// <param name="kind">What the report is for.</param>
    public static ReportDocument Of(CarbonFootprint footprint, ReportKind kind)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        StudyReport report = new(footprint);
        ImmutableArray<Wording> missing = ReportFields.Missing(footprint);
        return new ReportDocument
        {
            Kind = kind,
            Id = footprint.Id,
            Genre = report.Genre(kind),
            Title = footprint.Title,
            MissingFields = missing,
            Footer = new Wording(
                $"CarbonLca {footprint.EngineVersion} · {footprint.Id} · system SHA-256 {footprint.SystemDigest}",
                $"CarbonLca {footprint.EngineVersion} · {footprint.Id} · 系统 SHA-256 {footprint.SystemDigest}"),
            Sections = kind switch
            {
                ReportKind.Summary => [report.Result(), report.LargestParts(5), report.Marks(missing)],
                ReportKind.Certificate => [report.Result(), report.Scope(), report.Proof()],
                _ =>
                [
                    report.Result(),
                    report.Scope(),
                    report.Inventory(),
                    report.Stages(),
                    report.Gases(),
                    report.LargestParts(ContributorsShown),
                    report.Chain(),
                    report.Choices(),
                    .. ScenarioTables.Of(footprint),
                    report.Interpretation(),
                    report.Sources(),
                    report.Marks(missing),
                    report.Proof(),
                ],
            },
        };
    }

    private Wording Genre(ReportKind kind) => (kind, _footprint.Study?.Boundary.Value) switch
    {
        (ReportKind.Certificate, _) => new("Product carbon footprint declaration", "产品碳足迹声明"),
        (ReportKind.Summary, _) => new("Product carbon footprint summary", "产品碳足迹摘要"),
        (_, SystemBoundary.CradleToGrave) => new("Product carbon footprint study report", "产品碳足迹研究报告"),
        _ => new("Partial product carbon footprint report", "部分产品碳足迹报告"),
    };

    private ReportSection Result()
    {
        bool isPartial = _footprint.Study is { } study && study.Boundary.Value != SystemBoundary.CradleToGrave;
        FootprintUnit per = _footprint.Unit;
        string amount = Digits.Full(per.Amount);
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new HeadlineBlock(
            Capital(isPartial ? Glossary.PartialCarbonFootprint : Glossary.ProductCarbonFootprint),
            _footprint.Total,
            Digits.Significant(_footprint.Total),
            _unit,
            new Wording($"per {amount} {Glossary.UnitSymbol(per.Unit).En}: {per.Text.En}", $"每 {amount} {Glossary.UnitSymbol(per.Unit).Zh}：{per.Text.Zh}"),
            null));
        if (!_footprint.Stages.IsEmpty) blocks.Add(StageChart("stages-chart"));
        return new ReportSection("result", new Wording("Result", "结果"), blocks.ToImmutable());
    }

    private ChartBlock StageChart(string id)
    {
        double[] values = [.. _footprint.Stages.Select(s => s.Values[_footprint.Headline])];
        double[]? percents = Percentages.Of(values);
        int largest = Array.IndexOf(values, values.Max());
        Wording name = _footprint.Stages[largest].Stage.Name();
        string share = percents is null ? "–" : Digits.Percent(percents[largest]);
        TableBlock data = new(
            id,
            new Wording("Footprint by life-cycle stage", "各生命周期阶段的碳足迹"),
            [new(Capital(Glossary.LifeCycleStage)), new(Wording.Same(_unit), true), new(Wording.Same("%"), true)],
            [
                .. _footprint.Stages.Select((stage, i) => new ReportRow([ReportCell.Of(Capital(stage.Stage.Name())), ReportCell.Of(values[i]), ReportCell.Percent(percents?[i])])),
                new ReportRow([ReportCell.Of(Capital(Glossary.Total)), ReportCell.Of(_footprint.Total), ReportCell.Percent(percents?.Sum())], IsTotal: true),
            ]);
        return new ChartBlock(
            data.Caption,
            new Wording($"The largest stage is {name.En} with {share} % of the total.", $"占比最大的阶段为{name.Zh}，占总量的 {share} %。"),
            new BarChart(_unit, [.. _footprint.Stages.Select((stage, i) => new ChartBar(Capital(stage.Stage.Name()), values[i], []))], []),
            data);
    }

    private ReportSection Scope()
    {
        ImmutableArray<ReportFact>.Builder facts = ImmutableArray.CreateBuilder<ReportFact>();
        Study? study = _footprint.Study;
        StudyScope? scope = study?.Scope;
        facts.Add(new(new("Product", "产品"), scope?.Product ?? _footprint.Title));
        facts.Add(new(new("Function", "功能"), scope?.Function));
        facts.Add(new(Capital(study is null ? Glossary.DeclaredUnit : Glossary.FunctionalUnit), UnitText(_footprint.Unit)));
        if (study is not null) facts.Add(new(Capital(Glossary.ReferenceFlow), UnitText(new FootprintUnit(study.ReferenceFlow.Text, study.ReferenceFlow.Amount.Value, study.ReferenceFlow.Unit.Value))));
        facts.Add(new(new("Intended use", "预期用途"), study?.Goal?.IntendedUse));
        facts.Add(new(new("Audience", "目标受众"), study?.Goal?.Audience));
        facts.Add(new(Capital(Glossary.SystemBoundary), study?.Boundary.Value.Name()));
        if (study is not null)
        {
            facts.Add(new(new("Stages covered", "涵盖阶段"), List(study.DescribedStages.Order().Select(s => s.Name()))));
            facts.Add(new(new("Stages left out", "未涵盖阶段"), study.OmittedStages.Any() ? List(study.OmittedStages.Select(s => s.Name())) : new Wording("none", "无")));
        }

        facts.Add(new(new("Standards", "依据标准"), scope is null ? null : List(scope.Standards.Select(Wording.Same))));
        facts.Add(new(new("Product category rule", "产品种类规则"), scope?.Pcr));
        facts.Add(new(new("Geography", "地理范围"), scope?.Geography));
        facts.Add(new(new("Period represented", "数据代表时期"), scope is null ? null : Wording.Same(string.Create(CultureInfo.InvariantCulture, $"{scope.Period.Value.From:yyyy-MM-dd} – {scope.Period.Value.To:yyyy-MM-dd}"))));
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new FactsBlock(facts.ToImmutable()));
        if (scope is { Assumptions.Length: > 0 })
        {
            blocks.Add(new TextBlock(new Wording("Assumptions and value choices:", "假设与价值选择：")));
            blocks.Add(new ListBlock(scope.Assumptions));
        }

        return new ReportSection("scope", new Wording("Goal and scope", "目的与范围"), blocks.ToImmutable());
    }

    private ReportSection Inventory()
    {
        if (_footprint.Study is not { } study)
        {
            return new ReportSection("inventory", new Wording("Inventory", "清单"), [new TextBlock(new Wording(
                $"A product of the database {_footprint.Data.Name}; its inventory is the database's.",
                $"该产品来自数据库 {_footprint.Data.Name}，其清单即数据库内容。"))]);
        }

        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new TextBlock(new Wording(
            "Every amount with its source and what it brings. Rows are numbered as in the study file.",
            "列出每项数量、来源及其贡献；编号与研究文件一致。")));
        foreach (StageFootprint values in _footprint.Stages)
        {
            StudyStage stage = study.Stages.FirstOrDefault(s => s.Stage == values.Stage) ?? new StudyStage(values.Stage, []);
            blocks.Add(new TableBlock(
                $"inventory-{stage.Stage.Key().Replace('_', '-')}",
                Capital(stage.Stage.Name()),
                [
                    new(Wording.Same("#"), true),
                    new(new("Item", "条目")),
                    new(new("Amount", "数量")),
                    new(new("Data set or factor", "数据集或因子")),
                    new(new("Source of the amount", "数量来源")),
                    new(new("Kind", "类型")),
                    new(Wording.Same(_unit), true),
                ],
                [
                    .. stage.Lines.Select((line, i) => new ReportRow(
                    [
                        ReportCell.Of(i + 1, (i + 1).ToString(CultureInfo.InvariantCulture)),
                        ReportCell.Of(line.Item),
                        ReportCell.Of(StudyLineText.AmountOf(line)),
                        ReportCell.Of(StudyLineText.ProviderOf(line, _footprint.Sources)),
                        ReportCell.Of(line.Source),
                        ReportCell.Of(Glossary.Quality(line.Quality)),
                        ReportCell.Of(values.Lines[i].Values[_footprint.Headline]),
                    ])),
                    .. values.Lines.Skip(stage.Lines.Length).Select(line => new ReportRow(
                    [
                        ReportCell.Of(line.Number, line.Number.ToString(CultureInfo.InvariantCulture)),
                        ReportCell.Of(line.Item),
                        ReportCell.Of("–"),
                        ReportCell.Of(new Wording("by the end-of-life method of its material", "按该材料的生命末期方法")),
                        ReportCell.Of("–"),
                        ReportCell.Of(Glossary.Quality(line.Quality)),
                        ReportCell.Of(line.Values[_footprint.Headline]),
                    ])),
                    new ReportRow(
                        [ReportCell.Of(string.Empty), ReportCell.Of(Capital(Glossary.Total)), ReportCell.Of(string.Empty), ReportCell.Of(string.Empty), ReportCell.Of(string.Empty), ReportCell.Of(string.Empty), ReportCell.Of(values.Values[_footprint.Headline])],
                        IsTotal: true),
                ]));
        }

        return new ReportSection("inventory", new Wording("Inventory", "清单"), blocks.ToImmutable());
    }

    private ReportSection Stages()
    {
        Wording heading = new("Results by stage and gas group", "按阶段与温室气体分组的结果");
        if (_footprint.Stages.IsEmpty) return new ReportSection("stages", heading, [new TextBlock(new Wording("The result belongs to a product of a database and has no stages of its own.", "结果属于数据库产品，不划分阶段。"))]);
        int[] groups = _footprint.GasGroups.IsEmpty ? [_footprint.Headline] : [.. _footprint.GasGroups.Where(k => _footprint.Totals[k] != 0)];
        TableBlock data = new(
            "stages-gases",
            heading,
            [
                new(Capital(Glossary.LifeCycleStage)),
                .. groups.Select(k => new ReportColumn(new Wording($"{CategoryName(k).En}, {_unit}", $"{CategoryName(k).Zh}，{_unit}"), true)),
                new(new Wording($"total, {_unit}", $"合计，{_unit}"), true),
            ],
            [
                .. _footprint.Stages.Select(stage => new ReportRow(
                [
                    ReportCell.Of(Capital(stage.Stage.Name())),
                    .. groups.Select(k => ReportCell.Of(stage.Values[k])),
                    ReportCell.Of(stage.Values[_footprint.Headline]),
                ])),
                new ReportRow([ReportCell.Of(Capital(Glossary.Total)), .. groups.Select(k => ReportCell.Of(_footprint.Totals[k])), ReportCell.Of(_footprint.Total)], IsTotal: true),
            ]);
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new ChartBlock(
            heading,
            new Wording("Each bar is one stage, divided into gas groups.", "每个条形代表一个阶段，并按温室气体分组细分。"),
            new BarChart(
                _unit,
                [.. _footprint.Stages.Select(stage => new ChartBar(Capital(stage.Stage.Name()), stage.Values[_footprint.Headline], [.. groups.Select(k => stage.Values[k])]))],
                [.. groups.Select(CategoryName)]),
            data));
        if (_footprint.Stages.Any(s => s.Values[_footprint.Headline] < 0) || _footprint.Total < 0)
        {
            blocks.Add(new NoteBlock(Severity.Warning, new Wording(
                "Shares are signed and refer to the absolute total; a negative value is a credit or a removal.",
                "占比带符号，以总量的绝对值计；负值为抵减或清除。")));
        }

        return new ReportSection("stages", heading, blocks.ToImmutable());
    }

    private ReportSection Gases()
    {
        Wording heading = new("Emissions and removals reported separately", "单独报告的排放与清除");
        if (_footprint.GasGroups.IsEmpty)
        {
            return new ReportSection("gases", heading, [new NoteBlock(Severity.Warning, new Wording(
                $"The method '{_footprint.Method.Id}' does not divide its total into gas groups, so that fossil, biogenic, land-use and aircraft emissions cannot be told apart.",
                $"方法 '{_footprint.Method.Id}' 未将合计划分为温室气体分组，无法区分化石源、生物源、土地利用与航空器排放。"))]);
        }

        double[] values = [.. _footprint.GasGroups.Select(k => _footprint.Totals[k])];
        double[]? percents = Percentages.Of(values);
        return new ReportSection("gases", heading,
        [
            new TableBlock(
                "gas-groups",
                heading,
                [new(Capital(Glossary.GasGroups)), new(Wording.Same(_unit), true), new(Wording.Same("%"), true)],
                [
                    .. _footprint.GasGroups.Select((k, i) => new ReportRow([ReportCell.Of(Capital(CategoryName(k))), ReportCell.Of(values[i]), ReportCell.Percent(percents?[i])])),
                    new ReportRow([ReportCell.Of(Capital(Glossary.Total)), ReportCell.Of(_footprint.Total), ReportCell.Percent(percents?.Sum())], IsTotal: true),
                ]),
            new TableBlock(
                "elementary-flows",
                new Wording("Elementary flows", "基本流"),
                [new(Capital(Glossary.ElementaryFlow)), new(new("Compartment", "环境介质")), new(Wording.Same(_unit), true), new(Wording.Same("%"), true)],
                [.. _footprint.Flows.Take(ContributorsShown).Select(flow => new ReportRow([ReportCell.Of(flow.Name), ReportCell.Of(flow.Location), ReportCell.Of(flow.Value), ReportCell.Percent(Percentages.Of(flow.Value, _footprint.Total))]))]),
        ]);
    }

    private ReportSection LargestParts(int count)
    {
        ContributionSelection parts = ContributionSelection.Top(_footprint.Processes, count);
        ImmutableArray<ReportRow>.Builder rows = ImmutableArray.CreateBuilder<ReportRow>();
        ImmutableArray<ChartBar>.Builder bars = ImmutableArray.CreateBuilder<ChartBar>();
        foreach (Contribution part in parts.Shown) Add(NameOf(part), part.Value);
        if (parts.RestPositiveCount > 0) Add(Glossary.RestPositive, parts.RestPositive);
        if (parts.RestNegativeCount > 0) Add(Glossary.RestNegative, parts.RestNegative);
        TableBlock data = new(
            "processes",
            Capital(Glossary.LargestContributors),
            [new(Capital(Glossary.Process)), new(Wording.Same(_unit), true), new(Wording.Same("%"), true)],
            rows.ToImmutable());
        int most = MostImportant();
        Wording summary = new(
            $"{most} of {_footprint.Processes.Length} processes with an emission of their own bring 80 % of the footprint.",
            $"在有自身排放的 {_footprint.Processes.Length} 个过程中，{most} 个过程贡献了碳足迹的 80 %。");
        return new ReportSection("processes", Capital(Glossary.LargestContributors), [new TextBlock(summary), new ChartBlock(data.Caption, summary, new BarChart(_unit, bars.ToImmutable(), []), data)]);

        void Add(Wording name, double value)
        {
            rows.Add(new ReportRow([ReportCell.Of(name), ReportCell.Of(value), ReportCell.Percent(Percentages.Of(value, _footprint.Total))]));
            bars.Add(new ChartBar(name, value, []));
        }
    }

    // The fewest processes that together give 80 % (REQ-16), by size, whatever their sign.
    private int MostImportant()
    {
        double size = _footprint.Processes.Sum(p => Math.Abs(p.Value));
        double sum = 0;
        int count = 0;
        while (count < _footprint.Processes.Length && sum < 0.8 * size) sum += Math.Abs(_footprint.Processes[count++].Value);
        return count;
    }

    private ReportSection Chain()
    {
        Wording heading = new("Supply chain", "供应链");
        SupplyTree tree = _footprint.Chain;
        int[] depths = new int[tree.Nodes.Length];
        for (int i = 1; i < depths.Length; i++) depths[i] = depths[tree.Nodes[i].Parent] + 1;
        TableBlock data = new(
            "supply-chain",
            new Wording("Paths of the supply chain", "供应链路径"),
            [
                new(Wording.Same("#"), true),
                new(new("supplies #", "供给 #"), true),
                new(Capital(Glossary.Process)),
                new(new($"with suppliers, {_unit}", $"含上游，{_unit}"), true),
                new(new($"own, {_unit}", $"自身，{_unit}"), true),
                new(new($"paths not shown, {_unit}", $"未展示路径，{_unit}"), true),
            ],
            [
                .. tree.Nodes.Select((node, i) => new ReportRow(
                [
                    ReportCell.Of(i + 1, (i + 1).ToString(CultureInfo.InvariantCulture)),
                    i == 0 ? ReportCell.Of("–") : ReportCell.Of(node.Parent + 1, (node.Parent + 1).ToString(CultureInfo.InvariantCulture)),
                    ReportCell.Of(NameOf(node.Part)),
                    ReportCell.Of(node.Part.Value),
                    ReportCell.Of(node.Own),
                    ReportCell.Of(node.Rest),
                ])),
            ]);
        return new ReportSection("chain", heading,
        [
            new ChartBlock(
                new Wording("Where the footprint comes from, path by path", "碳足迹的来源路径"),
                new Wording($"{tree.Nodes.Length} largest paths, loops unrolled; every node balances.", $"展示最大的 {tree.Nodes.Length} 条路径，循环已展开；各节点收支平衡。"),
                new SankeyChart(_unit, tree),
                data),
        ]);
    }

    private ReportSection Choices()
    {
        FootprintOptions options = _footprint.Options;
        return new ReportSection("choices", new Wording("Methods and choices", "方法与选择"),
        [
            new FactsBlock(
            [
                new(new("Impact method", "影响评价方法"), new Wording($"{_footprint.Method.Name} ({_footprint.Method.Id})", $"{_footprint.Method.Name}（{_footprint.Method.Id}）")),
                new(new("Formula", "计算公式"), new Wording(
                    "A·s = f, g = B·s, h = C·g: the amounts s of all processes that fulfil the demand f, their emissions g, and the sum of emission × GWP h, stage by stage",
                    "A·s = f，g = B·s，h = C·g：由需求 f 求得各过程规模 s、排放 g，再按各阶段求 Σ 排放量 × GWP 得 h")),
                new(new("Background data", "背景数据"), Wording.Same(_footprint.Data.Version is { } version ? $"{_footprint.Data.Name} {version}" : _footprint.Data.Name)),
                new(new("Allocation", "分配"), Wording.Same(options.Allocation)),
                new(new("Inputs without a stated provider", "未指明供应方的输入"), Wording.Same(options.Providers)),
                new(new("Inputs that nothing supplies", "无供应方的输入"), Wording.Same(options.Unlinked)),
                new(new("CO2 and CH4 of unknown origin", "来源不明的 CO2 与 CH4"), Wording.Same(options.UnknownOrigin)),
                .. ScenarioTables.ChoicesOf(_footprint.Study),
            ]),
        ]);
    }

    private ReportSection Interpretation()
    {
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        List<Wording> issues = [];
        if (!_footprint.Stages.IsEmpty)
        {
            foreach (StageFootprint stage in _footprint.Stages.OrderByDescending(s => Math.Abs(s.Values[_footprint.Headline])).Take(2))
            {
                string share = Percentages.Of(stage.Values[_footprint.Headline], _footprint.Total) is { } percent ? Digits.Percent(percent) : "–";
                LineFootprint? line = stage.Lines.MaxBy(l => Math.Abs(l.Values[_footprint.Headline]));
                string top = line is not null && Percentages.Of(line.Values[_footprint.Headline], _footprint.Total) is { } part ? Digits.Percent(part) : "–";
                issues.Add(new Wording(
                    $"{Capital(stage.Stage.Name()).En} is {share} % of the footprint" + (line is null ? "." : $"; its largest item is {line.Item.En} ({top} %)."),
                    $"{stage.Stage.Name().Zh}阶段占碳足迹的 {share} %" + (line is null ? "。" : $"，其中最大条目为{line.Item.Zh}（{top} %）。")));
            }
        }

        foreach (Contribution part in _footprint.Processes.Take(3))
        {
            string share = Percentages.Of(part.Value, _footprint.Total) is { } percent ? Digits.Percent(percent) : "–";
            issues.Add(new Wording($"Process {NameOf(part).En} emits {share} % by itself.", $"过程{NameOf(part).Zh}自身排放占 {share} %。"));
        }

        blocks.Add(new TextBlock(new Wording("Significant issues:", "重大议题：")));
        blocks.Add(new ListBlock([.. issues]));
        if (_footprint.Study is { Scope: { } scope })
        {
            LineFootprint[] lines = [.. _footprint.Stages.SelectMany(s => s.Lines)];
            double size = lines.Sum(l => Math.Abs(l.Values[_footprint.Headline]));
            double assumed = lines.Where(l => l.Quality == DataQuality.Assumption).Sum(l => Math.Abs(l.Values[_footprint.Headline]));
            string part = size == 0 ? "–" : Digits.Percent(100 * assumed / size);
            blocks.Add(new TextBlock(new Wording(
                $"Data: {lines.Count(l => l.Quality == DataQuality.Assumption)} of {lines.Length} items, {part} % of the footprint, rest on assumptions.",
                $"数据：{lines.Length} 个条目中有 {lines.Count(l => l.Quality == DataQuality.Assumption)} 个基于假设，占碳足迹的 {part} %。")));
            blocks.Add(new TextBlock(new Wording("Limits:", "局限：")));
            blocks.Add(new ListBlock(
            [
                .. scope.Limits,
                new Wording(
                    "A product carbon footprint treats one impact category; it says nothing of others, and comparisons need like units, boundaries and rules (ISO 14067, Annexes A and B).",
                    "产品碳足迹仅涉及单一影响类别，不反映其他环境影响；比较须以单位、边界与规则一致为前提（ISO 14067 附录 A、B）。"),
            ]));
        }

        return new ReportSection("interpretation", new Wording("Interpretation", "解释"), blocks.ToImmutable());
    }

    private ReportSection Sources() => new("sources", new Wording("Data sources", "数据来源"),
    [
        new TableBlock(
            "sources",
            new Wording("Background data with source and confidence", "背景数据的来源与可信度"),
            [new(Capital(Glossary.Process)), new(new("Location", "地点")), new(new("Source", "来源")), new(new("Year", "年份"), true), new(new("GWP set", "GWP 版本")), new(new("Confidence", "可信度")), new(Wording.Same(_unit), true)],
            [
                .. _footprint.Sources.Where(IsBackground).OrderByDescending(s => Math.Abs(s.Value)).ThenBy(s => s.ProcessId, StringComparer.Ordinal).Select(source => new ReportRow(
                [
                    ReportCell.Of(source.Name),
                    ReportCell.Of(source.Location),
                    ReportCell.Of(source.Provenance.Note is { Length: > 0 } note ? $"{source.Provenance.Source}. {note}" : source.Provenance.Source),
                    source.Provenance.Year is { } year ? ReportCell.Of(year, year.ToString(CultureInfo.InvariantCulture)) : ReportCell.Of("–"),
                    ReportCell.Of(source.Provenance.GwpSet ?? "–"),
                    ReportCell.Of(source.Provenance.Confidence is { } confidence ? Glossary.Confidence(confidence) : Wording.Same("–")),
                    ReportCell.Of(source.Value),
                ])),
            ]),
    ]);

    private ReportSection Marks(ImmutableArray<Wording> missing)
    {
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        if (missing.Length > 0)
        {
            blocks.Add(new NoteBlock(Severity.Warning, new Wording(
                $"This report is incomplete: {missing.Length} fields that ISO 14067 asks for are missing.",
                $"本报告不完整：缺少 ISO 14067 要求的 {missing.Length} 项内容。")));
            blocks.Add(new ListBlock(missing));
        }

        foreach (Diagnostic finding in _footprint.Findings) blocks.Add(new NoteBlock(finding.Severity, new Wording(finding.ToText(Language.English), finding.ToText(Language.Chinese))));
        if (blocks.Count == 0) blocks.Add(new TextBlock(new Wording("Nothing to remark.", "无。")));
        return new ReportSection("marks", new Wording("What readers should know", "须知"), blocks.ToImmutable());
    }

    private ReportSection Proof()
    {
        FootprintProof proof = _footprint.Proof;
        return new ReportSection("proof", Capital(Glossary.Proof),
        [
            new FactsBlock(
            [
                new(Capital(Glossary.Engine), Wording.Same($"CarbonLca {_footprint.EngineVersion}")),
                new(new("SHA-256 of the system computed", "计算系统的 SHA-256"), Wording.Same(_footprint.SystemDigest)),
                new(new("SHA-256 of the background data", "背景数据的 SHA-256"), Wording.Same(_footprint.Data.Digest)),
                new(new("SHA-256 of the method", "方法的 SHA-256"), Wording.Same(_footprint.Method.Digest.Length > 0 ? _footprint.Method.Digest : "–")),
                new(new("Residual (backward error)", "残差（后向误差）"), Wording.Same(Digits.Size(proof.Solve.BackwardError))),
                new(Capital(Glossary.Condition), Wording.Same(Digits.Size(proof.Solve.Condition))),
                new(Capital(Glossary.LoopGain), Wording.Same(Digits.Size(proof.LoopGain))),
                new(Capital(Glossary.Solver), new Wording($"{proof.Solver.Path.Key()} ({proof.Solver.Reason.En})", $"{proof.Solver.Path.Key()}（{proof.Solver.Reason.Zh}）")),
                new(new("Processes used", "所用过程"), new Wording($"{proof.UsedCount} of {proof.ProcessCount}", $"{proof.ProcessCount} 个中的 {proof.UsedCount} 个")),
                new(new("Largest difference between total and sums", "合计与各分解之和的最大差异"), Wording.Same(Digits.Size(proof.Imbalance))),
                new(new("Total with all digits", "合计（全部位数）"), Wording.Same($"{Digits.Full(_footprint.Total)} {_unit}")),
            ]),
        ]);
    }

    // The rows of the study stand in the inventory with their sources.
    private bool IsBackground(UsedSource source) => _footprint.Study is null || !source.ProcessId.StartsWith(_footprint.Id + "/", StringComparison.Ordinal) || source.Value != 0;

    private Wording CategoryName(int category) => Glossary.Category(_footprint.Categories[category].Code);

    private static Wording NameOf(Contribution part) => part.Location is { Length: > 0 } place ? new Wording($"{part.Name.En} ({place})", $"{part.Name.Zh}（{place}）") : part.Name;

    private static Wording UnitText(FootprintUnit unit) => new(
        $"{unit.Text.En} ({Digits.Full(unit.Amount)} {Glossary.UnitSymbol(unit.Unit).En})",
        $"{unit.Text.Zh}（{Digits.Full(unit.Amount)} {Glossary.UnitSymbol(unit.Unit).Zh}）");

    private static Wording Capital(Wording term) => new(Glossary.Heading(term, Language.English), term.Zh);

    private static Wording List(IEnumerable<Wording> items)
    {
        Wording[] all = [.. items];
        return new Wording(string.Join(", ", all.Select(i => i.En)), string.Join("、", all.Select(i => i.Zh)));
    }
}
