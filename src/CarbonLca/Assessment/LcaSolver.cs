using CarbonLca.Assessment.Solvers;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Systems;

namespace CarbonLca.Assessment;

/// <summary>A product system made ready to solve: answers demands, and the footprints of all products at once.</summary>
/// <remarks>
/// <para>
/// Works on R·A·C: the rows of A in the order of the columns they are there for, so that the diagonal holds the reference
/// amounts, and signed so that it is positive. R turns the rows of wastes (a treatment takes its waste in), C the columns of
/// processes whose reference output is negative. What is left is close to an M-matrix: sweeps settle it, or factors with
/// pivots on the diagonal do; a positive entry off the diagonal is a credit.
/// </para>
/// <para>Immutable and safe to share between threads.</para>
/// </remarks>
public sealed class LcaSolver
{
    private readonly CscMatrix _matrix;
    private readonly TechnosphereSolver _solver;
    private readonly Lazy<ProductivityReport> _productivity;
    private readonly double[] _columnSign;

    private LcaSolver(ProductSystem system, CscMatrix matrix, double[] columnSign, SolverOptions options, LcaSolver? former = null)
    {
        System = system;
        _matrix = matrix;
        _columnSign = columnSign;
        HasCredits = ContainsCredits(matrix);
        Limits = options.Limits;
        Asked = options.Path;
        _productivity = new(() => Productivity.Check(matrix));
        TechnosphereSolver? kept = former is null ? null : KeptFrom(former);
        KeepsStructure = kept is not null;
        (_solver, Choice) = kept is null ? SolverSelection.Select(matrix, HasCredits, options.Path, FactorizeByName) : (kept, former!.Choice);
    }

    /// <summary>The system.</summary>
    public ProductSystem System { get; }

    /// <summary>The largest loop gain of the system, credits left out: 0 without loops, below 1 always.</summary>
    /// <remarks>The spectral radius of the loops, found when first asked for.</remarks>
    public double LoopGain => _productivity.Value.WorstGain;

    /// <summary>The way to solve that was asked for.</summary>
    public SolverPath Asked { get; }

    /// <summary>How the system is solved, and why.</summary>
    public SolverChoice Choice { get; }

    /// <summary>Whether some process makes production elsewhere unnecessary.</summary>
    public bool HasCredits { get; }

    /// <summary>When a solution is marked or refused.</summary>
    public SolveLimits Limits { get; }

    /// <summary>Makes a system ready: checks that every loop is productive, and chooses the way to solve it.</summary>
    /// <exception cref="NonProductiveLoopException">A loop consumes at least what it makes.</exception>
    /// <exception cref="SingularTechnosphereException">A·s = f has no unique solution.</exception>
    /// <exception cref="AmountOverflowException">Amounts lie too many decades apart.</exception>
    public static LcaSolver Factorize(ProductSystem system, SolverOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        (CscMatrix matrix, double[] columnSign) = SignedMatrix(system);
        return Make(system, matrix, columnSign, options ?? SolverOptions.Default, former: null);
    }

    /// <summary>Makes a changed system ready from what was found for this one: order, loops and places are kept where the pattern of A is the same.</summary>
    /// <param name="changed">A system with the same columns and products, other entries.</param>
    /// <remarks>It is checked as if it were new; where nothing can be kept it is factorised from the start.</remarks>
    /// <exception cref="NonProductiveLoopException">A loop consumes at least what it makes.</exception>
    /// <exception cref="SingularTechnosphereException">A·s = f has no unique solution.</exception>
    /// <exception cref="AmountOverflowException">Amounts lie too many decades apart.</exception>
    internal LcaSolver Changed(ProductSystem changed)
    {
        (CscMatrix matrix, double[] columnSign) = SignedMatrix(changed);
        return Make(changed, matrix, columnSign, new SolverOptions { Limits = Limits, Path = Asked }, this);
    }

    /// <summary>Whether the order, loops and places of an earlier solver were kept.</summary>
    internal bool KeepsStructure { get; }

    /// <summary>How much of each process a demand needs: solves A·s = f.</summary>
    /// <exception cref="InputRefusedException">The demand names what the system does not supply.</exception>
    /// <exception cref="UncertainSolutionException">Too few digits are certain.</exception>
    /// <exception cref="AmountOverflowException">A result exceeds the range of a double.</exception>
    public Supply Solve(Demand demand)
    {
        ArgumentNullException.ThrowIfNull(demand);
        IReadOnlyList<(int Column, double Amount)> lines = demand.Resolve(System);
        double[] f = new double[_matrix.ColumnCount];
        foreach ((int column, double amount) in lines) f[column] = amount;
        double[] s = new double[f.Length];
        SolveProof proof = Checked(() =>
        {
            SolveQuality quality = _solver.Solve(f, s);
            return new SolveProof(quality.BackwardError, ConditionOf(f, s), quality.Refinements);
        });
        for (int j = 0; j < s.Length; j++) s[j] *= _columnSign[j];
        return new Supply(this, lines, s, proof);
    }

