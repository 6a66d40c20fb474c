using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Studies;
using CarbonLca.Systems;

namespace CarbonLca.Reporting.Interpretations.Questions;

/// <summary>What other plausible rules of allocation would give (REQ-30).</summary>
internal static class AllocationQuestion
{
    public static void Ask(SensitivitySubject subject)
    {
        ProductAssessment assessment = subject.Assessment;
        AllocationHierarchy hierarchy = AllocationHierarchy.Of(assessment.System.Database).Among(assessment.IsUsed);
        if (hierarchy.Processes.IsEmpty)
        {
            subject.Skip(SensitivityTopic.Allocation, new Wording("No process that takes part has co-products.", "参与计算的过程均无联产品。"));
            return;
        }

        ImmutableArray<Allocation> alternatives = hierarchy.Alternatives(assessment.System.Options.Allocation);
        if (alternatives.IsEmpty)
        {
            subject.Skip(SensitivityTopic.Allocation, new Wording(
                $"{hierarchy.Processes.Length} processes have co-products; their data allow no other rule.",
                $"有 {hierarchy.Processes.Length} 个过程具有联产品，其数据不支持其他分配方法。"));
            return;
        }

        foreach (Allocation alternative in alternatives)
        {
            if (subject.Footprint.Scenarios.FirstOrDefault(s => s.Kind == ScenarioKind.Allocation && s.Name == FootprintScenarios.NameOf(alternative)) is { } computed)
            {
                subject.Add(SensitivityTopic.Allocation, computed);
                continue;
            }

            Wording name = OptionTexts.Allocation(alternative.Name);
            try
            {
                ProductAssessment other = ProductAssessment.Of(
                    assessment.System.Database,
                    subject.Foreground.Top.Id,
                    subject.Foreground.Amount,
                    subject.Foreground.Product.Unit,
                    assessment.Impact.Method,
                    assessment.System.Options with { Allocation = alternative },
                    assessment.Characterization.Options);
                subject.Add(SensitivityTopic.Allocation, name, other.Impact[subject.Footprint.Headline]);
            }
            catch (RefusalException refusal)
            {
                subject.Skip(SensitivityTopic.Allocation, name, refusal);
            }
        }
    }
}
