using CarbonLca.Diagnostics;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>Makes sampling plans, and refuses in both languages what the environment asks of them and cannot have.</summary>
internal static class SamplingPlans
{
    /// <summary>A plan whose parameter k is written to row k.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">How to sample.</param>
    /// <exception cref="InputRefusedException">The environment names instructions that do not exist, or that this processor lacks.</exception>
    public static SamplingPlan Of(ReadOnlySpan<SampledParameter> parameters, SamplingOptions options)
    {
        try
        {
            return SamplingPlan.Of(parameters, options);
        }
        catch (SimdVariableException refused)
        {
            throw new InputRefusedException(Refusal(refused));
        }
    }

    private static Diagnostic Refusal(SimdVariableException refused) => Diagnostic.Error(
        FindingCode.NotSupported,
        refused.IsKnown ? $"This processor lacks the instructions that the environment variable {refused.Variable} asks for." : $"The environment variable {refused.Variable} names no instructions.",
        refused.IsKnown ? $"本处理器不支持环境变量 {refused.Variable} 所要求的指令。" : $"环境变量 {refused.Variable} 的取值无效。") with
    {
        Found = refused.Value,
        Expected = Wording.Same("Auto, Vector512, Vector256, Scalar"),
        Next = new Wording("Remove the variable; results are the same bits on every processor.", "请删除该变量；各处理器上的结果逐位相同。"),
    };
}
