using System.Collections.Immutable;
using System.CommandLine;
using CarbonLca.Assessment;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Results;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Systems;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca explain</c>: what a footprint is made of.</summary>
internal sealed class ExplainCommand : SessionCommand
{
    private const int DefaultTop = 10;

    private readonly Argument<string> _subject = new("STUDY|DB") { Description = "A study file, the id of a bundled study, or a database." };
    private readonly Option<string?> _product = SharedOptions.Product("With a database: the process id, product's flow id or exact name.");
    private readonly Option<string> _by = new Option<string>("--by")
    {
        Description = "The view: process (direct impact of each), flow (elementary flows), tier (the product's own part and its direct inputs with all behind them), "
            + "upstream (what passes through each process; overlapping), stage.",
        DefaultValueFactory = _ => "process",
    }.AcceptOnlyFromAmong("process", "flow", "tier", "upstream", "stage");

    private readonly Option<int> _top = SharedOptions.AtLeast(1, DefaultTop, "Show the largest so many.", "--top");
    private readonly Option<double?> _cutoff = new("--cutoff") { Description = "Instead show all that are at least this share of the total.", HelpName = "1%", CustomParser = Numbers.ParseShare };
    private readonly Option<string?> _category = SharedOptions.Category();
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<string?> _output = SharedOptions.Output("Write to a file instead: JSON or CSV (.csv), unless --format says otherwise.");

    public ExplainCommand()
        : base("explain", "Show what a footprint is made of, in one of five views.")
    {
        foreach (Option option in (Option[])[_product, _by, _top, _cutoff, _category, _data, _method, _output]) Add(option);
        Add(_subject);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        (ProductAssessment assessment, CarbonFootprint footprint) = Assess(session);
        session.Record(footprint);
        int category = CategoryChoice.Of(assessment.Impact.Method, session.Parsed.GetValue(_category));
        double total = assessment.Impact[category];
        ContributionSelection selection = Select(session, assessment, footprint, category, total);
        Deliver(session, footprint, category, total, selection);
        return ExitCodes.Done;
    }

    private (ProductAssessment Assessment, CarbonFootprint Footprint) Assess(Session session)
    {
        string subject = session.Parsed.GetRequiredValue(_subject);
        if (StudySource.IsStudy(subject))
        {
            OpenedStudy study = StudySource.Open(session, subject, session.Parsed.GetValue(_data), session.Parsed.GetValue(_method));
            ProductAssessment ofStudy = FootprintCalculator.Assess(study.Foreground, study.Data.Database!, study.Method, session.Linking, session.Matching, session.Solving);
            return (ofStudy, FootprintCalculator.Of(ofStudy, study.Foreground, study.Data.Database!));
        }

        LciPackage package = DatabaseSource.Open(session, subject);
        ImpactMethod method = MethodSource.Find(session, session.Parsed.GetValue(_method), package);
        ProductSystem system = ProductSystem.Link(package.Database!, session.Linking);
        if (session.Parsed.GetValue(_product) is not { } product)
        {
            throw new UsageException(Diagnostic.Error(FindingCode.MissingField, "A database has many products; say which with --product P.", "数据库含有多种产品；请用 --product P 指明。"));
        }

        int column = ProductSearch.Find(system, product);
        ProductAssessment assessment = ProductAssessment.Of(LcaSolver.Factorize(system, session.Solving), Characterization.Match(method, package.Database!, session.Matching), system.Columns[column].Id, 1);
        return (assessment, FootprintCalculator.Of(assessment));
    }

    private ContributionSelection Select(Session session, ProductAssessment assessment, CarbonFootprint footprint, int category, double total)
    {
        double? cutoff = session.Parsed.GetValue(_cutoff);
        int top = session.Parsed.GetValue(_top);
        ImmutableArray<Contribution> parts = session.Parsed.GetValue(_by) switch
        {
            "flow" => assessment.ByFlow(category),
            "tier" => assessment.ByFirstTier(category),
            "upstream" => assessment.ByUpstreamTotal(category, cutoff is null ? top : int.MaxValue, (cutoff ?? 0) * Math.Abs(total)),
            "stage" when footprint.Stages.Length > 0 => [.. footprint.Stages.Select(s => new Contribution(s.Stage.Key(), s.Stage.Name(), null, s.Values[category]))],
            "stage" => assessment.ByStage(category),
            _ => assessment.ByProcess(category),
        };
        return cutoff is { } share ? ContributionSelection.Above(parts, share, total) : ContributionSelection.Top(parts, top);
    }

    private void Deliver(Session session, CarbonFootprint footprint, int category, double total, ContributionSelection selection)
    {
        string view = session.Parsed.GetRequiredValue(_by);
        ImpactCategory shown = footprint.Categories[category];
        string? file = session.Parsed.GetValue(_output);
        switch (file is null or "-" ? session.FormatForData : FootprintOutput.FormatOf(session, file))
        {
            case OutputFormat.Json:
                session.Deliver(file, ExplanationJson.Write(footprint.Id, view, shown.Code, total, shown.Unit, selection));
                break;
            case OutputFormat.Csv:
                session.Deliver(file, FootprintCsv.Write(selection, total, shown.Unit, session.Language));
                break;
            default:
                IReadOnlyList<ReportLine> lines = ExplanationText.Lines(footprint, view, category, total, selection, session.Language, session.Width);
                if (file is null or "-") session.Print(lines);
                else session.Deliver(file, string.Concat(lines.Select(line => line + "\n")));
                break;
        }
    }
}
