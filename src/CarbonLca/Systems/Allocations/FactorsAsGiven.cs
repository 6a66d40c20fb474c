using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Systems.Allocations;

/// <summary>The factors the data give: for one relation that is demanded, or for the recommended one where it is usable.</summary>
internal sealed class FactorsAsGiven(AllocationKey? demanded) : Allocation
{
    /// <inheritdoc/>
    public override string Name => demanded switch
    {
        AllocationKey.Physical => "physical",
        AllocationKey.Economic => "economic",
        AllocationKey.Causal => "causal",
        _ => "as-given",
    };

    /// <inheritdoc/>
    internal override IReadOnlyList<AllocatedColumn> Allocate(MultifunctionalProcess process, ICollection<Diagnostic> findings)
    {
        if (demanded is { } key) return By(key, process, findings);

        foreach (AllocationKey candidate in Candidates(process))
        {
            List<Diagnostic> faults = [];
            IReadOnlyList<AllocatedColumn> columns = By(candidate, process, faults);
            if (columns.Count == 0) continue;
            string relation = RelationName(candidate);
            findings.Add(Diagnostic.Note(
                FindingCode.Allocated,
                $"Process {process.Label} is shared among its {process.Functions.Length} products by the {relation} factors of its data set.",
                $"过程 {process.Label} 按其数据集给出的{RelationNameZh(candidate)}系数在 {process.Functions.Length} 个产品间分配。"));
            return columns;
        }

        string state = process.Factors.IsEmpty ? "none" : "unusable";
        findings.Add(Diagnostic.Note(
            FindingCode.Allocated,
            process.Factors.IsEmpty
                ? $"Process {process.Label} has {process.Functions.Length} products and no allocation factors; its reference flow takes all."
                : $"Process {process.Label} has {process.Functions.Length} products and allocation factors that do not partition it; its reference flow takes all.",
            process.Factors.IsEmpty
                ? $"过程 {process.Label} 有 {process.Functions.Length} 个产品且无分配系数；全部负荷归于基准流。"
                : $"过程 {process.Label} 有 {process.Functions.Length} 个产品，但给出的分配系数不成立；全部负荷归于基准流。") with
        {
            Found = state,
        });
        return ReferenceTakesAll.Allocate(process, findings);
    }

    // Only the relation the data recommend; without a recommendation, the order of REQ-30.
    private static AllocationKey[] Candidates(MultifunctionalProcess process)
    {
        if (process.DefaultKey is { } key) return [key];
        return [AllocationKey.Physical, AllocationKey.Economic, AllocationKey.Causal];
    }

    private static IReadOnlyList<AllocatedColumn> By(AllocationKey key, MultifunctionalProcess process, ICollection<Diagnostic> findings) =>
        key == AllocationKey.Causal ? ByExchange(process, findings) : process.Partition(PerProduct(key, process), RelationName(key), findings);

    private static double[] PerProduct(AllocationKey key, MultifunctionalProcess process)
    {
        double[] shares = new double[process.Functions.Length];
        foreach (AllocationFactor factor in process.Factors)
            if (factor.Key == key && FunctionOf(process, factor.ProductFlowId) is >= 0 and int i) shares[i] += factor.Value;
        return shares;
    }

    private static AllocatedColumn[] ByExchange(MultifunctionalProcess process, ICollection<Diagnostic> findings)
    {
        int functions = process.Functions.Length;
        double[][] shares = new double[functions][];
        for (int i = 0; i < functions; i++) shares[i] = new double[process.ExchangeCount];
        foreach (AllocationFactor factor in process.Factors)
        {
            if (factor is { Key: AllocationKey.Causal, ExchangeIndex: { } exchange } && FunctionOf(process, factor.ProductFlowId) is >= 0 and int i)
                shares[i][exchange] += factor.Value;
        }

        double[] ofExchange = new double[functions];
        for (int e = 0; e < process.ExchangeCount; e++)
        {
            if (!process.IsShared(e)) continue;
            for (int i = 0; i < functions; i++) ofExchange[i] = shares[i][e];
            if (Shares.Fault(ofExchange) is { } fault)
            {
                findings.Add(Diagnostic.Error(
                    FindingCode.AllocationSum,
                    $"The causal allocation of '{process.FlowNameOf(e)}' in process {process.Label} cannot be used: {fault.En}.",
                    $"过程 {process.Label} 中 '{process.FlowNameOf(e)}' 的因果分配不可用：{fault.Zh}。") with
                {
                    Expected = new Wording("for every exchange, shares in [0, 1] that sum to 1", "每条交换的份额应在 [0, 1] 内且合计为 1"),
                });
                return [];
            }

            Shares.Close(ofExchange);
            for (int i = 0; i < functions; i++) shares[i][e] = ofExchange[i];
        }

        AllocatedColumn[] columns = new AllocatedColumn[functions];
        for (int i = 0; i < functions; i++) columns[i] = new AllocatedColumn(process.Process, process.Functions[i], CoProducts.Dropped) { ShareOfExchange = shares[i] };
        return columns;
    }

    private static int FunctionOf(MultifunctionalProcess process, string flowId)
    {
        for (int i = 0; i < process.Functions.Length; i++)
            if (process.Flow(i).Id == flowId) return i;
        return -1;
    }

    private static string RelationName(AllocationKey key) => key switch
    {
        AllocationKey.Physical => "physical",
        AllocationKey.Economic => "economic",
        _ => "causal",
    };

    private static string RelationNameZh(AllocationKey key) => key switch
    {
        AllocationKey.Physical => "物理",
        AllocationKey.Economic => "经济",
        _ => "因果",
    };
}
