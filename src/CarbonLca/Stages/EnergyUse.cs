using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>Energy used over a product's life, from the power of each state of operation (REQ-71) and the facility's overhead (REQ-72).</summary>
/// <remarks>
/// E_year = Σ P·t with Σ t = 8760 h (8784 h in a leap year); E_site = E_year · PUE; E_life = E_site · lifetime in years.
/// PUE is the total energy of a facility over the energy of its IT equipment, so it is 1 or more.
/// </remarks>
public sealed record EnergyUse
{
    /// <summary>The hours of a common year.</summary>
    public const double CommonYearHours = 8760;

    /// <summary>The hours of a leap year.</summary>
    public const double LeapYearHours = 8784;

    /// <summary>How far the hours of all states may miss the hours of the year.</summary>
    public const double HoursTolerance = 0.1;

    private static readonly Unit Kilowatt = Unit.Parse("kW");
    private static readonly Unit KilowattHour = Unit.Parse("kWh");
    private static readonly Unit Year = Unit.Parse("a");

    /// <summary>Energy use over a lifetime.</summary>
    /// <param name="states">The states of operation; together they last the whole year.</param>
    /// <param name="lifetime">How long the product is used; greater than zero.</param>
    /// <param name="pue">Power usage effectiveness of the site; 1 or more.</param>
    /// <param name="hoursInYear">The hours the states must sum to: 8760, or 8784 for a leap year.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public EnergyUse(ImmutableArray<PowerState> states, Quantity lifetime, double pue = 1, double hoursInYear = CommonYearHours)
    {
        List<Diagnostic> faults = [];
        foreach (PowerState state in states) faults.AddRange(CheckState(state));
        if (CheckHours(states.Sum(s => s.HoursPerYear), hoursInYear) is { } hoursFault) faults.Add(hoursFault);
        if (CheckLifetime(lifetime) is { } lifetimeFault) faults.Add(lifetimeFault);
        if (CheckPue(pue) is { } pueFault) faults.Add(pueFault);
        if (faults.Count > 0) throw new InputRefusedException(faults);
        States = states;
        Lifetime = lifetime;
        Pue = pue;
        HoursInYear = hoursInYear;
    }

    /// <summary>The states of operation.</summary>
    public ImmutableArray<PowerState> States { get; }

    /// <summary>How long the product is used.</summary>
    public Quantity Lifetime { get; }

    /// <summary>Power usage effectiveness of the site.</summary>
    public double Pue { get; }

    /// <summary>The hours of the year that the states fill.</summary>
    public double HoursInYear { get; }

    /// <summary>The equipment's own energy in a year, Σ P·t, in kWh.</summary>
    public double EquipmentKilowattHoursPerYear => States.Sum(s => s.Power.In(Kilowatt) * s.HoursPerYear);

    /// <summary>The energy drawn over the whole life including the site's overhead, Σ P·t · PUE · lifetime, in kWh.</summary>
    public double LifetimeKilowattHours => EquipmentKilowattHoursPerYear * Pue * Lifetime.In(Year);

    /// <summary>The energy of the whole life as a process that takes it from a provider.</summary>
    /// <param name="id">The id of the process and of what it supplies.</param>
    /// <param name="name">Its name.</param>
    /// <param name="energy">The energy product taken in.</param>
    /// <param name="providerId">The process that supplies it; null to leave the choice to linking.</param>
    /// <param name="uncertainty">How the amount is distributed, in the unit of <paramref name="energy"/>.</param>
    /// <exception cref="UnitMismatchException"><paramref name="energy"/> is not measured as energy.</exception>
    public Process ToProcess(string id, Wording name, Flow energy, string? providerId = null, Uncertainty uncertainty = default)
    {
        ArgumentNullException.ThrowIfNull(energy);
        return Foreground.Step(id, name).Needing(LifetimeKilowattHours * energy.ReferenceUnitsPer(KilowattHour), energy, providerId, uncertainty);
    }

    /// <summary>What is wrong with a state of operation.</summary>
    public static IEnumerable<Diagnostic> CheckState(PowerState state)
    {
        if (!state.Power.Unit.ConvertsTo(Kilowatt))
        {
            yield return Diagnostic.Error(FindingCode.UnitMismatch, $"The power of a state is given in '{state.Power.Unit}', which is no unit of power.", $"状态的功率以 '{state.Power.Unit}' 给出，不是功率单位。") with
            {
                Found = state.Power.ToString(),
                Expected = new Wording("a power in W, kW or MW", "以 W、kW 或 MW 表示的功率"),
            };
        }
        else if (!double.IsFinite(state.Power.Value) || state.Power.Value < 0)
        {
            yield return Diagnostic.Error(FindingCode.OutOfRange, "The power of a state is out of range.", "状态的功率超出范围。") with
            {
                Found = state.Power.ToString(),
                Expected = new Wording("a finite power of zero or more", "不小于零的有限功率"),
            };
        }

        if (!double.IsFinite(state.HoursPerYear) || state.HoursPerYear < 0)
        {
            yield return Diagnostic.Error(FindingCode.OutOfRange, "The hours of a state are out of range.", "状态的小时数超出范围。") with
            {
                Found = $"{state.HoursPerYear} h",
                Expected = new Wording("hours a year, zero or more", "每年的小时数，不小于零"),
            };
        }
    }

