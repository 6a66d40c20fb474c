namespace CarbonLca.Numerics.Statistics;

/// <summary>The numbers of a sketch in order, and how many samples each and those before it stand for: memory to read one sketch after the other.</summary>
/// <remarks>One thread at a time.</remarks>
public sealed class SketchedRanks
{
    private const int Width = SeriesTile.Width;

    // A float leaves the last 29 bits of a double free; six of them hold the level.
    private const long LevelBits = 63;

    // Stands for ∞, in which a level would make no number: beyond all floats, and rounded to ∞ again.
    private const double BeyondFloats = 1e300;

    private readonly SeriesTile _keys = new();
    private double[] _values = [];
    private long[] _passed = [];
    private int _rows;

    /// <summary>Reads a sketch, in place of the one before.</summary>
    /// <param name="sketch">The sketch.</param>
    /// <param name="rest">Samples after its last block that are not in it yet, <c>[sample][series]</c>; not a number where one is missing.</param>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    public void Read(QuantileSketch sketch, ReadOnlySpan<float> rest = default)
    {
        ArgumentNullException.ThrowIfNull(sketch);
        sketch.CopyKeys(_keys, rest);
        if (_keys.Count == 0) throw new ArgumentException("The sketch holds no samples; add a block first.", nameof(sketch));
        _keys.Sort();
        _rows = _keys.Count;
        if (_values.Length < _rows * Width) (_values, _passed) = (new double[_rows * Width], new long[_rows * Width]);
        ReadOnlySpan<double> sorted = _keys.Samples;
        for (int series = 0; series < Width; series++)
        {
            long passed = 0;
            for (int row = 0, place = series * _rows; row < _rows; row++, place++)
            {
                long bits = BitConverter.DoubleToInt64Bits(sorted[(row * Width) + series]);
                passed += 1L << (int)(bits & LevelBits);    // what is missing stands behind all others
                _values[place] = (float)BitConverter.Int64BitsToDouble(bits & ~LevelBits) + 0f;
                _passed[place] = passed;
            }
        }
    }

    /// <summary>The quantile of p, interpolated as in <see cref="ExactQuantiles"/> between numbers that stand for several samples.</summary>
    /// <param name="series">The series.</param>
    /// <param name="count">How many samples it has, without the missing ones.</param>
    /// <param name="p">In [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1], or the series has no sample.</exception>
    public double Quantile(int series, long count, double p)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (long lower, double fraction) = ExactQuantiles.Position(count, p);
        double below = At(series, lower);
        return fraction == 0 ? below : ExactQuantiles.Between(below, At(series, lower + 1), fraction);
    }

    /// <summary>Numbers that sort as floats do and tell how many samples each stands for; what is not a number stays so.</summary>
    internal static void KeysOf(ReadOnlySpan<float> values, int level, Span<double> keys)
    {
        for (int k = 0; k < values.Length; k++)
        {
            double finite = Math.Clamp((double)values[k], -BeyondFloats, BeyondFloats);
            keys[k] = double.IsNaN(finite) ? finite : BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(finite) & ~LevelBits) | (long)level);
        }
    }

    // The number whose copies cover a rank.
    private double At(int series, long rank)
    {
        ReadOnlySpan<long> passed = _passed.AsSpan(series * _rows, _rows);
        int k = passed.BinarySearch(rank + 1);
        return _values[(series * _rows) + Math.Min(k >= 0 ? k : ~k, _rows - 1)];
    }
}
