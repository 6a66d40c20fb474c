using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife;
using CarbonLca.Formats.Tests.Bundled;
using CarbonLca.Model;

namespace CarbonLca.Formats.Tests.EndOfLife;

/// <summary>A material of the bundled background over its life.</summary>
public sealed class AluminiumTests
{
    [Theory]
    [InlineData("cut-off")]
    [InlineData("0:100")]
    [InlineData("50:50")]
    [InlineData("cff")]
    public void REQ_33_aluminium_on_the_bundled_background_follows_the_formula(string method)
    {
        Dictionary<EndOfLifeRole, string> processes = new()
        {
            [EndOfLifeRole.Virgin] = "aluminium-primary",
            [EndOfLifeRole.Recycled] = "aluminium-recycled",
            [EndOfLifeRole.Recycling] = "aluminium-recycled",
            [EndOfLifeRole.Disposal] = "metal-landfill",
        };
        MaterialCycle cycle = new(0.4, 0.9, 0, 0.2, 0, 1, 0.95);
        MaterialLife life = new(new Wording("Aluminium", "铝"), cycle, EndOfLifeMethod.Named(method), processes.ToDictionary(p => p.Key, p => new MaterialProvider(OnBackground.ProductOf(p.Value), p.Value)));
        MaterialForeground made = life.ToForeground("heat-sink/aluminium");
        Func<string, double> footprint = OnBackground.Footprints(made.Processes);

        EndOfLifeEmissions emissions = new()
        {
            Virgin = footprint("aluminium-primary"),
            ReplacedVirgin = footprint("aluminium-primary"),
            Recycled = footprint("aluminium-recycled"),
            Recycling = footprint("aluminium-recycled"),
            Disposal = footprint("metal-landfill"),
            ReplacedDisposal = footprint("metal-landfill"),
        };
        EndOfLifeBalance expected = life.Method.Evaluate(cycle, emissions);
        Assert.Equal(expected.Of(LifeCycleStage.RawMaterials), footprint(made.RawMaterials.Id), 1e-12 * expected.Burdens);
        Assert.Equal(expected.Of(LifeCycleStage.EndOfLife), footprint(made.EndOfLife.Id), 1e-12 * expected.Burdens);
        Assert.Equal(expected.Credits, made.Steps.Where(s => s.IsCredit).Sum(s => footprint(s.Process.Id)), 1e-12 * expected.Burdens);
        Assert.True(emissions.Virgin > emissions.Recycled && emissions.Recycled > emissions.Disposal);
    }
}
