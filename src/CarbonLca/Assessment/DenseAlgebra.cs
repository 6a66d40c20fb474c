using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace CarbonLca.Assessment;

/// <summary>Which library does dense linear algebra.</summary>
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
