using System.Collections.Frozen;
using CarbonLca.Diagnostics;

namespace CarbonLca.Systems.Allocations;

/// <summary>One rule for the processes it is plausible for, another for the rest.</summary>
internal sealed class WherePlausible(Allocation rule, Allocation otherwise, FrozenSet<int> processes) : Allocation
{
    /// <inheritdoc/>
    public override string Name => $"{rule.Name}, else {otherwise.Name}";

    /// <inheritdoc/>
    internal override IReadOnlyList<AllocatedColumn> Allocate(MultifunctionalProcess process, ICollection<Diagnostic> findings) =>
        (processes.Contains(process.Process) ? rule : otherwise).Allocate(process, findings);
}
