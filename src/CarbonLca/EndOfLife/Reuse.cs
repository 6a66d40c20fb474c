using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Stages;

namespace CarbonLca.EndOfLife;

/// <summary>A thing used several times, such as a crate or a battery with a second life: shared burdens are spread over its uses (REQ-35).</summary>
/// <remarks>E of a use = Eshared / n + Euse, with n expected uses.</remarks>
public sealed record Reuse
{
    /// <summary>A reuse.</summary>
    /// <param name="expectedUses">n: how often the thing is used in its life; 1 or more, not necessarily whole.</param>
    /// <exception cref="InputRefusedException">The number of uses is below one or not finite.</exception>
    public Reuse(double expectedUses)
    {
        if (CheckUses(expectedUses) is { } fault) throw new InputRefusedException(fault);
        ExpectedUses = expectedUses;
    }

    /// <summary>n: how often the thing is used in its life.</summary>
    public double ExpectedUses { get; }

    /// <summary>One use as a process: what all uses share by 1/n, and what this use needs by itself.</summary>
    /// <param name="id">The id of the process and of its product, one use.</param>
    /// <param name="name">Its name.</param>
    /// <param name="shared">What is needed once for all uses: making the thing, its end of life.</param>
    /// <param name="perUse">What every use needs: washing, testing, transport back.</param>
    public Process ToProcess(string id, Wording name, ImmutableArray<Exchange> shared, ImmutableArray<Exchange> perUse)
    {
        Process use = Foreground.Step(id, name);
        return use with
        {
            Exchanges =
            [
                .. use.Exchanges,
                .. shared.Select(e => e with { Amount = e.Amount / ExpectedUses, Uncertainty = e.Uncertainty.Times(1 / ExpectedUses) }),
                .. perUse,
            ],
        };
    }

    /// <summary>What is wrong with a number of uses; null when nothing is.</summary>
    public static Diagnostic? CheckUses(double uses) => double.IsFinite(uses) && uses >= 1
        ? null
        : Diagnostic.Error(FindingCode.OutOfRange, "The number of expected uses is out of range.", "预期使用次数超出范围。") with
        {
            Found = uses.ToString("R", CultureInfo.InvariantCulture),
            Expected = new Wording("1 use or more", "不少于 1 次"),
        };
}
