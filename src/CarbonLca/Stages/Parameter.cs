using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>The checks that parameters of stage models share; each gives null when nothing is wrong.</summary>
internal static class Parameter
{
    /// <summary>A number as messages show it, in every culture the same.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number above zero.</summary>
    public static ParameterFault? Positive(double value, string parameter, Wording name) => double.IsFinite(value) && value > 0
        ? null
        : new ParameterFault(parameter, OutOfRange(Text(value), name, new Wording("a finite number above zero", "大于零的有限数")));

    /// <summary>A number of zero or more.</summary>
    public static ParameterFault? NotNegative(double value, string parameter, Wording name) => double.IsFinite(value) && value >= 0
        ? null
        : new ParameterFault(parameter, OutOfRange(Text(value), name, new Wording("a finite number of zero or more", "不小于零的有限数")));

    /// <summary>A number of one or more.</summary>
    public static ParameterFault? OneOrMore(double value, string parameter, Wording name) => double.IsFinite(value) && value >= 1
        ? null
        : new ParameterFault(parameter, OutOfRange(Text(value), name, new Wording("a finite number of 1 or more", "不小于 1 的有限数")));

    /// <summary>A share above 0 and at most 1, such as a yield.</summary>
    public static ParameterFault? Yield(double value, string parameter, Wording name) => value is > 0 and <= 1
        ? null
        : new ParameterFault(parameter, OutOfRange(Text(value), name, new Wording("a share above 0 and at most 1", "大于 0 且不大于 1 的比例")) with
        {
            Next = value is > 1 and <= 100 ? new Wording($"If per cent is meant, write {Text(value / 100)}.", $"如指百分数，请写 {Text(value / 100)}。") : null,
        });

    /// <summary>A share from 0 to 1.</summary>
    public static ParameterFault? Share(double value, string parameter, Wording name) => value is >= 0 and <= 1
        ? null
        : new ParameterFault(parameter, OutOfRange(Text(value), name, new Wording("a share from 0 to 1", "0 到 1 之间的比例")) with
        {
            Next = value is > 1 and <= 100 ? new Wording($"If per cent is meant, write {Text(value / 100)}.", $"如指百分数，请写 {Text(value / 100)}。") : null,
        });

    /// <summary>A quantity of a dimension, above zero or, where <paramref name="mayBeZero"/>, of zero or more.</summary>
    public static ParameterFault? Measured(Quantity quantity, Unit unit, string parameter, Wording name, bool mayBeZero = false)
    {
        if (!quantity.Unit.ConvertsTo(unit))
        {
            return new ParameterFault(parameter, Diagnostic.Error(FindingCode.UnitMismatch, $"The {name.En} is given in '{quantity.Unit}'.", $"{name.Zh}以 '{quantity.Unit}' 给出。") with
            {
                Found = quantity.ToString(),
                Expected = new Wording($"a unit that converts to {unit}", $"可换算为 {unit} 的单位"),
            });
        }

        if (double.IsFinite(quantity.Value) && (mayBeZero ? quantity.Value >= 0 : quantity.Value > 0)) return null;
        Wording expected = mayBeZero ? new Wording("a finite value of zero or more", "不小于零的有限值") : new Wording("a finite value above zero", "大于零的有限值");
        return new ParameterFault(parameter, OutOfRange(quantity.ToString(), name, expected) with { Code = quantity.Value < 0 ? FindingCode.NegativeNotAllowed : FindingCode.OutOfRange });
    }

    /// <summary>The needs of a list, each with an amount of zero or more.</summary>
    public static IEnumerable<ParameterFault> Needs(IReadOnlyList<StageNeed> needs, string parameter)
    {
        for (int i = 0; i < needs.Count; i++)
        {
            if (double.IsFinite(needs[i].Amount.Value) && needs[i].Amount.Value >= 0) continue;
            yield return new ParameterFault($"{parameter}[{i}]", OutOfRange(needs[i].Amount.ToString(), new Wording($"amount of '{needs[i].Provider}'", $"'{needs[i].Provider}' 的数量"), new Wording("a finite amount of zero or more", "不小于零的有限数量")));
        }
    }

    /// <summary>A fault of range.</summary>
    public static Diagnostic OutOfRange(string found, Wording name, Wording expected) =>
        Diagnostic.Error(FindingCode.OutOfRange, $"The {name.En} is out of range.", $"{name.Zh}超出范围。") with { Found = found, Expected = expected };
}
