using CarbonLca.Diagnostics;

namespace CarbonLca.Systems.Allocations;

/// <summary>One column; co-products replace the products of other processes.</summary>
internal sealed class Substitution : Allocation
{
    /// <inheritdoc/>
    public override string Name => "substitution";

    /// <inheritdoc/>
    internal override IReadOnlyList<AllocatedColumn> Allocate(MultifunctionalProcess process, ICollection<Diagnostic> findings) =>
        [new AllocatedColumn(process.Process, process.ReferenceFlow, CoProducts.Credited)];
}
