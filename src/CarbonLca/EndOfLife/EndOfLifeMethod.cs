using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife.Methods;

namespace CarbonLca.EndOfLife;

/// <summary>How the burdens and credits of recycling, energy recovery and disposal are shared between product systems (REQ-33).</summary>
/// <remarks>
/// Every method is linear in the E of the roles, so it is nothing but a list of coefficients for one kilogram of material:
/// <see cref="Terms"/>. From the same list come the processes of <see cref="MaterialLife"/> and the numbers of
/// <see cref="Evaluate"/>.
/// </remarks>
public abstract class EndOfLifeMethod
{
    private protected EndOfLifeMethod()
    {
    }

    /// <summary>Cut-off, also recycled content: E = (1−R1)·Ev + R1·Erecycled + R3·EER + (1−R2−R3)·ED.</summary>
    public static EndOfLifeMethod CutOff { get; } = new CutOff();

    /// <summary>0:100, also end-of-life or closed-loop recycling: E = Ev + R2·(ErecyclingEoL − E*v·QSout/Qp) + R3·EER + (1−R2−R3)·ED.</summary>
    /// <remarks>
    /// With E*v = Ev it is the form EM = EV + EEoL − R·A·EV that is told of ISO 14067 Annex D, where A stands for the ratio
    /// QSout/Qp (that form has not been checked against the standard's text).
    /// </remarks>
    public static EndOfLifeMethod EndOfLifeRecycling { get; } = new EndOfLifeRecycling();

    /// <summary>50:50 in the form of the PEF guide of 2013: (1−R1/2)·Ev + R1/2·Erecycled + R2/2·(ErecyclingEoL − E*v·QSout/Qp) + R3·(EER − LHV·XER·ESE) + (1−R2/2−R3)·ED − R1/2·E*D.</summary>
    public static EndOfLifeMethod EqualShares { get; } = new EqualShares();

    /// <summary>The Circular Footprint Formula.</summary>
    /// <remarks>
    /// Material: (1−R1)·Ev + R1·(A·Erecycled + (1−A)·Ev·QSin/Qp) + (1−A)·R2·(ErecyclingEoL − E*v·QSout/Qp);
    /// energy: (1−B)·R3·(EER − LHV·XER,heat·ESE,heat − LHV·XER,elec·ESE,elec); disposal: (1−R2−R3)·ED.
    /// Zampori and Pant 2019, EUR 29682, equation 3.
    /// </remarks>
    public static EndOfLifeMethod CircularFootprintFormula { get; } = new CircularFootprintFormula();

    /// <summary>Every method, in the order of documentation; the others than the chosen one are what a sensitivity analysis tries.</summary>
    public static IReadOnlyList<EndOfLifeMethod> All { get; } = [CutOff, EndOfLifeRecycling, EqualShares, CircularFootprintFormula];

    /// <summary>The name used in files and results: <c>cut-off</c>, <c>0:100</c>, <c>50:50</c>, <c>cff</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The name people read.</summary>
    public abstract Wording Title { get; }

    /// <summary>Whether the method reads A.</summary>
    internal virtual bool UsesAllocationFactor => false;

    /// <summary>Whether the method reads B.</summary>
    internal virtual bool UsesEnergyAllocationFactor => false;

    /// <summary>Whether the method reads QSin/Qp.</summary>
    internal virtual bool UsesQualityIn => false;

    /// <summary>Whether the method reads QSout/Qp.</summary>
    internal virtual bool UsesQualityOut => false;

    /// <summary>Whether the method credits recovered energy.</summary>
    internal virtual bool CreditsEnergy => false;

