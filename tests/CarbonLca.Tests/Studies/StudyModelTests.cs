using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;
using Xunit;
using static CarbonLca.Tests.Studies.SampleStudy;

namespace CarbonLca.Tests.Studies;

public sealed class StudyModelTests
{
    private static Exchange Need(StudyForeground foreground, string process) =>
        Assert.Single(foreground.Processes.Single(p => p.Id == process).Exchanges, e => e.Flow.Id != process);

    private static IReadOnlyList<Diagnostic> Refused(Study study) =>
        Assert.Throws<InputRefusedException>(() => StudyModel.Build(study, Background)).Findings;

    private static Diagnostic OnlyError(StudyLine line)
    {
        Study study = Whole();
        return Assert.Single(Refused(study with { Stages = study.Stages.SetItem(2, new StudyStage(LifeCycleStage.Production, [line])) }), f => f.Severity == Severity.Error);
    }

    [Fact]
    public void A_line_becomes_a_process_that_needs_amount_over_yield_in_the_unit_of_its_provider()
    {
        StudyForeground foreground = StudyModel.Build(Whole(), Background);

        Exchange steel = Need(foreground, "box/raw_materials/1");
        Assert.Equal((Steel, ExchangeDirection.Input, "steel"), (steel.Flow, steel.Direction, steel.ProviderId));
        Assert.Equal(16, steel.Amount, 1e-12);
        Assert.Equal(3.6, Need(foreground, "box/production/1").Amount, 1e-12);
        Assert.Equal(10, Need(foreground, "box/distribution/1").Amount, 1e-12);
        Assert.Equal(0.1 * 8760 * 4 * 1.5 * 3.6, Need(foreground, "box/use/1").Amount, 1e-8);
    }

    [Fact]
    public void A_line_bears_its_words_its_stage_and_its_provenance()
    {
        StudyForeground foreground = StudyModel.Build(Whole(), Background);
        Process line = foreground.Processes.Single(p => p.Id == "box/raw_materials/1");

        Assert.Equal(("Chassis", "机箱", LifeCycleStage.RawMaterials), (line.Name, line.NameZh, line.Stage));
        Assert.Equal(new Provenance("weighed") { Confidence = "measured", Note = "称重" }, line.Provenance);
        Assert.Equal(1, line.ReferenceAmount);
    }

    [Fact]
    public void A_factor_becomes_a_process_of_its_own_that_emits_CO2_equivalents()
    {
        StudyForeground foreground = StudyModel.Build(Whole(), Background);

        Exchange needed = Need(foreground, "box/raw_materials/2");
        Assert.Equal((2, "box/raw_materials/2/factor"), (needed.Amount, needed.ProviderId));
        Exchange emitted = Need(foreground, "box/raw_materials/2/factor");
        Assert.Equal(("co2e-fossil-ar6", ExchangeDirection.Output, 3.1), (emitted.Flow.Id, emitted.Direction, emitted.Amount));
        Assert.Equal(new Provenance("a paper") { Confidence = "literature", Note = "一篇论文", GwpSet = "AR6" }, foreground.Processes.Single(p => p.Id == "box/raw_materials/2/factor").Provenance);
    }

    [Fact]
    public void A_treated_waste_is_given_out()
    {
        Exchange waste = Need(StudyModel.Build(Whole(), Background), "box/end_of_life/1");
        Assert.Equal((Scrap, ExchangeDirection.Output, 20, "scrap"), (waste.Flow, waste.Direction, waste.Amount, waste.ProviderId));
    }

    [Fact]
    public void REQ_13_stages_need_their_lines_once_and_the_top_needs_the_stages_once()
    {
        StudyForeground foreground = StudyModel.Build(Whole(), Background);

        string[] stages = ["box/raw_materials", "box/production", "box/distribution", "box/use", "box/end_of_life"];
        Assert.Equal(stages, foreground.Stages.Select(s => s.ProcessId));
        Assert.Equal(stages, foreground.Top.Exchanges.Where(e => e.Direction == ExchangeDirection.Input).Select(e => e.ProviderId));
        Assert.All(foreground.Top.Exchanges.Where(e => e.Direction == ExchangeDirection.Input), e => Assert.Equal(1, e.Amount));
        Exchange[] lines = [.. foreground.Processes.Single(p => p.Id == "box/raw_materials").Exchanges.Where(e => e.Direction == ExchangeDirection.Input)];
        Assert.Equal(["box/raw_materials/1", "box/raw_materials/2"], lines.Select(e => e.ProviderId));
        Assert.All(lines, e => Assert.Equal((1, e.ProviderId), (e.Amount, e.Flow.Id)));
        Assert.Equal(("box", 2, "piece", 2), (foreground.Top.Id, foreground.Top.ReferenceAmount, foreground.Product.Unit.Symbol, foreground.Amount));
        Assert.Equal(("箱子", "箱"), (foreground.Top.NameZh, foreground.Product.NameZh));
    }

