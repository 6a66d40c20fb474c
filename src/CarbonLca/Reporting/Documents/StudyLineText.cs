using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents;

/// <summary>The items of a study in words: how much of what.</summary>
internal static class StudyLineText
{
    /// <summary>The amount of an item.</summary>
    public static Wording AmountOf(StudyLine line) => line switch
    {
        AmountLine amount => new Wording(
            Amount(amount, Language.English) + (amount.Yield.Value < 1 ? $", yield {Digits.Full(amount.Yield.Value)}" : string.Empty) + (amount.Replacement is { } r ? $", {r.Description.En}" : string.Empty),
            Amount(amount, Language.Chinese) + (amount.Yield.Value < 1 ? $"，成品率 {Digits.Full(amount.Yield.Value)}" : string.Empty) + (amount.Replacement is { } q ? $"，{q.Description.Zh}" : string.Empty)),
        TransportLine transport => new Wording(
            $"{transport.Carried} over {string.Join(" + ", transport.Legs.Select(l => l.Distance.Value.ToString()))}",
            $"{transport.Carried}，运距 {string.Join(" + ", transport.Legs.Select(l => l.Distance.Value.ToString()))}"),
        EnergyUseLine energy => new Wording(
            $"{string.Join(" + ", energy.States.Select(s => $"{s.Power.Value} × {Digits.Full(s.HoursPerYear.Value)} h/a"))}, {energy.Lifetime.Value}{(energy.Pue is { } pue ? $", PUE {Digits.Full(pue.Value)}" : string.Empty)}",
            $"{string.Join(" + ", energy.States.Select(s => $"{s.Power.Value} × {Digits.Full(s.HoursPerYear.Value)} h/a"))}，{energy.Lifetime.Value}{(energy.Pue is { } effectiveness ? $"，PUE {Digits.Full(effectiveness.Value)}" : string.Empty)}"),
        ModelLine model => model.Model.Description,
        _ => Wording.Same("–"),
    };

    /// <summary>What supplies an item: the data sets by name, or the factor.</summary>
    public static Wording ProviderOf(StudyLine line, ImmutableArray<UsedSource> sources)
    {
        return line switch
        {
            ProvidedLine provided => Name(provided.Provider.Value),
            FactorLine factor => new Wording($"{factor.Factor.Value}, {factor.FactorSource?.En ?? factor.Source.En}", $"{factor.Factor.Value}，{factor.FactorSource?.Zh ?? factor.Source.Zh}"),
            SupplierFootprintLine { Footprint: { } declared } => new Wording(
                $"{string.Join(" + ", declared.Parts.Select(p => p.Value.Value.ToString()))} per {declared.Per.Value}, {declared.Supplier.En}",
                $"每 {declared.Per.Value} 为 {string.Join(" + ", declared.Parts.Select(p => p.Value.Value.ToString()))}，{declared.Supplier.Zh}"),
            TransportLine transport => List(transport.Legs.Select(l => Name(l.Provider.Value))),
            EnergyUseLine energy => Name(energy.Provider.Value),
            ModelLine model => List(model.Model.Needs.Select(n => n.Provider).Distinct(StringComparer.Ordinal).Select(Name)),
            _ => Wording.Same("–"),
        };

        Wording Name(string id)
        {
            foreach (UsedSource source in sources)
                if (source.ProcessId == id) return new Wording($"{source.Name.En} [{id}]", $"{source.Name.Zh} [{id}]");
            return Wording.Same($"[{id}]");
        }
    }

    private static string Amount(AmountLine line, Language language) => $"{Digits.Full(line.Amount.Value)} {Glossary.UnitSymbol(line.Unit.Value).In(language)}";

    private static Wording List(IEnumerable<Wording> items)
    {
        Wording[] all = [.. items];
        return new Wording(string.Join("; ", all.Select(i => i.En)), string.Join("；", all.Select(i => i.Zh)));
    }
}
