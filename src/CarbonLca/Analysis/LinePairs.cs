using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Analysis;

/// <summary>Which lines of two studies are the same: those of one stage with the same item; of several with one text the first goes with the first.</summary>
internal static class LinePairs
{
    /// <summary>The pairs in the order of the first study, then what only the second has.</summary>
    public static IReadOnlyList<(FoundLine? OfA, FoundLine? OfB)> Of(Study a, Study b)
    {
        Dictionary<(LifeCycleStage Stage, string Item), Queue<FoundLine>> open = [];
        foreach (FoundLine line in StudyLines.All(b))
        {
            (LifeCycleStage, string) key = (line.Stage, line.Line.Item.En);
            if (!open.TryGetValue(key, out Queue<FoundLine>? lines)) open.Add(key, lines = new Queue<FoundLine>());
            lines.Enqueue(line);
        }

        List<(FoundLine? OfA, FoundLine? OfB)> pairs = [];
        foreach (FoundLine line in StudyLines.All(a))
            pairs.Add((line, open.TryGetValue((line.Stage, line.Line.Item.En), out Queue<FoundLine>? lines) && lines.TryDequeue(out FoundLine? same) ? same : null));
        HashSet<FoundLine> left = [.. open.Values.SelectMany(q => q)];
        pairs.AddRange(StudyLines.All(b).Where(left.Contains).Select(line => ((FoundLine?)null, (FoundLine?)line)));
        return pairs;
    }
}
