using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Electricity;

/// <summary>The order of choice for one account (REQ-61).</summary>
internal sealed class AccountEvaluation(GridFactorTable table, ElectricityAccount account, ElectricityRules rules)
{
    private static readonly Unit KilowattHour = Unit.Parse("kWh");

    private readonly List<ElectricityPortion> _market = [];
    private readonly List<ElectricityPortion> _location = [];
    private readonly List<Diagnostic> _findings = [];
    private GridFactor? _grid;
    private bool _isGridSought;

    /// <summary>The result; errors go to <paramref name="faults"/>.</summary>
    public ElectricityResult Run(List<Diagnostic> faults)
    {
        double consumption = account.Consumption.In(KilowattHour);
        double overGrid = consumption - account.Plants.Sum(p => p.Amount.In(KilowattHour));
        if (overGrid < 1e-12 * consumption) overGrid = 0; // what decimals leave
        double withoutClaim = UsePlants();
        ImmutableArray<InstrumentOutcome> instruments = UseInstruments(overGrid, out double covered);
        withoutClaim += overGrid - covered;
        FactorProvider? mix = overGrid > 0 ? ConsumptionMix(faults) : null;
        if (overGrid > 0 && mix is not null)
            _location.Add(new ElectricityPortion(overGrid, ElectricityRung.ConsumptionMix, mix, GridFor(mix), new Wording("location-based: the mix of the area", "基于位置：所在地区结构")));
        if (withoutClaim > 0 && faults.Count == 0) UseRest(withoutClaim, mix, faults);
        CheckFactors();
        return new ElectricityResult(account, [.. _market], [.. _location], instruments, [.. _findings]);
    }

    // Own plants and direct lines; returns the electricity whose attributes were sold.
    private double UsePlants()
    {
        double sold = 0;
        foreach (PlantSupply plant in account.Plants)
        {
            double amount = plant.Amount.In(KilowattHour);
            if (amount == 0) continue;
            ElectricityRung rung = plant.IsOwn ? ElectricityRung.OwnPlant : ElectricityRung.DirectLine;
            ElectricityPortion portion = new(amount, rung, plant.Provider, null, new Wording($"{rung.Name().En} '{plant.Id}'", $"{rung.Name().Zh} '{plant.Id}'"));
            _location.Add(portion);
            if (plant.IsInstrumentSold == false)
            {
                _market.Add(portion);
                continue;
            }

            sold += amount;
            _findings.Add(Diagnostic.Warning(
                FindingCode.InstrumentInvalid,
                plant.IsInstrumentSold is null
                    ? $"Account '{account.Id}' does not say whether instruments for '{plant.Id}' were sold; its {Amount(amount)} count as grid electricity without instrument."
                    : $"Instruments for '{plant.Id}' of account '{account.Id}' were sold; its {Amount(amount)} count as grid electricity without instrument.",
                plant.IsInstrumentSold is null
                    ? $"账户 '{account.Id}' 未说明 '{plant.Id}' 的合同文书是否已出售；其 {Amount(amount)} 按无合同文书的电网电力计算。"
                    : $"账户 '{account.Id}' 中 '{plant.Id}' 的合同文书已出售；其 {Amount(amount)} 按无合同文书的电网电力计算。"));
        }

        return sold;
    }

    private ImmutableArray<InstrumentOutcome> UseInstruments(double overGrid, out double covered)
    {
        covered = 0;
        ImmutableArray<InstrumentOutcome>.Builder outcomes = ImmutableArray.CreateBuilder<InstrumentOutcome>(account.Instruments.Length);
        foreach (ContractualInstrument instrument in account.Instruments)
        {
            double offered = ElectricityAccounting.KilowattHoursOf(instrument);
            ImmutableArray<Wording> failed = InstrumentTests.Failed(instrument, account, table, rules);
            double used = failed.IsEmpty ? Math.Min(offered, overGrid - covered) : 0;
            covered += used;
            outcomes.Add(new InstrumentOutcome(instrument, failed, offered, used));
            if (used > 0)
            {
                _market.Add(new ElectricityPortion(used, ElectricityRung.Instrument, instrument.Provider, GridFor(instrument.Provider), new Wording($"instrument '{instrument.Id}'", $"合同文书 '{instrument.Id}'")));
            }

            if (!failed.IsEmpty)
            {
                _findings.Add(Diagnostic.Warning(
                    FindingCode.InstrumentInvalid,
                    $"The instrument '{instrument.Id}' of account '{account.Id}' is not valid: {string.Join("; ", failed.Select(f => f.En))}. Its {Amount(offered)} are not used.",
                    $"账户 '{account.Id}' 的合同文书 '{instrument.Id}' 无效：{string.Join("；", failed.Select(f => f.Zh))}。其 {Amount(offered)} 未采用。"));
            }
            else if (used < offered)
            {
                _findings.Add(Diagnostic.Note(
                    FindingCode.Summary,
                    $"Of the {Amount(offered)} of instrument '{instrument.Id}', account '{account.Id}' can use {Amount(used)}; the rest is unused.",
                    $"合同文书 '{instrument.Id}' 的 {Amount(offered)} 中，账户 '{account.Id}' 可用 {Amount(used)}；其余未使用。"));
            }
        }

        return outcomes.MoveToImmutable();
    }

