using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.MonteCarlo;

/// <summary>Whether a run may go on from a state: only if every bit will be that of a run that never stopped.</summary>
internal static class Resumption
{
    private static readonly Wording s_sameAgain = new("Ask for the same run again, or start anew without the state.", "请按原设置继续运行，或不带状态重新开始。");

    /// <summary>Refuses a state of another run, and one whose samples were folded in another way than those to come would be.</summary>
    /// <param name="state">The state.</param>
    /// <param name="model">The model of the run.</param>
    /// <param name="options">The choices of the run.</param>
    /// <param name="deterministic">The value of each series without any draw.</param>
    /// <exception cref="InputRefusedException">The run may not go on from it.</exception>
    /// <exception cref="InvalidOperationException">The samples were folded, and a run has gone on with them.</exception>
    public static void Check(MonteCarloState state, MonteCarloModel model, MonteCarloOptions options, ReadOnlySpan<double> deterministic)
    {
        if (DifferenceOf(state.Run, RunIdentity.Of(model, options)) is { } differs) throw Refused(differs, s_sameAgain);
        if (state.HasSamples) return;
        if (RefusalOf(state, model, options) is { } refusal) throw refusal;
        if (!state.Sketched.Samples.IsAbout(deterministic))
        {
            throw Refused(
                new Wording("its results without any draw differ from those of this run, if only in their last digits, which another way of solving may give", "其确定性结果与本次运行不同；若仅末位有别，可能是求解方式不同"),
                s_sameAgain);
        }
    }

    private static Wording? DifferenceOf(RunIdentity state, RunIdentity asked)
    {
        if (state.Seed != asked.Seed) return new Wording($"its seed is {state.Seed}, and {asked.Seed} is asked for", $"其种子为 {state.Seed}，而要求的是 {asked.Seed}");
        if (state.Design != asked.Design) return new Wording($"its design is '{state.Design.Key()}', and '{asked.Design.Key()}' is asked for", $"其抽样设计为 '{state.Design.Key()}'，而要求的是 '{asked.Design.Key()}'");
        if (asked.Design.NeedsCount() && state.PlannedSamples != asked.PlannedSamples)
            return new Wording($"it is a Latin hypercube of {state.PlannedSamples} samples, and {asked.PlannedSamples} are asked for", $"其拉丁超立方样本数为 {state.PlannedSamples}，而要求的是 {asked.PlannedSamples}");
        return state == asked with { PlannedSamples = state.PlannedSamples } ? null : new Wording("data, method, products or categories are not the same", "数据、方法、产品或影响类别不同");
    }

    private static InputRefusedException? RefusalOf(MonteCarloState state, MonteCarloModel model, MonteCarloOptions options)
    {
        SketchedRun made = state.Sketched;
        int size = made.Samples.BlockSize;
        int asked = SketchedSamples.BlockSizeFor(state.Run.SeriesCount, options.Samples, options.MemoryBudget);
        if (state.Samples > options.Samples)
            return Refused(new Wording($"it holds {state.Samples} samples already, and {options.Samples} are asked for", $"其已含 {state.Samples} 个样本，而要求的是 {options.Samples}"), NextFor(state, model, options));
        if (model.CanKeep(options))
            return Refused(new Wording($"its samples were folded into sketches, and a memory budget of {Mebibytes(options.MemoryBudget)} lets this one keep all of its {options.Samples}", $"其样本已作汇总，而 {Mebibytes(options.MemoryBudget)} 的内存预算使本次运行可保留全部 {options.Samples} 个样本"), NextFor(state, model, options));
        if (asked != size)
        {
            return Refused(
                new Wording(
                    $"its sketches have blocks of {size} samples, for {state.PlannedSamples} samples with a memory budget of {Mebibytes(made.MemoryBudget)}; {options.Samples} samples with {Mebibytes(options.MemoryBudget)} need blocks of {asked}",
                    $"其汇总块为 {size} 个样本（{state.PlannedSamples} 个样本，内存预算 {Mebibytes(made.MemoryBudget)}）；而 {options.Samples} 个样本、{Mebibytes(options.MemoryBudget)} 需要 {asked} 个样本的块"),
                NextFor(state, model, options));
        }

        // Folded samples cannot be looked at again: a rule that could have been met earlier would stop elsewhere than in a run that never stopped.
        if (options.StopRule is not { } rule || state.Samples <= StopRule.FirstLook || rule.IsNoLooserThan(made.StopErrors)) return null;
        return Refused(
            new Wording($"its first {state.Samples} samples were folded without looking at the stop rule '{rule}', which might have ended it before", $"其前 {state.Samples} 个样本在汇总时未按停止规则 '{rule}' 检查，而该规则可能更早结束运行"),
            new Wording("Ask for a number of samples without a stop rule, keep the rule it was made with or a stricter one, or start anew without the state.", "请仅指定样本数而不用停止规则，或沿用原规则或更严格的规则，或不带状态重新开始。"));
    }

    // The least memory with which as many samples are folded in blocks of the same size; else what the state was made with.
    private static Wording NextFor(MonteCarloState state, MonteCarloModel model, MonteCarloOptions options)
    {
        int size = state.Sketched.Samples.BlockSize;
        double budget = Math.Max(1, Math.Ceiling(SketchedSamples.BudgetFor(state.Run.SeriesCount, options.Samples, size)));
        MonteCarloOptions fitting = options with { MemoryBudget = budget < long.MaxValue ? (long)budget : long.MaxValue };
        bool fits = state.Samples <= options.Samples && !model.CanKeep(fitting) && SketchedSamples.BlockSizeFor(state.Run.SeriesCount, options.Samples, fitting.MemoryBudget) == size;
        string made = Mebibytes(state.Sketched.MemoryBudget);
        return fits
            ? new Wording($"Set the memory budget to {Mebibytes(fitting.MemoryBudget)}, or start anew without the state.", $"请将内存预算设为 {Mebibytes(fitting.MemoryBudget)}，或不带状态重新开始。")
            : new Wording($"Ask for {state.PlannedSamples} samples with a memory budget of {made} again, or start anew without the state.", $"请按 {state.PlannedSamples} 个样本、{made} 内存预算继续运行，或不带状态重新开始。");
    }

    private static string Mebibytes(long bytes) => (bytes / (double)(1 << 20)).ToString("R", CultureInfo.InvariantCulture) + " MiB";

    private static InputRefusedException Refused(Wording differs, Wording next) => new(
        Diagnostic.Error(FindingCode.OutOfRange, $"The saved state belongs to another run: {differs.En}.", $"保存的状态属于另一次运行：{differs.Zh}。") with { Next = next });
}
