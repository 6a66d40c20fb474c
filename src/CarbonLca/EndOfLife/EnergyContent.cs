using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.EndOfLife;

/// <summary>What burning a material for energy gives: LHV · XER for heat and for electricity.</summary>
public sealed record EnergyContent
{
    private static readonly Unit MegajoulePerKilogram = Unit.Parse("MJ/kg");

    /// <summary>The energy recovered from a material.</summary>
    /// <param name="lowerHeatingValue">LHV, energy per mass; zero or more.</param>
    /// <param name="heatEfficiency">XER,heat: the share of LHV that becomes useful heat; 0 to 1.</param>
    /// <param name="electricityEfficiency">XER,elec: the share of LHV that becomes electricity; 0 to 1, both together at most 1.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public EnergyContent(Quantity lowerHeatingValue, double heatEfficiency, double electricityEfficiency)
    {
        Diagnostic[] faults = [.. Check(lowerHeatingValue, heatEfficiency, electricityEfficiency)];
        if (faults.Length > 0) throw new InputRefusedException(faults);
        LowerHeatingValue = lowerHeatingValue;
        HeatEfficiency = heatEfficiency;
        ElectricityEfficiency = electricityEfficiency;
    }

    /// <summary>LHV.</summary>
    public Quantity LowerHeatingValue { get; }

    /// <summary>XER,heat.</summary>
    public double HeatEfficiency { get; }

    /// <summary>XER,elec.</summary>
    public double ElectricityEfficiency { get; }

    /// <summary>LHV · XER,heat in MJ per kg of material.</summary>
    public double HeatPerKilogram => LowerHeatingValue.In(MegajoulePerKilogram) * HeatEfficiency;

    /// <summary>LHV · XER,elec in MJ per kg of material.</summary>
    public double ElectricityPerKilogram => LowerHeatingValue.In(MegajoulePerKilogram) * ElectricityEfficiency;

    /// <summary>What is wrong with the parameters.</summary>
    public static IEnumerable<Diagnostic> Check(Quantity lowerHeatingValue, double heatEfficiency, double electricityEfficiency)
    {
        if (!lowerHeatingValue.Unit.ConvertsTo(MegajoulePerKilogram))
        {
            yield return Diagnostic.Error(FindingCode.UnitMismatch, $"The lower heating value (LHV) is given in '{lowerHeatingValue.Unit}', which is not energy per mass.", $"低位热值（LHV）以 '{lowerHeatingValue.Unit}' 给出，不是单位质量的能量。") with
            {
                Found = lowerHeatingValue.ToString(),
                Expected = new Wording("a value in MJ/kg or kWh/kg", "以 MJ/kg 或 kWh/kg 表示的数值"),
            };
        }
        else if (!(double.IsFinite(lowerHeatingValue.Value) && lowerHeatingValue.Value >= 0))
        {
            yield return Diagnostic.Error(FindingCode.OutOfRange, "The lower heating value (LHV) is out of range.", "低位热值（LHV）超出范围。") with
            {
                Found = lowerHeatingValue.ToString(),
                Expected = new Wording("a finite value of zero or more", "不小于零的有限数值"),
            };
        }

        bool areShares = true;
        if (MaterialCycle.CheckShare(heatEfficiency, "XER,heat", new Wording("efficiency of heat recovery", "热回收效率")) is { } heatFault)
        {
            areShares = false;
            yield return heatFault;
        }

        if (MaterialCycle.CheckShare(electricityEfficiency, "XER,elec", new Wording("efficiency of electricity recovery", "发电效率")) is { } electricityFault)
        {
            areShares = false;
            yield return electricityFault;
        }

        if (areShares && heatEfficiency + electricityEfficiency > 1 + MaterialCycle.Rounding)
        {
            yield return Diagnostic.Error(FindingCode.OutOfRange, "More energy is recovered than the material holds.", "回收的能量超过材料所含能量。") with
            {
                Found = $"XER,heat + XER,elec = {heatEfficiency + electricityEfficiency:R}",
                Expected = new Wording("at most 1", "不大于 1"),
            };
        }
    }
}