    /// <summary>What is wrong with the sum of the hours of all states (REQ-71); null when nothing is.</summary>
    /// <param name="sum">The hours of all states together.</param>
    /// <param name="hoursInYear">The hours they should sum to.</param>
    public static Diagnostic? CheckHours(double sum, double hoursInYear)
    {
        if (hoursInYear is not (CommonYearHours or LeapYearHours))
        {
            return Diagnostic.Error(FindingCode.OutOfRange, "No year has that many hours.", "没有一年有这么多小时。") with
            {
                Found = $"{hoursInYear} h",
                Expected = new Wording("8760 h, or 8784 h for a leap year", "8760 h，闰年为 8784 h"),
            };
        }

        // The sum of decimal hours misses its decimal value by rounding; that must not decide at the edge of the tolerance.
        const double Rounding = 1e-9;
        if (Math.Abs(sum - hoursInYear) <= HoursTolerance + Rounding) return null;
        bool isLeap = Math.Abs(sum - LeapYearHours) <= HoursTolerance + Rounding;
        return Diagnostic.Error(FindingCode.OutOfRange, "The hours of all states do not sum to a year.", "各状态的小时数之和不等于一年。") with
        {
            Found = $"{sum} h",
            Expected = new Wording($"{hoursInYear} h within {HoursTolerance} h", $"{hoursInYear} h，误差不超过 {HoursTolerance} h"),
            Next = isLeap
                ? new Wording("If a leap year is meant, state it: hours_in_year: 8784.", "如指闰年，请注明：hours_in_year: 8784。")
                : sum < hoursInYear
                    ? new Wording($"Add a state for the missing {hoursInYear - sum:0.######} h, with 0 W if nothing is drawn.", $"请为缺少的 {hoursInYear - sum:0.######} h 补充一个状态；如不耗电，写 0 W。")
                    : new Wording("Correct the hours of the states.", "请更正各状态的小时数。"),
        };
    }

    /// <summary>What is wrong with a lifetime; null when nothing is.</summary>
    public static Diagnostic? CheckLifetime(Quantity lifetime)
    {
        if (!lifetime.Unit.ConvertsTo(Year))
        {
            return Diagnostic.Error(FindingCode.UnitMismatch, $"The lifetime is given in '{lifetime.Unit}', which is no unit of time.", $"使用寿命以 '{lifetime.Unit}' 给出，不是时间单位。") with
            {
                Found = lifetime.ToString(),
                Expected = new Wording("a time in a, d or h", "以 a、d 或 h 表示的时间"),
            };
        }

        if (double.IsFinite(lifetime.Value) && lifetime.Value > 0) return null;
        return Diagnostic.Error(FindingCode.OutOfRange, "The lifetime is out of range.", "使用寿命超出范围。") with
        {
            Found = lifetime.ToString(),
            Expected = new Wording("a finite time above zero", "大于零的有限时间"),
        };
    }

    /// <summary>What is wrong with a power usage effectiveness (REQ-72); null when nothing is.</summary>
    public static Diagnostic? CheckPue(double pue)
    {
        if (double.IsFinite(pue) && pue >= 1) return null;
        return Diagnostic.Error(FindingCode.OutOfRange, "The power usage effectiveness (PUE) is out of range.", "电能利用效率（PUE）超出范围。") with
        {
            Found = $"{pue}",
            Expected = new Wording("total energy over IT energy, 1 or more", "总能耗与 IT 能耗之比，不小于 1"),
            Next = pue is > 0 and < 1
                ? new Wording($"If DCiE is meant, give PUE = 1 / DCiE = {1 / pue:R}.", $"如所填为 DCiE，请改写为 PUE = 1 / DCiE = {1 / pue:R}。")
                : null,
        };
    }

    /// <inheritdoc/>
    public bool Equals(EnergyUse? other) =>
        other is not null && States.AsSpan().SequenceEqual(other.States.AsSpan()) && Lifetime.Equals(other.Lifetime) && Pue.Equals(other.Pue) && HoursInYear.Equals(other.HoursInYear);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(States.Length, Lifetime, Pue, HoursInYear);
}
