namespace CarbonLca.Analysis;

/// <summary>A value before and after (REQ-19).</summary>
/// <param name="Before">The value before.</param>
/// <param name="After">The value after.</param>
public readonly record struct ValueChange(double Before, double After)
{
    /// <summary>after − before.</summary>
    public double Absolute => After - Before;

    /// <summary>(after − before)/|before|: positive for a rise, also of a value below zero. Null when it was 0, because then no relative change is defined.</summary>
    public double? Relative => Before == 0 ? null : Absolute / Math.Abs(Before);
}
