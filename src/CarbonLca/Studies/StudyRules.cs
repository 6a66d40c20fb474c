using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.EndOfLife;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;

namespace CarbonLca.Studies;

/// <summary>What can be said about a study, or a part of one, without looking at any data.</summary>
public static class StudyRules
{
    private const int LongestId = 100;
    private static readonly Unit Watt = Unit.Parse("W");

    /// <summary>Every fault and remark about a study as a whole and about each of its lines.</summary>
    public static IEnumerable<Diagnostic> Check(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return CheckId(study.Id, isBill: study.Goal is null)
            .Concat(CheckUnit(study.FunctionalUnit, FunctionalUnitName))
            .Concat(CheckUnit(study.ReferenceFlow, ReferenceFlowName))
            .Concat(study.Scope is { } scope ? CheckScope(scope, study.Where) : [])
            .Concat(CheckStages(study.Boundary, study.DescribedStages))
            .Concat(CheckRepeated(study))
            .Concat(ReportingRules.Check(study))
            .Concat(CutOffRules.Check(study.CutOffs))
            .Concat(StandardsRegister.Check(study))
            .Concat(SupplierRules.Check(study))
            .Concat(TimingRules.Check(study))
            .Concat(CheckMethods(study))
            .Concat(study.Lines.SelectMany(Check));
    }

    /// <summary>How messages call the functional unit.</summary>
    public static Wording FunctionalUnitName { get; } = new("functional unit", "功能单位");

    /// <summary>How messages call the reference flow.</summary>
    public static Wording ReferenceFlowName { get; } = new("reference flow", "基准流");

    /// <summary>Faults of a study's id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="isBill">Whether it is a bill's, which bears the supplier's own product number.</param>
    public static IEnumerable<Diagnostic> CheckId(Located<string> id, bool isBill)
    {
        Func<char, bool> isPermitted = isBill
            ? c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.'
            : c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';
        if (id.Value.Length is > 0 and <= LongestId && id.Value.All(isPermitted)) yield break;
        yield return Diagnostic.Error(FindingCode.SchemaInvalid, "The id cannot be used.", "该标识无法使用。") with
        {
            Where = id.Where,
            Found = id.Value.Length <= LongestId ? id.Value : $"{id.Value.AsSpan(0, LongestId)}…",
            Expected = isBill
                ? new Wording($"letters, digits, '-', '_' and '.', 1 to {LongestId} of them", $"字母、数字、'-'、'_' 和 '.'，1 至 {LongestId} 个字符")
                : new Wording($"lower-case letters a-z, digits and '-', 1 to {LongestId} of them", $"小写字母 a-z、数字和 '-'，1 至 {LongestId} 个字符"),
        };
    }

    /// <summary>Faults of a functional unit or reference flow (REQ-11).</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="name">How messages call it.</param>
    public static IEnumerable<Diagnostic> CheckUnit(StudyUnit unit, Wording name)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (!double.IsFinite(unit.Amount.Value) || unit.Amount.Value <= 0)
        {
            yield return Diagnostic.Error(FindingCode.OutOfRange, $"The amount of the {name.En} is out of range.", $"{name.Zh}的数量超出范围。") with
            {
                Where = unit.Amount.Where,
                Found = $"{unit.Amount.Value:R}",
                Expected = AboveZero,
            };
        }

