using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats;

/// <summary>Findings as they are collected; bounded, so that a hostile file cannot fill the memory with them.</summary>
/// <param name="most">How many are kept; those past it are counted.</param>
internal sealed class FindingList(int most = 20_000)
{
    private readonly List<Diagnostic> _kept = [];
    private long _further;
    private bool _furtherErrors;

    /// <summary>Whether an error was added.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Whether further findings are only counted.</summary>
    public bool IsFull => _kept.Count >= most;

    /// <summary>Adds a finding.</summary>
    public void Add(Diagnostic finding)
    {
        bool isError = finding.Severity == Severity.Error;
        HasErrors |= isError;
        if (!IsFull)
        {
            _kept.Add(finding);
            return;
        }

        _further++;
        _furtherErrors |= isError;
    }

    /// <summary>Adds several findings.</summary>
    public void AddRange(IEnumerable<Diagnostic> findings)
    {
        foreach (Diagnostic finding in findings) Add(finding);
    }

    /// <summary>Everything added, in order; what passed the limit as one finding that counts it.</summary>
    public ImmutableArray<Diagnostic> ToImmutable()
    {
        if (_further == 0) return [.. _kept];
        return
        [
            .. _kept,
            new Diagnostic(_furtherErrors ? Severity.Error : Severity.Warning, FindingCode.LimitExceeded, new Wording(
                $"{_further} further findings are not listed; only the first {most} are.",
                $"另有 {_further} 条发现未列出，仅列出前 {most} 条。"))
            {
                Next = new Wording("Correct the faults listed and read the source again.", "请先更正已列出的问题，然后重新读取。"),
            },
        ];
    }
}