    private FactorProvider? ConsumptionMix(List<Diagnostic> faults)
    {
        GridFactorChoice choice = table.Choose(new GridFactorQuery(account.Area, account.Year) { Purpose = rules.Purpose });
        if (choice.Factor is { } factor)
        {
            _findings.AddRange(choice.Findings);
            return new FactorProvider(factor);
        }

        faults.AddRange(choice.Findings);
        return null;
    }

    // Grid electricity without an instrument: the residual mix where one is known, otherwise the mix of the area.
    private void UseRest(double amount, FactorProvider? mix, List<Diagnostic> faults)
    {
        ElectricityProvider? residual = account.Residual;
        if (residual is null)
        {
            GridFactorChoice choice = table.Choose(new GridFactorQuery(table.MarketOf(table.FindArea(account.Area)!).Code, account.Year) { Purpose = rules.Purpose, Kind = GridFactorKind.Residual });
            if (choice.Factor is { } known)
            {
                residual = new FactorProvider(known);
                _findings.AddRange(choice.Findings);
            }
        }

        if (residual is not null)
        {
            _market.Add(new ElectricityPortion(amount, ElectricityRung.ResidualMix, residual, GridFor(residual), new Wording("no instrument: residual mix of the market", "无合同文书：市场剩余结构")));
            return;
        }

        mix ??= ConsumptionMix(faults);
        if (mix is null) return;
        _market.Add(new ElectricityPortion(amount, ElectricityRung.ConsumptionMix, mix, GridFor(mix), new Wording("no instrument and no residual mix: the mix of the area", "无合同文书且无剩余结构：所在地区结构")));
        if (account.Instruments.IsEmpty && account.Plants.IsEmpty) return;
        _findings.Add(Diagnostic.Warning(
            FindingCode.DefaultAssumed,
            $"No residual mix of fitting scope is known for account '{account.Id}'; its {Amount(amount)} without instrument take the mix of the area, which may count claimed electricity twice.",
            $"账户 '{account.Id}' 没有范围相符的剩余结构因子；其无合同文书的 {Amount(amount)} 采用所在地区结构，可能重复计入已声明的电力。") with
        {
            Next = new Wording("Give a residual mix of the market if one is published.", "如市场已发布剩余结构因子，请给出。"),
        });
    }

    // Transmission and distribution for electricity that comes over the grid from a factor that does not include them.
    private GridFactor? GridFor(ElectricityProvider provider)
    {
        if (rules.Purpose != ElectricityPurpose.ProductFootprint || provider is not FactorProvider { Factor.Key.Scope: FactorScope.LifeCycleWithoutGrid }) return null;
        if (_isGridSought) return _grid;
        _isGridSought = true;
        GridFactorChoice choice = table.Choose(new GridFactorQuery(account.Area, account.Year) { Kind = GridFactorKind.Grid, Scope = FactorScope.LifeCycle });
        _grid = choice.Factor;
        if (_grid is not null) _findings.AddRange(choice.Findings);
        return _grid;
    }

    private void CheckFactors()
    {
        HashSet<(GridFactorKey Factor, bool IsComplete)> seen = [];
        foreach (ElectricityPortion portion in _market.Concat(_location))
        {
            bool isComplete = portion.Grid is not null || portion.Rung is ElectricityRung.OwnPlant or ElectricityRung.DirectLine;
            if (portion.Provider is not FactorProvider { Factor: { } factor } || !seen.Add((factor.Key, isComplete))) continue;
            if (rules.Purpose.CheckScope(factor, isComplete) is { } scope) _findings.Add(scope);
        }

        foreach (List<ElectricityPortion> side in (List<ElectricityPortion>[])[_market, _location])
        {
            if (MixedFactors.Check(side.Select(p => p.Provider).OfType<FactorProvider>().Select(p => p.Factor)) is not { } mixed) continue;
            _findings.Add(mixed);
            break;
        }
    }

    private static string Amount(double kilowattHours) => string.Create(CultureInfo.InvariantCulture, $"{kilowattHours:R} kWh");
}
