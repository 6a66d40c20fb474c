using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;
using CarbonLca.Tests.Reporting.Quality;
using static CarbonLca.Tests.Studies.SampleStudy;

namespace CarbonLca.Tests.Studies;

public sealed class SupplierFootprintTests
{
    private static SupplierFootprint Declared(params ImmutableArray<SupplierPart> parts) => new()
    {
        Supplier = new Wording("A foundry", "一家铸造厂"),
        Per = new Quantity(1000, Unit.Parse("piece")),
        Parts = parts.IsEmpty ? [Part(SupplierGroup.Fossil, 2, "t CO2e")] : parts,
        GwpSet = GwpSet.AR6,
        Boundary = SystemBoundary.CradleToGate,
        Validity = new StudyPeriod(new DateOnly(2023, 1, 1), new DateOnly(2025, 12, 31)),
    };

    private static SupplierPart Part(SupplierGroup group, double value, string unit = "kg CO2e") => new(group, new Quantity(value, Unit.Parse(unit)));

    private static SupplierFootprintLine Casting(SupplierFootprint? footprint = null) => new()
    {
        Item = new Wording("Casting", "铸件"),
        Source = Text,
        Quality = SourceKind.Declared,
        Amount = 6,
        Unit = "piece",
        Footprint = footprint ?? Declared(),
    };

    private static Study Box(params ImmutableArray<StudyLine> lines)
    {
        Study study = Whole();
        return study with { Stages = study.Stages.SetItem(1, new StudyStage(LifeCycleStage.RawMaterials, lines)) };
    }

    private static IReadOnlyList<Diagnostic> Faults(Study study) => [.. StudyRules.Check(study).Where(f => f.Severity == Severity.Error)];

    [Fact]
    public void REQ_24_a_received_footprint_is_a_process_with_its_own_unit()
    {
        StudyForeground foreground = StudyModel.Build(Box(Casting()), Background);
        Process maker = foreground.Processes.Single(p => p.Id == "box/raw_materials/1/supplier");
        Assert.Equal((1000, "piece"), (maker.ReferenceAmount, maker.ReferenceFlow.Unit.Symbol));
        Assert.Equal(("AR6", 2023, "A foundry"), (maker.Provenance!.GwpSet, maker.Provenance.Year, maker.Provenance.Note));

        CarbonFootprint footprint = Evidence.Compute(Evidence.Study(Casting()));
        Assert.Equal(12, footprint.Total, 12);
    }

    [Fact]
    public void REQ_24_gas_groups_keep_their_origin_and_vary_together()
    {
        SupplierFootprint byGroup = Declared(Part(SupplierGroup.Fossil, 2000), Part(SupplierGroup.BiogenicRemoval, -100), Part(SupplierGroup.Aircraft, 5)) with { Uncertainty = StudyUncertainty.Lognormal(1.2) };
        Process maker = StudyModel.Build(Box(Casting(byGroup)), Background).Processes.Single(p => p.Id == "box/raw_materials/1/supplier");
        Exchange[] exchanges = [.. maker.Exchanges.Where(e => e.Flow.Kind == FlowKind.Elementary)];
        Assert.Equal(["CO2 equivalents, fossil, GWP100 AR6", "Carbon dioxide, in air", "CO2 equivalents, aircraft, GWP100 AR6"], exchanges.Select(e => e.Flow.Name));
        Assert.Equal([ExchangeDirection.Output, ExchangeDirection.Input, ExchangeDirection.Output], exchanges.Select(e => e.Direction));
        Assert.Equal([2000, 100, 5], exchanges.Select(e => e.Amount));
        Assert.All(exchanges, e => Assert.Equal(("box/raw_materials/1/supplier", Math.Log(1.2)), (e.Uncertainty.Group, e.Uncertainty.Scale)));
    }

    [Fact]
    public void REQ_24_bad_outside_its_validity_it_is_a_warning_or_by_option_an_error()
    {
        SupplierFootprint old = Declared() with { Validity = new StudyPeriod(new DateOnly(2020, 1, 1), new DateOnly(2022, 12, 31)) };
        Diagnostic warning = Assert.Single(StudyRules.Check(Box(Casting(old))), f => f.Code == FindingCode.Expired);
        Assert.Equal(Severity.Warning, warning.Severity);
        Assert.Contains("valid from 2020-01-01 to 2022-12-31, and the study represents 2024-12-31", warning.What.En, StringComparison.Ordinal);
        Assert.Equal(FindingCode.Expired, Assert.Single(Faults(Box(Casting(old with { RefusesExpired = true })))).Code);
        Assert.DoesNotContain(StudyRules.Check(Box(Casting())), f => f.Code == FindingCode.Expired);
    }

