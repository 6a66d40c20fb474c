using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Interpretations.Questions;

/// <summary>What the stated alternatives, a longer or shorter life and more or less energy would give (REQ-70).</summary>
/// <remarks>
/// Items of the use stage scale with their energy. They scale with the life too, unless parts are replaced or the grid changes along the
/// years: then the study is computed anew.
/// </remarks>
internal static class UseQuestion
{
    private const double Step = 0.2; // of the declared value, up and down

    private static readonly Unit Year = Unit.Parse("a");

    public static void Ask(SensitivitySubject subject)
    {
        bool isStated = subject.AddStated(SensitivityTopic.Use, LifeCycleStage.Use);
        SubjectLine[] inUse = [.. subject.Lines.Where(l => l.Declared.Stage == LifeCycleStage.Use)];
        HashSet<int> electric = [.. ElectricityUse.Of(subject.Assessment, inUse.Select(l => (l.Declared, l.Column, l.Amount))).Select(u => subject.Assessment.System.FindColumn(u.Line.ProcessId))];
        SubjectLine[] energy = [.. inUse.Where(l => l.Declared.Line is EnergyUseLine || electric.Contains(l.Column))];
        if (energy.Length == 0)
        {
            if (isStated) return;
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
        bool isLinear = IsLinearInLife(subject.Foreground.Study);
        foreach (double sign in (double[])[-1, 1])
        {
            double factor = 1 + (sign * Step);
            Wording change = new($"lifetime {Years(life)} → {Years(factor * life)} years", $"寿命 {Years(life)} → {Years(factor * life)} 年");
            if (!isLinear)
            {
                subject.Compute(SensitivityTopic.Use, change, WithLife(subject.Foreground.Study, factor), total => PerYear(subject, life, factor * life, total));
                continue;
            }

            double scaled = subject.Total + (sign * Step * used);
            subject.Add(SensitivityTopic.Use, change, scaled, PerYear(subject, life, factor * life, scaled));
        }
    }

    private static Wording PerYear(SensitivitySubject subject, double life, double other, double total)
    {
        string perYear = $"{Digits.Significant(subject.Total / life)} → {Digits.Significant(total / other)} {subject.Footprint.TotalUnit}";
        return new Wording($"per year of use {perYear}", $"每使用年 {perYear}");
    }

    // Parts are replaced whole, and the grid of a later year is another one: neither scales with the life.
    private static bool IsLinearInLife(Study study) =>
        !study.Lines.Any(l => l is AmountLine { Replacement: not null }) && study.Electricity?.Grids.Any(grid => study.Lines.OfType<EnergyUseLine>().Any(l => l.Provider.Value == grid.Id.Value)) != true;

    /// <summary>The study with a longer or shorter life: of what uses energy, of its grids along the years, and for what is replaced.</summary>
    private static Study WithLife(Study study, double factor)
    {
        HashSet<string> grids = [.. study.Lines.OfType<EnergyUseLine>().Select(l => l.Provider.Value)];
        Study longer = StudyScenarios.Replacing(study, line => line switch
        {
            EnergyUseLine use => use with { Lifetime = use.Lifetime with { Value = Scaled(use.Lifetime.Value) } },
            AmountLine { Replacement: { } r } part => part with { Replacement = new Replacement(Scaled(r.Lifetime), r.PartLife, r.IsFractional) },
            _ => line,
        });
        if (study.Electricity is not { } electricity) return longer;
        return longer with
        {
            Electricity = electricity with
            {
                Grids = [.. electricity.Grids.Select(g => grids.Contains(g.Id.Value) ? g with { Lifetime = g.Lifetime with { Value = Scaled(g.Lifetime.Value) } } : g)],
            },
        };

        Quantity Scaled(Quantity life) => new(factor * life.Value, life.Unit);
    }

    private static string Years(double years) => years.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share > 0 ? "+" : "−") + Math.Abs(100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}
