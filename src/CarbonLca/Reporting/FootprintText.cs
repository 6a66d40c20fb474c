using System.Globalization;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Reporting;

/// <summary>A footprint as lines of text in one language: total, stages, gas groups, largest contributors, proof.</summary>
/// <remarks>Without colour; each piece says what it is, and a terminal may colour it. Figures have the digits that their interval supports, four where there is none.</remarks>
public sealed class FootprintText
{
    private const int ContributorsShown = 5;
    private const int DigestShown = 12;
    private const string Between = " · ";

    private readonly CarbonFootprint _footprint;
    private readonly Language _language;
    private readonly int _width;
    private readonly ReportTable _table;
    private readonly ContributionSelection _contributors;

    private FootprintText(CarbonFootprint footprint, Language language, int width)
    {
        _footprint = footprint;
        _language = language;
        _width = width;
        _contributors = ContributionSelection.Top(footprint.Processes, ContributorsShown);
        _table = new ReportTable(width, Names(), Values(), footprint.TotalUnit, footprint.ShownDigits);
    }

    /// <summary>The report.</summary>
    /// <param name="footprint">The footprint.</param>
    /// <param name="language">The language.</param>
    /// <param name="width">The columns of the page; at least 60.</param>
    public static IReadOnlyList<ReportLine> Lines(CarbonFootprint footprint, Language language, int width = 100)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        FootprintText text = new(footprint, language, Math.Max(60, width));
        return
        [
            .. text.Head(),
            ReportLine.Empty,
            .. text.Headline(),
            .. text.Stages(),
            .. text.Categories(),
            .. text.Scenarios(),
            .. text.Contributors(),
            .. UncertaintyText.Lines(footprint, language, text._width),
            .. text.Proof(),
        ];
    }

    private IEnumerable<ReportLine> Head()
    {
        yield return ReportLine.Of(T(_footprint.Title), ReportStyle.Title);
        List<string> facts = [_footprint.Id];
        if (_footprint.Location is { Length: > 0 } location) facts.Add(location);
        if (_footprint.Study is { } study)
        {
            facts.Add(T(study.Boundary.Value.Name()));
            if (study.Scope is { } scope) facts.Add(string.Join(IsChinese ? "、" : ", ", scope.Standards));
        }

        foreach (string line in DisplayWidth.Wrap(string.Join(Between, facts), _width - 2)) yield return ReportLine.Of("  " + line, ReportStyle.Muted);
        Wording term = _footprint.Study is null ? Glossary.DeclaredUnit : Glossary.FunctionalUnit;
        string unit = $"{Digits.Full(_footprint.Unit.Amount)} {T(Glossary.UnitSymbol(_footprint.Unit.Unit))}";
        string per = IsChinese ? $"{Cap(term)}：{T(_footprint.Unit.Text)}（{unit}）" : $"{Cap(term)}: {T(_footprint.Unit.Text)} ({unit})";
        foreach (string line in DisplayWidth.Wrap(per, _width - 2)) yield return ReportLine.Of("  " + line, ReportStyle.Muted);
        if (_footprint.Study is { } partial && partial.Boundary.Value != SystemBoundary.CradleToGrave)
        {
            string omitted = string.Join(IsChinese ? "、" : ", ", partial.OmittedStages.Select(s => T(s.Name())));
            if (omitted.Length > 0) yield return ReportLine.Of(IsChinese ? $"  未包含的阶段：{omitted}" : $"  Stages left out: {omitted}", ReportStyle.Warning);
        }
    }

    private IEnumerable<ReportLine> Headline()
    {
        bool isPartial = _footprint.Study is { } study && study.Boundary.Value != SystemBoundary.CradleToGrave;
        bool isClimate = UnitCatalog.TryParse(_footprint.TotalUnit, out Unit? unit) && unit.Dimension.Equals(Dimension.CO2Equivalents);
        string term = Cap(isPartial ? Glossary.PartialCarbonFootprint : isClimate ? Glossary.ProductCarbonFootprint : Glossary.Category(_footprint.Categories[_footprint.Headline].Code));
        yield return new ReportLine(
            new ReportSpan($"  {term}  ", ReportStyle.Heading),
            new ReportSpan($"{Digits.Significant(_footprint.Total, _footprint.ShownDigits)} {_footprint.TotalUnit}", ReportStyle.Headline));
        yield return ReportLine.Empty;
    }

    private IEnumerable<ReportLine> Stages()
    {
        if (_footprint.Stages.IsEmpty) yield break;
        double[] values = [.. _footprint.Stages.Select(s => s.Values[_footprint.Headline])];
        double[]? percents = Percentages.Of(values);
        yield return _table.Head(Cap(Glossary.LifeCycleStage), _footprint.TotalUnit, "%");
        for (int i = 0; i < values.Length; i++) yield return _table.Row(T(_footprint.Stages[i].Stage.Name()), values[i], percents?[i]);
        yield return _table.Rule();
        yield return _table.Row(T(Glossary.Total), _footprint.Total, percents?.Sum(), showBar: false);
        if (values.Any(v => v < 0) || _footprint.Total < 0)
        {
            yield return ReportLine.Of(
                IsChinese ? "  占比带符号，以总量的绝对值计；负值为抵减。" : "  Shares are signed and refer to the absolute total; a negative value is a credit.",
                ReportStyle.Warning);
        }

        yield return ReportLine.Empty;
    }

    private IEnumerable<ReportLine> Categories()
    {
        if (!_footprint.GasGroups.IsEmpty)
        {
            double[] values = [.. _footprint.GasGroups.Select(k => _footprint.Totals[k])];
            double[]? percents = Percentages.Of(values);
            yield return _table.Head(Cap(Glossary.GasGroups), _footprint.TotalUnit, "%");
            for (int i = 0; i < values.Length; i++) yield return _table.Row(T(Glossary.Category(_footprint.Categories[_footprint.GasGroups[i]].Code)), values[i], percents?[i]);
            yield return ReportLine.Empty;
        }
        else if (_footprint.Categories.Length > 1)
        {
            yield return _table.Head(Cap(Glossary.ImpactCategories), string.Empty, string.Empty);
            for (int k = 0; k < _footprint.Categories.Length; k++)
            {
                ReportLine row = _table.Row(T(Glossary.Category(_footprint.Categories[k].Code)), _footprint.Totals[k], null, showBar: false);
                yield return ReportLine.Of(row.ToString().TrimEnd('–').TrimEnd() + "  " + _footprint.Categories[k].Unit);
            }

            yield return ReportLine.Empty;
        }
    }

    private IEnumerable<ReportLine> Scenarios()
    {
        if (_footprint.Scenarios.IsEmpty) yield break;
        yield return _table.Head(IsChinese ? "改变一项选择时的总量" : "Total with one choice made otherwise", _footprint.TotalUnit, "%");
        foreach (ScenarioFootprint scenario in _footprint.Scenarios) yield return _table.Row(T(scenario.Name), scenario.Totals[_footprint.Headline], Percentages.Of(scenario.Totals[_footprint.Headline], _footprint.Total), showBar: false);
        yield return ReportLine.Empty;
    }

    private IEnumerable<ReportLine> Contributors()
    {
        string head = IsChinese ? "贡献最大的五个过程" : "Five largest contributors";
        if (_contributors.Shown.Length < ContributorsShown) head = Cap(Glossary.LargestContributors);
        yield return _table.Head(head, _footprint.TotalUnit, "%");
        foreach (Contribution part in _contributors.Shown) yield return _table.Row(NameOf(part), part.Value, Percentages.Of(part.Value, _footprint.Total));
        if (_contributors.RestPositiveCount > 0) yield return _table.Row(Rest(Glossary.RestPositive, _contributors.RestPositiveCount), _contributors.RestPositive, Percentages.Of(_contributors.RestPositive, _footprint.Total));
        if (_contributors.RestNegativeCount > 0) yield return _table.Row(Rest(Glossary.RestNegative, _contributors.RestNegativeCount), _contributors.RestNegative, Percentages.Of(_contributors.RestNegative, _footprint.Total));
        yield return ReportLine.Empty;
    }

    private IEnumerable<ReportLine> Proof()
    {
        yield return ReportLine.Of("  " + Cap(Glossary.Proof), ReportStyle.Heading);
        FootprintProof proof = _footprint.Proof;
        string used = IsChinese ? $"{proof.ProcessCount} 个过程中使用 {proof.UsedCount} 个" : $"{proof.UsedCount} of {proof.ProcessCount} processes used";
        string sums = IsChinese ? $"各分解合计一致（{Digits.Size(proof.Imbalance)}）" : $"all breakdowns sum to the total ({Digits.Size(proof.Imbalance)})";
        string[] facts =
        [
            $"{T(Glossary.Residual)} {Digits.Size(proof.Solve.BackwardError)}",
            $"{T(Glossary.Condition)} {Digits.Size(proof.Solve.Condition)}",
            $"{T(Glossary.LoopGain)} {Digits.Size(proof.LoopGain)}",
            $"{T(Glossary.Solver)} {proof.Solver.Path.Key()}{(IsChinese ? "（" : " (")}{T(proof.Solver.Reason)}{(IsChinese ? "）" : ")")}",
            used,
            sums,
            $"{T(Glossary.Data)} {_footprint.Data.Name} {Short(_footprint.Data.Digest)}",
            $"{T(Glossary.Method)} {_footprint.Method.Id}{(_footprint.Method.Digest.Length > 0 ? " " + Short(_footprint.Method.Digest) : string.Empty)}",
            $"{T(Glossary.Engine)} CarbonLca {_footprint.EngineVersion}",
        ];
        foreach (string line in Flow(facts)) yield return ReportLine.Of("  " + line, ReportStyle.Muted);
        foreach (string line in Flow([.. Marks()])) yield return ReportLine.Of("  " + line, ReportStyle.Warning);
    }

    private IEnumerable<string> Marks()
    {
        if (_footprint.Unstated.Count > 0)
        {
            string share = Percentages.Of(_footprint.Unstated.Value, _footprint.Total) is { } percent ? $"{Digits.Percent(percent)} %" : Digits.Significant(_footprint.Unstated.Value);
            int count = _footprint.Unstated.Count;
            yield return IsChinese
                ? $"未注明 GWP 取值的数据占总量 {share}（{count} 个）"
                : $"GWP set not stated for {share} of the total ({count} {(count == 1 ? "figure" : "figures")})";
        }

        LineFootprint[] lines = [.. _footprint.Stages.SelectMany(s => s.Lines)];
        int assumed = lines.Count(l => l.Quality == SourceKind.Assumption);
        if (assumed > 0) yield return IsChinese ? $"{lines.Length} 个条目中有 {assumed} 个基于假设" : $"{assumed} of {lines.Length} items rest on assumptions";
        int further = _footprint.Findings.Count(f => f.Severity == Severity.Warning && f.Code is not (FindingCode.GwpSetUnknown or FindingCode.Summary));
        if (further > 0) yield return IsChinese ? $"另有 {further} 条警告" : $"{further} further {(further == 1 ? "warning" : "warnings")}";
    }

    // Facts joined into lines; a fact is never broken.
    private IEnumerable<string> Flow(string[] facts)
    {
        string line = string.Empty;
        foreach (string fact in facts)
        {
            string longer = line.Length == 0 ? fact : line + Between + fact;
            if (line.Length > 0 && DisplayWidth.Of(longer) > _width - 2)
            {
                yield return line;
                longer = fact;
            }

            line = longer;
        }

        if (line.Length > 0) yield return line;
    }

    private IEnumerable<string> Names()
    {
        yield return Cap(Glossary.LifeCycleStage);
        foreach (StageFootprint stage in _footprint.Stages) yield return T(stage.Stage.Name());
        foreach (ImpactCategory category in _footprint.Categories) yield return T(Glossary.Category(category.Code));
        foreach (Contribution part in _contributors.Shown) yield return NameOf(part);
    }

    private IEnumerable<double> Values()
    {
        yield return _contributors.RestPositive;
        yield return _contributors.RestNegative;
        foreach (double total in _footprint.Totals) yield return total;
        foreach (StageFootprint stage in _footprint.Stages) yield return stage.Values[_footprint.Headline];
        foreach (Contribution part in _contributors.Shown) yield return part.Value;
    }

    private string NameOf(Contribution part)
    {
        string name = T(part.Name);
        if (part.Location is not { Length: > 0 } location) return name;
        return IsChinese ? $"{name}（{location}）" : $"{name} ({location})";
    }

    private string Rest(Wording term, int count) => string.Create(CultureInfo.InvariantCulture, $"{T(term)}{(IsChinese ? $"，{count} 个过程" : $", {count} {(count == 1 ? "process" : "processes")}")}");

    private string T(Wording text) => text.In(_language);

    private string Cap(Wording term) => Glossary.Heading(term, _language);

    private bool IsChinese => _language == Language.Chinese;

    private static string Short(string digest) => digest[..Math.Min(DigestShown, digest.Length)];
}
