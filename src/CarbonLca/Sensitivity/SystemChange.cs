using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Systems;

namespace CarbonLca.Sensitivity;

/// <summary>Collects changes of exchanges and carries them through to the entries of A and B.</summary>
/// <remarks>
/// Only the entries that a changed exchange is a part of are summed anew, from the terms the linker made of its exchanges;
/// allocation shares and the choice of all other providers stay as they are.
/// </remarks>
internal sealed class SystemChange(ProductSystem system)
{
    private readonly Dictionary<int, double> _amounts = [];
    private readonly Dictionary<int, int> _providers = [];

    /// <summary>Gives an exchange another amount.</summary>
    public void Set(int exchange, double amount) => _amounts[exchange] = amount;

    /// <summary>Gives an exchange another provider.</summary>
    public void Swap(int exchange, int column) => _providers[exchange] = column;

    /// <summary>The changed system, and what changed in it.</summary>
    /// <exception cref="InputRefusedException">A process no longer gives out its reference flow, or a provider cannot stand in for another.</exception>
    public ChangedSystem Apply()
    {
        double[] amounts = new double[system.Database.Exchanges.Count];
        bool[] isChanged = new bool[amounts.Length];
        for (int row = 0; row < amounts.Length; row++) amounts[row] = system.AmountOf(row);
        foreach ((int row, double amount) in _amounts)
        {
            amounts[row] = amount;
            isChanged[row] = true;
        }

        foreach (int row in _providers.Keys) isChanged[row] = true;
        int[] changed = ColumnsOf(isChanged);
        Dictionary<int, ExchangeTerm[]> swapped = [];
        MatrixChange technosphere = new(system.Technosphere);
        MatrixChange biosphere = new(system.Biosphere);
        ImmutableArray<SystemColumn>.Builder columns = system.Columns.ToBuilder();
        foreach (int j in changed)
        {
            ReadOnlySpan<ExchangeTerm> before = system.TermsOf(j);
            ReadOnlySpan<ExchangeTerm> after = _providers.Count == 0 ? before : swapped[j] = Swapped(j, before);
            for (int t = 0; t < after.Length; t++)
            {
                if (!isChanged[after[t].Exchange]) continue;
                MatrixChange matrix = after[t].IsBiosphere ? biosphere : technosphere;
                matrix.Renew(before[t].MatrixRow);
                matrix.Renew(after[t].MatrixRow);
            }

            foreach (ExchangeTerm term in after) (term.IsBiosphere ? biosphere : technosphere).Add(term.MatrixRow, term.Factor * amounts[term.Exchange]);
            if (technosphere.IsRenewed(system.ProductOfColumn[j])) columns[j] = columns[j] with { ReferenceAmount = Reference(j, after, amounts) };
            technosphere.EndColumn(j);
            biosphere.EndColumn(j);
        }

        SystemContent content = new(
            columns.MoveToImmutable(),
            technosphere.Changed(),
            biosphere.Changed(),
            amounts,
            _providers.Count == 0 ? null : AllTerms(swapped));
        return new ChangedSystem(system, system.With(content), changed);
    }

    private int[] ColumnsOf(bool[] isChanged)
    {
        ReadOnlySpan<int> starts = system.Database.Exchanges.Starts;
        List<int> columns = [];
        for (int j = 0; j < system.Columns.Length; j++)
        {
            int process = system.Columns[j].Process;
            if (isChanged.AsSpan(starts[process]..starts[process + 1]).Contains(true)) columns.Add(j);
        }

        return [.. columns];
    }

    private ExchangeTerm[] Swapped(int j, ReadOnlySpan<ExchangeTerm> terms)
    {
        ExchangeTerm[] swapped = [.. terms];
        for (int t = 0; t < swapped.Length; t++)
        {
            if (!_providers.TryGetValue(swapped[t].Exchange, out int provider)) continue;
            Flow from = system.Database.Flows[system.Products[swapped[t].MatrixRow].Flow];
            Flow to = system.ReferenceFlowOf(provider);
            if (from.Kind != to.Kind || !from.Unit.Dimension.Equals(to.Unit.Dimension)) throw new InputRefusedException(CannotReplace(j, provider, from, to));
            swapped[t] = swapped[t] with { MatrixRow = system.ProductOfColumn[provider], Factor = swapped[t].Factor * to.ReferenceUnitsPer(from.Unit) };
        }

        return swapped;
    }

    // The diagonal without what the process avoids of its own product.
    private double Reference(int j, ReadOnlySpan<ExchangeTerm> terms, double[] amounts)
    {
        double net = 0;
        foreach (ExchangeTerm term in terms)
            if (!term.IsBiosphere && term.MatrixRow == system.ProductOfColumn[j] && !system.Database.Exchanges.IsAvoided(term.Exchange)) net += term.Factor * amounts[term.Exchange];
        if (net == 0 || (net > 0) != (system.Columns[j].ReferenceAmount > 0)) throw new InputRefusedException(NothingLeft(j, net));
        return net;
    }

    private ExchangeTerm[] AllTerms(Dictionary<int, ExchangeTerm[]> changed)
    {
        List<ExchangeTerm> all = new(system.Database.Exchanges.Count);
        for (int j = 0; j < system.Columns.Length; j++) all.AddRange(changed.TryGetValue(j, out ExchangeTerm[]? terms) ? terms : system.TermsOf(j));
        return [.. all];
    }

    private Diagnostic NothingLeft(int j, double net) =>
        Diagnostic.Error(
            FindingCode.SingularSystem,
            $"With the change, process {system.LabelOf(j)} supplies {net:R} of its reference flow '{system.ReferenceFlowOf(j).Name}' where it supplied {system.Columns[j].ReferenceAmount:R}; nothing can be demanded of it.",
            $"改动后，过程 {system.LabelOf(j)} 的基准流 '{system.ReferenceFlowOf(j).Name}' 净供应量由 {system.Columns[j].ReferenceAmount:R} 变为 {net:R}，无法对其提出需求。") with
        {
            Expected = new Wording("a net amount of the same sign, other than 0", "符号不变且不为 0 的净数量"),
            Next = new Wording("Change the amount of the output, or the process's use of its own product.", "请修改产出数量或自身产品的使用量。"),
        };

    private Diagnostic CannotReplace(int j, int provider, Flow from, Flow to) =>
        Diagnostic.Error(
            FindingCode.UnitMismatch,
            $"In process {system.LabelOf(j)}, '{to.Name}' of {system.LabelOf(provider)} (a {Kind(to)} in {to.Unit}) cannot stand in for '{from.Name}' (a {Kind(from)} in {from.Unit}).",
            $"在过程 {system.LabelOf(j)} 中，{system.LabelOf(provider)} 的 '{to.Name}'（{KindZh(to)}，{to.Unit}）不能替代 '{from.Name}'（{KindZh(from)}，{from.Unit}）。") with
        {
            Next = new Wording("Name a provider of the same kind, measured in a unit that converts.", "请选择同类且单位可换算的供应过程。"),
        };

    private static string Kind(Flow flow) => flow.Kind == FlowKind.Waste ? "waste" : "product";

    private static string KindZh(Flow flow) => flow.Kind == FlowKind.Waste ? "废物" : "产品";
}

/// <summary>A system after a change.</summary>
/// <param name="Original">The system before.</param>
/// <param name="System">The system after.</param>
/// <param name="Columns">The columns of the processes whose exchanges changed, ascending.</param>
internal sealed record ChangedSystem(ProductSystem Original, ProductSystem System, int[] Columns);
