using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting.Interpretations;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;
using CarbonLca.Systems;

namespace CarbonLca.Reporting;

/// <summary>Computes footprints: from a study on background data, or of a product of a database.</summary>
public static class FootprintCalculator
{
    /// <summary>The footprint of a study.</summary>
    /// <param name="foreground">The study's foreground, built for <paramref name="background"/>.</param>
    /// <param name="background">The background data.</param>
    /// <param name="method">The method.</param>
    /// <param name="linking">The choices of linking; the defaults when null.</param>
    /// <param name="matching">The choices of matching; the defaults when null.</param>
    /// <param name="solving">The choices of solving; the defaults when null.</param>
    /// <exception cref="RefusalException">The data or the equations do not allow a result.</exception>
    /// <exception cref="InconsistentFootprintException">A fault of the engine.</exception>
    public static CarbonFootprint Compute(StudyForeground foreground, LciDatabase background, ImpactMethod method, LinkOptions? linking = null, CharacterizationOptions? matching = null, SolverOptions? solving = null) =>
        Of(Assess(foreground, background, method, linking, matching, solving), foreground, background);

    /// <summary>The assessment of a study's reference flow, for questions that go beyond its footprint.</summary>
    /// <inheritdoc cref="Compute(StudyForeground, LciDatabase, ImpactMethod, LinkOptions?, CharacterizationOptions?, SolverOptions?)"/>
    public static ProductAssessment Assess(StudyForeground foreground, LciDatabase background, ImpactMethod method, LinkOptions? linking = null, CharacterizationOptions? matching = null, SolverOptions? solving = null)
    {
        ArgumentNullException.ThrowIfNull(foreground);
        return ProductAssessment.Of(
            foreground.On(background),
            foreground.Top.Id,
            foreground.Amount,
            foreground.Product.Unit,
            method,
            linking ?? LinkOptions.Default,
            matching ?? CharacterizationOptions.Default,
            solving);
    }

