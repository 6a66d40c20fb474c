using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Formats.Tables;

/// <summary>A process while its rows are being read.</summary>
internal sealed class ProcessDraft(string id, string name, SourcePosition where)
{
    public string Id => id;

    public SourcePosition Where => where;

    public string? NameZh { get; init; }

    public string? Location { get; init; }

    public LifeCycleStage Stage { get; init; }

    public AllocationKey? DefaultAllocation { get; init; }

    public Flow? ReferenceFlow { get; init; }

    public double? ReferenceAmount { get; set; }

    public Provenance? Provenance { get; set; }

    public List<Exchange> Exchanges { get; } = [];

    public List<AllocationFactor> Allocation { get; } = [];

    /// <summary>Whether a fault was found in one of its rows.</summary>
    public bool IsRefused { get; set; }

    public Process ToProcess() => new(id, name, ReferenceFlow!)
    {
        NameZh = NameZh,
        Location = Location,
        Stage = Stage,
        DefaultAllocation = DefaultAllocation,
        Provenance = Provenance,
        Exchanges = [.. Exchanges],
        AllocationFactors = [.. Allocation],
    };
}
