using System.Collections.Immutable;
using CarbonLca.MonteCarlo;

namespace CarbonLca.Formats.Results;

/// <summary>The statistics of many answers of one run, computed together: of all products of a database, that is most of the work.</summary>
internal sealed class AnswerStatistics
{
    private readonly ImmutableArray<int> _categories;
    private readonly SampleStatistics[] _all;

    private AnswerStatistics(ImmutableArray<int> categories, SampleStatistics[] all)
    {
        _categories = categories;
        _all = all;
    }

    /// <summary>The statistics of an answer in a category.</summary>
    /// <param name="answer">The place of the answer.</param>
    /// <param name="category">One of the categories of the run.</param>
    public SampleStatistics this[int answer, int category] => _all[(answer * _categories.Length) + _categories.BinarySearch(category)];

    /// <summary>The statistics of answers in all categories of their run.</summary>
    public static AnswerStatistics Of(IReadOnlyList<MonteCarloAnswer> answers)
    {
        MonteCarloResult result = answers[0].Result;
        ImmutableArray<int> categories = result.Model.Categories;
        SampleStatistics[] all = new SampleStatistics[answers.Count * categories.Length];
        bool isEveryProduct = answers.Count == result.Model.Products.Length && answers.Count > 1 && answers.All(static answer => answer.Amount == 1);
        if (isEveryProduct)
        {
            ImmutableArray<SampleStatistics> every = result.AllStatistics();
            for (int k = 0; k < answers.Count; k++) every.AsSpan(result.Model.Products.BinarySearch(answers[k].Column) * categories.Length, categories.Length).CopyTo(all.AsSpan(k * categories.Length));
        }
        else
        {
            Parallel.For(0, all.Length, new ParallelOptions { MaxDegreeOfParallelism = result.Threads }, k => all[k] = answers[k / categories.Length].Statistics(categories[k % categories.Length]));
        }

        return new AnswerStatistics(categories, all);
    }
}
