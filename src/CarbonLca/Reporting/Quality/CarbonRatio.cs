using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Reporting.Quality;

/// <summary>The carbon that a process gives out as gases, against the most that what it takes in can carry (REQ-23).</summary>
/// <remarks>
/// <para>
/// A limit of nature that needs no data: nothing holds more carbon than its own mass, so that a kilogram of fuel gives at most 44/12 kg of
/// carbon dioxide. Unlike a balance it reaches processes whose product has no mass, such as electricity and heat.
/// </para>
/// <para>
/// Carbon leaves in carbon dioxide (12/44), carbon monoxide (12/28) and methane (12/16). Every input counts with all of its mass; carbon
/// dioxide with its carbon; oxygen, air and water with none. A process is checked where the mass of every input is known; electricity,
/// transport, time and distance bring no matter.
/// </para>
/// </remarks>
/// <param name="ProcessId">The process.</param>
/// <param name="Name">Its name.</param>
/// <param name="CarbonOut">The carbon given out, in kg.</param>
/// <param name="MostIn">The most carbon that can have entered, in kg.</param>
public sealed record CarbonRatio(string ProcessId, Wording Name, double CarbonOut, double MostIn)
{
    private const double Rounding = 0.01; // molar masses in whole numbers
    private const int NamesInMessage = 5;

    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit[] WithoutMatter = [Unit.Parse("tkm"), Unit.Parse("h"), Unit.Parse("km")];
    private static readonly (string Name, double Carbon)[] Gases = [("Carbon dioxide", 12.0 / 44), ("Carbon monoxide", 12.0 / 28), ("Methane", 12.0 / 16)];
    private static readonly string[] CarbonFree = ["Oxygen", "Air", "Water"];

    /// <summary>Whether more carbon leaves than can have entered.</summary>
    public bool IsImpossible => CarbonOut > (1 + Rounding) * MostIn;

    /// <summary>The ratios of the processes that can be checked.</summary>
    /// <param name="database">The data.</param>
    /// <param name="processes">The indices of the processes.</param>
    public static IEnumerable<CarbonRatio> Of(LciDatabase database, IEnumerable<int> processes)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(processes);
        ProcessBalance.Contents masses = new(database, Kilogram);
        foreach (int process in processes)
            if (Of(database, process, masses) is { } ratio) yield return ratio;
    }

    /// <summary>A warning with numbers about the processes beyond the limit; null when there are none.</summary>
    /// <param name="ratios">The ratios.</param>
    public static Diagnostic? Describe(IEnumerable<CarbonRatio> ratios)
    {
        ArgumentNullException.ThrowIfNull(ratios);
        ImmutableArray<CarbonRatio> beyond = [.. ratios.Where(r => r.IsImpossible).OrderByDescending(r => r.CarbonOut / r.MostIn).ThenBy(r => r.ProcessId, StringComparer.Ordinal)];
        if (beyond.IsEmpty) return null;
        string more = beyond.Length > NamesInMessage ? ", …" : string.Empty;
        return Diagnostic.Warning(
            FindingCode.Imbalance,
            $"{beyond.Length} {(beyond.Length == 1 ? "process gives" : "processes give")} out more carbon than can have entered: {string.Join(", ", beyond.Take(NamesInMessage).Select(r => $"'{r.Name.En}' ({Digits.Significant(r.CarbonOut)} kg, at most {Digits.Significant(r.MostIn)} kg)"))}{more}.",
            $"有 {beyond.Length} 个过程排出的碳多于其投入可能含有的碳：{string.Join("、", beyond.Take(NamesInMessage).Select(r => $"“{r.Name.Zh}”（{Digits.Significant(r.CarbonOut)} kg，至多 {Digits.Significant(r.MostIn)} kg）"))}{(more.Length > 0 ? "……" : string.Empty)}。") with
        {
            Next = new Wording("Look for fuels that are missing, and for units; a kilogram of fuel gives at most 3.67 kg of CO2.", "请检查是否遗漏燃料，以及单位是否正确；每千克燃料至多产生 3.67 kg CO2。"),
        };
    }

    private static CarbonRatio? Of(LciDatabase database, int process, ProcessBalance.Contents masses)
    {
        ExchangeTable table = database.Exchanges;
        double leaves = 0;
        double most = 0;
        for (int row = table.Starts[process]; row < table.Starts[process + 1]; row++)
        {
            if (table.IsAvoided(row)) continue;
            Flow flow = database.Flows[table.Flow[row]];
            if (EquivalentFlow.Is(flow)) return null;
            double? content = masses.Of(table.Flow[row]);
            double amount = table.Amount[row] * (content ?? 0);
            double? gas = flow.Kind == FlowKind.Elementary ? Array.Find(Gases, g => IsNamed(flow, g.Name)) is { Name: not null } known ? known.Carbon : null : null;
            if (table.IsOutput(row))
            {
                leaves += amount * (gas ?? 0);
                continue;
            }

            if (table.Amount[row] <= 0 || Array.Exists(CarbonFree, name => IsNamed(flow, name))) continue;
            if (content is null && !BringsNoMatter(flow)) return null;
            most += amount * (gas ?? 1);
        }

        if (most <= 0) return null; // an aggregate, or nothing to compare with
        Wording name = new(database.Processes.NameIn(process, Language.English), database.Processes.NameIn(process, Language.Chinese));
        return new CarbonRatio(database.Processes.Id(process), name, leaves, most);
    }

    private static bool BringsNoMatter(Flow flow) => IsNamed(flow, "Electricity") || Array.Exists(WithoutMatter, unit => flow.Unit.ConvertsTo(unit));

    private static bool IsNamed(Flow flow, string name) =>
        flow.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (flow.Name.Length == name.Length || !char.IsLetter(flow.Name[name.Length]));
}
