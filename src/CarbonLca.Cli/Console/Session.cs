using System.Collections.Immutable;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Results;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Systems;

namespace CarbonLca.Cli.Console;

/// <summary>One run of a command: what it was asked, what it read, what it says, and the record of it all.</summary>
/// <remarks>
/// Data are collected and go to standard output in one piece when the command is done, so that a refused run leaves nothing half
/// there; findings go to standard error after them.
/// </remarks>
internal sealed class Session
{
    private const string StandardOutput = "-";

    private readonly ImmutableArray<string> _arguments;
    private readonly TerminalFacts _terminal;
    private readonly StringBuilder _data = new();
    private readonly SortedDictionary<string, SourceDigest> _inputs = new(StringComparer.Ordinal);
    private readonly List<SourceDigest> _outputs = [];
    private readonly List<DataIdentity> _databases = [];
    private readonly List<MethodIdentity> _methods = [];
    private readonly List<RunProof> _proofs = [];
    private readonly List<Diagnostic> _findings = [];
    private FootprintOptions? _choices;
    private long? _seed;
    private string? _failure;

    /// <summary>A run of the command that was parsed.</summary>
    public Session(ParseResult parsed, ImmutableArray<string> arguments, TerminalFacts terminal, CancellationToken cancellation)
    {
        Parsed = parsed;
        _arguments = arguments;
        _terminal = terminal;
        Cancellation = cancellation;
        Language = CommonOptions.LanguageOf(parsed);
        Linking = CommonOptions.LinkingOf(parsed);
        Matching = CommonOptions.MatchingOf(parsed);
        Solving = CommonOptions.SolvingOf(parsed);
    }

    /// <summary>The parsed command line.</summary>
    public ParseResult Parsed { get; }

    /// <summary>The language of texts.</summary>
    public Language Language { get; }

    /// <summary>The choices of linking.</summary>
    public LinkOptions Linking { get; }

    /// <summary>The choices of matching.</summary>
    public CharacterizationOptions Matching { get; }

    /// <summary>The choices of solving.</summary>
    public SolverOptions Solving { get; }

    /// <summary>Stops the run.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The columns of the page.</summary>
    public int Width => _terminal.Width;

    /// <summary>The format asked for; null when none was.</summary>
    public OutputFormat? AskedFormat => Parsed.GetValue(CommonOptions.Format) switch
    {
        "json" => OutputFormat.Json,
        "csv" => OutputFormat.Csv,
        "table" => OutputFormat.Table,
        _ => null,
    };

    /// <summary>The format of a command whose output people read.</summary>
    public OutputFormat FormatForPeople => AskedFormat ?? OutputFormat.Table;

    /// <summary>The format of a command whose output programs read too: a table on a terminal, JSON in a pipe.</summary>
    public OutputFormat FormatForData => AskedFormat ?? (_terminal.IsTerminal ? OutputFormat.Table : OutputFormat.Json);

    /// <summary>The text in the session's language.</summary>
    public string T(string en, string zh) => Language == Language.Chinese ? zh : en;

    /// <summary>Prints lines for people, coloured on a terminal.</summary>
    public void Print(IEnumerable<ReportLine> lines)
    {
        bool isColored = Parsed.GetValue(CommonOptions.Color) switch
        {
            "always" => true,
            "never" => false,
            _ => _terminal.IsTerminal && _terminal.AllowsColor,
        };
        foreach (ReportLine line in lines) _data.Append(isColored ? Palette.Render(line) : line.ToString()).Append('\n');
    }

    /// <summary>Prints data as they are.</summary>
    public void Print(string text) => _data.Append(text);

    /// <summary>Writes data to a file, or prints them when the file is <c>-</c> or none is named.</summary>
    public void Deliver(string? file, string text)
    {
        if (file is null or StandardOutput)
        {
            Print(text);
            return;
        }

        Deliver(file, AtomicFile.BytesOf(text));
    }

    /// <summary>Writes bytes to a file.</summary>
    public void Deliver(string file, byte[] bytes)
    {
        AtomicFile.Write(file, bytes);
        _outputs.Add(RunRecord.DigestOf(file, bytes));
    }

    /// <summary>Writes a file piece by piece, so that it may be larger than memory.</summary>
    public void Deliver(string file, Action<Stream> write)
    {
        using SHA256 hash = SHA256.Create();
        long size = 0;
        AtomicFile.Write(file, stream =>
        {
            using (CryptoStream hashed = new(stream, hash, CryptoStreamMode.Write, leaveOpen: true)) write(hashed);
            size = stream.Length;
        });
        _outputs.Add(new SourceDigest(file, size, Convert.ToHexStringLower(hash.Hash!)));
    }

