using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;

namespace CarbonLca.Studies;

/// <summary>The processes of one line, and the items it brings into other places of the study.</summary>
/// <param name="Processes">The processes in the order of need; the last is that of the line.</param>
/// <param name="Derived">The items that follow from the line and stand apart from it.</param>
internal sealed record EmittedLine(ImmutableArray<Process> Processes, ImmutableArray<DerivedItem> Derived);

/// <summary>An item that follows from a line: what its material causes or saves at the end of life.</summary>
/// <param name="Stage">The stage it belongs to.</param>
/// <param name="Item">What it is.</param>
/// <param name="IsCredit">Whether it is a credit.</param>
/// <param name="Line">The line it follows from.</param>
/// <param name="Exchanges">What it needs.</param>
internal sealed record DerivedItem(LifeCycleStage Stage, Wording Item, bool IsCredit, StudyLine Line, ImmutableArray<Exchange> Exchanges);

/// <summary>Turns lines into processes.</summary>
/// <param name="study">The study; null for checking lines that are not yet one.</param>
/// <param name="suppliers">Its providers.</param>
internal sealed class LineEmission(Study? study, StudySuppliers suppliers)
{
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit KilowattHour = Unit.Parse("kWh");
    private static readonly Unit TonneKilometre = Unit.Parse("tkm");

    /// <summary>What is wrong between a line and its providers.</summary>
    public IEnumerable<Diagnostic> Check(StudyLine line) => line switch
    {
        ProvidedLine { EndOfLife: { } cycle } material => CheckProvided(material).Concat(CheckMaterial(material, cycle)),
        ProvidedLine provided => CheckProvided(provided),
        TransportLine transport => transport.Legs.SelectMany(leg => suppliers.Check(line.Item, leg.Provider, TonneKilometre, line.Where)),
        EnergyUseLine energy => suppliers.Check(line.Item, energy.Provider, KilowattHour, line.Where),
        ModelLine model => model.Model.Needs.SelectMany((need, i) => suppliers.Check(line.Item, i < model.Providers.Length ? model.Providers[i] : need.Provider, need.Amount.Unit, line.Where)),
        _ => [],
    };

    /// <summary>The processes of a line.</summary>
    /// <param name="line">The line, which was checked.</param>
    /// <param name="stage">Its stage.</param>
    /// <param name="id">The id of its process.</param>
    /// <param name="findings">Takes what a reader should know.</param>
    public EmittedLine Emit(StudyLine line, LifeCycleStage stage, string id, List<Diagnostic> findings)
    {
        switch (line)
        {
            case ProvidedLine { EndOfLife: { } cycle } material:
                return EmitMaterial(material, cycle, stage, id, findings);
            case ProvidedLine provided:
                return new EmittedLine([EmitProvided(provided, id)], []);
            case FactorLine factor:
                return new EmittedLine(EmitFactor(factor, id), []);
            case SupplierFootprintLine supplied:
                return new EmittedLine([.. SupplierModel.Emit(supplied, id, suppliers.Background)], []);
            case TransportLine transport:
                return new EmittedLine([EmitTransport(transport, id)], []);
            case EnergyUseLine energy:
                return new EmittedLine([EmitEnergy(energy, id)], []);
            case ModelLine model:
                findings.AddRange(model.Model.Remarks.Select(r => StudyRules.At(r, null, line)));
                return new EmittedLine([EmitModel(model, id)], []);
            default:
                throw new ArgumentException($"Lines of type {line.GetType().Name} are not known.", nameof(line));
        }
    }

    // A package may define units of its own; the flow's symbols go before the catalogue's.
    internal static Unit? UnitOf(string text, Flow flow)
    {
        if (flow.Unit.Symbol == text) return flow.Unit;
        foreach (FlowProperty property in flow.Properties)
            if (property.Unit.Symbol == text) return property.Unit;
        return UnitCatalog.TryParse(text, out Unit? unit) ? unit : null;
    }

    private IEnumerable<Diagnostic> CheckProvided(ProvidedLine line)
    {
        Unit? unit = suppliers.FlowOf(line.Provider.Value) is { } flow ? UnitOf(line.Unit.Value, flow)
            : UnitCatalog.TryParse(line.Unit.Value, out Unit? known) ? known : null;
        if (unit is null) yield return StudyRules.UnknownUnit(line.Unit with { Where = line.Unit.Where ?? line.Where }, $"'{line.Item.En}'", $"“{line.Item.Zh}”");
        foreach (Diagnostic fault in suppliers.Check(line.Item, line.Provider, unit, line.Where, line.Unit.Where)) yield return fault;
    }

