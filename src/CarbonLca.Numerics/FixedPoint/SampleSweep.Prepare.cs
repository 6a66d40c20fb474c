namespace CarbonLca.Numerics.FixedPoint;

public sealed partial class SampleSweep
{
    // The rate of the reference system is measured on its own sweeps, until changes are this small or the sweeps run out.
    private const double RateTolerance = 1e-9;
    private const int RateSweeps = 100;
    private const double LargestReferenceRate = 0.999;

    /// <summary>Scales a system by a reference solution and lays out what differs from sample to sample.</summary>
    /// <param name="system">The system Mᵀ·y = d.</param>
    /// <param name="d">The right-hand side, one number per column.</param>
    /// <param name="reference">The solution of the reference system, one number per column.</param>
    /// <param name="entries">The entries of M that differ; the diagonal may be among them. Entries not named keep their values.</param>
    /// <param name="constants">The entries of d that differ.</param>
    /// <param name="columns">The columns whose solution is wanted; none for all. What they do not lead to is left out.</param>
    /// <exception cref="ArgumentException">A length is wrong, a number is not finite, or an entry is named that the matrix does not have.</exception>
    public static SampleSweep Prepare(
        FixedPointSystem system,
        ReadOnlySpan<double> d,
        ReadOnlySpan<double> reference,
        ReadOnlySpan<SampledEntry> entries,
        ReadOnlySpan<SampledConstant> constants,
        ReadOnlySpan<int> columns = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        CheckColumns(d, system.Count, nameof(d));
        CheckColumns(reference, system.Count, nameof(reference));
        int drawRows = Math.Max(DrawRows(entries, system.Count), DrawRows(constants, system.Count));
        int[] nodeOf = new int[system.Count];
        for (int node = 0; node < nodeOf.Length; node++) nodeOf[system.NodeColumns[node]] = node;

        int[][] entriesOf = Group(system.Count, entries.Length, entries, static (all, k) => all[k].MatrixColumn);
        int[][] constantsOf = Group(system.Count, constants.Length, constants, static (all, k) => all[k].Column);
        double[] scales = Scales(system, d, reference, constants, constantsOf);
        bool[] isWanted = Wanted(system, scales, columns, nodeOf);

        // Kept nodes are numbered anew, in the same order; a component is kept or dropped as a whole.
        int[] keptOf = new int[system.Count];
        int count = 0;
        for (int node = 0; node < keptOf.Length; node++) keptOf[node] = isWanted[node] ? count++ : Dropped;
        Layout layout = new(system, d, entries, constants, entriesOf, constantsOf, scales, keptOf, nodeOf, count);
        return layout.Build(drawRows, reference);
    }

    private static void CheckColumns(ReadOnlySpan<double> values, int count, string parameter)
    {
        if (values.Length != count) throw new ArgumentException($"'{parameter}' has length {values.Length}; expected {count}, one number per column.", parameter);
        for (int column = 0; column < count; column++)
        {
            if (!double.IsFinite(values[column])) throw new ArgumentException($"'{parameter}' is {values[column]} in column {column}; expected a finite number.", parameter);
        }
    }

    private static int DrawRows(ReadOnlySpan<SampledEntry> entries, int count)
    {
        int rows = 0;
        foreach (SampledEntry entry in entries)
        {
            if ((uint)entry.MatrixRow >= (uint)count || (uint)entry.MatrixColumn >= (uint)count || entry.DrawRow < SampledEntry.Fixed || !double.IsFinite(entry.Scale))
                throw new ArgumentException($"'{entry}' is no entry of a matrix of order {count}; expected row and column in range, a draw row of at least {SampledEntry.Fixed} and a finite scale.", nameof(entries));
            rows = Math.Max(rows, entry.DrawRow + 1);
        }

        return rows;
    }

    private static int DrawRows(ReadOnlySpan<SampledConstant> constants, int count)
    {
        int rows = 0;
        foreach (SampledConstant constant in constants)
        {
            if ((uint)constant.Column >= (uint)count || constant.DrawRow < SampledEntry.Fixed || !double.IsFinite(constant.Scale))
                throw new ArgumentException($"'{constant}' is no entry of a right-hand side of {count} columns; expected a column in range, a draw row of at least {SampledEntry.Fixed} and a finite scale.", nameof(constants));
            rows = Math.Max(rows, constant.DrawRow + 1);
        }

        return rows;
    }

    private delegate int ColumnOf<T>(ReadOnlySpan<T> all, int k);