    [Fact]
    public void The_map_names_the_process_of_every_line()
    {
        Study study = Whole();
        StudyForeground foreground = StudyModel.Build(study, Background);
        Assert.Equal(
            ["box/raw_materials/1", "box/raw_materials/2", "box/production/1", "box/distribution/1", "box/use/1", "box/end_of_life/1"],
            foreground.Lines.Select(l => l.ProcessId));
        Assert.Equal(study.Lines.ToHashSet(), foreground.Lines.Select(l => l.Line).ToHashSet());
    }

    [Fact]
    public void The_foreground_stands_on_the_background()
    {
        LciDatabase whole = StudyModel.Build(Whole(), Background).On(Background);
        Assert.Equal(Background.Processes.Count + 13, whole.Processes.Count);
        Assert.Equal(whole.FindProcess("steel"), whole.Exchanges.Provider[whole.Exchanges.Starts[whole.FindProcess("box/raw_materials/1")] + 1]);
    }

    [Fact]
    public void A_flow_of_CO2_equivalents_that_the_background_has_is_used_as_it_is()
    {
        Flow known = EquivalentFlow.Of(CarbonOrigin.Fossil, GwpSet.AR6) with { NameZh = "二氧化碳当量" };
        LciDatabase background = Background.With("more", [Process.Producing(1, Flow.Product("other", Steel.Unit)).Emitting(1, known)]);
        LciDatabase whole = StudyModel.Build(Whole(), background).On(background);
        Assert.Equal("二氧化碳当量", whole.Flows[whole.FindFlow("co2e-fossil-ar6")].NameZh);
    }

    [Fact]
    public void A_property_of_the_flow_converts_and_uncertainty_goes_along()
    {
        StudyStage stage = new(LifeCycleStage.RawMaterials,
        [
            Line(2, "m3", "water") with { Yield = 0.5, Uncertainty = StudyUncertainty.Normal(0.1) },
            Line(2, "t") with { Uncertainty = StudyUncertainty.Triangular(1, 4) },
            Line(2, "t") with { Uncertainty = StudyUncertainty.Uniform(1, 4) },
            Line() with { Uncertainty = StudyUncertainty.Lognormal(1.3) },
            Part() with { Yield = 0.5, Uncertainty = StudyUncertainty.Normal(0.1) },
        ]);
        StudyForeground foreground = StudyModel.Build(Of(stage) with { Boundary = SystemBoundary.GateToGate }, Background);

        Exchange[] needs = [.. Enumerable.Range(1, 5).Select(n => Need(foreground, $"box/raw_materials/{n}"))];
        Assert.Equal(4000, needs[0].Amount, 1e-9);
        Assert.Equal(200, needs[0].Uncertainty.Scale, 1e-9);
        Assert.Equal(Uncertainty.Triangular(1000, 4000), needs[1].Uncertainty);
        Assert.Equal(Uncertainty.Uniform(1000, 4000), needs[2].Uncertainty);
        Assert.Equal(Uncertainty.Lognormal(Math.Log(1.3)), needs[3].Uncertainty);
        Assert.Equal((4, Uncertainty.Normal(0.2)), (needs[4].Amount, needs[4].Uncertainty));
    }

    [Fact]
    public void REQ_14_a_full_footprint_needs_every_stage()
    {
        Diagnostic[] faults = [.. Refused(Of(new StudyStage(LifeCycleStage.RawMaterials, [Line()]), new StudyStage(LifeCycleStage.Use, [])))];
        Assert.Equal(4, faults.Count(f => f.Code == FindingCode.BoundaryIncomplete && f.Severity == Severity.Error));
        Diagnostic use = Assert.Single(faults, f => f.What.En.Contains("'use'", StringComparison.Ordinal));
        Assert.Equal("The declared boundary 'cradle to grave' needs the stage 'use', and the study has no item in it; expected at least one item under stages.use. Add the stage, or declare a partial footprint: boundary cradle-to-gate or gate-to-gate.", use.ToText(Language.English));
        Assert.Equal("所声明的系统边界“从摇篮到坟墓”需要“使用”阶段，而研究中该阶段没有任何条目；应为 stages.use 下至少一个条目。请补充该阶段，或声明为部分碳足迹：boundary 取 cradle-to-gate 或 gate-to-gate。", use.ToText(Language.Chinese));
    }

