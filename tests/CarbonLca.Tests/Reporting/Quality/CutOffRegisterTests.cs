using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;
using CarbonLca.Tests.Studies;
using static CarbonLca.Tests.Reporting.Quality.Evidence;

namespace CarbonLca.Tests.Reporting.Quality;

public sealed class CutOffRegisterTests
{
    private static CutOffFlow Cut(double amount, string unit, CutOffEstimate estimate, string name = "Label") => new()
    {
        Item = new Wording(name, name),
        Stage = LifeCycleStage.Production,
        Amount = amount,
        Unit = unit,
        Reason = SampleStudy.Text,
        Estimate = estimate,
    };

    // 98 kg of steel are 196 kg CO2e; 10 kWh of electricity are 36 MJ and 3.6 kg CO2e.
    private static Study Box(params ImmutableArray<CutOffFlow> flows) =>
        Study(Steel(98), SampleStudy.Line(10, "kWh", "electricity")) with { CutOffs = new StudyCutOffs(CutOffCriteria.Default, flows) };

    private static Study Unclaimed(Study study) => study with { Scope = study.Scope! with { Standards = ["GHG Protocol Product Standard 2011"] } };

    [Fact]
    public void REQ_15_every_cut_shows_its_share_of_mass_energy_and_greenhouse_gases()
    {
        CutOffRegister register = Compute(Box(
            Cut(1, "kg", new CutOffEstimate.ByMass(), "by mass"),
            Cut(2, "MJ", new CutOffEstimate.ByEnergy(), "by energy"),
            Cut(500, "g", new CutOffEstimate.ByProvider("steel"), "by provider"),
            Cut(3, "piece", new CutOffEstimate.Figure(new Quantity(0.2, Unit.Parse("kg CO2e"))), "by figure"))).CutOffs!;

        double total = 199.6 + 2 + 0.2 + 1 + 0.2;
        Dictionary<string, CutOffEntry> entries = register.Entries.ToDictionary(e => e.Item.En);
        Assert.Equal(2, entries["by mass"].Value!.Value, 12);
        Assert.Equal(0.2, entries["by energy"].Value!.Value, 12);
        Assert.Equal(1, entries["by provider"].Value!.Value, 12);
        Assert.Equal(100 * 2 / total, entries["by mass"].Percent!.Value, 10);
        Assert.Equal(100 * 1 / 99.5, entries["by mass"].MassPercent!.Value, 10);
        Assert.Equal(100 * 0.5 / 99.5, entries["by provider"].MassPercent!.Value, 10);
        Assert.Equal(100 * 2 / 38.0, entries["by energy"].EnergyPercent!.Value, 10);
        Assert.Null(entries["by figure"].MassPercent);
        Assert.Equal(100 * 3.4 / total, register.Percent, 10);
        Assert.Equal(100 * 1.5 / 99.5, register.MassPercent!.Value, 10);
        Assert.True(register.IsWithinSum);
        Assert.Contains("4 flows are cut off; together an estimated 1.7 % of the greenhouse gases (limit 5.0 %)", register.Statement.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_15_an_estimate_is_not_part_of_the_result()
    {
        CarbonFootprint with = Compute(Box(Cut(1, "kg", new CutOffEstimate.ByProvider("steel"))));
        CarbonFootprint without = Compute(Box());
        Assert.Equal(without.Total, with.Total);
        Assert.Contains("Nothing was cut off", without.CutOffs!.Statement.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_15_bad_a_sum_above_the_limit_refuses_a_claim_and_warns_otherwise()
    {
        Study study = Box(Cut(6, "kg", new CutOffEstimate.ByMass()));
        Diagnostic refusal = Assert.Single(Assert.Throws<InputRefusedException>(() => Compute(study)).Findings, f => f.Severity == Severity.Error);
        Assert.Equal((FindingCode.CutOff, "5.7 %"), (refusal.Code, refusal.Found));
        CarbonFootprint unclaimed = Compute(Unclaimed(study));
        Assert.Contains(unclaimed.Findings, f => f.Code == FindingCode.CutOff && f.Severity == Severity.Warning && f.Found == "5.7 %");
        Assert.False(unclaimed.CutOffs!.IsWithinSum);
    }

    [Fact]
    public void REQ_15_a_single_flow_above_its_limit_is_named()
    {
        CarbonFootprint footprint = Compute(Box(Cut(3, "kg", new CutOffEstimate.ByMass(), "Screws"), Cut(1, "g", new CutOffEstimate.ByMass(), "Ink")));
        Diagnostic finding = Assert.Single(footprint.Findings, f => f.Code == FindingCode.CutOff);
        Assert.Contains("'Screws'", finding.What.En, StringComparison.Ordinal);
        Assert.DoesNotContain("Ink", finding.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_15_criteria_can_be_set()
    {
        Study study = Box(Cut(6, "kg", new CutOffEstimate.ByMass()));
        CarbonFootprint footprint = Compute(study with { CutOffs = study.CutOffs with { Criteria = new CutOffCriteria(0.1, 0.1) } });
        Assert.DoesNotContain(footprint.Findings, f => f.Code == FindingCode.CutOff);
    }

    [Fact]
    public void REQ_15_inputs_that_linking_left_open_are_entered_with_the_median_of_their_likes()
    {
        Flow paint = Flow.Product("paint", Unit.Parse("g"), "Paint");
        Flow advice = Flow.Product("advice", Unit.Parse("h"), "Advice");
        LciDatabase background = LciDatabase.Of(
            Process.Producing(1, SampleStudy.Steel).Using(5, paint).Using(1, advice).Emitting(2, SampleStudy.Co2),
            Process.Producing(1, SampleStudy.Electricity).Emitting(0.1, SampleStudy.Co2));
        CarbonFootprint footprint = Compute(Box(), background);

        CutOffEntry entry = footprint.CutOffs!.Entries.Single(e => e.Item.En == "Paint");
        Assert.Equal((false, 98 * 5.0, "g", "median"), (entry.IsDeclared, entry.Amount, entry.Unit, entry.Estimate));
        Assert.Equal(98 * 0.005 * 2, entry.Value!.Value, 10);
        Assert.Null(footprint.CutOffs!.Entries.Single(e => e.Item.En == "Advice").Percent);
        Assert.Equal(1, footprint.CutOffs!.Unassessed);
        Assert.Contains(footprint.Findings, f => f.Code == FindingCode.CutOff && f.What.En.Contains("'Advice'", StringComparison.Ordinal) && f.What.En.Contains("lower bound", StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_15_bad_cut_offs_that_estimate_nothing_are_refused()
    {
        Assert.Equal(FindingCode.UnitMismatch, Fault(Cut(1, "piece", new CutOffEstimate.ByMass())));
        Assert.Equal(FindingCode.UnitMismatch, Fault(Cut(1, "kg", new CutOffEstimate.ByEnergy())));
        Assert.Equal(FindingCode.UnitMismatch, Fault(Cut(1, "piece", new CutOffEstimate.ByProvider("steel"))));
        Assert.Equal(FindingCode.UnknownProcess, Fault(Cut(1, "kg", new CutOffEstimate.ByProvider("steal"))));
        Assert.Equal(FindingCode.UnitMismatch, Fault(Cut(1, "kg", new CutOffEstimate.Figure(new Quantity(1, Unit.Parse("kg"))))));
        Assert.Equal(FindingCode.OutOfRange, Fault(Cut(-1, "kg", new CutOffEstimate.ByMass())));
        Assert.Equal(FindingCode.UnknownUnit, Fault(Cut(1, "kgg", new CutOffEstimate.ByMass())));
        Study study = Box();
        Assert.Equal(FindingCode.OutOfRange, Code(study with { CutOffs = study.CutOffs with { Criteria = new CutOffCriteria(1, 5) } }));

        static FindingCode Fault(CutOffFlow flow) => Code(Box(flow));

        static FindingCode Code(Study study) => Assert.Single(Assert.Throws<InputRefusedException>(() => Compute(study)).Findings, f => f.Severity == Severity.Error).Code;
    }
}