    private IEnumerable<Diagnostic> CheckMaterial(ProvidedLine line, MaterialEndOfLife material)
    {
        Located<string>[] unknown = [.. material.Providers.Values.Where(p => suppliers.FlowOf(p.Value) is null)];
        foreach (Located<string> provider in unknown)
            foreach (Diagnostic fault in suppliers.Check(line.Item, provider, null, material.Where ?? line.Where)) yield return fault;
        if (suppliers.FlowOf(line.Provider.Value) is not { } flow) yield break;
        if (UnitOf(line.Unit.Value, flow) is { } unit && !unit.ConvertsTo(Kilogram) && !flow.Properties.Any(p => p.Unit.ConvertsTo(Kilogram)))
        {
            yield return StudyRules.At(
                Diagnostic.Error(FindingCode.UnitMismatch, "The cycle of a material goes by mass, and the amount is no mass.", "材料循环按质量计算，而数量不是质量。") with
                {
                    Found = line.Unit.Value,
                    Expected = new Wording("an amount in kg, or a product with the property mass", "以 kg 表示的数量，或带有质量属性的产品"),
                },
                line.Unit.Where,
                line);
            yield break;
        }

        if (unknown.Length > 0 || MethodOf(material) is not { } method) yield break;
        foreach (Diagnostic fault in MaterialLife.Check(line.Item, material.Cycle, method, ProvidersOf(line, material))) yield return fault with { Where = material.Where ?? line.Where };
    }

    private EndOfLifeMethod? MethodOf(MaterialEndOfLife material) => material.Method ?? study?.EndOfLife?.Method;

    private Dictionary<EndOfLifeRole, MaterialProvider> ProvidersOf(ProvidedLine line, MaterialEndOfLife material)
    {
        Dictionary<EndOfLifeRole, MaterialProvider> providers = material.Providers.ToDictionary(p => p.Key, p => Provider(p.Value.Value));
        providers.TryAdd(EndOfLifeRole.Virgin, Provider(line.Provider.Value));
        return providers;

        MaterialProvider Provider(string name)
        {
            (Flow flow, string processId) = suppliers[name];
            return new MaterialProvider(flow, processId);
        }
    }

    // What the product holds goes to the end of life; what is lost on the way to it was made as well, and is no waste of the product.
    private EmittedLine EmitMaterial(ProvidedLine line, MaterialEndOfLife material, LifeCycleStage stage, string id, List<Diagnostic> findings)
    {
        MaterialLife life = new(line.Item, material.Cycle, MethodOf(material)!, ProvidersOf(line, material));
        SourcePosition? where = material.Where ?? line.Where;
        findings.Add(Diagnostic.Note(
            FindingCode.Allocated,
            $"'{line.Item.En}': end of life by the method {life.Method.Title.En}, {life.Cycle}.",
            $"“{line.Item.Zh}”：生命末期按{life.Method.Title.Zh}，{life.Cycle}。") with
        { Where = where });
        findings.AddRange(life.Findings.Select(f => f with { Where = where }));

        bool isEndInside = study!.Boundary.Value.PermittedStages().Contains(LifeCycleStage.EndOfLife);
        ImmutableArray<EndOfLifeStep> steps = life.ToForeground($"{id}/cycle").Steps;
        EndOfLifeStep[] making = [.. steps.Where(s => s.Stage != LifeCycleStage.EndOfLife).Select(s => s with { Stage = stage, Process = s.Process with { Stage = stage } })];
        EndOfLifeStep[] ending = isEndInside ? [.. steps.Where(s => s.Stage == LifeCycleStage.EndOfLife)] : [];
        Flow virgin = suppliers[line.Provider.Value].Flow;
        double inProduct = virgin.ReferenceUnitsPer(UnitOf(line.Unit.Value, virgin)!) / virgin.ReferenceUnitsPer(Kilogram) * line.Times;
        double needed = inProduct / line.Yield.Value;
        Process made = Needing(Foreground.Step(id, line.Item), line, making.Where(s => !s.IsCredit), needed, id) with { Provenance = ProvenanceOf(line) };
        List<DerivedItem> derived = [];
        if (Array.Exists(making, s => s.IsCredit)) Derive(stage, making, isCredit: true, needed, new Wording($"{line.Item.En}, credit for its content", $"{line.Item.Zh}，再生料含量抵扣"));
        if (isEndInside)
        {
            Derive(LifeCycleStage.EndOfLife, ending, isCredit: false, inProduct, new Wording($"{line.Item.En}, end of life", $"{line.Item.Zh}，生命末期"));
            if (Array.Exists(ending, s => s.IsCredit)) Derive(LifeCycleStage.EndOfLife, ending, isCredit: true, inProduct, new Wording($"{line.Item.En}, end of life, credit", $"{line.Item.Zh}，生命末期，抵扣"));
        }
        else
        {
            findings.Add(Diagnostic.Note(FindingCode.BoundaryIncomplete, $"The end of life of '{line.Item.En}' lies outside the boundary and is left out.", $"“{line.Item.Zh}”的生命末期在系统边界之外，未计入。") with { Where = where });
        }

        return new EmittedLine([.. making.Concat(ending).Select(s => s.Process), made], [.. derived]);

        void Derive(LifeCycleStage of, EndOfLifeStep[] from, bool isCredit, double perAmount, Wording item) =>
            derived.Add(new DerivedItem(of, item, isCredit, line, Needing(Foreground.Step(id, item), line, from.Where(s => s.IsCredit == isCredit), perAmount, id).Exchanges.RemoveAt(0)));
    }

