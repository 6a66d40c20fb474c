using System.CommandLine;
using CarbonLca.Assessment;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Store;
using CarbonLca.Formats.Studies;
using CarbonLca.Reporting;
using CarbonLca.Studies;
using CarbonLca.Systems;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca check</c>: everything wrong with a source or a study, without a result.</summary>
internal sealed class CheckCommand : SessionCommand
{
    private readonly Argument<string> _subject = new("SOURCE|STUDY") { Description = "A database, a source to import, a study file, or the id of a bundled study." };
    private readonly Option<string?> _data = SharedOptions.Data();

    public CheckCommand()
        : base("check", "List everything wrong with a source or a study; compute no footprint.")
    {
        Add(_subject);
        Add(_data);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        string subject = session.Parsed.GetRequiredValue(_subject);
        (IReadOnlyList<Diagnostic> findings, RefusalKind kind) = StudySource.IsStudy(subject) ? CheckStudy(session, subject) : CheckDatabase(session, subject);
        Print(session, subject, findings);
        session.Report(findings);
        return findings.Any(f => f.Severity == Severity.Error) ? ExitCodes.Of(kind, findings) : ExitCodes.Done;
    }

    private (IReadOnlyList<Diagnostic> Findings, RefusalKind Kind) CheckStudy(Session session, string name)
    {
        StudyReadResult read = StudySource.Read(session, name);
        if (read.Data is not { } named) return (read.Findings, RefusalKind.Input);
        LciPackage data = StudySource.OpenData(session, name, session.Parsed.GetValue(_data), named.Value);
        if (read.Study is null) return ([.. read.Findings, .. StudyModel.CheckProviders(read.Lines, data.Database!, read.OwnProviders)], RefusalKind.Input);
        return Collect(read.Findings, () =>
        {
            StudyForeground foreground = StudyModel.Build(read.Study, data.Database!);
            LcaSolver.Factorize(ProductSystem.Link(foreground.On(data.Database!), session.Linking), session.Solving);
            return foreground.Findings;
        });
    }

    private static (IReadOnlyList<Diagnostic> Findings, RefusalKind Kind) CheckDatabase(Session session, string name)
    {
        LciPackage package = DatabaseSource.Load(session, name, out _, StoreCheck.Content);
        if (package.Database is not { } database) return (package.Findings, RefusalKind.Input);
        session.Record(database);
        return Collect(package.Findings, () =>
        {
            ProductSystem system = ProductSystem.Link(database, session.Linking);
            LcaSolver.Factorize(system, session.Solving);
            return [.. system.Links.Findings, .. system.Links.DescribeEachUnlinkedFlow()];
        });
    }

    private static (IReadOnlyList<Diagnostic> Findings, RefusalKind Kind) Collect(IReadOnlyList<Diagnostic> before, Func<IReadOnlyList<Diagnostic>> further)
    {
        try
        {
            return ([.. before, .. further()], RefusalKind.Input);
        }
        catch (RefusalException refusal)
        {
            return ([.. before, .. refusal.Findings], before.Any(f => f.Severity == Severity.Error) ? RefusalKind.Input : refusal.Kind);
        }
    }

    private static void Print(Session session, string subject, IReadOnlyList<Diagnostic> findings)
    {
        switch (session.FormatForPeople)
        {
            case OutputFormat.Json:
                session.Print(FindingsJson.Write(findings));
                break;
            case OutputFormat.Csv:
                CsvText csv = new CsvText().Row("severity", "code", "where", "message");
                foreach (Diagnostic finding in findings) csv.Row(finding.Severity.ToString(), finding.Code.ToString(), finding.Where?.ToString() ?? string.Empty, (finding with { Where = null }).ToText(session.Language));
                session.Print(csv.ToString());
                break;
            default:
                int errors = findings.Count(f => f.Severity == Severity.Error);
                string verdict = errors == 0 ? session.T("no errors", "无错误") : session.T($"{errors} {(errors == 1 ? "error" : "errors")}", $"{errors} 个错误");
                session.Print([new ReportLine(new ReportSpan($"{subject}: ", ReportStyle.Title), new ReportSpan(verdict, errors == 0 ? ReportStyle.Good : ReportStyle.Bad)), .. PackageOutput.Summary(session, findings)]);
                break;
        }
    }
}
