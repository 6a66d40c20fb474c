using System.CommandLine;
using System.Diagnostics;
using CarbonLca.Assessment;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Store;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;
using CarbonLca.Systems;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca bench</c>: how long the steps of a computation take on this machine, and next to what.</summary>
/// <remarks>Steps take turns, round after round. Times are on the wall, so other work on the machine counts.</remarks>
internal sealed class BenchCommand : SessionCommand
{
    private const int MostRounds = 1000;
    private const int MostSamples = 10_000_000;
    private const int MostDemands = 32;

    private readonly Argument<string> _database = new("DB") { Description = "A stored database, a source to import, or a bundled data set.", DefaultValueFactory = _ => "ict-background" };
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<int> _samples = SharedOptions.Between(0, MostSamples, 1000, "How many samples a Monte Carlo run of one product draws; 0 for none.", "--samples");
    private readonly Option<int> _rounds = SharedOptions.Between(1, MostRounds, 7, "How often each step runs after its first time; medians are shown.", "--rounds");

    public BenchCommand()
        : base("bench", "Measure how long opening, linking, solving and sampling a database take on this machine.")
    {
        Add(_database);
        Add(_method);
        Add(_samples);
        Add(_rounds);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        string name = session.Parsed.GetRequiredValue(_database);
        LciPackage? package = null;
        Timing open = new(() => package = package is null ? DatabaseSource.Open(session, name) : DatabaseStore.Open(name));
        open.Run();
        LciDatabase database = package!.Database!;
        ImpactMethod method = MethodSource.Find(session, session.Parsed.GetValue(_method), package);
        int rounds = session.Parsed.GetValue(_rounds);
        List<MeasuredStep> steps = [.. Open(session, name, open, rounds), .. Compute(session, database, method, session.Parsed.GetValue(_samples), rounds)];
        Print(session, database.Name, rounds, steps);
        return ExitCodes.Done;
    }

    private static IEnumerable<MeasuredStep> Open(Session session, string name, Timing open, int rounds)
    {
        if (!Directory.Exists(name) || !DatabaseStore.IsDatabase(name))
            return [new MeasuredStep("open", new Wording("read the source", "读取来源"), open.First, null, new Wording("once; 'carbonlca import' stores it for opening", "仅一次；'carbonlca import' 可存储以便打开"))];
        string[] files = Directory.GetFiles(name);
        Timing read = new(() => Array.ForEach(files, file => File.ReadAllBytes(file)));
        for (int round = 0; round <= rounds; round++)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            if (round > 0) open.Run();
            read.Run();
        }