    [Fact]
    public void REQ_14_a_partial_footprint_keeps_to_its_boundary_and_names_what_it_leaves_out()
    {
        Study gate = Of(new StudyStage(LifeCycleStage.RawMaterials, [Line()])) with { Boundary = SystemBoundary.CradleToGate };
        Diagnostic note = Assert.Single(StudyModel.Build(gate, Background).Findings);
        Assert.Equal((Severity.Note, "A partial footprint (cradle to gate); left out: production, distribution, use, end of life."), (note.Severity, note.What.En));
        Diagnostic fault = Assert.Single(Refused(gate with { Stages = gate.Stages.Add(new StudyStage(LifeCycleStage.Use, [Use()])) }));
        Assert.Equal((FindingCode.SchemaInvalid, "The stage 'use' lies outside the declared boundary 'cradle to gate'."), (fault.Code, fault.What.En));
        Assert.Equal(FindingCode.BoundaryIncomplete, Assert.Single(Refused(Of() with { Boundary = SystemBoundary.GateToGate })).Code);
    }

    [Fact]
    public void REQ_13_an_item_without_a_stage_is_refused()
    {
        Study study = Whole();
        Diagnostic fault = Assert.Single(Refused(study with { Stages = study.Stages.Add(new StudyStage(LifeCycleStage.Unassigned, [Line()])) }), f => f.Severity == Severity.Error);
        Assert.Equal((FindingCode.BoundaryIncomplete, "Some items belong to no stage of a product's life."), (fault.Code, fault.What.En));
    }

    [Fact]
    public void REQ_04_an_offset_is_never_part_of_a_footprint()
    {
        Diagnostic fault = OnlyError(Line() with { IsOffset = true });
        Assert.Equal((FindingCode.DoubleCount, "'Chassis' is an offset, and a product carbon footprint never contains offsets."), (fault.Code, fault.What.En));
        Assert.Equal("“机箱”属于碳抵消，产品碳足迹中不得包含碳抵消。", fault.What.Zh);
    }

    [Fact]
    public void An_unknown_provider_is_named_with_the_closest()
    {
        Diagnostic fault = OnlyError(Line(provider: "stel"));
        Assert.Equal((FindingCode.UnknownProcess, "Closest: 'steel'."), (fault.Code, fault.Next!.Value.En));
        Assert.Equal(FindingCode.UnknownProcess, OnlyError(Delivery() with { Legs = [new StudyLeg("plane", Delivery().Legs[0].Distance)] }).Code);
        Assert.Equal(FindingCode.UnknownProcess, OnlyError(Use() with { Provider = "sunshine" }).Code);
    }

    [Fact]
    public void REQ_02_a_unit_that_does_not_convert_is_refused()
    {
        Diagnostic fault = OnlyError(Line(unit: "kWh"));
        Assert.Equal((FindingCode.UnitMismatch, "'Chassis' needs its provider 'steel' in 'kWh', and it supplies 'steel' in 'kg'."), (fault.Code, fault.What.En));
        Assert.Equal("Mass and volume convert only with a density; give the amount in the provider's unit.", OnlyError(Line(unit: "m3")).Next!.Value.En);
        Assert.Equal((FindingCode.UnknownUnit, "Closest: 'kg'."), (OnlyError(Line(unit: "kgg")).Code, OnlyError(Line(unit: "kgg")).Next!.Value.En));
        Assert.Equal(FindingCode.UnitMismatch, OnlyError(Use() with { Provider = "steel" }).Code);
        Assert.Equal(FindingCode.UnitMismatch, OnlyError(Part(unit: "kg CO2e/piece")).Code);
    }

    [Theory]
    [InlineData(0, false, FindingCode.OutOfRange)]
    [InlineData(-1, false, FindingCode.NegativeNotAllowed)]
    [InlineData(double.NaN, false, FindingCode.NotFinite)]
    [InlineData(0, true, FindingCode.OutOfRange)]
    [InlineData(1, true, FindingCode.OutOfRange)]
    public void REQ_25_an_amount_is_above_zero_and_a_credit_below(double amount, bool isCredit, FindingCode code) =>
        Assert.Equal(code, OnlyError(Line(amount) with { IsCredit = isCredit }).Code);

