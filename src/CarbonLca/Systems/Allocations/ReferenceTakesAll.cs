using CarbonLca.Diagnostics;

namespace CarbonLca.Systems.Allocations;

/// <summary>One column; the reference flow carries everything.</summary>
internal sealed class ReferenceTakesAll : Allocation
{
    /// <inheritdoc/>
    public override string Name => "reference";

    /// <inheritdoc/>
    internal override IReadOnlyList<AllocatedColumn> Allocate(MultifunctionalProcess process, ICollection<Diagnostic> findings) =>
        [new AllocatedColumn(process.Process, process.ReferenceFlow, CoProducts.Dropped)];
}
