using CarbonLca.Diagnostics;

namespace CarbonLca.Systems.Allocations;

/// <summary>No allocation: a process with several functions has no column.</summary>
internal sealed class Refusal : Allocation
{
    /// <inheritdoc/>
    public override string Name => "none";

    /// <inheritdoc/>
    internal override IReadOnlyList<AllocatedColumn> Allocate(MultifunctionalProcess process, ICollection<Diagnostic> findings)
    {
        string functions = string.Join(", ", Enumerable.Range(0, process.Functions.Length).Select(i => $"'{process.Flow(i).Name}'"));
        findings.Add(Diagnostic.Error(
            FindingCode.SingularSystem,
            $"Process {process.Label} has {process.Functions.Length} functions ({functions}) and allocation 'none' was asked for, so the system would have more products than processes.",
            $"过程 {process.Label} 有 {process.Functions.Length} 个功能（{functions}），而所选分配方法为 'none'，产品数将多于过程数。") with
        {
            Next = new Wording("Choose an allocation, or subdivide the process.", "请选择分配方法，或拆分该过程。"),
        });
        return [];
    }
}
