using CarbonLca.Assessment;
using CarbonLca.Benchmarks.Assessment;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Sparse;

/// <summary>A technosphere with a positive diagonal and the direct impacts of its processes: all a solver needs.</summary>
/// <param name="Name">What results call the case.</param>
/// <param name="Matrix">A, rows in the order of the columns they are there for, rows of wastes times -1.</param>
/// <param name="Direct">Right-hand sides of Aᵀ·Y = D, category k in <c>[k·n .. (k + 1)·n]</c>.</param>
internal sealed record SolveCase(string Name, CscMatrix Matrix, double[] Direct)
{
    /// <summary>Number of processes.</summary>
    public int Order => Matrix.ColumnCount;

    /// <summary>Number of categories.</summary>
    public int Categories => Direct.Length / Order;

    /// <summary>Whether some process makes production elsewhere unnecessary: a positive entry off the diagonal.</summary>
    public bool HasCredits
    {
        get
        {
            for (int j = 0; j < Order; j++)
            {
                for (int p = Matrix.ColumnStarts[j]; p < Matrix.ColumnStarts[j + 1]; p++)
                {
                    if (Matrix.Values[p] > 0 && Matrix.RowIndices[p] != j)
                        return true;
                }
            }
            return false;
        }
    }

    public static SolveCase Of(SyntheticSystem system)
    {
        CscMatrix a = system.Technosphere;
        double[] values = a.Values.ToArray();
        for (int p = 0; p < values.Length; p++)
        {
            int row = a.RowIndices[p];
            if (system.Processes[row].Role is ProcessRole.Treatment or ProcessRole.WasteMarket)
                values[p] = -values[p];
        }
        return new SolveCase(system.Spec.Name, a.WithValues(values), system.DirectImpacts());
    }

    /// <summary>What <see cref="LcaSolver"/> factorises for a workload, and the impacts it solves for.</summary>
    public static SolveCase Of(Workload workload)
    {
        LcaSolver solver = LcaSolver.Factorize(workload.System);
        DirectImpacts impacts = DirectImpacts.Of(workload.System, workload.Match());
        int n = solver.Matrix.ColumnCount;
        double[] direct = new double[n * impacts.CategoryCount];
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < impacts.CategoryCount; k++)
                direct[(k * n) + j] = solver.ColumnSign(j) * impacts.Of(j)[k];
        }
        return new SolveCase(workload.Name, solver.Matrix, direct);
    }

    /// <summary>A demand for one unit of some product, another for each number.</summary>
    public double[] Demand(int number)
    {
        double[] demand = new double[Order];
        demand[new RandomStream(1, StreamPurpose.Demand, number).Index(Order)] = 1;
        return demand;
    }

    /// <summary>Componentwise backward error max |D - AᵀY| / (|Aᵀ||Y| + |D|) of solutions, the worst of all elements.</summary>
    public double BackwardError(double[] y)
    {
        double worst = 0;
        for (int k = 0; k < Categories; k++)
        {
            ReadOnlySpan<double> solution = y.AsSpan(k * Order, Order);
            for (int j = 0; j < Order; j++)
            {
                double right = Direct[(k * Order) + j];
                double residual = right;
                double size = Math.Abs(right);
                for (int p = Matrix.ColumnStarts[j]; p < Matrix.ColumnStarts[j + 1]; p++)
                {
                    double product = Matrix.Values[p] * solution[Matrix.RowIndices[p]];
                    residual -= product;
                    size += Math.Abs(product);
                }
                if (size > 0)
                    worst = Math.Max(worst, Math.Abs(residual) / size);
            }
        }
        return worst;
    }

    /// <summary>Largest relative difference of two solutions, against the largest of the two in each element.</summary>
    public static double Difference(double[] a, double[] b)
    {
        double worst = 0;
        for (int k = 0; k < a.Length; k++)
        {
            double size = Math.Max(Math.Abs(a[k]), Math.Abs(b[k]));
            if (size > 0)
                worst = Math.Max(worst, Math.Abs(a[k] - b[k]) / size);
        }
        return worst;
    }
}
