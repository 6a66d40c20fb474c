using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;

namespace CarbonLca.Formats.Methods;

/// <summary>What came of reading a method table.</summary>
/// <param name="Method">The method; null when it was refused.</param>
/// <param name="Findings">Everything worth saying about the table; errors when the method was refused.</param>
public sealed record MethodReading(ImpactMethod? Method, ImmutableArray<Diagnostic> Findings)
{
    /// <summary>The method, or a refusal with all its findings.</summary>
    /// <exception cref="InputRefusedException">The table is at fault.</exception>
    public ImpactMethod MethodOrRefusal() => Method ?? throw new InputRefusedException(Findings);
}
