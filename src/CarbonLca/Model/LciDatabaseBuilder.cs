using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Model;

/// <summary>Puts processes and flows into the canonical order of an <see cref="LciDatabase"/> and into columns.</summary>
internal static class LciDatabaseBuilder
{
    public static LciDatabase Build(string name, string? version, Process[] processes, IEnumerable<Flow> furtherFlows)
    {
        List<Diagnostic> faults = [];
        Process[] sorted = SortProcesses(processes, faults);
        ImmutableArray<Flow> flows = CollectFlows(sorted, furtherFlows, faults);
        if (faults.Count > 0) throw new InputRefusedException(faults);

        Dictionary<string, int> flowIndex = IndexOf(flows, f => f.Id);
        Dictionary<string, int> processIndex = IndexOf(sorted, p => p.Id);
        Columns columns = new(sorted.Sum(p => p.Exchanges.Length));
        int[] starts = new int[sorted.Length + 1];
        ImmutableArray<ProcessRow>.Builder rows = ImmutableArray.CreateBuilder<ProcessRow>(sorted.Length);
        for (int j = 0; j < sorted.Length; j++)
        {
            int[] order = columns.Append(sorted[j], flowIndex, processIndex, faults);
            starts[j + 1] = columns.Count;
            rows.Add(RowOf(sorted[j], flowIndex[sorted[j].ReferenceFlow.Id], order));
        }

        if (faults.Count > 0) throw new InputRefusedException(faults);
        return new LciDatabase(name, version, flows, rows.MoveToImmutable(), columns.ToTable(flows.Length, starts));
    }

    private static Process[] SortProcesses(Process[] processes, List<Diagnostic> faults)
    {
        Process[] sorted = [.. processes];
        Array.Sort(sorted, (a, b) => string.CompareOrdinal(a.Id, b.Id));
        for (int j = 1; j < sorted.Length; j++)
        {
            if (sorted[j].Id != sorted[j - 1].Id) continue;
            faults.Add(Diagnostic.Error(
                FindingCode.Duplicate,
                $"Two processes have the id '{sorted[j].Id}': {sorted[j - 1].Label} and {sorted[j].Label}.",
                $"两个过程使用同一标识 '{sorted[j].Id}'：{sorted[j - 1].Label} 与 {sorted[j].Label}。"));
        }

        return sorted;
    }

    private static ImmutableArray<Flow> CollectFlows(Process[] processes, IEnumerable<Flow> furtherFlows, List<Diagnostic> faults)
    {
        Dictionary<string, Flow> byId = new(StringComparer.Ordinal);
        HashSet<string> reported = new(StringComparer.Ordinal);
        foreach (Flow flow in furtherFlows) Collect(flow);
        foreach (Process process in processes)
        {
            Collect(process.ReferenceFlow);
            foreach (Exchange exchange in process.Exchanges) Collect(exchange.Flow);
        }

        return [.. byId.Values.OrderBy(f => f.Id, StringComparer.Ordinal)];

        void Collect(Flow flow)
        {
            if (!byId.TryGetValue(flow.Id, out Flow? known))
            {
                byId.Add(flow.Id, flow);
            }
            else if (!ReferenceEquals(known, flow) && !known.Equals(flow) && reported.Add(flow.Id))
            {
                faults.Add(Diagnostic.Error(
                    FindingCode.Duplicate,
                    $"Two different flows have the id '{flow.Id}': '{known.Name}' in {known.Unit} and '{flow.Name}' in {flow.Unit}.",
                    $"两个不同的流使用同一标识 '{flow.Id}'：'{known.Name}'（{known.Unit}）与 '{flow.Name}'（{flow.Unit}）。"));
            }
        }
    }

    private static ProcessRow RowOf(Process process, int referenceFlow, int[] order)
    {
        ImmutableArray<AllocationFactor> factors = process.AllocationFactors;
        if (factors.Any(f => f.ExchangeIndex is not null))
        {
            int[] place = new int[order.Length];
            for (int i = 0; i < order.Length; i++) place[order[i]] = i;
            factors = [.. factors.Select(f => f.ExchangeIndex is { } index ? f with { ExchangeIndex = place[index] } : f)];
        }

        factors = factors.Sort((a, b) =>
        {
            int byKey = (a.Key, a.ExchangeIndex ?? -1).CompareTo((b.Key, b.ExchangeIndex ?? -1));
            if (byKey != 0) return byKey;
            int byProduct = string.CompareOrdinal(a.ProductFlowId, b.ProductFlowId);
            return byProduct != 0 ? byProduct : a.Value.CompareTo(b.Value);
        });
        return new ProcessRow(process.Id, process.Name, referenceFlow)
        {
            NameZh = process.NameZh,
            Location = process.Location,
            Stage = process.Stage,
            Provenance = process.Provenance,
            AllocationFactors = factors,
            DefaultAllocation = process.DefaultAllocation,
        };
    }

    private static Dictionary<string, int> IndexOf<T>(IReadOnlyList<T> items, Func<T, string> id)
    {
        Dictionary<string, int> index = new(items.Count, StringComparer.Ordinal);
        for (int i = 0; i < items.Count; i++) index.Add(id(items[i]), i);
        return index;
    }

