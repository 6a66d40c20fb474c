using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>A system Mᵀ·y = d, prepared for solving many samples, each with its own entries of M and d.</summary>
/// <remarks>
/// <para>
/// One category is solved for sixteen samples in one pass, its lanes being the samples. Up to eight categories, which share M, are solved in
/// passes of four samples, so that what a pass works on fits the caches; what differs between categories is the right-hand side alone. What
/// is 0 because nothing leads to it is left out.
/// </para>
/// <para>
/// Runs are solved in one pass in double. Each component starts at the reference solution and is swept in float, δ·z = c + Wᵀ·z, until
/// every sample is at rest, and then in double, first from values in float and then, where that is not enough, from values in double. That
/// takes away what float left and bounds the error, sample by sample; a sample that has settled is frozen. As many sweeps as the reference
/// system would take to settle are made without looking. Sweeps in float are over-relaxed; those in double are not, so that their changes
/// bound the residual. What eight more sweeps in double would not settle goes into another cycle: the residual r = c + Wᵀ·z − δ·z is formed
/// in double, δ·e = r + Wᵀ·e is swept in float, and z + e in double again; float then only holds corrections, and its rounding is relative
/// to them. Changes are measured by the value itself; where emissions and uptakes take each other away, in float by what was there before,
/// and in double by no less than a small part of it: such a category is left to a few more sweeps in double, which only move its own lanes.
/// Where a component fails in a sample, its nodes are not a number, and so is what depends on them; everything else of the sample
/// goes on as if nothing had happened. The order of the sweeps is that of <see cref="SampleSchedule"/>; units are powers of two, which
/// change no digit.
/// </para>
/// <para>
/// All operations are elementwise and in a fixed order, with fused multiply-add, so that the bits of a sample depend on its own draws
/// alone: not on the samples beside it, not on the other categories, and not on the width of the processor's vectors.
/// </para>
/// <para>Immutable and safe to share; the workspace belongs to one thread.</para>
/// <code>
/// node    0 … 2 | 3 … 4 | 5        state in double [node][vector][16]; of the present component also in float
/// terms   constant: d     external: entries from nodes before the component     inner: entries within it     diagonal
///         draws stand in this order: [term][samples of a pass]
/// </code>
/// </remarks>
public sealed partial class SampleSweep
{
    /// <summary>Samples of a group.</summary>
    public const int Lanes = 16;

    private const int Half = Lanes / 2;
    private const int Dropped = -1;
    private const float SmallestMeasured = 1e-30f;
    private const double SmallestTolerance = 1e-14;

    // Of what takes itself away, float leaves more to the sweeps in double.
    private const double SingleSize = 512;

    // Samples do not come to rest before the reference system would, but where that is slow they are watched all the same.
    private const int MostUnmeasuredSweeps = 24;

    // A sweep from float to double reads more at once than the processor foresees.
    private const int NodesAhead = 6;

    private const float SingleRounding = 1f / (1 << 24);

    private readonly int _columnCount;
    private readonly int[] _columns;
    private readonly int[] _nodeOf;
    private readonly double[] _units;
    private readonly Part[] _parts;
    private readonly SampleTerms _constant;
    private readonly SampleTerms _external;
    private readonly SampleTerms _inner;
    private readonly SampleTerms _diagonal;
    private readonly SampleTerms _externalFixed;
    private readonly SampleTerms _innerFixed;
    private int[] _drawRows;
    private bool _readsInOrder;
    private readonly int _allCyclicCount;
    private readonly int _largestComponent;
    private readonly int _largestInner;
    private readonly PinnedBuffer<double> _sizes;
    private readonly PinnedBuffer<float> _singleStart;
    private readonly PinnedBuffer<float> _measures;
    private readonly PinnedBuffer<float> _singleSizes;
    private readonly PinnedBuffer<double> _fixedConstants;
    private readonly bool _hasFixedConstants;
    private readonly PinnedBuffer<double> _constantFactors;
    private readonly PinnedBuffer<double> _levels;

