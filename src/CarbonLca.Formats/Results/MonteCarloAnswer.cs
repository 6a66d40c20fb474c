using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Systems;

namespace CarbonLca.Formats.Results;

/// <summary>What a Monte Carlo run says of one amount of one product, or of all products per reference unit.</summary>
/// <param name="Result">The run.</param>
/// <param name="Column">The column that supplies the product.</param>
/// <param name="Amount">How much of it, in its reference unit.</param>
public sealed record MonteCarloAnswer(MonteCarloResult Result, int Column, double Amount)
{
    /// <summary>Every product of a run, per reference unit.</summary>
    public static IReadOnlyList<MonteCarloAnswer> PerReferenceUnit(MonteCarloResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return [.. result.Model.Products.Select(column => new MonteCarloAnswer(result, column, 1))];
    }

    /// <summary>The system.</summary>
    public ProductSystem System => Result.Model.System;

    /// <summary>The id of the process, or of the allocated column.</summary>
    public string Id => System.Columns[Column].Id;

    /// <summary>The name of the process.</summary>
    public Wording Name => new(System.NameOf(Column, Language.English), System.NameOf(Column, Language.Chinese));

    /// <summary>Where the process takes place.</summary>
    public string? Location => System.Database.Processes.Location(System.Columns[Column].Process);

    /// <summary>The product.</summary>
    public Flow Product => System.ReferenceFlowOf(Column);

    /// <summary>The statistics of a category.</summary>
    public SampleStatistics Statistics(int category) => Amount == 1 ? Result.Statistics(Column, category) : Result.Statistics(Demand, category);

    /// <summary>The samples of a category.</summary>
    public double[] Samples(int category) => Amount == 1 ? Result.SamplesOf(Column, category) : Result.SamplesOf(Demand, category);

    /// <summary>The demand.</summary>
    public Demand Demand => Demand.ForProcess(Id, Amount);
}
