using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Store;
using CarbonLca.Formats.Tables;

namespace CarbonLca.Cli.Commands;

/// <summary>How the tables of an export name each other.</summary>
internal enum ExportLayout
{
    /// <summary>By row number, as a stored database keeps them; with methods and published totals.</summary>
    Columns = 0,

    /// <summary>By identity, as the tables format keeps them; the database alone.</summary>
    Tables = 1,
}

/// <summary><c>carbonlca export</c>: the tables of a database for other programs.</summary>
internal sealed class ExportCommand : SessionCommand
{
    private readonly Argument<string> _database = new("DB") { Description = "A stored database, a source to import, or a bundled data set." };
    private readonly Option<string> _output = new("--output", "-o") { Description = "The folder of the files; those of the same names are replaced.", HelpName = "DIR", Required = true };
    private readonly Option<TableEncoding> _as = new("--as") { Description = "What to write: arrow, parquet or csv.", DefaultValueFactory = _ => TableEncoding.Parquet };
    private readonly Option<ExportLayout> _layout = new("--layout")
    {
        Description = "How: 'columns', as a database is stored, with methods, rows naming each other by number; or 'tables', the open tables format, by identity. Both can be imported.",
        DefaultValueFactory = _ => ExportLayout.Columns,
    };

    public ExportCommand()
        : base("export", "Write the tables of a database as Parquet, Arrow or CSV files.")
    {
        Add(_database);
        Add(_output);
        Add(_as);
        Add(_layout);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        LciPackage package = DatabaseSource.Load(session, session.Parsed.GetRequiredValue(_database), out _);
        if (package.Database is null) throw new InputRefusedException(package.Findings);
        session.Record(package.Database);
        session.Cancellation.ThrowIfCancellationRequested();
        bool isTables = session.Parsed.GetValue(_layout) == ExportLayout.Tables;
        string folder = session.Parsed.GetRequiredValue(_output);
        TableEncoding encoding = session.Parsed.GetValue(_as);
        foreach (string file in isTables ? TablesWriter.Write(package.Database, folder, encoding) : DatabaseExport.Write(package, folder, encoding))
            session.RecordOutput(RunRecord.DigestOf(file, File.ReadAllBytes(file)));
        PackageOutput.Deliver(session, package);
        session.Report(package.Findings.Where(f => f.Severity != Severity.Note));
        if (isTables && package.Methods.Length > 0) session.Report([MethodsStay(package)]);
        return ExitCodes.Done;
    }

    private static Diagnostic MethodsStay(LciPackage package) => Diagnostic.Warning(
        FindingCode.NotSupported,
        "The layout 'tables' holds no impact methods; those of the database were not written.",
        "布局 'tables' 不含影响评价方法；数据库自带的方法未写出。") with
    {
        Found = string.Join(", ", package.Methods.Select(m => m.Id)),
        Next = new Wording("Use '--layout columns' to keep them.", "如需保留，请使用 '--layout columns'。"),
    };
}
