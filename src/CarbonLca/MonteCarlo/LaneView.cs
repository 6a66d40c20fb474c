using System.Runtime.InteropServices;

namespace CarbonLca.MonteCarlo;

/// <summary>The numbers of one sample and category within those of a group of samples, by column.</summary>
/// <param name="values">The numbers of all.</param>
/// <param name="stride">Numbers of one column.</param>
/// <param name="offset">Where the sample and category stand within a column.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct LaneView(Span<double> values, int stride, int offset)
{
    private readonly Span<double> _values = values;

    /// <summary>The number of a column.</summary>
    public ref double this[int column] => ref _values[(column * stride) + offset];
}
