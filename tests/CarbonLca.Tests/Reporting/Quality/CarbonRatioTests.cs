using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting.Quality;
using CarbonLca.Tests.Studies;

namespace CarbonLca.Tests.Reporting.Quality;

/// <summary>No process gives out more carbon than what it takes in can carry.</summary>
public sealed class CarbonRatioTests
{
    private static readonly Unit Kg = Unit.Parse("kg");
    private static readonly Flow Coal = Flow.Product("coal", Kg, "Coal");
    private static readonly Flow Gas = Flow.Product("gas", Unit.Parse("MJ"), "Natural gas");
    private static readonly Flow Power = Flow.Product("power", Unit.Parse("kWh"), "Electricity");
    private static readonly Flow Heat = Flow.Product("heat", Unit.Parse("MJ"), "Heat");
    private static readonly Flow Methane = Flow.Elementary("ch4", Kg, "Methane, fossil", "air");
    private static readonly Flow Oxygen = Flow.Elementary("o2", Kg, "Oxygen, in air", "air");

    private static CarbonRatio[] Of(Process process)
    {
        LciDatabase database = LciDatabase.Of(process);
        return [.. CarbonRatio.Of(database, [0])];
    }

    [Fact]
    public void REQ_23_a_kilogram_of_carbon_burns_to_at_most_44_12_of_carbon_dioxide()
    {
        CarbonRatio plant = Assert.Single(Of(Process.Producing(1, Heat).Using(1.2, Coal).Using(2, Oxygen).Emitting(3.3, SampleStudy.Co2).Emitting(0.016, Methane)));
        Assert.Equal((0.912, 1.2), (Math.Round(plant.CarbonOut, 12), plant.MostIn)); // oxygen brings no carbon
        Assert.False(plant.IsImpossible);
        Assert.False(Assert.Single(Of(Process.Producing(1, Heat).Using(1, Coal).Emitting(44.0 / 12, SampleStudy.Co2))).IsImpossible);
        Assert.Null(CarbonRatio.Describe([plant]));
    }

    [Fact]
    public void REQ_23_bad_more_carbon_dioxide_than_the_fuel_can_give_is_a_warning_with_numbers()
    {
        CarbonRatio plant = Assert.Single(Of(Process.Producing(1, Power).Using(0.4, Coal).Emitting(2.2, SampleStudy.Co2)));
        Diagnostic warning = CarbonRatio.Describe([plant])!;
        Assert.Equal((Severity.Warning, FindingCode.Imbalance), (warning.Severity, warning.Code));
        Assert.Contains("1 process gives out more carbon than can have entered: 'Electricity' (0.6000 kg, at most 0.4000 kg).", warning.What.En, StringComparison.Ordinal);
        Assert.Contains("0.6000 kg，至多 0.4000 kg", warning.What.Zh, StringComparison.Ordinal);
        // Carbon dioxide that is taken up brings its carbon alone.
        Assert.True(Assert.Single(Of(Process.Producing(1, Heat).Using(1, SampleStudy.Co2).Emitting(1.1, SampleStudy.Co2))).IsImpossible);
    }

    [Fact]
    public void REQ_23_what_cannot_be_known_is_not_judged()
    {
        Assert.Empty(Of(Process.Producing(1, Heat).Using(1.1, Gas).Using(0.001, Coal).Emitting(0.06, SampleStudy.Co2))); // gas has mass, and nobody says how much
        Assert.Empty(Of(Process.Producing(1, Heat).Emitting(2, SampleStudy.Co2)));
        Assert.Empty(Of(Process.Producing(1, Heat).Using(1, Coal).Emitting(9, EquivalentFlow.Of(CarbonOrigin.Fossil, GwpSet.AR6))));
    }
}
