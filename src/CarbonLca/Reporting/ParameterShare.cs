using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;

namespace CarbonLca.Reporting;

/// <summary>How much of a result's variance goes with one sampled amount or factor, in the words of the data.</summary>
/// <param name="ProcessId">The process whose exchange it is; of a characterisation factor, the id of its method.</param>
/// <param name="Process">Its name.</param>
/// <param name="Location">Where it takes place, or what the factor is for; null where the data do not say.</param>
/// <param name="FlowId">What is exchanged, or characterised.</param>
/// <param name="Flow">Its name.</param>
/// <param name="Correlation">The correlation of the amount with the result (Pearson).</param>
/// <param name="Share">The squared correlation: the share of the variance that is linear in this amount alone.</param>
public sealed record ParameterShare(string ProcessId, Wording Process, string? Location, string FlowId, Wording Flow, double Correlation, double Share)
{
    /// <summary>The sampled amounts that go with most of the variance of a demand's impact, largest first.</summary>
    /// <param name="result">The run.</param>
    /// <param name="demand">What is asked of products that were sampled.</param>
    /// <param name="category">One of the categories asked for.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="InvalidOperationException">The samples were not kept.</exception>
    public static ImmutableArray<ParameterShare> Of(MonteCarloResult result, Demand demand, int category, int count)
    {
        ArgumentNullException.ThrowIfNull(result);
        LciDatabase database = result.Model.System.Database;
        return
        [
            .. result.VarianceShares(demand, category, count).Select(share =>
            {
                if (share.Parameter.IsFactor) return OfFactor(result.Model, share, category);
                Flow flow = database.Flows[database.Exchanges.Flow[share.Parameter.Exchange]];
                int process = share.Parameter.Process;
                string name = database.Processes.Name(process);
                return new ParameterShare(
                    database.Processes.Id(process),
                    new Wording(name, database.Processes.NameZh(process) is { Length: > 0 } zh ? zh : name),
                    database.Processes.Location(process),
                    flow.Id,
                    new Wording(flow.NameIn(Language.English), flow.NameIn(Language.Chinese)),
                    share.Correlation,
                    share.Share);
            }),
        ];
    }

    private static ParameterShare OfFactor(MonteCarloModel model, VarianceShare share, int category)
    {
        ImpactMethod method = model.Characterization.Method;
        MethodRow row = method.Rows[model.FactorRowIn(share.Parameter, category) ?? share.Parameter.FactorRow];
        return new ParameterShare(method.Id, method.LabelOf(row), row.Location, row.Flow, Wording.Same(row.Flow), share.Correlation, share.Share);
    }

    /// <summary>The smallest squared correlation that n samples tell from nothing: 4/n, two standard errors of a correlation.</summary>
    public static double Noise(long samples) => 4.0 / samples;
}
