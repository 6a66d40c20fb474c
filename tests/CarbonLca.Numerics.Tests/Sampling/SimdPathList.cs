using CarbonLca.Numerics.Sampling;

namespace CarbonLca.Numerics.Tests.Sampling;

/// <summary>The paths this processor runs; every kernel test goes over this list.</summary>
internal static class SimdPathList
{
    public static readonly SimdPath[] Supported = new[] { SimdPath.Vector512, SimdPath.Vector256, SimdPath.Scalar }.Where(SimdPaths.IsSupported).ToArray();
}
