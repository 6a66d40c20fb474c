using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Quality;
using CarbonLca.Tests.Studies;
using static CarbonLca.Tests.Reporting.Quality.Evidence;

namespace CarbonLca.Tests.Reporting.Quality;

public sealed class ProcessBalanceTests
{
    private static readonly Unit Kg = Unit.Parse("kg");
    private static readonly Flow Ore = Flow.Elementary("ore", Kg, "Iron ore", "resource");
    private static readonly Flow Coal = Flow.Product("coal", Kg, "Coal") with { Properties = [new FlowProperty("net calorific value", 25, Unit.Parse("MJ"))] };
    private static readonly Flow Power = Flow.Product("power", Unit.Parse("kWh"), "Power");
    private static readonly Flow Slag = Flow.Waste("slag", Kg, "Slag");

    private static ProcessBalance[] Of(params Process[] processes)
    {
        LciDatabase database = LciDatabase.Of(processes);
        return [.. ProcessBalance.Of(database, Enumerable.Range(0, database.Processes.Count))];
    }

    [Fact]
    public void REQ_23_what_enters_leaves_carbon_dioxide_counting_by_its_carbon()
    {
        ProcessBalance steel = Assert.Single(Of(Process.Producing(1, SampleStudy.Steel).Using(1.5, Ore).Using(0.3, Coal).AlsoProducing(0.5, Slag).Emitting(1.1, SampleStudy.Co2)));
        Assert.Equal(1.8, steel.In, 12);
        Assert.Equal(1 + 0.5 + 0.3, steel.Out, 12);
        Assert.Equal(0, steel.Imbalance, 12);
        Assert.Null(ProcessBalance.Describe([steel]));
    }

    [Fact]
    public void REQ_23_with_oxygen_recorded_all_of_the_carbon_dioxide_counts()
    {
        Flow oxygen = Flow.Elementary("o2", Kg, "Oxygen, in air", "air");
        ProcessBalance steel = Assert.Single(Of(Process.Producing(1, SampleStudy.Steel).Using(1, Ore).Using(0.3, Coal).Using(0.8, oxygen).Emitting(1.1, SampleStudy.Co2)));
        Assert.Equal((2.1, 2.1), (Math.Round(steel.In, 12), Math.Round(steel.Out, 12)));
    }

    [Fact]
    public void REQ_23_energy_may_be_lost_and_never_gained()
    {
        ProcessBalance plant = Assert.Single(Of(Process.Producing(1, Power).Using(0.4, Coal)));
        Assert.Equal((true, 10, 3.6, 0), (plant.IsEnergy, plant.In, plant.Out, plant.Imbalance));
        Assert.Equal((3.6 - 2.5) / 3.6, Assert.Single(Of(Process.Producing(1, Power).Using(0.1, Coal))).Imbalance, 12);
    }

    [Fact]
    public void REQ_23_bad_an_imbalance_above_tolerance_is_a_warning_with_numbers()
    {
        LciDatabase background = LciDatabase.Of(Process.Producing(1, SampleStudy.Steel).Using(2, Ore).Emitting(2, SampleStudy.Co2));
        CarbonFootprint footprint = Compute(Study(Steel(1)), background);
        Diagnostic finding = Assert.Single(footprint.Findings, f => f.Code == FindingCode.Imbalance);
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("1 process does not balance within 5.0 %: 'steel' (mass: in 2.000 kg, out 1.545 kg).", finding.What.En, StringComparison.Ordinal);
        Assert.Contains("质量：进 2.000 kg，出 1.545 kg", finding.What.Zh, StringComparison.Ordinal);
        Assert.Null(ProcessBalance.Describe(ProcessBalance.Of(background, [0]), 0.25));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProcessBalance.Describe([], double.NaN));
    }

    [Fact]
    public void REQ_23_aggregates_and_services_are_not_checked()
    {
        Assert.Empty(Of(
            Process.Producing(1, SampleStudy.Steel).Emitting(2, SampleStudy.Co2),
            Process.Producing(1, SampleStudy.Truck).Using(0.02, Coal).Emitting(0.05, SampleStudy.Co2),
            Process.Producing(1, Coal).Using(0.5, Ore).Emitting(2, EquivalentFlow.Of(CarbonOrigin.Fossil, GwpSet.AR6))));
    }
}
