using System.CommandLine;
using System.Security.Cryptography;
using CarbonLca.Analysis;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Results;
using CarbonLca.MonteCarlo;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca compare</c>: two footprints side by side, where they may be compared.</summary>
internal sealed class CompareCommand : SessionCommand
{
    private readonly Argument<string> _a = new("A") { Description = "A study, or a result that 'run -o FILE.json' wrote, or a bundle." };
    private readonly Argument<string> _b = new("B") { Description = "Another." };
    private readonly Option<bool> _paired = new("--paired") { Description = "Also draw both together: P(A < B) and the quantiles of A − B. What both depend on takes the same values in the same sample." };
    private readonly Option<int> _samples = SharedOptions.AtLeast(2, MonteCarloOptions.Default.Samples, "How many paired samples.", "--samples", "--n");
    private readonly Option<long?> _seed = SharedOptions.Seed();
    private readonly Option<int> _threads = SharedOptions.Threads();
    private readonly Option<double?> _confidence = new("--confidence") { Description = "The probability from which one is called the lower.", HelpName = "95%", CustomParser = Numbers.ParseShare };
    private readonly Option<bool> _anyway = new("--show-anyway") { Description = "Show the figures of footprints that may not be compared, without any statement." };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<string?> _output = SharedOptions.Output("Write to a file instead: JSON, CSV (.csv) or text (.txt), unless --format says otherwise.");

    public CompareCommand()
        : base("compare", "Compare two footprints: first whether unit, boundary, stages, method, allocation, cut-off, electricity, data quality and PCR agree, then the difference by stage, gas and item.")
    {
        Add(_a);
        Add(_b);
        foreach (Option option in (Option[])[_paired, _samples, _seed, _threads, _confidence, _anyway, _data, _method, _output]) Add(option);
    }

    /// <inheritdoc/>
    public override IEnumerable<Wording> Misuses(ParseResult parsed)
    {
        foreach (Wording misuse in base.Misuses(parsed)) yield return misuse;
        if (parsed.GetValue(_confidence) is <= 0.5) yield return new Wording("--confidence is above 50 %, at most 100 %.", "--confidence 应大于 50 %，至多 100 %。");
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        string? data = session.Parsed.GetValue(_data);
        string? method = session.Parsed.GetValue(_method);
        ComputedSource a = ComputedSource.Open(session, session.Parsed.GetRequiredValue(_a), data, method);
        ComputedSource b = ComputedSource.Open(session, session.Parsed.GetRequiredValue(_b), data, method);
        session.Cancellation.ThrowIfCancellationRequested();
        Comparability gate = Comparability.Of(a.Footprint, b.Footprint);
        if (!gate.IsAllowed && !session.Parsed.GetValue(_anyway)) return session.Refuse([.. gate.Findings, ShowAnyway()], ExitCodes.GateFailed);
        PairedSamples? paired = session.Parsed.GetValue(_paired) ? Draw(session, a, b) : null;
        StudyComparison comparison = StudyComparison.Of(a.Footprint, b.Footprint, paired, session.Parsed.GetValue(_confidence) ?? StudyComparison.DefaultConfidence);
        AnalysisOutput.Deliver(
            session,
            session.Parsed.GetValue(_output),
            () => ComparisonJson.Write(comparison),
            () => DifferenceCsv.Write(comparison.Difference, session.Language),
            () => ComparisonText.Lines(comparison, session.Language));
        return ExitCodes.Done;
    }

    private PairedSamples Draw(Session session, ComputedSource a, ComputedSource b)
    {
        MonteCarloOptions options = new()
        {
            Samples = session.Parsed.GetValue(_samples),
            Seed = session.Parsed.GetValue(_seed) ?? BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))),
            Threads = session.Parsed.GetValue(_threads),
        };
        return PairedSamples.Draw(a.Computation.Assess(), a.Footprint.Headline, b.Computation.Assess(), b.Footprint.Headline, options, session.Cancellation);
    }

    private static Diagnostic ShowAnyway() => Diagnostic.Note(
        FindingCode.NotComparable,
        "No comparison was made. --show-anyway shows the figures of both without a statement.",
        "未作比较。使用 --show-anyway 可并列显示两者数值，但不作比较性结论。");
}
