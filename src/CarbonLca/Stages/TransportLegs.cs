using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>Goods carried over one or more legs: tkm = mass · distance for each leg (REQ-77).</summary>
/// <remarks>The mass is what is carried, packaging included.</remarks>
public sealed record TransportLegs
{
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit Tonne = Unit.Parse("t");
    private static readonly Unit Kilometre = Unit.Parse("km");
    private static readonly Unit TonneKilometre = Unit.Parse("tkm");

    /// <summary>A transport.</summary>
    /// <param name="mass">What is carried, packaging included; greater than zero.</param>
    /// <param name="legs">The legs; at least one.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public TransportLegs(Quantity mass, ImmutableArray<TransportLeg> legs)
    {
        List<Diagnostic> faults = [];
        if (CheckMass(mass) is { } massFault) faults.Add(massFault);
        if (CheckCount(legs.Length) is { } countFault) faults.Add(countFault);
        foreach (TransportLeg leg in legs)
            if (CheckDistance(leg.Distance) is { } distanceFault) faults.Add(distanceFault);
        if (faults.Count > 0) throw new InputRefusedException(faults);
        Mass = mass;
        Legs = legs;
    }

    /// <summary>What is carried.</summary>
    public Quantity Mass { get; }

    /// <summary>The legs.</summary>
    public ImmutableArray<TransportLeg> Legs { get; }

    /// <summary>The transport work of a leg, mass · distance, in tkm.</summary>
    public double TonneKilometres(TransportLeg leg)
    {
        ArgumentNullException.ThrowIfNull(leg);
        return Mass.In(Tonne) * leg.Distance.In(Kilometre);
    }

    /// <summary>The transport as a process that takes each leg's work from its provider.</summary>
    /// <param name="id">The id of the process and of what it supplies.</param>
    /// <param name="name">Its name.</param>
    /// <param name="uncertainty">How each leg's amount is distributed; only a relative one (lognormal) fits every leg.</param>
    /// <exception cref="UnitMismatchException">A service is not measured as mass · distance.</exception>
    public Process ToProcess(string id, Wording name, Uncertainty uncertainty = default)
    {
        if (uncertainty.Kind is not (UncertaintyKind.None or UncertaintyKind.Lognormal)) throw new ArgumentException($"The distribution is {uncertainty.Kind}; expected a lognormal one, which is relative and fits every leg.", nameof(uncertainty));
        Process process = Foreground.Step(id, name);
        IEnumerable<Exchange> needs = Legs.Select(leg =>
            Foreground.Need(TonneKilometres(leg) * leg.Service.ReferenceUnitsPer(TonneKilometre), leg.Service, leg.ProviderId, uncertainty));
        return process with { Exchanges = [.. process.Exchanges, .. needs] };
    }

    /// <summary>What is wrong with the mass carried; null when nothing is.</summary>
    public static Diagnostic? CheckMass(Quantity mass)
    {
        if (!mass.Unit.ConvertsTo(Kilogram))
        {
            return Diagnostic.Error(FindingCode.UnitMismatch, $"The mass carried is given in '{mass.Unit}', which is no unit of mass.", $"运输质量以 '{mass.Unit}' 给出，不是质量单位。") with
            {
                Found = mass.ToString(),
                Expected = new Wording("a mass in kg or t", "以 kg 或 t 表示的质量"),
            };
        }

        if (double.IsFinite(mass.Value) && mass.Value > 0) return null;
        return Diagnostic.Error(mass.Value < 0 ? FindingCode.NegativeNotAllowed : FindingCode.OutOfRange, "The mass carried is out of range.", "运输质量超出范围。") with
        {
            Found = mass.ToString(),
            Expected = new Wording("a finite mass above zero, packaging included", "大于零的有限质量，含包装"),
        };
    }

    /// <summary>What is wrong with the mass of packaging; null when nothing is.</summary>
    public static Diagnostic? CheckPackaging(Quantity packaging) =>
        Parameter.Measured(packaging, Kilogram, "packaging", new Wording("mass of the packaging", "包装质量"), mayBeZero: true)?.Fault;

    /// <summary>What is wrong with a distance; null when nothing is.</summary>
    public static Diagnostic? CheckDistance(Quantity distance)
    {
        if (!distance.Unit.ConvertsTo(Kilometre))
        {
            return Diagnostic.Error(FindingCode.UnitMismatch, $"The distance is given in '{distance.Unit}', which is no unit of length.", $"运输距离以 '{distance.Unit}' 给出，不是长度单位。") with
            {
                Found = distance.ToString(),
                Expected = new Wording("a distance in km", "以 km 表示的距离"),
            };
        }

        if (double.IsFinite(distance.Value) && distance.Value >= 0) return null;
        return Diagnostic.Error(distance.Value < 0 ? FindingCode.NegativeNotAllowed : FindingCode.OutOfRange, "The distance is out of range.", "运输距离超出范围。") with
        {
            Found = distance.ToString(),
            Expected = new Wording("a finite distance of zero or more", "不小于零的有限距离"),
        };
    }

    /// <summary>What is wrong with the number of legs; null when nothing is.</summary>
    public static Diagnostic? CheckCount(int count) => count > 0
        ? null
        : Diagnostic.Error(FindingCode.MissingField, "The transport has no leg.", "运输没有任何路段。") with
        {
            Expected = new Wording("at least one leg with provider and distance", "至少一个路段，含供应过程与距离"),
        };

    /// <inheritdoc/>
    public bool Equals(TransportLegs? other) => other is not null && Mass.Equals(other.Mass) && Legs.AsSpan().SequenceEqual(other.Legs.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mass, Legs.Length);
}
