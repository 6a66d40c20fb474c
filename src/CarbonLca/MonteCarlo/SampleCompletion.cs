using System.Runtime.InteropServices;
using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.MonteCarlo;

/// <summary>Finishes the samples that sweeps could not: loop by loop, in double, with factors.</summary>
/// <remarks>
/// Loops that sweeps did solve keep their solution, so that an answer still depends on nothing but what is upstream of it. A loop whose
/// suppliers are known is checked to be productive and solved; where it is not, the sample fails there and for all that depends on it.
/// Belongs to one thread, and keeps the memory of each loop it has met (<see cref="LoopMemory"/>); no bit of a sample depends on what was
/// completed before.
/// </remarks>
internal sealed class SampleCompletion
{
    private const int Outside = -1;

    private readonly SampledSystem _system;
    private readonly int[] _local;
    private readonly int[] _diagonalOf;
    private readonly LoopMemory?[] _loops;
    private readonly double[] _column;
    private readonly double[] _drawn;
    private readonly long[] _drawnIn;
    private long _columnsRead;

    public SampleCompletion(SampledSystem system)
    {
        _system = system;
        _local = new int[system.Matrix.ColumnCount];
        _diagonalOf = new int[system.Matrix.ColumnCount];
        _loops = new LoopMemory?[system.Components.Count];
        _column = new double[LongestColumn(system.Matrix)];
        _drawn = new double[system.Matrix.ColumnCount];
        _drawnIn = new long[system.Matrix.ColumnCount];
        Array.Fill(_local, Outside);
        Array.Fill(_diagonalOf, Outside);
        for (int k = 0; k < system.Diagonals.Length; k++) _diagonalOf[system.Diagonals[k].Column] = k;
    }

    /// <summary>Completes one sample.</summary>
    /// <param name="category">The category, by its place among those asked for.</param>
    /// <param name="draws">The draws of the samples it was solved with.</param>
    /// <param name="failedDiagonals">Of each diagonal that is drawn, a bit for each sample whose reference output is not positive.</param>
    /// <param name="lane">Which of them it is.</param>
    /// <param name="sample">The number of the sample.</param>
    /// <param name="y">The solution of the sweeps; what is not a number is replaced where it can be.</param>
    /// <param name="failures">Receives where and why the sample has no answer.</param>
    public void Complete(int category, DrawTable draws, ReadOnlySpan<int> failedDiagonals, int lane, long sample, LaneView y, FailureLog failures)
    {
        StronglyConnectedComponents components = _system.Components;
        for (int c = 0; c < components.Count; c++)
        {
            ReadOnlySpan<int> members = components.Members[components.Starts[c]..components.Starts[c + 1]];
            if (!_system.IsUpstream[members[0]] || !_system.HasImpact[category][members[0]]) continue;
            for (int k = 0; k < members.Length; k++) _local[members[k]] = k;
            Finding found = Examine(members, failedDiagonals, lane, y);
            if (!found.IsOpen && _system.Credits.HasCredits[c])
            {
                found.Failure = FailureOfCredits(c, members, draws, lane);
                found.IsOpen = found.Failure is not null;
            }

            if (found.IsOpen)
            {
                foreach (int column in members) y[column] = double.NaN;
                (int Column, SampleFailure Reason)? failure = found.Failure;
                if (failure is null && !found.IsInherited) failure = members.Length == 1 ? SolveOne(category, members[0], draws, lane, y) : SolveLoop(category, c, members, draws, lane, y);
                if (failure is { } reason) failures.Add(new FailedSample(sample, reason.Column, reason.Reason));
            }

            foreach (int column in members) _local[column] = Outside;
        }
    }

    // What is known of a component before it is solved: whether it has to be, whether it cannot be, and whether a supplier has no answer.
    private Finding Examine(ReadOnlySpan<int> members, ReadOnlySpan<int> failedDiagonals, int lane, LaneView y)
    {
        Finding found = default;
        CscMatrix matrix = _system.Matrix;
        foreach (int column in members)
        {
            found.IsOpen |= double.IsNaN(y[column]);
            if (_diagonalOf[column] is >= 0 and int k && (failedDiagonals[k] & (1 << lane)) != 0) found.Failure ??= (column, SampleFailure.NoReferenceOutput);
            for (int p = matrix.ColumnStarts[column]; p < matrix.ColumnStarts[column + 1]; p++)
            {
                int row = matrix.RowIndices[p];
                found.IsInherited |= _local[row] == Outside && matrix.Values[p] != 0 && double.IsNaN(y[row]);
            }
        }

        found.IsOpen |= found.IsInherited || found.Failure is not null;
        return found;
    }

    // Null when the process was solved.
    private (int Column, SampleFailure Reason)? SolveOne(int category, int column, DrawTable draws, int lane, LaneView y)
    {
        double right = DirectOf(category, column, draws, lane);
        double diagonal = 0;
        ReadOnlySpan<double> values = ColumnOf(column, draws, lane);
        ReadOnlySpan<int> rows = RowsOf(column);
        for (int p = 0; p < rows.Length; p++)
        {
            if (!double.IsFinite(values[p])) return (column, SampleFailure.NotFinite);
            if (rows[p] == column) diagonal = values[p];
            else if (values[p] != 0) right -= values[p] * y[rows[p]];
        }

        if (!double.IsFinite(right)) return (column, SampleFailure.NotFinite);
        if (diagonal == 0) return (column, SampleFailure.Singular);
        double solution = (right / diagonal) + 0.0; // never −0
        if (!double.IsFinite(solution)) return (column, SampleFailure.NotFinite);
        y[column] = solution;
        return null;
    }

