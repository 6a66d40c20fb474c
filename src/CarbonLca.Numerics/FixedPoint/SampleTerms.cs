namespace CarbonLca.Numerics.FixedPoint;

/// <summary>The terms factor · draw · z of the nodes: of each node first those with a draw, then those without.</summary>
/// <param name="Starts">Where the terms of each node begin, and where the last ones end.</param>
/// <param name="Splits">Where the terms without a draw of each node begin.</param>
/// <param name="Targets">The node whose z a term takes; the node after the last one, whose z is 1, for a term of the right-hand side.</param>
/// <param name="Rows">The row of draws, or <see cref="SampledEntry.Fixed"/>.</param>
/// <param name="Factors">The factors.</param>
/// <param name="SingleFactors">The factors rounded to float.</param>
internal sealed record SampleTerms(int[] Starts, int[] Splits, int[] Targets, int[] Rows, double[] Factors, float[] SingleFactors)
{
    /// <summary>Collects terms node by node.</summary>
    internal sealed class Builder
    {
        private readonly List<int> _starts = [0];
        private readonly List<int> _splits = [];
        private readonly List<Term> _terms = [];
        private readonly List<Term> _drawn = [];
        private readonly List<Term> _constant = [];

        /// <summary>Adds a term of the present node.</summary>
        /// <param name="target">The node it takes.</param>
        /// <param name="row">Its draws.</param>
        /// <param name="factor">Its factor.</param>
        /// <param name="asDrawn">Whether it stands among the drawn terms even without a draw.</param>
        public void Add(int target, int row, double factor, bool asDrawn = false) =>
            (asDrawn || row != SampledEntry.Fixed ? _drawn : _constant).Add(new Term(target, row, factor));

        /// <summary>Goes on to the next node.</summary>
        public void EndNode()
        {
            _terms.AddRange(_drawn);
            _splits.Add(_terms.Count);
            _terms.AddRange(_constant);
            _starts.Add(_terms.Count);
            _drawn.Clear();
            _constant.Clear();
        }

        /// <summary>All terms.</summary>
        public SampleTerms Build() => new(
            [.. _starts],
            [.. _splits],
            [.. _terms.Select(term => term.Target)],
            [.. _terms.Select(term => term.Row)],
            [.. _terms.Select(term => term.Factor)],
            [.. _terms.Select(term => (float)term.Factor)]);

        private readonly record struct Term(int Target, int Row, double Factor);
    }
}
