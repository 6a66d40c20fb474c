using CarbonLca.Diagnostics;

namespace CarbonLca.Systems.Allocations;

/// <summary>The same share for every function.</summary>
internal sealed class EqualShares : Allocation
{
    /// <inheritdoc/>
    public override string Name => "equal";

    /// <inheritdoc/>
    internal override IReadOnlyList<AllocatedColumn> Allocate(MultifunctionalProcess process, ICollection<Diagnostic> findings)
    {
        double[] shares = new double[process.Functions.Length];
        Array.Fill(shares, 1.0 / shares.Length);
        return process.Partition(shares, Name, findings);
    }
}
