using System.Diagnostics;
using System.Text;
using CarbonLca.Benchmarks.Figures;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Benchmarks.Rivals;

namespace CarbonLca.Benchmarks;

/// <summary>The eleven figures the engine is judged by, from arguments to a written result.</summary>
internal static class FiguresRun
{
    private const int DefaultRounds = 5;
    private const int LastFigure = 11;

    private const string Preamble = """
        # Figures

        Each figure is a ratio to a rival or a bound that was measured in the same run, in turn with what it judges, round
        after round; times are medians. Processor time counts on one thread, time on the wall on two. Rivals are taken in
        the orientation in which they are fastest, and need not refine their solutions.


        """;

    private static readonly (int[] Numbers, Func<FigureContext, IEnumerable<FigureLine>> Measure)[] Measurements =
    [
        ([1], AllProductsFigure.EcoinventSized),
        ([3], RescoreFigure.Run),
        ([4, 6, 11], SampleFigures.OneProduct),
        ([5, 6], SampleFigures.AllProducts),
        ([8], AccuracyFigure.Run),
        ([9], FactorFigure.Run),
        ([10], OpeningFigure.Run),
        ([7], TableFigure.Run),
        ([2], AllProductsFigure.StressAndHuge),
    ];

    /// <summary>Measures figures and writes <c>Figures.md</c>; a part of them is printed only.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter progress)
    {
        (int[] wanted, int rounds) = Parse(arguments);
        NativeSparse.LimitBlasThreads(1);
        FigureContext context = new(rounds, progress);
        List<FigureLine> lines = [];
        long start = Stopwatch.GetTimestamp();
        foreach ((int[] numbers, Func<FigureContext, IEnumerable<FigureLine>> measure) in Measurements)
        {
            if (!numbers.Intersect(wanted).Any())
                continue;
            lines.AddRange(measure(context).Where(line => wanted.Contains(line.Number)));
        }
        lines = [.. lines.OrderBy(line => line.Number)];
        string table = Table(lines);
        string result = Preamble.ReplaceLineEndings("\n") + table + Basis(lines, rounds);
        progress.WriteLine(result);
        progress.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s.");
        if (wanted.Length == LastFigure)
        {
            ResultFolder.WriteReadme("figures", table);
            progress.WriteLine($"Written to {ResultFolder.Write("Figures.md", result)} and benchmarks/README.md.");
        }
        else
        {
            progress.WriteLine("Not written: only a run of all figures is.");
        }
    }

    private static (int[] Wanted, int Rounds) Parse(IReadOnlyList<string> arguments)
    {
        int[] wanted = [.. Enumerable.Range(1, LastFigure)];
        int rounds = DefaultRounds;
        for (int k = 0; k < arguments.Count; k += 2)
        {
            string value = k + 1 < arguments.Count ? arguments[k + 1] : string.Empty;
            switch (arguments[k])
            {
                case "--only":
                    wanted = [.. value.Split(',').Select(Number).Distinct()];
                    break;
                case "--rounds":
                    if (!int.TryParse(value, out rounds) || rounds < 1)
                        throw new ArgumentException($"--rounds has the value '{value}'; expected a number of at least 1.", nameof(arguments));
                    break;
                default:
                    throw new ArgumentException($"'{arguments[k]}' is no option of figures; expected --only N,… or --rounds N.", nameof(arguments));
            }
        }
        return (wanted, rounds);

        static int Number(string text) =>
            int.TryParse(text, out int number) && number is >= 1 and <= LastFigure
                ? number
                : throw new ArgumentException($"--only names figure '{text}'; expected numbers from 1 to {LastFigure}.", nameof(arguments));
    }

    private static string Table(IReadOnlyList<FigureLine> lines)
    {
        StringBuilder text = new();
        text.Append("| # | figure | must | aim | measured | verdict |\n");
        text.Append("|---|---|---:|---:|---:|---|\n");
        foreach (FigureLine line in lines)
            text.Append(line.Row()).Append('\n');
        return text.ToString();
    }

    private static string Basis(IReadOnlyList<FigureLine> lines, int rounds)
    {
        StringBuilder text = new();
        text.Append($"\n## What stands behind them, {rounds} rounds\n\n");
        foreach (FigureLine line in lines)
            text.Append($"- **{line.Number}**, {line.Subject}: {line.Basis}\n");
        return text.ToString();
    }
}
