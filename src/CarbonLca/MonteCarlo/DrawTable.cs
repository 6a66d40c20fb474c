using System.Runtime.InteropServices;
using CarbonLca.Numerics.FixedPoint;

namespace CarbonLca.MonteCarlo;

/// <summary>The draws of samples that are solved together.</summary>
/// <param name="values"><c>[row][sample]</c>.</param>
/// <param name="samples">How many samples there are.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct DrawTable(Span<float> values, int samples)
{
    private readonly Span<float> _values = values;

    /// <summary>How many samples there are.</summary>
    public int Samples { get; } = samples;

    /// <summary>All draws.</summary>
    public Span<float> Values => _values;

    /// <summary>The draws of a row.</summary>
    public Span<float> Row(int row) => _values.Slice(row * Samples, Samples);

    /// <summary>A draw; 1 in the row of what does not vary.</summary>
    public double this[int row, int sample] => row == SampledEntry.Fixed ? 1 : _values[(row * Samples) + sample];
}
