using System.Runtime.InteropServices;
using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.MonteCarlo;

/// <summary>Finishes the samples that sweeps could not: loop by loop, in double, with factors.</summary>
/// <remarks>
/// Loops that sweeps did solve keep their solution, so that an answer still depends on nothing but what is upstream of it. A loop whose
/// suppliers are known is checked to be productive and solved; where it is not, the sample fails there and for all that depends on it.
/// </remarks>
internal sealed class SampleCompletion
{
    private const int Outside = -1;

    private readonly SampledSystem _system;
    private readonly int[] _local;
    private readonly int[] _diagonalOf;

    public SampleCompletion(SampledSystem system)
    {
        _system = system;
        _local = new int[system.Matrix.ColumnCount];
        _diagonalOf = new int[system.Matrix.ColumnCount];
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
                found.Failure = FailureOfCredits(members, draws, lane);
                found.IsOpen = found.Failure is not null;
            }

            if (found.IsOpen)
            {
                foreach (int column in members) y[column] = double.NaN;
                (int Column, SampleFailure Reason)? failure = found.Failure;
                if (failure is null && !found.IsInherited) failure = Solve(category, members, draws, lane, y);
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

    // Null when the component was solved.
    private (int Column, SampleFailure Reason)? Solve(int category, ReadOnlySpan<int> members, DrawTable draws, int lane, LaneView y)
    {
        TripletBuilder inner = new(members.Length, members.Length);
        double[] right = new double[members.Length];
        for (int k = 0; k < members.Length; k++)
        {
            int column = members[k];
            right[k] = DirectOf(category, column, draws, lane);
            foreach ((int row, double value) in ColumnOf(column, draws, lane))
            {
                if (!double.IsFinite(value)) return (column, SampleFailure.NotFinite);
                if (_local[row] != Outside) inner.Add(_local[row], k, value);
                else if (value != 0) right[k] -= value * y[row];
            }

            if (!double.IsFinite(right[k])) return (column, SampleFailure.NotFinite);
        }

        try
        {
            return Solve(members, inner.ToCsc(), right, y);
        }
        catch (OverflowException)
        {
            return (members[0], SampleFailure.NotFinite);
        }
    }

    private (int Column, SampleFailure Reason)? Solve(ReadOnlySpan<int> members, CscMatrix matrix, double[] right, LaneView y)
    {
        if (FailureOfLoop(members, matrix) is { } failure) return failure;
        double[] solution = new double[right.Length];
        try
        {
            SolveQuality quality = LuSymbolic.Analyze(matrix).Factorize(matrix).SolveTransposed(right, solution);
            if (!(quality.BackwardError <= _system.Solver.Limits.RefusedBackwardError)) return (members[0], SampleFailure.Singular);
        }
        catch (NumericallySingularException singular)
        {
            return (members[singular.Column], SampleFailure.Singular);
        }
        catch (StructurallySingularException singular)
        {
            return (members[singular.UnmatchedColumns[0]], SampleFailure.Singular);
        }

        if (solution.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue)) return (members[0], SampleFailure.NotFinite);
        for (int k = 0; k < members.Length; k++) y[members[k]] = solution[k];
        return null;
    }

    // Of a loop that sweeps solved although it has credits: whether it consumes at least what it makes.
    private (int Column, SampleFailure Reason)? FailureOfCredits(ReadOnlySpan<int> members, DrawTable draws, int lane)
    {
        TripletBuilder inner = new(members.Length, members.Length);
        bool hasCredit = false;
        for (int k = 0; k < members.Length; k++)
        {
            foreach ((int row, double value) in ColumnOf(members[k], draws, lane))
            {
                if (_local[row] == Outside) continue;
                if (!double.IsFinite(value)) return (members[k], SampleFailure.NotFinite);
                inner.Add(_local[row], k, value);
                hasCredit |= value > 0 && _local[row] != k;
            }
        }

        if (!hasCredit) return null;
        try
        {
            return FailureOfLoop(members, inner.ToCsc());
        }
        catch (OverflowException)
        {
            return (members[0], SampleFailure.NotFinite);
        }
    }

    private static (int Column, SampleFailure Reason)? FailureOfLoop(ReadOnlySpan<int> members, CscMatrix matrix)
    {
        ProductivityReport report = Productivity.Check(matrix);
        return report.NonProductive.Count > 0 ? (members[report.NonProductive[0].DominantCycle[0]], SampleFailure.NonProductiveLoop) : null;
    }

    private double DirectOf(int category, int column, DrawTable draws, int lane)
    {
        ReadOnlySpan<SampledConstant> terms = _system.ConstantsOf(category, column);
        if (terms.IsEmpty) return _system.DirectOf(category, column);
        double sum = 0;
        foreach (SampledConstant term in terms) sum += term.Scale * draws[term.DrawRow, lane];
        return sum;
    }

    // The column of M in this sample: drawn entries as drawn, the others as they stand.
    private List<(int Row, double Value)> ColumnOf(int column, DrawTable draws, int lane)
    {
        CscMatrix matrix = _system.Matrix;
        Dictionary<int, double> drawn = [];
        foreach (SampledEntry entry in _system.EntriesOf(column))
            drawn[entry.MatrixRow] = drawn.GetValueOrDefault(entry.MatrixRow) + (entry.Scale * draws[entry.DrawRow, lane]);
        List<(int Row, double Value)> entries = [];
        for (int p = matrix.ColumnStarts[column]; p < matrix.ColumnStarts[column + 1]; p++)
        {
            int row = matrix.RowIndices[p];
            entries.Add((row, drawn.TryGetValue(row, out double value) ? value : matrix.Values[p]));
        }

        return entries;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Finding
    {
        public bool IsOpen;
        public bool IsInherited;
        public (int Column, SampleFailure Reason)? Failure;
    }
}
