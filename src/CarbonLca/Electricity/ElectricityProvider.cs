using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Electricity;

/// <summary>What a kilowatt-hour is taken from: a factor, or a process of the background.</summary>
public abstract record ElectricityProvider
{
    private protected ElectricityProvider()
    {
    }

    /// <summary>The name people read.</summary>
    public abstract Wording Name { get; }
}

/// <summary>A factor.</summary>
/// <param name="Factor">The factor.</param>
public sealed record FactorProvider(GridFactor Factor) : ElectricityProvider
{
    /// <inheritdoc/>
    public override Wording Name => Factor.Name;
}

/// <summary>A process of the background that supplies electricity.</summary>
/// <param name="Product">What it supplies, measured as energy.</param>
/// <param name="ProcessId">Its id.</param>
/// <param name="ProcessName">Its name.</param>
public sealed record ProcessProvider(Flow Product, string ProcessId, Wording ProcessName) : ElectricityProvider
{
    /// <inheritdoc/>
    public override Wording Name => ProcessName;
}
