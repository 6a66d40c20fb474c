using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Formats.Results;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca version</c>.</summary>
internal sealed class VersionCommand : SessionCommand
{
    private readonly Option<bool> _json = new("--json") { Description = "The same as --format json." };

    public VersionCommand()
        : base("version", "Print the version of the engine.") => Add(_json);

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        OutputFormat format = session.Parsed.GetValue(_json) ? OutputFormat.Json : session.FormatForPeople;
        session.Print(format switch
        {
            OutputFormat.Json => InstallationJson.WriteVersion(),
            OutputFormat.Csv => new CsvText().Row("engine").Row(EngineVersion.Current).ToString(),
            _ => $"carbonlca {EngineVersion.Current}\n",
        });
        return ExitCodes.Done;
    }
}