        if (!UnitCatalog.TryParse(unit.Unit.Value, out _)) yield return UnknownUnit(unit.Unit, name.En, name.Zh);
    }

    /// <summary>Faults of a scope: a period that ends before it begins (REQ-17), no standard (REQ-05).</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="where">Where it stands, for faults without a place of their own.</param>
    public static IEnumerable<Diagnostic> CheckScope(StudyScope scope, SourcePosition? where)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (scope.Standards.IsEmpty)
        {
            yield return Diagnostic.Error(FindingCode.MissingField, "The study names no standard.", "研究未注明所依据的标准。") with
            {
                Where = where,
                Expected = new Wording("at least one standard with its edition, for instance ISO 14067:2018", "至少一项带版本的标准，例如 GB/T 24067-2024"),
            };
        }

        StudyPeriod period = scope.Period.Value;
        if (period.To < period.From)
        {
            yield return Diagnostic.Error(FindingCode.DateOrder, "The period ends before it begins.", "时间范围的结束早于开始。") with
            {
                Where = scope.Period.Where,
                Found = $"{period.From:yyyy-MM-dd} … {period.To:yyyy-MM-dd}",
                Expected = new Wording("'from' no later than 'to'", "'from' 不晚于 'to'"),
            };
        }
    }

    /// <summary>Stages that the boundary needs and the study lacks, or that lie outside the boundary (REQ-14).</summary>
    /// <param name="boundary">The declared boundary.</param>
    /// <param name="described">The stages that have at least one item.</param>
    public static IEnumerable<Diagnostic> CheckStages(Located<SystemBoundary> boundary, IEnumerable<LifeCycleStage> described)
    {
        HashSet<LifeCycleStage> present = [.. described];
        Wording name = boundary.Value.Name();
        foreach (LifeCycleStage stage in boundary.Value.RequiredStages().Where(s => !present.Contains(s)))
        {
            yield return Diagnostic.Error(
                FindingCode.BoundaryIncomplete,
                $"The declared boundary '{name.En}' needs the stage '{stage.Name().En}', and the study has no item in it.",
                $"所声明的系统边界“{name.Zh}”需要“{stage.Name().Zh}”阶段，而研究中该阶段没有任何条目。") with
            {
                Where = boundary.Where,
                Expected = new Wording($"at least one item under stages.{stage.Key()}", $"stages.{stage.Key()} 下至少一个条目"),
                Next = boundary.Value == SystemBoundary.CradleToGrave
                    ? new Wording("Add the stage, or declare a partial footprint: boundary cradle-to-gate or gate-to-gate.", "请补充该阶段，或声明为部分碳足迹：boundary 取 cradle-to-gate 或 gate-to-gate。")
                    : new Wording("Add the stage, or declare the boundary gate-to-gate.", "请补充该阶段，或将 boundary 声明为 gate-to-gate。"),
            };
        }

        if (present.Remove(LifeCycleStage.Unassigned))
        {
            yield return Diagnostic.Error(FindingCode.BoundaryIncomplete, "Some items belong to no stage of a product's life.", "部分条目未归入任何生命周期阶段。") with
            {
                Where = boundary.Where,
                Expected = Wording.Same(string.Join(" | ", LifeCycleStages.All.Select(s => s.Key()))),
            };
        }

        foreach (LifeCycleStage stage in present.Where(s => !boundary.Value.PermittedStages().Contains(s)).Order())
        {
            yield return Diagnostic.Error(
                FindingCode.SchemaInvalid,
                $"The stage '{stage.Name().En}' lies outside the declared boundary '{name.En}'.",
                $"“{stage.Name().Zh}”阶段超出所声明的系统边界“{name.Zh}”。") with
            {
                Where = boundary.Where,
                Next = new Wording("Leave the stage out, or declare the boundary cradle-to-grave.", "请删去该阶段，或将 boundary 声明为 cradle-to-grave。"),
            };
        }

        if (present.Count == 0 && boundary.Value.RequiredStages().Count == 0)
        {
            yield return Diagnostic.Error(FindingCode.BoundaryIncomplete, "The study has no item in any stage.", "研究的任何阶段都没有条目。") with
            {
                Where = boundary.Where,
                Expected = new Wording("at least one item", "至少一个条目"),
            };
        }
    }

    /// <summary>Faults of one line and remarks about it.</summary>
    public static IEnumerable<Diagnostic> Check(StudyLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        IEnumerable<Diagnostic> ofKind = line switch
        {
            FactorLine factor => CheckAmount(factor).Concat(CheckFactor(factor)),
            SupplierFootprintLine supplied => CheckAmount(supplied).Concat(SupplierRules.Check(supplied)),
            AmountLine amount => CheckAmount(amount),
            TransportLine transport => CheckTransport(transport),
            EnergyUseLine energy => CheckEnergy(energy),
            _ => [],
        };
        return CheckOffset(line).Concat(ofKind).Concat(CheckUncertainty(line)).Concat(RatingRules.Check(line));
    }

    internal static Diagnostic UnknownUnit(Located<string> unit, string ofEn, string ofZh) =>
        Diagnostic.Error(FindingCode.UnknownUnit, $"The unit of {ofEn} is not known.", $"{ofZh}的单位未知。") with
        {
            Where = unit.Where,
            Found = unit.Value,
            Next = UnitCatalog.ClosestTo(unit.Value) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
        };

    private static Wording AboveZero { get; } = new("a finite number above zero", "大于零的有限数");

    private static IEnumerable<Diagnostic> CheckRepeated(Study study) =>
        study.Stages.GroupBy(s => s.Stage).Where(g => g.Count() > 1).Select(g => Diagnostic.Error(
            FindingCode.Duplicate,
            $"The stage '{g.Key.Name().En}' stands {g.Count()} times in the study.",
            $"“{g.Key.Name().Zh}”阶段在研究中出现了 {g.Count()} 次。") with
        { Where = study.Where });

    private static IEnumerable<Diagnostic> CheckMethods(Study study) => study.EndOfLife is not null ? [] : study.Lines.OfType<ProvidedLine>().Where(l => l.EndOfLife is { Method: null }).Select(MissingMethod);

    /// <summary>A material whose end of life goes by no method.</summary>
    internal static Diagnostic MissingMethod(ProvidedLine line) =>
        Diagnostic.Error(FindingCode.MissingField, $"{En(line)} describes its end of life and names no method, and neither does the study.", $"{Zh(line)}给出了生命末期，但条目与研究均未注明方法。") with
        {
            Where = line.EndOfLife?.Where ?? line.Where,
            Expected = Wording.Same(string.Join(" | ", EndOfLifeMethod.All.Select(m => m.Name))),
            Next = new Wording("Name the method once for the study (end_of_life: {method: …}) or in the item.", "请在研究中统一注明方法（end_of_life: {method: …}），或在条目中注明。"),
        };

    private static IEnumerable<Diagnostic> CheckOffset(StudyLine line)
    {
        if (!line.IsOffset.Value) yield break;
        yield return Diagnostic.Error(
            FindingCode.DoubleCount,
            $"{En(line)} is an offset, and a product carbon footprint never contains offsets.",
            $"{Zh(line)}属于碳抵消，产品碳足迹中不得包含碳抵消。") with
        {
            Where = line.IsOffset.Where ?? line.Where,
            Next = new Wording("Remove the item; report offsets apart from the footprint.", "请删除该条目；碳抵消须与碳足迹分开报告。"),
        };
    }

    private static IEnumerable<Diagnostic> CheckAmount(AmountLine line)
    {
        double amount = line.Amount.Value;
        bool isRight = double.IsFinite(amount) && (line.IsCredit ? amount < 0 : amount > 0);
        if (!isRight)
        {
            FindingCode code = !double.IsFinite(amount) ? FindingCode.NotFinite : amount < 0 ? FindingCode.NegativeNotAllowed : FindingCode.OutOfRange;
            yield return Diagnostic.Error(code, $"The amount of {En(line)} is out of range.", $"{Zh(line)}的数量超出范围。") with
            {
                Where = line.Amount.Where ?? line.Where,
                Found = $"{amount:R}",
                Expected = line.IsCredit ? new Wording("a finite number below zero, as the item is a credit", "小于零的有限数，因为该条目为抵扣") : AboveZero,
                Next = amount < 0
                    ? new Wording("If it is a credit by a declared rule, mark the item credit: true.", "如为按声明规则的抵扣，请在条目中注明 credit: true。")
                    : amount == 0 ? new Wording("Remove the item if nothing is used.", "如未使用，请删除该条目。") : null,
            };
        }
        else if (line.IsCredit)
        {
            yield return Diagnostic.Warning(FindingCode.Allocated, $"{En(line)} is a credit and lowers the footprint.", $"{Zh(line)}为抵扣项，会降低碳足迹。") with
            {
                Where = line.Amount.Where ?? line.Where,
                Found = $"{amount:R} {line.Unit.Value}",
            };
        }

        double yield = line.Yield.Value;
        if (line.IsCredit && yield != 1)
        {
            yield return Diagnostic.Error(FindingCode.SchemaInvalid, $"{En(line)} is a credit with a yield, which would enlarge it.", $"{Zh(line)}为抵扣项却带有收率，这会放大抵扣。") with
            {
                Where = line.Yield.Where ?? line.Where,
                Found = $"{yield:R}",
                Next = new Wording("Give the amount that is credited, without a yield.", "请直接给出抵扣数量，不带收率。"),
            };
            yield break;
        }

        if (double.IsFinite(yield) && yield is > 0 and <= 1) yield break;
        yield return Diagnostic.Error(FindingCode.OutOfRange, $"The yield of {En(line)} is out of range.", $"{Zh(line)}的收率超出范围。") with
        {
            Where = line.Yield.Where ?? line.Where,
            Found = $"{yield:R}",
            Expected = new Wording("a share above 0 and at most 1", "大于 0 且不大于 1 的比例"),
            Next = yield is > 1 and <= 100 ? new Wording($"If per cent is meant, write {yield / 100:R}.", $"如指百分数，请写 {yield / 100:R}。") : null,
        };
    }

    private static IEnumerable<Diagnostic> CheckFactor(FactorLine line)
    {
        bool isUnit = UnitCatalog.TryParse(line.Unit.Value, out Unit? unit);
        if (!isUnit) yield return UnknownUnit(line.Unit, En(line), Zh(line));
        if (DirectFactor.CheckValue(line.Factor.Value) is { } fault)
        {
            yield return fault with { Where = line.Factor.Where ?? line.Where };
        }
        else
        {
            if (isUnit && !new DirectFactor(line.Factor.Value, line.GwpSet, line.Origin).IsPer(unit!))
            {
                yield return Diagnostic.Error(
                    FindingCode.UnitMismatch,
                    $"The factor of {En(line)} is in '{line.Factor.Value.Unit}', and its amount in '{unit}'.",
                    $"{Zh(line)}的因子单位为 '{line.Factor.Value.Unit}'，而数量单位为 '{unit}'。") with
                {
                    Where = line.Factor.Where ?? line.Where,
                    Found = line.Factor.Value.Unit.Symbol,
                    Expected = Wording.Same($"kg CO2e/{unit}"),
                    Next = new Wording("Give the amount in the unit the factor is per, or a factor per that unit.", "请以因子所对应的单位给出数量，或给出对应该单位的因子。"),
                };
            }

            if (line.Scope == FactorScope.Combustion)
            {
                yield return Diagnostic.Warning(FindingCode.ScopeOfFactor, $"The factor of {En(line)} counts combustion alone: nothing upstream, no losses of the network.", $"{Zh(line)}的因子仅计燃烧：不含上游与管网损失。") with
                {
                    Where = line.Factor.Where ?? line.Where,
                    Expected = new Wording("a life-cycle factor for a product footprint", "产品碳足迹应采用生命周期因子"),
                };
            }

            if (line.GwpSet == GwpSet.Unstated)
            {
                yield return Diagnostic.Warning(FindingCode.GwpSetUnknown, $"The GWP set of the factor of {En(line)} is not stated; it is counted as it is.", $"{Zh(line)}的因子未注明 GWP 数据集；按原值计入。") with
                {
                    Where = line.Factor.Where ?? line.Where,
                    Expected = Wording.Same("AR4 | AR5 | AR6"),
                };
            }
        }
    }

    private static IEnumerable<Diagnostic> CheckTransport(TransportLine line)
    {
        if (TransportLegs.CheckMass(line.Mass.Value) is { } massFault) yield return At(massFault, line.Mass.Where, line);
        if (line.Packaging is { } packaging && TransportLegs.CheckPackaging(packaging.Value) is { } packagingFault) yield return At(packagingFault, packaging.Where, line);
        if (TransportLegs.CheckCount(line.Legs.Length) is { } countFault) yield return At(countFault, line.Where, line);
        foreach (StudyLeg leg in line.Legs)
            if (TransportLegs.CheckDistance(leg.Distance.Value) is { } distanceFault) yield return At(distanceFault, leg.Distance.Where, line);
    }

    private static IEnumerable<Diagnostic> CheckEnergy(EnergyUseLine line)
    {
        bool areHoursGood = true;
        foreach (StudyPowerState state in line.States)
        {
            foreach (Diagnostic fault in EnergyUse.CheckState(new PowerState(state.Power.Value, 0))) yield return At(fault, state.Power.Where, line);
            foreach (Diagnostic fault in EnergyUse.CheckState(new PowerState(new Quantity(0, Watt), state.HoursPerYear.Value)))
            {
                areHoursGood = false;
                yield return At(fault, state.HoursPerYear.Where, line);
            }
        }

        if (areHoursGood && EnergyUse.CheckHours(line.States.Sum(s => s.HoursPerYear.Value), line.HoursInYear.Value) is { } hoursFault) yield return At(hoursFault, line.StatesWhere, line);
        if (EnergyUse.CheckLifetime(line.Lifetime.Value) is { } lifetimeFault) yield return At(lifetimeFault, line.Lifetime.Where, line);
        if (line.Pue is not { } pue)
        {
            yield return Diagnostic.Note(FindingCode.ScopeOfFactor, $"{En(line)} states no PUE; 1 is used: no overhead of a site is counted.", $"{Zh(line)}未注明 PUE，按 1 计算：不计站点的额外能耗。") with { Where = line.Where };
        }
        else if (EnergyUse.CheckPue(pue.Value) is { } pueFault)
        {
            yield return At(pueFault, pue.Where, line);
        }
    }

    private static IEnumerable<Diagnostic> CheckUncertainty(StudyLine line)
    {
        IEnumerable<Diagnostic> ofAmount = line.Uncertainty is { } declared ? CheckDistribution(line, declared, (line as AmountLine)?.Amount.Value) : [];
        return line switch
        {
            FactorLine { FactorUncertainty: { } ofFigure } factor => ofAmount.Concat(CheckDistribution(line, ofFigure, factor.Factor.Value.Value)),
            SupplierFootprintLine { Footprint: { Uncertainty: { } ofFootprint, Parts: [var only] } } => ofAmount.Concat(CheckDistribution(line, ofFootprint, only.Value.Value.Value)),
            SupplierFootprintLine { Footprint.Uncertainty: { Kind: UncertaintyKind.Lognormal } relative } => ofAmount.Concat(CheckDistribution(line, relative, null)),
            _ => ofAmount,
        };
    }

    private static IEnumerable<Diagnostic> CheckDistribution(StudyLine line, StudyUncertainty declared, double? about)
    {
        SourcePosition? where = declared.Where ?? line.Where;
        if (about is null && declared.Kind is not UncertaintyKind.Lognormal)
        {
            yield return Diagnostic.Error(
                FindingCode.NotSupported,
                $"{En(line)} has no single amount that a {declared.Kind.ToString().ToLowerInvariant()} distribution could be about.",
                $"{Zh(line)}没有单一数量可供该分布描述。") with
            {
                Where = where,
                Expected = new Wording("a lognormal distribution with gsd, which is relative", "以 gsd 给出的对数正态分布（相对分布）"),
            };
            yield break;
        }

        if (!AreParametersPossible(declared))
        {
            yield return Diagnostic.Error(FindingCode.OutOfRange, $"The distribution of {En(line)} has a parameter out of range.", $"{Zh(line)}的分布参数超出范围。") with
            {
                Where = where,
                Found = Describe(declared),
                Expected = declared.Kind switch
                {
                    UncertaintyKind.Lognormal => new Wording("a geometric standard deviation (gsd) of 1 or more", "几何标准差（gsd）不小于 1"),
                    UncertaintyKind.Normal => new Wording("a standard deviation (sd) of zero or more", "标准差（sd）不小于零"),
                    _ => new Wording("a minimum no greater than the maximum", "最小值不大于最大值"),
                },
            };
        }
        else if (declared.IsDegenerate)
        {
            yield return Diagnostic.Warning(FindingCode.DegenerateDistribution, $"The distribution of {En(line)} does not vary; the amount is taken as fixed.", $"{Zh(line)}的分布没有变化；数量按固定值处理。") with
            {
                Where = where,
                Found = Describe(declared),
            };
        }
        else if (declared.Kind is UncertaintyKind.Triangular or UncertaintyKind.Uniform && about is { } amount && (amount < declared.Minimum || amount > declared.Maximum))
        {
            yield return Diagnostic.Error(FindingCode.OutOfRange, $"The amount of {En(line)} lies outside its own distribution.", $"{Zh(line)}的数量在其分布范围之外。") with
            {
                Where = where,
                Found = $"{amount:R}",
                Expected = new Wording($"an amount from {declared.Minimum:R} to {declared.Maximum:R}", $"{declared.Minimum:R} 至 {declared.Maximum:R} 之间的数量"),
            };
        }
    }

    private static bool AreParametersPossible(StudyUncertainty declared) => declared.Kind switch
    {
        UncertaintyKind.Lognormal => double.IsFinite(declared.Spread) && declared.Spread >= 1,
        UncertaintyKind.Normal => double.IsFinite(declared.Spread) && declared.Spread >= 0,
        _ => double.IsFinite(declared.Minimum) && double.IsFinite(declared.Maximum) && declared.Minimum <= declared.Maximum,
    };

    private static string Describe(StudyUncertainty declared) => declared.Kind switch
    {
        UncertaintyKind.Lognormal => $"lognormal, gsd {declared.Spread:R}",
        UncertaintyKind.Normal => $"normal, sd {declared.Spread:R}",
        UncertaintyKind.Triangular => $"triangular, {declared.Minimum:R} … {declared.Maximum:R}",
        _ => $"uniform, {declared.Minimum:R} … {declared.Maximum:R}",
    };

    internal static Diagnostic At(Diagnostic fault, SourcePosition? where, StudyLine line) => fault with
    {
        What = new Wording($"{En(line)}: {fault.What.En}", $"{Zh(line)}：{fault.What.Zh}"),
        Where = where ?? line.Where,
    };

    private static string En(StudyLine line) => $"'{line.Item.En}'";

    private static string Zh(StudyLine line) => $"“{line.Item.Zh}”";
}