    private SampleSweep(int columnCount, int allCyclicCount, int categories, int drawRows, int[] columns, double[] units, Part[] parts, double[] start, double[] sizes, double[] fixedConstants, ReadOnlySpan<SampleTerms> drawn, SampleTerms externalFixed, SampleTerms innerFixed)
    {
        _columnCount = columnCount;
        _allCyclicCount = allCyclicCount;
        Categories = categories;
        DrawRowCount = drawRows;
        _columns = columns;
        _units = units;
        _parts = parts;
        (_constant, _external, _inner, _diagonal) = (drawn[0], drawn[1], drawn[2], drawn[3]);
        (_externalFixed, _innerFixed) = (externalFixed, innerFixed);
        _drawRows = [.. _constant.Rows, .. _external.Rows, .. _inner.Rows, .. _diagonal.Rows];
        _readsInOrder = ReadsInOrder(_drawRows, drawRows);
        _nodeOf = new int[columnCount];
        Array.Fill(_nodeOf, Dropped);
        for (int node = 0; node < columns.Length; node++) _nodeOf[columns[node]] = node;
        _sizes = PinnedBuffer<double>.Of(sizes);
        _fixedConstants = PinnedBuffer<double>.Of(fixedConstants);
        _hasFixedConstants = fixedConstants.AsSpan().ContainsAnyExcept(0.0);
        _constantFactors = PinnedBuffer<double>.Of(_constant.Factors);
        _levels = PinnedBuffer<double>.Of(Levels(parts, start, Stride));
        (_singleStart, _measures, _singleSizes) = InFloat(parts, start, sizes, _levels.Span, Stride);
        foreach (Part part in parts)
        {
            if (!part.IsCyclic) continue;
            CyclicNodeCount += part.End - part.Start;
            _largestInner = Math.Max(_largestInner, _inner.Starts[part.End] - _inner.Starts[part.Start]);
            _largestComponent = Math.Max(_largestComponent, part.End - part.Start);
        }
    }

    /// <summary>How many categories there are, one to eight.</summary>
    public int Categories { get; }

    /// <summary>How many nodes are solved: columns that are wanted and need not be 0.</summary>
    public int NodeCount => _columns.Length;

    /// <summary>How many of them lie in loops.</summary>
    public int CyclicNodeCount { get; }

    /// <summary>How many terms there are: entries between the nodes, and drawn ones of the right-hand side.</summary>
    public int TermCount => _drawRows.Length + _externalFixed.Targets.Length + _innerFixed.Targets.Length;

    /// <summary>Rows of draws that <see cref="Solve"/> needs: one more than the largest named.</summary>
    public int DrawRowCount { get; private set; }

    /// <summary>Samples that are solved in one pass: sixteen of one category, four of several.</summary>
    public int PassSamples => Categories == 1 ? SixteenSamples.Samples : EightCategories.Samples;

    /// <summary>Whether draws that are written to <see cref="SampleWorkspace.OwnDraws"/> need not be copied: rows are read from the first to the last, each once.</summary>
    internal bool ReadsOwnDraws => _readsInOrder;

    /// <summary>Vectors of sixteen lanes in a pass.</summary>
    internal int PassVectors => Categories == 1 ? SixteenSamples.Vectors : EightCategories.Vectors;

    /// <summary>Vectors of sixteen lanes in a group.</summary>
    internal int GroupVectors => Lanes / PassSamples * PassVectors;

    // Numbers of a node that differ between categories.
    private int Stride => Categories == 1 ? SixteenSamples.Categories : EightCategories.Categories;

    private int ExternalDraws => _constant.Rows.Length;

    private int InnerDraws => ExternalDraws + _external.Rows.Length;

    private int DiagonalDraws => InnerDraws + _inner.Rows.Length;

