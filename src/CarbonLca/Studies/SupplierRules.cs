using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>What is wrong with the footprints of suppliers, by themselves and within their study (REQ-24).</summary>
internal static class SupplierRules
{
    private static readonly Unit Equivalents = Unit.Parse("kg CO2e");

    /// <summary>Faults of one line.</summary>
    public static IEnumerable<Diagnostic> Check(SupplierFootprintLine line)
    {
        SupplierFootprint footprint = line.Footprint;
        SourcePosition? where = footprint.Where ?? line.Where;
        Quantity per = footprint.Per.Value;
        if (!double.IsFinite(per.Value) || per.Value <= 0)
            yield return Fault(FindingCode.OutOfRange, line, footprint.Per.Where, "is per an amount out of range", "的声明数量超出范围", per.ToString(), new Wording("an amount above zero, such as 1 piece", "大于零的数量，例如 1 piece"));
        if (!UnitCatalog.TryParse(line.Unit.Value, out Unit? unit)) yield return StudyRules.UnknownUnit(line.Unit with { Where = line.Unit.Where ?? line.Where }, $"'{line.Item.En}'", $"“{line.Item.Zh}”");
        else if (!unit.ConvertsTo(per.Unit)) yield return Fault(FindingCode.UnitMismatch, line, line.Unit.Where, $"is per '{per.Unit}', and its amount in '{unit}'", $"以 '{per.Unit}' 声明，而数量单位为 '{unit}'", unit.Symbol, new Wording($"a unit that converts to '{per.Unit}'", $"可换算为 '{per.Unit}' 的单位"));
        if (footprint.Parts.IsEmpty) yield return Fault(FindingCode.MissingField, line, where, "has no value", "没有数值", null, new Wording("a value, or values by gas group", "总值或各组分值"));
        foreach (Diagnostic fault in footprint.Parts.SelectMany(part => CheckPart(line, part))) yield return fault;
        StudyPeriod validity = footprint.Validity.Value;
        if (validity.To < validity.From) yield return Fault(FindingCode.DateOrder, line, footprint.Validity.Where, "ends to be valid before it begins", "的有效期结束早于开始", $"{validity.From:yyyy-MM-dd} … {validity.To:yyyy-MM-dd}", new Wording("'from' no later than 'to'", "'from' 不晚于 'to'"));
        if (footprint.Dqr is { } dqr && dqr.Value is not (>= PedigreeScores.Best and <= PedigreeScores.Worst)) yield return Fault(FindingCode.OutOfRange, line, dqr.Where, "has a data quality rating out of range", "的数据质量评级超出范围", $"{dqr.Value:R}", new Wording("a number from 1 to 5", "1 至 5 的数"));
        if (footprint.PrimaryShare is { } share && share.Value is not (>= 0 and <= 100)) yield return Fault(FindingCode.OutOfRange, line, share.Where, "has a primary data share out of range", "的初级数据占比超出范围", $"{share.Value:R}", new Wording("per cent from 0 to 100", "0 至 100 的百分数"));
        if (footprint.Parts.Length > 1 && footprint.Uncertainty is { Kind: not UncertaintyKind.Lognormal } spread) yield return Fault(FindingCode.NotSupported, line, spread.Where, "is given by gas groups, to which only a relative distribution fits", "按组分给出，仅适用相对分布", spread.Kind.ToString().ToLowerInvariant(), new Wording("a lognormal distribution with gsd", "以 gsd 给出的对数正态分布"));
        if (footprint.GwpSet == GwpSet.Unstated)
        {
            yield return Diagnostic.Warning(FindingCode.GwpSetUnknown, $"The GWP set of the supplier's footprint of '{line.Item.En}' is not stated; it is counted as it is.", $"“{line.Item.Zh}”的供应商碳足迹未注明 GWP 数据集；按原值计入。") with { Where = where, Expected = Wording.Same("AR4 | AR5 | AR6") };
        }

        if (footprint.Boundary.Value == SystemBoundary.GateToGate)
        {
            yield return Diagnostic.Warning(FindingCode.BoundaryIncomplete, $"The supplier's footprint of '{line.Item.En}' is gate to gate: what lies before the supplier's gate is not in it.", $"“{line.Item.Zh}”的供应商碳足迹为大门到大门，不含供应商上游。") with
            {
                Where = footprint.Boundary.Where ?? where,
                Next = new Wording("Ask for a cradle-to-gate footprint, or add what the supplier buys.", "请索取从摇篮到大门的碳足迹，或补充供应商的外购投入。"),
            };
        }
    }

    /// <summary>Faults between lines and their study: validity that does not reach its period, burdens that other items bring again.</summary>
    public static IEnumerable<Diagnostic> Check(Study study)
    {
        bool hasLaterStages = study.Stages.Any(s => s.Lines.Length > 0 && s.Stage is LifeCycleStage.Use or LifeCycleStage.EndOfLife);
        foreach (StudyStage stage in study.Stages)
        {
            foreach (SupplierFootprintLine line in stage.Lines.OfType<SupplierFootprintLine>())
            {
                if (Expiry(study, line) is { } expired) yield return expired;
                if (hasLaterStages && line.Footprint.Boundary.Value == SystemBoundary.CradleToGrave)
                {
                    yield return Diagnostic.Error(FindingCode.DoubleCount, $"The supplier's footprint of '{line.Item.En}' covers use and end of life, which the study counts too.", $"“{line.Item.Zh}”的供应商碳足迹已含使用与生命末期阶段，研究又重复计入。") with
                    {
                        Where = line.Footprint.Boundary.Where ?? line.Where,
                        Expected = new Wording("a cradle-to-gate footprint", "从摇篮到大门的碳足迹"),
                    };
                }

                if (!line.Footprint.Includes.Contains(SupplierInclusion.InboundTransport)) continue;
                foreach (Diagnostic fault in CheckInbound(study, stage, line)) yield return fault;
            }
        }
    }

