using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;

namespace CarbonLca.Studies;

/// <summary>Turns a study into the foreground processes of a product system.</summary>
/// <remarks>
/// One process for each line (<c>study/stage/number</c>), one for each stage (<c>study/stage</c>) that needs each of its lines
/// once, and one at the top (<c>study</c>) that makes the reference flow and needs each stage once. So the totals of the stages
/// are the first-tier contributions of the top process, and the totals of the lines those of their stage. A factor in CO2
/// equivalents is a process of its own (<c>study/stage/number/factor</c>), from which its line takes the amount; so is a supplier's
/// footprint (<c>study/stage/number/supplier</c>).
/// </remarks>
public static class StudyModel
{
    private const int MostSuggestions = 32;
    private const int MostNamed = 12;
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit CubicMetre = Unit.Parse("m3");
    private static readonly Unit KilowattHour = Unit.Parse("kWh");
    private static readonly Unit TonneKilometre = Unit.Parse("tkm");

    /// <summary>The foreground of a study over a background database.</summary>
    /// <param name="study">The study.</param>
    /// <param name="background">The database that its providers belong to.</param>
    /// <exception cref="InputRefusedException">The study breaks a rule, names a provider the database lacks, or a unit that does not convert; with every fault.</exception>
    public static StudyForeground Build(Study study, LciDatabase background)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(background);
        List<Diagnostic> findings = [.. StudyRules.Check(study), .. CheckProviders(study.Lines, background), .. CutOffRules.CheckProviders(study.CutOffs, background)];
        findings.AddRange(CheckIds(study, background));
        if (findings.Exists(f => f.Severity == Severity.Error)) throw new InputRefusedException(findings);
        findings.AddRange(Remarks(study));

        Unit unit = Unit.Parse(study.ReferenceFlow.Unit.Value);
        Flow product = Flow.Product(study.Id.Value, unit, study.ReferenceFlow.Text.En) with { NameZh = study.ReferenceFlow.Text.Zh };
        Process top = new Process(study.Id.Value, study.Title.En, product) { NameZh = study.Title.Zh }
            .With(new Exchange(product, ExchangeDirection.Output, study.ReferenceFlow.Amount.Value));

        ImmutableArray<Process>.Builder processes = ImmutableArray.CreateBuilder<Process>();
        ImmutableArray<StudyForegroundStage>.Builder stages = ImmutableArray.CreateBuilder<StudyForegroundStage>();
        ImmutableArray<StudyForegroundLine>.Builder lines = ImmutableArray.CreateBuilder<StudyForegroundLine>();
        foreach (StudyStage stage in study.Stages.Where(s => s.Lines.Length > 0).OrderBy(s => s.Stage))
        {
            string stageId = $"{study.Id.Value}/{stage.Stage.Key()}";
            ImmutableArray<Exchange>.Builder steps = ImmutableArray.CreateBuilder<Exchange>(stage.Lines.Length);
            for (int i = 0; i < stage.Lines.Length; i++)
            {
                string id = $"{stageId}/{i + 1}";
                foreach (Process process in Emit(stage.Lines[i], id, background)) processes.Add(process with { Stage = stage.Stage });
                steps.Add(new Exchange(processes[^1].ReferenceFlow, ExchangeDirection.Input, 1) { ProviderId = id });
                lines.Add(new StudyForegroundLine(stage.Stage, i + 1, stage.Lines[i], id));
            }

            Process whole = Foreground.Step(stageId, stage.Stage.Name());
            whole = whole with { Stage = stage.Stage, Exchanges = [.. whole.Exchanges, .. steps] };
            processes.Add(whole);
            stages.Add(new StudyForegroundStage(stage.Stage, stageId));
            top = top.Needing(1, whole.ReferenceFlow, stageId);
        }