    /// <summary>A number for each row of draws, ascending in the order in which rows are first read; rows that are not read come last.</summary>
    /// <param name="rows">How many rows there are; at least <see cref="DrawRowCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows than are read.</exception>
    public int[] NumberRowsAsRead(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, DrawRowCount);
        int[] numbers = new int[rows];
        Array.Fill(numbers, -1);
        int next = 0;
        foreach (int row in _drawRows)
            if (row >= 0 && numbers[row] < 0) numbers[row] = next++;
        for (int row = 0; row < rows; row++)
            if (numbers[row] < 0) numbers[row] = next++;
        return numbers;
    }

    /// <summary>The same system with its rows of draws numbered anew; numbers that keep the order of the terms of every node change no bit.</summary>
    /// <param name="rowOf">The new number of each row.</param>
    /// <exception cref="ArgumentException">There is no number for some row.</exception>
    public SampleSweep Renumbered(ReadOnlySpan<int> rowOf)
    {
        if (rowOf.Length < DrawRowCount) throw new ArgumentException($"'{nameof(rowOf)}' has length {rowOf.Length}; expected {DrawRowCount}, a number for each row.", nameof(rowOf));
        int[] rows = new int[_drawRows.Length];
        int count = 0;
        for (int k = 0; k < rows.Length; k++)
        {
            rows[k] = _drawRows[k] < 0 ? _drawRows[k] : rowOf[_drawRows[k]];
            count = Math.Max(count, rows[k] + 1);
        }

        SampleSweep copy = (SampleSweep)MemberwiseClone();
        copy._drawRows = rows;
        copy.DrawRowCount = count;
        copy._readsInOrder = ReadsInOrder(rows, count);
        return copy;
    }

    /// <summary>Memory for one thread.</summary>
    public SampleWorkspace CreateWorkspace() => new(this, NodeCount, _largestComponent, _drawRows.Length, PassVectors == 1 ? 0 : PassSamples * _largestInner);

    /// <summary>Solves sixteen samples in every category. Allocates nothing after the first time.</summary>
    /// <param name="draws"><c>[draw row][16]</c>, as <see cref="Sampling.SamplingPlan.Fill"/> writes them.</param>
    /// <param name="workspace">Receives the outcome.</param>
    /// <param name="options">Tolerance and limits.</param>
    /// <exception cref="ArgumentException">There are too few draws, or the workspace belongs to another system.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The options make no sense.</exception>
    public void Solve(ReadOnlySpan<float> draws, SampleWorkspace workspace, SampleSweepOptions? options = null)
    {
        options = Checked(draws, Lanes, workspace, options);
        workspace.Reset();
        for (int pass = 0; pass < Lanes / PassSamples; pass++)
        {
            Arrange(draws, Lanes, pass * PassSamples, workspace);
            SolveArranged(pass, workspace, options, default);
            if (PassVectors > 1) Keep(pass, workspace);
        }
    }

    /// <summary>Finds columns whose solutions are to be written out.</summary>
    /// <param name="columns">The columns, each once.</param>
    /// <exception cref="ArgumentException">A column does not exist, or is named twice.</exception>
    public SampleColumns FindColumns(ReadOnlySpan<int> columns)
    {
        int[] placeOf = new int[NodeCount];
        Array.Fill(placeOf, Dropped);
        List<int> zeros = [];
        bool[] isNamed = new bool[_columnCount];
        for (int place = 0; place < columns.Length; place++)
        {
            int column = columns[place];
            if ((uint)column >= (uint)_columnCount) throw new ArgumentException($"Column {column} is asked for; expected one of {_columnCount} columns.", nameof(columns));
            if (isNamed[column]) throw new ArgumentException($"Column {column} is asked for twice; expected each once.", nameof(columns));
            isNamed[column] = true;
            if (_nodeOf[column] == Dropped) zeros.Add(place);
            else placeOf[_nodeOf[column]] = place;
        }

        int[] nodes = [.. Enumerable.Range(0, NodeCount).Where(node => placeOf[node] >= 0)];
        return new SampleColumns(this, columns.Length, nodes, placeOf, [.. zeros]);
    }

    /// <summary>Solves the samples of one pass in every category. Allocates nothing.</summary>
    /// <param name="draws"><c>[draw row][PassSamples]</c>; those of <see cref="SampleWorkspace.OwnDraws"/> are not copied.</param>
    /// <param name="workspace">Receives the outcome.</param>
    /// <param name="columns">What is written out as soon as it is solved.</param>
    /// <param name="values">Receives <c>[column][category][PassSamples]</c>: not a number where a column or something it leads to failed, 0 for a column that is 0 in every sample.</param>
    /// <param name="options">Tolerance and limits.</param>
    /// <remarks>A sample has the same bits whichever samples it is solved with.</remarks>
    /// <exception cref="ArgumentException">There are too few draws, a length is wrong, or the workspace or the columns belong to another system.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The options make no sense.</exception>
    public unsafe void SolvePass(ReadOnlySpan<float> draws, SampleWorkspace workspace, SampleColumns columns, Span<double> values, SampleSweepOptions? options = null)
    {
        options = Checked(draws, PassSamples, workspace, options);
        int size = Check(columns, values);
        workspace.Reset();
        Arrange(draws, PassSamples, 0, workspace);
        fixed (double* first = values, units = _units)
        fixed (int* places = columns.PlaceOf) SolveArranged(0, workspace, options, new Target(first, columns.Nodes, places, units, size));
        foreach (int place in columns.Zeros) values.Slice(place * size, size).Clear();
    }

    /// <summary>The solution of the last pass for some columns, as <see cref="SolvePass"/> wrote it.</summary>
    /// <param name="workspace">Where the pass was solved.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="values">Receives <c>[column][category][PassSamples]</c>.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the workspace or the columns belong to another system.</exception>
    public unsafe void CopyPass(SampleWorkspace workspace, SampleColumns columns, Span<double> values)
    {
        Check(workspace);
        int size = Check(columns, values);
        fixed (double* first = values, units = _units)
        fixed (int* places = columns.PlaceOf)
        {
            Target target = new(first, columns.Nodes, places, units, size);
            if (Categories == 1) GiveOut<SixteenSamples>(0, NodeCount, target, workspace);
            else GiveOut<EightCategories>(0, NodeCount, target, workspace);
        }

        foreach (int place in columns.Zeros) values.Slice(place * size, size).Clear();
    }

    /// <summary>The solution of the last group for one column, not a number where the column or something it leads to failed.</summary>
    /// <param name="workspace">Where the group was solved.</param>
    /// <param name="column">The column.</param>
    /// <param name="values">Receives <c>[category][16]</c>; 0 for a column that is 0 in every sample.</param>
    /// <exception cref="ArgumentException">The column does not exist, or a length is wrong.</exception>
    public void Copy(SampleWorkspace workspace, int column, Span<double> values)
    {
        Check(workspace);
        if ((uint)column >= (uint)_columnCount) throw new ArgumentException($"Column {column} is asked for; expected one of {_columnCount} columns.", nameof(column));
        if (values.Length != Categories * Lanes) throw new ArgumentException($"'{nameof(values)}' has length {values.Length}; expected {Categories * Lanes}, sixteen samples for each of {Categories} categories.", nameof(values));
        CopyNode(workspace, _nodeOf[column], values);
    }

    /// <summary>The solution of the last group for every column.</summary>
    /// <param name="workspace">Where the group was solved.</param>
    /// <param name="y">Receives <c>[column][category][16]</c>, as <see cref="Copy(SampleWorkspace, int, Span{double})"/> would write each.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the workspace belongs to another system.</exception>
    public void CopyAll(SampleWorkspace workspace, Span<double> y)
    {
        Check(workspace);
        int size = Categories * Lanes;
        if (y.Length != _columnCount * size) throw new ArgumentException($"'{nameof(y)}' has length {y.Length}; expected {_columnCount * size}, {size} numbers for each of {_columnCount} columns.", nameof(y));
        for (int column = 0; column < _columnCount; column++) CopyNode(workspace, _nodeOf[column], y.Slice(column * size, size));
    }

    private static bool ReadsInOrder(int[] rows, int count)
    {
        if (rows.Length != count) return false;
        for (int k = 0; k < rows.Length; k++)
            if (rows[k] != k) return false;
        return true;
    }

    private void CopyNode(SampleWorkspace workspace, int node, Span<double> values)
    {
        if (node == Dropped)
        {
            values.Clear();
            return;
        }

        int size = GroupVectors * Lanes;
        ref double results = ref MemoryMarshal.GetReference(workspace.Results.Span.Slice(node * size, size));
        ref double target = ref MemoryMarshal.GetReference(values);
        Vector256<double> unit = Vector256.Create(_units[node]);

        // Four samples stand together in every layout: of one category they follow each other, of eight they stand by passes and categories.
        int stride = PassVectors == 1 ? Half / 2 : PassVectors * Lanes;
        for (int category = 0; category < Categories; category++)
        {
            for (int four = 0; four < Lanes / 4; four++)
                Finite(Vector256.LoadUnsafe(ref results, (nuint)((four * stride) + (4 * category))) * unit).StoreUnsafe(ref target, (nuint)((category * Lanes) + (4 * four)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Finite(Vector512<double> found) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(Vector512.Abs(found), Vector512.Create(double.MaxValue)), found, Vector512.Create(double.NaN));

    // Infinities are no answers either.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Finite(Vector256<double> found) =>
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(Vector256.Abs(found), Vector256.Create(double.MaxValue)), found, Vector256.Create(double.NaN));

    private void Check(SampleWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (!ReferenceEquals(workspace.Owner, this)) throw new ArgumentException("The workspace was created by another system; expected one of this system's.", nameof(workspace));
    }

    // Numbers of a column.
    private int Check(SampleColumns columns, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (!ReferenceEquals(columns.Owner, this)) throw new ArgumentException("The columns were found in another system; expected those of this one.", nameof(columns));
        int size = Categories * PassSamples;
        if (values.Length != columns.Count * size) throw new ArgumentException($"'{nameof(values)}' has length {values.Length}; expected {columns.Count * size}, {size} numbers for each of {columns.Count} columns.", nameof(values));
        return size;
    }

    // Of each part and category a power of two near its largest value, which brings everything into the range of float.
    private static double[] Levels(Part[] parts, double[] start, int stride)
    {
        double[] levels = new double[parts.Length * stride];
        for (int s = 0; s < parts.Length; s++)
        {
            for (int k = 0; k < stride; k++)
            {
                double largest = 0;
                for (int node = parts[s].Start; node < parts[s].End; node++) largest = Math.Max(largest, Math.Abs(start[(node * stride) + k]));
                levels[(s * stride) + k] = largest is > 1e-300 and < 1e300 ? Math.ScaleB(1, -Math.ILogB(largest)) : 1;
            }
        }

        return levels;
    }

    // Of each node and category, in the units of floats: where it starts, and 1 / its size, by which changes in float are measured. 0 where a relative change would mean nothing: the sweep in double sees what happens there.
    private static (PinnedBuffer<float> Start, PinnedBuffer<float> Measures, PinnedBuffer<float> Sizes) InFloat(Part[] parts, double[] start, double[] sizes, ReadOnlySpan<double> levels, int stride)
    {
        PinnedBuffer<float> starts = new(start.Length);
        PinnedBuffer<float> measures = new(start.Length);
        PinnedBuffer<float> singleSizes = new(start.Length);
        for (int s = 0; s < parts.Length; s++)
        {
            for (int at = parts[s].Start * stride; at < parts[s].End * stride; at++)
            {
                double level = levels[(s * stride) + (at % stride)];
                starts.Span[at] = (float)(start[at] * level);
                singleSizes.Span[at] = (float)(sizes[at] * level);
                float size = (float)(Math.Max(Math.Abs(start[at]), SingleSize * sizes[at]) * level);
                if (size > SmallestMeasured) measures.Span[at] = 1 / size;
            }
        }

        return (starts, measures, singleSizes);
    }

    private SampleSweepOptions Checked(ReadOnlySpan<float> draws, int samples, SampleWorkspace workspace, SampleSweepOptions? options)
    {
        Check(workspace);
        if (draws.Length / samples < DrawRowCount) throw new ArgumentException($"'{nameof(draws)}' has length {draws.Length}; expected at least {(long)DrawRowCount * samples}, {samples} samples for {DrawRowCount} rows.", nameof(draws));
        options ??= SampleSweepOptions.Default;
        options.Validate();
        return options;
    }

    private void Arrange(ReadOnlySpan<float> draws, int stride, int offset, SampleWorkspace workspace)
    {
        if (ReadsOwnDraws && draws.Overlaps(workspace.Draws.Span, out int shift) && shift == 0) return;
        if (Categories == 1) Arrange<SixteenSamples>(draws, stride, offset, workspace);
        else Arrange<EightCategories>(draws, stride, offset, workspace);
    }

    private void SolveArranged(int pass, SampleWorkspace workspace, SampleSweepOptions options, Target target)
    {
        bool hasOthers = !(_innerFixed.IsEmpty && _externalFixed.IsEmpty && _diagonal.IsEmpty);
        if (Categories == 1 && hasOthers) SolvePass<SixteenSamples, AllTerms>(pass, workspace, options, target);
        else if (Categories == 1) SolvePass<SixteenSamples, DrawnTerms>(pass, workspace, options, target);
        else if (hasOthers) SolvePass<EightCategories, AllTerms>(pass, workspace, options, target);
        else SolvePass<EightCategories, DrawnTerms>(pass, workspace, options, target);
    }

    private void Keep(int pass, SampleWorkspace workspace)
    {
        int size = PassVectors * Lanes;
        for (int node = 0; node < NodeCount; node++)
            workspace.Solution.Span.Slice(node * size, size).CopyTo(workspace.Results.Span.Slice(((node * GroupVectors) + (pass * PassVectors)) * Lanes, size));
    }
}
