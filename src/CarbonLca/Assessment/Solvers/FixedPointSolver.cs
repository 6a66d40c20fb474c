using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Assessment.Solvers;

/// <summary>Sweeps in topological order; what does not settle goes to the factors.</summary>
/// <remarks>
/// A right-hand side of both signs is solved as two of one sign, whose difference is the solution: each part is free of
/// cancellation and settles component by component.
/// </remarks>
internal sealed class FixedPointSolver(FixedPointSystem system, Lazy<TechnosphereSolver> fallback) : TechnosphereSolver
{
    private const int Lanes = FixedPointSystem.Lanes;

    /// <inheritdoc/>
    public override SolverPath Path => SolverPath.FixedPoint;

    /// <inheritdoc/>
    public override SolveQuality Solve(ReadOnlySpan<double> f, Span<double> s)
    {
        FixedPointReport report = SolveGroups(f, s, 1, system.Solve);
        return report.HasConverged ? new SolveQuality(report.BackwardError, 0, 0) : fallback.Value.Solve(f, s);
    }

    /// <inheritdoc/>
    public override SolveQuality SolveTransposed(ReadOnlySpan<double> d, Span<double> y, int count)
    {
        FixedPointReport report = SolveGroups(d, y, count, system.SolveTransposed);
        return report.HasConverged ? new SolveQuality(report.BackwardError, 0, 0) : fallback.Value.SolveTransposed(d, y, count);
    }

    /// <inheritdoc/>
    public override double EstimateScaledCondition() => fallback.Value.EstimateScaledCondition();

    private delegate FixedPointReport LaneSolve(ReadOnlySpan<double> right, Span<double> solution, FixedPointOptions? options = null);

    private FixedPointReport SolveGroups(ReadOnlySpan<double> right, Span<double> solution, int count, LaneSolve solve)
    {
        int n = system.Count;
        List<Part> parts = Parts(right, count);
        double[] lanes = new double[n * Lanes];
        double[] solved = new double[n * Lanes];
        FixedPointReport report = new(true, 0, 0, 0, 0);
        solution.Clear();
        for (int first = 0; first < parts.Count; first += Lanes)
        {
            ReadOnlySpan<Part> group = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parts)[first..Math.Min(first + Lanes, parts.Count)];
            Array.Clear(lanes);
            for (int lane = 0; lane < group.Length; lane++)
            {
                ReadOnlySpan<double> side = right.Slice(group[lane].Side * n, n);
                for (int j = 0; j < n; j++) lanes[(j * Lanes) + lane] = Math.Max(0, group[lane].Sign * side[j]);
            }

            report = report.Worse(solve(lanes, solved));
            if (solved.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue)) throw new OverflowException("A solution of the sweeps exceeds the range of a double.");
            for (int lane = 0; lane < group.Length; lane++)
            {
                Span<double> side = solution.Slice(group[lane].Side * n, n);
                for (int j = 0; j < n; j++) side[j] += group[lane].Sign * solved[(j * Lanes) + lane];
            }
        }

        return report;
    }

    private List<Part> Parts(ReadOnlySpan<double> right, int count)
    {
        List<Part> parts = [];
        for (int side = 0; side < count; side++)
        {
            ReadOnlySpan<double> values = right.Slice(side * system.Count, system.Count);
            bool positive = false;
            bool negative = false;
            foreach (double value in values)
            {
                positive |= value > 0;
                negative |= value < 0;
            }

            if (positive) parts.Add(new Part(side, 1));
            if (negative) parts.Add(new Part(side, -1));
        }

        return parts;
    }

    private readonly record struct Part(int Side, double Sign);
}
