using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Store;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca import</c>: reads a source and stores it as a database.</summary>
internal sealed class ImportCommand : SessionCommand
{
    private readonly Argument<string> _source = new("SOURCE") { Description = "A folder or zip archive in any known format; ARCHIVE.zip!FOLDER for a part of one." };
    private readonly Option<string> _output = new("--output", "-o") { Description = "The directory of the database; replaced when it holds one.", HelpName = "DB", Required = true };
    private readonly Option<bool> _partial = new("--partial") { Description = "Store what is good even when items are refused, and exit with 4." };

    public ImportCommand()
        : base("import", "Read an inventory database (openLCA JSON-LD, USEEIO model, tables as CSV, Parquet or Arrow, an export) and store it.")
    {
        Add(_source);
        Add(_output);
        Add(_partial);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        LciPackage package = DatabaseSource.Import(session, session.Parsed.GetRequiredValue(_source));
        bool isComplete = !package.HasErrors;
        if (package.Database is not { } database || (!isComplete && !session.Parsed.GetValue(_partial))) throw new InputRefusedException(package.Findings);
        if (PublishedTotalsCheck.Verify(package) is { } verdict) package = package with { Findings = [.. package.Findings, verdict] };
        package = LinkPreview.Add(package);
        session.Cancellation.ThrowIfCancellationRequested();

        string directory = session.Parsed.GetRequiredValue(_output);
        DatabaseStore.Write(package, directory);
        foreach (string file in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal)) session.RecordOutput(RunRecord.DigestOf($"{directory.TrimEnd('/')}/{Path.GetFileName(file)}", File.ReadAllBytes(file)));
        session.Record(database);
        PackageOutput.Deliver(session, package);
        session.Report(package.Findings);
        return isComplete ? ExitCodes.Done : ExitCodes.Partial;
    }
}
