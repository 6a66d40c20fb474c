using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Systems;
using CarbonLca.Systems.Allocations;

namespace CarbonLca.Reporting;

/// <summary>What a reader of one footprint should know; only of the processes that take part in it, not of the whole database.</summary>
internal static class FootprintFindings
{
    private const int NamesInMessage = 5;

    public static IEnumerable<Diagnostic> Of(ProductAssessment assessment, UnstatedFigures unstated)
    {
        bool[] used = assessment.UsedProcesses();
        List<Diagnostic> findings = [];
        if (unstated.Count > 0) findings.Add(DescribeUnstated(assessment.Impact[assessment.Headline], unstated));
        findings.AddRange(DescribeGases(assessment));
        findings.AddRange(DescribeCuts(assessment.System, used));
        findings.AddRange(DescribeChoices(assessment.System, used));
        if (DescribeSharing(assessment.System, used) is { } sharing) findings.Add(sharing);
        if (DescribeCondition(assessment) is { } condition) findings.Add(condition);
        return findings;
    }

    private static Diagnostic DescribeUnstated(double total, UnstatedFigures unstated)
    {
        string share = Percentages.Of(unstated.Value, total) is { } percent ? $"{Digits.Percent(percent)} %" : Digits.Significant(unstated.Value);
        return Diagnostic.Warning(
            FindingCode.GwpSetUnknown,
            $"GWP set unknown: {share} of the total comes from {unstated.Count} {(unstated.Count == 1 ? "figure" : "figures")} in CO2 equivalents whose set of global warming potentials is not stated.",
            $"GWP 取值未知：总量的 {share} 来自 {unstated.Count} 个未注明 GWP 取值的二氧化碳当量数据。") with
        {
            Next = new Wording("They count as they are; ask their publishers for the set, or use figures by gas.", "已按原值计入；请向发布者核实取值，或改用分气体数据。"),
        };
    }

    // Matching speaks of the whole database; a gas without factor or origin matters only where this footprint exchanges it.
    private static IEnumerable<Diagnostic> DescribeGases(ProductAssessment assessment) =>
        assessment.Characterization.Findings.Where(finding =>
            finding.Found is not { } id || assessment.System.Database.FindFlow(id) is not (>= 0 and int flow) || assessment.Impact.Inventory.Of(flow) != 0);

    private static IEnumerable<Diagnostic> DescribeCuts(ProductSystem system, bool[] used)
    {
        UnlinkedExchange[] inputs = [.. system.Links.UnlinkedInputs.Where(e => used[e.Process])];
        UnlinkedExchange[] wastes = [.. system.Links.UntreatedWastes.Where(e => used[e.Process])];
        if (inputs.Length > 0)
        {
            string names = List(Names(system.Database, inputs));
            yield return Diagnostic.Warning(
                FindingCode.UnlinkedInput,
                $"{inputs.Length} product inputs of the processes that take part have no provider and were cut off; the result is a lower bound: {names}.",
                $"参与计算的过程中有 {inputs.Length} 个产品输入没有供应过程，已截断，结果偏低：{names}。");
        }

        if (wastes.Length > 0)
        {
            string names = List(Names(system.Database, wastes));
            yield return Diagnostic.Warning(
                FindingCode.UnlinkedInput,
                $"{wastes.Length} wastes of the processes that take part have no treatment and were cut off: {names}.",
                $"参与计算的过程中有 {wastes.Length} 个废物没有处理过程，已截断：{names}。");
        }
    }

    private static IEnumerable<Diagnostic> DescribeChoices(ProductSystem system, bool[] used) =>
        system.Links.Choices.Where(choice => used[choice.Process]).Select(system.Links.Describe);

    private static Diagnostic? DescribeSharing(ProductSystem system, bool[] used)
    {
        ExchangeTable table = system.Database.Exchanges;
        int several = 0;
        for (int process = 0; process < used.Length; process++)
        {
            if (!used[process]) continue;
            HashSet<int> functions = [];
            for (int row = table.Starts[process]; row < table.Starts[process + 1]; row++)
                if (Function.Is(system.Database, row)) functions.Add(table.Flow[row]);
            if (functions.Count > 1) several++;
        }

        if (several == 0) return null;
        string rule = system.Options.Allocation.Name;
        return Diagnostic.Note(
            FindingCode.Allocated,
            several == 1
                ? $"1 process that takes part has co-products; allocation is '{rule}'."
                : $"{several} processes that take part have co-products; allocation is '{rule}'.",
            $"参与计算的过程中有 {several} 个具有联产品；分配方法为 '{rule}'。");
    }

    private static Diagnostic? DescribeCondition(ProductAssessment assessment)
    {
        SolveProof proof = assessment.Supply.Proof;
        if (proof.Condition <= assessment.Solver.Limits.MarkedCondition) return null;
        int digits = (int)Math.Floor(-Math.Log10(Math.Max(proof.ErrorBound, 1e-16)));
        string condition = proof.Condition.ToString("0.0e+0", CultureInfo.InvariantCulture);
        return Diagnostic.Warning(
            FindingCode.IllConditioned,
            $"The system is nearly singular (condition {condition}); about {digits} digits of the result are certain.",
            $"系统接近奇异（条件数 {condition}），结果约有 {digits} 位有效数字可靠。");
    }

    private static string[] Names(LciDatabase database, IEnumerable<UnlinkedExchange> exchanges) =>
    [
        .. exchanges.GroupBy(e => e.Flow)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => database.Flows[g.Key].Id, StringComparer.Ordinal)
            .Select(g => $"'{database.Flows[g.Key].Name}'"),
    ];

    private static string List(string[] names) =>
        string.Join(", ", names.Take(NamesInMessage)) + (names.Length > NamesInMessage ? ", …" : string.Empty);
}
