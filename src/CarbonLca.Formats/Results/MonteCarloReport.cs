using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>What is asked of a Monte Carlo run: products, the stages of a study, comparisons, shares of the variance.</summary>
/// <param name="Answers">The products, all of one run; at least one.</param>
/// <param name="IsList">Whether the products stand in a list even when there is one only.</param>
public sealed record MonteCarloReport(ImmutableArray<MonteCarloAnswer> Answers, bool IsList)
{
    /// <summary>The stages of a study in the order of a product's life; empty for products of a database.</summary>
    public ImmutableArray<StageAnswer> Stages { get; init; } = [];

    /// <summary>The first product compared with others, sample by sample.</summary>
    public ImmutableArray<ComparisonAnswer> Comparisons { get; init; } = [];

    /// <summary>The headline category of the method.</summary>
    public int Headline => GasGroups.HeadlineOf(Result.Model.Characterization.Method);

    /// <summary>The run.</summary>
    public MonteCarloResult Result => Answers[0].Result;

    /// <summary>How many sampled amounts are listed for each product with their share of the headline's variance; 0 for none.</summary>
    public int SharesShown { get; init; }

    /// <summary>Whether each figure comes with the reason of its point value's place; a list of all products does without.</summary>
    public bool HasReasons { get; init; }

    /// <summary>The shares of one product; empty where none are asked for.</summary>
    public ImmutableArray<ParameterShare> SharesOf(MonteCarloAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return SharesShown == 0 ? [] : ParameterShare.Of(answer.Result, answer.Demand, Headline, SharesShown);
    }
}

/// <summary>A stage of a study in a run.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Answer">The demand on it.</param>
public sealed record StageAnswer(LifeCycleStage Stage, MonteCarloAnswer Answer);

/// <summary>Two products compared sample by sample, with common draws.</summary>
/// <param name="A">The first.</param>
/// <param name="B">The other.</param>
public sealed record ComparisonAnswer(MonteCarloAnswer A, MonteCarloAnswer B)
{
    /// <summary>A − B and P(A &lt; B) in one category.</summary>
    /// <param name="category">Its index in A's method.</param>
    /// <exception cref="InputRefusedException">B's method has no such category.</exception>
    public MonteCarloComparison In(int category)
    {
        string code = A.Result.Model.Characterization.Method.Categories[category].Code;
        int other = B.Result.Model.Characterization.Method.Categories.Select(c => c.Code).ToList().IndexOf(code);
        if (other < 0)
        {
            throw new InputRefusedException(Diagnostic.Error(
                FindingCode.OutOfRange,
                $"'{A.Id}' and '{B.Id}' cannot be compared in '{code}': the method of the second has no such category.",
                $"'{A.Id}' 与 '{B.Id}' 无法在 '{code}' 类别中比较：后者所用方法没有该类别。") with
            {
                Next = new Wording("Compute both with one method: --method.", "请用 --method 为两者指定同一方法。"),
            });
        }

        return MonteCarloComparison.Between(A.Result, A.Demand, category, B.Result, B.Demand, other);
    }
}
