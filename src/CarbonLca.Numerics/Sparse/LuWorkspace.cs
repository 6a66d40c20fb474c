namespace CarbonLca.Numerics.Sparse;

/// <summary>Memory in which matrices of one pattern are factorised again and again, as samples are; belongs to one thread.</summary>
/// <remarks>
/// Follows the pivots of reference factors and allocates nothing while these serve. Where they do not, pivots are chosen
/// afresh, in memory of their own.
/// </remarks>
public sealed class LuWorkspace
{
    private readonly LuFactors _factors;
    private readonly CscMatrix _matrix;
    private readonly double[] _values;
    private readonly ScaledMatrix _scaled;
    private readonly FactorScratch _scratch;

    /// <summary>Makes room for factors like the reference.</summary>
    public LuWorkspace(LuFactors reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        _values = reference.Matrix.Values.ToArray();
        _matrix = reference.Matrix.WithValues(_values);
        _scratch = new FactorScratch(reference.Symbolic);
        _scaled = new ScaledMatrix(reference.Symbolic);
        _factors = reference.Blank(_matrix, _scaled);
    }

    /// <summary>The factors of the matrix with these values; they hold until the next call.</summary>
    /// <remarks>The same bits as <see cref="LuFactors.Refactorize"/> of the reference.</remarks>
    /// <param name="values">Value of each entry, in the order of the pattern; finite.</param>
    /// <exception cref="ArgumentException">The number of values differs, or one is NaN or infinite.</exception>
    /// <exception cref="NumericallySingularException">No usable pivot is left.</exception>
    public LuFactors Refactorize(ReadOnlySpan<double> values)
    {
        if (values.Length != _values.Length)
            throw new ArgumentException($"'values' has length {values.Length}; expected {_values.Length}, the number of entries.", nameof(values));
        for (int p = 0; p < values.Length; p++)
        {
            if (!double.IsFinite(values[p]))
                throw new ArgumentException($"'values' holds {values[p]} at position {p}; expected a finite number.", nameof(values));
        }
        values.CopyTo(_values);
        return _factors.TryOverwrite(_scaled, _scratch)
            ? _factors
            : LuFactors.Compute(_factors.Symbolic, _matrix.WithValues(values.ToArray()), previous: null);
    }
}
