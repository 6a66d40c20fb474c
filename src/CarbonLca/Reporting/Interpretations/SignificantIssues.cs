using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting.Documents;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>Ranks what a footprint consists of: the fewest parts of each kind that together are 80 % of its size, and at most so many.</summary>
internal static class SignificantIssues
{
    private const double Share = 0.8;
    private const int MostOfAKind = 5;

    public static ImmutableArray<SignificantIssue> Of(CarbonFootprint footprint)
    {
        int headline = footprint.Headline;
        return
        [
            .. Rank(footprint, IssueKind.Stage, footprint.Stages.Select(s => (s.Stage.Name(), s.Values[headline]))),
            .. Rank(footprint, IssueKind.Item, footprint.Stages.SelectMany(s => s.Lines).Select(l => (l.Item, l.Values[headline]))),
            .. Rank(footprint, IssueKind.Process, footprint.Processes.Select(p => (ReportText.NameOf(p), p.Value))),
            .. Rank(footprint, IssueKind.GasGroup, footprint.GasGroups.Select(k => (Glossary.Category(footprint.Categories[k].Code), footprint.Totals[k]))),
            .. Rank(footprint, IssueKind.Path, Paths(footprint)),
        ];
    }

    /// <summary>The fewest processes that together bring 80 % of the size of a footprint, the largest first: the most important ones (REQ-16).</summary>
    public static ImmutableArray<Contribution> MostImportant(CarbonFootprint footprint) => footprint.Processes[..CountFor([.. footprint.Processes.Select(p => p.Value)])];

    private static IEnumerable<SignificantIssue> Rank(CarbonFootprint footprint, IssueKind kind, IEnumerable<(Wording Name, double Value)> parts)
    {
        (Wording Name, double Value)[] ranked = [.. parts.Where(p => p.Value != 0).OrderByDescending(p => Math.Abs(p.Value))];
        int count = Math.Min(MostOfAKind, CountFor([.. ranked.Select(p => p.Value)]));
        return ranked.Take(count).Select(p => new SignificantIssue(kind, p.Name, p.Value, Percentages.Of(p.Value, footprint.Total)));
    }

    private static int CountFor(double[] ranked)
    {
        double size = ranked.Sum(Math.Abs);
        double sum = 0;
        int count = 0;
        while (count < ranked.Length && sum < Share * size) sum += Math.Abs(ranked[count++]);
        return count;
    }

    // The study, its stages and its items cause nothing by themselves; a path is told from the stage on.
    private static IEnumerable<(Wording Name, double Value)> Paths(CarbonFootprint footprint)
    {
        ImmutableArray<SupplyNode> nodes = footprint.Chain.Nodes;
        for (int i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Own == 0) continue;
            List<Wording> steps = [];
            for (int at = i; at > 0; at = nodes[at].Parent) steps.Add(nodes[at].Part.Name);
            if (steps.Count == 0) steps.Add(nodes[0].Part.Name);
            steps.Reverse();
            yield return (new Wording(string.Join(" ← ", steps.Select(s => s.En)), string.Join(" ← ", steps.Select(s => s.Zh))), nodes[i].Own);
        }
    }
}
