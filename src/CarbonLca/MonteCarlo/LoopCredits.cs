using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.MonteCarlo;

/// <summary>Entries within loops that are credits, or become credits where a draw changes its sign.</summary>
/// <remarks>
/// Sweeps settle exactly the loops whose gain is below one as long as no entry is a credit. A credit can make them settle in a loop that
/// consumes more than it makes, which has no meaning; such samples are checked loop by loop.
/// </remarks>
internal sealed class LoopCredits
{
    private readonly SampledEntry[][] _drawn;
    private readonly bool _isAlways;

    private LoopCredits(SampledEntry[][] drawn, bool isAlways, bool[] hasCredits)
    {
        _drawn = drawn;
        _isAlways = isAlways;
        HasCredits = hasCredits;
    }

    /// <summary>Whether a component can hold a credit.</summary>
    public bool[] HasCredits { get; }

    public static LoopCredits Find(SampledSystem system)
    {
        StronglyConnectedComponents components = system.Components;
        CscMatrix matrix = system.Matrix;
        bool[] hasCredits = new bool[components.Count];
        List<SampledEntry[]> drawn = [];
        bool isAlways = false;
        for (int j = 0; j < matrix.ColumnCount; j++)
        {
            int component = components.ComponentOf[j];
            if (!system.IsUpstream[j] || components.Starts[component + 1] - components.Starts[component] == 1) continue;
            for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++)
            {
                int i = matrix.RowIndices[p];
                if (i == j || components.ComponentOf[i] != component) continue;
                ReadOnlySpan<SampledEntry> entries = system.EntriesOf(j);
                bool isDrawn = false;
                bool canBeCredit = false;
                foreach (SampledEntry entry in entries)
                {
                    if (entry.MatrixRow != i) continue;
                    isDrawn = true;
                    canBeCredit |= CanBePositive(system, entry);
                }

                if (!isDrawn) canBeCredit = matrix.Values[p] > 0;
                if (!canBeCredit) continue;
                hasCredits[component] = true;
                isAlways |= !isDrawn;
                if (isDrawn) drawn.Add([.. entries.ToArray().Where(entry => entry.MatrixRow == i)]);
            }
        }

        return new LoopCredits([.. drawn], isAlways, hasCredits);
    }

    /// <summary>A bit for each sample in which some loop has a credit.</summary>
    public int Lanes(DrawTable draws)
    {
        int all = (1 << draws.Samples) - 1;
        int lanes = _isAlways ? all : 0;
        for (int k = 0; k < _drawn.Length && lanes != all; k++)
        {
            for (int lane = 0; lane < draws.Samples; lane++)
            {
                double value = 0;
                foreach (SampledEntry term in _drawn[k]) value += term.Scale * draws[term.DrawRow, lane];
                if (value > 0) lanes |= 1 << lane;
            }
        }

        return lanes;
    }

    private static bool CanBePositive(SampledSystem system, SampledEntry term)
    {
        if (term.DrawRow == SampledEntry.Fixed) return term.Scale > 0;
        Distribution distribution = system.Parameters[term.DrawRow].Distribution;
        return term.Scale * distribution.Quantile(0) > 0 || term.Scale * distribution.Quantile(1) > 0;
    }
}
