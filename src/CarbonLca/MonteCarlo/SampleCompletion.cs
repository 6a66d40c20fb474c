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
    private const int Lanes = SampleSweep.Lanes;
    private const int Outside = -1;

    private readonly SampledSystem _system;
    private readonly int[] _local;

    public SampleCompletion(SampledSystem system)
    {
        _system = system;
        _local = new int[system.Matrix.ColumnCount];
        Array.Fill(_local, Outside);
    }

    /// <summary>Completes one lane of a group.</summary>
    /// <param name="category">The category, by its place among those asked for.</param>
    /// <param name="draws">The draws of the group.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="sample">The number of the sample.</param>
    /// <param name="y">The solution of the sweeps, <c>[column][16]</c>; what is not a number is replaced where it can be.</param>
    /// <param name="failures">Receives where and why the sample has no answer.</param>
    public void Complete(int category, ReadOnlySpan<float> draws, int lane, long sample, Span<double> y, FailureLog failures)
    {
        StronglyConnectedComponents components = _system.Components;
        for (int c = 0; c < components.Count; c++)
        {
            ReadOnlySpan<int> members = components.Members[components.Starts[c]..components.Starts[c + 1]];
            if (!_system.IsUpstream[members[0]] || !IsOpen(members, lane, y)) continue;
            Clear(members, lane, y);
            for (int k = 0; k < members.Length; k++) _local[members[k]] = k;
            if (Solve(category, members, draws, lane, y) is { } failure) failures.Add(new FailedSample(sample, failure.Column, failure.Reason));
            foreach (int column in members) _local[column] = Outside;
        }
    }

    private static bool IsOpen(ReadOnlySpan<int> members, int lane, ReadOnlySpan<double> y)
    {
        foreach (int column in members)
            if (double.IsNaN(y[(column * Lanes) + lane])) return true;
        return false;
    }

    private static void Clear(ReadOnlySpan<int> members, int lane, Span<double> y)
    {
        foreach (int column in members) y[(column * Lanes) + lane] = double.NaN;
    }

    // Null when the component was solved, or has to wait in vain for a supplier that failed.
    private (int Column, SampleFailure Reason)? Solve(int category, ReadOnlySpan<int> members, ReadOnlySpan<float> draws, int lane, Span<double> y)
    {
        TripletBuilder inner = new(members.Length, members.Length);
        double[] right = new double[members.Length];
        bool isInherited = false;
        for (int k = 0; k < members.Length; k++)
        {
            int column = members[k];
            right[k] = DirectOf(category, column, draws, lane);
            foreach ((int row, double value) in ColumnOf(column, draws, lane))
            {
                if (row == column && !(value > 0)) return (column, SampleFailure.NoReferenceOutput);
                if (!double.IsFinite(value)) return (column, SampleFailure.NotFinite);
                if (_local[row] != Outside) inner.Add(_local[row], k, value);
                else if (value != 0) right[k] -= value * y[(row * Lanes) + lane];
            }

            isInherited |= double.IsNaN(right[k]);
            if (double.IsInfinity(right[k])) return (column, SampleFailure.NotFinite);
        }

        if (isInherited) return null;
        try
        {
            return Solve(members, inner.ToCsc(), right, lane, y);
        }
        catch (OverflowException)
        {
            return (members[0], SampleFailure.NotFinite);
        }
    }

    private (int Column, SampleFailure Reason)? Solve(ReadOnlySpan<int> members, CscMatrix matrix, double[] right, int lane, Span<double> y)
    {
        ProductivityReport report = Productivity.Check(matrix);
        if (report.NonProductive.Count > 0) return (members[report.NonProductive[0].DominantCycle[0]], SampleFailure.NonProductiveLoop);
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
        for (int k = 0; k < members.Length; k++) y[(members[k] * Lanes) + lane] = solution[k];
        return null;
    }

    private double DirectOf(int category, int column, ReadOnlySpan<float> draws, int lane)
    {
        ReadOnlySpan<SampledConstant> terms = _system.ConstantsOf(category, column);
        if (terms.IsEmpty) return _system.DirectOf(category, column);
        double sum = 0;
        foreach (SampledConstant term in terms) sum += term.Scale * Draw(draws, term.DrawRow, lane);
        return double.IsNaN(sum) ? double.PositiveInfinity : sum;
    }

    // The column of M in this sample: drawn entries as drawn, the others as they stand.
    private List<(int Row, double Value)> ColumnOf(int column, ReadOnlySpan<float> draws, int lane)
    {
        CscMatrix matrix = _system.Matrix;
        Dictionary<int, double> drawn = [];
        foreach (SampledEntry entry in _system.EntriesOf(column))
            drawn[entry.MatrixRow] = drawn.GetValueOrDefault(entry.MatrixRow) + (entry.Scale * Draw(draws, entry.DrawRow, lane));
        List<(int Row, double Value)> entries = [];
        for (int p = matrix.ColumnStarts[column]; p < matrix.ColumnStarts[column + 1]; p++)
        {
            int row = matrix.RowIndices[p];
            entries.Add((row, drawn.TryGetValue(row, out double value) ? value : matrix.Values[p]));
        }

        return entries;
    }

    private static double Draw(ReadOnlySpan<float> draws, int row, int lane) => row == SampledEntry.Fixed ? 1 : draws[(row * Lanes) + lane];
}
