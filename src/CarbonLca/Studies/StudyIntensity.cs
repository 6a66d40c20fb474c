using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>What a result is set in relation to: computing work, traffic, subscribers (REQ-78).</summary>
/// <param name="Name">What the denominator is: traffic carried over the life, benchmark score, subscribers.</param>
/// <param name="Denominator">How much of it one functional unit gives; greater than zero.</param>
/// <param name="Source">Where the denominator comes from.</param>
public sealed record StudyIntensity(Wording Name, Located<Quantity> Denominator, Wording Source)
{
    /// <summary>What is wrong with a denominator; null when nothing is.</summary>
    public static Diagnostic? CheckDenominator(Located<Quantity> denominator, Wording name) => double.IsFinite(denominator.Value.Value) && denominator.Value.Value > 0
        ? null
        : Diagnostic.Error(FindingCode.OutOfRange, $"The denominator of the intensity '{name.En}' is out of range.", $"强度“{name.Zh}”的分母超出范围。") with
        {
            Where = denominator.Where,
            Found = denominator.Value.ToString(),
            Expected = new Wording("a finite amount above zero", "大于零的有限数量"),
        };
}
