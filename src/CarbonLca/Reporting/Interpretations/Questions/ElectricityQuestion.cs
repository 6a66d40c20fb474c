using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Interpretations.Questions;

/// <summary>What the study's own electricity would bring from other suppliers of the same product: another year of the same place, the world, the lowest, the highest (REQ-64).</summary>
/// <remarks>
/// Exact without solving again: an item needs an amount of electricity, and the footprints of all suppliers are known from one
/// transposed solve. Electricity that suppliers use behind their gates stays as their data have it.
/// </remarks>
internal static class ElectricityQuestion
{
    public static void Ask(SensitivitySubject subject)
    {
        foreach (ScenarioFootprint account in subject.Footprint.Scenarios.Where(s => s.Kind == ScenarioKind.Electricity)) subject.Add(SensitivityTopic.Electricity, account);
        ElectricityUse[] uses = [.. ElectricityUse.Of(subject.Assessment, subject.Lines.Select(l => (l.Declared, l.Column, l.Amount)))];
        if (uses.Length == 0)
        {
            subject.Skip(SensitivityTopic.Electricity, new Wording("No item of the study takes electricity directly.", "研究条目均未直接用电。"));
            return;
        }

        Dictionary<string, int> tried = new(StringComparer.Ordinal);
        foreach (IGrouping<int, ElectricityUse> bySupplier in uses.GroupBy(u => u.Supplier))
            foreach (int other in SamePlace(subject.Assessment, bySupplier.Key)) Try(subject, uses, bySupplier.Key, other, tried);

        int[] rivals = [.. uses.SelectMany(u => Rivals(subject.Assessment, u.Supplier)).Distinct()];
        if (rivals.Length == 0 && tried.Count == 0)
        {
            subject.Skip(SensitivityTopic.Electricity, new Wording("The background data have no other supplier of the electricity used.", "背景数据中没有所用电力的其他供应过程。"));
            return;
        }

        if (rivals.Length == 0) return;
        if (uses.All(u => IsMix(subject.Assessment, u.Supplier)) && rivals.Where(r => IsMix(subject.Assessment, r)).ToArray() is { Length: > 0 } mixes) rivals = mixes;
        ProductFootprints products = subject.Assessment.Products;
        int headline = subject.Footprint.Headline;
        foreach (int global in rivals.Where(r => subject.Assessment.OfColumn(r, 0).Location == "GLO").Take(1)) All(subject, uses, global, new Wording("world", "世界"));
        All(subject, uses, rivals.MinBy(c => products[c, headline]), new Wording("lowest of the data", "数据中最低"));
        All(subject, uses, rivals.MaxBy(c => products[c, headline]), new Wording("highest of the data", "数据中最高"));
    }

    private static void Try(SensitivitySubject subject, ElectricityUse[] uses, int supplier, int other, Dictionary<string, int> tried)
    {
        Contribution from = subject.Assessment.OfColumn(supplier, 0);
        Contribution to = subject.Assessment.OfColumn(other, 0);
        if (!tried.TryAdd($"{from.Id} → {to.Id}", other)) return;
        subject.Add(
            SensitivityTopic.Electricity,
            new Wording($"{to.Name.En}, instead of: {from.Name.En}", $"{to.Name.Zh}，替代：{from.Name.Zh}"),
            With(subject, uses.Where(u => u.Supplier == supplier), other));
    }

    private static void All(SensitivitySubject subject, ElectricityUse[] uses, int supplier, Wording what)
    {
        Contribution to = subject.Assessment.OfColumn(supplier, 0);
        string factor = $"{Digits.Significant(subject.Assessment.Products[supplier, subject.Footprint.Headline])} {subject.Footprint.TotalUnit}";
        string unit = subject.Assessment.System.ReferenceFlowOf(supplier).Unit.Symbol;
        subject.Add(
            SensitivityTopic.Electricity,
            new Wording($"{to.Name.En} ({what.En})", $"{to.Name.Zh}（{what.Zh}）"),
            With(subject, uses, supplier),
            new Wording($"for all electricity of the study; {factor} per {unit}", $"用于研究的全部用电；每 {unit} {factor}"));
    }

    private static double With(SensitivitySubject subject, IEnumerable<ElectricityUse> uses, int supplier)
    {
        ProductFootprints products = subject.Assessment.Products;
        int headline = subject.Footprint.Headline;
        CompensatedSum total = default;
        total.Add(subject.Total);
        foreach (ElectricityUse use in uses)
        {
            total.Add(-use.Amount * products[use.Supplier, headline]);
            total.Add(use.Amount * products[supplier, headline]);
        }

        return total.Value;
    }

    // Other years and other cuts of the same average: the same place, and ids that differ in digits only.
    private static IEnumerable<int> SamePlace(ProductAssessment assessment, int supplier)
    {
        Contribution own = assessment.OfColumn(supplier, 0);
        string name = WithoutDigits(own.Id);
        return Rivals(assessment, supplier).Where(other => assessment.OfColumn(other, 0) is var rival && rival.Location == own.Location && WithoutDigits(rival.Id) == name);
    }

    // Where the study takes what a grid delivers, what another grid delivers is the alternative, not one type of plant.
    private static bool IsMix(ProductAssessment assessment, int column)
    {
        string name = assessment.OfColumn(column, 0).Name.En;
        return name.Contains("mix", StringComparison.OrdinalIgnoreCase) || name.Contains("average", StringComparison.OrdinalIgnoreCase);
    }

    private static string WithoutDigits(string text) => string.Concat(text.Where(c => !char.IsAsciiDigit(c)));

    private static IEnumerable<int> Rivals(ProductAssessment assessment, int supplier) =>
        assessment.System.ColumnsFor(assessment.System.Columns[supplier].ReferenceFlow).Where(other => other != supplier);
}
