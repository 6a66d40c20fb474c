using System.Globalization;
using System.Text.Json;

namespace CarbonLca.EndToEnd.Tests.Cli;

/// <summary>Every word for a distribution, from the table that states it to the figures that come out, against closed forms.</summary>
public sealed class DistributionTableTests
{
    private const int Samples = 20_000;

    private static readonly double s_euler = 0.5772156649015329;

    // Columns amount, distribution, scale, shape, minimum, maximum, values, group, mirrored; then mean and variance.
    private static readonly (string Row, double Mean, double Variance)[] s_cases =
    [
        ("5,lognormal,0.3,,,,,,", 5 * Math.Exp(0.045), 25 * Math.Exp(0.09) * (Math.Exp(0.09) - 1)),
        ("-5,lognormal,0.3,,,,,,", -5 * Math.Exp(0.045), 25 * Math.Exp(0.09) * (Math.Exp(0.09) - 1)),
        ("5,normal,0.5,,,,,,", 5, 0.25),
        ("-5,normal,0.5,,,,,,", -5, 0.25),

        // One half of a normal distribution: σ·√(2/π), σ²·(1 − 2/π).
        ("5,normal,0.5,,5,,,,", 5 + (0.5 * Math.Sqrt(2 / Math.PI)), 0.25 * (1 - (2 / Math.PI))),
        ("3,triangular,,,1,4,,,", 8 / 3.0, 7 / 18.0),
        ("1,triangular,,,1,4,,,", 2, 0.5),
        ("2,uniform,,,1,4,,,", 2.5, 0.75),
        ("2,beta_pert,,,1,5,,,", 14 / 6.0, (14 / 6.0 - 1) * (5 - (14 / 6.0)) / 7),
        ("2,beta_pert,,8,1,5,,,", 22 / 10.0, (22 / 10.0 - 1) * (5 - (22 / 10.0)) / 11),
        ("0.5,beta,2.2,3.3,0,1,,,", 0.6, 3.3 * 2.2 / (5.5 * 5.5 * 6.5)),
        ("12,gamma,5,2,2,,,,", 12, 50),
        ("-12,gamma,5,2,,-2,,,true", -12, 50),
        ("2,weibull,2,1,,,,,", 2, 4),
        ("0.3,bernoulli,,0.3,,,,,", 0.3, 0.21),
        ("-0.3,bernoulli,,0.3,,,,,true", -0.3, 0.21),
        ("3,discrete_uniform,,,1,6,,,", 3.5, 35 / 12.0),
        ("10,student_t,3,9,,,,,", 10, 9 * 9 / 7.0),
        ("1,extreme_value,2,0,,,,,", 1 + (2 * s_euler), 4 * Math.PI * Math.PI / 6),
        ("2,array_sequential,,,,,1 2 3 4,,", 2.5, 1.25),
        ("2,array_random,,,,,1 2 3 4,,", 2.5, 1.25),
        ("2,array_combinatorial,,,,,1 2 3 4,,", 2.5, 1.25),
    ];

    [Fact]
    public void REQ_83_every_distribution_of_a_table_is_sampled_with_its_mean_and_deviation()
    {
        using ScratchFolder scratch = new();
        Write(scratch, s_cases.Select((c, k) => $"p{k:D2},co2,output,{c.Row[..c.Row.IndexOf(',', StringComparison.Ordinal)]},kg{c.Row[c.Row.IndexOf(',', StringComparison.Ordinal)..]}"), s_cases.Length);
        JsonElement[] products = Sampled(scratch);
        for (int k = 0; k < s_cases.Length; k++)
        {
            JsonElement category = products[k].GetProperty("categories")[0];
            (string row, double mean, double variance) = s_cases[k];
            double error = category.GetProperty("se_mean").GetDouble();
            Assert.True(error > 0 && Math.Abs(category.GetProperty("mean").GetDouble() - mean) <= 4.5 * error, $"{row}: mean {category.GetProperty("mean")} ± {error}, expected {mean}");
            double deviation = category.GetProperty("sd").GetDouble();
            Assert.True(Math.Abs(deviation - Math.Sqrt(variance)) <= Math.Max(4.5 * category.GetProperty("se_sd").GetDouble(), 1e-3 * deviation), $"{row}: deviation {deviation}, expected {Math.Sqrt(variance)}");
        }
    }

    [Fact]
    public void Rows_of_a_group_move_together_and_others_do_not()
    {
        using ScratchFolder scratch = new();
        Write(
            scratch,
            [
                "p00,co2,output,5,kg,normal,0.5,,,,,g,", "p00,co2,output,3,kg,normal,0.3,,,,,g,",
                "p01,co2,output,5,kg,normal,0.5,,,,,,", "p01,co2,output,3,kg,normal,0.3,,,,,,",
            ],
            2);
        JsonElement[] products = Sampled(scratch);
        double together = products[0].GetProperty("categories")[0].GetProperty("sd").GetDouble();
        double apart = products[1].GetProperty("categories")[0].GetProperty("sd").GetDouble();
        Assert.Equal(0.8, together, 0.8 * 4 / Math.Sqrt(2 * Samples));
        Assert.Equal(Math.Sqrt(0.34), apart, Math.Sqrt(0.34) * 4 / Math.Sqrt(2 * Samples));
    }

    private static JsonElement[] Sampled(ScratchFolder scratch)
    {
        CliRun run = CliRun.Of("mc", scratch["tables"], "--all", "--samples", $"{Samples}", "--seed", "0", "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        return [.. document.RootElement.GetProperty("products").EnumerateArray().Select(p => p.Clone())];
    }

    private static void Write(ScratchFolder scratch, IEnumerable<string> emissions, int products)
    {
        string[] ids = [.. Enumerable.Range(0, products).Select(k => k.ToString("D2", CultureInfo.InvariantCulture))];
        scratch.Write("tables/flows.csv", "flow,name,kind,unit,compartment,cas\nco2,\"Carbon dioxide, fossil\",elementary,kg,air,124-38-9\n" + string.Concat(ids.Select(id => $"f{id},Product {id},product,kg,,\n")));
        scratch.Write("tables/processes.csv", "process,name,location,reference_flow,reference_amount,unit\n" + string.Concat(ids.Select(id => $"p{id},Process {id},CN,f{id},1,kg\n")));
        scratch.Write(
            "tables/exchanges.csv",
            "process,flow,direction,amount,unit,distribution,scale,shape,minimum,maximum,values,group,mirrored\n"
                + string.Concat(ids.Select(id => $"p{id},f{id},output,1,kg,,,,,,,,\n"))
                + string.Concat(emissions.Select(row => row + "\n")));
    }
}
