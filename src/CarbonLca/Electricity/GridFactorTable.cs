using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Electricity;

/// <summary>Electricity factors by area, kind, generation, scope and year, and the rule by which one is chosen (REQ-65).</summary>
/// <remarks>
/// The order is province, region, market. An area inherits from the one it lies in only where no area of its level has a factor of that
/// kind: a gap among neighbours that have one (such as Tibet among the provinces) is asked about, never filled in silence. A year
/// without a factor takes the latest before it, and says so. Immutable; newer years are data.
/// </remarks>
public sealed class GridFactorTable
{
    private readonly FrozenDictionary<string, GridArea> _areaByCode;
    private readonly FrozenDictionary<string, GridArea> _areaByName;
    private readonly FrozenDictionary<GridFactorKey, GridFactor> _factors;
    private readonly ILookup<Series, GridFactor> _series; // ascending by year

    /// <summary>A table.</summary>
    /// <param name="areas">The areas.</param>
    /// <param name="factors">The factors.</param>
    /// <exception cref="InputRefusedException">An area or a factor is given twice, or names an area that is not there.</exception>
    public GridFactorTable(IEnumerable<GridArea> areas, IEnumerable<GridFactor> factors)
    {
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(factors);
        List<Diagnostic> faults = [];
        Dictionary<string, GridArea> byCode = new(StringComparer.OrdinalIgnoreCase);
        foreach (GridArea area in areas)
            if (!byCode.TryAdd(area.Code, area)) faults.Add(Diagnostic.Error(FindingCode.Duplicate, $"The area '{area.Code}' is given twice.", $"地区 '{area.Code}' 重复。"));
        foreach (GridArea area in byCode.Values)
        {
            if (area.Level != GridAreaLevel.Market && (area.Parent is null || !byCode.TryGetValue(area.Parent, out GridArea? parent) || parent.Level >= area.Level))
                faults.Add(Diagnostic.Error(FindingCode.UnknownName, $"The area '{area.Code}' lies in '{area.Parent}', which is no larger area of the table.", $"地区 '{area.Code}' 的上级 '{area.Parent}' 不是表中更大的地区。"));
        }

        Dictionary<GridFactorKey, GridFactor> byKey = [];
        foreach (GridFactor factor in factors)
        {
            if (!byCode.TryGetValue(factor.Key.Area, out GridArea? area))
                faults.Add(Diagnostic.Error(FindingCode.UnknownName, $"The factor '{factor.Key}' is for the area '{factor.Key.Area}', which the table does not have.", $"因子 '{factor.Key}' 的地区 '{factor.Key.Area}' 不在表中。"));
            else if (!byKey.TryAdd(factor.Key with { Area = area.Code }, factor.NamedAfter(area)))
                faults.Add(Diagnostic.Error(FindingCode.Duplicate, $"The factor '{factor.Key}' is given twice.", $"因子 '{factor.Key}' 重复。"));
        }

        if (faults.Count > 0) throw new InputRefusedException(faults);
        Areas = [.. byCode.Values];
        Factors = [.. byKey.Values.OrderBy(f => f.Key.Id, StringComparer.Ordinal)];
        _areaByCode = byCode.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _areaByName = Areas
            .SelectMany(a => new[] { KeyValuePair.Create(a.Name.En, a), KeyValuePair.Create(a.Name.Zh, a) })
            .DistinctBy(p => p.Key, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _factors = byKey.ToFrozenDictionary();
        _series = Factors.OrderBy(f => f.Key.Year).ToLookup(f => new Series(f.Key.Area, f.Key.Kind, f.Key.Generation, f.Key.Scope));
    }

    /// <summary>The areas, in the order given.</summary>
    public ImmutableArray<GridArea> Areas { get; }

    /// <summary>The factors, ascending by id.</summary>
    public ImmutableArray<GridFactor> Factors { get; }

    /// <summary>This table and more factors, for instance of a newer year or of a supplier.</summary>
    /// <exception cref="InputRefusedException">A factor is there already, or its area is not.</exception>
    public GridFactorTable With(IEnumerable<GridFactor> factors, IEnumerable<GridArea>? areas = null) => new(Areas.Concat(areas ?? []), Factors.Concat(factors));

    /// <summary>The factor of a key; null where there is none.</summary>
    public GridFactor? Find(GridFactorKey key) => _factors.GetValueOrDefault(key);

    /// <summary>The area a code or a name in either language stands for; null where there is none.</summary>
    public GridArea? FindArea(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _areaByCode.GetValueOrDefault(text.Trim()) ?? _areaByName.GetValueOrDefault(text.Trim());
    }

    /// <summary>What is wrong with the name of an area; null when the table has it.</summary>
    public Diagnostic? CheckArea(string text)
    {
        if (FindArea(text) is not null) return null;
        string? near = Closest.To(text, _areaByCode.Keys.Concat(_areaByName.Keys));
        return Diagnostic.Error(FindingCode.UnknownName, "The table of electricity factors has no such area.", "电力因子表中没有该地区。") with
        {
            Found = text,
            Expected = new Wording("a code such as CN-GD or a name such as Guangdong", "如 CN-GD 的代码或如“广东”的名称"),
            Next = near is null ? null : new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。"),
        };
    }

    /// <summary>The market an area lies in.</summary>
    public GridArea MarketOf(GridArea area)
    {
        ArgumentNullException.ThrowIfNull(area);
        while (area.Level != GridAreaLevel.Market) area = _areaByCode[area.Parent!];
        return area;
    }

    /// <summary>The factor for an area, year and purpose.</summary>
    public GridFactorChoice Choose(GridFactorQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (FindArea(query.Area) is not { } asked) return new GridFactorChoice(null, [CheckArea(query.Area)!]);
        foreach (FactorScope scope in query.Scope is { } only ? [only] : query.Purpose.Scopes())
        {
            for (GridArea? area = asked; area is not null; area = area.Parent is { } parent ? _areaByCode[parent] : null)
            {
                GridFactor[] series = [.. _series[new Series(area.Code, query.Kind, query.Generation, scope)]];
                if (series.Length > 0) return Found(series, query.Year, asked, area);
                if (NeighboursWithOne(area, query, scope).Any()) return new GridFactorChoice(null, [Gap(area, query, scope)]);
            }
        }

        return new GridFactorChoice(null, [Missing(asked, query)]);
    }

    private static GridFactorChoice Found(GridFactor[] series, int year, GridArea asked, GridArea area)
    {
        GridFactor factor = Array.FindLast(series, f => f.Key.Year <= year) ?? series[0];
        List<Diagnostic> findings = [];
        if (area != asked)
        {
            findings.Add(Diagnostic.Note(
                FindingCode.DefaultAssumed,
                $"Factors of this kind are not published for areas such as {asked.Label.En}; that of {area.Label.En} is taken.",
                $"{asked.Label.Zh} 一级未发布此类因子；采用 {area.Label.Zh} 的因子。"));
        }

        if (factor.Key.Year != year)
        {
            findings.Add(Diagnostic.Warning(
                FindingCode.DefaultAssumed,
                $"There is no factor of {year} for {area.Label.En}; that of {factor.Key.Year} is taken.",
                $"{area.Label.Zh} 没有 {year} 年的因子；采用 {factor.Key.Year} 年的因子。") with
            {
                Next = new Wording("Add the factor of the year when it is published.", "该年度因子发布后请补充。"),
            });
        }

        return new GridFactorChoice(factor, [.. findings]);
    }

    // Areas of the same level in the same market that do have a factor of the kind.
    private IEnumerable<GridArea> NeighboursWithOne(GridArea area, GridFactorQuery query, FactorScope scope)
    {
        if (area.Level == GridAreaLevel.Market) return [];
        GridArea market = MarketOf(area);
        return Areas.Where(other => other.Level == area.Level && MarketOf(other) == market && _series.Contains(new Series(other.Code, query.Kind, query.Generation, scope)));
    }

    private Diagnostic Gap(GridArea area, GridFactorQuery query, FactorScope scope)
    {
        List<GridArea> choices = [];
        for (GridArea? larger = area; larger is not null; larger = larger.Parent is { } parent ? _areaByCode[parent] : null)
            if (_series.Contains(new Series(larger.Code, query.Kind, query.Generation, scope))) choices.Add(larger);
        string en = string.Join(" or ", choices.Select(c => c.Label.En));
        string zh = string.Join(" 或 ", choices.Select(c => c.Label.Zh));
        return Diagnostic.Error(
            FindingCode.MissingFactor,
            $"No {query.Kind.Name().En} factor ({scope.Name().En}) is published for {area.Label.En}, though its neighbours have one.",
            $"未发布 {area.Label.Zh} 的{query.Kind.Name().Zh}因子（{scope.Name().Zh}），而相邻地区均有。") with
        {
            Found = query.Area,
            Next = choices.Count > 0
                ? new Wording($"Choose the area whose factor stands for it: {en}; or give a factor of your own.", $"请选择代表该地区的因子：{zh}；或自行给出因子。")
                : new Wording("Give a factor of your own.", "请自行给出因子。"),
        };
    }

    private Diagnostic Missing(GridArea area, GridFactorQuery query)
    {
        string[] others = [.. GridFactorWords.Scopes.Where(scope => Inherited(area, query, scope)).Select(scope => scope.Key())];
        return Diagnostic.Error(
            FindingCode.MissingFactor,
            $"There is no {query.Kind.Name().En} factor for {area.Label.En}.",
            $"{area.Label.Zh} 没有{query.Kind.Name().Zh}因子。") with
        {
            Found = string.Create(CultureInfo.InvariantCulture, $"{query.Area}, {query.Year}, {query.Generation.Key()}"),
            Expected = query.Scope is { } scope ? Wording.Same(scope.Key()) : Wording.Same(string.Join(", ", query.Purpose.Scopes().Select(s => s.Key()))),
            Next = others.Length > 0
                ? new Wording($"Factors of another scope exist ({string.Join(", ", others)}); name the scope to use one.", $"存在其他范围的因子（{string.Join(", ", others)}）；如需采用请注明范围。")
                : new Wording("Give a factor of your own.", "请自行给出因子。"),
        };
    }

    private bool Inherited(GridArea asked, GridFactorQuery query, FactorScope scope)
    {
        for (GridArea? area = asked; area is not null; area = area.Parent is { } parent ? _areaByCode[parent] : null)
            if (_series.Contains(new Series(area.Code, query.Kind, query.Generation, scope))) return true;
        return false;
    }

    private readonly record struct Series(string Area, GridFactorKind Kind, GenerationType Generation, FactorScope Scope);
}