    [Fact]
    public void REQ_24_bad_inbound_transport_given_again_is_counted_twice()
    {
        SupplierFootprint delivered = Declared() with { Includes = [SupplierInclusion.InboundTransport] };
        Assert.Equal(FindingCode.DoubleCount, Assert.Single(Faults(Box(Casting(delivered), Delivery() with { Carries = "Casting" }))).Code);
        Assert.Equal(FindingCode.DoubleCount, Assert.Single(Faults(Box(Casting(delivered), Delivery() with { Carries = "raw_materials/1" }))).Code);
        Assert.Empty(Faults(Box(Casting(delivered), Delivery() with { Carries = "Chassis" })));
        Assert.Empty(Faults(Box(Casting(), Delivery() with { Carries = "Casting" })));
        Diagnostic unsaid = Assert.Single(StudyRules.Check(Box(Casting(delivered), Delivery())), f => f.Code == FindingCode.DoubleCount);
        Assert.Equal(Severity.Warning, unsaid.Severity);
    }

    [Fact]
    public void REQ_24_bad_a_whole_life_inside_a_whole_life_is_counted_twice()
    {
        Assert.Equal(FindingCode.DoubleCount, Assert.Single(Faults(Box(Casting(Declared() with { Boundary = SystemBoundary.CradleToGrave })))).Code);
        Assert.Contains(StudyRules.Check(Casting(Declared() with { Boundary = SystemBoundary.GateToGate })), f => f.Code == FindingCode.BoundaryIncomplete && f.Severity == Severity.Warning);
    }

    [Fact]
    public void REQ_24_bad_declarations_are_refused_by_what_is_wrong()
    {
        Assert.Equal(FindingCode.UnitMismatch, Fault(Casting() with { Unit = "kg" }));
        Assert.Equal(FindingCode.UnitMismatch, Fault(Casting(Declared(Part(SupplierGroup.Fossil, 1, "kg")))));
        Assert.Equal(FindingCode.NegativeNotAllowed, Fault(Casting(Declared(Part(SupplierGroup.Fossil, -1)))));
        Assert.Equal(FindingCode.OutOfRange, Fault(Casting(Declared(Part(SupplierGroup.BiogenicRemoval, 1)))));
        Assert.Equal(FindingCode.OutOfRange, Fault(Casting(Declared() with { Per = new Quantity(0, Unit.Parse("piece")) })));
        Assert.Equal(FindingCode.OutOfRange, Fault(Casting(Declared() with { Dqr = 6 })));
        Assert.Equal(FindingCode.OutOfRange, Fault(Casting(Declared() with { PrimaryShare = 101 })));
        Assert.Equal(FindingCode.DateOrder, Fault(Casting(Declared() with { Validity = new StudyPeriod(new DateOnly(2025, 1, 1), new DateOnly(2024, 1, 1)) })));
        Assert.Equal(FindingCode.NotSupported, Fault(Casting(Declared(Part(SupplierGroup.Fossil, 1), Part(SupplierGroup.Aircraft, 1)) with { Uncertainty = StudyUncertainty.Uniform(1, 2) })));

        static FindingCode Fault(StudyLine line) => Assert.Single(StudyRules.Check(line), f => f.Severity == Severity.Error).Code;
    }

    [Fact]
    public void REQ_87_a_supplier_s_footprint_passes_its_own_primary_data_share_and_rating()
    {
        SupplierFootprint rated = Declared() with { PrimaryShare = 60, Dqr = 1.8 };
        QualityBoard board = QualityBoard.Of(Evidence.Compute(Evidence.Study(Casting(rated), Evidence.Steel(6))));
        Assert.Equal(30, board.PrimaryDataShare!.Value, 12);
        Assert.Equal(1.8, board.Dqr!.Value, 12);
        Assert.Equal(50, board.RatedPercent!.Value, 12);
        Assert.Null(board.Pact);
    }
}
