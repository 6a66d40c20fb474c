using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Stages;

/// <summary>What is made once and used many times: packaging that comes back, a thing with a second life, the development of software (REQ-35, REQ-75).</summary>
/// <remarks>A use needs (shared / n + per use) · uses taken, with n expected uses or copies.</remarks>
public sealed record SpreadUse : StageModel
{
    /// <summary>Something used many times.</summary>
    /// <param name="expectedUses">n: uses, lives or copies; 1 or more.</param>
    /// <param name="taken">How many of the uses the product takes; above zero, at most n.</param>
    /// <param name="shared">What is needed once for all uses.</param>
    /// <param name="perUse">What every use needs.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public SpreadUse(double expectedUses, double taken, ImmutableArray<StageNeed> shared, ImmutableArray<StageNeed> perUse)
    {
        Refuse(Check(expectedUses, taken, shared, perUse));
        ExpectedUses = expectedUses;
        Taken = taken;
        Shared = shared;
        PerUse = perUse;
    }

    /// <summary>n: uses, lives or copies.</summary>
    public double ExpectedUses { get; }

    /// <summary>How many of the uses the product takes.</summary>
    public double Taken { get; }

    /// <summary>What is needed once for all uses.</summary>
    public ImmutableArray<StageNeed> Shared { get; }

    /// <summary>What every use needs.</summary>
    public ImmutableArray<StageNeed> PerUse { get; }

    /// <inheritdoc/>
    public override ImmutableArray<StageNeed> Needs => [.. Shared.Select(s => s.Times(Taken / ExpectedUses)), .. PerUse.Select(p => p.Times(Taken))];

    /// <inheritdoc/>
    public override Wording Description
    {
        get
        {
            string shared = string.Join(" + ", Shared.Select(s => $"{s.Amount}"));
            string perUse = PerUse.IsEmpty ? string.Empty : $" + {string.Join(" + ", PerUse.Select(p => $"{p.Amount}"))}";
            return ExpectedUses == 1 && Taken == 1
                ? Wording.Same(shared + perUse)
                : new Wording(
                    string.Create(CultureInfo.InvariantCulture, $"{Parameter.Text(Taken)} of {Parameter.Text(ExpectedUses)} uses: ({shared}) / {Parameter.Text(ExpectedUses)}{perUse}"),
                    string.Create(CultureInfo.InvariantCulture, $"{Parameter.Text(ExpectedUses)} 次使用中的 {Parameter.Text(Taken)} 次：（{shared}）/ {Parameter.Text(ExpectedUses)}{perUse}"));
        }
    }

    /// <summary>What is wrong with the parameters; all faults.</summary>
    public static IEnumerable<ParameterFault> Check(double expectedUses, double taken, ImmutableArray<StageNeed> shared, ImmutableArray<StageNeed> perUse)
    {
        ParameterFault? uses = Parameter.OneOrMore(expectedUses, "uses", new Wording("number of expected uses", "预期使用次数"));
        if (uses is not null) yield return uses.Value;
        if (Parameter.Positive(taken, "taken", new Wording("number of uses taken", "所占使用次数")) is { } count) yield return count;
        else if (uses is null && taken > expectedUses)
        {
            yield return new ParameterFault("taken", Parameter.OutOfRange(Parameter.Text(taken), new Wording("number of uses taken", "所占使用次数"), new Wording($"at most the expected {Parameter.Text(expectedUses)}", $"不大于预期的 {Parameter.Text(expectedUses)}")));
        }

        if (shared.IsEmpty) yield return new ParameterFault("shared", Diagnostic.Error(FindingCode.MissingField, "Nothing is shared by the uses.", "各次使用没有共享任何内容。"));
        foreach (ParameterFault fault in Parameter.Needs(shared, "shared").Concat(Parameter.Needs(perUse, "per_use"))) yield return fault;
    }
}
