using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Formats.Results;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Quality;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca quality</c>: what the data of a study are worth, what it leaves out, and what to measure next.</summary>
internal sealed class QualityCommand : SessionCommand
{
    private readonly Argument<string> _study = new("RESULT|STUDY") { Description = "A result that 'run -o FILE.json' wrote; or a study to compute: a file (YAML or JSON), or the id of a bundled one." };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<string?> _output = SharedOptions.Output("Write to a file instead: JSON, CSV (.csv) or text (.txt), unless --format says otherwise.");

    public QualityCommand()
        : base("quality", "Show what the data of a study are worth, what it leaves out, and what to measure next.")
    {
        Add(_study);
        Add(_data);
        Add(_method);
        Add(_output);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        CarbonFootprint footprint = Footprint(session, session.Parsed.GetRequiredValue(_study));
        session.Record(footprint);
        string? file = session.Parsed.GetValue(_output);
        switch (file is null or "-" ? session.FormatForPeople : FootprintOutput.FormatOf(session, file))
        {
            case OutputFormat.Json:
                session.Deliver(file, QualityTable.WriteJson(footprint));
                break;
            case OutputFormat.Csv:
                session.Deliver(file, QualityTable.WriteCsv(footprint, session.Language));
                break;
            default:
                IReadOnlyList<ReportLine> lines = QualityText.Lines(footprint, session.Language, session.Width);
                if (file is null or "-") session.Print(lines);
                else session.Deliver(file, string.Concat(lines.Select(line => line + "\n")));
                break;
        }

        return ExitCodes.Done;
    }

    private CarbonFootprint Footprint(Session session, string name)
    {
        if (StudySource.ReadResult(session, name) is { } result) return result;
        OpenedStudy study = StudySource.Open(session, name, session.Parsed.GetValue(_data), session.Parsed.GetValue(_method));
        session.Cancellation.ThrowIfCancellationRequested();
        return FootprintCalculator.Compute(study.Foreground, study.Data.Database!, study.Method, session.Linking, session.Matching, session.Solving);
    }
}
