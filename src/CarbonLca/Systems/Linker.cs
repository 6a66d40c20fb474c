using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Systems.Allocations;

namespace CarbonLca.Systems;

/// <summary>Turns a database into the matrices of a product system: allocate, order, link, fill.</summary>
internal sealed class Linker
{
    private const int ErrorsListed = 50;

    private readonly LciDatabase _database;
    private readonly LinkOptions _options;
    private readonly List<Diagnostic> _findings = [];
    private readonly List<UnlinkedExchange> _unlinkedInputs = [];
    private readonly List<UnlinkedExchange> _untreatedWastes = [];
    private readonly List<ProviderChoice> _choices = [];
    private int _inputCount;
    private int _wasteCount;

    private AllocatedColumn[] _allocated = [];
    private SystemColumn[] _columns = [];
    private Dictionary<int, int[]> _columnsByFlow = [];

    public Linker(LciDatabase database, LinkOptions options)
    {
        _database = database;
        _options = options;
    }

    public ProductSystem Link()
    {
        RefuseOverflows();
        Allocate();
        RefuseOnErrors();
        MeasureReferences();
        RefuseOnErrors();
        _columnsByFlow = Enumerable.Range(0, _columns.Length).GroupBy(j => _columns[j].ReferenceFlow).ToDictionary(g => g.Key, g => g.ToArray());

        (ImmutableArray<SystemProduct> products, int[] productOfColumn) = OrderProducts();
        int[] elementaryFlows = CollectElementaryFlows(out int[] rowOfFlow);
        TripletBuilder technosphere = new(_columns.Length, _columns.Length);
        TripletBuilder biosphere = new(elementaryFlows.Length, _columns.Length);
        for (int j = 0; j < _columns.Length; j++) Fill(j, technosphere, biosphere, productOfColumn, rowOfFlow);
        RefuseUnlinked();
        RefuseOnErrors();

        LinkReport report = new(_database, _inputCount, _wasteCount, [.. _unlinkedInputs], [.. _untreatedWastes], [.. _choices], [.. _findings]);
        return new ProductSystem(
            _database, _options, [.. _columns], products, productOfColumn, elementaryFlows, technosphere.ToCsc(), biosphere.ToCsc(), report);
    }

    private void Allocate()
    {
        List<AllocatedColumn> columns = new(_database.Processes.Count);
        for (int process = 0; process < _database.Processes.Count; process++)
        {
            MultifunctionalProcess? several = MultifunctionalProcess.Of(_database, process);
            if (several is null) columns.Add(new AllocatedColumn(process, _database.Processes.ReferenceFlow(process), CoProducts.Dropped));
            else columns.AddRange(_options.Allocation.Allocate(several, _findings));
        }

        _allocated = [.. columns];
        string[] ids = [.. _allocated.Select(IdOf)];
        Array.Sort(ids, _allocated, StringComparer.Ordinal);
    }

    private string IdOf(AllocatedColumn column)
    {
        string process = _database.Processes.Id(column.Process);
        return column.ReferenceFlow == _database.Processes.ReferenceFlow(column.Process) ? process : $"{process}#{_database.Flows[column.ReferenceFlow].Id}";
    }

    /// <summary>The diagonal: gross output of the reference flow less own use. Refuses zero, and own use of everything made.</summary>
    private void MeasureReferences()
    {
        _columns = new SystemColumn[_allocated.Length];
        for (int j = 0; j < _allocated.Length; j++)
        {
            AllocatedColumn column = _allocated[j];
            (double made, double used) = OwnFlow(column);
            Flow flow = _database.Flows[column.ReferenceFlow];
            bool treats = flow.Kind == FlowKind.Waste;
            double gain = made == 0 ? 0 : used / made;
            if (flow.Kind == FlowKind.Elementary) RefuseElementaryReference(column, flow);
            else if (made == 0) RefuseEmptyReference(column, flow, treats);
            else if (gain >= 1) RefuseSelfConsumption(column, flow, gain);
            double net = treats ? used - made : made - used;
            _columns[j] = new SystemColumn(IdOf(column), column.Process, column.ReferenceFlow, net);
        }
    }

