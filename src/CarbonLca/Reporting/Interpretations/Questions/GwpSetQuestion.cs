using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;

namespace CarbonLca.Reporting.Interpretations.Questions;

/// <summary>What the same inventory weighs with other sets of global warming potentials (REQ-40).</summary>
internal static class GwpSetQuestion
{
    public static void Ask(SensitivitySubject subject)
    {
        bool isAsked = false;
        foreach (ImpactMethod method in subject.Methods)
        {
            if (method.Id == subject.Assessment.Impact.Method.Id) continue;
            isAsked = true;
            subject.Use(method);
            try
            {
                ImpactResult impact = subject.Assessment.Impact.Inventory.Characterize(Characterization.Match(method, subject.Assessment.System.Database, subject.Assessment.Characterization.Options));
                subject.Add(SensitivityTopic.GwpSet, Glossary.MethodName(method.Id, method.Name), impact[GasGroups.HeadlineOf(method)], Remark(subject));
            }
            catch (InputRefusedException refusal)
            {
                subject.Skip(SensitivityTopic.GwpSet, Glossary.MethodName(method.Id, method.Name), refusal);
            }
        }

        if (!isAsked) subject.Skip(SensitivityTopic.GwpSet, new Wording("No other set of global warming potentials is at hand.", "没有其他 GWP 版本可用。"));
    }

    // Figures published as CO2 equivalents without their set count the same in every set.
    private static Wording? Remark(SensitivitySubject subject)
    {
        UnstatedFigures unstated = subject.Footprint.Unstated;
        if (unstated.Count == 0 || Percentages.Of(unstated.Value, subject.Total) is not { } percent) return null;
        string share = Digits.Percent(percent);
        return new Wording($"{share} % of the total cannot change: figures in CO2e of unstated set", $"总量的 {share} % 不随之变化：未注明版本的 CO2e 数据");
    }
}