        processes.Add(top);
        return new StudyForeground
        {
            Study = study,
            Processes = processes.DrainToImmutable(),
            Stages = stages.DrainToImmutable(),
            Lines = lines.DrainToImmutable(),
            Product = product,
            Amount = study.ReferenceFlow.Amount.Value,
            Findings = [.. findings],
        };
    }

    /// <summary>What is wrong between lines and a background database: unknown providers, unknown units, units that do not convert.</summary>
    /// <param name="lines">The lines, of a whole study or as many as could be read.</param>
    /// <param name="background">The database that their providers belong to.</param>
    public static IEnumerable<Diagnostic> CheckProviders(IEnumerable<StudyLine> lines, LciDatabase background)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(background);
        Suggestions suggestions = new(background);
        foreach (StudyLine line in lines)
        {
            IEnumerable<Diagnostic> faults = line switch
            {
                ProvidedLine provided => CheckProvided(provided, background, suggestions),
                TransportLine transport => transport.Legs.SelectMany(leg => CheckProvider(line, leg.Provider, TonneKilometre, background, suggestions)),
                EnergyUseLine energy => CheckProvider(line, energy.Provider, KilowattHour, background, suggestions),
                _ => [],
            };
            foreach (Diagnostic fault in faults) yield return fault;
        }
    }

    private static IEnumerable<Process> Emit(StudyLine line, string id, LciDatabase background) => line switch
    {
        ProvidedLine provided => [EmitProvided(provided, id, background)],
        FactorLine factor => EmitFactor(factor, id, background),
        SupplierFootprintLine supplied => SupplierModel.Emit(supplied, id, background),
        TransportLine transport => [EmitTransport(transport, id, background)],
        EnergyUseLine energy => [EmitEnergy(energy, id, background)],
        _ => throw new ArgumentException($"Lines of type {line.GetType().Name} are not known.", nameof(line)),
    };

    private static Process EmitProvided(ProvidedLine line, string id, LciDatabase background)
    {
        Flow flow = FlowOf(line.Provider.Value, background);
        double factor = flow.ReferenceUnitsPer(UnitOf(line.Unit.Value, flow)!) / line.Yield.Value;
        return Foreground.Step(id, line.Item).Needing(line.Amount.Value * factor, flow, line.Provider.Value, UncertaintyOf(line, factor)) with { Provenance = ProvenanceOf(line) };
    }

    private static IEnumerable<Process> EmitFactor(FactorLine line, string id, LciDatabase background)
    {
        DirectFactor factor = new(line.Factor.Value, line.GwpSet, line.Origin);
        Flow emission = factor.Emission;
        if (background.FindFlow(emission.Id) is var index and >= 0) emission = background.Flows[index];
        Process made = factor.ToProcess($"{id}/factor", line.Item, Unit.Parse(line.Unit.Value), emission) with
        {
            Provenance = ProvenanceOf(line.FactorSource ?? line.Source, line.Quality) with { GwpSet = line.GwpSet.Key() },
        };
        if (line.FactorUncertainty is { } spread) made = Scattered(made, emission, line.Factor.Value.Value, spread);
        double perUnit = 1 / line.Yield.Value;
        yield return made;
        yield return Foreground.Step(id, line.Item).Needing(line.Amount.Value / line.Yield.Value, made.ReferenceFlow, made.Id, UncertaintyOf(line, perUnit)) with { Provenance = ProvenanceOf(line) };
    }

    // The distribution is stated in the unit of the figure, the exchange is in that of the flow.
    private static Process Scattered(Process made, Flow emission, double figure, StudyUncertainty spread) => made with
    {
        Exchanges = [.. made.Exchanges.Select(e => e.Flow.Id == emission.Id ? e with { Uncertainty = spread.ToUncertainty(figure == 0 ? 1 : e.Amount / figure) } : e)],
    };

    private static Process EmitTransport(TransportLine line, string id, LciDatabase background)
    {
        TransportLegs transport = new(line.Mass.Value, [.. line.Legs.Select(leg => new TransportLeg(FlowOf(leg.Provider.Value, background), leg.Provider.Value, leg.Distance.Value))]);
        return transport.ToProcess(id, line.Item, UncertaintyOf(line, 1)) with { Provenance = ProvenanceOf(line) };
    }

    private static Process EmitEnergy(EnergyUseLine line, string id, LciDatabase background)
    {
        EnergyUse use = new([.. line.States.Select(s => new PowerState(s.Power.Value, s.HoursPerYear.Value))], line.Lifetime.Value, line.Pue?.Value ?? 1, line.HoursInYear.Value);
        return use.ToProcess(id, line.Item, FlowOf(line.Provider.Value, background), line.Provider.Value, UncertaintyOf(line, 1)) with { Provenance = ProvenanceOf(line) };
    }

    private static Uncertainty UncertaintyOf(StudyLine line, double factor) => LineUncertainty.Of(line).Distribution?.ToUncertainty(factor) ?? Uncertainty.None;

    private static Provenance ProvenanceOf(StudyLine line) => ProvenanceOf(line.Source, line.Quality);

    private static Provenance ProvenanceOf(Wording source, SourceKind kind) => new(source.En)
    {
        Confidence = kind.Key(),
        Note = source.Zh == source.En ? null : source.Zh,
    };

    private static Flow FlowOf(string providerId, LciDatabase background) =>
        background.Flows[background.Processes.ReferenceFlow(background.FindProcess(providerId))];

    // A package may define units of its own; the flow's symbols go before the catalogue's.
    internal static Unit? UnitOf(string text, Flow flow)
    {
        if (flow.Unit.Symbol == text) return flow.Unit;
        foreach (FlowProperty property in flow.Properties)
            if (property.Unit.Symbol == text) return property.Unit;
        return UnitCatalog.TryParse(text, out Unit? unit) ? unit : null;
    }

    private static IEnumerable<Diagnostic> CheckProvided(ProvidedLine line, LciDatabase background, Suggestions suggestions)
    {
        int index = background.FindProcess(line.Provider.Value);
        Unit? unit = index >= 0 ? UnitOf(line.Unit.Value, FlowOf(line.Provider.Value, background))
            : UnitCatalog.TryParse(line.Unit.Value, out Unit? known) ? known : null;
        if (unit is null) yield return StudyRules.UnknownUnit(line.Unit with { Where = line.Unit.Where ?? line.Where }, $"'{line.Item.En}'", $"“{line.Item.Zh}”");
        foreach (Diagnostic fault in CheckProvider(line, line.Provider, unit, background, suggestions, line.Unit.Where)) yield return fault;
    }

    private static IEnumerable<Diagnostic> CheckProvider(StudyLine line, Located<string> provider, Unit? unit, LciDatabase background, Suggestions suggestions, SourcePosition? unitWhere = null)
    {
        int index = background.FindProcess(provider.Value);
        if (index < 0)
        {
            yield return Diagnostic.Error(
                FindingCode.UnknownProcess,
                $"'{line.Item.En}' names the provider '{provider.Value}', and '{background.Name}' has no such process.",
                $"“{line.Item.Zh}”指定的供应过程 '{provider.Value}' 在 '{background.Name}' 中不存在。") with
            {
                Where = provider.Where ?? line.Where,
                Found = provider.Value,
                Next = suggestions.For(provider.Value) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
            };
            yield break;
        }

        Flow flow = background.Flows[background.Processes.ReferenceFlow(index)];
        if (unit is null || CanExpress(flow, unit)) yield break;
        bool isDensityMissing = (unit.ConvertsTo(Kilogram) && flow.Unit.ConvertsTo(CubicMetre)) || (unit.ConvertsTo(CubicMetre) && flow.Unit.ConvertsTo(Kilogram));
        yield return Diagnostic.Error(
            FindingCode.UnitMismatch,
            $"'{line.Item.En}' needs its provider {background.Processes.Label(index)} in '{unit}', and it supplies '{flow.Name}' in '{flow.Unit}'.",
            $"“{line.Item.Zh}”以 '{unit}' 取用过程 {background.Processes.Label(index)}，而该过程以 '{flow.Unit}' 供应“{flow.NameIn(Language.Chinese)}”。") with
        {
            Where = unitWhere ?? provider.Where ?? line.Where,
            Found = unit.Symbol,
            Expected = new Wording($"a unit that converts to '{flow.Unit}'", $"可换算为 '{flow.Unit}' 的单位"),
            Next = isDensityMissing
                ? new Wording("Mass and volume convert only with a density; give the amount in the provider's unit.", "质量与体积须有密度才能换算；请以供应过程的单位给出数量。")
                : new Wording("Give the amount in the provider's unit, or choose another provider.", "请以供应过程的单位给出数量，或另选供应过程。"),
        };
    }

    private static bool CanExpress(Flow flow, Unit unit) =>
        unit.ConvertsTo(flow.Unit) || flow.Properties.Any(p => unit.ConvertsTo(p.Unit));

    private static IEnumerable<Diagnostic> CheckIds(Study study, LciDatabase background)
    {
        if (background.FindProcess(study.Id.Value) < 0 && background.FindFlow(study.Id.Value) < 0) yield break;
        yield return Diagnostic.Error(
            FindingCode.Duplicate,
            $"The study's id '{study.Id.Value}' is also the id of a process or flow of '{background.Name}'.",
            $"研究标识 '{study.Id.Value}' 与 '{background.Name}' 中的过程或流标识相同。") with
        {
            Where = study.Id.Where ?? study.Where,
            Found = study.Id.Value,
            Next = new Wording("Give the study another id.", "请为研究另取标识。"),
        };
    }

    private static IEnumerable<Diagnostic> Remarks(Study study)
    {
        StudyLine[] all = [.. study.Lines];
        StudyLine[] assumed = [.. all.Where(l => l.Quality == SourceKind.Assumption)];
        if (assumed.Length > 0)
        {
            yield return Diagnostic.Warning(
                FindingCode.Summary,
                $"{assumed.Length} of {all.Length} items rest on assumptions: {NamesOf(assumed, ", ", l => $"'{l.Item.En}'")}.",
                $"{all.Length} 个条目中有 {assumed.Length} 个基于假设：{NamesOf(assumed, "、", l => $"“{l.Item.Zh}”")}。") with
            { Where = study.Where };
        }

        LifeCycleStage[] omitted = [.. study.OmittedStages];
        if (omitted.Length > 0)
        {
            yield return Diagnostic.Note(
                FindingCode.BoundaryIncomplete,
                $"A partial footprint ({study.Boundary.Value.Name().En}); left out: {string.Join(", ", omitted.Select(s => s.Name().En))}.",
                $"部分碳足迹（{study.Boundary.Value.Name().Zh}）；未包含：{string.Join("、", omitted.Select(s => s.Name().Zh))}。") with
            { Where = study.Boundary.Where ?? study.Where };
        }
    }

    private static string NamesOf(StudyLine[] lines, string separator, Func<StudyLine, string> name) =>
        string.Join(separator, lines.Take(MostNamed).Select(name)) + (lines.Length > MostNamed ? $"{separator}…" : string.Empty);

    /// <summary>The closest process ids, sought for so many different texts only: each search reads every id.</summary>
    private sealed class Suggestions(LciDatabase background)
    {
        private readonly Dictionary<string, string?> _found = new(StringComparer.Ordinal);

        public string? For(string id)
        {
            if (_found.TryGetValue(id, out string? near)) return near;
            if (_found.Count >= MostSuggestions) return null;
            near = Closest.To(id, Enumerable.Range(0, background.Processes.Count).Select(background.Processes.Id));
            _found.Add(id, near);
            return near;
        }
    }
}
