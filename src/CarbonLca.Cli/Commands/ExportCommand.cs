using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Store;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca export</c>: the tables of a database for other programs.</summary>
internal sealed class ExportCommand : SessionCommand
{
    private readonly Argument<string> _database = new("DB") { Description = "A stored database, a source to import, or a bundled data set." };
    private readonly Option<string> _output = new("--output", "-o") { Description = "The folder of the files; those of the same names are replaced.", HelpName = "DIR", Required = true };
    private readonly Option<ExportFormat> _as = new("--as") { Description = "What to write: arrow, parquet or csv.", DefaultValueFactory = _ => ExportFormat.Parquet };

    public ExportCommand()
        : base("export", "Write the tables of a database as Parquet, Arrow or CSV files.")
    {
        Add(_database);
        Add(_output);
        Add(_as);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        LciPackage package = DatabaseSource.Load(session, session.Parsed.GetRequiredValue(_database), out _);
        if (package.Database is null) throw new InputRefusedException(package.Findings);
        session.Record(package.Database);
        session.Cancellation.ThrowIfCancellationRequested();
        foreach (string file in DatabaseExport.Write(package, session.Parsed.GetRequiredValue(_output), session.Parsed.GetValue(_as)))
            session.RecordOutput(RunRecord.DigestOf(file, File.ReadAllBytes(file)));
        PackageOutput.Deliver(session, package);
        session.Report(package.Findings.Where(f => f.Severity != Severity.Note));
        return ExitCodes.Done;
    }
}
