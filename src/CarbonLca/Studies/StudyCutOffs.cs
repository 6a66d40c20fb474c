using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>What a study leaves out on purpose, and by which criteria (REQ-15).</summary>
/// <param name="Criteria">The criteria.</param>
/// <param name="Flows">The flows left out.</param>
public sealed record StudyCutOffs(CutOffCriteria Criteria, ImmutableArray<CutOffFlow> Flows)
{
    /// <summary>Nothing left out, by the default criteria.</summary>
    public static StudyCutOffs None { get; } = new(CutOffCriteria.Default, []);
}

/// <summary>How much may be left out, as shares of the estimated total: what is counted and what is not together.</summary>
/// <param name="Single">The limit of one flow.</param>
/// <param name="Sum">The limit of all together.</param>
/// <param name="Where">Where they stand; null for the default.</param>
public sealed record CutOffCriteria(double Single, double Sum, SourcePosition? Where = null)
{
    /// <summary>Less than 1 % each, less than 5 % together.</summary>
    public static CutOffCriteria Default { get; } = new(0.01, 0.05);
}

/// <summary>A flow that is left out.</summary>
public sealed record CutOffFlow
{
    /// <summary>What it is.</summary>
    public required Wording Item { get; init; }

    /// <summary>The stage it belongs to.</summary>
    public required LifeCycleStage Stage { get; init; }

    /// <summary>How much of it there would be.</summary>
    public required Located<double> Amount { get; init; }

    /// <summary>The unit of <see cref="Amount"/>.</summary>
    public required Located<string> Unit { get; init; }

    /// <summary>Why it is left out.</summary>
    public required Wording Reason { get; init; }

    /// <summary>How its footprint is estimated.</summary>
    public required CutOffEstimate Estimate { get; init; }

    /// <summary>Where it stands.</summary>
    public SourcePosition? Where { get; init; }
}

/// <summary>How the footprint of a flow that is left out is estimated.</summary>
public abstract record CutOffEstimate
{
    private protected CutOffEstimate()
    {
    }

    /// <summary>By its mass, with the mean footprint per kg of the study's items in mass.</summary>
    public sealed record ByMass : CutOffEstimate;

    /// <summary>By its energy, with the mean footprint per MJ of the study's items in energy.</summary>
    public sealed record ByEnergy : CutOffEstimate;

    /// <summary>With a process of the background data that is used for nothing else.</summary>
    /// <param name="Id">The process.</param>
    public sealed record ByProvider(Located<string> Id) : CutOffEstimate;

    /// <summary>A figure for the whole of it.</summary>
    /// <param name="Value">In CO2 equivalents.</param>
    public sealed record Figure(Located<Quantity> Value) : CutOffEstimate;

    /// <summary>The key used in files.</summary>
    public string Key => this switch
    {
        ByMass => "mass",
        ByEnergy => "energy",
        ByProvider => "provider",
        _ => "value",
    };
}
