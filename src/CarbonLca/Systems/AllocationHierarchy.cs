using System.Collections.Frozen;
using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Systems.Allocations;

namespace CarbonLca.Systems;

/// <summary>Which rules of allocation could be used for each process with several functions, in the order of ISO 14067 6.4.6 (REQ-30).</summary>
/// <remarks>
/// First comes avoiding allocation by letting co-products replace other production, where something else makes them; then physical
/// relations; then others, such as economic value. A rule is plausible when the data give what it needs and its shares partition the
/// process (REQ-31). Rules that rest on nothing in the data (equal shares, everything to the reference flow) are never plausible. More
/// than one plausible rule calls for a sensitivity analysis: <see cref="Alternatives"/> are its runs.
/// </remarks>
public sealed class AllocationHierarchy
{
    private const int NamesInMessage = 5;

    private static readonly string[] Measures = ["mass", "energy", "volume"]; // what a flow has by its unit alone

    private AllocationHierarchy(ImmutableArray<AllocationChoices> processes) => Processes = processes;

    /// <summary>The processes with several functions, in the order of the database.</summary>
    public ImmutableArray<AllocationChoices> Processes { get; }

    /// <summary>Whether some process has more than one plausible rule with different results.</summary>
    public bool NeedsSensitivity => Processes.Any(p => p.Plausible.Length > 1);

    /// <summary>The rules that are plausible for the processes of a database.</summary>
    public static AllocationHierarchy Of(LciDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        bool[] isReference = new bool[database.Flows.Length];
        for (int j = 0; j < database.Processes.Count; j++) isReference[database.Processes.ReferenceFlow(j)] = true;

        ImmutableArray<AllocationChoices>.Builder choices = ImmutableArray.CreateBuilder<AllocationChoices>();
        for (int j = 0; j < database.Processes.Count; j++)
        {
            if (MultifunctionalProcess.Of(database, j) is not { } process) continue;
            choices.Add(new AllocationChoices(j, process.Label, [.. Plausible(process, isReference)]));
        }

        return new AllocationHierarchy(choices.ToImmutable());
    }

    /// <summary>The same of some processes only, such as those that take part in a footprint.</summary>
    /// <param name="isWanted">Whether the process with an index in the database is one of them.</param>
    public AllocationHierarchy Among(Func<int, bool> isWanted) => new([.. Processes.Where(p => isWanted(p.Process))]);

