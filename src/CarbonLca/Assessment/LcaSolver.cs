using System.Collections.Immutable;
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
    // Solved together: enough to share what a pass costs, few enough for the memory of large systems.
    private const int DemandsAtATime = 16;

    private readonly CscMatrix _matrix;
    private readonly TechnosphereSolver _solver;
    private readonly SolutionConditions _conditions;
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
        _conditions = new SolutionConditions(matrix, _solver, HasCredits);
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
        return SolveInGroups([demand.Resolve(System)], CancellationToken.None)[0];
    }

    /// <summary>How much of each process every one of several demands needs: solves A·S = F, many demands in each pass over the system.</summary>
    /// <param name="demands">The demands; one column of F each.</param>
    /// <param name="cancellation">Stops between groups of demands.</param>
    /// <returns>
    /// The supplies, in the order of the demands, with the bits and the proof that <see cref="Solve"/> gives each of them alone, whichever
    /// way the system is solved. Inventories, impacts and contributions follow from them as from any supply.
    /// </returns>
    /// <remarks>
    /// <para>
    /// Sweeps carry eight demands in the lanes of one vector, and sparse factors are passed over once for eight; dense factors solve
    /// them one by one, since a native provider may round several together differently. A demand that does not settle by sweeps goes
    /// to the factors by itself.
    /// </para>
    /// <para>
    /// Every supply holds one number for each process. Where only the impacts of many demands are wanted,
    /// <see cref="FootprintsOfAllProducts(Characterization)"/> gives them all as y·f from one transposed solve.
    /// </para>
    /// </remarks>
    /// <exception cref="InputRefusedException">Demands name what the system does not supply; the findings say which, all of them.</exception>
    /// <exception cref="UncertainSolutionException">Too few digits are certain; of several such demands, the first is named.</exception>
    /// <exception cref="AmountOverflowException">A result exceeds the range of a double; of several such demands, the first is named.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public ImmutableArray<Supply> SolveMany(IReadOnlyList<Demand> demands, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(demands);
        List<Diagnostic> faults = [];
        IReadOnlyList<(int Column, double Amount)>[] lines = new IReadOnlyList<(int Column, double Amount)>[demands.Count];
        for (int k = 0; k < lines.Length; k++)
        {
            if (demands[k] is not { } demand) throw new ArgumentException($"Demand {k + 1} of {lines.Length} is null; expected a demand.", nameof(demands));
            try
            {
                lines[k] = demand.Resolve(System);
            }
            catch (InputRefusedException refusal)
            {
                faults.AddRange(refusal.Findings.Select(f => f.Of(NameOf(k, lines.Length))));
            }
        }

        return faults.Count > 0 ? throw new InputRefusedException(faults) : SolveInGroups(lines, cancellation);
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
        try
        {
            SolveQuality quality = _solver.SolveTransposed(d, y, categories);
            SolveProof proof = new(quality.BackwardError, _conditions.OfAll(), quality.Refinements);
            return IsRefused(proof) ? throw new UncertainSolutionException(proof, Limits) : new ProductFootprints(this, direct, y, proof);
        }
        catch (OverflowException overflow)
        {
            throw new AmountOverflowException(overflow.Message);
        }
    }

    /// <summary>Solves (R·A·C)ᵀ·y = d for several right-hand sides, one after another: <c>[side][column]</c>.</summary>
    internal SolveQuality SolveTransposed(ReadOnlySpan<double> d, Span<double> y, int count) => _solver.SolveTransposed(d, y, count);

    /// <summary>−1 for a row of A that stands for a waste; otherwise 1.</summary>
    internal double RowSign(int column) => System.Database.Flows.Kind(System.Columns[column].ReferenceFlow) == FlowKind.Waste ? -1.0 : 1.0;

    /// <summary>R·A·C: rows in column order, diagonal positive.</summary>
    internal CscMatrix Matrix => _matrix;

    /// <summary>The diagonal entries of (R·A·C)⁻¹ for some columns: how often each runs to satisfy a demand for one unit of its own product.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="entries">Receives the entry of each; its bits do not depend on the others.</param>
    /// <exception cref="AmountOverflowException">An entry exceeds the range of a double.</exception>
    internal void InverseDiagonal(ReadOnlySpan<int> columns, Span<double> entries)
    {
        int n = _matrix.ColumnCount;
        SolveQuality[] qualities = new SolveQuality[columns.Length];
        double[] f = new double[columns.Length * n];
        double[] x = new double[f.Length];
        for (int k = 0; k < columns.Length; k++) f[(k * n) + columns[k]] = 1;
        _solver.Solve(f, x, qualities);
        for (int k = 0; k < columns.Length; k++)
        {
            if (double.IsPositiveInfinity(qualities[k].BackwardError)) throw new AmountOverflowException($"the supply for one unit of {System.LabelOf(columns[k])}");
            entries[k] = x[(k * n) + columns[k]];
        }
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

    private ImmutableArray<Supply> SolveInGroups(ReadOnlySpan<IReadOnlyList<(int Column, double Amount)>> demands, CancellationToken cancellation)
    {
        int n = _matrix.ColumnCount;
        int most = Math.Min(demands.Length, DemandsAtATime);
        double[] f = new double[most * n];
        double[] s = new double[most * n];
        ImmutableArray<Supply>.Builder supplies = ImmutableArray.CreateBuilder<Supply>(demands.Length);
        while (supplies.Count < demands.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(most, demands.Length - supplies.Count);
            SolveGroup(demands, count, f.AsSpan(0, count * n), s.AsSpan(0, count * n), supplies);
        }

        return supplies.MoveToImmutable();
    }

    // The next demands after those that are supplied.
    private void SolveGroup(ReadOnlySpan<IReadOnlyList<(int Column, double Amount)>> demands, int count, Span<double> f, Span<double> s, ImmutableArray<Supply>.Builder supplies)
    {
        int n = _matrix.ColumnCount;
        int first = supplies.Count;
        SolveQuality[] qualities = new SolveQuality[count];
        double[] conditions = new double[count];
        f.Clear();
        s.Clear();
        for (int k = 0; k < count; k++)
        {
            foreach ((int column, double amount) in demands[first + k])
                f[(k * n) + column] = double.IsFinite(amount) ? amount : throw new AmountOverflowException("the demand", NameOf(first + k, demands.Length));
        }

        try
        {
            _solver.Solve(f, s, qualities);
            _conditions.Of(f, s, conditions);
        }
        catch (OverflowException overflow)
        {
            throw new AmountOverflowException(overflow.Message);
        }

        for (int k = 0; k < count; k++)
        {
            SolveProof proof = new(qualities[k].BackwardError, conditions[k], qualities[k].Refinements);
            if (double.IsPositiveInfinity(proof.BackwardError) || double.IsNaN(proof.Condition)) throw new AmountOverflowException("the supply of the demand", NameOf(first + k, demands.Length));
            if (IsRefused(proof)) throw new UncertainSolutionException(proof, Limits, NameOf(first + k, demands.Length));
            double[] values = s.Slice(k * n, n).ToArray();
            for (int j = 0; j < n; j++) values[j] *= _columnSign[j];
            supplies.Add(new Supply(this, demands[first + k], values, proof));
        }
    }

    private bool IsRefused(SolveProof proof) => !(proof.Condition <= Limits.RefusedCondition) || !(proof.BackwardError <= Limits.RefusedBackwardError);

    // Among several demands, which one a finding is about.
    private static Wording? NameOf(int index, int count) =>
        count == 1 ? null : new Wording($"Demand {index + 1} of {count}", $"第 {index + 1} 个需求（共 {count} 个）");

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
