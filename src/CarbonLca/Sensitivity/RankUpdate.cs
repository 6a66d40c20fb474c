using CarbonLca.Assessment;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Systems;

namespace CarbonLca.Sensitivity;

/// <summary>The footprints after a change of a few columns, from those before (Sherman &amp; Morrison 1950, Woodbury 1950).</summary>
/// <remarks>
/// <para>
/// With M the signed technosphere, M′ = M + U·Eᵀ differs from it in k columns E, and Mᵀ·y = d becomes M′ᵀ·y′ = d′, d′ − d = E·δ. Then
/// y′ = y + W·q with W = M⁻ᵀ·E and (I + Uᵀ·W)·q = δ − Uᵀ·y: one transposed solve per changed column, whatever the number of
/// categories, and a system of order k.
/// </para>
/// <para>
/// Nothing is believed: the result is refused, and the changed system solved anew by the caller, when a pivot of the small system is
/// mostly cancelled, when the componentwise backward error in M′ is not of the order of rounding, or when M′ is not shown to be
/// productive. Shown it is, for a system without credits, by x = M′⁻ᵀ·1 &gt; 0: a matrix without positive entries off the diagonal that maps a
/// positive vector to a positive one is an M-matrix (Berman &amp; Plemmons 1994, ch. 6).
/// </para>
/// </remarks>
internal sealed class RankUpdate
{
    private const int MostColumns = 8;
    private const double LeastPivot = 1e-3;
    private const double MostBackwardError = 1e-14;

    private readonly ProductFootprints _footprints;
    private readonly Lazy<double[]> _certificate;

    public RankUpdate(ProductFootprints footprints)
    {
        _footprints = footprints;
        _certificate = new(() =>
        {
            double[] ones = new double[footprints.Solver.System.Columns.Length];
            double[] x = new double[ones.Length];
            Array.Fill(ones, 1);
            footprints.Solver.SolveTransposed(ones, x, 1);
            return x;
        });
    }

    /// <summary>The updated footprints, or null when the changed system must be solved anew.</summary>
    public WhatIfFootprints? Try(ChangedSystem changed)
    {
        LcaSolver solver = _footprints.Solver;
        int[] columns = changed.Columns;
        if (columns.Length > MostColumns) return null;
        int n = solver.System.Columns.Length;
        int categories = _footprints.Direct.CategoryCount;
        ColumnDifference[] differences = [.. columns.Select(j => ColumnDifference.Of(solver, changed.System, j))];
        CscMatrix matrix = Changed(solver, changed.System, differences);
        bool hasCredits = solver.HasCredits || differences.Any(d => d.GainsCredit);
        if (hasCredits && Productivity.Check(matrix).NonProductive.Count > 0) return null;

        SmallSystem small = new(differences, RowsOfInverse(solver, columns), n);
        if (!(small.Pivot >= LeastPivot)) return null;
        if (!hasCredits && !IsProductive(small, matrix, columns.Length)) return null;

        DirectImpacts direct = DirectImpacts.Of(changed.System, _footprints.Direct.Characterization);
        double[] right = new double[n];
        double[] delta = new double[columns.Length];
        double[] y = new double[n * categories];
        double worst = 0;
        for (int k = 0; k < categories; k++)
        {
            for (int j = 0; j < n; j++) right[j] = solver.ColumnSign(j) * direct.Of(j)[k];
            for (int c = 0; c < columns.Length; c++) delta[c] = right[columns[c]] - (solver.ColumnSign(columns[c]) * _footprints.Direct.Of(columns[c])[k]);
            Span<double> side = y.AsSpan(k * n, n);
            _footprints.Category(k).CopyTo(side);
            small.Update(side, delta);
            worst = Math.Max(worst, BackwardError(matrix, side, right));
        }

        return worst <= MostBackwardError ? new WhatIfFootprints(changed.System, y, worst, small.Pivot) : null;
    }

    private bool IsProductive(SmallSystem small, CscMatrix matrix, int count)
    {
        double[] x = [.. _certificate.Value];
        small.Update(x, new double[count]);
        foreach (double value in x)
            if (!(value > 0)) return false;
        double[] ones = new double[x.Length];
        Array.Fill(ones, 1);
        return BackwardError(matrix, x, ones) <= MostBackwardError;
    }

    // W: one solution per changed column, [column][row].
    private static double[] RowsOfInverse(LcaSolver solver, int[] columns)
    {
        int n = solver.System.Columns.Length;
        double[] units = new double[n * columns.Length];
        double[] w = new double[units.Length];
        for (int c = 0; c < columns.Length; c++) units[(c * n) + columns[c]] = 1;
        solver.SolveTransposed(units, w, columns.Length);
        return w;
    }

    // M′ by columns: those of M, and the signed columns of the changed system where there are differences.
    private static CscMatrix Changed(LcaSolver solver, ProductSystem system, ColumnDifference[] differences)
    {
        CscMatrix matrix = solver.Matrix;
        Dictionary<int, ColumnDifference> byColumn = differences.ToDictionary(d => d.Column);
        int[] starts = new int[matrix.ColumnCount + 1];
        List<int> rows = new(matrix.EntryCount + system.Technosphere.EntryCount - solver.System.Technosphere.EntryCount);
        List<double> values = new(rows.Capacity);
        for (int j = 0; j < matrix.ColumnCount; j++)
        {
            if (byColumn.TryGetValue(j, out ColumnDifference? difference))
            {
                foreach ((int row, double value) in difference.After)
                {
                    rows.Add(row);
                    values.Add(value);
                }
            }
            else
            {
                rows.AddRange(matrix.RowIndices[matrix.ColumnStarts[j]..matrix.ColumnStarts[j + 1]]);
                values.AddRange(matrix.Values[matrix.ColumnStarts[j]..matrix.ColumnStarts[j + 1]]);
            }

            starts[j + 1] = rows.Count;
        }

        return new CscMatrix(matrix.RowCount, matrix.ColumnCount, starts, [.. rows], [.. values]);
    }

    // Oettli–Prager for Mᵀ·y = d: max |d − Mᵀ·y| / (|d| + |M|ᵀ·|y|).
    private static double BackwardError(CscMatrix matrix, ReadOnlySpan<double> y, ReadOnlySpan<double> d)
    {
        double worst = 0;
        for (int j = 0; j < matrix.ColumnCount; j++)
        {
            double residual = d[j];
            double size = Math.Abs(d[j]);
            for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++)
            {
                double term = matrix.Values[p] * y[matrix.RowIndices[p]];
                residual -= term;
                size += Math.Abs(term);
            }

            if (residual == 0) continue;
            double ratio = Math.Abs(residual) / size;
            if (!(ratio <= worst)) worst = double.IsNaN(ratio) ? double.PositiveInfinity : ratio;
        }

        return worst;
    }
}
