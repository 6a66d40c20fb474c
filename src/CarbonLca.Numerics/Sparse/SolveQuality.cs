using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Sparse;

/// <summary>How well the solutions of a call satisfy their equations; the worst of all right-hand sides.</summary>
/// <param name="BackwardError">
/// Componentwise backward error ω = maxᵢ |b - A·x|ᵢ / (|A|·|x| + |b|)ᵢ: x solves exactly a system whose every entry
/// differs by no more than the relative amount ω (Oettli &amp; Prager 1964, Numer. Math. 6:405–409). About 1e-16 is the
/// best there is.
/// </param>
/// <param name="Refinements">Refinement steps taken.</param>
/// <param name="GuardedEquations">
/// Equations whose denominator is too small to judge the residual by and which were measured against the largest
/// solution of their block instead (Arioli, Demmel &amp; Duff 1989, SIAM J. Matrix Anal. Appl. 10:165–190); 0 unless ω
/// missed its target without that.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SolveQuality(double BackwardError, int Refinements, int GuardedEquations)
{
    /// <summary>The worse of two in every respect.</summary>
    public static SolveQuality Worse(SolveQuality a, SolveQuality b) => new(
        Math.Max(a.BackwardError, b.BackwardError),
        Math.Max(a.Refinements, b.Refinements),
        Math.Max(a.GuardedEquations, b.GuardedEquations));
}
