using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>A trip of a vehicle of which goods take a part: by the distance it drives, or by the fuel it burns (REQ-77).</summary>
/// <remarks>
/// Driven = distance · (1 + empty return); part of the goods = mass / (payload · load), with the goods' packaging in their mass. Needed is
/// driven · part of a service per distance, or fuel per distance · driven · part. Services per tonne-kilometre already hold the
/// mean load and return of their vehicles and belong into <see cref="TransportLegs"/>.
/// </remarks>
public sealed record VehicleTrip : StageModel
{
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit Kilometre = Unit.Parse("km");

    /// <summary>A trip.</summary>
    /// <param name="mass">The goods carried, packaging included.</param>
    /// <param name="distance">The way there; zero or more.</param>
    /// <param name="payload">What the vehicle can carry.</param>
    /// <param name="load">The share of the payload that is used; above 0, at most 1.</param>
    /// <param name="emptyReturn">The share of the way back that is driven empty for these goods; 0 to 1.</param>
    /// <param name="provider">The process that drives, or that supplies and burns the fuel.</param>
    /// <param name="fuel">The fuel per distance; null for a provider per distance.</param>
    /// <param name="unit">The unit of the provider's service without fuel: a distance, or vehicle times distance.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public VehicleTrip(Quantity mass, Quantity distance, Quantity payload, double load, double emptyReturn, string provider, Quantity? fuel = null, Unit? unit = null)
    {
        Refuse(Check(mass, distance, payload, load, emptyReturn, fuel));
        Mass = mass;
        Distance = distance;
        Payload = payload;
        Load = load;
        EmptyReturn = emptyReturn;
        Provider = provider;
        Fuel = fuel;
        ServiceUnit = unit ?? Kilometre;
    }

    /// <summary>The goods carried, packaging included.</summary>
    public Quantity Mass { get; }

    /// <summary>The way there.</summary>
    public Quantity Distance { get; }

    /// <summary>What the vehicle can carry.</summary>
    public Quantity Payload { get; }

    /// <summary>The share of the payload that is used.</summary>
    public double Load { get; }

    /// <summary>The share of the way back that is driven empty for these goods.</summary>
    public double EmptyReturn { get; }

    /// <summary>The process that drives, or that supplies and burns the fuel.</summary>
    public string Provider { get; }

    /// <summary>The fuel per distance; null for a provider per distance.</summary>
    public Quantity? Fuel { get; }

    /// <summary>The unit of the provider's service without fuel.</summary>
    public Unit ServiceUnit { get; }

    /// <summary>The part of the vehicle that the goods take.</summary>
    public double Part => Mass.In(Kilogram) / (Payload.In(Kilogram) * Load);

    /// <summary>The kilometres driven for them.</summary>
    public double DrivenKilometres => Distance.In(Kilometre) * (1 + EmptyReturn);

    /// <inheritdoc/>
    public override ImmutableArray<StageNeed> Needs => Fuel is { } fuel
        ? [new StageNeed(new Quantity(fuel.Value * (double)(fuel.Unit.Factor * Kilometre.Factor) * DrivenKilometres * Part / (double)FuelUnit(fuel).Factor, FuelUnit(fuel)), Provider)]
        : [new StageNeed(new Quantity(DrivenKilometres * Part, ServiceUnit), Provider)];

    /// <inheritdoc/>
    public override Wording Description => new(
        string.Create(CultureInfo.InvariantCulture, $"{Mass} over {Distance}, load {Parameter.Text(Load)} of {Payload}, empty return {Parameter.Text(EmptyReturn)}{(Fuel is { } fuel ? $", {fuel}" : string.Empty)}"),
        string.Create(CultureInfo.InvariantCulture, $"{Mass}，运距 {Distance}，载重 {Payload} 的 {Parameter.Text(Load)}，空载返程 {Parameter.Text(EmptyReturn)}{(Fuel is { } f ? $"，{f}" : string.Empty)}"));

    /// <summary>What is wrong with the parameters; all faults.</summary>
    public static IEnumerable<ParameterFault> Check(Quantity mass, Quantity distance, Quantity payload, double load, double emptyReturn, Quantity? fuel)
    {
        ParameterFault? goods = Parameter.Measured(mass, Kilogram, "mass", new Wording("mass carried", "运输质量"));
        if (goods is not null) yield return goods.Value;
        if (Parameter.Measured(distance, Kilometre, "distance", new Wording("distance", "运输距离"), mayBeZero: true) is { } way) yield return way;
        ParameterFault? most = Parameter.Measured(payload, Kilogram, "payload", new Wording("payload of the vehicle", "车辆额定载重"));
        if (most is not null) yield return most.Value;
        ParameterFault? used = Parameter.Yield(load, "load", new Wording("load of the vehicle", "车辆装载率"));
        if (used is not null) yield return used.Value;
        if (goods is null && most is null && used is null && mass.In(Kilogram) > payload.In(Kilogram) * load * (1 + 1e-9))
        {
            yield return new ParameterFault("mass", Parameter.OutOfRange(mass.ToString(), new Wording("mass for such a vehicle", "该车辆所载质量"), new Wording($"at most {Parameter.Text(load)} of {payload}; or give the number of trips as several legs", $"不大于 {payload} 的 {Parameter.Text(load)}；或按多个路段分批给出")));
        }

        if (Parameter.Share(emptyReturn, "empty_return", new Wording("empty return", "空载返程比例")) is { } back) yield return back;
        if (fuel is not { } burnt) yield break;
        if (FuelUnitOrNull(burnt) is null)
        {
            yield return new ParameterFault("fuel", Diagnostic.Error(FindingCode.UnitMismatch, $"The fuel is given in '{burnt.Unit}', which is no fuel per distance.", $"燃料以 '{burnt.Unit}' 给出，不是单位距离的燃料。") with
            {
                Found = burnt.ToString(),
                Expected = new Wording("a value such as 0.3 L/km, 0.25 kg/km or 12 MJ/km", "例如 0.3 L/km、0.25 kg/km 或 12 MJ/km"),
            });
        }
        else if (!double.IsFinite(burnt.Value) || burnt.Value < 0)
        {
            yield return new ParameterFault("fuel", Parameter.OutOfRange(burnt.ToString(), new Wording("fuel", "燃料"), new Wording("a finite value of zero or more", "不小于零的有限值")));
        }
    }

    private static readonly Unit[] FuelUnits = [Unit.Parse("L"), Unit.Parse("kg"), Unit.Parse("MJ")];

    private static Unit FuelUnit(Quantity fuel) => FuelUnitOrNull(fuel)!;

    private static Unit? FuelUnitOrNull(Quantity fuel)
    {
        foreach (Unit unit in FuelUnits)
            if (fuel.Unit.Dimension.Equals(unit.Dimension.Times(Dimension.Length.Power(-1)))) return unit;
        return null;
    }
}