    [Fact]
    public void REQ_25_a_declared_credit_is_counted_and_marked()
    {
        Study study = Whole();
        study = study with { Stages = study.Stages.SetItem(0, new StudyStage(LifeCycleStage.EndOfLife, [Line(-3) with { IsCredit = true }])) };
        StudyForeground foreground = StudyModel.Build(study, Background);
        Assert.Equal(-3, Need(foreground, "box/end_of_life/1").Amount);
        Assert.Contains(foreground.Findings, f => f.Severity == Severity.Warning && f.What.En == "'Chassis' is a credit and lowers the footprint.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_yield_is_a_share(double yield) => Assert.Equal(FindingCode.OutOfRange, OnlyError(Line() with { Yield = yield }).Code);

    [Fact]
    public void A_credit_has_no_yield_that_would_enlarge_it() =>
        Assert.Equal(FindingCode.SchemaInvalid, OnlyError(Line(-3) with { IsCredit = true, Yield = 0.5 }).Code);

    [Fact]
    public void REQ_71_hours_must_fill_the_year() => Assert.Equal(FindingCode.OutOfRange, OnlyError(Use(hours: 8000)).Code);

    [Fact]
    public void REQ_72_an_unstated_pue_is_noted_and_one_below_1_refused()
    {
        Assert.Equal(FindingCode.OutOfRange, OnlyError(Use(pue: 0.9)).Code);
        StudyStage stage = new(LifeCycleStage.Use, [Use(pue: null)]);
        StudyForeground foreground = StudyModel.Build(Of(stage) with { Boundary = SystemBoundary.GateToGate }, Background);
        Assert.Contains(foreground.Findings, f => f.Severity == Severity.Note && f.What.En == "'Use' states no PUE; 1 is used: no overhead of a site is counted.");
        Assert.Equal(0.1 * 8760 * 4 * 3.6, Need(foreground, "box/use/1").Amount, 1e-8);
    }

    [Fact]
    public void REQ_77_a_negative_distance_is_refused() => Assert.Equal(FindingCode.NegativeNotAllowed, OnlyError(Delivery(-1)).Code);

    [Fact]
    public void REQ_17_a_period_ends_after_it_begins()
    {
        Study study = Whole();
        Study backwards = study with { Scope = study.Scope! with { Period = new StudyPeriod(new DateOnly(2024, 1, 2), new DateOnly(2024, 1, 1)) } };
        Assert.Equal(FindingCode.DateOrder, Assert.Single(Refused(backwards), f => f.Severity == Severity.Error).Code);
    }

    [Fact]
    public void REQ_11_the_reference_flow_is_above_zero_in_a_known_unit()
    {
        Study study = Whole() with { ReferenceFlow = new StudyUnit(Text, 0, "pice") };
        Assert.Equal([FindingCode.OutOfRange, FindingCode.UnknownUnit], Refused(study).Where(f => f.Severity == Severity.Error).Select(f => f.Code));
    }

    [Fact]
    public void An_id_that_the_background_uses_is_refused() =>
        Assert.Equal(FindingCode.Duplicate, Assert.Single(Refused(Whole() with { Id = "steel" }), f => f.Severity == Severity.Error).Code);

    [Fact]
    public void Distributions_that_cannot_be_are_refused_and_those_that_do_not_vary_reported()
    {
        Assert.Equal(FindingCode.OutOfRange, OnlyError(Line() with { Uncertainty = StudyUncertainty.Lognormal(0.9) }).Code);
        Assert.Equal(FindingCode.OutOfRange, OnlyError(Line() with { Uncertainty = StudyUncertainty.Normal(-1) }).Code);
        Assert.Equal(FindingCode.OutOfRange, OnlyError(Line() with { Uncertainty = StudyUncertainty.Uniform(20, 10) }).Code);
        Assert.Equal(FindingCode.OutOfRange, OnlyError(Line() with { Uncertainty = StudyUncertainty.Triangular(15, 20) }).Code);
        Assert.Equal(FindingCode.NotSupported, OnlyError(Delivery() with { Uncertainty = StudyUncertainty.Normal(1) }).Code);
        StudyStage stage = new(LifeCycleStage.Use, [Line() with { Uncertainty = StudyUncertainty.Lognormal(1) }]);
        StudyForeground foreground = StudyModel.Build(Of(stage) with { Boundary = SystemBoundary.GateToGate }, Background);
        Assert.Contains(foreground.Findings, f => f.Code == FindingCode.DegenerateDistribution);
        Assert.Equal(Uncertainty.None, Need(foreground, "box/use/1").Uncertainty);
    }

    [Fact]
    public void Assumptions_are_counted_and_unstated_sets_marked()
    {
        Study study = Whole();
        study = study with { Stages = study.Stages.SetItem(1, new StudyStage(LifeCycleStage.RawMaterials, [Part() with { GwpSet = GwpSet.Unstated }])) };
        StudyForeground foreground = StudyModel.Build(study, Background);
        Assert.Contains(foreground.Findings, f => f.Code == FindingCode.GwpSetUnknown && f.Severity == Severity.Warning);
        Assert.Contains(foreground.Findings, f => f.What == new Wording("1 of 5 items rest on assumptions: 'Delivery'.", "5 个条目中有 1 个基于假设：“运输”。"));
    }

    [Fact]
    public void Faults_of_every_line_are_reported_together()
    {
        Study study = Of(new StudyStage(LifeCycleStage.RawMaterials, [Line(-1), Line(provider: "nothing"), Line(unit: "kWh")])) with { Boundary = SystemBoundary.GateToGate };
        Assert.Equal([FindingCode.NegativeNotAllowed, FindingCode.UnknownProcess, FindingCode.UnitMismatch], Refused(study).Select(f => f.Code));
    }
}
