using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CarbonLca.Analysis;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Reports;
using CarbonLca.Formats.Results;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca tornado</c>: each input at both ends of its range, and the footprint there.</summary>
internal sealed class TornadoCommand : SessionCommand
{
    private const int DefaultTop = 15;
    private const int DefaultMost = 200;
    private static readonly string[] Formats = ["table", "json", "csv", "svg"];

    private readonly Argument<string> _subject = new("STUDY|DB") { Description = "A study file, the id of a bundled study, or a database." };
    private readonly Option<string?> _product = SharedOptions.Product("With a database: the process id, product's flow id or exact name.");
    private readonly Option<TornadoRange?> _range = new("--range") { Description = "Turn every input by this share, down and up, for instance 10%; or between two quantiles, for instance P2.5..P97.5. Default: P5..P95 of each input's distribution.", HelpName = "10%|P5..P95", CustomParser = ParseRange };
    private readonly Option<int> _top = SharedOptions.AtLeast(1, DefaultTop, "Show the first so many inputs of the table and the chart; JSON and CSV have all.", "--top");
    private readonly Option<int> _most = SharedOptions.AtLeast(1, DefaultMost, "Turn so many inputs at most, those with the largest effect by their derivatives.", "--most");
    private readonly Option<string?> _category = SharedOptions.Category();
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<string?> _output = SharedOptions.Output("Write to a file instead: JSON, CSV (.csv), text (.txt) or a chart (.svg), unless --format says otherwise.");

    public TornadoCommand()
        : base("tornado", "Turn one input after the other to both ends of its range and solve again; the widest first, as a table, a chart (SVG) or data.", Formats)
    {
        foreach (Option option in (Option[])[_product, _range, _top, _most, _category, _data, _method, _output]) Add(option);
        Add(_subject);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        AnalysisSource source = AnalysisSource.Open(session, session.Parsed.GetRequiredValue(_subject), session.Parsed.GetValue(_product), session.Parsed.GetValue(_data), session.Parsed.GetValue(_method));
        int category = CategoryChoice.Of(source.Assessment.Impact.Method, session.Parsed.GetValue(_category));
        Tornado tornado = Tornado.Of(source.Assessment, category, source.Names, session.Parsed.GetValue(_range) ?? TornadoRange.Default, session.Parsed.GetValue(_most), session.Cancellation);
        session.Report(tornado.Findings);
        int top = session.Parsed.GetValue(_top);
        string? file = session.Parsed.GetValue(_output);
        string? asked = session.Parsed.GetValue(CommonOptions.Format);
        bool isChart = asked is null ? string.Equals(Path.GetExtension(file), ".svg", StringComparison.OrdinalIgnoreCase) : asked == "svg";
        if (isChart && !tornado.Bars.IsEmpty)
        {
            session.Deliver(file, SvgTornado.Draw(tornado, session.Language, top));
            return ExitCodes.Done;
        }

        if (isChart) throw new InputRefusedException(NothingToDraw());
        AnalysisOutput.Deliver(session, file, () => TornadoJson.Write(tornado), () => TornadoCsv.Write(tornado, session.Language), () => SensitivityText.Lines(tornado, top, session.Language));
        return ExitCodes.Done;
    }

    private static Diagnostic NothingToDraw() => Diagnostic.Error(
        FindingCode.MissingField,
        "There is nothing to draw: no input states a distribution.",
        "没有可绘制的内容：没有任何输入给出分布。") with
    {
        Next = new Wording("--range 10% turns every input by 10 % up and down.", "可用 --range 10% 将每个输入上下各变动 10 %。"),
    };

    // 10%, ±10 %, 0.1, or P5..P95.
    private static TornadoRange? ParseRange(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        string[] ends = text.Split("..", StringSplitOptions.TrimEntries);
        if (ends.Length == 2 && Quantile(ends[0]) is { } low && Quantile(ends[1]) is { } high && low > 0 && low < high && high < 1) return TornadoRange.Quantiles(low, high);
        string share = text.TrimStart('±', '+', '-').Trim();
        bool isPercent = share.EndsWith('%');
        if (ends.Length == 1 && double.TryParse(share.AsSpan().TrimEnd('%').Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value > 0) return TornadoRange.Relative(isPercent ? value / 100 : value);
        result.AddError($"'{text}' is no range; expected a share such as 10% or 0.1, or two quantiles such as P5..P95.");
        return null;
    }

    private static double? Quantile(string text) =>
        text.StartsWith('P') && double.TryParse(text.AsSpan(1), NumberStyles.Float, CultureInfo.InvariantCulture, out double percent) ? percent / 100 : null;
}