    /// <summary>The footprints of every product of the system, per reference unit, by a transposed solve: Aᵀ·y = d.</summary>
    /// <exception cref="UncertainSolutionException">Too few digits are certain.</exception>
    /// <exception cref="AmountOverflowException">A result exceeds the range of a double.</exception>
    public ProductFootprints FootprintsOfAllProducts(Characterization characterization) =>
        FootprintsOfAllProducts(DirectImpacts.Of(System, characterization));

    /// <summary>The footprints of every product of the system for direct impacts that are already known.</summary>
    /// <exception cref="UncertainSolutionException">Too few digits are certain.</exception>
    /// <exception cref="AmountOverflowException">A result exceeds the range of a double.</exception>
    public ProductFootprints FootprintsOfAllProducts(DirectImpacts direct)
    {
        ArgumentNullException.ThrowIfNull(direct);
        if (!ReferenceEquals(direct.System, System)) throw new ArgumentException("The direct impacts belong to another system.", nameof(direct));
        int n = _matrix.ColumnCount;
        int categories = direct.CategoryCount;
        double[] d = new double[n * categories];
        double[] y = new double[n * categories];
        for (int k = 0; k < categories; k++)
            for (int j = 0; j < n; j++) d[(k * n) + j] = _columnSign[j] * direct.Of(j)[k];
        SolveProof proof = Checked(() =>
        {
            SolveQuality quality = _solver.SolveTransposed(d, y, categories);
            return new SolveProof(quality.BackwardError, ConditionOfAll(), quality.Refinements);
        });
        return new ProductFootprints(this, direct, y, proof);
    }

    /// <summary>Solves (R·A·C)ᵀ·y = d for several right-hand sides, one after another: <c>[side][column]</c>.</summary>
    internal SolveQuality SolveTransposed(ReadOnlySpan<double> d, Span<double> y, int count) => _solver.SolveTransposed(d, y, count);

    /// <summary>−1 for a row of A that stands for a waste; otherwise 1.</summary>
    internal double RowSign(int column) => System.Database.Flows.Kind(System.Columns[column].ReferenceFlow) == FlowKind.Waste ? -1.0 : 1.0;

    /// <summary>R·A·C: rows in column order, diagonal positive.</summary>
    internal CscMatrix Matrix => _matrix;

    /// <summary>The diagonal entry of (R·A·C)⁻¹ for a column: how often it runs to satisfy a demand for one unit of its own product.</summary>
    internal double InverseDiagonal(int column)
    {
        double[] f = new double[_matrix.ColumnCount];
        double[] x = new double[f.Length];
        f[column] = 1;
        _solver.Solve(f, x);
        return x[column];
    }

    /// <summary>−1 for a column whose reference output is negative; otherwise 1.</summary>
    internal double ColumnSign(int column) => _columnSign[column];

    private static (CscMatrix Matrix, double[] ColumnSign) SignedMatrix(ProductSystem system)
    {
        int n = system.Columns.Length;
        int[] columns = new int[n];
        double[] rowSign = new double[n];
        double[] columnSign = new double[n];
        for (int j = 0; j < n; j++)
        {
            columns[j] = j;
            SystemColumn column = system.Columns[j];
            rowSign[j] = system.Database.Flows.Kind(column.ReferenceFlow) == FlowKind.Waste ? -1.0 : 1.0;
            columnSign[j] = rowSign[j] * column.ReferenceAmount < 0 ? -1.0 : 1.0;
        }

        CscMatrix permuted = system.Technosphere.Permute(system.ProductOfColumn, columns);
        double[] values = permuted.Values.ToArray();
        ReadOnlySpan<int> starts = permuted.ColumnStarts;
        ReadOnlySpan<int> rows = permuted.RowIndices;
        for (int j = 0; j < n; j++)
            for (int p = starts[j]; p < starts[j + 1]; p++) values[p] *= rowSign[rows[p]] * columnSign[j];
        return (permuted.WithValues(values), columnSign);
    }

    private static LcaSolver Make(ProductSystem system, CscMatrix matrix, double[] columnSign, SolverOptions options, LcaSolver? former)
    {
        try
        {
            return new LcaSolver(system, matrix, columnSign, options, former);
        }
        catch (OverflowException overflow)
        {
            throw new AmountOverflowException(overflow.Message);
        }
    }