    private static IEnumerable<Diagnostic> CheckInbound(Study study, StudyStage stage, SupplierFootprintLine line)
    {
        string place = $"{stage.Stage.Key()}/{stage.Lines.IndexOf(line) + 1}";
        foreach (StudyStage other in study.Stages.Where(s => s.Stage is LifeCycleStage.RawMaterials or LifeCycleStage.Production))
        {
            foreach (TransportLine transport in other.Lines.OfType<TransportLine>())
            {
                bool isNamed = transport.Carries is { } carried && (carried.Value == line.Item.En || carried.Value == line.Item.Zh || carried.Value == place);
                if (isNamed)
                {
                    yield return Diagnostic.Error(FindingCode.DoubleCount, $"'{transport.Item.En}' brings '{line.Item.En}' to the gate, and the supplier's footprint counts that way already.", $"“{transport.Item.Zh}”为“{line.Item.Zh}”的入厂运输，而供应商碳足迹已计入该运输。") with
                    {
                        Where = transport.Carries!.Value.Where ?? transport.Where,
                        Next = new Wording("Remove the transport, or use the supplier's figure without delivery.", "请删除该运输，或改用不含运输的供应商数值。"),
                    };
                }
                else if (transport.Carries is null)
                {
                    yield return Diagnostic.Warning(FindingCode.DoubleCount, $"'{transport.Item.En}' does not say what it carries; if it brings '{line.Item.En}' to the gate, that way is counted twice.", $"“{transport.Item.Zh}”未说明所运货物；若为“{line.Item.Zh}”的入厂运输，则被重复计入。") with
                    {
                        Where = transport.Where,
                        Next = new Wording("Name the item under transport.carries.", "请在 transport.carries 中注明条目。"),
                    };
                }
            }
        }
    }

    // What counts is the end of the period the study represents; a bill of materials represents none.
    private static Diagnostic? Expiry(Study study, SupplierFootprintLine line)
    {
        if (study.Scope is not { } scope) return null;
        DateOnly day = scope.Period.Value.To;
        StudyPeriod validity = line.Footprint.Validity.Value;
        if (day >= validity.From && day <= validity.To) return null;
        Diagnostic finding = Diagnostic.Warning(
            FindingCode.Expired,
            $"The supplier's footprint of '{line.Item.En}' is valid from {validity.From:yyyy-MM-dd} to {validity.To:yyyy-MM-dd}, and the study represents {day:yyyy-MM-dd}.",
            $"“{line.Item.Zh}”的供应商碳足迹有效期为 {validity.From:yyyy-MM-dd} 至 {validity.To:yyyy-MM-dd}，而研究代表时点为 {day:yyyy-MM-dd}。") with
        {
            Where = line.Footprint.Validity.Where ?? line.Where,
            Next = new Wording("Ask the supplier for a footprint of that time.", "请向供应商索取相应时期的碳足迹。"),
        };
        return line.Footprint.RefusesExpired ? finding with { Severity = Severity.Error } : finding;
    }

    private static IEnumerable<Diagnostic> CheckPart(SupplierFootprintLine line, SupplierPart part)
    {
        Quantity value = part.Value.Value;
        if (!value.Unit.ConvertsTo(Equivalents))
        {
            yield return Fault(FindingCode.UnitMismatch, line, part.Value.Where, "is not in CO2 equivalents", "不是二氧化碳当量", value.ToString(), new Wording("a figure such as 12.3 kg CO2e", "如 12.3 kg CO2e 的数值"));
        }
        else if (!double.IsFinite(value.Value))
        {
            yield return Fault(FindingCode.NotFinite, line, part.Value.Where, "is not finite", "不是有限数", value.ToString(), new Wording("a finite number", "有限数"));
        }
        else if (part.Group.IsRemoval() ? value.Value > 0 : value.Value < 0)
        {
            yield return Fault(
                part.Group.IsRemoval() ? FindingCode.OutOfRange : FindingCode.NegativeNotAllowed,
                line, part.Value.Where, $"has the wrong sign in '{part.Group.Key()}'", $"在 '{part.Group.Key()}' 中符号错误", value.ToString(),
                part.Group.IsRemoval() ? new Wording("zero or less, as it is a removal", "不大于零（清除量）") : new Wording("zero or more, as it is an emission", "不小于零（排放量）"));
        }
    }

    private static Diagnostic Fault(FindingCode code, SupplierFootprintLine line, SourcePosition? where, string en, string zh, string? found, Wording expected) =>
        Diagnostic.Error(code, $"The supplier's footprint of '{line.Item.En}' {en}.", $"“{line.Item.Zh}”的供应商碳足迹{zh}。") with
        {
            Where = where ?? line.Footprint.Where ?? line.Where,
            Found = found,
            Expected = expected,
        };
}
