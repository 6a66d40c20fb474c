using System.Globalization;

namespace CarbonLca.Reporting;

/// <summary>The parts of a footprint do not sum to its total: a fault of the engine, never of its input (REQ-22, REQ-53).</summary>
public sealed class InconsistentFootprintException : InvalidOperationException
{
    /// <summary>A breakdown that does not sum up.</summary>
    /// <param name="footprint">The footprint's id.</param>
    /// <param name="breakdown">What was summed, for instance <c>stages</c>.</param>
    /// <param name="category">The category.</param>
    /// <param name="sum">The sum of the parts.</param>
    /// <param name="total">The total.</param>
    public InconsistentFootprintException(string footprint, string breakdown, string category, double sum, double total)
        : base(string.Create(CultureInfo.InvariantCulture, $"The {breakdown} of footprint '{footprint}' sum to {sum:R} in '{category}', and the total is {total:R}. This is a fault of the engine; no result is given."))
    {
        Footprint = footprint;
        Breakdown = breakdown;
        Category = category;
        Sum = sum;
        Total = total;
    }

    /// <summary>The footprint's id.</summary>
    public string Footprint { get; }

    /// <summary>What was summed.</summary>
    public string Breakdown { get; }

    /// <summary>The category.</summary>
    public string Category { get; }

    /// <summary>The sum of the parts.</summary>
    public double Sum { get; }

    /// <summary>The total.</summary>
    public double Total { get; }
}
