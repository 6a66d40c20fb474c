using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;

namespace CarbonLca.EndOfLife;

/// <summary>A material from its making to its end of life, as processes that rest on providers (REQ-33…34).</summary>
/// <remarks>
/// The processes take in the coefficients of the method as amounts of their providers, credits as avoided products. They are solved
/// and characterised like any other process; nothing is added to a result from the side.
/// </remarks>
public sealed class MaterialLife
{
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit Megajoule = Unit.Parse("MJ");
    private static readonly double[] AllocationFactors = [0.2, 0.5, 0.8]; // what the formula provides for

    /// <summary>The life of a material.</summary>
    /// <param name="material">What it is called.</param>
    /// <param name="cycle">Its shares and qualities.</param>
    /// <param name="method">How burdens and credits are shared.</param>
    /// <param name="providers">
    /// Who plays each role that the method needs: mass for materials and treatments, energy for heat and electricity. Without one for
    /// <see cref="EndOfLifeRole.ReplacedVirgin"/> the loop is closed, and what is replaced is the virgin material itself; without one for
    /// <see cref="EndOfLifeRole.ReplacedDisposal"/> it is the disposal of the material itself.
    /// </param>
    /// <exception cref="InputRefusedException">A provider that the method needs is missing or measured as something else; all faults.</exception>
    public MaterialLife(Wording material, MaterialCycle cycle, EndOfLifeMethod method, IReadOnlyDictionary<EndOfLifeRole, MaterialProvider> providers)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(providers);
        Diagnostic[] faults = [.. Check(material, cycle, method, providers)];
        if (faults.Length > 0) throw new InputRefusedException(faults);
        Material = material;
        Cycle = cycle;
        Method = method;
        Providers = providers.ToImmutableDictionary();
        Findings = [.. method.Remarks(cycle, material), .. Substitutes(material, method.Terms(cycle), providers)];
    }

    /// <summary>What the material is called.</summary>
    public Wording Material { get; }

    /// <summary>Its shares and qualities.</summary>
    public MaterialCycle Cycle { get; }

    /// <summary>How burdens and credits are shared.</summary>
    public EndOfLifeMethod Method { get; }

    /// <summary>Who plays each role.</summary>
    public ImmutableDictionary<EndOfLifeRole, MaterialProvider> Providers { get; }

    /// <summary>Defaults taken and values worth a second look; no errors.</summary>
    public ImmutableArray<Diagnostic> Findings { get; }

    /// <summary>The same material by every other method whose providers are known, and under the formula by the other A: the runs of a sensitivity analysis (REQ-90).</summary>
    /// <remarks>Alternatives whose coefficients are those of this one are left out.</remarks>
    public ImmutableArray<MaterialLife> Alternatives()
    {
        ImmutableArray<EndOfLifeTerm> own = Method.Terms(Cycle);
        IEnumerable<(EndOfLifeMethod Method, MaterialCycle Cycle)> candidates = EndOfLifeMethod.All.SelectMany(method =>
            method.UsesAllocationFactor ? AllocationFactors.Select(a => (method, Cycle.WithAllocationFactor(a))) : [(method, Cycle)]);
        return
        [
            .. candidates
                .Where(c => !own.SequenceEqual(c.Method.Terms(c.Cycle)) && !Check(Material, c.Cycle, c.Method, Providers).Any())
                .Select(c => new MaterialLife(Material, c.Cycle, c.Method, Providers)),
        ];
    }

    /// <summary>What is wrong with the providers; all faults.</summary>
    public static IEnumerable<Diagnostic> Check(Wording material, MaterialCycle cycle, EndOfLifeMethod method, IReadOnlyDictionary<EndOfLifeRole, MaterialProvider> providers)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(providers);
        foreach (EndOfLifeTerm term in method.Terms(cycle))
        {
            EndOfLifeRole role = term.Role;
            if (Find(role, providers) is not { } provider)
            {
                yield return Diagnostic.Error(
                    FindingCode.MissingFactor,
                    $"'{material.En}' has no process for {role.Name().En} ({role.Symbol()}), which the method '{method.Name}' needs.",
                    $"'{material.Zh}' 缺少{role.Name().Zh}（{role.Symbol()}）的过程，方法 '{method.Name}' 需要该过程。") with
                {
                    Next = new Wording($"Give a provider for '{role.Key()}'.", $"请为 '{role.Key()}' 指定供应过程。"),
                };
                continue;
            }

            if (provider.Flow.Kind == FlowKind.Elementary)
            {
                yield return Diagnostic.Error(
                    FindingCode.UnknownProduct,
                    $"The provider of {role.Name().En} of '{material.En}' is the elementary flow '{provider.Flow.Name}'.",
                    $"'{material.Zh}' 的{role.Name().Zh}指定了基本流 '{provider.Flow.Name}'。") with
                {
                    Expected = new Wording("a product that a process supplies, or a waste that it treats", "由过程供应的产品或由过程处理的废物"),
                };
                continue;
            }

            Unit needed = UnitOf(role);
            if (!Measures(provider.Flow, needed))
            {
                yield return Diagnostic.Error(
                    FindingCode.UnitMismatch,
                    $"The provider of {role.Name().En} of '{material.En}', '{provider.Flow.Name}', is measured in {provider.Flow.Unit}.",
                    $"'{material.Zh}' 的{role.Name().Zh}的供应流 '{provider.Flow.Name}' 以 {provider.Flow.Unit} 计量。") with
                {
                    Expected = role.IsEnergy() ? new Wording("a unit of energy", "能量单位") : new Wording("a unit of mass, or a flow with the property mass", "质量单位，或带有质量属性的流"),
                };
            }
        }
    }

    /// <summary>The processes of one kilogram of the material.</summary>
    /// <param name="id">What their ids begin with.</param>
    /// <remarks>
    /// One process for each stage, part and side of the formula, so that contributions show them apart:
    /// <c>ID/raw_materials/material</c>, <c>ID/end_of_life/material/credit</c> …; and one for each of the two stages that takes them
    /// together, <c>ID/raw_materials</c> and <c>ID/end_of_life</c>. A product takes its mass of the material from these two.
    /// </remarks>
    public MaterialForeground ToForeground(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ImmutableArray<EndOfLifeStep>.Builder steps = ImmutableArray.CreateBuilder<EndOfLifeStep>();
        Process rawMaterials = Kilograms($"{id}/{LifeCycleStage.RawMaterials.Key()}", LifeCycleStage.RawMaterials, new Wording($"{Material.En}, making", $"{Material.Zh}，制造"));
        Process endOfLife = Kilograms($"{id}/{LifeCycleStage.EndOfLife.Key()}", LifeCycleStage.EndOfLife, new Wording($"{Material.En}, end of life", $"{Material.Zh}，生命末期"));
        foreach (IGrouping<(LifeCycleStage Stage, EndOfLifePart Part, bool IsCredit), EndOfLifeTerm> group in
            Method.Terms(Cycle).GroupBy(t => (t.Role.Stage(), t.Role.Part(), t.Role.IsCredit())).OrderBy(g => g.Key))
        {
            EndOfLifeStep step = Step(id, group.Key.Stage, group.Key.Part, group.Key.IsCredit, group);
            steps.Add(step);
            if (group.Key.Stage == LifeCycleStage.RawMaterials) rawMaterials = rawMaterials.Using(1, step.Process.ReferenceFlow, step.Process.Id);
            else endOfLife = endOfLife.Using(1, step.Process.ReferenceFlow, step.Process.Id);
        }

        return new MaterialForeground(steps.ToImmutable(), rawMaterials, endOfLife);
    }

    private EndOfLifeStep Step(string id, LifeCycleStage stage, EndOfLifePart part, bool isCredit, IEnumerable<EndOfLifeTerm> terms)
    {
        Wording stageName = stage.Name();
        Wording partName = part.Name();
        Wording name = new(
            $"{Material.En}, {stageName.En}, {partName.En}{(isCredit ? ", credit" : string.Empty)}",
            $"{Material.Zh}，{stageName.Zh}，{partName.Zh}{(isCredit ? "，抵扣" : string.Empty)}");
        Process process = Kilograms($"{id}/{stage.Key()}/{part.Key()}{(isCredit ? "/credit" : string.Empty)}", stage, name);
        foreach (EndOfLifeTerm term in terms)
        {
            MaterialProvider provider = Find(term.Role, Providers) ?? throw new InvalidOperationException($"The provider of {term.Role} was checked and is not there.");
            double amount = term.Amount * provider.Flow.ReferenceUnitsPer(UnitOf(term.Role));
            process = isCredit ? process.Avoiding(amount, provider.Flow, provider.ProcessId) : process.Needing(amount, provider.Flow, provider.ProcessId);
        }

        return new EndOfLifeStep(process, stage, part, isCredit);
    }

    private Process Kilograms(string id, LifeCycleStage stage, Wording name) =>
        Process.Producing(1, Flow.Product(id, Kilogram, name.En) with { NameZh = name.Zh }) with
        {
            NameZh = name.Zh,
            Stage = stage,
            Provenance = new Provenance($"end-of-life method {Method.Name}: {Cycle}") { Confidence = "derived" },
        };

    private static Unit UnitOf(EndOfLifeRole role) => role.IsEnergy() ? Megajoule : Kilogram;

    private static bool Measures(Flow flow, Unit unit) => flow.Unit.ConvertsTo(unit) || flow.Properties.Any(p => p.Unit.ConvertsTo(unit));

    private static MaterialProvider? Find(EndOfLifeRole role, IReadOnlyDictionary<EndOfLifeRole, MaterialProvider> providers) =>
        providers.TryGetValue(role, out MaterialProvider own) || (Substitute(role) is { } substitute && providers.TryGetValue(substitute, out own)) ? own : null;

    private static EndOfLifeRole? Substitute(EndOfLifeRole role) => role switch
    {
        EndOfLifeRole.ReplacedVirgin => EndOfLifeRole.Virgin,
        EndOfLifeRole.ReplacedDisposal => EndOfLifeRole.Disposal,
        _ => null,
    };

    private static IEnumerable<Diagnostic> Substitutes(Wording material, ImmutableArray<EndOfLifeTerm> terms, IReadOnlyDictionary<EndOfLifeRole, MaterialProvider> providers)
    {
        foreach (EndOfLifeTerm term in terms)
        {
            if (providers.ContainsKey(term.Role) || Substitute(term.Role) is not { } substitute) continue;
            yield return Diagnostic.Note(
                FindingCode.DefaultAssumed,
                $"No process is given for {term.Role.Name().En} ({term.Role.Symbol()}) of '{material.En}'; that of {substitute.Name().En} ({substitute.Symbol()}) is taken, as in a closed loop.",
                $"'{material.Zh}' 未给出{term.Role.Name().Zh}（{term.Role.Symbol()}）的过程；按闭环取{substitute.Name().Zh}（{substitute.Symbol()}）的过程。");
        }
    }
}
