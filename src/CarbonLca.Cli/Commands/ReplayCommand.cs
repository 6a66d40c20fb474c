using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundles;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca replay</c>: computes the result of a bundle again and compares.</summary>
internal sealed class ReplayCommand : SessionCommand
{
    private readonly Argument<string> _bundle = new("BUNDLE") { Description = "An archive that 'bundle' wrote." };

    public ReplayCommand()
        : base("replay", "Compute the result of a bundle again, from the bundle alone, and compare every byte.", ["table"]) => Add(_bundle);

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        ReplayReport report = BundleReplay.Run(session.Read(session.Parsed.GetRequiredValue(_bundle)));
        switch (report.Outcome)
        {
            case ReplayOutcome.Identical:
                session.Print(session.T("Identical: every byte of the result is the same.\n", "一致：结果逐字节相同。\n"));
                return ExitCodes.Done;
            case ReplayOutcome.WithinBound:
                session.Print(session.T(
                    $"The same within {report.LargestDifference} units in the last place (bound {BundleReplay.UlpBound}): engine {report.Engine}, replayed by {report.Present}.\n",
                    $"在 {report.LargestDifference} 个末位单位内一致（界限 {BundleReplay.UlpBound}）：原引擎 {report.Engine}，重放引擎 {report.Present}。\n"));
                return ExitCodes.Done;
            default:
                session.Report(Diagnostic.Error(FindingCode.DigestMismatch, "Computing again gives another result.", "重新计算得到不同的结果。") with { Found = report.FirstDifference });
                return ExitCodes.GateFailed;
        }
    }
}
