namespace CarbonLca.Sensitivity;

/// <summary>An index of sensitivity estimated from samples.</summary>
/// <param name="Value">The estimate; not a number where the result does not vary.</param>
/// <param name="StandardError">Its standard error.</param>
public readonly record struct IndexEstimate(double Value, double StandardError)
{
    /// <summary>No index: the result, or the input, does not vary.</summary>
    public static IndexEstimate None { get; } = new(double.NaN, double.NaN);
}
