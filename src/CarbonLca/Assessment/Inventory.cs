using CarbonLca.Methods;
using CarbonLca.Systems;

namespace CarbonLca.Assessment;

/// <summary>What a demand exchanges with the environment in total: g = B·s.</summary>
/// <remarks>
/// One entry per row of <see cref="ProductSystem.Biosphere"/>, in the flow's reference unit: emissions positive, what is taken
/// from the environment negative. Called life cycle inventory result.
/// </remarks>
public sealed class Inventory
{
    private readonly double[] _values;

    internal Inventory(Supply supply, double[] values)
    {
        Supply = supply;
        _values = values;
    }

    /// <summary>The supply it follows from.</summary>
    public Supply Supply { get; }

    /// <summary>The totals, in the order of <see cref="ProductSystem.ElementaryFlows"/>.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The total of one elementary flow; 0 where the system does not exchange it.</summary>
    /// <param name="flow">The index of the flow in the database.</param>
    public double Of(int flow)
    {
        int row = Supply.Solver.System.ElementaryFlows.BinarySearch(flow);
        return row < 0 ? 0 : _values[row];
    }

    /// <summary>The impacts of the inventory by a method: h = C·g.</summary>
    /// <exception cref="Diagnostics.InputRefusedException">The method does not fit the flows; see <see cref="Characterization.Match"/>.</exception>
    public ImpactResult Characterize(ImpactMethod method) =>
        Characterize(Characterization.Match(method, Supply.Solver.System.Database));

    /// <summary>The impacts of the inventory by a method that was matched before.</summary>
    public ImpactResult Characterize(Characterization characterization) =>
        Characterize(DirectImpacts.Of(Supply.Solver.System, characterization));

    /// <summary>The impacts of the inventory for direct impacts that are already known.</summary>
    public ImpactResult Characterize(DirectImpacts direct) => new(this, direct);
}
