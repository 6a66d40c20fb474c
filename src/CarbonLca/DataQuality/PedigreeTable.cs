using System.Collections.Immutable;

namespace CarbonLca.DataQuality;

/// <summary>The variances of ln(amount) that pedigree scores stand for: σ² = σ²_basic + Σ of five values (REQ-81).</summary>
public sealed class PedigreeTable
{
    private readonly ImmutableDictionary<(PedigreeIndicator Indicator, int Score), double> _variances;

    /// <summary>A table.</summary>
    /// <param name="name">Its name, for instance <c>ecoinvent-3</c>.</param>
    /// <param name="variances">A variance for each of the five scores of the five indicators; finite and zero or more.</param>
    /// <exception cref="ArgumentException">A value is missing or is no variance.</exception>
    public PedigreeTable(string name, IReadOnlyDictionary<(PedigreeIndicator Indicator, int Score), double> variances)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(variances);
        foreach (PedigreeIndicator indicator in PedigreeIndicators.All)
        {
            for (int score = PedigreeScores.Best; score <= PedigreeScores.Worst; score++)
            {
                bool isGood = variances.TryGetValue((indicator, score), out double variance) && double.IsFinite(variance) && variance >= 0;
                if (!isGood) throw new ArgumentException($"The pedigree set '{name}' has no variance for {indicator.Key()} {score}; expected a finite number of zero or more.", nameof(variances));
            }
        }

        Name = name;
        _variances = variances.ToImmutableDictionary();
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The variance that one score stands for.</summary>
    public double VarianceOf(PedigreeIndicator indicator, int score) => _variances.TryGetValue((indicator, score), out double variance)
        ? variance
        : throw new ArgumentOutOfRangeException(nameof(score), score, $"Scores are whole numbers from {PedigreeScores.Best} to {PedigreeScores.Worst}.");

    /// <summary>The sum of the variances of five scores, without the basic one.</summary>
    public double VarianceOf(PedigreeScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return PedigreeIndicators.All.Sum(i => VarianceOf(i, scores[i]));
    }

    /// <inheritdoc cref="Name"/>
    public override string ToString() => Name;
}
