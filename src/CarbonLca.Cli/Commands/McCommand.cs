using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using CarbonLca.Assessment;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CarbonLca.Formats.Results;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;
using CarbonLca.Systems;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca mc</c>: the distribution of the footprint of a study, of products, or of all products of a database.</summary>
internal sealed class McCommand : SessionCommand
{
    private const int SharesUnlessAsked = 10;

    private static readonly string[] Formats = ["table", "json", "csv", "parquet", "arrow"];
    private static readonly string[] Designs = [.. Enum.GetValues<SampleDesign>().Select(static design => design.Key())];

    private static readonly string[] LognormalAmountWords = ["median", "mean"];

    private readonly Argument<string> _subject = new("DB|STUDY") { Description = "A stored database, a source to import or a bundled data set; or a study: a file, or the id of a bundled one." };
    private readonly Option<string[]> _products = new("--product") { Description = "A product of a database: a process id, a product's flow id, or an exact name. May be given several times.", HelpName = "P" };
    private readonly Option<bool> _all = new("--all") { Description = "Every product of a database, per reference unit." };
    private readonly Option<int> _samples = new("--samples", "--n") { Description = "How many samples; with --until-se, the most.", HelpName = "N", DefaultValueFactory = _ => MonteCarloOptions.Default.Samples };
    private readonly Option<long?> _seed = new("--seed") { Description = "The seed, any whole number; one is drawn and printed unless given.", HelpName = "S" };
    private readonly Option<int> _threads = new("--threads") { Description = "How many threads; as many as there are processors unless given. Changes no bit of the result.", HelpName = "T" };
    private readonly Option<string> _design = new("--design") { Description = "How the samples of a parameter relate.", HelpName = string.Join('|', Designs), DefaultValueFactory = _ => Designs[0] };
    private readonly Option<string> _lognormal = new("--lognormal-amount") { Description = "What the stated amount of a lognormal distribution is.", HelpName = string.Join('|', LognormalAmountWords), DefaultValueFactory = _ => LognormalAmountWords[0] };
    private readonly Option<string[]> _compare = new("--compare") { Description = "Also compare, sample by sample with common draws: a study with other studies, the first product with other products of the database.", HelpName = "OTHER", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _shares = new("--shares", "--correlations") { Description = "List the amounts that go with most of the variance: correlation and first-order share. 10 for a study or one product unless said otherwise.", HelpName = "TOP" };
    private readonly Option<string?> _until = new("--until-se") { Description = "Stop when these relative standard errors are met, for instance P95=0.5% or mean=0.1%,P97.5=1%.", HelpName = "RULE" };
    private readonly Option<string?> _memory = new("--memory") { Description = "How much memory samples may take, for instance 16GiB; 2GiB unless given. Quantiles are exact if all samples fit; otherwise their ranks have a small error, which is stated.", HelpName = "SIZE" };
    private readonly Option<string?> _keep = new("--keep") { Description = "Also write every sample: .parquet, .arrow or .csv.", HelpName = "FILE" };
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "Save the run here as it goes, after 1,024 samples first; if the file is there, go on from it, with the same bits.", HelpName = "FILE" };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<string?> _output = SharedOptions.Output("Write to a file instead: .json, .csv, .parquet, .arrow or .txt, unless --format says otherwise.");

    public McCommand()
        : base("mc", "Sample the uncertainty of a footprint: mean, standard deviation, quantiles, each with its standard error.", Formats)
    {
        _design.AcceptOnlyFromAmong(Designs);
        _lognormal.AcceptOnlyFromAmong(LognormalAmountWords);
        foreach (Option option in (Option[])[_products, _all, _compare, _shares, _samples, _seed, _threads, _design, _lognormal, _until, _memory, _keep, _checkpoint, _data, _method, _output]) Add(option);
        Add(_subject);
    }

