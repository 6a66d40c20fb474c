using CarbonLca.Assessment;
using CarbonLca.Methods;

namespace CarbonLca.Reporting;

/// <summary>Verifies that every breakdown of a footprint sums to the total (REQ-22, REQ-53).</summary>
/// <remarks>
/// Within 1e-12 of the size of the parts. Where loops amplify rounding beyond that, within the error bound that the proof states:
/// stages come from the transposed solve, the total from the direct one.
/// </remarks>
internal sealed class FootprintBalance(string footprint, IReadOnlyList<ImpactCategory> categories, SolveProof proof)
{
    private const double Tolerance = 1e-12;

    private readonly double _tolerance = Math.Max(Tolerance, 4 * proof.ErrorBound);

    /// <summary>The largest relative difference met so far.</summary>
    public double Worst { get; private set; }

    /// <summary>Sums parts in their order and compares with the total of a category.</summary>
    /// <exception cref="InconsistentFootprintException">They differ.</exception>
    public void Verify(string breakdown, int category, IEnumerable<double> parts, double total)
    {
        CompensatedSum sum = default;
        double size = Math.Abs(total);
        foreach (double part in parts)
        {
            sum.Add(part);
            size = Math.Max(size, Math.Abs(part));
        }

        double difference = Math.Abs(sum.Value - total);
        if (size > 0) Worst = Math.Max(Worst, difference / size);
        if (!(difference <= _tolerance * size)) throw new InconsistentFootprintException(footprint, breakdown, categories[category].Code, sum.Value, total);
    }
}
