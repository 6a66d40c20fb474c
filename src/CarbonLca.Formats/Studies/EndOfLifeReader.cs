using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads end-of-life methods and the cycles of materials.</summary>
/// <param name="findings">Takes what is found.</param>
internal sealed class EndOfLifeReader(FindingList findings)
{
    private static readonly Wording MethodNames = Wording.Same(string.Join(" | ", EndOfLifeMethod.All.Select(m => m.Name)));
    private static readonly string[] Optional = ["a", "b", "quality_in", "quality_out"];
    private readonly Values _values = new(findings);

    /// <summary>The method of a study: <c>end_of_life: {method, reason}</c>.</summary>
    public StudyEndOfLife? ReadMethod(DocumentNode? node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        EndOfLifeMethod? method = Method(fields.Required("method", MethodNames));
        Wording? reason = _values.Bilingual(fields.Optional("reason"));
        fields.RefuseOthers();
        return method is null ? null : new StudyEndOfLife(method, reason);
    }

    /// <summary>The cycle of a line's material.</summary>
    public MaterialEndOfLife? ReadMaterial(DocumentNode? node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        DocumentNode? methodNode = fields.Optional("method");
        EndOfLifeMethod? method = Method(methodNode);
        Wording share = new("a share from 0 to 1; 0 when it is none", "0 到 1 之间的份额；没有时写 0");
        Located<double>? recycled = _values.Number(fields.Required("recycled_content", share));
        Located<double>? recycling = _values.Number(fields.Required("recycling_rate", share));
        Located<double>? recovery = _values.Number(fields.Required("energy_recovery_rate", share));
        (DocumentNode? Node, Located<double>? Value)[] optional = [.. Optional.Select(fields.Optional).Select(n => (n, _values.Number(n)))];
        DocumentNode? energyNode = fields.Optional("energy");
        EnergyContent? energy = ReadEnergy(energyNode);
        ImmutableDictionary<EndOfLifeRole, Located<string>>? providers = ReadProviders(fields.Optional("providers"));
        fields.RefuseOthers();
        bool isLost = (methodNode is not null && method is null) || (energyNode is not null && energy is null) || providers is null || optional.Any(o => o.Node is not null && o.Value is null);
        if (isLost || recycled is not { } r1 || recycling is not { } r2 || recovery is not { } r3) return null;
        double? Given(int i) => optional[i].Value?.Value;
        Diagnostic[] faults = [.. MaterialCycle.Check(r1.Value, r2.Value, r3.Value, Given(0), Given(1), Given(2), Given(3))];
        findings.AddRange(faults.Select(f => f with { Where = node!.Where }));
        return faults.Length > 0 ? null : new MaterialEndOfLife
        {
            Cycle = new MaterialCycle(r1.Value, r2.Value, r3.Value, Given(0), Given(1), Given(2), Given(3), energy),
            Method = method,
            Providers = providers!,
            Where = node!.Where,
        };
    }

    private EndOfLifeMethod? Method(DocumentNode? node)
    {
        if (_values.Text(node) is not { } text) return null;
        try
        {
            return EndOfLifeMethod.Named(text.Value);
        }
        catch (InputRefusedException refused)
        {
            findings.AddRange(refused.Findings.Select(f => f with { Where = text.Where, Found = Values.Short(text.Value) }));
            return null;
        }
    }

    private EnergyContent? ReadEnergy(DocumentNode? node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<Quantity>? value = _values.Quantity(fields.Required("heating_value", new Wording("the lower heating value, such as 31 MJ/kg", "低位热值，例如 31 MJ/kg")));
        Located<double>? heat = _values.Number(fields.Required("heat_efficiency", new Wording("a share from 0 to 1", "0 到 1 之间的份额")));
        Located<double>? electricity = _values.Number(fields.Required("electricity_efficiency", new Wording("a share from 0 to 1", "0 到 1 之间的份额")));
        fields.RefuseOthers();
        if (value is not { } v || heat is not { } h || electricity is not { } e) return null;
        Diagnostic[] faults = [.. EnergyContent.Check(v.Value, h.Value, e.Value)];
        findings.AddRange(faults.Select(f => f with { Where = node!.Where }));
        return faults.Length > 0 ? null : new EnergyContent(v.Value, h.Value, e.Value);
    }

    private ImmutableDictionary<EndOfLifeRole, Located<string>>? ReadProviders(DocumentNode? node)
    {
        if (node is null) return ImmutableDictionary<EndOfLifeRole, Located<string>>.Empty;
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        ImmutableDictionary<EndOfLifeRole, Located<string>>.Builder providers = ImmutableDictionary.CreateBuilder<EndOfLifeRole, Located<string>>();
        foreach (EndOfLifeRole role in EndOfLifeRoles.All)
            if (_values.Text(fields.Optional(role.Key())) is { } provider) providers.Add(role, provider);
        fields.RefuseOthers();
        return providers.ToImmutable();
    }
}