    /// <summary>Reads a file, for the record.</summary>
    public byte[] Read(string path)
    {
        if (!File.Exists(path)) throw UsageException.NoSuchFile(path);
        byte[] bytes = File.ReadAllBytes(path);
        Record(RunRecord.DigestOf(path, bytes));
        return bytes;
    }

    /// <summary>Notes a file that was read.</summary>
    public void Record(SourceDigest input) => _inputs[input.Path] = input;

    /// <summary>Notes a file that was written.</summary>
    public void RecordOutput(SourceDigest output) => _outputs.Add(output);

    /// <summary>Notes data that were computed with.</summary>
    public void Record(LciDatabase database)
    {
        if (!_databases.Exists(d => d.Digest == database.Digest)) _databases.Add(new DataIdentity(database.Name, database.Version, database.Digest));
    }

    /// <summary>Notes a method that was computed with.</summary>
    public void Record(ImpactMethod method)
    {
        if (!_methods.Exists(m => m.Id == method.Id && m.Digest == method.Digest)) _methods.Add(new MethodIdentity(method.Id, method.Name, method.Digest));
    }

    /// <summary>Notes how well equations were solved.</summary>
    public void Record(RunProof proof)
    {
        _proofs.Add(proof);
        _choices = new FootprintOptions(Linking.Allocation.Name, OptionNames.Of(Linking.Providers), OptionNames.Of(Linking.Unlinked), OptionNames.Of(Matching.UnknownOrigin), Solving.Path.Key());
    }

    /// <summary>The file from which the same command goes on if it is interrupted; null where there is none.</summary>
    public string? StateFile { get; set; }

    /// <summary>Notes the seed of what was sampled.</summary>
    public void RecordSeed(long seed) => _seed = seed;

    /// <summary>Notes a footprint, and reports what its readers should know.</summary>
    public void Record(CarbonFootprint footprint)
    {
        Record(new RunProof(footprint.Id, footprint.Proof.Solve, footprint.Proof.LoopGain, footprint.Proof.Solver));
        if (footprint.Uncertainty is { } uncertainty) RecordSeed(uncertainty.Seed);
        Report(footprint.Findings);
    }

    /// <summary>Reports findings.</summary>
    public void Report(IEnumerable<Diagnostic> findings) => _findings.AddRange(findings);

    /// <summary>Reports a finding.</summary>
    public void Report(Diagnostic finding) => _findings.Add(finding);

    /// <summary>Ends the run for findings that refuse it; nothing is printed as data.</summary>
    /// <returns>The exit code.</returns>
    public int Refuse(IReadOnlyList<Diagnostic> findings, int exitCode)
    {
        _data.Clear();
        Report(findings);
        return exitCode;
    }

    /// <summary>Ends the run for a failure; nothing is printed as data.</summary>
    /// <param name="code">What kind of failure it is.</param>
    /// <param name="sentence">One sentence about it.</param>
    /// <param name="failure">Where its stack is, shown when the run is verbose.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <returns>The exit code.</returns>
    public int Fail(string code, string sentence, Exception? failure, int exitCode)
    {
        _data.Clear();
        _failure = $"carbonlca: error {code}: {sentence.ReplaceLineEndings(" ")}";
        if (failure is not null && Parsed.GetValue(CommonOptions.Verbose)) _failure += $"\n{failure}";
        return exitCode;
    }

    /// <summary>Hands over what was collected: data, findings, the record.</summary>
    /// <param name="exitCode">How the command ended.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    public void Close(int exitCode, TextWriter output, TextWriter error)
    {
        string text = _data.ToString();
        output.Write(text);
        output.Flush();
        if (_terminal.IsTerminal && text.Length > 0 && _findings.Count > 0) error.WriteLine();
        FindingPrinter.Print(_findings, Language, Parsed.GetValue(CommonOptions.Quiet), Parsed.GetValue(CommonOptions.Verbose), error);
        if (_failure is not null) error.WriteLine(_failure);
        error.Flush();
        if (Parsed.GetValue(CommonOptions.RunJson) is not { } file) return;
        RunRecord record = new()
        {
            Command = Parsed.CommandResult.Command.Name,
            Arguments = _arguments,
            Inputs = [.. _inputs.Values],
            Data = [.. _databases],
            Methods = [.. _methods],
            Options = _choices,
            Seed = _seed,
            Proofs = [.. _proofs],
            Findings = [.. _findings],
            Outputs = [.. _outputs, RunRecord.DigestOf(StandardOutput, AtomicFile.BytesOf(text))],
            ExitCode = exitCode,
        };
        AtomicFile.Write(file, AtomicFile.BytesOf(record.ToJson()));
    }
}
