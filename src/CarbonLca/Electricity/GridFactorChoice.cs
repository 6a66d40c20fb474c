using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Electricity;

/// <summary>What came of looking for a factor.</summary>
/// <param name="Factor">The factor; null where there is none that may be taken without asking.</param>
/// <param name="Findings">What was assumed; errors where there is no factor.</param>
public sealed record GridFactorChoice(GridFactor? Factor, ImmutableArray<Diagnostic> Findings)
{
    /// <summary>The factor, or a refusal that says what can be chosen.</summary>
    /// <exception cref="InputRefusedException">There is no factor that may be taken without asking.</exception>
    public GridFactor FactorOrRefusal() => Factor ?? throw new InputRefusedException(Findings);
}
