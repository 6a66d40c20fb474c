using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca info</c>: what is in a database.</summary>
internal sealed class InfoCommand : SessionCommand
{
    private readonly Argument<string> _database = new("DB") { Description = "A stored database, a source to import, or a bundled data set." };

    public InfoCommand()
        : base("info", "Say what a database contains: counts, methods, digest, and what its import found.") => Add(_database);

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        LciPackage package = DatabaseSource.Load(session, session.Parsed.GetRequiredValue(_database), out _);
        if (package.Database is null) throw new InputRefusedException(package.Findings);
        session.Record(package.Database);
        PackageOutput.Deliver(session, package);
        session.Report(package.Findings.Where(f => f.Severity != Severity.Note));
        return ExitCodes.Done;
    }
}