    /// <summary>The other rules that a sensitivity analysis should try, each usable on the whole database.</summary>
    /// <param name="chosen">The rule of the study; processes for which an alternative is not plausible keep it.</param>
    /// <param name="takesPart">Whether a process, by its index, takes part in the result, so that its rules are worth trying; null for all.</param>
    public ImmutableArray<Allocation> Alternatives(Allocation chosen, Func<int, bool>? takesPart = null)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        return
        [
            .. Processes
                .Where(p => takesPart?.Invoke(p.Process) != false)
                .SelectMany(p => p.Plausible.Select(rule => (p.Process, rule.Rule, rule.Step)))
                .GroupBy(p => p.Rule.Name, StringComparer.Ordinal)
                .Where(g => g.Key != chosen.Name)
                .OrderBy(g => g.First().Step).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new WherePlausible(g.First().Rule, chosen, g.Select(p => p.Process).ToFrozenSet())),
        ];
    }

    /// <summary>A warning that names the processes with more than one plausible rule; null when there is none.</summary>
    public Diagnostic? Remark()
    {
        AllocationChoices[] open = [.. Processes.Where(p => p.Plausible.Length > 1)];
        if (open.Length == 0) return null;
        string names = string.Join(", ", open.Take(NamesInMessage).Select(p => $"{p.Label}: {string.Join(" | ", p.Plausible.Select(r => r.Rule.Name))}")) + (open.Length > NamesInMessage ? ", …" : string.Empty);
        return Diagnostic.Warning(
            FindingCode.Allocated,
            $"More than one allocation is plausible for {open.Length} process(es): {names}.",
            $"有 {open.Length} 个过程存在多种合理的分配方法：{names}。") with
        {
            Next = new Wording("Justify the choice and report the result with the others.", "请说明所选方法的理由，并给出其他方法的结果。"),
        };
    }

    private static List<PlausibleAllocation> Plausible(MultifunctionalProcess process, bool[] isReference)
    {
        List<PlausibleAllocation> found = [];
        if (process.Functions.All(f => f == process.ReferenceFlow || isReference[f])) found.Add(new PlausibleAllocation(Allocation.Substitution, AllocationStep.Avoid, []));
        foreach ((Allocation rule, AllocationStep step) in Candidates(process))
        {
            List<Diagnostic> faults = [];
            IReadOnlyList<AllocatedColumn> columns = rule.Allocate(process, faults);
            if (columns.Count == 0) continue;
            bool isUniform = columns.All(c => c.ShareOfExchange is null);
            ImmutableArray<AllocationShare> shares = isUniform ? [.. columns.Select((c, i) => new AllocationShare(process.Flow(i).Id, c.Share))] : [];
            if (isUniform && found.Exists(other => IsSame(other.Shares, shares))) continue;
            found.Add(new PlausibleAllocation(rule, step, shares));
        }

        return found;
    }

    private static IEnumerable<(Allocation Rule, AllocationStep Step)> Candidates(MultifunctionalProcess process)
    {
        yield return (Allocation.Causal, AllocationStep.Physical);
        yield return (Allocation.Physical, AllocationStep.Physical);
        FlowProperty[] properties = [.. process.Flow(0).Properties];
        string[] measures = [.. Measures.Concat(properties.Where(p => !IsMoney(p)).Select(p => p.Name)).Distinct(StringComparer.OrdinalIgnoreCase)];
        foreach (string measure in measures) yield return (Allocation.ByProperty(measure), AllocationStep.Physical);
        yield return (Allocation.Economic, AllocationStep.Other);
        foreach (FlowProperty money in properties.Where(IsMoney)) yield return (Allocation.ByProperty(money.Name), AllocationStep.Other);
    }

    // A currency is a base of its own named by its ISO 4217 code, with the price year where the data state one.
    private static bool IsMoney(FlowProperty property)
    {
        if (property.Unit.Dimension.Exponents is not { Count: 1 } exponents) return false;
        string code = exponents.Keys.First().Split(' ')[0];
        return code.Length == 3 && code.All(char.IsAsciiLetterUpper);
    }

    private static bool IsSame(ImmutableArray<AllocationShare> a, ImmutableArray<AllocationShare> b) =>
        a.Length == b.Length && a.Zip(b).All(pair => Math.Abs(pair.First.Share - pair.Second.Share) <= 1e-12);
}

/// <summary>The steps of the hierarchy (ISO 14067 6.4.6.2).</summary>
public enum AllocationStep : byte
{
    /// <summary>Allocation is avoided, here by expanding the system: co-products replace other production.</summary>
    Avoid = 1,

    /// <summary>A physical relation between the functions, such as cause, mass or energy.</summary>
    Physical = 2,

    /// <summary>Another relation, such as economic value.</summary>
    Other = 3,
}

/// <summary>The rules that are plausible for one process.</summary>
/// <param name="Process">The index of the process in its database.</param>
/// <param name="Label">Its name with the location.</param>
/// <param name="Plausible">The rules in the order of the hierarchy, each with another result; the first is the one to prefer.</param>
public sealed record AllocationChoices(int Process, string Label, ImmutableArray<PlausibleAllocation> Plausible);

/// <summary>A rule that is plausible for a process.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Step">Its step in the hierarchy.</param>
/// <param name="Shares">The share of each function; empty where the rule gives no single share.</param>
public sealed record PlausibleAllocation(Allocation Rule, AllocationStep Step, ImmutableArray<AllocationShare> Shares);

/// <summary>The share of a function in the burdens of its process.</summary>
/// <param name="FlowId">The function.</param>
/// <param name="Share">From 0 to 1; all shares of a process sum to one.</param>
public readonly record struct AllocationShare(string FlowId, double Share);
