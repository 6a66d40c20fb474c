using CarbonLca.Assessment;

namespace CarbonLca.Tests.Assessment;

/// <summary>The native provider of dense algebra. Compiled with its build property only; every way to solve is then compared with it.</summary>
public sealed class MklProviderTests
{
    [Fact]
    public void Intel_MKL_is_in_use() => Assert.Contains("MKL", DenseAlgebra.Provider, StringComparison.Ordinal);
}
