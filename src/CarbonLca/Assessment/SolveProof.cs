namespace CarbonLca.Assessment;

/// <summary>How well a solution satisfies its equations, and how far it can be trusted.</summary>
/// <param name="BackwardError">
/// Componentwise backward error: the smallest relative change of any entry of A and f that makes the solution exact
/// (Oettli &amp; Prager 1964). About 1e-16 for a good solution.
/// </param>
/// <param name="Condition">
/// How much such a change is amplified in the solution. For a system without credits, exact to first order for this very
/// right-hand side: max_i (A⁻¹(|A||s| + |f|))_i / |s_i|; otherwise an estimate of the 1-norm condition (Higham &amp; Tisseur 2000).
/// </param>
/// <param name="Refinements">Steps of iterative refinement taken.</param>
public readonly record struct SolveProof(double BackwardError, double Condition, int Refinements)
{
    /// <summary>A bound, to first order, on the relative error of the solution.</summary>
    public double ErrorBound => Math.Max(BackwardError, double.Epsilon) * Condition;

    /// <summary>The worse of two proofs, number by number.</summary>
    public SolveProof Worse(SolveProof other) =>
        new(Math.Max(BackwardError, other.BackwardError), Math.Max(Condition, other.Condition), Math.Max(Refinements, other.Refinements));
}
