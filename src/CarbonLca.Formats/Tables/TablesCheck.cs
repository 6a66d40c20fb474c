using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Tables;

/// <summary>What a database may hold that the tables format cannot say.</summary>
internal static class TablesCheck
{
    /// <summary>Throws for everything that would not read back.</summary>
    /// <exception cref="InputRefusedException">Names each item.</exception>
    public static void Refuse(LciDatabase database)
    {
        FindingList faults = new();
        foreach (IGrouping<string, Unit> symbol in Units(database).GroupBy(u => u.Symbol, StringComparer.Ordinal))
        {
            if (symbol.Skip(1).Any()) Add(faults, $"two different units have the symbol '{symbol.Key}'", $"两个不同的单位使用同一符号 '{symbol.Key}'");
            CheckName(faults, symbol.Key, "the unit", "单位");
        }

        foreach (Flow flow in database.Flows)
        {
            CheckName(faults, flow.Id, "the flow", "流");
            CheckText(faults, flow.Name, $"the name of flow '{flow.Id}'", $"流 '{flow.Id}' 的名称");
            CheckWord(faults, flow.Compartment, $"the compartment of flow '{flow.Id}'", $"流 '{flow.Id}' 的环境介质");
            CheckWord(faults, flow.Location, $"the location of flow '{flow.Id}'", $"流 '{flow.Id}' 的地点");
            if (flow.Cas is { } cas && CasNumber.Normalize(cas) != cas) Add(faults, $"the CAS number '{cas}' of flow '{flow.Id}' is not valid", $"流 '{flow.Id}' 的 CAS 号 '{cas}' 无效");
        }

        for (int j = 0; j < database.Processes.Count; j++) Check(faults, database.Process(j));
        if (faults.HasErrors) throw new InputRefusedException(faults.ToImmutable());
    }

    /// <summary>All units of a database's flows and properties, each once.</summary>
    public static IEnumerable<Unit> Units(LciDatabase database) =>
        database.Flows.SelectMany(f => f.Properties.Select(p => p.Unit).Prepend(f.Unit)).Distinct();

    /// <summary>The amount of the reference exchange as processes.csv states it: without the process's own use.</summary>
    public static double ReferenceAmount(Process process)
    {
        ExchangeDirection direction = process.ReferenceFlow.Kind == FlowKind.Waste ? ExchangeDirection.Input : ExchangeDirection.Output;
        double sum = 0;
        foreach (Exchange exchange in process.Exchanges)
            if (exchange.Flow.Id == process.ReferenceFlow.Id && exchange.Direction == direction && !exchange.IsAvoided) sum += exchange.Amount;
        return sum;
    }

    private static void Check(FindingList faults, Process process)
    {
        CheckName(faults, process.Id, "the process", "过程");
        CheckText(faults, process.Name, $"the name of process '{process.Id}'", $"过程 '{process.Id}' 的名称");
        CheckWord(faults, process.Location, $"the location of process '{process.Id}'", $"过程 '{process.Id}' 的地点");
        if (ReferenceAmount(process) == 0) Add(faults, $"process '{process.Id}' supplies nothing of its reference flow", $"过程 '{process.Id}' 的参考流数量为零");
        foreach (Exchange exchange in process.Exchanges)
        {
            CheckWord(faults, exchange.Uncertainty.Group, $"a group of distributions in process '{process.Id}'", $"过程 '{process.Id}' 中分布的组名");
            if (!UncertaintyCells.IsExpressible(exchange.Uncertainty, exchange.Amount))
                Add(faults, $"the distribution of '{exchange.Flow.Id}' in process '{process.Id}' does not vary or leaves out the amount itself", $"过程 '{process.Id}' 中 '{exchange.Flow.Id}' 的分布不变动，或不包含数量本身");
        }

        if (process.Provenance is { } provenance) CheckText(faults, provenance.Source, $"the source of process '{process.Id}'", $"过程 '{process.Id}' 的来源");
        foreach (IGrouping<(AllocationKey, string, string?), AllocationFactor> factors in process.AllocationFactors
            .GroupBy(f => (f.Key, f.ProductFlowId, f.ExchangeIndex is { } i ? process.Exchanges[i].Flow.Id : null)))
        {
            if (factors.Select(f => f.Value).Distinct().Skip(1).Any())
            {
                Add(faults, $"process '{process.Id}' has different allocation factors for exchanges of the same flow '{factors.Key.Item3 ?? factors.Key.Item2}'",
                    $"过程 '{process.Id}' 对同一流 '{factors.Key.Item3 ?? factors.Key.Item2}' 的多条交换有不同的分配系数");
            }
        }
    }

    private static void CheckName(FindingList faults, string text, string en, string zh)
    {
        if (text != text.Trim()) Add(faults, $"{en} '{text}' begins or ends with a space", $"{zh} '{text}' 首尾有空格");
    }

    private static void CheckText(FindingList faults, string text, string en, string zh)
    {
        if (string.IsNullOrWhiteSpace(text)) Add(faults, $"{en} is empty", $"{zh} 为空");
    }

    private static void CheckWord(FindingList faults, string? text, string en, string zh)
    {
        if (text is not null && (string.IsNullOrWhiteSpace(text) || text != text.Trim())) Add(faults, $"{en} is blank or begins or ends with a space", $"{zh} 为空白或首尾有空格");
    }

    private static void Add(FindingList faults, string en, string zh) => faults.Add(Diagnostic.Error(
        FindingCode.NotSupported,
        $"The tables format cannot express that {en}.",
        $"表格格式无法表达：{zh}。"));
}
