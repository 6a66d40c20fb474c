using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;

namespace CarbonLca.Studies;

/// <summary>An amount with a figure in CO2 equivalents instead of a provider.</summary>
public sealed record FactorLine : AmountLine
{
    /// <summary>The figure with its unit, for instance <c>3.1 kg CO2e/kg</c>.</summary>
    public required Located<Quantity> Factor { get; init; }

    /// <summary>The GWP set the figure was made with.</summary>
    public required GwpSet GwpSet { get; init; }

    /// <summary>The origin of the carbon.</summary>
    public required CarbonOrigin Origin { get; init; }

    /// <summary>How far the figure reaches along the life cycle of bought heat, cold or compressed air (REQ-60); null where the study does not say.</summary>
    public FactorScope? Scope { get; init; }

    /// <summary>Where the figure comes from; null when the source of the line is also the figure's.</summary>
    public Wording? FactorSource { get; init; }

    /// <summary>How the figure is distributed, in its own unit; null for a fixed one.</summary>
    public StudyUncertainty? FactorUncertainty { get; init; }
}
