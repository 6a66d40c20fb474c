using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>Memory or storage by its capacity: modules or drives, each with so many bytes and so many packages.</summary>
/// <remarks>Needed capacity = capacity · count / yield; packages = packages of a device · count, which the yield of the dies does not concern.</remarks>
public sealed record StorageCapacity : StageModel
{
    private static readonly Unit Gigabyte = Unit.Parse("GB");

    /// <summary>Memory or storage.</summary>
    /// <param name="capacity">The capacity of one device.</param>
    /// <param name="count">How many devices.</param>
    /// <param name="yield">The share of dies that are good; 1 where the factor of the provider includes it.</param>
    /// <param name="provider">The process that makes capacity.</param>
    /// <param name="packages">What each device needs once: packages, a controller; null for none.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public StorageCapacity(Quantity capacity, double count, double yield, string provider, StageNeed? packages = null)
    {
        Refuse(Check(capacity, count, yield));
        Capacity = capacity;
        Count = count;
        Yield = yield;
        Provider = provider;
        Packages = packages;
    }

    /// <summary>The capacity of one device.</summary>
    public Quantity Capacity { get; }

    /// <summary>How many devices.</summary>
    public double Count { get; }

    /// <summary>The share of dies that are good.</summary>
    public double Yield { get; }

    /// <summary>The process that makes capacity.</summary>
    public string Provider { get; }

    /// <summary>What each device needs once.</summary>
    public StageNeed? Packages { get; }

    /// <inheritdoc/>
    public override ImmutableArray<StageNeed> Needs
    {
        get
        {
            StageNeed capacity = new(Capacity with { Value = Capacity.Value * Count / Yield }, Provider);
            return Packages is { } packages ? [capacity, packages.Times(Count)] : [capacity];
        }
    }

    /// <inheritdoc/>
    public override Wording Description => new(
        string.Create(CultureInfo.InvariantCulture, $"{Parameter.Text(Count)} × {Capacity}{(Yield < 1 ? $", yield {Parameter.Text(Yield)}" : string.Empty)}{(Packages is { } p ? $", {p.Amount} '{p.Provider}' each" : string.Empty)}"),
        string.Create(CultureInfo.InvariantCulture, $"{Parameter.Text(Count)} × {Capacity}{(Yield < 1 ? $"，良率 {Parameter.Text(Yield)}" : string.Empty)}{(Packages is { } q ? $"，每件 {q.Amount} '{q.Provider}'" : string.Empty)}"));

    /// <summary>What is wrong with the parameters; all faults.</summary>
    public static IEnumerable<ParameterFault> Check(Quantity capacity, double count, double yield)
    {
        if (Parameter.Measured(capacity, Gigabyte, "capacity", new Wording("capacity", "容量")) is { } size) yield return size;
        if (Parameter.Positive(count, "count", new Wording("number of devices", "器件数量")) is { } number) yield return number;
        if (Parameter.Yield(yield, "yield", new Wording("yield", "良率")) is { } share) yield return share;
    }
}