        string megabytes = Digits.Significant(files.Sum(file => new FileInfo(file).Length) / 1e6);
        return [Step("open", new Wording("open", "打开"), open, new Wording($"ratio: to reading its {megabytes} MB of files", $"比值：与读取其 {megabytes} MB 文件相比")) with { Ratio = open.Median / read.Median }];
    }

    private static IEnumerable<MeasuredStep> Compute(Session session, LciDatabase database, ImpactMethod method, int samples, int rounds)
    {
        ProductSystem system = null!;
        Characterization characterization = null!;
        LcaSolver solver = null!;
        Timing link = new(() => system = ProductSystem.Link(database, session.Linking));
        Timing match = new(() => characterization = Characterization.Match(method, database, session.Matching));
        Timing ready = new(() => solver = LcaSolver.Factorize(system));
        Timing one = new(() => solver.Solve(Demand.ForProcess(system.Columns[system.Columns.Length / 2].Id, 1)).Inventory().Characterize(characterization));
        Timing many = new(() => ProductAssessment.OfMany(solver, characterization, DemandsOf(system), session.Cancellation));
        Timing all = new(() => solver.FootprintsOfAllProducts(characterization));
        MonteCarloModel model = null!;
        MonteCarloResult result = null!;
        Timing prepare = new(() => model = MonteCarloModel.Prepare(solver, characterization, [system.Columns.Length / 2], [0]));
        Timing sample = new(() => result = model.Run(new MonteCarloOptions { Samples = samples }, cancellation: session.Cancellation));
        for (int round = 0; round <= rounds; round++)
        {
            foreach (Timing timing in (ReadOnlySpan<Timing>)(samples == 0 ? [link, match, ready, one, many, all] : [link, match, ready, one, many, all, prepare, sample]))
            {
                session.Cancellation.ThrowIfCancellationRequested();
                timing.Run();
            }
        }

        int products = system.Columns.Length;
        int categories = method.Categories.Length;
        return
        [
            Step("link", new Wording("link", "链接"), link, new Wording("exchanges", "交换")) with { PerSecond = database.Exchanges.Count * 1000.0 / link.Median },
            Step("match", new Wording("match the method", "匹配方法"), match, new Wording(method.Id, method.Id)),
            Step("ready", new Wording("make ready to solve", "求解准备"), ready, new Wording($"{solver.Choice.Path.Key()}: {solver.Choice.Reason.En}", $"{solver.Choice.Path.Key()}：{solver.Choice.Reason.Zh}")),
            Step("one_product", new Wording("one product", "一个产品"), one, new Wording("supply, inventory, impacts", "供给、清单、影响")),
            Step("many_products", new Wording("several products together", "多个产品一并求解"), many, new Wording($"supply, inventory, impacts of {Math.Min(MostDemands, products)} products; ratio: to one product after the other", $"{Math.Min(MostDemands, products)} 个产品的供给、清单、影响；比值：与逐个产品计算相比")) with
            {
                PerSecond = Math.Min(MostDemands, products) * 1000 / many.Median,
                Ratio = many.Median / (one.Median * Math.Min(MostDemands, products)),
            },
            Step("all_products", new Wording("all products", "全部产品"), all, new Wording($"footprints of {products} products in {categories} categories; ratio: to one product after the other", $"{products} 个产品 × {categories} 个类别的足迹；比值：与逐个产品计算相比")) with
            {
                PerSecond = (double)products * categories * 1000 / all.Median,
                Ratio = all.Median / (one.Median * products),
            },
            .. samples == 0 ? [] : Sampling(prepare, sample, one, model, result),
        ];
    }

    // One unit of products spread evenly over the system.
    private static Demand[] DemandsOf(ProductSystem system)
    {
        int count = Math.Min(MostDemands, system.Columns.Length);
        return [.. Enumerable.Range(0, count).Select(k => Demand.ForProcess(system.Columns[(int)((long)k * system.Columns.Length / count)].Id, 1))];
    }

    private static IEnumerable<MeasuredStep> Sampling(Timing prepare, Timing sample, Timing one, MonteCarloModel model, MonteCarloResult result)
    {
        int uncertain = model.Parameters.Length;
        yield return Step("prepare_samples", new Wording("make ready to sample", "抽样准备"), prepare, new Wording($"{uncertain} uncertain amounts upstream of one product", $"一个产品上游有 {uncertain} 个不确定量"));

        // Without anything to draw, a rate of samples would say nothing.
        if (uncertain == 0) yield break;
        Wording note = new(
            $"{result.SampleCount} samples in one category on {result.Threads} threads, {result.FailedCount} failed; ratio: a sample to one product",
            $"单一类别 {result.SampleCount} 个样本，{result.Threads} 个线程，{result.FailedCount} 个失败；比值：一个样本与一个产品相比");
        yield return Step("samples", new Wording("sample one product", "抽样一个产品"), sample, note) with
        {
            PerSecond = result.SampleCount * 1000 / sample.Median,
            Ratio = sample.Median / result.SampleCount / one.Median,
        };
    }

    private static MeasuredStep Step(string key, Wording name, Timing timing, Wording note) => new(key, name, timing.First, timing.Median, note);

    private static void Print(Session session, string database, int rounds, List<MeasuredStep> steps)
    {
        switch (session.FormatForPeople)
        {
            case OutputFormat.Json:
                session.Print(MeasuredSteps.ToJson(database, rounds, steps));
                break;
            case OutputFormat.Csv:
                session.Print(MeasuredSteps.ToCsv(steps));
                break;
            default:
                session.Print([ReportLine.Of(session.T($"{database}: times on the wall; the first run, and the median of {rounds} after it", $"{database}：实际耗时；首次运行及其后 {rounds} 次的中位数"), ReportStyle.Title)]);
                session.Print(FactTable.Rows(
                    [session.T("step", "步骤"), session.T("first ms", "首次 ms"), session.T("median ms", "中位数 ms"), session.T("per second", "每秒"), session.T("ratio", "比值"), string.Empty],
                    [.. steps.Select(s => new[]
                    {
                        s.Name.In(session.Language),
                        Digits.Significant(s.FirstMilliseconds),
                        s.MedianMilliseconds is { } median ? Digits.Significant(median) : string.Empty,
                        s.PerSecond is { } perSecond ? Digits.Significant(perSecond) : string.Empty,
                        s.Ratio is { } ratio ? Digits.Significant(ratio) : string.Empty,
                        s.Note.In(session.Language),
                    })],
                    1,
                    2,
                    3,
                    4));
                break;
        }
    }

    /// <summary>The runs of one step.</summary>
    private sealed class Timing(Action step)
    {
        private readonly List<double> _milliseconds = [];

        /// <summary>The first run.</summary>
        public double First => _milliseconds[0];

        /// <summary>The middle of the others.</summary>
        public double Median
        {
            get
            {
                double[] sorted = [.. _milliseconds.Skip(1).Order()];
                return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            }
        }

        /// <summary>Runs the step once more.</summary>
        public void Run()
        {
            long start = Stopwatch.GetTimestamp();
            step();
            _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }
}
