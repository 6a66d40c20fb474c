using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace CarbonLca.Assessment;

/// <summary>Which library does dense linear algebra.</summary>
/// <remarks>
/// A build with <c>-p:CarbonLcaMkl=true</c> brings the package MathNet.Numerics.Providers.MKL and Intel's native libraries; where they
/// cannot be loaded, the managed provider does the same work. The build with the property was compiled by hand against the provider's
/// sources and falls back as said; it has not run with the native libraries, which were not at hand.
/// </remarks>
public static class DenseAlgebra
{
    // Asked once: a native provider is used when its package and libraries are there, and the managed one otherwise.
    private static readonly Lazy<string> Active = new(() =>
    {
        Control.TryUseNativeMKL();
        return LinearAlgebraControl.Provider.ToString() ?? LinearAlgebraControl.Provider.GetType().Name;
    });

    /// <summary>The provider of MathNet.Numerics in use: native (MKL) when it is installed, managed otherwise.</summary>
    public static string Provider => Active.Value;

    /// <summary>Puts the best provider to use, before the first dense matrix is factorised.</summary>
    internal static void Activate() => _ = Active.Value;
}
