using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Reports;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca report</c>: the report of a study.</summary>
internal sealed class ReportCommand : SessionCommand
{
    private readonly Argument<string> _study = new("STUDY") { Description = "A study file (YAML or JSON), or the id of a bundled study." };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<string> _kind = new("--kind") { Description = "study: all that ISO 14067 asks for; summary: one page; certificate: the declaration.", HelpName = "study|summary|certificate", DefaultValueFactory = _ => "study" };
    private readonly Option<string?> _output = SharedOptions.Output("The file to write; its ending says the format: .html or .md.");

    public ReportCommand()
        : base("report", "Write the report of a study; --lang both writes Chinese and English.")
    {
        _kind.AcceptOnlyFromAmong("study", "summary", "certificate");
        Add(_study);
        Add(_data);
        Add(_method);
        Add(_kind);
        Add(_output);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        OpenedStudy study = StudySource.Open(session, session.Parsed.GetRequiredValue(_study), session.Parsed.GetValue(_data), session.Parsed.GetValue(_method));
        session.Cancellation.ThrowIfCancellationRequested();
        CarbonFootprint footprint = FootprintCalculator.Compute(study.Foreground, study.Data.Database!, study.Method, session.Linking, session.Matching);
        session.Record(footprint);
        ReportDocument report = StudyReport.Of(footprint, session.Parsed.GetValue(_kind) switch
        {
            "summary" => ReportKind.Summary,
            "certificate" => ReportKind.Certificate,
            _ => ReportKind.Study,
        });
        string? file = session.Parsed.GetValue(_output);
        string text = Path.GetExtension(file)?.ToUpperInvariant() == ".MD" ? MarkdownReport.Write(report, session.Language) : HtmlReport.Write(report, session.Language);
        session.Deliver(file, text);
        return ExitCodes.Done;
    }
}
