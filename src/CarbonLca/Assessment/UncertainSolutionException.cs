using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Assessment;

/// <summary>A solution exists, and too few of its digits are certain to give it.</summary>
public sealed class UncertainSolutionException : RefusalException
{
    /// <summary>Refuses a solution for its proof.</summary>
    public UncertainSolutionException(SolveProof proof, SolveLimits limits)
        : this(proof, limits, of: null)
    {
    }

    /// <summary>Refuses the solution of one of several demands for its proof.</summary>
    internal UncertainSolutionException(SolveProof proof, SolveLimits limits, Wording? of)
        : base(RefusalKind.Numerical, [Describe(proof, limits).Of(of)]) => Proof = proof;

    /// <summary>The proof that was not good enough.</summary>
    public SolveProof Proof { get; }

    private static Diagnostic Describe(SolveProof proof, SolveLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        CultureInfo c = CultureInfo.InvariantCulture;
        return Diagnostic.Error(
            FindingCode.IllConditioned,
            string.Create(c, $"The technosphere is so nearly singular that fewer than three digits of the result are certain: condition {proof.Condition:E2} (limit {limits.RefusedCondition:E2}), backward error {proof.BackwardError:E2} (limit {limits.RefusedBackwardError:E2})."),
            string.Create(c, $"技术矩阵接近奇异，结果可靠的有效数字不足三位：条件数 {proof.Condition:E2}（上限 {limits.RefusedCondition:E2}），后向误差 {proof.BackwardError:E2}（上限 {limits.RefusedBackwardError:E2}）。")) with
        {
            Next = new Wording("Look for a loop whose gain is almost 1, or for processes that nearly repeat each other.", "请查找增益接近 1 的循环，或几乎重复的过程。"),
        };
    }
}
