using System.CommandLine;
using CarbonLca.Analysis;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Results;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Studies;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca whatif</c>: a study with other numbers or providers, beside the study as it is.</summary>
internal sealed class WhatIfCommand : SessionCommand
{
    private readonly Argument<string> _study = new("STUDY") { Description = "A study file (YAML or JSON), or the id of a bundled study." };
    private readonly Option<string[]> _set = new("--set") { Description = "Another number: LINE=VALUE, LINE=VALUE UNIT or LINE=-10%. A line is named by its item or its key (use/1), other fields after a dot: 'use/1.lifetime=5 a', 'distribution/1.leg2=800 km', 'production/3.yield=0.9'. May be given several times.", HelpName = "LINE=VALUE" };
    private readonly Option<string[]> _swap = new("--swap") { Description = "Another provider: LINE=PROCESS, or LINE.leg2=PROCESS. May be given several times.", HelpName = "LINE=PROCESS" };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<string?> _output = SharedOptions.Output("Write to a file instead: JSON, CSV (.csv) or text (.txt), unless --format says otherwise.");

    public WhatIfCommand()
        : base("whatif", "Change numbers or providers of a study and show the footprint before and after, by stage, gas and item.")
    {
        foreach (Option option in (Option[])[_set, _swap, _data, _method, _output]) Add(option);
        Add(_study);
    }

    /// <inheritdoc/>
    public override IEnumerable<Wording> Misuses(ParseResult parsed)
    {
        foreach (Wording misuse in base.Misuses(parsed)) yield return misuse;
        string[] all = [.. parsed.GetValue(_set) ?? [], .. parsed.GetValue(_swap) ?? []];
        if (all.Length == 0) yield return new Wording("Say what is to change: --set LINE=VALUE or --swap LINE=PROCESS.", "请说明要改变什么：--set LINE=VALUE 或 --swap LINE=PROCESS。");
        foreach (string text in all.Where(t => t.LastIndexOf('=') <= 0 || t.EndsWith('=')))
            yield return new Wording($"'{text}' is no change; expected LINE=VALUE or LINE=PROCESS.", $"'{text}' 不是一项改变；应为 LINE=VALUE 或 LINE=PROCESS。");
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        OpenedStudy opened = StudySource.Open(session, session.Parsed.GetRequiredValue(_study), session.Parsed.GetValue(_data), session.Parsed.GetValue(_method));
        LciDatabase data = opened.Data.Database!;
        StudyChange[] asked = [.. Split(session.Parsed.GetValue(_set)).Select(c => StudyChange.Set(c.Line, c.To)), .. Split(session.Parsed.GetValue(_swap)).Select(c => StudyChange.Swap(c.Line, c.To))];
        ChangedStudy changed = ChangedStudy.Of(opened.Foreground.Study, asked);
        StudyForeground foreground = StudyModel.Build(changed.Study, data);
        CarbonFootprint before = FootprintCalculator.Compute(opened.Foreground, data, opened.Method, session.Linking, session.Matching, session.Solving);
        session.Cancellation.ThrowIfCancellationRequested();
        CarbonFootprint after = FootprintCalculator.Compute(foreground, data, opened.Method, session.Linking, session.Matching, session.Solving);
        session.Record(after);
        FootprintDifference difference = FootprintDifference.Of(before, after);
        AnalysisOutput.Deliver(
            session,
            session.Parsed.GetValue(_output),
            () => WhatIfJson.Write(changed.Changes, difference),
            () => DifferenceCsv.Write(difference, session.Language),
            () => Lines(session, changed, difference));
        return ExitCodes.Done;
    }

    private static IEnumerable<ReportLine> Lines(Session session, ChangedStudy changed, FootprintDifference difference) =>
    [
        ReportLine.Of(difference.Before.Title.In(session.Language), ReportStyle.Title),
        .. DifferenceText.Changes(changed.Changes, session.Language),
        ReportLine.Empty,
        .. DifferenceText.Lines(difference, session.T("before", "改动前"), session.T("after", "改动后"), session.Language),
    ];

    // At the last sign: a text of an item may contain one, a value or the id of a provider seldom does.
    private static IEnumerable<(string Line, string To)> Split(string[]? changes) =>
        (changes ?? []).Select(text => (text[..text.LastIndexOf('=')], text[(text.LastIndexOf('=') + 1)..]));
}
