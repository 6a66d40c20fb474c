using System.Collections.Immutable;
using CarbonLca.Stages;
using CarbonLca.Studies;

namespace CarbonLca.Analysis;

/// <summary>The amounts of one study with the processes and figures of another.</summary>
/// <remarks>
/// Lines are the same by stage and item. A line takes its provider, or its factor, from the other study when that has the line and both
/// are of kinds that can be exchanged; everything else stays. Items that only one of the studies has are activity.
/// </remarks>
internal static class MixedStudy
{
    /// <summary>The mixed study.</summary>
    /// <param name="activity">The study whose amounts count.</param>
    /// <param name="data">The study whose processes and figures count.</param>
    public static Study Of(Study activity, Study data)
    {
        if (ReferenceEquals(activity, data)) return activity;
        Dictionary<string, StudyLine> supply = new(StringComparer.Ordinal);
        foreach ((FoundLine? line, FoundLine? other) in LinePairs.Of(activity, data))
            if (line is not null && other is not null) supply.Add(line.Key, other.Line);
        return activity with
        {
            Stages =
            [
                .. activity.Stages.Select(stage => stage with
                {
                    Lines = [.. stage.Lines.Select((line, i) => supply.TryGetValue(StudyLines.KeyOf(stage.Stage, i + 1), out StudyLine? other) ? Supplied(line, other) : line)],
                }),
            ],
        };
    }

    private static StudyLine Supplied(StudyLine line, StudyLine other) => (line, other) switch
    {
        (ProvidedLine mine, ProvidedLine its) => mine with { Provider = its.Provider, EndOfLife = Supplied(mine.EndOfLife, its.EndOfLife) },
        (FactorLine mine, FactorLine its) => mine with { Factor = its.Factor, GwpSet = its.GwpSet, Origin = its.Origin, FactorSource = its.FactorSource },
        (AmountLine mine, AmountLine its) => its with
        {
            Amount = mine.Amount,
            Unit = mine.Unit,
            Yield = mine.Yield,
            Replacement = mine.Replacement,
            IsCredit = mine.IsCredit,
            Uncertainty = mine.Uncertainty,
            Rating = mine.Rating,
            Alternatives = mine.Alternatives,
            Where = mine.Where,
        },
        (TransportLine mine, TransportLine its) when mine.Legs.Length == its.Legs.Length => mine with { Legs = [.. mine.Legs.Zip(its.Legs, (a, b) => a with { Provider = b.Provider })] },
        (EnergyUseLine mine, EnergyUseLine its) => mine with { Provider = its.Provider },
        (ModelLine mine, ModelLine its) when mine.Model.Needs.Length == its.Model.Needs.Length => mine with { Model = new SuppliedModel(mine.Model, its.Model.Needs.Select(n => n.Provider)), Providers = its.Providers },
        _ => line,
    };

    // The shares of a material's cycle are activity; what its roles are supplied by is not.
    private static MaterialEndOfLife? Supplied(MaterialEndOfLife? mine, MaterialEndOfLife? its) => mine is not null && its is not null ? mine with { Providers = mine.Providers.SetItems(its.Providers) } : mine;
}
