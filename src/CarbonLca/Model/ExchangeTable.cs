using CarbonLca.Numerics.Sampling;

namespace CarbonLca.Model;

/// <summary>All exchanges of a database as columns, the lines of one process next to each other.</summary>
/// <remarks>
/// Row r of process j lies in <c>Starts[j] .. Starts[j + 1]</c>. The columns are views: over arrays now, over a mapped file
/// when the database was opened from one. They were checked once when the table was made: lengths agree, indices lie in range,
/// numbers are finite. Loops rely on that and check nothing again.
/// </remarks>
public sealed class ExchangeTable
{
    private const byte OutputFlag = 1;
    private const byte AvoidedFlag = 2;

    private readonly ReadOnlyMemory<int> _starts;
    private readonly ReadOnlyMemory<int> _flow;
    private readonly ReadOnlyMemory<byte> _flags;
    private readonly ReadOnlyMemory<double> _amount;
    private readonly ReadOnlyMemory<int> _provider;
    private readonly ReadOnlyMemory<byte> _kind;
    private readonly ReadOnlyMemory<double> _scale;
    private readonly ReadOnlyMemory<double> _minimum;
    private readonly ReadOnlyMemory<double> _maximum;
    private readonly Lazy<(long[] OfDetail, long Count)> _strides;

    /// <summary>A table over the given columns, checked.</summary>
    /// <param name="flowCount">How many flows the database has.</param>
    /// <param name="starts">Where each process begins; one entry more than there are processes, ascending from 0.</param>
    /// <param name="flow">The index of the flow.</param>
    /// <param name="flags">Bit 0: output. Bit 1: avoided. Nothing else.</param>
    /// <param name="amount">The amount in the flow's reference unit.</param>
    /// <param name="provider">The index of the providing process, or −1.</param>
    /// <param name="kind">The <see cref="UncertaintyKind"/>.</param>
    /// <param name="scale">The scale of the distribution.</param>
    /// <param name="minimum">Its lower end.</param>
    /// <param name="maximum">Its upper end.</param>
    /// <param name="details">The parameters that the columns have no place for; null where no row has any.</param>
    /// <exception cref="ArgumentException">The columns do not fit together, an index is out of range, or a number is not finite.</exception>
    public ExchangeTable(
        int flowCount,
        ReadOnlyMemory<int> starts,
        ReadOnlyMemory<int> flow,
        ReadOnlyMemory<byte> flags,
        ReadOnlyMemory<double> amount,
        ReadOnlyMemory<int> provider,
        ReadOnlyMemory<byte> kind,
        ReadOnlyMemory<double> scale,
        ReadOnlyMemory<double> minimum,
        ReadOnlyMemory<double> maximum,
        UncertaintyDetails? details = null)
    {
        _starts = starts;
        _flow = flow;
        _flags = flags;
        _amount = amount;
        _provider = provider;
        _kind = kind;
        _scale = scale;
        _minimum = minimum;
        _maximum = maximum;
        Details = details ?? UncertaintyDetails.None;
        _strides = new(Strides);
        Check(flowCount);
    }

    /// <summary>How many exchanges there are.</summary>
    public int Count => _flow.Length;

    /// <summary>How many processes they belong to.</summary>
    public int ProcessCount => _starts.Length - 1;

    /// <summary>Where the rows of each process begin; one entry more than there are processes.</summary>
    public ReadOnlySpan<int> Starts => _starts.Span;

    /// <summary>The index of the flow of each row.</summary>
    public ReadOnlySpan<int> Flow => _flow.Span;

    /// <summary>Direction and avoidance of each row as bits; read with <see cref="IsOutput(int)"/> and <see cref="IsAvoided(int)"/>.</summary>
    public ReadOnlySpan<byte> Flags => _flags.Span;

    /// <summary>The amount of each row in its flow's reference unit.</summary>
    public ReadOnlySpan<double> Amount => _amount.Span;

    /// <summary>The index of the process that provides each row, or −1 where the data name none.</summary>
    public ReadOnlySpan<int> Provider => _provider.Span;

    /// <summary>The <see cref="UncertaintyKind"/> of each row.</summary>
    public ReadOnlySpan<byte> Kind => _kind.Span;

    /// <summary>The scale of each row's distribution.</summary>
    public ReadOnlySpan<double> Scale => _scale.Span;

