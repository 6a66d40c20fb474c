using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The section of what was computed beside the result: other choices, and the result per unit of what the product gives.</summary>
internal static class AlternativesSection
{
    /// <summary>The section; null where nothing was computed.</summary>
    public static ReportSection? Of(ReportContext report)
    {
        CarbonFootprint footprint = report.Footprint;
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        ScenarioFootprint[] shown = [.. footprint.Scenarios.Where(s => footprint.Sensitivity?.Covers(s) != true)]; // the others stand in the sensitivity analysis
        if (shown.Length > 0) blocks.Add(Scenarios(footprint, shown));
        if (!footprint.Intensities.IsEmpty) blocks.Add(Intensities(footprint));
        return blocks.Count == 0 ? null : new ReportSection("alternatives", new Wording("Other choices and intensities", "其他选择与强度指标"), blocks.ToImmutable());
    }

    /// <summary>How a study shares the burdens of recycling and accounts for its electricity; nothing for a study that does neither.</summary>
    public static IEnumerable<ReportFact> ChoicesOf(Study? study)
    {
        MaterialEndOfLife[] cycles = [.. study?.Lines.OfType<ProvidedLine>().Select(l => l.EndOfLife).OfType<MaterialEndOfLife>() ?? []];
        if (cycles.Length > 0)
        {
            Wording[] methods = [.. cycles.Select(c => (c.Method ?? study!.EndOfLife?.Method)?.Title).OfType<Wording>().Distinct()];
            string because = study!.EndOfLife?.Reason is { } reason ? $": {reason.En}" : string.Empty;
            string becauseZh = study.EndOfLife?.Reason is { } why ? $"：{why.Zh}" : string.Empty;
            yield return new ReportFact(
                new Wording("End of life of materials", "材料生命末期"),
                new Wording($"{string.Join("; ", methods.Select(m => m.En))}, for {cycles.Length} items{because}", $"{string.Join("；", methods.Select(m => m.Zh))}，共 {cycles.Length} 个条目{becauseZh}"));
        }

        if (study?.Electricity is not { } electricity || !electricity.Names.Any()) yield break;
        List<Wording> parts = [];
        if (!electricity.Accounts.IsEmpty)
        {
            string accounts = string.Join(", ", electricity.Accounts.Select(a => a.Id.Value));
            parts.Add(electricity.IsLocationBased
                ? new Wording($"{accounts} by location", $"{accounts} 基于位置")
                : new Wording($"{accounts} by market: plant, direct line, instrument, residual mix, mix of the area, in this order", $"{accounts} 基于市场，依次为自有电厂、直连供电、合同文书、剩余结构、地区结构"));
        }

        if (!electricity.Grids.IsEmpty)
        {
            string grids = string.Join(", ", electricity.Grids.Select(g => g.Id.Value));
            parts.Add(new Wording($"{grids} by the factors of their years", $"{grids} 按各年因子"));
        }

        yield return new ReportFact(new Wording("Electricity accounted for by the study", "研究自行核算的电力"), new Wording(string.Join("; ", parts.Select(p => p.En)), string.Join("；", parts.Select(p => p.Zh))));
    }

    private static TableBlock Scenarios(CarbonFootprint footprint, ScenarioFootprint[] shown) => new(
        "scenarios",
        new Wording("The result with one choice made otherwise; never netted", "仅改变一项选择的结果；互不抵消"),
        [
            new(new("Choice", "选择")),
            new(new("Made otherwise", "改变为")),
            new(Wording.Same(footprint.TotalUnit), true),
            new(new($"difference, {footprint.TotalUnit}", $"差值，{footprint.TotalUnit}"), true),
            new(new("difference, %", "差值，%"), true),
        ],
        [
            .. shown.Select(scenario =>
            {
                double total = scenario.Totals[footprint.Headline];
                return new ReportRow(
                [
                    ReportCell.Of(scenario.Kind.Name()),
                    ReportCell.Of(scenario.Name),
                    ReportCell.Of(total),
                    ReportCell.Of(total - footprint.Total),
                    ReportCell.Percent(Percentages.Of(total - footprint.Total, footprint.Total)),
                ]);
            }),
            new ReportRow([ReportCell.Of(new Wording("as in this study", "本研究")), ReportCell.Of(string.Empty), ReportCell.Of(footprint.Total), ReportCell.Of(0.0), ReportCell.Percent(0)], IsTotal: true),
        ]);

    private static TableBlock Intensities(CarbonFootprint footprint) => new(
        "intensities",
        new Wording("The result per unit of what the product gives", "单位产出的结果"),
        [
            new(new("Per", "分母")),
            new(new("Amount in a functional unit", "每功能单位的数量")),
            new(new("energy in use, kWh", "使用能耗，kWh"), true),
            new(Wording.Same(footprint.TotalUnit), true),
        ],
        [
            .. footprint.Intensities.Select(i => new ReportRow(
            [
                ReportCell.Of(new Wording($"{i.Name.En}, 1 {i.Denominator.Unit}", $"{i.Name.Zh}，1 {i.Denominator.Unit}")),
                ReportCell.Of($"{i.Denominator}"),
                i.EnergyKilowattHours is { } energy ? ReportCell.Of(energy) : ReportCell.Of("–"),
                ReportCell.Of(i.Values[footprint.Headline]),
            ])),
        ]);
}
