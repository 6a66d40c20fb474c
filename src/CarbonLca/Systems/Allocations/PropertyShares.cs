using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Systems.Allocations;

/// <summary>Shares in proportion to amount × a property: share_i = p_i q_i / Σ p q (REQ-31).</summary>
internal sealed class PropertyShares : Allocation
{
    private readonly string _property;

    public PropertyShares(string property)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(property);
        _property = property;
    }

    /// <inheritdoc/>
    public override string Name => $"by:{_property}";

    /// <inheritdoc/>
    internal override IReadOnlyList<AllocatedColumn> Allocate(MultifunctionalProcess process, ICollection<Diagnostic> findings)
    {
        int count = process.Functions.Length;
        double[] shares = new double[count];
        Unit? common = null;
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            Flow flow = process.Flow(i);
            if (PerReferenceUnit(flow) is not { } property)
            {
                findings.Add(Diagnostic.Error(
                    FindingCode.MissingFactor,
                    $"Process {process.Label} is to be allocated by '{_property}', and its co-product '{flow.Name}' has no such property.",
                    $"过程 {process.Label} 需按 '{_property}' 分配，但其联产品 '{flow.Name}' 没有该属性。") with
                {
                    Next = new Wording($"Give '{flow.Name}' the property '{_property}', or choose another allocation.", $"请为 '{flow.Name}' 给出属性 '{_property}'，或选择其他分配方法。"),
                });
                return [];
            }

            common ??= property.Unit;
            if (!property.Unit.ConvertsTo(common))
            {
                findings.Add(Diagnostic.Error(
                    FindingCode.UnitMismatch,
                    $"The co-products of process {process.Label} have the property '{_property}' in {common} and in {property.Unit}, which do not convert.",
                    $"过程 {process.Label} 的联产品属性 '{_property}' 的单位 {common} 与 {property.Unit} 不能换算。"));
                return [];
            }

            double value = property.Amount * property.Unit.To(common) * process.Amounts[i];
            if (value < 0)
            {
                findings.Add(Diagnostic.Error(
                    FindingCode.OutOfRange,
                    $"The co-product '{flow.Name}' of process {process.Label} has a negative '{_property}': {value} {common}.",
                    $"过程 {process.Label} 的联产品 '{flow.Name}' 的 '{_property}' 为负：{value} {common}。") with
                {
                    Next = new Wording("A co-product that costs money to give away is a waste: model its treatment as a service.", "需付费处置的联产品应作为废物，以处理服务建模。"),
                });
                return [];
            }

            shares[i] = value;
            sum += value;
        }

        if (sum == 0)
        {
            findings.Add(Diagnostic.Error(
                FindingCode.OutOfRange,
                $"All co-products of process {process.Label} have a '{_property}' of zero, so it gives no shares.",
                $"过程 {process.Label} 的全部联产品的 '{_property}' 均为零，无法得出份额。"));
            return [];
        }

        for (int i = 0; i < count; i++) shares[i] /= sum;
        return process.Partition(shares, Name, findings);
    }

    private FlowProperty? PerReferenceUnit(Flow flow)
    {
        foreach (FlowProperty property in flow.Properties)
            if (string.Equals(property.Name, _property, StringComparison.OrdinalIgnoreCase)) return property;
        Dimension? asked = _property switch
        {
            "mass" => Dimension.Mass,
            "energy" => Dimension.Energy,
            "volume" => Dimension.Volume,
            _ => null,
        };
        return asked is not null && flow.Unit.Dimension.Equals(asked) ? new FlowProperty(_property, 1.0, flow.Unit) : null;
    }
}