    /// <summary>The lower end of each row's distribution.</summary>
    public ReadOnlySpan<double> Minimum => _minimum.Span;

    /// <summary>The upper end of each row's distribution.</summary>
    public ReadOnlySpan<double> Maximum => _maximum.Span;

    /// <summary>Shapes, truncations, values and groups of the rows that have any.</summary>
    public UncertaintyDetails Details { get; }

    /// <summary>Whether the process gives the flow of this row out.</summary>
    public bool IsOutput(int row) => IsOutput(Flags[row]);

    /// <summary>Whether the row stands for production that is made unnecessary.</summary>
    public bool IsAvoided(int row) => IsAvoided(Flags[row]);

    /// <summary>Whether flags say that the flow is given out.</summary>
    internal static bool IsOutput(byte flags) => (flags & OutputFlag) != 0;

    /// <summary>Whether flags say that production is made unnecessary.</summary>
    internal static bool IsAvoided(byte flags) => (flags & AvoidedFlag) != 0;

    /// <summary>The process that a row belongs to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public int ProcessOf(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        ReadOnlySpan<int> starts = Starts;
        int low = 0;
        int high = starts.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) >>> 1;
            if (starts[middle] <= row) low = middle;
            else high = middle;
        }

        return low;
    }

    /// <summary>The distribution of a row.</summary>
    public Uncertainty Uncertainty(int row) => Details.Complete(row, new Uncertainty((UncertaintyKind)Kind[row], Scale[row], Minimum[row], Maximum[row]));

    /// <summary>What to draw for a row: its distribution about its own amount.</summary>
    /// <param name="row">The row.</param>
    /// <param name="change">Why the amount is fixed although a distribution is stated; none where it varies, or states none.</param>
    public Distribution DistributionOf(int row, out DegenerateParameter change) => DistributionOf(row, Amount[row], out change);

    /// <summary>What to draw for a row whose amount was changed.</summary>
    /// <param name="row">The row.</param>
    /// <param name="amount">The amount in place of the row's own, in the flow's reference unit.</param>
    /// <param name="change">Why the amount is fixed although a distribution is stated; none where it varies, or states none.</param>
    /// <remarks>
    /// Combinatorial arrays are the digits of one counter over the whole table, the first row's turning fastest; rows of one group
    /// share a digit. Which rows are drawn therefore changes no draw.
    /// </remarks>
    public Distribution DistributionOf(int row, double amount, out DegenerateParameter change)
    {
        Uncertainty uncertainty = Uncertainty(row);
        return uncertainty.DistributionOf(amount, out change, StrideOf(row));
    }

    /// <summary>How many combinations the combinatorial arrays of the table have together, at most 2⁵³.</summary>
    internal long CombinationCount => _strides.Value.Count;

    /// <summary>How many samples a value of a row stays, where the row is a combinatorial array; else 1.</summary>
    internal long StrideOf(int row) => Kind[row] == (byte)UncertaintyKind.ArrayCombinatorial ? _strides.Value.OfDetail[Details.Find(row)] : 1;

    /// <summary>The bits of <see cref="Flags"/> for a direction and avoidance.</summary>
    public static byte FlagsOf(ExchangeDirection direction, bool isAvoided) =>
        (byte)((direction == ExchangeDirection.Output ? OutputFlag : 0) | (isAvoided ? AvoidedFlag : 0));

    private void Check(int flowCount)
    {
        int count = _flow.Length;
        if (_starts.Length == 0) throw new ArgumentException("The column 'starts' is empty; it needs one entry more than there are processes.");
        CheckLength(_flags.Length, count, "flags");
        CheckLength(_amount.Length, count, "amount");
        CheckLength(_provider.Length, count, "provider");
        CheckLength(_kind.Length, count, "kind");
        CheckLength(_scale.Length, count, "scale");
        CheckLength(_minimum.Length, count, "minimum");
        CheckLength(_maximum.Length, count, "maximum");

        ReadOnlySpan<int> starts = _starts.Span;
        if (starts[0] != 0 || starts[^1] != count) throw new ArgumentException($"The column 'starts' runs from {starts[0]} to {starts[^1]}; expected 0 to {count}, the number of exchanges.");
        for (int j = 1; j < starts.Length; j++)
            if (starts[j] < starts[j - 1]) throw new ArgumentException($"The column 'starts' falls from {starts[j - 1]} to {starts[j]} at process {j - 1}; it must not fall.");

        CheckIndices(_flow.Span, 0, flowCount, "flow");
        CheckIndices(_provider.Span, -1, ProcessCount, "provider");
        if (_flags.Span.ContainsAnyExceptInRange((byte)0, (byte)(OutputFlag | AvoidedFlag))) throw new ArgumentException("The column 'flags' has bits this version does not know.");
        if (_kind.Span.ContainsAnyExceptInRange((byte)UncertaintyKind.None, (byte)UncertaintyKinds.Last)) throw new ArgumentException("The column 'kind' has a distribution this version does not know.");
        CheckFinite(_amount.Span, "amount");
        CheckFinite(_scale.Span, "scale");
        CheckFinite(_minimum.Span, "minimum");
        CheckFinite(_maximum.Span, "maximum");
        CheckDistributions();
    }

    private void CheckDistributions()
    {
        ReadOnlySpan<int> detailed = Details.Row;
        if (detailed.Length > 0 && detailed[^1] >= Count) throw new ArgumentException($"The distribution details name row {detailed[^1]}; expected 0 to {Count - 1}.");
        ReadOnlySpan<byte> kind = _kind.Span;
        ReadOnlySpan<double> scale = _scale.Span;
        ReadOnlySpan<double> minimum = _minimum.Span;
        ReadOnlySpan<double> maximum = _maximum.Span;

        // Most tables hold nothing but lognormal and normal amounts, which a scale of zero or more suffices for.
        if (detailed.IsEmpty && !kind.ContainsAnyExceptInRange((byte)UncertaintyKind.None, (byte)UncertaintyKind.Normal) && ColumnScan.AreNotNegative(scale)) return;
        int next = 0;
        for (int row = 0; row < kind.Length; row++)
        {
            bool isDetailed = next < detailed.Length && detailed[next] == row;
            if (isDetailed) next++;
            bool isPlain = !isDetailed && (UncertaintyKind)kind[row] switch
            {
                UncertaintyKind.None => true,
                UncertaintyKind.Lognormal or UncertaintyKind.Normal => scale[row] >= 0,
                UncertaintyKind.Triangular or UncertaintyKind.Uniform => maximum[row] >= minimum[row] && maximum[row] - minimum[row] <= double.MaxValue,
                _ => false,
            };
            if (!isPlain && Uncertainty(row).Fault() is { } fault) throw new ArgumentException($"The distribution of row {row} is invalid: {fault.En}.");
        }
    }

    // Combinatorial arrays are the digits of one counter; beyond 2⁵³ samples a digit does not turn, which is exact as well.
    private (long[] OfDetail, long Count) Strides()
    {
        const long Largest = 1L << 53;
        long[] strides = new long[Details.Count];
        Dictionary<int, long> ofGroup = [];
        long product = 1;
        for (int k = 0; k < strides.Length; k++)
        {
            if ((UncertaintyKind)Kind[Details.Row[k]] != UncertaintyKind.ArrayCombinatorial) continue;
            int group = Details.Group[k];
            if (group >= 0 && ofGroup.TryGetValue(group, out strides[k])) continue;
            strides[k] = product;
            if (group >= 0) ofGroup.Add(group, product);
            product = (long)UInt128.Min((UInt128)product * (uint)Details.ValuesOf(k).Length, Largest);
        }

        return (strides, product);
    }

    private static void CheckLength(int length, int expected, string column)
    {
        if (length != expected) throw new ArgumentException($"The column '{column}' has {length} rows; expected {expected}, as many as 'flow'.");
    }

    private static void CheckIndices(ReadOnlySpan<int> indices, int least, int end, string column)
    {
        if (ColumnScan.AreWithin(indices, least, end)) return;
        foreach (int index in indices)
            if (index < least || index >= end) throw new ArgumentException($"The column '{column}' holds the index {index}; expected {least} to {end - 1}.");
    }

    private static void CheckFinite(ReadOnlySpan<double> values, string column)
    {
        if (ColumnScan.AreFinite(values)) return;
        foreach (double value in values)
            if (!double.IsFinite(value)) throw new ArgumentException($"The column '{column}' holds {value}; expected finite numbers only.");
    }
}
