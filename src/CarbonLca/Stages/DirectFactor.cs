using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>A figure in CO2 equivalents for one unit of a product, used where no inventory of the product is at hand.</summary>
/// <remarks>
/// It becomes a process that makes one unit of the product and emits the elementary flow of its GWP set and origin, so that the
/// method decides what the figure counts: 1 for its own set, nothing silently for another.
/// </remarks>
public sealed record DirectFactor
{
    private static readonly Unit Kilogram = Unit.Parse("kg");

    /// <summary>A factor.</summary>
    /// <param name="value">The figure with its unit, for instance <c>3.1 kg CO2e/kg</c>; zero or more.</param>
    /// <param name="gwpSet">The GWP set the figure was made with.</param>
    /// <param name="origin">The origin of the carbon.</param>
    /// <exception cref="InputRefusedException">The figure is negative, not finite, or not in CO2 equivalents.</exception>
    public DirectFactor(Quantity value, GwpSet gwpSet, CarbonOrigin origin)
    {
        if (CheckValue(value) is { } fault) throw new InputRefusedException(fault);
        Value = value;
        GwpSet = gwpSet;
        Origin = origin;
    }

    /// <summary>The figure with its unit.</summary>
    public Quantity Value { get; }

    /// <summary>The GWP set the figure was made with.</summary>
    public GwpSet GwpSet { get; }

    /// <summary>The origin of the carbon.</summary>
    public CarbonOrigin Origin { get; }

    /// <summary>The elementary flow the figure is emitted as.</summary>
    public Flow Emission => EquivalentFlow.Of(Origin, GwpSet);

    /// <summary>Whether the figure is per the dimension of a unit.</summary>
    public bool IsPer(Unit product)
    {
        ArgumentNullException.ThrowIfNull(product);
        return Value.Unit.Dimension.Equals(Dimension.CO2Equivalents.Times(product.Dimension.Power(-1)));
    }

    /// <summary>How many kg of CO2 equivalents one unit of the product causes.</summary>
    /// <exception cref="UnitMismatchException">The figure is per something else.</exception>
    public double KilogramsPer(Unit product)
    {
        ArgumentNullException.ThrowIfNull(product);
        if (!IsPer(product)) throw new UnitMismatchException(Value.Unit, product);
        return Value.Value * (double)(Value.Unit.Factor * product.Factor);
    }

    /// <summary>The factor as a process that makes one unit of the product and emits the CO2 equivalents.</summary>
    /// <param name="id">The id of the process and of its product.</param>
    /// <param name="name">Its name.</param>
    /// <param name="product">The unit of the product.</param>
    /// <param name="emission">The flow to emit as a database already has it; null for <see cref="Emission"/>.</param>
    /// <exception cref="UnitMismatchException">The figure is per something else than the product's unit.</exception>
    public Process ToProcess(string id, Wording name, Unit product, Flow? emission = null)
    {
        Flow made = Flow.Product(id, product, name.En) with { NameZh = name.Zh };
        Flow emitted = emission ?? Emission;
        return (Process.Producing(1, made) with { NameZh = name.Zh }).Emitting(KilogramsPer(product) * emitted.ReferenceUnitsPer(Kilogram), emitted);
    }

    /// <summary>What is wrong with a figure; null when nothing is.</summary>
    public static Diagnostic? CheckValue(Quantity value)
    {
        if (value.Unit.Dimension.Exponents.GetValueOrDefault(Dimension.CO2Equivalents.ToString()) != 1)
        {
            return Diagnostic.Error(FindingCode.UnitMismatch, $"The factor is given in '{value.Unit}', which is not CO2 equivalents per unit.", $"因子以 '{value.Unit}' 给出，不是每单位的二氧化碳当量。") with
            {
                Found = value.ToString(),
                Expected = new Wording("a unit such as kg CO2e/kg or kg CO2e/piece", "如 kg CO2e/kg 或 kg CO2e/piece 的单位"),
            };
        }

        if (double.IsFinite(value.Value) && value.Value >= 0) return null;
        return Diagnostic.Error(value.Value < 0 ? FindingCode.NegativeNotAllowed : FindingCode.OutOfRange, "The factor is out of range.", "因子超出范围。") with
        {
            Found = value.ToString(),
            Expected = new Wording("a finite factor of zero or more", "不小于零的有限因子"),
            Next = value.Value < 0
                ? new Wording("A credit is a line with credit: true and a negative amount.", "抵扣应写为带 credit: true 且数量为负的行。")
                : null,
        };
    }
}
