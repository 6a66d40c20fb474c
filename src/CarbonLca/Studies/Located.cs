using CarbonLca.Diagnostics;

namespace CarbonLca.Studies;

/// <summary>A value and where it stands in its file.</summary>
/// <param name="Value">The value.</param>
/// <param name="Where">Where it stands; null for a value made in code.</param>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly record struct Located<T>(T Value, SourcePosition? Where = null)
{
    /// <summary>A value made in code, which stands in no file.</summary>
    public static implicit operator Located<T>(T value) => new(value);

    /// <summary>The value as text.</summary>
    public override string ToString() => $"{Value}";
}
