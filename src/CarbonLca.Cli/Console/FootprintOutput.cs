using CarbonLca.Formats.Results;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Console;

/// <summary>Prints footprints in the format asked for.</summary>
internal static class FootprintOutput
{
    /// <summary>Prints footprints, or writes them to a file.</summary>
    /// <param name="session">The run.</param>
    /// <param name="footprints">The footprints; at least one.</param>
    /// <param name="format">The format.</param>
    /// <param name="file">The file; null for standard output.</param>
    /// <param name="inputs">What a single footprint was computed from, to be carried in JSON; null for none.</param>
    public static void Deliver(Session session, IReadOnlyList<CarbonFootprint> footprints, OutputFormat format, string? file, ResultInputs? inputs = null)
    {
        switch (format)
        {
            case OutputFormat.Json:
                session.Deliver(file, footprints.Count == 1 ? FootprintJson.Write(footprints[0], inputs) : FootprintJson.Write(footprints));
                break;
            case OutputFormat.Csv:
                session.Deliver(file, FootprintCsv.Write(footprints, session.Language));
                break;
            default:
                ReportLine[] lines = [.. footprints.SelectMany((f, i) => i == 0 ? FootprintText.Lines(f, session.Language, session.Width) : [ReportLine.Empty, .. FootprintText.Lines(f, session.Language, session.Width)])];
                if (file is null) session.Print(lines);
                else session.Deliver(file, string.Concat(lines.Select(line => line + "\n")));
                break;
        }
    }

    /// <summary>The format of a file: what was asked for, else by its ending, else JSON.</summary>
    public static OutputFormat FormatOf(Session session, string file) => session.AskedFormat ?? Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".CSV" => OutputFormat.Csv,
        ".TXT" => OutputFormat.Table,
        _ => OutputFormat.Json,
    };
}
