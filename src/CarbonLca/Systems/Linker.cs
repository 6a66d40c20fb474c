using System.Collections.Immutable;
using System.Runtime.InteropServices;
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

    private ExchangeSurvey _survey = null!;
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
        _survey = ExchangeSurvey.Of(_database);
        RefuseOverflows();
        Allocate();
        RefuseOnErrors();
        _wiring = new Wiring(_database, _survey.Kinds, _allocated);
        MeasureReferences();
        RefuseOnErrors();
        (SystemProduct[] products, int[] productOfColumn) = OrderProducts();
        int[] elementaryFlows = NumberElementaryFlows(out int[] rowOfFlow);
        (CscMatrix technosphere, CscMatrix biosphere) = Fill(productOfColumn, rowOfFlow, elementaryFlows.Length);
        RefuseUnlinked();
        RefuseOnErrors();

        LinkReport report = new(_database, _inputCount, _wasteCount, [.. _unlinkedInputs], [.. _untreatedWastes], [.. _choices], [.. _findings]);
        return new ProductSystem(
            _database,
            _options,
            ImmutableCollectionsMarshal.AsImmutableArray(_columns),
            ImmutableCollectionsMarshal.AsImmutableArray(products),
            productOfColumn,
            elementaryFlows,
            technosphere,
            biosphere,
            _wiring,
            report);
    }

    // Columns that are there for the reference flow ascend as their processes do; only the other parts have to be put among them.
    private void Allocate()
    {
        List<AllocatedColumn> columns = new(_database.Processes.Count);
        List<(string Id, AllocatedColumn Column)> parts = [];
        for (int process = 0; process < _database.Processes.Count; process++)
        {
            int reference = _database.Processes.ReferenceFlow(process);
            if (!_survey.HasSeveralFunctions(process))
            {
                columns.Add(new AllocatedColumn(process, reference, CoProducts.Dropped));
                continue;
            }

            MultifunctionalProcess several = MultifunctionalProcess.Of(_database, process)!;
            foreach (AllocatedColumn column in _options.Allocation.Allocate(several, _findings))
            {
                if (column.ReferenceFlow == reference) columns.Add(column);
                else parts.Add((IdOf(column), column));
            }
        }

        _allocated = parts.Count == 0 ? [.. columns] : Merge(columns, parts);
    }

    private AllocatedColumn[] Merge(List<AllocatedColumn> columns, List<(string Id, AllocatedColumn Column)> parts)
    {
        parts.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        AllocatedColumn[] merged = new AllocatedColumn[columns.Count + parts.Count];
        int next = 0;
        for (int i = 0; i < merged.Length; i++)
        {
            int part = i - next;
            bool isPart = next == columns.Count || (part < parts.Count && string.CompareOrdinal(parts[part].Id, IdOf(columns[next])) < 0);
            merged[i] = isPart ? parts[part].Column : columns[next++];
        }

        return merged;
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
            (double made, double used) = _survey.HasSeveralFunctions(column.Process) ? OwnFlow(column) : _survey.OwnFlow(column.Process);
            FlowKind kind = _wiring.KindOf(column.ReferenceFlow);
            bool treats = kind == FlowKind.Waste;
            double gain = made == 0 ? 0 : used / made;
            if (kind == FlowKind.Elementary) RefuseElementaryReference(column);
            else if (made == 0) RefuseEmptyReference(column, treats);
            else if (gain >= 1) RefuseSelfConsumption(column, gain);
            double net = treats ? used - made : made - used;
            _columns[j] = new SystemColumn(IdOf(column), column.Process, column.ReferenceFlow, net);
        }
    }

    // For a product: made = given out, used = own use. For a waste: made = taken in to treat, used = own waste of the same kind.
    private (double Made, double Used) OwnFlow(AllocatedColumn column)
    {
        ExchangeTable table = _database.Exchanges;
        int first = table.Starts[column.Process];
        int end = table.Starts[column.Process + 1];
        double made = 0;
        double used = 0;
        for (int row = first; row < end; row++)
        {
            ExchangeRole role = _wiring.RoleOf(column, table.Flow[row], table.Flags[row], table.Provider[row]);
            if (role == ExchangeRole.Reference) made += table.Amount[row];
            else if (role == ExchangeRole.OwnUse) used += table.Amount[row] * column.ShareOf(row - first);
        }

        return (made, used);
    }

    private (SystemProduct[] Products, int[] ProductOfColumn) OrderProducts()
    {
        ReadOnlySpan<int> order = _wiring.ColumnsByFlow;
        SystemProduct[] products = new SystemProduct[order.Length];
        int[] productOfColumn = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            products[i] = new SystemProduct(_columns[order[i]].ReferenceFlow, order[i]);
            productOfColumn[order[i]] = i;
        }

        return (products, productOfColumn);
    }

    private int[] NumberElementaryFlows(out int[] rowOfFlow)
    {
        rowOfFlow = new int[_survey.Kinds.Length];
        List<int> flows = [];
        for (int flow = 0; flow < rowOfFlow.Length; flow++)
        {
            rowOfFlow[flow] = _survey.IsExchangedElementary(flow) ? flows.Count : -1;
            if (rowOfFlow[flow] >= 0) flows.Add(flow);
        }

        return [.. flows];
    }

    // Row by row of the exchanges, once for each column of their process; the spans are taken once, and most rows are elementary.
    private (CscMatrix Technosphere, CscMatrix Biosphere) Fill(int[] productOfColumn, int[] rowOfFlow, int elementaryFlowCount)
    {
        ExchangeTable table = _database.Exchanges;
        ReadOnlySpan<int> starts = table.Starts;
        ReadOnlySpan<int> flows = table.Flow;
        ReadOnlySpan<byte> flags = table.Flags;
        ReadOnlySpan<int> providers = table.Provider;
        ReadOnlySpan<double> amounts = table.Amount;
        FlowKind[] kinds = _survey.Kinds;
        (int technosphereRows, int biosphereRows) = CountRows(starts);
        ColumnBuilder technosphere = new(_columns.Length, _columns.Length, technosphereRows);
        ColumnBuilder biosphere = new(elementaryFlowCount, _columns.Length, biosphereRows);
        for (int j = 0; j < _columns.Length; j++)
        {
            AllocatedColumn column = _allocated[j];
            int first = starts[column.Process];
            int end = starts[column.Process + 1];
            double share = column.Share;
            double[]? shares = column.ShareOfExchange;
            technosphere.Add(productOfColumn[j], _columns[j].ReferenceAmount);
            for (int row = first; row < end; row++)
            {
                int flow = flows[row];
                double carried = (shares is null ? share : shares[row - first]) * amounts[row];
                if (kinds[flow] == FlowKind.Elementary)
                {
                    biosphere.Add(rowOfFlow[flow], ExchangeTable.IsOutput(flags[row]) ? carried : -carried);
                    continue;
                }

                ExchangeRole role = _wiring.RoleOf(column, flow, flags[row], providers[row]);
                switch (role)
                {
                    case ExchangeRole.OwnUse when providers[row] < 0 && _wiring.ColumnsFor(flow) is { Length: > 1 } others:
                        Choose(j, flow, new ProviderMatch(j, others.Length, ByLocation: true));
                        break;
                    case ExchangeRole.Credit or ExchangeRole.Linked when FindProvider(j, row, flow, providers[row], role) is >= 0 and int provider:
                        double value = role == ExchangeRole.Credit ? amounts[row] : carried;
                        technosphere.Add(productOfColumn[provider], _wiring.IsPositive(flow, flags[row]) ? value : -value);
                        break;
                    default:
                        break;
                }
            }

            technosphere.EndColumn();
            biosphere.EndColumn();
        }

        return (technosphere.ToCsc(), biosphere.ToCsc());
    }

    // As many elements as can be added at most: one for every row of the column's process, and the diagonal.
    private (int Technosphere, int Biosphere) CountRows(ReadOnlySpan<int> starts)
    {
        long technosphere = 0;
        long biosphere = 0;
        foreach (AllocatedColumn column in _allocated)
        {
            int elementary = _survey.ElementaryRows(column.Process);
            technosphere += 1 + starts[column.Process + 1] - starts[column.Process] - elementary;
            biosphere += elementary;
        }

        return (checked((int)technosphere), checked((int)biosphere));
    }

    /// <summary>The column that supplies the product or treats the waste of a row; −1 when there is none. Notes what was chosen or left open.</summary>
    private int FindProvider(int j, int row, int flow, int named, ExchangeRole role)
    {
        bool isProduct = _wiring.KindOf(flow) == FlowKind.Product;
        bool isCredit = role == ExchangeRole.Credit;
        Count(isProduct, isCredit);
        ProviderMatch match = _wiring.FindProvider(_columns[j].Process, flow, named, role);
        if (match.Column < 0) LeaveOpen(j, row, isProduct, isCredit);
        else if (match.Candidates > 1) Choose(j, flow, match);
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

    private void Choose(int j, int flow, ProviderMatch match)
    {
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

    private void RefuseElementaryReference(AllocatedColumn column) =>
        _findings.Add(Diagnostic.Error(
            FindingCode.SchemaInvalid,
            $"Process {_database.Processes.Label(column.Process)} has the elementary flow '{_database.Flows[column.ReferenceFlow].Name}' as its reference; only a product or a waste can be supplied.",
            $"过程 {_database.Processes.Label(column.Process)} 以基本流 '{_database.Flows[column.ReferenceFlow].Name}' 为基准流；只有产品或废物可以被供应。"));

    private void RefuseEmptyReference(AllocatedColumn column, bool treats)
    {
        Flow flow = _database.Flows[column.ReferenceFlow];
        string verb = treats ? "takes in" : "gives out";
        _findings.Add(Diagnostic.Error(
            FindingCode.SingularSystem,
            $"Process {_database.Processes.Label(column.Process)} {verb} no amount of its reference flow '{flow.Name}', so nothing can be demanded of it.",
            $"过程 {_database.Processes.Label(column.Process)} 的基准流 '{flow.Name}' 数量为零，无法对其提出需求。") with
        {
            Expected = new Wording($"an amount of '{flow.Name}' other than 0", $"'{flow.Name}' 的数量不为 0"),
        });
    }

    private void RefuseSelfConsumption(AllocatedColumn column, double gain)
    {
        Flow flow = _database.Flows[column.ReferenceFlow];
        _findings.Add(Diagnostic.Error(
            FindingCode.CycleNotSolvable,
            $"Process {_database.Processes.Label(column.Process)} consumes {gain} units of its own product '{flow.Name}' for each unit it makes; the loop is not productive.",
            $"过程 {_database.Processes.Label(column.Process)} 每生产一单位 '{flow.Name}' 就消耗自身产品 {gain} 单位；该循环不具生产性。") with
        {
            Next = new Wording("Check the unit and the amount of the input.", "请检查该输入的单位与数量。"),
        });
    }

    // Every amount is finite; what a process exchanges of one flow, added up, need not be. Rows of one flow stand together.
    private void RefuseOverflows()
    {
        if (!_survey.MayOverflow) return;
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