    // For a product: made = given out, used = own use. For a waste: made = taken in to treat, used = own waste of the same kind.
    private (double Made, double Used) OwnFlow(AllocatedColumn column)
    {
        ExchangeTable table = _database.Exchanges;
        bool treats = _database.Flows[column.ReferenceFlow].Kind == FlowKind.Waste;
        double made = 0;
        double used = 0;
        for (int row = table.Starts[column.Process]; row < table.Starts[column.Process + 1]; row++)
        {
            if (table.Flow[row] != column.ReferenceFlow || table.IsAvoided(row)) continue;
            if (table.IsOutput(row) != treats) made += table.Amount[row];
            else if (IsOwnUse(row, column)) used += table.Amount[row] * ShareOf(column, row);
        }

        return (made, used);
    }

    private bool IsOwnUse(int row, AllocatedColumn column) =>
        _database.Exchanges.Provider[row] is var provider && (provider < 0 || provider == column.Process);

    private double ShareOf(AllocatedColumn column, int row) =>
        column.ShareOfExchange is { } shares ? shares[row - _database.Exchanges.Starts[column.Process]] : column.Share;

    private (ImmutableArray<SystemProduct> Products, int[] ProductOfColumn) OrderProducts()
    {
        // Flows ascend by id in the database and columns by id, so that comparing indices compares ids.
        int[] order = [.. Enumerable.Range(0, _columns.Length).OrderBy(j => _columns[j].ReferenceFlow).ThenBy(j => j)];
        int[] productOfColumn = new int[order.Length];
        for (int i = 0; i < order.Length; i++) productOfColumn[order[i]] = i;
        return ([.. order.Select(j => new SystemProduct(_columns[j].ReferenceFlow, j))], productOfColumn);
    }

    private int[] CollectElementaryFlows(out int[] rowOfFlow)
    {
        bool[] occurs = new bool[_database.Flows.Length];
        foreach (int flow in _database.Exchanges.Flow)
            if (_database.Flows[flow].Kind == FlowKind.Elementary) occurs[flow] = true;
        rowOfFlow = new int[occurs.Length];
        List<int> flows = [];
        for (int flow = 0; flow < occurs.Length; flow++)
        {
            rowOfFlow[flow] = occurs[flow] ? flows.Count : -1;
            if (occurs[flow]) flows.Add(flow);
        }

        return [.. flows];
    }

    private void Fill(int j, TripletBuilder technosphere, TripletBuilder biosphere, int[] productOfColumn, int[] rowOfFlow)
    {
        ExchangeTable table = _database.Exchanges;
        AllocatedColumn column = _allocated[j];
        technosphere.Add(productOfColumn[j], j, _columns[j].ReferenceAmount);
        for (int row = table.Starts[column.Process]; row < table.Starts[column.Process + 1]; row++)
        {
            int flow = table.Flow[row];
            FlowKind kind = _database.Flows[flow].Kind;
            double amount = table.Amount[row];
            if (kind == FlowKind.Elementary)
            {
                double share = ShareOf(column, row) * amount;
                biosphere.Add(rowOfFlow[flow], j, table.IsOutput(row) ? share : -share);
                continue;
            }

            bool isFunction = Function.Is(_database, row);
            if (isFunction && flow == column.ReferenceFlow) continue;
            if (isFunction && column.CoProducts == CoProducts.Dropped) continue;
            if (!isFunction && !table.IsAvoided(row) && flow == column.ReferenceFlow && IsOwnUse(row, column))
            {
                if (table.Provider[row] < 0 && _columnsByFlow[flow] is { Length: > 1 } others) Choose(j, row, j, others.Length, byLocation: true);
                continue;
            }


            double value = (isFunction ? 1.0 : ShareOf(column, row)) * amount;
            bool positive = table.IsAvoided(row) ? kind == FlowKind.Product : table.IsOutput(row);
            if (FindProvider(j, row, isFunction) is >= 0 and int provider) technosphere.Add(productOfColumn[provider], j, positive ? value : -value);
        }
    }