    private static int[][] Group<T>(int count, int length, ReadOnlySpan<T> all, ColumnOf<T> columnOf)
    {
        int[] sizes = new int[count];
        for (int k = 0; k < length; k++) sizes[columnOf(all, k)]++;
        int[][] groups = new int[count][];
        for (int column = 0; column < count; column++) groups[column] = sizes[column] == 0 ? [] : new int[sizes[column]];
        for (int k = length - 1; k >= 0; k--)
        {
            int column = columnOf(all, k);
            groups[column][--sizes[column]] = k;
        }

        return groups;
    }

    // |y₀|; where it is 0 although something there need not be 0, the size of what cancels; 0 where everything is 0.
    private static double[] Scales(FixedPointSystem system, ReadOnlySpan<double> d, ReadOnlySpan<double> reference, ReadOnlySpan<SampledConstant> constants, int[][] constantsOf)
    {
        double[] scales = new double[system.Count];
        for (int node = 0; node < scales.Length; node++) scales[node] = Math.Abs(reference[system.NodeColumns[node]]);
        foreach (FixedPointSystem.Segment segment in system.NodeSegments)
        {
            bool hasChanged = true;
            while (hasChanged)
            {
                hasChanged = false;
                for (int node = segment.Start; node < segment.End; node++)
                {
                    if (scales[node] != 0) continue;
                    int column = system.NodeColumns[node];
                    double size = Math.Abs(d[column]);
                    foreach (int k in constantsOf[column]) size += Math.Abs(constants[k].Scale);
                    size /= system.Diagonal[node];
                    for (int p = system.Starts[node]; p < system.Starts[node + 1]; p++) size += Math.Abs(system.Weights[p]) * scales[system.Targets[p]];
                    scales[node] = size;
                    hasChanged |= size != 0 && segment.IsCyclic;
                }
            }
        }

        return scales;
    }

    private static bool[] Wanted(FixedPointSystem system, double[] scales, ReadOnlySpan<int> columns, int[] nodeOf)
    {
        bool[] isWanted = new bool[system.Count];
        if (columns.IsEmpty) Array.Fill(isWanted, true);
        foreach (int column in columns)
        {
            if ((uint)column >= (uint)system.Count) throw new ArgumentException($"Column {column} is wanted; expected one of {system.Count} columns.", nameof(columns));
            isWanted[nodeOf[column]] = true;
        }

        ReadOnlySpan<FixedPointSystem.Segment> segments = system.NodeSegments;
        for (int s = segments.Length - 1; s >= 0; s--)
        {
            FixedPointSystem.Segment segment = segments[s];
            if (segment.IsCyclic && isWanted.AsSpan(segment.Start, segment.End - segment.Start).Contains(true))
                isWanted.AsSpan(segment.Start, segment.End - segment.Start).Fill(true);
            for (int node = segment.End - 1; node >= segment.Start; node--)
            {
                if (!isWanted[node]) continue;
                for (int p = system.Starts[node]; p < system.Starts[node + 1]; p++) isWanted[system.Targets[p]] = true;
            }
        }

        for (int node = 0; node < isWanted.Length; node++) isWanted[node] &= scales[node] != 0;
        return isWanted;
    }

