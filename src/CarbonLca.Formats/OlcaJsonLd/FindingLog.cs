using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>Collects findings; those of the same kind about one data set become one finding with their number.</summary>
internal sealed class FindingLog
{
    private readonly List<Diagnostic> _findings = [];
    private readonly Dictionary<string, int> _groupIndex = new(StringComparer.Ordinal);
    private readonly List<(Diagnostic First, int Count, Wording Plural)> _groups = [];

    public IReadOnlyList<Diagnostic> Findings => _findings;

    public void Add(Diagnostic finding) => _findings.Add(finding);

    public void AddRange(IEnumerable<Diagnostic> findings) => _findings.AddRange(findings);

    /// <summary>Adds a finding to the group of its kind within the current data set.</summary>
    /// <param name="kind">What is alike; the first finding of a kind is kept in full, the others are counted.</param>
    /// <param name="plural">What is counted, for instance <c>exchanges</c>.</param>
    /// <param name="first">Makes the finding; called for the first of its kind only.</param>
    public void AddToGroup(string kind, Wording plural, Func<Diagnostic> first)
    {
        if (_groupIndex.TryGetValue(kind, out int index))
        {
            _groups[index] = _groups[index] with { Count = _groups[index].Count + 1 };
        }
        else
        {
            _groupIndex.Add(kind, _groups.Count);
            _groups.Add((first(), 1, plural));
        }
    }

    /// <summary>Ends the current data set: writes down its groups.</summary>
    public void EndGroups()
    {
        foreach ((Diagnostic first, int count, Wording plural) in _groups)
        {
            _findings.Add(count == 1 ? first : first with
            {
                What = new Wording(
                    $"{first.What.En} It is the first of {count} {plural.En} here of which this is true.",
                    $"{first.What.Zh}此处共有 {count} 个{plural.Zh}存在同样情况，这是第一个。"),
            });
        }

        _groups.Clear();
        _groupIndex.Clear();
    }
}
