using System.CommandLine;
using CarbonLca.Analysis;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Results;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca diff</c>: why one result differs from another.</summary>
internal sealed class DiffCommand : SessionCommand
{
    private readonly Argument<string> _before = new("RESULT1") { Description = "The earlier result: one that 'run -o FILE.json' wrote, a bundle, or a study." };
    private readonly Argument<string> _after = new("RESULT2") { Description = "The later result." };
    private readonly Option<string?> _dataBefore = new("--data1") { Description = "The database the earlier result was computed with, where it is no longer where it was.", HelpName = "DB" };
    private readonly Option<string?> _dataAfter = new("--data2") { Description = "The same for the later result.", HelpName = "DB" };
    private readonly Option<string?> _output = SharedOptions.Output("Write to a file instead: JSON, CSV (.csv) or text (.txt), unless --format says otherwise.");

    public DiffCommand()
        : base("diff", "Split the change from one result to another exactly into activity, choice of data, version of factors and method, by computing the results in between; and track the product's performance.")
    {
        Add(_before);
        Add(_after);
        Add(_dataBefore);
        Add(_dataAfter);
        Add(_output);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        ComputedSource before = ComputedSource.Open(session, session.Parsed.GetRequiredValue(_before), session.Parsed.GetValue(_dataBefore));
        ComputedSource after = ComputedSource.Open(session, session.Parsed.GetRequiredValue(_after), session.Parsed.GetValue(_dataAfter));
        session.Cancellation.ThrowIfCancellationRequested();

        // The same text is the same study: nothing of it changed.
        StudyComputation later = before.StudyText == after.StudyText ? after.Computation with { Study = before.Computation.Study } : after.Computation;
        ChangeSplit split = ChangeSplit.Of(before.Computation, later);
        session.Report(split.Findings);
        foreach ((ComputedSource source, CarbonFootprint again) in ((ComputedSource, CarbonFootprint)[])[(before, split.Before), (after, split.After)])
            if (Recomputed(source, again) is { } finding) session.Report(finding);
        PerformanceTracking tracking = PerformanceTracking.Of(split);
        AnalysisOutput.Deliver(
            session,
            session.Parsed.GetValue(_output),
            () => ChangeJson.Write(tracking),
            () => ChangeCsv.Write(split, session.Language),
            () => ComparisonText.Lines(tracking, session.Language));
        return ExitCodes.Done;
    }

    // Another engine may compute another total; the change is that between results of this one.
    private static Diagnostic? Recomputed(ComputedSource source, CarbonFootprint again)
    {
        const double Rounding = 1e-9;
        double stated = source.Footprint.Total;
        if (Math.Abs(stated - again.Total) <= Rounding * Math.Abs(stated)) return null;
        return Diagnostic.Warning(
            FindingCode.Summary,
            $"'{source.Name}' states {Digits.Full(stated)} {again.TotalUnit}, computed by version {source.Footprint.EngineVersion}; this version, {again.EngineVersion}, computes {Digits.Full(again.Total)}. The change is that between results of this version.",
            $"'{source.Name}' 的结果为 {Digits.Full(stated)} {again.TotalUnit}，由版本 {source.Footprint.EngineVersion} 计算；当前版本 {again.EngineVersion} 的结果为 {Digits.Full(again.Total)}。所示变化以当前版本的结果为准。");
    }
}