    /// <summary>Writes the terms of every kept node.</summary>
    private readonly ref struct Layout(
        FixedPointSystem system,
        ReadOnlySpan<double> d,
        ReadOnlySpan<SampledEntry> entries,
        ReadOnlySpan<SampledConstant> constants,
        int[][] entriesOf,
        int[][] constantsOf,
        double[] scales,
        int[] keptOf,
        int[] nodeOf,
        int count)
    {
        private readonly FixedPointSystem _system = system;
        private readonly ReadOnlySpan<double> _d = d;
        private readonly ReadOnlySpan<SampledEntry> _entries = entries;
        private readonly ReadOnlySpan<SampledConstant> _constants = constants;

        public SampleSweep Build(int drawRows, ReadOnlySpan<double> reference)
        {
            SampleTerms.Builder external = new();
            SampleTerms.Builder inner = new();
            SampleTerms.Builder diagonal = new();
            int[] placeOf = new int[_system.Count];
            Array.Fill(placeOf, Dropped);
            bool[] isSampled = new bool[_system.Weights.Length];
            int[] kept = new int[count];
            double[] keptScales = new double[count];
            List<FixedPointSystem.Segment> segments = [];
            List<float> rates = [];
            double[] y = new double[_system.Count];
            for (int node = 0; node < y.Length; node++) y[node] = reference[_system.NodeColumns[node]];
            foreach (FixedPointSystem.Segment segment in _system.NodeSegments)
            {
                int start = -1;
                int end = -1;
                for (int node = segment.Start; node < segment.End; node++)
                {
                    Mark(node, placeOf, isSampled);
                    int at = keptOf[node];
                    if (at != Dropped)
                    {
                        kept[at] = _system.NodeColumns[node];
                        keptScales[at] = scales[node];
                        start = start < 0 ? at : start;
                        end = at + 1;
                        AddNode(node, segment, isSampled, external, inner, diagonal);
                    }

                    for (int p = _system.Starts[node]; p < _system.Starts[node + 1]; p++) placeOf[_system.Targets[p]] = Dropped;
                }

                if (start < 0) continue;
                segments.Add(new FixedPointSystem.Segment(start, end, segment.IsCyclic));
                rates.Add(segment.IsCyclic ? Rate(segment, y) : 0);
            }

            return new SampleSweep(_system.Count, _system.CyclicNodeCount, drawRows, kept, keptScales, [.. segments], [.. rates], external.Build(), inner.Build(), diagonal.Build());
        }

        // The factor by which changes of the reference system shrink from sweep to sweep, seen on its way from 0.
        private float Rate(FixedPointSystem.Segment segment, double[] y)
        {
            Span<double> loop = y.AsSpan(segment.Start, segment.End - segment.Start);
            double[] reference = loop.ToArray();
            loop.Clear();
            double last = double.PositiveInfinity;
            double lastRate = 0;
            double rate = 0;
            for (int sweep = 0; sweep < RateSweeps && last > RateTolerance; sweep++)
            {
                double change = 0;
                for (int node = segment.Start; node < segment.End; node++)
                {
                    double after = _d[_system.NodeColumns[node]] / _system.Diagonal[node];
                    for (int p = _system.Starts[node]; p < _system.Starts[node + 1]; p++) after += _system.Weights[p] * y[_system.Targets[p]];
                    if (after != y[node]) change = Math.Max(change, Math.Abs((after - y[node]) / after));
                    y[node] = after;
                }

                lastRate = rate;
                rate = change / last;
                last = change;
            }

            reference.CopyTo(loop);
            double slower = Math.Max(rate, lastRate);
            return (float)(slower < LargestReferenceRate ? slower : LargestReferenceRate);
        }

        // Which entries of a node are given by samples; every sampled entry has to be one of the matrix.
        private void Mark(int node, int[] placeOf, bool[] isSampled)
        {
            int column = _system.NodeColumns[node];
            if (entriesOf[column].Length == 0) return;
            for (int p = _system.Starts[node]; p < _system.Starts[node + 1]; p++) placeOf[_system.Targets[p]] = p;
            foreach (int k in entriesOf[column])
            {
                int row = _entries[k].MatrixRow;
                if (row == column) continue;
                int place = placeOf[nodeOf[row]];
                if (place == Dropped) throw new ArgumentException($"The matrix has no entry in row {row} of column {column}, which '{_entries[k]}' samples; expected an entry other than 0.");
                isSampled[place] = true;
            }
        }

        private void AddNode(int node, FixedPointSystem.Segment segment, bool[] isSampled, SampleTerms.Builder external, SampleTerms.Builder inner, SampleTerms.Builder diagonal)
        {
            int column = _system.NodeColumns[node];
            double pivot = _system.Diagonal[node];
            double scale = scales[node];
            bool hasSampledDiagonal = false;
            foreach (int k in entriesOf[column]) hasSampledDiagonal |= _entries[k].MatrixRow == column;

            foreach (int k in constantsOf[column]) external.Add(count, _constants[k].DrawRow, _constants[k].Scale / pivot / scale);
            if (constantsOf[column].Length == 0 && _d[column] != 0) external.Add(count, SampledEntry.Fixed, _d[column] / pivot / scale);
            for (int p = _system.Starts[node]; p < _system.Starts[node + 1]; p++)
            {
                if (isSampled[p]) continue;
                int target = _system.Targets[p];
                AddTerm(target, segment, SampledEntry.Fixed, _system.Weights[p] * (scales[target] / scale), hasSampledDiagonal, external, inner);
            }

            foreach (int k in entriesOf[column])
            {
                SampledEntry entry = _entries[k];
                int target = nodeOf[entry.MatrixRow];
                if (target == node) diagonal.Add(count, entry.DrawRow, entry.Scale / pivot);
                else AddTerm(target, segment, entry.DrawRow, -entry.Scale / pivot * (scales[target] / scale), hasSampledDiagonal, external, inner);
            }

            external.EndNode();
            inner.EndNode();
            diagonal.EndNode();
        }

        private void AddTerm(int target, FixedPointSystem.Segment segment, int row, double factor, bool asDrawn, SampleTerms.Builder external, SampleTerms.Builder inner)
        {
            if (keptOf[target] == Dropped) return;
            if (segment.IsCyclic && target >= segment.Start && target < segment.End) inner.Add(keptOf[target], row, factor, asDrawn);
            else external.Add(keptOf[target], row, factor);
        }
    }
}
