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
    private Wiring _wiring = null!;

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
        _wiring = new Wiring(_database, _allocated);
        MeasureReferences();
        RefuseOnErrors();
        (ImmutableArray<SystemProduct> products, int[] productOfColumn) = OrderProducts();
        int[] elementaryFlows = CollectElementaryFlows(out int[] rowOfFlow);
        TripletBuilder technosphere = new(_columns.Length, _columns.Length);
        TripletBuilder biosphere = new(elementaryFlows.Length, _columns.Length);
        for (int j = 0; j < _columns.Length; j++) Fill(j, technosphere, biosphere, productOfColumn, rowOfFlow);
        RefuseUnlinked();
        RefuseOnErrors();

        LinkReport report = new(_database, _inputCount, _wasteCount, [.. _unlinkedInputs], [.. _untreatedWastes], [.. _choices], [.. _findings]);
        return new ProductSystem(
            _database, _options, [.. _columns], products, productOfColumn, elementaryFlows, technosphere.ToCsc(), biosphere.ToCsc(), _wiring, report);
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
            (double made, double used) = OwnFlow(j);
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
    private (double Made, double Used) OwnFlow(int j)
    {
        ExchangeTable table = _database.Exchanges;
        int process = _allocated[j].Process;
        double made = 0;
        double used = 0;
        for (int row = table.Starts[process]; row < table.Starts[process + 1]; row++)
        {
            ExchangeRole role = _wiring.RoleOf(j, row);
            if (role == ExchangeRole.Reference) made += table.Amount[row];
            else if (role == ExchangeRole.OwnUse) used += table.Amount[row] * _wiring.ShareOf(j, row);
        }

        return (made, used);
    }

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
        int process = _columns[j].Process;
        technosphere.Add(productOfColumn[j], j, _columns[j].ReferenceAmount);
        for (int row = table.Starts[process]; row < table.Starts[process + 1]; row++)
        {
            double amount = table.Amount[row];
            ExchangeRole role = _wiring.RoleOf(j, row);
            switch (role)
            {
                case ExchangeRole.Elementary:
                    double share = _wiring.ShareOf(j, row) * amount;
                    biosphere.Add(rowOfFlow[table.Flow[row]], j, table.IsOutput(row) ? share : -share);
                    break;
                case ExchangeRole.OwnUse when table.Provider[row] < 0 && _wiring.ColumnsFor(table.Flow[row]) is { Length: > 1 } others:
                    Choose(j, row, new ProviderMatch(j, others.Length, ByLocation: true));
                    break;
                case ExchangeRole.Credit or ExchangeRole.Linked when FindProvider(j, row, role) is >= 0 and int provider:
                    double value = (role == ExchangeRole.Credit ? 1.0 : _wiring.ShareOf(j, row)) * amount;
                    technosphere.Add(productOfColumn[provider], j, _wiring.IsPositive(row) ? value : -value);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The column that supplies the product or treats the waste of a row; −1 when there is none. Notes what was chosen or left open.</summary>
    private int FindProvider(int j, int row, ExchangeRole role)
    {
        bool isProduct = _database.Flows[_database.Exchanges.Flow[row]].Kind == FlowKind.Product;
        bool isCredit = role == ExchangeRole.Credit;
        Count(isProduct, isCredit);
        ProviderMatch match = _wiring.FindProvider(j, row, role);
        if (match.Column < 0) LeaveOpen(j, row, isProduct, isCredit);
        else if (match.Candidates > 1) Choose(j, row, match);
        return match.Column;
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

    private void Choose(int j, int row, ProviderMatch match)
    {
        int flow = _database.Exchanges.Flow[row];
        if (_options.Providers == ProviderPolicy.Strict)
        {
            string names = string.Join(", ", _wiring.ColumnsFor(flow).ToArray().Select(Label));
            _findings.Add(Diagnostic.Error(
                FindingCode.AmbiguousProvider,
                $"Process {Label(j)} takes '{_database.Flows[flow].Name}', which {match.Candidates} processes supply: {names}.",
                $"过程 {Label(j)} 使用的 '{_database.Flows[flow].Name}' 有 {match.Candidates} 个供应过程：{names}。") with
            {
                Next = new Wording("Name the provider in the data, or do not ask for strict providers.", "请在数据中指明供应过程，或不要求严格指定。"),
            });
            return;
        }

        _choices.Add(new ProviderChoice(_columns[j].Process, flow, _columns[match.Column].Process, match.Candidates, match.ByLocation));
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
