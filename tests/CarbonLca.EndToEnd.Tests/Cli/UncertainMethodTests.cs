using System.Text.Json;

namespace CarbonLca.EndToEnd.Tests.Cli;

/// <summary>Methods whose factors are uncertain, and the convention of lognormal amounts, from the command line.</summary>
public sealed class UncertainMethodTests
{
    [Fact]
    public void Factors_of_a_method_file_are_drawn_and_the_lognormal_amount_is_recorded()
    {
        using ScratchFolder scratch = new();
        string tables = scratch.WriteTables("tables");
        string method = scratch["own.csv"];
        File.WriteAllText(method, """
            category,category_unit,flow,compartment,factor,unit,distribution,scale
            total,points,co2,,2,kg,lognormal,0.5
            fossil,points,co2,,2,kg,lognormal,0.5

            """);
        JsonElement median = Run("median");
        JsonElement mean = Run("mean");
        Assert.Equal(("median", "mean"), (median.GetProperty("lognormal_amount").GetString(), mean.GetProperty("lognormal_amount").GetString()));
        Assert.Equal(1, median.GetProperty("parameters").GetInt32());
        double point = Number(median, "deterministic");
        Assert.InRange(Number(median, "mean") / point, 1.08, 1.19); // e^0.125 = 1.133
        Assert.InRange(Number(mean, "mean") / point, 0.95, 1.05);
        Assert.Equal(point, Number(mean, "deterministic"));

        JsonElement Run(string convention)
        {
            using JsonDocument document = JsonDocument.Parse(CliRun.Of(
                "mc", tables, "--product", "refinery", "--method", method, "--samples", "4000", "--seed", "5", "--lognormal-amount", convention, "--format", "json").Output);
            return document.RootElement.Clone();
        }

        static double Number(JsonElement result, string name) => result.GetProperty("categories")[0].GetProperty(name).GetDouble();
    }

    [Fact]
    public void Another_convention_is_refused() =>
        Assert.Equal(2, CliRun.Of("mc", "rack-server", "--lognormal-amount", "mode").ExitCode);
}
