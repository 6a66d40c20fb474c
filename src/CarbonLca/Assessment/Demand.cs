using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;

namespace CarbonLca.Assessment;

/// <summary>What is asked of a system: amounts of products, or of wastes to be treated. The vector f of A·s = f.</summary>
/// <remarks>Also called final demand, or the reference flow that fulfils a functional unit.</remarks>
public sealed class Demand
{
    private readonly ImmutableArray<Line> _lines;

    private Demand(ImmutableArray<Line> lines) => _lines = lines;

    /// <summary>An amount of a product (or of a waste to be treated) in its reference unit, from the only process that supplies it.</summary>
    public static Demand For(Flow product, double amount)
    {
        ArgumentNullException.ThrowIfNull(product);
        return new Demand([new Line(product.Id, null, Finite(amount), null)]);
    }

    /// <summary>An amount of a product in any unit that converts to its reference unit.</summary>
    public static Demand For(Flow product, Quantity amount)
    {
        ArgumentNullException.ThrowIfNull(product);
        return new Demand([new Line(product.Id, null, Finite(amount.Value), amount.Unit)]);
    }

    /// <summary>An amount of what one column of a system is there for: a process's reference flow, or a co-product it was allocated to.</summary>
    /// <param name="columnId">The process's id, or <see cref="SystemColumn.Id"/>.</param>
    /// <param name="amount">The amount.</param>
    /// <param name="unit">Its unit; null for the flow's reference unit.</param>
    public static Demand ForProcess(string columnId, double amount, Unit? unit = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(columnId);
        return new Demand([new Line(null, columnId, Finite(amount), unit)]);
    }

    /// <summary>Both demands together.</summary>
    public Demand And(Demand other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Demand(_lines.AddRange(other._lines));
    }

    /// <summary>The demand on each column of a system, in the reference unit of its product; ascending, each column once.</summary>
    /// <exception cref="InputRefusedException">A product or process does not exist, several processes supply it, or a unit does not convert.</exception>
    public IReadOnlyList<(int Column, double Amount)> Resolve(ProductSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        List<Diagnostic> faults = [];
        SortedDictionary<int, double> amounts = [];
        foreach (Line line in _lines)
        {
            int column = line.ColumnId is { } id ? ColumnWithId(system, id, faults) : ColumnSupplying(system, line.FlowId!, faults);
            if (column < 0) continue;
            Flow flow = system.ReferenceFlowOf(column);
            try
            {
                double perUnit = line.Unit is { } unit ? flow.ReferenceUnitsPer(unit) : 1.0;
                amounts[column] = amounts.GetValueOrDefault(column) + (line.Amount * perUnit);
            }
            catch (UnitMismatchException mismatch)
            {
                faults.Add(Diagnostic.Error(
                    FindingCode.UnitMismatch,
                    $"'{flow.Name}' is measured in {flow.Unit} and was demanded in {line.Unit}. {mismatch.Message}",
                    $"'{flow.Name}' 以 {flow.Unit} 计量，而需求以 {line.Unit} 给出，二者不能换算。"));
            }
        }

        if (faults.Count > 0) throw new InputRefusedException(faults);
        return [.. amounts.Select(a => (a.Key, a.Value))];
    }

    private static int ColumnWithId(ProductSystem system, string id, List<Diagnostic> faults)
    {
        int column = system.FindColumn(id);
        if (column >= 0) return column;
        string? near = Closest.To(id, system.Columns.Select(c => c.Id));
        faults.Add(Diagnostic.Error(
            FindingCode.UnknownProcess,
            $"Demand names the process '{id}', which this system does not contain.",
            $"需求所指的过程 '{id}' 不在系统中。") with
        {
            Next = near is null ? null : new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。"),
        });
        return -1;
    }

    private static int ColumnSupplying(ProductSystem system, string flowId, List<Diagnostic> faults)
    {
        int flow = system.Database.FindFlow(flowId);
        int[] columns = flow < 0 ? [] : [.. system.ColumnsFor(flow)];
        if (columns.Length == 1) return columns[0];
        if (columns.Length == 0)
        {
            string name = flow < 0 ? flowId : system.Database.Flows[flow].Name;
            string? near = Closest.To(name, system.Columns.Select((_, j) => system.ReferenceFlowOf(j).Name));
            faults.Add(Diagnostic.Error(
                FindingCode.UnknownProduct,
                $"Demand names product '{name}' which no process in this system supplies.",
                $"需求所指的产品 '{name}' 在系统中没有供应过程。") with
            {
                Next = near is null ? null : new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。"),
            });
        }
        else
        {
            string ids = string.Join(", ", columns.Select(j => $"'{system.Columns[j].Id}' {system.LabelOf(j)}"));
            faults.Add(Diagnostic.Error(
                FindingCode.AmbiguousProvider,
                $"Demand names product '{system.Database.Flows[flow].Name}', which {columns.Length} processes supply: {ids}.",
                $"需求所指的产品 '{system.Database.Flows[flow].Name}' 有 {columns.Length} 个供应过程：{ids}。") with
            {
                Next = new Wording("Name the process.", "请指明过程。"),
            });
        }

        return -1;
    }

    private static double Finite(double amount)
    {
        if (!double.IsFinite(amount)) throw new ArgumentOutOfRangeException(nameof(amount), amount, "A demand must be a finite number.");
        return amount;
    }

    private readonly record struct Line(string? FlowId, string? ColumnId, double Amount, Unit? Unit);
}
