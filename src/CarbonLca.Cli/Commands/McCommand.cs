using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
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
    private static readonly string[] Formats = ["table", "json", "csv", "parquet", "arrow"];
    private static readonly string[] Designs = ["independent", "antithetic", "latin-hypercube"];

    private readonly Argument<string> _subject = new("DB|STUDY") { Description = "A stored database, a source to import or a bundled data set; or a study: a file, or the id of a bundled one." };
    private readonly Option<string[]> _products = new("--product") { Description = "A product of a database: a process id, a product's flow id, or an exact name. May be given several times.", HelpName = "P" };
    private readonly Option<bool> _all = new("--all") { Description = "Every product of a database, per reference unit." };
    private readonly Option<int> _samples = new("--samples", "--n") { Description = "How many samples; with --until-se, the most.", HelpName = "N", DefaultValueFactory = _ => MonteCarloOptions.Default.Samples };
    private readonly Option<long?> _seed = new("--seed") { Description = "The seed, any whole number; one is drawn and printed unless given.", HelpName = "S" };
    private readonly Option<int> _threads = new("--threads") { Description = "How many threads; as many as there are processors unless given. Changes no bit of the result.", HelpName = "T" };
    private readonly Option<string> _design = new("--design") { Description = "How the samples of a parameter relate.", HelpName = string.Join('|', Designs), DefaultValueFactory = _ => Designs[0] };
    private readonly Option<string?> _until = new("--until-se") { Description = "Stop when these relative standard errors are met, for instance P95=0.5% or mean=0.1%,P97.5=1%.", HelpName = "RULE" };
    private readonly Option<string?> _keep = new("--keep") { Description = "Also write every sample: .parquet, .arrow or .csv.", HelpName = "FILE" };
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "Save the run here every 1,024 samples; if the file is there, go on from it, with the same bits.", HelpName = "FILE" };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<string?> _output = SharedOptions.Output("Write to a file instead: .json, .csv, .parquet, .arrow or .txt, unless --format says otherwise.");

    public McCommand()
        : base("mc", "Sample the uncertainty of a footprint: mean, standard deviation, quantiles, each with its standard error.", Formats)
    {
        _design.AcceptOnlyFromAmong(Designs);
        foreach (Option option in (Option[])[_products, _all, _samples, _seed, _threads, _design, _until, _keep, _checkpoint, _data, _method, _output]) Add(option);
        Add(_subject);
        Validators.Add(result =>
        {
            if (result.GetResult(_samples) is { Implicit: false } && result.GetValue(_samples) < 1) result.AddError("--samples is at least 1.");
            if (result.GetValue(_threads) < 0) result.AddError("--threads is at least 1, or 0 for as many as there are processors.");
            if (result.GetValue(_all) && result.GetValue(_products) is { Length: > 0 }) result.AddError("Give either --product P or --all.");
            if (result.GetValue(_until) is not null && result.GetValue(_design) == Designs[2]) result.AddError("A Latin hypercube needs its number of samples beforehand; drop --until-se or choose another design.");
            if (FormatOf(result.GetValue(CommonOptions.Format), result.GetValue(_output)) is "parquet" or "arrow" && result.GetValue(_output) is null or "-") result.AddError("Parquet and Arrow are no text; name a file with -o.");
            if (result.GetValue(_keep) is { } keep && TableFormatOf(keep) is null) result.AddError($"'{keep}' does not say how to keep samples; expected a file ending in .parquet, .arrow or .csv.");
        });
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        string subject = session.Parsed.GetRequiredValue(_subject);
        bool isStudy = StudySource.IsStudy(subject);
        string[] named = session.Parsed.GetValue(_products) ?? [];
        bool isAll = session.Parsed.GetValue(_all);
        if (isStudy && (isAll || named.Length > 0)) throw Misused($"'{subject}' is a study; --product and --all go with a database.", $"'{subject}' 是研究；--product 与 --all 仅用于数据库。");
        if (!isStudy && !isAll && named.Length == 0) throw Misused("Say which product: --product P, or --all.", "请用 --product P 或 --all 指明产品。");

        (LcaSolver solver, Characterization characterization, int[] columns, double amount) = isStudy ? OpenStudy(session, subject) : OpenDatabase(session, subject, named);
        session.Cancellation.ThrowIfCancellationRequested();
        MonteCarloModel model = MonteCarloModel.Prepare(solver, characterization, columns);
        MonteCarloOptions options = ChoicesOf(session, session.Parsed.GetValue(_checkpoint));
        MonteCarloResult result = model.Run(options, Resumed(session.Parsed.GetValue(_checkpoint)), session.Cancellation);
        IReadOnlyList<MonteCarloAnswer> answers = isStudy ? [new MonteCarloAnswer(result, columns[0], amount)] : MonteCarloAnswer.PerReferenceUnit(result);
        session.Record(new RunProof(solver.System.Database.Name, model.Footprints.Proof, solver.LoopGain, solver.Choice));
        session.Report(result.Findings);
        if (result.ParameterCount == 0) session.Report(NothingUncertain());
        Deliver(session, answers, isAll || named.Length > 1);
        if (session.Parsed.GetValue(_keep) is { } keep) Keep(session, keep, answers);
        return ExitCodes.Done;
    }

    private MonteCarloOptions ChoicesOf(Session session, string? checkpoint) => new()
    {
        Samples = session.Parsed.GetValue(_samples),
        Seed = session.Parsed.GetValue(_seed) ?? BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))),
        Threads = session.Parsed.GetValue(_threads),
        Design = (SampleDesign)Array.IndexOf(Designs, session.Parsed.GetValue(_design)),
        StopRule = session.Parsed.GetValue(_until) is { } rule ? StopRule.Parse(rule) : null,
        Checkpoint = checkpoint is null ? null : state => Save(checkpoint, state),
    };

    private (LcaSolver Solver, Characterization Characterization, int[] Columns, double Amount) OpenStudy(Session session, string subject)
    {
        OpenedStudy study = StudySource.Open(session, subject, session.Parsed.GetValue(_data), session.Parsed.GetValue(_method));
        ProductAssessment assessment = FootprintCalculator.Assess(study.Foreground, study.Data.Database!, study.Method, session.Linking, session.Matching, session.Solving);
        return (assessment.Solver, assessment.Characterization, [assessment.Column], assessment.Amount);
    }

    private (LcaSolver Solver, Characterization Characterization, int[] Columns, double Amount) OpenDatabase(Session session, string subject, string[] named)
    {
        LciPackage package = DatabaseSource.Open(session, subject);
        ImpactMethod method = MethodSource.Find(session, session.Parsed.GetValue(_method), package);
        ProductSystem system = ProductSystem.Link(package.Database!, session.Linking);
        Characterization characterization = Characterization.Match(method, package.Database!, session.Matching);
        session.Report(system.Links.Findings);
        session.Report(characterization.Findings);
        return (LcaSolver.Factorize(system, session.Solving), characterization, [.. named.Select(name => ProductSearch.Find(system, name))], 1);
    }

    private void Deliver(Session session, IReadOnlyList<MonteCarloAnswer> answers, bool isList)
    {
        string? file = session.Parsed.GetValue(_output);
        switch (FormatOf(session.Parsed.GetValue(CommonOptions.Format), file))
        {
            case "json":
                session.Deliver(file, MonteCarloJson.Write(answers, isList));
                break;
            case "csv":
                session.Deliver(file, MonteCarloTable.ToCsv(MonteCarloTable.Statistics(answers)));
                break;
            case "parquet":
                session.Deliver(file!, Bytes(stream => ParquetWriter.Write(stream, MonteCarloTable.Statistics(answers))));
                break;
            case "arrow":
                session.Deliver(file!, Bytes(stream => ArrowWriter.WriteFile(stream, MonteCarloTable.Statistics(answers))));
                break;
            default:
                if (file is null or "-") session.Print(MonteCarloText.Lines(answers, session.Language));
                else session.Deliver(file, string.Concat(MonteCarloText.Lines(answers, session.Language).Select(line => line + "\n")));
                break;
        }
    }

    private static void Keep(Session session, string file, IReadOnlyList<MonteCarloAnswer> answers)
    {
        if (!answers[0].Result.HasSamples) throw Misused("There are too many samples to keep them all; ask for fewer products or samples.", "样本过多，无法全部保留；请减少产品或样本数。");
        ColumnBatches samples = MonteCarloTable.Samples(answers);
        switch (TableFormatOf(file))
        {
            case "parquet":
                session.Deliver(file, Bytes(stream => ParquetWriter.Write(stream, samples)));
                break;
            case "arrow":
                session.Deliver(file, Bytes(stream => ArrowWriter.WriteFile(stream, samples.Schema, samples.Batches)));
                break;
            default:
                session.Deliver(file, MonteCarloTable.ToCsv(ColumnTable.Concat(samples.Schema, samples.Batches)));
                break;
        }
    }

    private static MonteCarloState? Resumed(string? checkpoint)
    {
        if (checkpoint is null || !File.Exists(checkpoint)) return null;
        using FileStream stream = File.OpenRead(checkpoint);
        return MonteCarloState.Load(stream);
    }

    private static void Save(string checkpoint, MonteCarloState state) => AtomicFile.Write(checkpoint, Bytes(state.Save));

    private static byte[] Bytes(Action<Stream> write)
    {
        using MemoryStream stream = new();
        write(stream);
        return stream.ToArray();
    }

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

    private static UsageException Misused(string en, string zh) => new(Diagnostic.Error(FindingCode.MissingField, en, zh));

    private static Diagnostic NothingUncertain() => Diagnostic.Warning(
        FindingCode.Summary,
        "Nothing upstream is uncertain: no exchange states a distribution, so every sample is the deterministic value.",
        "上游没有任何不确定量：没有交换给出分布，所有样本均等于确定值。") with
    {
        Next = new Wording("State distributions for the amounts that matter.", "请为重要的数量给出分布。"),
    };
}
