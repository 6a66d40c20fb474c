using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Which random parameter: the stable name its draws hang on, whatever else is drawn, in whatever order.</summary>
/// <remarks>
/// Two parameters with the same key share their draws: the same random words for the same seed and sample. That is how correlated
/// groups and common random numbers are made. Parameters of one key whose values are monotone in the same variate are perfectly
/// rank-correlated if the key <see cref="IsShared"/> or <see cref="SamplingOptions.Normal"/> is <see cref="NormalTransform.InverseCdf"/>;
/// else normal and lognormal ones that are not truncated are with one another, and all others with one another, but not these with those.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ParameterKey
{
    /// <summary>The largest stream number.</summary>
    public const uint MaxStream = (1u << 24) - 1;

    /// <summary>A parameter of a stream.</summary>
    /// <param name="identity">A stable 64-bit name, for instance a hash of the names that identify the parameter; never a position.</param>
    /// <param name="stream">Keeps parameters of different kinds apart even if their identities are equal; at most <see cref="MaxStream"/>.</param>
    /// <param name="isShared">Whether parameters of any families share its draws.</param>
    public ParameterKey(ulong identity, uint stream = 0, bool isShared = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stream, MaxStream);
        Identity = identity;
        Stream = stream;
        IsShared = isShared;
    }

    /// <summary>The stable 64-bit name.</summary>
    public ulong Identity { get; }

    /// <summary>The stream; draws of equal identities in different streams are independent.</summary>
    public uint Stream { get; }

    /// <summary>Whether parameters of any families share its draws: normal variates are then always the inverse of their distribution, as all others are.</summary>
    public bool IsShared { get; }
}
