using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Electricity;

/// <summary>Electricity that someone has claimed by a contractual instrument.</summary>
/// <param name="KilowattHours">How much.</param>
/// <param name="Factor">Its factor in kg per kWh.</param>
public readonly record struct ClaimedElectricity(double KilowattHours, double Factor);

/// <summary>The factor of the electricity that is left after claimed electricity is taken out of a market (REQ-66).</summary>
public static class ResidualMix
{
    /// <summary>EF_res = (E_total · EF_total − Σ E_i · EF_i) / (E_total − Σ E_i).</summary>
    /// <param name="totalKilowattHours">E_total: all electricity of the market in the period.</param>
    /// <param name="totalFactor">EF_total, in kg per kWh.</param>
    /// <param name="claimed">What is claimed.</param>
    /// <returns>The factor in the unit of the factors given.</returns>
    /// <exception cref="InputRefusedException">
    /// An amount or factor is negative or not finite, as much is claimed as there is, or what is left would have negative emissions; all faults.
    /// </exception>
    public static double Factor(double totalKilowattHours, double totalFactor, IReadOnlyList<ClaimedElectricity> claimed)
    {
        ArgumentNullException.ThrowIfNull(claimed);
        List<Diagnostic> faults = [];
        Check(totalKilowattHours, new Wording("total electricity", "总电量"), faults);
        Check(totalFactor, new Wording("factor of the total", "总体因子"), faults);
        double energy = 0;
        double emissions = 0;
        for (int i = 0; i < claimed.Count; i++)
        {
            Check(claimed[i].KilowattHours, new Wording($"electricity of claim {i + 1}", $"第 {i + 1} 项声明的电量"), faults);
            Check(claimed[i].Factor, new Wording($"factor of claim {i + 1}", $"第 {i + 1} 项声明的因子"), faults);
            energy += claimed[i].KilowattHours;
            emissions += claimed[i].KilowattHours * claimed[i].Factor;
        }

        if (faults.Count > 0) throw new InputRefusedException(faults);
        if (energy >= totalKilowattHours)
        {
            throw new InputRefusedException(Diagnostic.Error(FindingCode.OutOfRange, "As much electricity is claimed as the market has; nothing is left.", "声明的电量不小于市场总电量，没有剩余。") with
            {
                Found = string.Create(CultureInfo.InvariantCulture, $"{energy:R} kWh"),
                Expected = new Wording(string.Create(CultureInfo.InvariantCulture, $"less than {totalKilowattHours:R} kWh"), string.Create(CultureInfo.InvariantCulture, $"小于 {totalKilowattHours:R} kWh")),
            });
        }

        double left = (totalKilowattHours * totalFactor) - emissions;
        double rounding = (claimed.Count + 2) * 2.220446049250313e-16 * totalKilowattHours * totalFactor; // of sums that are equal in decimals
        if (left < -rounding)
        {
            throw new InputRefusedException(Diagnostic.Error(FindingCode.OutOfRange, "More emissions are claimed than the market has; the residual mix would be negative.", "声明的排放超过市场总排放，剩余结构因子将为负。") with
            {
                Found = string.Create(CultureInfo.InvariantCulture, $"{emissions:R} kg"),
                Expected = new Wording(string.Create(CultureInfo.InvariantCulture, $"at most {totalKilowattHours * totalFactor:R} kg"), string.Create(CultureInfo.InvariantCulture, $"不大于 {totalKilowattHours * totalFactor:R} kg")),
                Next = new Wording("Total and claims must be of the same market, period and scope.", "总量与声明须属于同一市场、时期和范围。"),
            });
        }

        return Math.Max(0, left) / (totalKilowattHours - energy);
    }

    private static void Check(double value, Wording what, List<Diagnostic> faults)
    {
        if (double.IsFinite(value) && value >= 0) return;
        faults.Add(Diagnostic.Error(value < 0 ? FindingCode.NegativeNotAllowed : FindingCode.NotFinite, $"The {what.En} is out of range.", $"{what.Zh}超出范围。") with
        {
            Found = value.ToString("R", CultureInfo.InvariantCulture),
            Expected = new Wording("a finite number of zero or more", "不小于零的有限数"),
        });
    }
}