    /// <summary>The footprint of a study that was assessed.</summary>
    /// <param name="assessment">The assessment of the study's reference flow.</param>
    /// <param name="foreground">The study's foreground.</param>
    /// <param name="background">The background data.</param>
    /// <exception cref="InconsistentFootprintException">A fault of the engine.</exception>
    /// <exception cref="InputRefusedException">More is cut off than a standard that the study claims permits by its criteria (REQ-15).</exception>
    public static CarbonFootprint Of(ProductAssessment assessment, StudyForeground foreground, LciDatabase background)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(foreground);
        ArgumentNullException.ThrowIfNull(background);
        Study study = foreground.Study;
        CarbonFootprint footprint = Build(assessment, background, StagesOf(assessment, foreground), foreground.Findings);
        List<Diagnostic> findings = [.. footprint.Findings, .. FootprintScenarios.NetCredits(foreground, footprint.Stages, footprint.Headline)];
        ImmutableArray<ScenarioFootprint> scenarios = FootprintScenarios.Of(assessment, foreground, background, findings);
        return FootprintEvidence.Complete(assessment, foreground, footprint with
        {
            Findings = [.. findings.Select(f => f.Where is null ? f with { Where = study.Where } : f)],
            Scenarios = scenarios,
            Intensities = FootprintScenarios.IntensitiesOf(study, footprint.Totals),
            Id = study.Id.Value,
            Title = study.Title,
            Study = study,
            Unit = new FootprintUnit(study.FunctionalUnit.Text, study.FunctionalUnit.Amount.Value, study.FunctionalUnit.Unit.Value),
            Electricity = ElectricityOf(assessment, foreground),
        });
    }

    /// <summary>The footprint of a product of a database, per declared unit: the amount that was assessed.</summary>
    /// <exception cref="InconsistentFootprintException">A fault of the engine.</exception>
    public static CarbonFootprint Of(ProductAssessment assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        return Build(assessment, assessment.System.Database, [], []);
    }

    private static CarbonFootprint Build(ProductAssessment assessment, LciDatabase background, ImmutableArray<StageFootprint> stages, ImmutableArray<Diagnostic> before)
    {
        ImpactMethod method = assessment.Impact.Method;
        Contribution product = assessment.OfColumn(assessment.Column, 0);
        double[] byFlow = assessment.Impact.ByFlow(assessment.Headline);
        UnstatedFigures unstated = UnstatedOf(assessment, byFlow);
        LinkOptions linking = assessment.System.Options;
        return new CarbonFootprint
        {
            Id = product.Id,
            Title = product.Name,
            Location = product.Location,
            Unit = new FootprintUnit(FootprintUnitText(assessment.Product), assessment.Amount, assessment.Product.Unit.Symbol),
            Categories = method.Categories,
            Totals = [.. assessment.Impact.Values],
            Headline = assessment.Headline,
            GasGroups = GasGroups.Of(method),
            Stages = stages,
            Processes = assessment.ByProcess(assessment.Headline),
            Flows = assessment.ByFlow(assessment.Headline),
            Chain = SupplyTree.Of(assessment, assessment.Headline),
            Sources = SourcesOf(assessment),
            Gases = GasesOf(assessment, byFlow),
            Unstated = unstated,
            Proof = new FootprintProof(
                assessment.Supply.Proof,
                assessment.Solver.LoopGain,
                assessment.Solver.HasCredits,
                assessment.System.Columns.Length,
                assessment.Supply.Values.Length - assessment.Supply.Values.Count(0.0),
                Verify(assessment, product.Id, stages),
                assessment.Solver.Choice),
            Method = new MethodIdentity(method.Id, method.Name, method.Digest),
            Data = new DataIdentity(background.Name, background.Version, background.Digest),
            SystemDigest = assessment.System.Database.Digest,
            Options = new FootprintOptions(linking.Allocation.Name, OptionNames.Of(linking.Providers), OptionNames.Of(linking.Unlinked), OptionNames.Of(assessment.Characterization.Options.UnknownOrigin), assessment.Solver.Asked.Key()),
            EngineVersion = EngineVersion.Current,
            Findings = [.. before, .. FootprintFindings.Of(assessment, unstated)],
        };
    }

    private static Wording FootprintUnitText(Flow flow) => new(flow.NameIn(Language.English), flow.NameIn(Language.Chinese));

    // The stages are the first tier of the top process, the items the first tier of their stage.
    private static ImmutableArray<StageFootprint> StagesOf(ProductAssessment assessment, StudyForeground foreground)
    {
        int categories = assessment.Impact.Method.Categories.Length;
        ProductFootprints products = assessment.Products;
        ImmutableArray<StageFootprint>.Builder stages = ImmutableArray.CreateBuilder<StageFootprint>();
        Dictionary<int, double> ofTop = TierAmounts(products, assessment.Column);
        foreach (StudyForegroundStage stage in foreground.Stages)
        {
            int column = assessment.System.FindColumn(stage.ProcessId);
            double demanded = ofTop[column] * assessment.Amount;
            Dictionary<int, double> ofStage = TierAmounts(products, column);
            StudyForegroundLine[] lines = [.. foreground.Lines.Where(l => l.Stage == stage.Stage)];
            stages.Add(new StageFootprint(
                stage.Stage,
                Values(column, demanded),
                [.. lines.Select(line =>
                {
                    int lineColumn = assessment.System.FindColumn(line.ProcessId);
                    double lineDemanded = ofStage[lineColumn] * demanded;
                    return new LineFootprint(line.Number, line.Item, line.Line.Quality, Values(lineColumn, lineDemanded));
                })]));
        }

        return stages.ToImmutable();

        ImmutableArray<double> Values(int column, double demanded) =>
            [.. Enumerable.Range(0, categories).Select(k => demanded * products[column, k])];
    }

    // How much one unit of a column's product takes of each of its suppliers; looked up once for all of them.
    internal static Dictionary<int, double> TierAmounts(ProductFootprints products, int consumer) =>
        products.FirstTier(consumer, 0).Where(part => part.Column != consumer).ToDictionary(part => part.Column, part => part.Amount);

    private static double Verify(ProductAssessment assessment, string id, ImmutableArray<StageFootprint> stages)
    {
        ImpactResult impact = assessment.Impact;
        FootprintBalance balance = new(id, impact.Method.Categories, assessment.Supply.Proof);
        for (int k = 0; k < impact.Method.Categories.Length; k++)
        {
            int category = k;
            balance.Verify("processes", k, impact.ByProcess(k), impact[k]);
            balance.Verify("elementary flows", k, impact.ByFlow(k), impact[k]);
            if (stages.IsEmpty) continue;
            balance.Verify("stages", k, stages.Select(s => s.Values[category]), impact[k]);
            foreach (StageFootprint stage in stages) balance.Verify($"items of stage {stage.Stage.Key()}", k, stage.Lines.Select(l => l.Values[category]), stage.Values[k]);
        }

        ImmutableArray<int> groups = GasGroups.Of(impact.Method);
        if (!groups.IsEmpty) balance.Verify("gas groups", 0, groups.Select(k => impact[k]), impact[0]);
        return balance.Worst;
    }

    private static ImmutableArray<UsedSource> SourcesOf(ProductAssessment assessment)
    {
        ImmutableArray<UsedSource>.Builder sources = ImmutableArray.CreateBuilder<UsedSource>();
        for (int j = 0; j < assessment.System.Columns.Length; j++)
        {
            if (assessment.Supply[j] == 0 || assessment.System.Database.Processes.Provenance(assessment.System.Columns[j].Process) is not { } provenance) continue;
            Contribution part = assessment.OfColumn(j, assessment.Impact.Direct.Of(j)[assessment.Headline] * assessment.Supply[j]);
            sources.Add(new UsedSource(part.Id, part.Name, part.Location, part.Value, provenance));
        }

        return sources.ToImmutable();
    }

    private static ImmutableArray<CharacterizedGas> GasesOf(ProductAssessment assessment, double[] byFlow)
    {
        ImmutableArray<CharacterizedGas>.Builder gases = ImmutableArray.CreateBuilder<CharacterizedGas>();
        foreach (int row in Enumerable.Range(0, byFlow.Length).Where(r => byFlow[r] != 0).OrderByDescending(r => Math.Abs(byFlow[r])))
        {
            int index = assessment.System.ElementaryFlows[row];
            Flow flow = assessment.System.Database.Flows[index];
            FlowFactor[] factors = [.. assessment.Characterization.Factors(index).ToArray().Where(f => f.Category == assessment.Headline)];
            FlowFactor? one = factors is [{ Location: null } only] ? only : null;
            gases.Add(new CharacterizedGas(
                flow.Id,
                FootprintUnitText(flow),
                flow.Compartment,
                assessment.Impact.Inventory.Values[row],
                flow.Unit.Symbol,
                one?.Factor,
                one is { } factor ? assessment.Impact.Method.Rows[factor.Row].Source : null,
                byFlow[row]));
        }

        return gases.ToImmutable();
    }

    private static ImmutableArray<ElectricityItem> ElectricityOf(ProductAssessment assessment, StudyForeground foreground)
    {
        IEnumerable<(StudyForegroundLine, int, double)> lines = foreground.Lines.Select(line =>
        {
            int column = assessment.System.FindColumn(line.ProcessId);
            return (line, column, assessment.Supply[column] * assessment.System.Columns[column].ReferenceAmount);
        });
        return
        [
            .. ElectricityUse.Of(assessment, lines).Select(use =>
            {
                Contribution supplier = assessment.OfColumn(use.Supplier, 0);
                return new ElectricityItem(use.Line.Stage, use.Line.Number, use.Line.Line.Item, supplier.Id, supplier.Name, supplier.Location, use.Amount, assessment.System.ReferenceFlowOf(use.Supplier).Unit.Symbol, assessment.Products[use.Supplier, assessment.Headline]);
            }),
        ];
    }

    private static UnstatedFigures UnstatedOf(ProductAssessment assessment, double[] byFlow)
    {
        ProductSystem system = assessment.System;
        bool[] isUnstated = new bool[byFlow.Length];
        CompensatedSum value = default;
        for (int row = 0; row < byFlow.Length; row++)
        {
            isUnstated[row] = EquivalentFlow.IsUnstated(system.Database.Flows[system.ElementaryFlows[row]]);
            if (isUnstated[row]) value.Add(byFlow[row]);
        }

        int count = 0;
        for (int j = 0; j < system.Columns.Length; j++)
        {
            if (assessment.Supply[j] == 0) continue;
            foreach (int row in system.Biosphere.RowIndices[system.Biosphere.ColumnStarts[j]..system.Biosphere.ColumnStarts[j + 1]])
            {
                if (!isUnstated[row]) continue;
                count++;
                break;
            }
        }

        return new UnstatedFigures(count, value.Value);
    }
}
