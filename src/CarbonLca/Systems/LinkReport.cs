using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Systems;

/// <summary>An input that no process supplies, or a waste that no process treats.</summary>
/// <param name="Process">The index of the consuming process in the database.</param>
/// <param name="Flow">The index of the flow.</param>
/// <param name="Amount">The amount exchanged, in the flow's reference unit.</param>
public readonly record struct UnlinkedExchange(int Process, int Flow, double Amount);

/// <summary>A provider that had to be chosen because the data name none and several exist.</summary>
/// <param name="Process">The index of the consuming process in the database.</param>
/// <param name="Flow">The index of the flow.</param>
/// <param name="Provider">The index of the providing process that was chosen.</param>
/// <param name="Candidates">How many processes could provide.</param>
/// <param name="ByLocation">Whether the choice was made by location; otherwise by the lowest id. A process that makes the flow itself is its own nearest provider.</param>
public readonly record struct ProviderChoice(int Process, int Flow, int Provider, int Candidates, bool ByLocation)
{
    /// <summary>Whether the process was taken to use its own product.</summary>
    public bool IsOwnUse => Process == Provider;
}

/// <summary>What linking had to decide and what it left open.</summary>
public sealed class LinkReport
{
    private const int NamesInMessage = 5;

    private readonly LciDatabase _database;
    private readonly Lazy<ImmutableArray<Diagnostic>> _findings;

    internal LinkReport(
        LciDatabase database,
        int inputCount,
        int wasteCount,
        ImmutableArray<UnlinkedExchange> unlinkedInputs,
        ImmutableArray<UnlinkedExchange> untreatedWastes,
        ImmutableArray<ProviderChoice> choices,
        ImmutableArray<Diagnostic> findings)
    {
        _database = database;
        InputCount = inputCount;
        WasteCount = wasteCount;
        UnlinkedInputs = unlinkedInputs;
        UntreatedWastes = untreatedWastes;
        Choices = choices;
        _findings = new(() => [.. findings, .. Describe()]);
    }

    /// <summary>How many product inputs the system has, linked or not.</summary>
    public int InputCount { get; }

    /// <summary>How many wastes are given away, treated or not.</summary>
    public int WasteCount { get; }

    /// <summary>Product inputs that no process supplies; they were cut off.</summary>
    public ImmutableArray<UnlinkedExchange> UnlinkedInputs { get; }

    /// <summary>Wastes that no process treats; they were cut off.</summary>
    public ImmutableArray<UnlinkedExchange> UntreatedWastes { get; }

    /// <summary>Providers that had to be chosen.</summary>
    public ImmutableArray<ProviderChoice> Choices { get; }

    /// <summary>All of it as findings, and what allocation had to say. Put into words when first asked for.</summary>
    public ImmutableArray<Diagnostic> Findings => _findings.Value;

    /// <summary>Whether nothing was cut off.</summary>
    public bool IsComplete => UnlinkedInputs.IsEmpty && UntreatedWastes.IsEmpty;

    /// <summary>A choice as a finding.</summary>
    public Diagnostic Describe(ProviderChoice choice)
    {
        string flow = _database.Flows[choice.Flow].Name;
        string rule = choice.IsOwnUse ? "it makes the flow itself" : choice.ByLocation ? "it lies in the same location" : "it has the lowest id";
        string ruleZh = choice.IsOwnUse ? "其自身生产该流" : choice.ByLocation ? "位于同一地点" : "标识最小";
        string consumer = _database.Processes.Label(choice.Process);
        string provider = _database.Processes.Label(choice.Provider);
        return Diagnostic.Warning(
            FindingCode.AmbiguousProvider,
            $"Process {consumer} takes '{flow}', which {choice.Candidates} processes supply; {provider} was chosen because {rule}.",
            $"过程 {consumer} 使用的 '{flow}' 有 {choice.Candidates} 个供应过程；因{ruleZh}选用 {provider}。") with
        {
            Next = new Wording("Name a provider in the data, or ask for strict providers.", "请在数据中指明供应过程，或要求严格指定。"),
        };
    }

    /// <summary>A note for every flow that was cut off somewhere, most often cut first: the full list behind the summaries in <see cref="Findings"/>.</summary>
    public IEnumerable<Diagnostic> DescribeEachUnlinkedFlow()
    {
        foreach (IGrouping<int, UnlinkedExchange> group in UnlinkedInputs.Concat(UntreatedWastes)
            .GroupBy(e => e.Flow)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => _database.Flows[g.Key].Name, StringComparer.Ordinal))
        {
            Flow flow = _database.Flows[group.Key];
            string first = _database.Processes.Label(group.First().Process);
            int others = group.Count() - 1;
            string more = others == 0 ? string.Empty : $" and {others} more";
            string moreZh = others == 0 ? string.Empty : $" 等 {others + 1} 处";
            yield return flow.Kind == FlowKind.Waste
                ? Diagnostic.Note(FindingCode.UnlinkedInput, $"No process treats '{flow.Name}' ({flow.Unit}), given away by {first}{more}.", $"没有过程处理 '{flow.Name}'（{flow.Unit}），由 {first}{moreZh}排出。")
                : Diagnostic.Note(FindingCode.UnlinkedInput, $"No process supplies '{flow.Name}' ({flow.Unit}), taken by {first}{more}.", $"没有过程供应 '{flow.Name}'（{flow.Unit}），由 {first}{moreZh}使用。");
        }
    }

    private IEnumerable<Diagnostic> Describe()
    {
        foreach (ProviderChoice choice in Choices) yield return Describe(choice);

        if (!UnlinkedInputs.IsEmpty)
        {
            string share = Share(UnlinkedInputs.Length, InputCount);
            yield return Diagnostic.Warning(
                FindingCode.UnlinkedInput,
                $"{UnlinkedInputs.Length} of {InputCount} product inputs ({share}) have no provider and were cut off: {Names(UnlinkedInputs, "and {0} more")}.",
                $"{InputCount} 个产品输入中有 {UnlinkedInputs.Length} 个（{share}）没有供应过程，已截断：{Names(UnlinkedInputs, "及另外 {0} 种")}。") with
            {
                Next = new Wording("Results are lower bounds for whatever uses them. Ask for unlinked inputs to be refused if that is not acceptable.", "凡用到它们的结果均偏低。若不可接受，请要求拒绝未链接的输入。"),
            };
        }

        if (!UntreatedWastes.IsEmpty)
        {
            string share = Share(UntreatedWastes.Length, WasteCount);
            yield return Diagnostic.Warning(
                FindingCode.UnlinkedInput,
                $"{UntreatedWastes.Length} of {WasteCount} waste outputs ({share}) have no treatment and were cut off: {Names(UntreatedWastes, "and {0} more")}.",
                $"{WasteCount} 个废物输出中有 {UntreatedWastes.Length} 个（{share}）没有处理过程，已截断：{Names(UntreatedWastes, "及另外 {0} 种")}。");
        }
    }

    private static string Share(int part, int whole) => (100.0 * part / whole).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private string Names(ImmutableArray<UnlinkedExchange> exchanges, string more)
    {
        string[] names =
        [
            .. exchanges.GroupBy(e => e.Flow)
                .OrderByDescending(g => g.Count())
                .ThenBy(g => _database.Flows[g.Key].Name, StringComparer.Ordinal)
                .Select(g => $"'{_database.Flows[g.Key].Name}'"),
        ];
        string shown = string.Join(", ", names.Take(NamesInMessage));
        return names.Length <= NamesInMessage ? shown : shown + ", " + string.Format(CultureInfo.InvariantCulture, more, names.Length - NamesInMessage);
    }
}
