using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Formats.Bundled;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca demo</c>: computes the bundled studies.</summary>
internal sealed class DemoCommand : SessionCommand
{
    private readonly Option<string?> _study = new("--study") { Description = "Only the study with this id.", HelpName = "ID" };

    public DemoCommand()
        : base("demo", "Compute the bundled studies and print their footprints: total, stages, gases, largest contributors, proof.")
    {
        _study.AcceptOnlyFromAmong([.. BundledData.Studies]);
        Add(_study);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        IReadOnlyList<string> ids = session.Parsed.GetValue(_study) is { } one ? [one] : [.. BundledData.Studies];
        List<CarbonFootprint> footprints = [];
        foreach (string id in ids)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            OpenedStudy study = StudySource.Open(session, id);
            CarbonFootprint footprint = FootprintCalculator.Compute(study.Foreground, study.Data.Database!, study.Method, session.Linking, session.Matching, session.Solving);
            session.Record(footprint);
            footprints.Add(footprint);
        }

        FootprintOutput.Deliver(session, footprints, session.FormatForPeople, file: null);
        return ExitCodes.Done;
    }
}
