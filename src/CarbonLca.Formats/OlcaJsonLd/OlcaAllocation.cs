using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>Reads the allocation factors of a process.</summary>
internal sealed class OlcaAllocation
{
    // Factors are written with a few digits; three products of 1/3 sum to 0.999.
    private const double SumTolerance = 1e-3;

    private readonly OlcaContext _context;
    private readonly string _file;
    private readonly string _process;
    private readonly List<OlcaExchange> _exchanges;
    private readonly List<AllocationFactor> _factors = [];
    private readonly Dictionary<string, List<int>> _byFlow = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, List<int>> _byInternalId = [];
    private int _index;
    private int _leftOut;

    private OlcaAllocation(OlcaContext context, string file, string process, List<OlcaExchange> exchanges)
    {
        _context = context;
        _file = file;
        _process = process;
        _exchanges = exchanges;
        for (int i = 0; i < exchanges.Count; i++)
        {
            Append(_byFlow, exchanges[i].Flow.Id, i);
            if (exchanges[i].Id is { } id) _byId.TryAdd(id, i);
            if (exchanges[i].InternalId is { } internalId) Append(_byInternalId, internalId, i);
        }
    }

    /// <summary>The relation a package recommends; null for none.</summary>
    public static AllocationKey? KeyOf(JsonElement field) => field.Text() switch
    {
        "PHYSICAL_ALLOCATION" => AllocationKey.Physical,
        "ECONOMIC_ALLOCATION" => AllocationKey.Economic,
        "CAUSAL_ALLOCATION" => AllocationKey.Causal,
        _ => null,
    };

