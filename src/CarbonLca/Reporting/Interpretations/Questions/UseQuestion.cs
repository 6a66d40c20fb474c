using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Interpretations.Questions;

/// <summary>What a longer or shorter life and more or less energy would give (REQ-70). The items of the use stage scale with both.</summary>
internal static class UseQuestion
{
    private const double Step = 0.2; // of the declared value, up and down

    private static readonly Unit Year = Unit.Parse("a");

    public static void Ask(SensitivitySubject subject)
    {
        SubjectLine[] inUse = [.. subject.Lines.Where(l => l.Declared.Stage == LifeCycleStage.Use)];
        HashSet<int> electric = [.. ElectricityUse.Of(subject.Assessment, inUse.Select(l => (l.Declared, l.Column, l.Amount))).Select(u => subject.Assessment.System.FindColumn(u.Line.ProcessId))];
        SubjectLine[] energy = [.. inUse.Where(l => l.Declared.Line is EnergyUseLine || electric.Contains(l.Column))];
        if (energy.Length == 0)
        {
            subject.Skip(SensitivityTopic.Use, inUse.Length > 0
                ? new Wording("No item of the use stage takes energy directly.", "使用阶段没有直接用能的条目。")
                : new Wording("The footprint does not cover the use stage.", "该碳足迹未涵盖使用阶段。"));
            return;
        }

        double used = energy.Sum(l => l.Value);
        foreach (double sign in (double[])[-1, 1])
        {
            string change = Percent(sign * Step);
            subject.Add(SensitivityTopic.Use, new Wording($"energy in use {change}", $"使用能耗 {change}"), subject.Total + (sign * Step * used));
        }

        if (!energy.All(l => l.Declared.Line is EnergyUseLine))
        {
            subject.Skip(SensitivityTopic.Use, new Wording("The use stage states energy without a lifetime of its own; the lifetime cannot be varied.", "使用阶段的能耗未单独申报寿命，无法变动寿命。"));
            return;
        }

        double[] lifetimes = [.. energy.Select(l => ((EnergyUseLine)l.Declared.Line).Lifetime.Value.In(Year)).Distinct()];
        if (lifetimes.Length > 1)
        {
            subject.Skip(SensitivityTopic.Use, new Wording("The items of the use stage have different lifetimes; no common one can be varied.", "使用阶段各条目的寿命不同，无法统一变动。"));
            return;
        }

        double life = lifetimes[0];
        foreach (double sign in (double[])[-1, 1])
        {
            double other = life * (1 + (sign * Step));
            double total = subject.Total + (sign * Step * used);
            string perYear = $"{Digits.Significant(subject.Total / life)} → {Digits.Significant(total / other)} {subject.Footprint.TotalUnit}";
            subject.Add(
                SensitivityTopic.Use,
                new Wording($"lifetime {Years(life)} → {Years(other)} years", $"寿命 {Years(life)} → {Years(other)} 年"),
                total,
                new Wording($"per year of use {perYear}", $"每使用年 {perYear}"));
        }
    }

    private static string Years(double years) => years.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share > 0 ? "+" : "−") + Math.Abs(100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}
