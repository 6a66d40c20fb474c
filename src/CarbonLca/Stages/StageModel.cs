using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>A model that turns what is known of a part, a service or a use into amounts of what providers supply.</summary>
/// <remarks>
/// It never states kilograms of CO2 equivalents: what it needs are ordinary amounts of ordinary processes, whose factors come from the
/// user's data. Its parameters were checked when it was made; the static <c>Check</c> of each model says what is wrong with them.
/// </remarks>
public abstract record StageModel
{
    private protected StageModel()
    {
    }

    /// <summary>What it needs, for one reference flow; amounts of zero allowed.</summary>
    public abstract ImmutableArray<StageNeed> Needs { get; }

    /// <summary>How the needs come about, for readers of the inventory.</summary>
    public abstract Wording Description { get; }

    /// <summary>Defaults taken and values worth a second look; no errors.</summary>
    public virtual IEnumerable<Diagnostic> Remarks => [];

    /// <summary>Refuses parameters with every fault; does nothing when there is none.</summary>
    /// <exception cref="InputRefusedException">There is a fault.</exception>
    private protected static void Refuse(IEnumerable<ParameterFault> faults)
    {
        Diagnostic[] all = [.. faults.Select(f => f.Fault)];
        if (all.Length > 0) throw new InputRefusedException(all);
    }
}

/// <summary>An amount of what a provider supplies, or of the waste it treats.</summary>
/// <param name="Amount">How much, with its unit.</param>
/// <param name="Provider">The id of the process.</param>
public readonly record struct StageNeed(Quantity Amount, string Provider)
{
    /// <summary>The same need so many times.</summary>
    public StageNeed Times(double factor) => this with { Amount = Amount with { Value = Amount.Value * factor } };
}

/// <summary>What is wrong with a parameter of a model.</summary>
/// <param name="Parameter">The parameter as files name it.</param>
/// <param name="Fault">What is wrong.</param>
public readonly record struct ParameterFault(string Parameter, Diagnostic Fault);
