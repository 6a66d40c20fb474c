namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Terms factor · draw · z of the nodes, or factor · z where nothing is drawn.</summary>
/// <param name="Starts">Where the terms of each node begin, and where the last ones end.</param>
/// <param name="Targets">Where the sixteen z of the node that a term takes begin; empty where a term takes none.</param>
/// <param name="Rows">The row of draws; empty where nothing is drawn.</param>
/// <param name="Factors">The factors, one for each term or one for each term and category.</param>
/// <param name="SingleFactors">The factors rounded to float.</param>
internal sealed record SampleTerms(int[] Starts, int[] Targets, int[] Rows, double[] Factors, float[] SingleFactors)
{
    /// <summary>Whether no node has any.</summary>
    public bool IsEmpty => Starts[^1] == 0;

    /// <summary>Collects terms node by node.</summary>
    internal sealed class Builder
    {
        private readonly List<int> _starts = [0];
        private readonly List<int> _targets = [];
        private readonly List<int> _rows = [];
        private readonly List<double> _factors = [];
        private int _count;

        /// <summary>Adds a term of the present node that takes the z of a node.</summary>
        public void Add(int target, int row, double factor)
        {
            _targets.Add(target);
            Add(row, [factor]);
        }

        /// <summary>Adds a term of the present node that takes no z.</summary>
        public void Add(int row, ReadOnlySpan<double> factors)
        {
            _rows.Add(row);
            foreach (double factor in factors) _factors.Add(factor);
            _count++;
        }

        /// <summary>Goes on to the next node.</summary>
        public void EndNode() => _starts.Add(_count);

        /// <summary>All terms.</summary>
        public SampleTerms Build() => new([.. _starts], [.. _targets], [.. _rows], [.. _factors], [.. _factors.Select(static factor => (float)factor)]);
    }
}
