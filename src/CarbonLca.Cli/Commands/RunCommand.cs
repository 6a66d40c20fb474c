using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Interpretations;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca run</c>: the footprint of a study.</summary>
internal sealed class RunCommand : SessionCommand
{
    private readonly Argument<string> _study = new("STUDY") { Description = "A study file (YAML or JSON), or the id of a bundled study." };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly SamplingChoice _sampling = new();
    private readonly Option<string?> _output = SharedOptions.Output("Write the result to a file instead: JSON, CSV (.csv) or text (.txt), unless --format says otherwise.");

    public RunCommand()
        : base("run", "Compute the footprint of a study.")
    {
        Add(_study);
        Add(_data);
        Add(_method);
        Add(_output);
        _sampling.AddTo(this);
    }

    /// <inheritdoc/>
    public override IEnumerable<Wording> Misuses(ParseResult parsed) => base.Misuses(parsed).Concat(_sampling.Misuses(parsed));

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        OpenedStudy study = StudySource.Open(session, session.Parsed.GetRequiredValue(_study), session.Parsed.GetValue(_data), session.Parsed.GetValue(_method));
        session.Cancellation.ThrowIfCancellationRequested();
        CarbonFootprint footprint = SensitivityAnalysis.Compute(study.Foreground, study.Data.Database!, study.Method, BundledData.GwpMethods, session.Linking, session.Matching, session.Solving);
        footprint = _sampling.Apply(session, study, footprint);
        session.Record(footprint);
        string? file = session.Parsed.GetValue(_output);
        FootprintOutput.Deliver(session, [footprint], file is null or "-" ? session.FormatForPeople : FootprintOutput.FormatOf(session, file), file is "-" ? null : file, study.Inputs);
        return ExitCodes.Done;
    }
}
