using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Studies;

namespace CarbonLca.Analysis;

/// <summary>Something two footprints must agree in to be compared, or that a reader of a comparison should know.</summary>
/// <param name="Key">Its key in files.</param>
/// <param name="Name">Its name.</param>
/// <param name="ValueOf">What a footprint says of it.</param>
public sealed record ComparabilityCriterion(string Key, Wording Name, Func<CarbonFootprint, Wording> ValueOf)
{
    /// <summary>Whether what two footprints say is the same.</summary>
    internal Func<CarbonFootprint, CarbonFootprint, bool>? Agrees { get; init; }

    /// <summary>How two footprints differ in it; null when they agree.</summary>
    public ComparabilityDifference? Compare(CarbonFootprint a, CarbonFootprint b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Wording ofA = ValueOf(a);
        Wording ofB = ValueOf(b);
        bool isSame = Agrees is { } agrees ? agrees(a, b) : IsSameText(ofA, ofB);
        return isSame ? null : new ComparabilityDifference(this, ofA, ofB);
    }

    /// <summary>Whether two texts are the same apart from case and space around them, in either language.</summary>
    internal static bool IsSameText(Wording a, Wording b) =>
        string.Equals(a.En.Trim(), b.En.Trim(), StringComparison.OrdinalIgnoreCase) || string.Equals(a.Zh.Trim(), b.Zh.Trim(), StringComparison.Ordinal);
}

/// <summary>A criterion in which two footprints differ.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="OfA">What A says.</param>
/// <param name="OfB">What B says.</param>
public sealed record ComparabilityDifference(ComparabilityCriterion Criterion, Wording OfA, Wording OfB);

/// <summary>Whether two footprints may be compared (REQ-18; ISO 14067:2018, Annex B).</summary>
/// <param name="Differences">The criteria in which they differ; any of them forbids a statement.</param>
/// <param name="Remarks">What else differs, and a reader should know.</param>
public sealed record Comparability(ImmutableArray<ComparabilityDifference> Differences, ImmutableArray<ComparabilityDifference> Remarks)
{
    private static readonly Wording None = new("none stated", "未说明");

    /// <summary>Whether a statement that compares them is allowed.</summary>
    public bool IsAllowed => Differences.IsEmpty;

    /// <summary>What must agree, in the order of the standard.</summary>
    public static ImmutableArray<ComparabilityCriterion> Criteria { get; } =
    [
        new("unit", Glossary.FunctionalUnit, f => new Wording($"{Digits.Full(f.Unit.Amount)} {f.Unit.Unit}, {f.Unit.Text.En}", $"{Digits.Full(f.Unit.Amount)} {f.Unit.Unit}，{f.Unit.Text.Zh}")) { Agrees = HaveSameUnit },
        new("boundary", Glossary.SystemBoundary, f => f.Study?.Boundary.Value.Name() ?? None),
        new("stages", new Wording("stages included", "所含阶段"), f => f.Stages.IsEmpty ? None : new Wording(string.Join(", ", f.Stages.Select(s => s.Stage.Name().En)), string.Join("、", f.Stages.Select(s => s.Stage.Name().Zh)))),
        new("gwp_set", new Wording("set of global warming potentials", "GWP 取值版本"), GwpSetOf),
        new("allocation", new Wording("allocation", "分配规则"), f => Wording.Same(f.Options.Allocation)),
        new("cut_off", new Wording("cut-off", "取舍准则"), ComparedRules.CutOffOf),
        new("electricity", new Wording("rule for electricity", "电力规则"), f => f.Study is { } study ? ComparedRules.ElectricityOf(study) : None),
        new("end_of_life", new Wording("end-of-life method", "生命末期方法"), f => f.Study is { } study ? ComparedRules.EndOfLifeOf(study) : None),
        new("data_quality", new Wording("rule for data quality", "数据质量规则"), f => f.Study is { } study ? ComparedRules.DataQualityOf(study) : None),
        new("pcr", new Wording("product category rule", "产品种类规则"), f => f.Study?.Scope?.Pcr ?? None),
    ];

    /// <summary>What need not agree and is told: data, choice of providers, place, time, engine.</summary>
    public static ImmutableArray<ComparabilityCriterion> Informative { get; } =
    [
        new("data", new Wording("background data", "背景数据"), f => Wording.Same($"{f.Data.Name} {f.Data.Version} [{(f.Data.Digest.Length >= 8 ? f.Data.Digest[..8] : f.Data.Digest)}]")),
        new("providers", new Wording("choice of providers", "供应过程的选择"), f => Wording.Same(f.Options.Providers)),
        new("geography", new Wording("geography", "地域"), f => f.Study?.Scope?.Geography ?? None),
        new("period", new Wording("period", "时间范围"), f => f.Study?.Scope is { } scope ? Wording.Same($"{scope.Period.Value.From:yyyy-MM-dd} … {scope.Period.Value.To:yyyy-MM-dd}") : None),
        new("engine", Glossary.Engine, f => Wording.Same(f.EngineVersion)),
    ];

    /// <summary>Whether two footprints may be compared, and in what they differ.</summary>
    public static Comparability Of(CarbonFootprint a, CarbonFootprint b) =>
        new([.. Criteria.Select(c => c.Compare(a, b)).OfType<ComparabilityDifference>()], [.. Informative.Select(c => c.Compare(a, b)).OfType<ComparabilityDifference>()]);

    /// <summary>One error that refuses a statement, with every difference; none when a statement is allowed.</summary>
    public ImmutableArray<Diagnostic> Findings => IsAllowed
        ? []
        : [
            .. Differences.Select(d => Diagnostic.Error(
                FindingCode.NotComparable,
                $"The footprints may not be compared: {d.Criterion.Name.En} differs.",
                $"两项碳足迹不可比较：{d.Criterion.Name.Zh}不一致。") with
            {
                Found = $"{d.OfA.En} / {d.OfB.En}",
                Expected = new Wording("the same in both (ISO 14067, Annex B)", "两者一致（ISO 14067 附录 B）"),
            }),
        ];

    private static Wording GwpSetOf(CarbonFootprint footprint)
    {
        string method = footprint.Method.Digest.Length >= 8 ? $"{footprint.Method.Id} [{footprint.Method.Digest.AsSpan(0, 8)}]" : footprint.Method.Id;
        return new Wording($"{method}, CO2 and CH4 of unknown origin: {footprint.Options.UnknownOrigin}", $"{method}，来源不明的 CO2 与 CH4：{footprint.Options.UnknownOrigin}");
    }

    // Amounts in units that convert are the same unit when they are the same amount of the same thing.
    private static bool HaveSameUnit(CarbonFootprint a, CarbonFootprint b)
    {
        if (!ComparabilityCriterion.IsSameText(a.Unit.Text, b.Unit.Text)) return false;
        if (a.Unit.Unit == b.Unit.Unit) return a.Unit.Amount == b.Unit.Amount;
        if (!UnitCatalog.TryParse(a.Unit.Unit, out Unit? unitA) || !UnitCatalog.TryParse(b.Unit.Unit, out Unit? unitB) || !unitA.ConvertsTo(unitB)) return false;
        double converted = new Quantity(a.Unit.Amount, unitA).In(unitB);
        return Math.Abs(converted - b.Unit.Amount) <= 1e-12 * Math.Abs(b.Unit.Amount);
    }
}