    /// <summary>The method a name stands for.</summary>
    /// <exception cref="InputRefusedException">No method has that name.</exception>
    public static EndOfLifeMethod Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (EndOfLifeMethod method in All)
            if (string.Equals(method.Name, name.Trim(), StringComparison.OrdinalIgnoreCase)) return method;
        throw new InputRefusedException(Diagnostic.Error(FindingCode.UnknownName, $"'{name}' is no end-of-life method.", $"'{name}' 不是生命末期方法。") with
        {
            Found = name,
            Expected = Wording.Same(string.Join(", ", All.Select(m => m.Name))),
        });
    }

    /// <summary>The coefficients of the formula for one kilogram of material, in the order of the roles; those of zero are left out.</summary>
    public ImmutableArray<EndOfLifeTerm> Terms(MaterialCycle cycle)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        return [.. Coefficients(cycle).Where(term => term.Amount > 0).OrderBy(term => term.Role)];
    }

    /// <summary>The formula with numbers for its E, per kilogram of material.</summary>
    /// <param name="cycle">The cycle of the material.</param>
    /// <param name="emissions">The E of every role that the formula needs.</param>
    /// <exception cref="InputRefusedException">The E of a role that the formula needs is missing or not finite; missing is never zero.</exception>
    public EndOfLifeBalance Evaluate(MaterialCycle cycle, EndOfLifeEmissions emissions)
    {
        ArgumentNullException.ThrowIfNull(emissions);
        return EndOfLifeBalance.Of(Terms(cycle), emissions);
    }

    /// <summary>What a reader should know of the parameters this method uses: defaults taken, values off the list, ratios above one.</summary>
    /// <param name="cycle">The cycle of the material.</param>
    /// <param name="material">What the material is called.</param>
    public IEnumerable<Diagnostic> Remarks(MaterialCycle cycle, Wording material)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        bool recycles = cycle.RecyclingRate > 0;
        bool usesA = UsesAllocationFactor && (recycles || cycle.RecycledContent > 0);
        if (usesA && cycle.GivenAllocationFactor is null)
        {
            yield return Diagnostic.Warning(
                FindingCode.DefaultAssumed,
                $"The allocation factor A of '{material.En}' is not given; 0.5 is taken, the value for unknown materials.",
                $"'{material.Zh}' 未给出分配系数 A；取未知材料的默认值 0.5。") with
            {
                Next = new Wording("Give A for the material: 0.2, 0.5 or 0.8.", "请给出该材料的 A 值：0.2、0.5 或 0.8。"),
            };
        }

        if (usesA && cycle.GivenAllocationFactor is { } a and not (0.2 or 0.5 or 0.8))
        {
            yield return Diagnostic.Warning(
                FindingCode.OutOfRange,
                $"The allocation factor A of '{material.En}' is none of those the formula provides for.",
                $"'{material.Zh}' 的分配系数 A 不是公式规定的取值。") with
            {
                Found = a.ToString("R", CultureInfo.InvariantCulture),
                Expected = Wording.Same("0.2, 0.5, 0.8"),
            };
        }

        if (UsesEnergyAllocationFactor && cycle is { EnergyRecoveryRate: > 0, GivenEnergyAllocationFactor: null })
        {
            yield return Diagnostic.Note(
                FindingCode.DefaultAssumed,
                $"The allocation factor B of '{material.En}' is not given; 0 is taken.",
                $"'{material.Zh}' 未给出分配系数 B；取 0。");
        }

        if (UsesQualityIn && cycle is { RecycledContent: > 0, AllocationFactor: < 1 } && Ratio(cycle.GivenQualityIn, "QSin/Qp", material) is { } qualityIn) yield return qualityIn;
        if (UsesQualityOut && recycles && Ratio(cycle.GivenQualityOut, "QSout/Qp", material) is { } qualityOut) yield return qualityOut;
        if (CreditsEnergy && cycle is { EnergyRecoveryRate: > 0, Energy: null })
        {
            yield return Diagnostic.Note(
                FindingCode.DefaultAssumed,
                $"'{material.En}' is burnt for energy and its heating value is not given; no energy is credited.",
                $"'{material.Zh}' 进行能量回收但未给出热值；不计能量抵扣。") with
            {
                Next = new Wording("Give LHV and the efficiencies XER to credit the energy.", "如需计入能量抵扣，请给出 LHV 与效率 XER。"),
            };
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The coefficients of the formula for one kilogram of material; zeros and repeated roles allowed.</summary>
    private protected abstract IEnumerable<EndOfLifeTerm> Coefficients(MaterialCycle cycle);

    private static Diagnostic? Ratio(double? given, string symbol, Wording material)
    {
        if (given is null)
        {
            return Diagnostic.Warning(
                FindingCode.DefaultAssumed,
                $"The quality ratio {symbol} of '{material.En}' is not given; 1 is taken: recyclate as good as virgin material.",
                $"'{material.Zh}' 未给出质量比 {symbol}；取 1，即再生料与原生材料质量相同。") with
            {
                Next = new Wording($"Give {symbol}.", $"请给出 {symbol}。"),
            };
        }

        return given <= 1 ? null : Diagnostic.Warning(
            FindingCode.OutOfRange,
            $"The quality ratio {symbol} of '{material.En}' is above 1: recyclate better than virgin material.",
            $"'{material.Zh}' 的质量比 {symbol} 大于 1：再生料优于原生材料。") with
        {
            Found = given.Value.ToString("R", CultureInfo.InvariantCulture),
            Expected = new Wording("above 0, at most 1", "大于 0 且不大于 1"),
        };
    }
}