    /// <summary>Columns under construction.</summary>
    private sealed class Columns(int capacity)
    {
        private readonly int[] _flow = new int[capacity];
        private readonly byte[] _flags = new byte[capacity];
        private readonly double[] _amount = new double[capacity];
        private readonly int[] _provider = new int[capacity];
        private readonly byte[] _kind = new byte[capacity];
        private readonly double[] _scale = new double[capacity];
        private readonly double[] _minimum = new double[capacity];
        private readonly double[] _maximum = new double[capacity];
        private readonly List<KeyValuePair<int, Uncertainty>> _details = [];

        public int Count { get; private set; }

        /// <summary>Appends a process's exchanges in canonical order; returns, for each place, the index the exchange had.</summary>
        public int[] Append(Process process, Dictionary<string, int> flowIndex, Dictionary<string, int> processIndex, List<Diagnostic> faults)
        {
            ImmutableArray<Exchange> exchanges = process.Exchanges;
            (int Flow, byte Flags, int Provider)[] keys = new (int, byte, int)[exchanges.Length];
            int[] order = new int[exchanges.Length];
            for (int i = 0; i < exchanges.Length; i++)
            {
                Exchange exchange = exchanges[i];
                order[i] = i;
                keys[i] = (flowIndex[exchange.Flow.Id], ExchangeTable.FlagsOf(exchange.Direction, exchange.IsAvoided), ProviderOf(exchange, process, processIndex, faults));
                CheckAmount(exchange, process, faults);
                CheckDistribution(exchange, process, faults);
            }

            Array.Sort(order, (a, b) =>
            {
                int byKey = keys[a].CompareTo(keys[b]);
                if (byKey != 0) return byKey;
                int byAmount = exchanges[a].Amount.CompareTo(exchanges[b].Amount);
                return byAmount != 0 ? byAmount : CompareUncertainty(exchanges[a].Uncertainty, exchanges[b].Uncertainty);
            });

            foreach (int i in order)
            {
                Exchange exchange = exchanges[i];
                (_flow[Count], _flags[Count], _provider[Count]) = keys[i];
                _amount[Count] = exchange.Amount + 0.0; // -0 becomes 0
                _kind[Count] = (byte)exchange.Uncertainty.Kind;
                _scale[Count] = exchange.Uncertainty.Scale + 0.0;
                _minimum[Count] = exchange.Uncertainty.Minimum + 0.0;
                _maximum[Count] = exchange.Uncertainty.Maximum + 0.0;
                if (exchange.Uncertainty.HasDetail) _details.Add(KeyValuePair.Create(Count, exchange.Uncertainty));
                Count++;
            }

            return order;
        }

        public ExchangeTable ToTable(int flowCount, int[] starts) =>
            new(flowCount, starts, _flow, _flags, _amount, _provider, _kind, _scale, _minimum, _maximum, UncertaintyDetails.Of(_details));

        private static int ProviderOf(Exchange exchange, Process process, Dictionary<string, int> processIndex, List<Diagnostic> faults)
        {
            if (exchange.ProviderId is not { } id) return -1;
            if (processIndex.TryGetValue(id, out int index)) return index;
            string? near = Closest.To(id, processIndex.Keys);
            faults.Add(Diagnostic.Error(
                FindingCode.UnknownProcess,
                $"Process {process.Label} names the provider '{id}' for '{exchange.Flow.Name}', and no process has that id.",
                $"过程 {process.Label} 为 '{exchange.Flow.Name}' 指定的供应过程 '{id}' 不存在。") with
            {
                Next = near is null ? null : new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。"),
            });
            return -1;
        }

        private static void CheckAmount(Exchange exchange, Process process, List<Diagnostic> faults)
        {
            if (double.IsFinite(exchange.Amount)) return;
            faults.Add(Diagnostic.Error(
                FindingCode.NotFinite,
                $"Process {process.Label} exchanges an amount of '{exchange.Flow.Name}' that is not a finite number.",
                $"过程 {process.Label} 中 '{exchange.Flow.Name}' 的数量不是有限数。") with
            {
                Found = exchange.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture),
            });
        }

        private static void CheckDistribution(Exchange exchange, Process process, List<Diagnostic> faults)
        {
            if (exchange.Uncertainty.Fault() is not { } fault) return;
            faults.Add(Diagnostic.Error(
                FindingCode.OutOfRange,
                $"Process {process.Label} has an impossible distribution for '{exchange.Flow.Name}': {fault.En}.",
                $"过程 {process.Label} 中 '{exchange.Flow.Name}' 的分布参数无效（{fault.Zh}）。") with
            {
                Found = exchange.Uncertainty.Kind.ToString(),
            });
        }

        private static int CompareUncertainty(Uncertainty a, Uncertainty b)
        {
            int byColumns = (a.Kind, a.Scale, a.Minimum, a.Maximum).CompareTo((b.Kind, b.Scale, b.Minimum, b.Maximum));
            if (byColumns != 0 || !(a.HasDetail || b.HasDetail)) return byColumns;
            int byDetails = (a.Shape, a.Truncation, a.IsMirrored).CompareTo((b.Shape, b.Truncation, b.IsMirrored));
            if (byDetails != 0) return byDetails;
            int byGroup = string.CompareOrdinal(a.Group, b.Group);
            return byGroup != 0 ? byGroup : a.Values.AsSpan().SequenceCompareTo(b.Values.AsSpan());
        }
    }
}
