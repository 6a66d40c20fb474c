using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Which random parameter: the stable name its draws hang on, whatever else is drawn, in whatever order.</summary>
/// <remarks>
/// Two parameters with the same key share their draws: the same random words for the same seed and sample. That is how correlated
/// groups and common random numbers are made. Sharing words, two parameters whose values are monotone in the same variate are
/// perfectly rank-correlated: all normal and lognormal ones with one another, and all others with one another; between these two
/// families only if <see cref="SamplingOptions.Normal"/> is <see cref="NormalTransform.InverseCdf"/>.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ParameterKey
{
    /// <summary>The largest stream number.</summary>
    public const uint MaxStream = (1u << 24) - 1;

    /// <summary>A parameter of a stream.</summary>
    /// <param name="identity">A stable 64-bit name, for instance a hash of the names that identify the parameter; never a position.</param>
    /// <param name="stream">Keeps parameters of different kinds apart even if their identities are equal; at most <see cref="MaxStream"/>.</param>
    public ParameterKey(ulong identity, uint stream = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stream, MaxStream);
        Identity = identity;
        Stream = stream;
    }

    /// <summary>The stable 64-bit name.</summary>
    public ulong Identity { get; }

    /// <summary>The stream; draws of equal identities in different streams are independent.</summary>
    public uint Stream { get; }
}
