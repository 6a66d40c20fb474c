using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Which instructions the sampling kernels use. The bits of every result are the same on each.</summary>
/// <remarks>
/// The kernels are written once, over sixteen virtual lanes, with only elementwise operations that IEEE 754 rounds correctly
/// (add, multiply, fused multiply-add, square root, comparisons, integer operations). The path decides how many lanes one
/// instruction carries, nothing else.
/// </remarks>
public enum SimdPath
{
    /// <summary>The widest the processor offers, unless the environment variable CARBONLCA_SIMD names another.</summary>
    Auto = 0,

    /// <summary>One vector of sixteen lanes (AVX-512).</summary>
    Vector512 = 1,

    /// <summary>Two vectors of eight lanes (AVX2 with FMA).</summary>
    Vector256 = 2,

    /// <summary>Sixteen turns of a scalar loop; runs everywhere.</summary>
    Scalar = 3,
}

/// <summary>Chooses the path.</summary>
internal static class SimdPaths
{
    /// <summary>The environment variable that decides what <see cref="SimdPath.Auto"/> means; read once.</summary>
    public const string EnvironmentVariable = "CARBONLCA_SIMD";

    // Lazy, so that what is wrong with the variable is said as it is, and not as the failure of a static constructor.
    private static readonly Lazy<SimdPath> s_automatic = new(static () => ReadAutomatic(Environment.GetEnvironmentVariable(EnvironmentVariable)));

    /// <summary>Whether this processor can run a path.</summary>
    public static bool IsSupported(SimdPath path) => path switch
    {
        SimdPath.Vector512 => Avx512F.IsSupported,
        SimdPath.Vector256 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };

    /// <summary>The path to run: never <see cref="SimdPath.Auto"/>.</summary>
    /// <exception cref="PlatformNotSupportedException">The path was asked for by name and the processor lacks it.</exception>
    /// <exception cref="SimdVariableException">The environment names no path, or one that the processor lacks.</exception>
    public static SimdPath Resolve(SimdPath path)
    {
        if (path == SimdPath.Auto)
            return s_automatic.Value;
        if (!Enum.IsDefined(path))
            throw new ArgumentOutOfRangeException(nameof(path), path, $"'{path}' is no SIMD path; expected Auto, Vector512, Vector256 or Scalar.");
        return IsSupported(path)
            ? path
            : throw new PlatformNotSupportedException($"SIMD path '{path}' was asked for and this processor does not support it. Use Auto; the results are the same bits.");
    }

    internal static SimdPath ReadAutomatic(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || string.Equals(text, nameof(SimdPath.Auto), StringComparison.OrdinalIgnoreCase))
        {
            if (Vector512.IsHardwareAccelerated && IsSupported(SimdPath.Vector512))
                return SimdPath.Vector512;
            return IsSupported(SimdPath.Vector256) ? SimdPath.Vector256 : SimdPath.Scalar;
        }
        foreach (SimdPath path in (ReadOnlySpan<SimdPath>)[SimdPath.Vector512, SimdPath.Vector256, SimdPath.Scalar])
        {
            if (string.Equals(text, path.ToString(), StringComparison.OrdinalIgnoreCase))
                return IsSupported(path) ? path : throw new SimdVariableException(EnvironmentVariable, text, isKnown: true);
        }
        throw new SimdVariableException(EnvironmentVariable, text, isKnown: false);
    }
}