    /// <summary>The factors as given. Those that name no product, no exchange of the process or no number say nothing; they are left out and counted.</summary>
    /// <param name="context">The package.</param>
    /// <param name="file">The file of the process.</param>
    /// <param name="process">The process as messages name it.</param>
    /// <param name="exchanges">Its exchanges.</param>
    /// <param name="list">The field with the factors.</param>
    /// <param name="tally">Where they are counted.</param>
    public static ImmutableArray<AllocationFactor> Read(OlcaContext context, string file, string process, List<OlcaExchange> exchanges, JsonElement list, OlcaTally tally)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0) return [];
        OlcaAllocation reading = new(context, file, process, exchanges);
        foreach (JsonElement element in list.EnumerateArray())
        {
            reading.ReadFactor(element);
            reading._index++;
        }

        tally.WithAllocationFactors++;
        tally.AllocationFactorsLeftOut += reading._leftOut;
        if (!reading.CheckSums()) tally.UnusableAllocationFactors++;
        return [.. reading._factors];
    }

    private void ReadFactor(JsonElement element)
    {
        if (KeyOf(element.Field("allocationType"u8)) is not { } key)
        {
            LeaveOut("key", "allocationType", element.Field("allocationType"u8), new Wording("names no known relation", "未指明已知的分配关系"));
            return;
        }

        JsonElement product = element.Field("product"u8);
        if (product.Id() is not { } productId)
        {
            LeaveOut("product", "product", product, new Wording("names no product", "未指明产品"));
            return;
        }

        if (!_byFlow.TryGetValue(productId, out List<int>? outputs))
        {
            LeaveOut("foreign", "product", product, new Wording("names a product that the process does not exchange", "所指产品不在该过程的交换中"));
            return;
        }

        JsonElement value = element.Field("value"u8);
        if (value.Number(out double share) != NumberState.Finite)
        {
            LeaveOut("value", "value", value, new Wording("has no finite value", "没有有限的数值"));
            return;
        }

        string flowId = _exchanges[outputs[0]].Flow.Id;
        JsonElement exchange = element.Field("exchange"u8);
        if (key != AllocationKey.Causal)
        {
            _factors.Add(new AllocationFactor(key, flowId, null, share));
            return;
        }

        if (Target(exchange) is { } target) _factors.Add(new AllocationFactor(key, flowId, target, share));
        else LeaveOut("exchange", "exchange", exchange, new Wording("names no exchange of the process, or not which of several", "未指明该过程的交换，或无法确定是哪一个"));
    }

    // Internal ids are unique by the schema and not always in the data; the flow then decides. Schema 1.x may name the flow alone.
    private int? Target(JsonElement exchange)
    {
        string? flowId = exchange.Field("flow"u8).Id();
        if (exchange.Field("internalId"u8) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int internalId) && _byInternalId.TryGetValue(internalId, out List<int>? candidates))
        {
            List<int> matching = flowId is null ? candidates : candidates.FindAll(i => string.Equals(_exchanges[i].Flow.Id, flowId, StringComparison.OrdinalIgnoreCase));
            return matching.Count == 1 ? matching[0] : null;
        }

        if (exchange.Id() is { } id && _byId.TryGetValue(id, out int index)) return index;
        return flowId is not null && _byFlow.TryGetValue(flowId, out List<int>? ofFlow) && ofFlow.Count == 1 ? ofFlow[0] : null;
    }

    private void LeaveOut(string kind, string field, JsonElement found, Wording why)
    {
        _leftOut++;
        int index = _index;
        _context.Log.AddToGroup($"allocation {kind}", new Wording("allocation factors", "分配系数"), () => Diagnostic.Warning(
            FindingCode.AllocationSum,
            $"Process {_process}: an allocation factor {why.En}; it was left out.",
            $"过程 {_process}：一个分配系数{why.Zh}；已舍弃。") with
        {
            Where = new SourcePosition(_file, Path: $"allocationFactors[{index}].{field}"),
            Found = found.ValueKind == JsonValueKind.Object ? OlcaFaults.NameOf(found) : found.Shown(),
        });
    }

    /// <summary>Reports the sets of factors that do not sum to one; true when at least one relation is usable as a whole.</summary>
    private bool CheckSums()
    {
        HashSet<AllocationKey> usable = [.. _factors.Select(f => f.Key)];
        foreach (IGrouping<(AllocationKey Key, int? Exchange), AllocationFactor> group in _factors.GroupBy(f => (f.Key, f.ExchangeIndex)))
        {
            double sum = group.Sum(f => f.Value);
            if (Math.Abs(sum - 1) <= SumTolerance && group.All(f => f.Value is >= 0 and <= 1)) continue;
            usable.Remove(group.Key.Key);
            _context.Log.AddToGroup($"sum {group.Key.Key}", new Wording("sets of factors", "组系数"), () => Diagnostic.Warning(
                FindingCode.AllocationSum,
                $"Process {_process}: {Subject(group.Key).En} do not share its burdens; kept as given, not usable.",
                $"过程 {_process}：{Subject(group.Key).Zh}不能分配其负荷；按原样保留，不可使用。") with
            {
                Where = new SourcePosition(_file, Path: "allocationFactors"),
                Found = $"{group.Count()} factors from {group.Min(f => f.Value):R} to {group.Max(f => f.Value):R}, sum {sum:R}",
                Expected = new Wording("factors from 0 to 1 with the sum 1", "介于 0 与 1 之间且总和为 1 的系数"),
            });
        }

        return _leftOut == 0 && usable.Count > 0;
    }

    private Wording Subject((AllocationKey Key, int? Exchange) group) => group.Key switch
    {
        AllocationKey.Physical => new("the physical allocation factors", "物理分配系数"),
        AllocationKey.Economic => new("the economic allocation factors", "经济分配系数"),
        _ when group.Exchange is { } exchange => new($"the causal allocation factors of '{_exchanges[exchange].Flow.Name}'", $"'{_exchanges[exchange].Flow.Name}' 的因果分配系数"),
        _ => new("the causal allocation factors", "因果分配系数"),
    };

    private static void Append<T>(Dictionary<T, List<int>> lists, T key, int index)
        where T : notnull
    {
        if (!lists.TryGetValue(key, out List<int>? list)) lists.Add(key, list = []);
        list.Add(index);
    }
}
