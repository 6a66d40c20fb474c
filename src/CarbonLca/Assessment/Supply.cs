using CarbonLca.Methods;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Systems;

namespace CarbonLca.Assessment;

/// <summary>How much of each process a demand needs: the solution s of A·s = f.</summary>
/// <remarks>
/// One entry per column of <see cref="ProductSystem.Technosphere"/>, dimensionless: multiples of the process as its data set
/// describes it. Called scaling vector by Heijungs &amp; Suh (2002, ch. 2) and openLCA, supply array by Brightway.
/// </remarks>
public sealed class Supply
{
    private readonly double[] _values;

    internal Supply(LcaSolver solver, IReadOnlyList<(int Column, double Amount)> demand, double[] values, SolveProof proof)
    {
        Solver = solver;
        Demand = demand;
        _values = values;
        Proof = proof;
    }

    /// <summary>The solver that found it.</summary>
    public LcaSolver Solver { get; }

    /// <summary>What was demanded: columns and amounts in the reference units of their products.</summary>
    public IReadOnlyList<(int Column, double Amount)> Demand { get; }

    /// <summary>The multiples, in column order.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>How well the equations are satisfied.</summary>
    public SolveProof Proof { get; }

    /// <summary>The multiple of one process.</summary>
    public double this[int column] => _values[column];

    /// <summary>What is exchanged with the environment in total: g = B·s.</summary>
    public Inventory Inventory()
    {
        CscMatrix b = Solver.System.Biosphere;
        double[] g = new double[b.RowCount];
        b.Multiply(_values, g);
        return new Inventory(this, AmountOverflowException.Guard(g, "the inventory of the demand"));
    }
}
