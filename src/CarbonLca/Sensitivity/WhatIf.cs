using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Systems;
using CarbonLca.Systems.Allocations;

namespace CarbonLca.Sensitivity;

/// <summary>Changes of exchanges, and the footprints of all products with them, found from those without.</summary>
/// <remarks>
/// <code>
/// WhatIf question = WhatIf.About(footprints).Set(exchange, 0.8).Swap(other, "electricity-wind");
/// double footprint = question.Score()[column, category];
/// </code>
/// <para>
/// Changes are never compounded: each <see cref="Set"/> or <see cref="Swap"/> returns another question about the same footprints.
/// Allocation shares and all providers but the swapped ones stay as they are linked. Immutable and safe to share between threads.
/// </para>
/// </remarks>
public sealed class WhatIf
{
    private readonly RankUpdate _update;
    private readonly ImmutableSortedDictionary<int, double> _amounts;
    private readonly ImmutableSortedDictionary<int, int> _providers;

    private WhatIf(ProductFootprints footprints, RankUpdate update, ImmutableSortedDictionary<int, double> amounts, ImmutableSortedDictionary<int, int> providers)
    {
        Footprints = footprints;
        _update = update;
        _amounts = amounts;
        _providers = providers;
    }

    /// <summary>The footprints without any change.</summary>
    public ProductFootprints Footprints { get; }

    /// <summary>The question that changes nothing yet.</summary>
    public static WhatIf About(ProductFootprints footprints)
    {
        ArgumentNullException.ThrowIfNull(footprints);
        return new WhatIf(footprints, new RankUpdate(footprints), ImmutableSortedDictionary<int, double>.Empty, ImmutableSortedDictionary<int, int>.Empty);
    }

    /// <summary>The same question with another amount of an exchange.</summary>
    /// <param name="exchange">The row of the <see cref="ExchangeTable"/>.</param>
    /// <param name="amount">The amount in the flow's reference unit; finite.</param>
    public WhatIf Set(int exchange, double amount)
    {
        CheckRow(exchange);
        if (!double.IsFinite(amount)) throw new ArgumentOutOfRangeException(nameof(amount), amount, "An amount must be a finite number.");
        return new WhatIf(Footprints, _update, _amounts.SetItem(exchange, amount), _providers);
    }

    /// <summary>The same question with another process supplying an exchange, or treating it.</summary>
    /// <param name="exchange">The row of the <see cref="ExchangeTable"/>; one that is linked to a process.</param>
    /// <param name="providerId">The <see cref="SystemColumn.Id"/> of the provider; its product may be another flow of the same kind in a unit that converts.</param>
    /// <exception cref="InputRefusedException">There is no such provider, or nothing supplies the exchange now.</exception>
    public WhatIf Swap(int exchange, string providerId)
    {
        CheckRow(exchange);
        ArgumentException.ThrowIfNullOrWhiteSpace(providerId);
        ProductSystem system = Footprints.Solver.System;
        int column = system.FindColumn(providerId);
        if (column < 0)
        {
            string? near = Closest.To(providerId, system.Columns.Select(c => c.Id));
            throw new InputRefusedException(Diagnostic.Error(
                FindingCode.UnknownProcess,
                $"The exchange of '{NameOf(exchange)}' is to be supplied by '{providerId}', which this system does not contain.",
                $"'{NameOf(exchange)}' 的交换拟由 '{providerId}' 供应，但系统中没有该过程。") with
            {
                Next = near is null ? null : new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。"),
            });
        }

        if (!IsSupplied(exchange))
        {
            throw new InputRefusedException(Diagnostic.Error(
                FindingCode.UnlinkedInput,
                $"The exchange of '{NameOf(exchange)}' has no provider that could be replaced by {system.LabelOf(column)}: it is a reference output, a co-product, an elementary flow, or was left open.",
                $"'{NameOf(exchange)}' 的交换没有可由 {system.LabelOf(column)} 替换的供应过程：它是基准产出、联产品、基本流，或未链接。") with
            {
                Expected = new Wording("an input of a product, or a waste given away, that is linked to a process", "已链接到过程的产品输入或排出的废物"),
            });
        }

        return new WhatIf(Footprints, _update, _amounts, _providers.SetItem(exchange, column));
    }

    /// <summary>The footprints of all products with the changes.</summary>
    /// <exception cref="InputRefusedException">A process no longer gives out its reference flow, or a provider cannot stand in for another.</exception>
    /// <exception cref="NonProductiveLoopException">With the changes, a loop consumes at least what it makes.</exception>
    /// <exception cref="SingularTechnosphereException">With the changes, A·s = f has no unique solution.</exception>
    /// <exception cref="UncertainSolutionException">With the changes, too few digits are certain.</exception>
    /// <exception cref="AmountOverflowException">A result exceeds the range of a double.</exception>
    public WhatIfFootprints Score()
    {
        SystemChange change = new(Footprints.Solver.System);
        foreach ((int exchange, double amount) in _amounts) change.Set(exchange, amount);
        foreach ((int exchange, int column) in _providers) change.Swap(exchange, column);
        ChangedSystem changed = change.Apply();
        if (_update.Try(changed) is { } updated) return updated;
        LcaSolver solver = Footprints.Solver.Changed(changed.System);
        return WhatIfFootprints.Solved(solver.FootprintsOfAllProducts(DirectImpacts.Of(changed.System, Footprints.Direct.Characterization)));
    }

    private void CheckRow(int exchange)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exchange);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(exchange, Footprints.Solver.System.Database.Exchanges.Count);
    }

    private string NameOf(int exchange)
    {
        LciDatabase database = Footprints.Solver.System.Database;
        return database.Flows[database.Exchanges.Flow[exchange]].Name;
    }

    private bool IsSupplied(int exchange)
    {
        ProductSystem system = Footprints.Solver.System;
        if (Function.Is(system.Database, exchange)) return false;
        for (int j = 0; j < system.Columns.Length; j++)
        {
            int process = system.Columns[j].Process;
            if (exchange < system.Database.Exchanges.Starts[process] || exchange >= system.Database.Exchanges.Starts[process + 1]) continue;
            foreach (ExchangeTerm term in system.TermsOf(j))
                if (term.Exchange == exchange && !term.IsBiosphere) return true;
        }

        return false;
    }
}
