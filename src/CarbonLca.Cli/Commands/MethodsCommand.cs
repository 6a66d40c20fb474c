using CarbonLca.Cli.Console;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Results;
using CarbonLca.Methods;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca methods</c>: the bundled impact methods.</summary>
internal sealed class MethodsCommand : SessionCommand
{
    private const int DigestShown = 12;

    public MethodsCommand()
        : base("methods", "List the bundled impact methods.")
    {
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        ImpactMethod[] methods = [.. BundledData.MethodIds.Select(BundledData.Method)];
        foreach (ImpactMethod method in methods) session.Record(method);
        switch (session.FormatForPeople)
        {
            case OutputFormat.Json:
                session.Print(MethodsText.ToJson(methods));
                break;
            case OutputFormat.Csv:
                session.Print(MethodsText.ToCsv(methods));
                break;
            default:
                session.Print(FactTable.Rows(
                    [session.T("method", "方法"), session.T("factors", "因子数"), "SHA-256", session.T("categories", "类别")],
                    [.. methods.Select(m => new[] { m.Id, Digits.Full(m.Rows.Length), m.Digest[..Math.Min(DigestShown, m.Digest.Length)], string.Join(", ", m.Categories.Select(c => c.Code)) })],
                    1));
                break;
        }

        return ExitCodes.Done;
    }
}