    // One amount that enters several processes is one unknown: its exchanges share a draw.
    private static Process Needing(Process process, ProvidedLine line, IEnumerable<EndOfLifeStep> steps, double perAmount, string group)
    {
        Uncertainty uncertainty = UncertaintyOf(line, perAmount);
        if (uncertainty.Kind != UncertaintyKind.None) uncertainty = uncertainty.InGroup(group);
        foreach (EndOfLifeStep step in steps) process = process.Needing(line.Amount.Value * perAmount, step.Process.ReferenceFlow, step.Process.Id, uncertainty);
        return process;
    }

    private Process EmitProvided(ProvidedLine line, string id)
    {
        (Flow flow, string processId) = suppliers[line.Provider.Value];
        double factor = flow.ReferenceUnitsPer(UnitOf(line.Unit.Value, flow)!) * line.Times / line.Yield.Value;
        return Foreground.Step(id, line.Item).Needing(line.Amount.Value * factor, flow, processId, UncertaintyOf(line, factor)) with { Provenance = ProvenanceOf(line) };
    }

    private ImmutableArray<Process> EmitFactor(FactorLine line, string id)
    {
        DirectFactor factor = new(line.Factor.Value, line.GwpSet, line.Origin);
        Flow emission = factor.Emission;
        if (suppliers.Background.FindFlow(emission.Id) is var index and >= 0) emission = suppliers.Background.Flows[index];
        Process made = factor.ToProcess($"{id}/factor", line.Item, Unit.Parse(line.Unit.Value), emission) with
        {
            Provenance = ProvenanceOf(line.FactorSource ?? line.Source, line.Quality) with { GwpSet = line.GwpSet.Key() },
        };
        if (line.FactorUncertainty is { } spread) made = Scattered(made, emission, line.Factor.Value.Value, spread);
        double perUnit = line.Times / line.Yield.Value;
        return [made, Foreground.Step(id, line.Item).Needing(line.Amount.Value * perUnit, made.ReferenceFlow, made.Id, UncertaintyOf(line, perUnit)) with { Provenance = ProvenanceOf(line) }];
    }

    // The distribution is stated in the unit of the figure, the exchange is in that of the flow.
    private static Process Scattered(Process made, Flow emission, double figure, StudyUncertainty spread) => made with
    {
        Exchanges = [.. made.Exchanges.Select(e => e.Flow.Id == emission.Id ? e with { Uncertainty = spread.ToUncertainty(figure == 0 ? 1 : e.Amount / figure) } : e)],
    };

    private Process EmitTransport(TransportLine line, string id)
    {
        TransportLegs transport = new(line.Carried, [.. line.Legs.Select(leg => new TransportLeg(suppliers[leg.Provider.Value].Flow, suppliers[leg.Provider.Value].ProcessId, leg.Distance.Value))]);
        return transport.ToProcess(id, line.Item, UncertaintyOf(line, 1)) with { Provenance = ProvenanceOf(line) };
    }

    private Process EmitEnergy(EnergyUseLine line, string id)
    {
        (Flow flow, string processId) = suppliers[line.Provider.Value];
        return line.ToEnergyUse().ToProcess(id, line.Item, flow, processId, UncertaintyOf(line, 1)) with { Provenance = ProvenanceOf(line) };
    }

    private Process EmitModel(ModelLine line, string id)
    {
        Process process = Foreground.Step(id, line.Item);
        ImmutableArray<StageNeed> needs = line.Model.Needs;
        Uncertainty uncertainty = UncertaintyOf(line, 1);
        if (uncertainty.Kind != UncertaintyKind.None && needs.Length > 1) uncertainty = uncertainty.InGroup(id);
        IEnumerable<Exchange> exchanges = needs.Where(n => n.Amount.Value != 0).Select(need =>
        {
            (Flow flow, string processId) = suppliers[need.Provider];
            return Foreground.Need(need.Amount.Value * flow.ReferenceUnitsPer(need.Amount.Unit), flow, processId, uncertainty);
        });
        return process with { Exchanges = [.. process.Exchanges, .. exchanges], Provenance = ProvenanceOf(line) };
    }

    private static Uncertainty UncertaintyOf(StudyLine line, double factor) => LineUncertainty.Of(line).Distribution?.ToUncertainty(factor) ?? Uncertainty.None;

    private static Provenance ProvenanceOf(StudyLine line) => ProvenanceOf(line.Source, line.Quality);

    private static Provenance ProvenanceOf(Wording source, SourceKind quality) => new(source.En)
    {
        Confidence = quality.Key(),
        Note = source.Zh == source.En ? null : source.Zh,
    };
}