    // The former way of solving with the values of this matrix; null where its order, loops and places do not serve.
    private TechnosphereSolver? KeptFrom(LcaSolver former)
    {
        if (HasCredits != former.HasCredits || !FitsInto(former._matrix)) return null;
        if (former._solver.Path == SolverPath.Lu) RefuseNonProductive(System, _productivity.Value);
        try
        {
            return former._solver.With(_matrix, FactorizeByName);
        }
        catch (NumericallySingularException singular)
        {
            throw new SingularTechnosphereException([System.LabelOf(singular.Column)], isStructural: false);
        }
    }

    // The same pattern, and nothing where the former matrix stored a zero: it may have been left out of the places.
    private bool FitsInto(CscMatrix former)
    {
        if (!_matrix.ColumnStarts.SequenceEqual(former.ColumnStarts) || !_matrix.RowIndices.SequenceEqual(former.RowIndices)) return false;
        for (int p = 0; p < former.Values.Length; p++)
            if (former.Values[p] == 0 && _matrix.Values[p] != 0) return false;
        return true;
    }

    private static bool ContainsCredits(CscMatrix matrix)
    {
        for (int j = 0; j < matrix.ColumnCount; j++)
            for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++)
                if (matrix.Values[p] > 0 && matrix.RowIndices[p] != j) return true;
        return false;
    }

    // Without credits the inverse is not negative, so one more solve gives |A⁻¹|(|A||s| + |f|) itself; not with dense factors, whose zeros are not quite zero.
    private double ConditionOf(double[] f, double[] s)
    {
        if (HasCredits || _solver.Path == SolverPath.Dense) return _solver.EstimateScaledCondition();
        double[] weight = new double[f.Length];
        double[] error = new double[f.Length];
        for (int i = 0; i < weight.Length; i++) weight[i] = Math.Abs(f[i]);
        for (int j = 0; j < s.Length; j++)
        {
            double size = Math.Abs(s[j]);
            if (size == 0) continue;
            for (int p = _matrix.ColumnStarts[j]; p < _matrix.ColumnStarts[j + 1]; p++) weight[_matrix.RowIndices[p]] += Math.Abs(_matrix.Values[p]) * size;
        }

        _solver.Solve(weight, error);
        double worst = 1;
        for (int j = 0; j < s.Length; j++)
            if (s[j] != 0) worst = Math.Max(worst, Math.Abs(error[j] / s[j]));
        return worst;
    }

    // For all products together: the amplification of a demand for what one run of every process makes.
    private double ConditionOfAll()
    {
        if (HasCredits || _solver.Path == SolverPath.Dense) return _solver.EstimateScaledCondition();
        double[] f = new double[_matrix.ColumnCount];
        double[] s = new double[f.Length];
        for (int j = 0; j < f.Length; j++) f[j] = _matrix[j, j];
        _solver.Solve(f, s);
        return ConditionOf(f, s);
    }

    private SolveProof Checked(Func<SolveProof> solve)
    {
        SolveProof proof;
        try
        {
            proof = solve();
        }
        catch (OverflowException overflow)
        {
            throw new AmountOverflowException(overflow.Message);
        }

        if (!(proof.Condition <= Limits.RefusedCondition) || !(proof.BackwardError <= Limits.RefusedBackwardError)) throw new UncertainSolutionException(proof, Limits);
        return proof;
    }

    // Refuses, by the names of processes, what has no answer.
    private LuSolver FactorizeByName()
    {
        RefuseNonProductive(System, _productivity.Value);
        try
        {
            return new LuSolver(LuSymbolic.Analyze(_matrix).Factorize(_matrix));
        }
        catch (StructurallySingularException singular)
        {
            throw new SingularTechnosphereException([.. singular.UnmatchedColumns.Select(System.LabelOf)], isStructural: true);
        }
        catch (NumericallySingularException singular)
        {
            throw new SingularTechnosphereException([System.LabelOf(singular.Column)], isStructural: false);
        }
    }

    private static void RefuseNonProductive(ProductSystem system, ProductivityReport report)
    {
        if (report.NonProductive.Count == 0) return;
        throw new NonProductiveLoopException([.. report.NonProductive.Select(loop => new NonProductiveLoop(
            [.. loop.DominantCycle.Select(system.LabelOf)],
            [.. loop.DominantCycle.Select(j => system.Columns[j].Id)],
            loop.Members.Count,
            loop.Gain))]);
    }
}
