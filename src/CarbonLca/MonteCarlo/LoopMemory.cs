using System.Runtime.InteropServices;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.MonteCarlo;

/// <summary>The memory in which one loop is judged and factorised, sample after sample; belongs to one thread.</summary>
/// <remarks>
/// Ordering, pivots and places are those of the loop as it stands, so that the bits of a sample depend on its own draws alone, whichever
/// thread solves it and whatever was solved before. Where its pivots do not serve, a sample gets others of its own. Allocates nothing while
/// they do and the loop is clearly productive.
/// </remarks>
internal sealed class LoopMemory
{
    private const int NotSingular = -1;

    // Cheap next to factors; what they do not prove is examined in full.
    private const int ProofSweeps = 40;

    private readonly CscMatrix _typical;
    private readonly int[] _places;
    private readonly double[] _values;
    private readonly double[] _judged;
    private readonly CscMatrix _matrix;    // over '_values'
    private readonly double[] _weight;
    private readonly double[] _proof;
    private readonly double[] _product;
    private readonly SolveScratch _scratch = new();
    private LuSymbolic? _symbolic;
    private LuWorkspace? _workspace;
    private LuFactors? _factors;
    private int _singularColumn;
    private bool _isJudged;

    /// <summary>Room for a loop.</summary>
    /// <param name="matrix">The matrix it is part of, as it stands.</param>
    /// <param name="members">The columns of the loop.</param>
    /// <param name="local">The place of each member among them; negative for any other column.</param>
    public LoopMemory(CscMatrix matrix, ReadOnlySpan<int> members, ReadOnlySpan<int> local)
    {
        TripletBuilder inner = new(members.Length, members.Length);
        List<(int Row, int Column)> order = [];
        for (int k = 0; k < members.Length; k++)
        {
            for (int p = matrix.ColumnStarts[members[k]]; p < matrix.ColumnStarts[members[k] + 1]; p++)
            {
                int row = local[matrix.RowIndices[p]];
                if (row < 0) continue;
                inner.Add(row, k, matrix.Values[p]);
                order.Add((row, k));
            }
        }

        _typical = inner.ToCsc();
        _places = [.. order.Select(entry => PlaceOf(_typical, entry.Row, entry.Column))];
        _values = _typical.Values.ToArray();
        _judged = new double[_values.Length];
        _matrix = _typical.WithValues(_values);
        _weight = new double[members.Length];
        _proof = new double[members.Length];
        _product = new double[members.Length];
        Right = new double[members.Length];
        Solution = new double[members.Length];
        Array.Fill(_proof, 1);
        Productivity.TryProve(_typical, _proof, _weight, ProofSweeps);
    }

    /// <summary>The right-hand side.</summary>
    public double[] Right { get; }

    /// <summary>The solution of <see cref="TrySolve"/>.</summary>
    public double[] Solution { get; }

    /// <summary>Sets an entry, counted through the columns of the loop in the order of the matrix it is part of.</summary>
    public void Set(int entry, double value) => _values[_places[entry]] = value;

    /// <summary>Where the loop consumes at least what it makes: a member of the cycle that does most; null for a productive one. Credits do not count.</summary>
    /// <exception cref="OverflowException">Amounts lie too many decades apart.</exception>
    public int? FindNonProductive()
    {
        if (Productivity.TryProve(_matrix, _weight, _proof, ProofSweeps)) return null;
        ProductivityReport report = Productivity.Check(_matrix);
        return report.NonProductive.Count > 0 ? report.NonProductive[0].DominantCycle[0] : null;
    }

    /// <summary>Solves the transposed equations.</summary>
    /// <param name="refusedBackwardError">The backward error above which there is no solution.</param>
    /// <param name="failed">The member where it fails, and why.</param>
    /// <exception cref="OverflowException">Amounts lie too many decades apart.</exception>
    public bool TrySolve(double refusedBackwardError, out (int Member, SampleFailure Reason) failed)
    {
        failed = default;
        if (!IsJudged()) Factorize();
        if (!_isJudged)
        {
            if (!IsProductiveByFactors() && FindNonProductive() is { } member)
            {
                failed = (member, SampleFailure.NonProductiveLoop);
                return false;
            }

            _values.CopyTo(_judged, 0);
            _isJudged = true;
        }

        if (_factors is null)
        {
            failed = (_singularColumn, SampleFailure.Singular);
            return false;
        }

        SolveQuality quality = _factors.SolveTransposed(Right, Solution, _scratch);
        if (!(quality.BackwardError <= refusedBackwardError))
        {
            failed = (0, SampleFailure.Singular);
            return false;
        }

        return true;
    }

    // Another category of the same sample asks for the same factors.
    private bool IsJudged()
    {
        _isJudged &= MemoryMarshal.AsBytes(_values.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(_judged.AsSpan()));
        return _isJudged;
    }

    private void Factorize()
    {
        _factors = null;
        _singularColumn = NotSingular;
        try
        {
            _symbolic ??= Analyze();
            _factors = _workspace is null ? _symbolic.Factorize(_matrix.WithValues([.. _values])) : _workspace.Refactorize(_values);
        }
        catch (NumericallySingularException singular)
        {
            _singularColumn = singular.Column;
        }
    }

    // With the factors of the loop as it stands to follow, unless it has none.
    private LuSymbolic Analyze()
    {
        LuSymbolic symbolic = LuSymbolic.Analyze(_typical);
        try
        {
            _workspace = new LuWorkspace(symbolic.Factorize(_typical));
        }
        catch (NumericallySingularException)
        {
            _workspace = null;
        }

        return symbolic;
    }

    // The values of all products when each process adds a value of its own: positive, and proof enough, where the loop is productive and has no credits.
    private bool IsProductiveByFactors()
    {
        if (_factors is null) return false;
        for (int j = 0; j < _product.Length; j++) _product[j] = _matrix[j, j] * _weight[j];
        if (_product.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue)) return false;
        SolveQuality quality = default;
        _factors.SolveTransposedMany(_product, _proof, new Span<SolveQuality>(ref quality), _scratch);
        return double.IsFinite(quality.BackwardError) && Productivity.IsProvedBy(_matrix, _proof);
    }

    private static int PlaceOf(CscMatrix matrix, int row, int column)
    {
        int start = matrix.ColumnStarts[column];
        return start + matrix.RowIndices[start..matrix.ColumnStarts[column + 1]].BinarySearch(row);
    }
}
