using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Reports;
using CarbonLca.Formats.Results;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;
using CarbonLca.Reporting.Interpretations;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca report</c>: the report of a study.</summary>
internal sealed class ReportCommand : SessionCommand
{
    private static readonly string[] Formats = ["html", "pdf", "xlsx", "docx", "md"];

    private readonly Argument<string> _study = new("RESULT|STUDY") { Description = "A result that 'run -o FILE.json' wrote; or a study to compute: a file (YAML or JSON), or the id of a bundled one." };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<string> _kind = new("--kind") { Description = "study: all that ISO 14067 asks for; summary: one page; certificate: the declaration.", HelpName = "study|summary|certificate", DefaultValueFactory = _ => "study" };
    private readonly SamplingChoice _sampling = new();
    private readonly Option<double?> _threshold = new("--threshold") { Description = "Compare the samples with a limit, in the unit of the footprint: a line in the histogram, and how probably the footprint is above it.", HelpName = "VALUE", CustomParser = result => Numbers.ParseFinite(result) };
    private readonly Option<string?> _output = SharedOptions.Output("The file to write; its ending says the format unless --format does: .html, .pdf, .xlsx, .docx or .md.");

    public ReportCommand()
        : base("report", "Write the report of a study; --lang both writes Chinese and English.", Formats, allowsBothLanguages: true)
    {
        _kind.AcceptOnlyFromAmong("study", "summary", "certificate");
        Add(_study);
        Add(_data);
        Add(_method);
        Add(_kind);
        Add(_threshold);
        Add(_output);
        _sampling.AddTo(this);
    }

    /// <inheritdoc/>
    public override IEnumerable<Wording> Misuses(ParseResult parsed)
    {
        foreach (Wording misuse in base.Misuses(parsed).Concat(_sampling.Misuses(parsed))) yield return misuse;
        if (FormatOf(parsed.GetValue(CommonOptions.Format), parsed.GetValue(_output)) is "pdf" or "xlsx" or "docx" && parsed.GetValue(_output) is null or "-")
            yield return new Wording("PDF, XLSX and DOCX are no text; name a file with -o.", "PDF、XLSX 与 DOCX 不是文本；请用 -o 指明文件。");
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        CarbonFootprint footprint = Footprint(session, session.Parsed.GetRequiredValue(_study));
        session.Record(footprint);
        if (session.Parsed.GetValue(_threshold) is not null && footprint.Uncertainty is null) throw NothingSampled();
        ReportDocument report = StudyReport.Of(footprint, session.Parsed.GetValue(_kind) switch
        {
            "summary" => ReportKind.Summary,
            "certificate" => ReportKind.Certificate,
            _ => ReportKind.Study,
        }, BundledData.Standards, session.Parsed.GetValue(_threshold));
        string? file = session.Parsed.GetValue(_output);
        Language[] languages = session.Parsed.GetValue(CommonOptions.Lang) == CommonOptions.Both ? [Language.Chinese, Language.English] : [session.Language];
        switch (FormatOf(session.Parsed.GetValue(CommonOptions.Format), file))
        {
            case "pdf":
                session.Deliver(file!, PdfPrinter.Print(HtmlReport.Write(report, languages), session.Cancellation));
                break;
            case "xlsx":
                session.Deliver(file!, XlsxReport.Write(report, languages));
                break;
            case "docx":
                session.Deliver(file!, DocxReport.Write(report, languages));
                break;
            case "md":
                session.Deliver(file, MarkdownReport.Write(report, languages));
                break;
            default:
                session.Deliver(file, HtmlReport.Write(report, languages));
                break;
        }

        return ExitCodes.Done;
    }

    private CarbonFootprint Footprint(Session session, string name)
    {
        if (StudySource.ReadResult(session, name) is { } result) return _sampling.IsAsked(session.Parsed) ? throw ResultGiven(name) : result;

        OpenedStudy study = StudySource.Open(session, name, session.Parsed.GetValue(_data), session.Parsed.GetValue(_method));
        session.Cancellation.ThrowIfCancellationRequested();
        CarbonFootprint footprint = SensitivityAnalysis.Compute(study.Foreground, study.Data.Database!, study.Method, BundledData.GwpMethods, session.Linking, session.Matching, session.Solving);
        return _sampling.Apply(session, study, footprint);
    }

    private static UsageException NothingSampled() => new(Diagnostic.Error(
        FindingCode.MissingField,
        "--threshold compares samples with a limit, and the result holds none.",
        "--threshold 用于将样本与限值比较，而结果中没有样本。") with
    {
        Next = new Wording("Compute the study with --samples N.", "请以 --samples N 计算该研究。"),
    });

    private static UsageException ResultGiven(string name) => new(Diagnostic.Error(
        FindingCode.OutOfRange,
        $"'{name}' is a result and keeps the samples it was computed with; --samples goes with a study.",
        $"'{name}' 是结果文件，保留其计算时的样本；--samples 仅用于研究。") with
    {
        Next = new Wording("Compute the study again: 'carbonlca run STUDY --samples N -o FILE.json'.", "请重新计算研究：'carbonlca run STUDY --samples N -o FILE.json'。"),
    });

    // What is asked for, else what the file's ending says, else HTML.
    private static string FormatOf(string? asked, string? file)
    {
        if (asked is not null) return asked;
        string ending = Path.GetExtension(file ?? string.Empty).TrimStart('.');
        return Array.Find(Formats, format => format.Equals(ending, StringComparison.OrdinalIgnoreCase)) ?? "html";
    }
}