    /// <inheritdoc/>
    public override IEnumerable<Wording> Misuses(ParseResult parsed)
    {
        foreach (Wording misuse in base.Misuses(parsed).Concat(SamplingMisuses(parsed))) yield return misuse;
        string? output = parsed.GetValue(_output);
        string format = FormatOf(parsed.GetValue(CommonOptions.Format), output);
        bool isAll = parsed.GetValue(_all);
        if (isAll && parsed.GetValue(_products) is { Length: > 0 }) yield return new Wording("Give either --product P or --all.", "请给出 --product P 或 --all 之一。");
        if (isAll && parsed.GetValue(_compare) is { Length: > 0 }) yield return new Wording("Compare products by naming them: --compare A B.", "比较产品时请写明名称：--compare A B。");
        if (parsed.GetValue(_shares) is < 0 and var shares) yield return new Wording($"--shares is {shares}; expected 0 or more.", $"--shares 为 {shares}；应为 0 或以上。");
        if (parsed.GetValue(_shares) > 0 && format is "csv" or "parquet" or "arrow")
            yield return new Wording("Shares of the variance have no place in the table of statistics; ask for --format json or table.", "统计表中没有方差占比的位置；请用 --format json 或 table。");
        if (format is "parquet" or "arrow" && output is null or "-") yield return new Wording("Parquet and Arrow are no text; name a file with -o.", "Parquet 与 Arrow 不是文本；请用 -o 指明文件。");
        if (parsed.GetValue(_keep) is { } keep && TableFormatOf(keep) is null)
            yield return new Wording($"'{keep}' does not say how to keep samples; expected a file ending in .parquet, .arrow or .csv.", $"'{keep}' 未说明样本的保存格式；应为以 .parquet、.arrow 或 .csv 结尾的文件。");
        string[] files = [.. FilesOf(parsed).Select(Path.GetFullPath)];
        if (files.Distinct(StringComparer.Ordinal).Count() < files.Length) yield return new Wording("-o, --keep and --checkpoint name one file twice; give each its own.", "-o、--keep 与 --checkpoint 指向同一文件；请分别指定。");
    }

    private IEnumerable<Wording> SamplingMisuses(ParseResult parsed)
    {
        if (parsed.GetValue(_samples) is < 1 and var samples) yield return new Wording($"--samples is {samples}; expected 1 or more.", $"--samples 为 {samples}；应为 1 或以上。");
        if (parsed.GetValue(_memory) is { } memory && Numbers.BytesOf(memory) is null)
            yield return new Wording($"--memory is '{memory}'; expected an amount such as 500MiB or 16GiB.", $"--memory 为 '{memory}'；应为 500MiB 或 16GiB 这样的容量。");
        if (parsed.GetValue(_threads) is < 0 and var threads) yield return SamplingChoice.NegativeThreads(threads);
        if (parsed.GetValue(_until) is { } until && !StopRule.TryParse(until, out _))
            yield return new Wording($"--until-se is '{until}'; expected {StopRule.Form.En}.", $"--until-se 为 '{until}'；应为 {StopRule.Form.Zh}。");
        bool isLatinHypercube = DesignOf(parsed).NeedsCount();
        if (isLatinHypercube && parsed.GetValue(_samples) is > MonteCarloOptions.MostLatinHypercubeSamples and var tooMany)
        {
            yield return new Wording(
                $"--samples is {tooMany}; a Latin hypercube has at most {MonteCarloOptions.MostLatinHypercubeSamples}.",
                $"--samples 为 {tooMany}；拉丁超立方最多 {MonteCarloOptions.MostLatinHypercubeSamples} 个样本。");
        }

        if (isLatinHypercube && parsed.GetValue(_until) is not null)
            yield return new Wording("A Latin hypercube needs its number of samples beforehand; drop --until-se or choose another design.", "拉丁超立方需事先确定样本数；请去掉 --until-se 或选择其他抽样设计。");
    }

    // What the command line wants written.
    private IEnumerable<string> FilesOf(ParseResult parsed) =>
        new[] { parsed.GetValue(_output), parsed.GetValue(_keep), parsed.GetValue(_checkpoint) }.OfType<string>().Where(file => file is not ("" or "-"));

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        string subject = session.Parsed.GetRequiredValue(_subject);
        bool isStudy = StudySource.IsStudy(subject);
        string[] others = session.Parsed.GetValue(_compare) ?? [];
        string[] named = [.. session.Parsed.GetValue(_products) ?? [], .. isStudy ? [] : others];
        bool isAll = session.Parsed.GetValue(_all);
        if (isStudy && (isAll || named.Length > 0)) throw Misused($"'{subject}' is a study; --product and --all go with a database.", $"'{subject}' 是研究；--product 与 --all 仅用于数据库。");
        if (!isStudy && !isAll && named.Length == 0) throw Misused("Say which product: --product P, or --all.", "请用 --product P 或 --all 指明产品。");
        if (!isStudy && others.Length > 0 && named.Length < 2) throw Misused("A comparison needs two products: --compare A B, or --product A --compare B.", "比较需要两个产品：--compare A B，或 --product A --compare B。");