    /// <summary>The column that supplies the product or treats the waste of a row; −1 when there is none.</summary>
    private int FindProvider(int j, int row, bool isCredit)
    {
        ExchangeTable table = _database.Exchanges;
        int flow = table.Flow[row];
        bool isProduct = _database.Flows[flow].Kind == FlowKind.Product;
        Count(isProduct, isCredit);
        ReadOnlySpan<int> candidates = _columnsByFlow.TryGetValue(flow, out int[]? columns) ? columns : [];
        int named = table.Provider[row];
        int self = isCredit ? _columns[j].Process : -1;
        int chosen = -1;
        int count = 0;
        bool byLocation = false;
        string? location = _database.Processes.Location(_columns[j].Process);
        foreach (int candidate in candidates)
        {
            int process = _columns[candidate].Process;
            if (process == self) continue;
            if (named >= 0)
            {
                if (process == named) return candidate;
                continue;
            }

            bool local = location is not null && _database.Processes.Location(process) == location;
            if (chosen < 0 || (local && !byLocation)) (chosen, byLocation) = (candidate, local);
            count++;
        }

        if (chosen < 0) LeaveOpen(j, row, isProduct, isCredit);
        else if (count > 1) Choose(j, row, chosen, count, byLocation);
        return chosen;
    }

    private void Count(bool isProduct, bool isCredit)
    {
        if (isCredit) return;
        if (isProduct) _inputCount++;
        else _wasteCount++;
    }

    private void LeaveOpen(int j, int row, bool isProduct, bool isCredit)
    {
        ExchangeTable table = _database.Exchanges;
        if (isCredit)
        {
            Flow flow = _database.Flows[table.Flow[row]];
            _findings.Add(Diagnostic.Error(
                FindingCode.SingularSystem,
                $"The system has one product too many: '{flow.Name}', a co-product of process {Label(j)}, is to replace the same product of another process, and none makes it.",
                $"系统多出一种产品：过程 {Label(j)} 的联产品 '{flow.Name}' 应替代其他过程的同种产品，但没有其他过程生产它。") with
            {
                Next = new Wording($"Add a process that makes '{flow.Name}', or choose another allocation.", $"请添加生产 '{flow.Name}' 的过程，或选择其他分配方法。"),
            });
            return;
        }

        if (table.Provider[row] is >= 0 and int named)
        {
            _findings.Add(Diagnostic.Warning(
                FindingCode.UnlinkedInput,
                $"Process {Label(j)} names {_database.Processes.Label(named)} as the provider of '{_database.Flows[table.Flow[row]].Name}', which that process does not supply; the input was left open.",
                $"过程 {Label(j)} 指定由 {_database.Processes.Label(named)} 供应 '{_database.Flows[table.Flow[row]].Name}'，但该过程并不供应它；该输入未链接。"));
        }

        UnlinkedExchange open = new(_columns[j].Process, table.Flow[row], table.Amount[row]);
        if (isProduct) _unlinkedInputs.Add(open);
        else _untreatedWastes.Add(open);
    }

    private void Choose(int j, int row, int chosen, int count, bool byLocation)
    {
        int flow = _database.Exchanges.Flow[row];
        if (_options.Providers == ProviderPolicy.Strict)
        {
            string names = string.Join(", ", _columnsByFlow[flow].Select(Label));
            _findings.Add(Diagnostic.Error(
                FindingCode.AmbiguousProvider,
                $"Process {Label(j)} takes '{_database.Flows[flow].Name}', which {count} processes supply: {names}.",
                $"过程 {Label(j)} 使用的 '{_database.Flows[flow].Name}' 有 {count} 个供应过程：{names}。") with
            {
                Next = new Wording("Name the provider in the data, or do not ask for strict providers.", "请在数据中指明供应过程，或不要求严格指定。"),
            });
            return;
        }

        _choices.Add(new ProviderChoice(_columns[j].Process, flow, _columns[chosen].Process, count, byLocation));
    }

    private string Label(int j) => _database.Processes.Label(_columns[j].Process);

    private void RefuseElementaryReference(AllocatedColumn column, Flow flow) =>
        _findings.Add(Diagnostic.Error(
            FindingCode.SchemaInvalid,
            $"Process {_database.Processes.Label(column.Process)} has the elementary flow '{flow.Name}' as its reference; only a product or a waste can be supplied.",
            $"过程 {_database.Processes.Label(column.Process)} 以基本流 '{flow.Name}' 为基准流；只有产品或废物可以被供应。"));

