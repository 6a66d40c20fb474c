using System.CommandLine;
using System.Security.Cryptography;
using CarbonLca.Analysis;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Results;
using CarbonLca.MonteCarlo;
using CarbonLca.Sensitivity;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca sensitivity</c>: which inputs a footprint depends on.</summary>
internal sealed class SensitivityCommand : SessionCommand
{
    private const int DefaultTop = 20;

    private readonly Argument<string> _subject = new("STUDY|DB") { Description = "A study file, the id of a bundled study, or a database." };
    private readonly Option<string?> _product = SharedOptions.Product("With a database: the process id, product's flow id or exact name.");
    private readonly Option<int> _samples = SharedOptions.AtLeast(FirstOrderIndex.LeastSamples, MonteCarloOptions.Default.Samples, "How many samples the rank correlations and Sobol' indices are estimated from.", "--samples", "--n");
    private readonly Option<long?> _seed = SharedOptions.Seed();
    private readonly Option<int> _threads = SharedOptions.Threads();
    private readonly Option<int> _top = SharedOptions.AtLeast(1, DefaultTop, "Show the first so many inputs of the table; JSON and CSV have all.", "--top");
    private readonly Option<string?> _category = SharedOptions.Category();
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<string?> _output = SharedOptions.Output("Write to a file instead: JSON, CSV (.csv) or text (.txt), unless --format says otherwise.");

    public SensitivityCommand()
        : base("sensitivity", "For every input: exact derivative, elasticity, share of the variance, rank correlation and first-order Sobol' index.")
    {
        foreach (Option option in (Option[])[_product, _samples, _seed, _threads, _top, _category, _data, _method, _output]) Add(option);
        Add(_subject);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        AnalysisSource source = AnalysisSource.Open(session, session.Parsed.GetRequiredValue(_subject), session.Parsed.GetValue(_product), session.Parsed.GetValue(_data), session.Parsed.GetValue(_method));
        MonteCarloOptions options = new()
        {
            Samples = session.Parsed.GetValue(_samples),
            Seed = session.Parsed.GetValue(_seed) ?? BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))),
            Threads = session.Parsed.GetValue(_threads),
        };
        int category = CategoryChoice.Of(source.Assessment.Impact.Method, session.Parsed.GetValue(_category));
        InputSensitivities analysis = InputSensitivities.Of(source.Assessment, category, source.Names, options, session.Cancellation);
        if (analysis.Run is { } run) session.Report(run.Findings);
        else session.Report(NothingUncertain());
        AnalysisOutput.Deliver(
            session,
            session.Parsed.GetValue(_output),
            () => SensitivityJson.Write(analysis),
            () => SensitivityCsv.Write(analysis, session.Language),
            () => SensitivityText.Lines(analysis, session.Parsed.GetValue(_top), session.Language));
        return ExitCodes.Done;
    }

    private static Diagnostic NothingUncertain() => Diagnostic.Warning(
        FindingCode.Summary,
        "Nothing upstream is uncertain: no exchange states a distribution, so there are derivatives and no shares, correlations or indices.",
        "上游没有任何不确定量：没有交换给出分布，因此只有导数，没有方差占比、秩相关与 Sobol' 指数。") with
    {
        Next = new Wording("State distributions for the amounts that matter.", "请为重要的数量给出分布。"),
    };
}