        // What cannot be written is said before hours of sampling, not after them.
        foreach (string file in FilesOf(session.Parsed)) AtomicFile.EnsureWritable(file);
        MonteCarloState? resumed = Resumed(session.Parsed.GetValue(_checkpoint));
        if (resumed is not null) session.StateFile = session.Parsed.GetValue(_checkpoint);
        MonteCarloOptions options = ChoicesOf(session, resumed);
        session.RecordSeed(options.Seed);
        MonteCarloReport report = isStudy ? SampleStudies(session, subject, others, options, resumed) : SampleDatabase(session, subject, named, others.Length > 0, isAll, options, resumed);
        if (report.Result.ParameterCount == 0) session.Report(NothingUncertain());
        if (options.StopRule is { } rule && !report.Result.IsStoppedByRule) session.Report(NotMet(rule, report.Result.SampleCount));
        Deliver(session, report);
        if (session.Parsed.GetValue(_keep) is { } keep) Keep(session, keep, report.Answers);
        return ExitCodes.Done;
    }

    private MonteCarloReport SampleDatabase(Session session, string subject, string[] named, bool isCompared, bool isAll, MonteCarloOptions options, MonteCarloState? resumed)
    {
        (LcaSolver solver, Characterization characterization, int[] columns) = OpenDatabase(session, subject, named);
        MonteCarloModel model = MonteCarloModel.Prepare(solver, characterization, columns, lognormalAmount: ConventionOf(session));
        if (isCompared || session.Parsed.GetValue(_shares) > 0) RefuseUnkept(model, options);
        MonteCarloResult result = Sample(session, model, options, resumed);
        ImmutableArray<MonteCarloAnswer> answers = [.. isAll ? MonteCarloAnswer.PerReferenceUnit(result) : columns.Distinct().Select(column => new MonteCarloAnswer(result, column, 1))];
        if (isCompared && answers.Length < 2) throw Misused("The products to compare are one and the same.", "所比较的产品是同一个。");
        return new MonteCarloReport(answers, isAll || named.Length > 1)
        {
            Comparisons = isCompared ? [.. answers.Skip(1).Select(other => new ComparisonAnswer(answers[0], other))] : [],
            SharesShown = session.Parsed.GetValue(_shares) ?? (isAll || answers.Length > 1 || !result.HasSamples ? 0 : SharesUnlessAsked),
            HasReasons = !isAll,
        };
    }

    private LognormalAmount ConventionOf(Session session) =>
        session.Parsed.GetRequiredValue(_lognormal) == LognormalAmountWords[(int)LognormalAmount.Mean] ? LognormalAmount.Mean : LognormalAmount.Median;

    private MonteCarloReport SampleStudies(Session session, string subject, string[] others, MonteCarloOptions options, MonteCarloState? resumed)
    {
        (MonteCarloAnswer answer, ImmutableArray<StageAnswer> stages) = SampleStudy(session, subject, options, resumed);
        MonteCarloOptions same = options with { Checkpoint = null, Samples = (int)answer.Result.SampleCount, StopRule = null };
        return new MonteCarloReport([answer], IsList: false)
        {
            Stages = stages,
            Comparisons = [.. others.Select(other => new ComparisonAnswer(answer, SampleStudy(session, other, same, resumed: null).Answer))],
            SharesShown = session.Parsed.GetValue(_shares) ?? SharesUnlessAsked,
            HasReasons = true,
        };
    }

    private (MonteCarloAnswer Answer, ImmutableArray<StageAnswer> Stages) SampleStudy(Session session, string name, MonteCarloOptions options, MonteCarloState? resumed)
    {
        if (!StudySource.IsStudy(name)) throw Misused($"'{name}' is no study; a study is compared with studies.", $"'{name}' 不是研究；研究只能与研究比较。");
        OpenedStudy study = StudySource.Open(session, name, session.Parsed.GetValue(_data), session.Parsed.GetValue(_method));
        ProductAssessment assessment = FootprintCalculator.Assess(study.Foreground, study.Data.Database!, study.Method, session.Linking, session.Matching, session.Solving);
        ImmutableArray<StageDemand> stages = StageDemand.Of(assessment, study.Foreground);

        // A stop rule is about the footprint: stages are sampled after it, as often, with the same draws.
        MonteCarloModel model = FootprintSampler.Prepare(assessment, options.StopRule is null ? stages : [], ConventionOf(session));
        RefuseUnkept(model, options);
        MonteCarloResult result = Sample(session, model, options, resumed);
        MonteCarloResult ofStages = options.StopRule is null
            ? result
            : FootprintSampler.Prepare(assessment, stages, ConventionOf(session)).Run(options with { StopRule = null, Checkpoint = null, Samples = (int)result.SampleCount }, resumed: null, session.Cancellation);
        return (
            new MonteCarloAnswer(result, assessment.Column, assessment.Amount),
            [.. stages.Select(stage => new StageAnswer(stage.Stage, new MonteCarloAnswer(ofStages, stage.Column, stage.Amount)))]);
    }

    private MonteCarloResult Sample(Session session, MonteCarloModel model, MonteCarloOptions options, MonteCarloState? resumed)
    {
        if (session.Parsed.GetValue(_keep) is not null) RefuseUnkept(model, options);
        session.Cancellation.ThrowIfCancellationRequested();
        MonteCarloResult result = RunFrom(model, options, resumed, session);
        LcaSolver solver = model.Solver;
        session.Record(new RunProof(solver.System.Database.Name, model.Footprints.Proof, solver.LoopGain, solver.Choice));
        session.Report(result.Findings);
        return result;
    }

    // Refusals of a state name its file.
    private MonteCarloResult RunFrom(MonteCarloModel model, MonteCarloOptions options, MonteCarloState? resumed, Session session)
    {
        try
        {
            return model.Run(options, resumed, session.Cancellation);
        }
        catch (InputRefusedException refusal) when (resumed is not null)
        {
            throw new InputRefusedException([.. refusal.Findings.Select(f => f with { Where = new SourcePosition(session.Parsed.GetValue(_checkpoint)!) })]);
        }
    }

    // A run without a seed goes on with that of its state.
    private MonteCarloOptions ChoicesOf(Session session, MonteCarloState? resumed) => new()
    {
        Samples = session.Parsed.GetValue(_samples),
        Seed = session.Parsed.GetValue(_seed) ?? resumed?.Seed ?? SamplingChoice.SeedOf(null),
        Threads = session.Parsed.GetValue(_threads),
        Design = DesignOf(session.Parsed),
        StopRule = session.Parsed.GetValue(_until) is { } rule ? StopRule.Parse(rule) : null,
        MemoryBudget = session.Parsed.GetValue(_memory) is { } memory ? Numbers.BytesOf(memory)!.Value : MonteCarloOptions.Default.MemoryBudget,
        Checkpoint = session.Parsed.GetValue(_checkpoint) is { } checkpoint ? SaveTo(session, checkpoint) : null,
    };

    private SampleDesign DesignOf(ParseResult parsed) => (SampleDesign)Array.IndexOf(Designs, parsed.GetRequiredValue(_design));

    private static Action<MonteCarloState> SaveTo(Session session, string checkpoint)
    {
        CheckpointFile file = new(checkpoint);
        return state =>
        {
            file.Save(state);
            session.StateFile = checkpoint;
        };
    }

    private (LcaSolver Solver, Characterization Characterization, int[] Columns) OpenDatabase(Session session, string subject, string[] named)
    {
        LciPackage package = DatabaseSource.Open(session, subject);
        ImpactMethod method = MethodSource.Find(session, session.Parsed.GetValue(_method), package);
        ProductSystem system = ProductSystem.Link(package.Database!, session.Linking);
        Characterization characterization = Characterization.Match(method, package.Database!, session.Matching);
        session.Report(system.Links.Findings);
        session.Report(characterization.Findings);
        return (LcaSolver.Factorize(system, session.Solving), characterization, [.. named.Select(name => ProductSearch.Find(system, name))]);
    }

    private void Deliver(Session session, MonteCarloReport report)
    {
        string? file = session.Parsed.GetValue(_output);
        switch (FormatOf(session.Parsed.GetValue(CommonOptions.Format), file))
        {
            case "json" when IsFile(file):
                session.Deliver(file, stream => MonteCarloJson.Write(stream, report));
                break;
            case "json":
                session.Print(MonteCarloJson.Write(report));
                break;
            case "csv" when IsFile(file):
                session.Deliver(file, stream => MonteCarloTable.WriteCsv(stream, MonteCarloTable.Statistics(report)));
                break;
            case "csv":
                session.Print(MonteCarloTable.ToCsv(MonteCarloTable.Statistics(report)));
                break;
            case "parquet":
                session.Deliver(file!, stream => ParquetWriter.Write(stream, MonteCarloTable.Statistics(report)));
                break;
            case "arrow":
                session.Deliver(file!, stream => ArrowWriter.WriteFile(stream, MonteCarloTable.Statistics(report)));
                break;
            default:
                if (IsFile(file)) session.Deliver(file, string.Concat(MonteCarloText.Lines(report, session.Language, session.Width).Select(line => line + "\n")));
                else session.Print(MonteCarloText.Lines(report, session.Language, session.Width));
                break;
        }
    }

    private static void Keep(Session session, string file, IReadOnlyList<MonteCarloAnswer> answers)
    {
        MonteCarloSamples samples = new(answers);
        Action<Stream> write = TableFormatOf(file) switch
        {
            "parquet" => samples.WriteParquet,
            "arrow" => samples.WriteArrow,
            _ => samples.WriteCsv,
        };
        session.Deliver(file, write);
    }

    private static MonteCarloState? Resumed(string? checkpoint)
    {
        if (checkpoint is null || !File.Exists(checkpoint)) return null;
        using FileStream stream = File.OpenRead(checkpoint);
        try
        {
            return MonteCarloState.Load(stream);
        }
        catch (InputRefusedException refusal)
        {
            throw new InputRefusedException([.. refusal.Findings.Select(f => f with { Where = new SourcePosition(checkpoint) })]);
        }
    }

    private static bool IsFile([NotNullWhen(true)] string? file) => file is not null and not "-";

    // What is asked for, else what the file's ending says, else a table for people.
    private static string FormatOf(string? asked, string? file)
    {
        if (asked is not null) return asked;
        return TableFormatOf(file) ?? (string.Equals(Path.GetExtension(file), ".json", StringComparison.OrdinalIgnoreCase) ? "json" : "table");
    }

    private static string? TableFormatOf(string? file) => Path.GetExtension(file)?.ToUpperInvariant() switch
    {
        ".PARQUET" => "parquet",
        ".ARROW" or ".FEATHER" => "arrow",
        ".CSV" => "csv",
        _ => null,
    };

    private static void RefuseUnkept(MonteCarloModel model, MonteCarloOptions options)
    {
        if (model.CanKeep(options)) return;
        throw new LimitExceededException(Diagnostic.Error(
            FindingCode.LimitExceeded,
            $"{options.Samples} samples of {model.Products.Length} products in {model.Categories.Length} categories are too many to keep, which studies, comparisons, shares and --keep need.",
            $"{model.Products.Length} 个产品、{model.Categories.Length} 个类别的 {options.Samples} 个样本过多，无法全部保留；而研究、比较、方差占比与 --keep 均需保留样本。") with
        {
            Expected = new Wording($"at most {options.MemoryBudget >> 20} MiB of samples", $"样本不超过 {options.MemoryBudget >> 20} MiB"),
            Next = new Wording("Ask for fewer samples or products, or allow more memory with --memory.", "请减少样本数或产品数，或用 --memory 允许更多内存。"),
        });
    }

    private static UsageException Misused(string en, string zh) => new(Diagnostic.Error(FindingCode.MissingField, en, zh));

    private static Diagnostic NotMet(StopRule rule, long samples) => Diagnostic.Warning(
        FindingCode.Summary,
        $"The stop rule '{rule}' was not met by {samples} samples, nor when it was looked at before them, at 1,024, 2,048, 4,096 and so on.",
        $"停止规则 '{rule}' 在 {samples} 个样本内（于 1,024、2,048、4,096…… 个样本时检查）未满足。") with
    {
        Next = new Wording("Allow more samples with --samples, or a larger standard error.", "请用 --samples 增加样本数，或放宽标准误。"),
    };

    private static Diagnostic NothingUncertain() => Diagnostic.Warning(
        FindingCode.Summary,
        "Nothing upstream is uncertain: no exchange states a distribution, so every sample is the deterministic value.",
        "上游没有任何不确定量：没有交换给出分布，所有样本均等于确定值。") with
    {
        Next = new Wording("State distributions for the amounts that matter.", "请为重要的数量给出分布。"),
    };
}