    private void RefuseEmptyReference(AllocatedColumn column, Flow flow, bool treats)
    {
        string verb = treats ? "takes in" : "gives out";
        _findings.Add(Diagnostic.Error(
            FindingCode.SingularSystem,
            $"Process {_database.Processes.Label(column.Process)} {verb} no amount of its reference flow '{flow.Name}', so nothing can be demanded of it.",
            $"过程 {_database.Processes.Label(column.Process)} 的基准流 '{flow.Name}' 数量为零，无法对其提出需求。") with
        {
            Expected = new Wording($"an amount of '{flow.Name}' other than 0", $"'{flow.Name}' 的数量不为 0"),
        });
    }

    private void RefuseSelfConsumption(AllocatedColumn column, Flow flow, double gain) =>
        _findings.Add(Diagnostic.Error(
            FindingCode.CycleNotSolvable,
            $"Process {_database.Processes.Label(column.Process)} consumes {gain} units of its own product '{flow.Name}' for each unit it makes; the loop is not productive.",
            $"过程 {_database.Processes.Label(column.Process)} 每生产一单位 '{flow.Name}' 就消耗自身产品 {gain} 单位；该循环不具生产性。") with
        {
            Next = new Wording("Check the unit and the amount of the input.", "请检查该输入的单位与数量。"),
        });

    // Every amount is finite; what a process exchanges of one flow, added up, need not be. Rows of one flow stand together.
    private void RefuseOverflows()
    {
        ExchangeTable table = _database.Exchanges;
        for (int process = 0; process < _database.Processes.Count; process++)
        {
            double sum = 0;
            for (int row = table.Starts[process]; row < table.Starts[process + 1]; row++)
            {
                bool isFirst = row == table.Starts[process] || table.Flow[row] != table.Flow[row - 1];
                bool wasFinite = isFirst || double.IsFinite(sum);
                sum = (isFirst ? 0 : sum) + Math.Abs(table.Amount[row]);
                if (wasFinite && !double.IsFinite(sum)) RefuseOverflow(process, _database.Flows[table.Flow[row]]);
            }
        }
    }

    private void RefuseOverflow(int process, Flow flow) =>
        _findings.Add(Diagnostic.Error(
            FindingCode.NotFinite,
            $"The amounts of '{flow.Name}' in process {_database.Processes.Label(process)} add up to more than a double can hold (about 1.8E308).",
            $"过程 {_database.Processes.Label(process)} 中 '{flow.Name}' 的数量之和超出双精度数的范围（约 1.8E308）。"));

    private void RefuseUnlinked()
    {
        if (_options.Unlinked != UnlinkedPolicy.Refuse) return;
        foreach (UnlinkedExchange open in _unlinkedInputs.Concat(_untreatedWastes).Take(ErrorsListed))
        {
            Flow flow = _database.Flows[open.Flow];
            bool isWaste = flow.Kind == FlowKind.Waste;
            _findings.Add(Diagnostic.Error(
                FindingCode.UnlinkedInput,
                isWaste
                    ? $"Process {_database.Processes.Label(open.Process)} gives away {open.Amount} {flow.Unit} of the waste '{flow.Name}', which no process treats."
                    : $"Process {_database.Processes.Label(open.Process)} takes {open.Amount} {flow.Unit} of '{flow.Name}', which no process supplies.",
                isWaste
                    ? $"过程 {_database.Processes.Label(open.Process)} 排出废物 '{flow.Name}' {open.Amount} {flow.Unit}，没有过程处理它。"
                    : $"过程 {_database.Processes.Label(open.Process)} 使用 '{flow.Name}' {open.Amount} {flow.Unit}，没有过程供应它。"));
        }

        int rest = _unlinkedInputs.Count + _untreatedWastes.Count - ErrorsListed;
        if (rest > 0)
        {
            _findings.Add(Diagnostic.Error(
                FindingCode.UnlinkedInput,
                $"{rest} more inputs or wastes have no provider.",
                $"另有 {rest} 个输入或废物没有供应或处理过程。"));
        }
    }

    private void RefuseOnErrors()
    {
        if (_findings.Exists(f => f.Severity == Severity.Error)) throw new InputRefusedException(_findings);
    }
}
