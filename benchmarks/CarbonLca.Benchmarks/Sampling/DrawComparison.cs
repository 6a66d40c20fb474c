using System.Globalization;
using System.Text;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.Benchmarks.Sampling;

/// <summary>The time of a draw of every family: by a plan, by its definition, and by MathNet.Numerics.</summary>
internal static class DrawComparison
{
    /// <summary>Parameters of a family.</summary>
    public const int Parameters = 256;

    private const int Groups = 4;
    private const int Draws = Parameters * SamplingPlan.Lanes * Groups;

    private const string Preamble = """
        # Draws

        Nanoseconds of processor time of one thread for a draw, 256 parameters of a family, each with a shape of its own;
        medians of rounds in which all take turns.

        - *plan*: `SamplingPlan.Fill`, sixteen samples of every parameter at a time, in float; reproducible by seed, sample
          and key, the same bits on every processor.
        - *quarters*: `SamplingPlan.FillQuarter`, four samples at a time.
        - *definition*: the same draws one at a time in double precision, by inverting the distribution function.
        - *MathNet.Numerics*: its `Samples` of each distribution with its Xoshiro256** generator, in double precision, one
          stream for all parameters. Its draws of beta, gamma, t and normal are made by rejection.
        - *prepare*: making the plan, once, microseconds a parameter.


        """;

    /// <summary>Measures, and writes <c>Draws.md</c>.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter progress)
    {
        int rounds = 7;
        if (arguments.Count > 0 && (arguments.Count != 2 || arguments[0] != "--rounds" || !int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out rounds) || rounds < 1))
            throw new ArgumentException("Expected nothing, or --rounds with a number of at least 1.", nameof(arguments));
        StringBuilder text = new(Preamble.ReplaceLineEndings("\n"));
        text.Append("| family | plan ns | quarters ns | definition ns | MathNet.Numerics ns | MathNet.Numerics / plan | definition / plan | prepare µs |\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (DrawCase one in DrawCase.All)
            text.Append(CultureInfo.InvariantCulture, $"{Line(one, rounds, progress)}\n");
        string result = text.ToString();
        progress.WriteLine(result);
        progress.WriteLine($"Written to {ResultFolder.Write("Draws.md", result)}.");
    }

    private static string Line(DrawCase one, int rounds, TextWriter progress)
    {
        SampledParameter[] parameters = [.. Enumerable.Range(0, Parameters).Select(k => new SampledParameter(new ParameterKey((ulong)(k + 1)), one.Of(k)))];
        SamplingPlan plan = SamplingPlan.Of(parameters, SamplingOptions.Default);
        float[] lanes = new float[plan.RowCount * SamplingPlan.Lanes];
        double[] values = new double[plan.RowCount];
        double[] ofRival = new double[SamplingPlan.Lanes * Groups];
        System.Random random = DrawCase.RivalGenerator();

        Turns turns = new(rounds, progress);
        Turns.Step fill = turns.Add(() =>
        {
            for (int group = 0; group < Groups; group++)
                plan.Fill(42, group, lanes);
        });
        Turns.Step quarters = turns.Add(() =>
        {
            for (int quarter = 0; quarter < 4 * Groups; quarter++)
                plan.FillQuarter(42, quarter, lanes);
        });
        Turns.Step definition = turns.Add(() =>
        {
            for (int sample = 0; sample < SamplingPlan.Lanes * Groups; sample++)
                plan.Sample(42, sample, values);
        });
        Turns.Step? rival = one.Rival is null ? null : turns.Add(() =>
        {
            for (int k = 0; k < Parameters; k++)
                one.Rival(random, ofRival, k);
        });
        Turns.Step prepare = turns.AddOnTheWall(() => SamplingPlan.Of(parameters, SamplingOptions.Default));
        turns.Run(one.Name);

        double perDraw = fill.Milliseconds * 1e6 / Draws;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {one.Name} | {perDraw:G3} | {quarters.Milliseconds * 1e6 / Draws:G3} | {definition.Milliseconds * 1e6 / Draws:G3} | {Optional(rival?.Milliseconds * 1e6 / Draws)} | {Optional(rival?.Milliseconds / fill.Milliseconds)} | {definition.Milliseconds / fill.Milliseconds:G3} | {prepare.Milliseconds * 1e3 / Parameters:G3} |");
    }

    private static string Optional(double? value) => value is { } number ? number.ToString("G3", CultureInfo.InvariantCulture) : "–";
}