    // Null when the loop was solved.
    private (int Column, SampleFailure Reason)? SolveLoop(int category, int component, ReadOnlySpan<int> members, DrawTable draws, int lane, LaneView y)
    {
        LoopMemory loop = LoopOf(component, members);
        int entry = 0;
        for (int k = 0; k < members.Length; k++)
        {
            int column = members[k];
            double right = DirectOf(category, column, draws, lane);
            ReadOnlySpan<double> values = ColumnOf(column, draws, lane);
            ReadOnlySpan<int> rows = RowsOf(column);
            for (int p = 0; p < rows.Length; p++)
            {
                if (!double.IsFinite(values[p])) return (column, SampleFailure.NotFinite);
                if (_local[rows[p]] != Outside) loop.Set(entry++, values[p]);
                else if (values[p] != 0) right -= values[p] * y[rows[p]];
            }

            if (!double.IsFinite(right)) return (column, SampleFailure.NotFinite);
            loop.Right[k] = right;
        }

        try
        {
            if (!loop.TrySolve(_system.Solver.Limits.RefusedBackwardError, out (int Member, SampleFailure Reason) failed)) return (members[failed.Member], failed.Reason);
        }
        catch (OverflowException)
        {
            return (members[0], SampleFailure.NotFinite);
        }

        for (int k = 0; k < members.Length; k++) y[members[k]] = loop.Solution[k];
        return null;
    }

    // Of a loop that sweeps solved although it has credits: whether it consumes at least what it makes.
    private (int Column, SampleFailure Reason)? FailureOfCredits(int component, ReadOnlySpan<int> members, DrawTable draws, int lane)
    {
        LoopMemory loop = LoopOf(component, members);
        int entry = 0;
        bool hasCredit = false;
        foreach (int column in members)
        {
            ReadOnlySpan<double> values = ColumnOf(column, draws, lane);
            ReadOnlySpan<int> rows = RowsOf(column);
            for (int p = 0; p < rows.Length; p++)
            {
                if (_local[rows[p]] == Outside) continue;
                if (!double.IsFinite(values[p])) return (column, SampleFailure.NotFinite);
                loop.Set(entry++, values[p]);
                hasCredit |= values[p] > 0 && rows[p] != column;
            }
        }

        if (!hasCredit) return null;
        try
        {
            return loop.FindNonProductive() is { } member ? (members[member], SampleFailure.NonProductiveLoop) : null;
        }
        catch (OverflowException)
        {
            return (members[0], SampleFailure.NotFinite);
        }
    }

    private LoopMemory LoopOf(int component, ReadOnlySpan<int> members) => _loops[component] ??= new LoopMemory(_system.Matrix, members, _local);

    private double DirectOf(int category, int column, DrawTable draws, int lane)
    {
        ReadOnlySpan<SampledConstant> terms = _system.ConstantsOf(category, column);
        if (terms.IsEmpty) return _system.DirectOf(category, column);
        double sum = 0;
        foreach (SampledConstant term in terms) sum += term.Scale * draws[term.DrawRow, lane];
        return sum;
    }

    private ReadOnlySpan<int> RowsOf(int column) =>
        _system.Matrix.RowIndices[_system.Matrix.ColumnStarts[column].._system.Matrix.ColumnStarts[column + 1]];

    // The column of M in this sample, in the order of its rows: drawn entries as drawn, the others as they stand. Holds until the next call.
    private ReadOnlySpan<double> ColumnOf(int column, DrawTable draws, int lane)
    {
        CscMatrix matrix = _system.Matrix;
        _columnsRead++;
        foreach (SampledEntry entry in _system.EntriesOf(column))
        {
            double former = _drawnIn[entry.MatrixRow] == _columnsRead ? _drawn[entry.MatrixRow] : 0;
            _drawn[entry.MatrixRow] = former + (entry.Scale * draws[entry.DrawRow, lane]);
            _drawnIn[entry.MatrixRow] = _columnsRead;
        }

        int start = matrix.ColumnStarts[column];
        int count = matrix.ColumnStarts[column + 1] - start;
        for (int p = 0; p < count; p++)
        {
            int row = matrix.RowIndices[start + p];
            _column[p] = _drawnIn[row] == _columnsRead ? _drawn[row] : matrix.Values[start + p];
        }

        return _column.AsSpan(0, count);
    }

    private static int LongestColumn(CscMatrix matrix)
    {
        int longest = 0;
        for (int j = 0; j < matrix.ColumnCount; j++) longest = Math.Max(longest, matrix.ColumnStarts[j + 1] - matrix.ColumnStarts[j]);
        return longest;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Finding
    {
        public bool IsOpen;
        public bool IsInherited;
        public (int Column, SampleFailure Reason)? Failure;
    }
}
