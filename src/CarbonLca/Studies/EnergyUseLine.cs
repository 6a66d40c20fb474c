using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;
using CarbonLca.Stages;

namespace CarbonLca.Studies;

/// <summary>Energy used over the life, by states of operation (REQ-71, REQ-72).</summary>
public sealed record EnergyUseLine : StudyLine
{
    /// <summary>The states of operation.</summary>
    public required ImmutableArray<StudyPowerState> States { get; init; }

    /// <summary>Where the list of states stands.</summary>
    public SourcePosition? StatesWhere { get; init; }

    /// <summary>How long the product is used.</summary>
    public required Located<Quantity> Lifetime { get; init; }

    /// <summary>Power usage effectiveness of the site; null where the study states none, which counts as 1 and is noted.</summary>
    public Located<double>? Pue { get; init; }

    /// <summary>The hours the states sum to: 8760, or 8784 for a leap year.</summary>
    public Located<double> HoursInYear { get; init; } = EnergyUse.CommonYearHours;

    /// <summary>The process in the background database, or the electricity of the study, that supplies the energy.</summary>
    public required Located<string> Provider { get; init; }

    /// <summary>The load profile that the states were made from; null where the study gives the states.</summary>
    public LoadProfile? Load { get; init; }

    /// <summary>The model of the line.</summary>
    /// <exception cref="InputRefusedException">The line breaks a rule.</exception>
    public EnergyUse ToEnergyUse() => new([.. States.Select(s => new PowerState(s.Power.Value, s.HoursPerYear.Value))], Lifetime.Value, Pue?.Value ?? 1, HoursInYear.Value);
}

/// <summary>One state of an <see cref="EnergyUseLine"/>.</summary>
/// <param name="Power">The power drawn.</param>
/// <param name="HoursPerYear">Hours a year in this state.</param>
public sealed record StudyPowerState(Located<Quantity> Power, Located<double> HoursPerYear);
