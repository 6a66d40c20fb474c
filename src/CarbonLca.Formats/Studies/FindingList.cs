using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Studies;

/// <summary>The findings about one document, up to a limit past which more would help nobody.</summary>
internal sealed class FindingList
{
    private const int Most = 1000;
    private readonly List<Diagnostic> _findings = [];

    public bool IsFull => _findings.Count > Most;

    public bool HasErrors { get; private set; }

    public IReadOnlyList<Diagnostic> Findings => _findings;

    public void Add(Diagnostic finding)
    {
        HasErrors |= finding.Severity == Severity.Error;
        if (IsFull) return;
        _findings.Add(_findings.Count < Most
            ? finding
            : Diagnostic.Error(FindingCode.LimitExceeded, $"More than {Most} findings; the rest is not listed.", $"问题超过 {Most} 条，其余不再列出。") with
            {
                Where = finding.Where is { } where ? new SourcePosition(where.File) : null,
                Next = new Wording("Correct these first.", "请先更正已列出的问题。"),
            });
        HasErrors |= IsFull;
    }

    public void AddRange(IEnumerable<Diagnostic> findings)
    {
        foreach (Diagnostic finding in findings) Add(finding);
    }
}
