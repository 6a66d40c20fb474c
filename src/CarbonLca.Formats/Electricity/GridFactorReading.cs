using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;

namespace CarbonLca.Formats.Electricity;

/// <summary>What came of reading electricity factors.</summary>
/// <param name="Table">The factors; null when they were refused.</param>
/// <param name="Findings">Everything worth saying about the files; errors when they were refused.</param>
public sealed record GridFactorReading(GridFactorTable? Table, ImmutableArray<Diagnostic> Findings)
{
    /// <summary>The factors, or a refusal with all findings.</summary>
    /// <exception cref="InputRefusedException">The files are at fault.</exception>
    public GridFactorTable TableOrRefusal() => Table ?? throw new InputRefusedException(Findings);
}
