using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.FixedPoint;

public sealed partial class SampleSweep
{
    /// <summary>The most categories of one system.</summary>
    public const int MaximumCategories = 8;

    // Of what takes itself away, this part counts as the size of the rest.
    private const double CountedPart = 1.0 / 512;
    private const double SizeTolerance = 1e-3;

    /// <summary>Scales a system of one category and lays out what differs from sample to sample.</summary>
    /// <param name="system">The system Mᵀ·y = d.</param>
    /// <param name="d">The right-hand side, one number per column.</param>
    /// <param name="reference">The solution of the reference system, one number per column: where the samples start.</param>
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
        ReadOnlySpan<int> columns = default) =>
        Prepare(system, [d.ToArray()], [reference.ToArray()], entries, [constants.ToArray()], columns);

    /// <summary>The same for up to eight categories, which share the entries of M and their draws.</summary>
    /// <param name="system">The system Mᵀ·y = d.</param>
    /// <param name="d">The right-hand side of each category, one number per column.</param>
    /// <param name="reference">The solution of the reference system in each category, one number per column.</param>
    /// <param name="entries">The entries of M that differ.</param>
    /// <param name="constants">The entries of d that differ, for each category. One draw row may stand in several.</param>
    /// <param name="columns">The columns whose solution is wanted; none for all.</param>
    /// <remarks>A category has the same bits alone and with others, as long as the draws are finite.</remarks>
    /// <exception cref="ArgumentException">There is no category or more than eight, a length is wrong, a number is not finite, or an entry is named that the matrix does not have.</exception>
    public static SampleSweep Prepare(
        FixedPointSystem system,
        ReadOnlySpan<double[]> d,
        ReadOnlySpan<double[]> reference,
        ReadOnlySpan<SampledEntry> entries,
        ReadOnlySpan<SampledConstant[]> constants,
        ReadOnlySpan<int> columns = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (d.Length is < 1 or > MaximumCategories) throw new ArgumentException($"'{nameof(d)}' has {d.Length} categories; expected 1 to {MaximumCategories}.", nameof(d));
        if (reference.Length != d.Length) throw new ArgumentException($"'{nameof(reference)}' has {reference.Length} categories; expected {d.Length}, as many as '{nameof(d)}'.", nameof(reference));
        if (constants.Length != d.Length) throw new ArgumentException($"'{nameof(constants)}' has {constants.Length} categories; expected {d.Length}, as many as '{nameof(d)}'.", nameof(constants));
        int drawRows = DrawRows(entries, system.Count);
        for (int k = 0; k < d.Length; k++)
        {
            CheckColumns(d[k], system.Count, nameof(d));
            CheckColumns(reference[k], system.Count, nameof(reference));
            drawRows = Math.Max(drawRows, DrawRows(constants[k], system.Count));
        }

        SampleSchedule schedule = SampleSchedule.Of(system);
        double[][] sizes = [.. Enumerable.Range(0, d.Length).Select(_ => Array.Empty<double>())];
        for (int k = 0; k < d.Length; k++) sizes[k] = SizesOf(system, d[k]);
        int[] placeOf = new int[system.Count];
        for (int place = 0; place < placeOf.Length; place++) placeOf[system.NodeColumns[schedule.Nodes[place]]] = place;
        Constants rightHandSide = Constants.Of(d, constants, system.Count);
        bool[] isWanted = Wanted(system, schedule, rightHandSide, columns, placeOf);

        // Kept places are numbered anew, in the same order; a component is kept or dropped as a whole.
        int[] keptOf = new int[system.Count];
        int count = 0;
        for (int place = 0; place < keptOf.Length; place++) keptOf[place] = isWanted[place] ? count++ : Dropped;
        return new Layout(system, schedule, entries, rightHandSide, keptOf, placeOf, count).Build(drawRows, reference, sizes);
    }

    // Where positive and negative parts of a solution take each other away, the size of what was there before: the solution for |d|, in powers of two.
    // None where no sign differs, or where credits in loops could take that away as well.
    private static double[] SizesOf(FixedPointSystem system, double[] d)
    {
        if (system.HasNegativeWeights || !(d.AsSpan().ContainsAnyExceptInRange(0, double.MaxValue) && d.AsSpan().ContainsAnyExceptInRange(double.MinValue, 0))) return [];
        double[] parts = [.. d.Select(Math.Abs)];
        double[] sizes = new double[d.Length];
        if (!system.SolveTransposedMany(parts, sizes, 1, FixedPointOptions.Default with { Tolerance = SizeTolerance }).HasConverged) return [];
        for (int k = 0; k < sizes.Length; k++) sizes[k] = sizes[k] is > 1e-300 and < 1e300 ? Math.ScaleB(CountedPart, Math.ILogB(sizes[k])) : 0;
        return sizes;
    }

    private static void CheckColumns(double[] values, int count, string parameter)
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
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

    private static int DrawRows(SampledConstant[] constants, int count)
    {
        ArgumentNullException.ThrowIfNull(constants);
        int rows = 0;
        foreach (SampledConstant constant in constants)
        {
            if ((uint)constant.Column >= (uint)count || constant.DrawRow < SampledEntry.Fixed || !double.IsFinite(constant.Scale))
                throw new ArgumentException($"'{constant}' is no entry of a right-hand side of {count} columns; expected a column in range, a draw row of at least {SampledEntry.Fixed} and a finite scale.", nameof(constants));
            rows = Math.Max(rows, constant.DrawRow + 1);
        }

        return rows;
    }

    // What some category reaches, among what the wanted columns lead to. Of a component either every node or none.
    private static bool[] Wanted(FixedPointSystem system, SampleSchedule schedule, Constants constants, ReadOnlySpan<int> columns, int[] placeOf)
    {
        bool[] isReached = new bool[system.Count];
        bool[] isWanted = new bool[system.Count];
        foreach (int column in columns)
        {
            if ((uint)column >= (uint)system.Count) throw new ArgumentException($"Column {column} is wanted; expected one of {system.Count} columns.", nameof(columns));
            isWanted[placeOf[column]] = true;
        }

        if (columns.IsEmpty) Array.Fill(isWanted, true);
        ReadOnlySpan<FixedPointSystem.Segment> segments = system.NodeSegments;
        for (int s = segments.Length - 1; s >= 0; s--)
        {
            Span<bool> wanted = isWanted.AsSpan(segments[s].Start, segments[s].End - segments[s].Start);
            if (segments[s].IsCyclic && wanted.Contains(true)) wanted.Fill(true);
            for (int place = segments[s].End - 1; place >= segments[s].Start; place--)
            {
                if (!isWanted[place]) continue;
                int node = schedule.Nodes[place];
                for (int p = system.Starts[node]; p < system.Starts[node + 1]; p++) isWanted[schedule.PlaceOf(system.Targets[p])] = true;
            }
        }

        foreach (FixedPointSystem.Segment segment in segments)
        {
            for (int place = segment.Start; place < segment.End; place++)
            {
                int node = schedule.Nodes[place];
                bool reached = constants.IsReached(system.NodeColumns[node]);
                for (int p = system.Starts[node]; p < system.Starts[node + 1] && !reached; p++) reached = isReached[schedule.PlaceOf(system.Targets[p])];
                isReached[place] = reached;
            }

            Span<bool> all = isReached.AsSpan(segment.Start, segment.End - segment.Start);
            if (segment.IsCyclic && all.Contains(true)) all.Fill(true);
        }

        for (int place = 0; place < isWanted.Length; place++) isWanted[place] &= isReached[place];
        return isWanted;
    }

    /// <summary>The right-hand side of all categories, column by column.</summary>
    /// <remarks>Terms of a column are summed by ascending draw row, so that their order does not depend on the categories.</remarks>
    private sealed class Constants
    {
        private readonly List<(int Row, double[] Factors)>?[] _terms;
        private readonly double[]?[] _fixed;

        private Constants(int categories, int columns)
        {
            Categories = categories;
            _terms = new List<(int, double[])>?[columns];
            _fixed = new double[]?[columns];
        }

        public int Categories { get; }

        public static Constants Of(ReadOnlySpan<double[]> d, ReadOnlySpan<SampledConstant[]> constants, int columns)
        {
            Constants all = new(d.Length, columns);
            bool[] isGiven = new bool[columns];
            for (int k = 0; k < d.Length; k++)
            {
                Array.Clear(isGiven);
                foreach (SampledConstant constant in constants[k].OrderBy(static constant => constant.DrawRow))
                {
                    if (constant.Scale != 0) all.Add(constant.Column, constant.DrawRow, k, constant.Scale);
                    isGiven[constant.Column] = true;
                }

                for (int column = 0; column < columns; column++)
                {
                    if (!isGiven[column] && d[k][column] != 0) all.Add(column, SampledEntry.Fixed, k, d[k][column]);
                }
            }

            foreach (List<(int Row, double[] Factors)>? terms in all._terms) terms?.Sort(static (a, b) => a.Row.CompareTo(b.Row));
            return all;
        }

        public ReadOnlySpan<(int Row, double[] Factors)> Drawn(int column) => CollectionsMarshal.AsSpan(_terms[column]);

        public double[]? Fixed(int column) => _fixed[column];

        public bool IsReached(int column) => _fixed[column] is not null || _terms[column] is not null;

        private void Add(int column, int row, int category, double scale)
        {
            if (row == SampledEntry.Fixed)
            {
                (_fixed[column] ??= new double[Categories])[category] += scale;
                return;
            }

            List<(int Row, double[] Factors)> terms = _terms[column] ??= [];
            int at = terms.FindIndex(term => term.Row == row);
            if (at < 0)
            {
                at = terms.Count;
                terms.Add((row, new double[Categories]));
            }

            terms[at].Factors[category] += scale;
        }
    }

    /// <summary>Writes the terms of every kept node.</summary>
    private readonly ref struct Layout
    {
        private readonly FixedPointSystem _system;
        private readonly SampleSchedule _schedule;
        private readonly ReadOnlySpan<SampledEntry> _entries;
        private readonly Constants _rightHandSide;
        private readonly int[] _keptOf;
        private readonly int[] _placeOf;
        private readonly int _count;
        private readonly int _categories;
        private readonly int _stride;
        private readonly int[] _entryStarts;
        private readonly int[] _entriesOf;
        private readonly SampleTerms.Builder _constant = new();
        private readonly SampleTerms.Builder _external = new();
        private readonly SampleTerms.Builder _externalFixed = new();
        private readonly SampleTerms.Builder _inner = new();
        private readonly SampleTerms.Builder _innerFixed = new();
        private readonly SampleTerms.Builder _diagonal = new();
        private readonly List<(int Target, int Row, double Factor)> _innerOfNode = [];

        public Layout(FixedPointSystem system, SampleSchedule schedule, ReadOnlySpan<SampledEntry> entries, Constants rightHandSide, int[] keptOf, int[] placeOf, int count)
        {
            _system = system;
            _schedule = schedule;
            _entries = entries;
            _rightHandSide = rightHandSide;
            _keptOf = keptOf;
            _placeOf = placeOf;
            _count = count;
            _categories = rightHandSide.Categories == 1 ? SixteenSamples.Categories : EightCategories.Categories;
            _stride = Lanes * (rightHandSide.Categories == 1 ? SixteenSamples.Vectors : EightCategories.Vectors);
            _entryStarts = new int[system.Count + 1];
            foreach (SampledEntry entry in entries) _entryStarts[entry.MatrixColumn + 1]++;
            for (int column = 0; column < system.Count; column++) _entryStarts[column + 1] += _entryStarts[column];
            _entriesOf = new int[entries.Length];
            int[] next = _entryStarts[..^1];
            for (int k = 0; k < entries.Length; k++) _entriesOf[next[entries[k].MatrixColumn]++] = k;
        }

        public SampleSweep Build(int drawRows, ReadOnlySpan<double[]> reference, double[][] sizesOf)
        {
            int[] termOf = new int[_system.Count];
            Array.Fill(termOf, Dropped);
            bool[] isSampled = new bool[_system.Weights.Length];
            int[] columns = new int[_count];
            double[] units = new double[_count];
            double[] start = new double[_count * _categories];
            double[] sizes = new double[_count * _categories];
            double[] fixedConstants = new double[_count * _categories];
            List<Part> parts = [];
            for (int s = 0; s < _system.NodeSegments.Length; s++)
            {
                FixedPointSystem.Segment segment = _system.NodeSegments[s];
                int first = -1;
                int end = -1;
                for (int place = segment.Start; place < segment.End; place++)
                {
                    int node = _schedule.Nodes[place];
                    Mark(node, termOf, isSampled);
                    int at = _keptOf[place];
                    if (at != Dropped)
                    {
                        columns[at] = _system.NodeColumns[node];
                        units[at] = _schedule.UnitOf(node);
                        for (int k = 0; k < reference.Length; k++)
                        {
                            start[(at * _categories) + k] = reference[k][columns[at]] / units[at];
                            if (sizesOf[k].Length > 0) sizes[(at * _categories) + k] = sizesOf[k][columns[at]] / units[at];
                        }

                        first = first < 0 ? at : first;
                        end = at + 1;
                        AddNode(node, segment, isSampled, fixedConstants.AsSpan(at * _categories, _categories));
                    }

                    for (int p = _system.Starts[node]; p < _system.Starts[node + 1]; p++) termOf[_system.Targets[p]] = Dropped;
                }

                if (first < 0) continue;
                SampleSchedule.Loop loop = _schedule.Loops[s];
                int shift = first - segment.Start;
                parts.Add(new Part(first, end, segment.IsCyclic, loop with { Visits = [.. loop.Visits.Select(visit => visit with { Start = visit.Start + shift, End = visit.End + shift })] }));
            }

            return new SampleSweep(_system.Count, _system.CyclicNodeCount, _rightHandSide.Categories, drawRows, columns, units, [.. parts], start, sizes, fixedConstants, [_constant.Build(), _external.Build(), _inner.Build(), _diagonal.Build()], _externalFixed.Build(), _innerFixed.Build());
        }

        // Which entries of a node are given by samples; every sampled entry has to be one of the matrix.
        private void Mark(int node, int[] termOf, bool[] isSampled)
        {
            int column = _system.NodeColumns[node];
            ReadOnlySpan<int> own = EntriesOf(column);
            if (own.IsEmpty) return;
            for (int p = _system.Starts[node]; p < _system.Starts[node + 1]; p++) termOf[_system.Targets[p]] = p;
            foreach (int k in own)
            {
                int row = _entries[k].MatrixRow;
                if (row == column) continue;
                int term = termOf[_schedule.Nodes[_placeOf[row]]];
                if (term == Dropped) throw new ArgumentException($"The matrix has no entry in row {row} of column {column}, which '{_entries[k]}' samples; expected an entry other than 0.");
                isSampled[term] = true;
            }
        }

        private void AddNode(int node, FixedPointSystem.Segment segment, bool[] isSampled, Span<double> fixedConstants)
        {
            int column = _system.NodeColumns[node];
            double pivot = _system.Diagonal[node];
            double unit = _schedule.UnitOf(node);
            Span<double> factors = stackalloc double[MaximumCategories];
            foreach ((int row, double[] given) in _rightHandSide.Drawn(column))
            {
                factors.Clear();
                for (int k = 0; k < given.Length; k++) factors[k] = given[k] / pivot / unit;
                _constant.Add(row, factors[.._categories]);
            }

            if (_rightHandSide.Fixed(column) is double[] constant)
            {
                for (int k = 0; k < constant.Length; k++) fixedConstants[k] = constant[k] / pivot / unit;
            }

            for (int p = _system.Starts[node]; p < _system.Starts[node + 1]; p++)
            {
                int target = _system.Targets[p];
                if (!isSampled[p]) AddTerm(target, segment, SampledEntry.Fixed, _system.Weights[p] * (_schedule.UnitOf(target) / unit));
            }

            bool hasSampledDiagonal = false;
            foreach (int k in EntriesOf(column))
            {
                SampledEntry entry = _entries[k];
                int target = _schedule.Nodes[_placeOf[entry.MatrixRow]];
                hasSampledDiagonal |= target == node;
                if (target != node) AddTerm(target, segment, entry.DrawRow, -entry.Scale / pivot * (_schedule.UnitOf(target) / unit));
            }

            AddInner(_keptOf[_schedule.PlaceOf(node)]);
            if (hasSampledDiagonal) AddDiagonal(column, pivot);
            _constant.EndNode();
            _external.EndNode();
            _externalFixed.EndNode();
            _inner.EndNode();
            _innerFixed.EndNode();
            _diagonal.EndNode();
        }

        // What the sweep has just computed is added last, so that the sum of the other terms need not wait for it.
        private void AddInner(int node)
        {
            foreach ((int target, int row, double factor) in _innerOfNode.OrderBy(term => term.Target < node).ThenBy(static term => term.Target))
                (row == SampledEntry.Fixed ? _innerFixed : _inner).Add(target * _stride, row, factor);
            _innerOfNode.Clear();
        }

        private void AddDiagonal(int column, double pivot)
        {
            foreach (int k in EntriesOf(column))
            {
                if (_entries[k].MatrixRow == column) _diagonal.Add(_entries[k].DrawRow, [_entries[k].Scale / pivot]);
            }
        }

        private void AddTerm(int target, FixedPointSystem.Segment segment, int row, double factor)
        {
            int kept = _keptOf[_schedule.PlaceOf(target)];
            if (kept == Dropped) return;
            bool isInner = segment.IsCyclic && target >= segment.Start;
            if (isInner) _innerOfNode.Add((kept, row, factor));
            else (row == SampledEntry.Fixed ? _externalFixed : _external).Add(kept * _stride, row, factor);
        }

        private ReadOnlySpan<int> EntriesOf(int column) => _entriesOf.AsSpan(_entryStarts[column], _entryStarts[column + 1] - _entryStarts[column]);
    }

    /// <summary>Nodes solved together: a run in one pass, or one strongly connected component by sweeps.</summary>
    private sealed record Part(int Start, int End, bool IsCyclic, SampleSchedule.Loop Loop);
}
