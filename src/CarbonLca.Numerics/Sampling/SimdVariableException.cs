namespace CarbonLca.Numerics.Sampling;

/// <summary>The environment asks for a <see cref="SimdPath"/> that does not exist, or that this processor cannot run.</summary>
public sealed class SimdVariableException : Exception
{
    /// <summary>Refuses the value of a variable.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isKnown">Whether the value names a path.</param>
    public SimdVariableException(string variable, string value, bool isKnown)
        : base(isKnown
            ? $"Environment variable {variable} is '{value}', which this processor does not support; expected Auto or a narrower path."
            : $"Environment variable {variable} is '{value}'; expected Auto, Vector512, Vector256 or Scalar.")
    {
        Variable = variable;
        Value = value;
        IsKnown = isKnown;
    }

    /// <summary>The variable.</summary>
    public string Variable { get; }

    /// <summary>Its value.</summary>
    public string Value { get; }

    /// <summary>Whether the value names a path, which this processor lacks.</summary>
    public bool IsKnown { get; }
}
