using CarbonLca.Reporting;

namespace CarbonLca.Cli.Console;

/// <summary>Prints the results of analyses in the format asked for.</summary>
internal static class AnalysisOutput
{
    /// <summary>Prints a result, or writes it to a file.</summary>
    /// <param name="session">The run.</param>
    /// <param name="file">The file; null or <c>-</c> for standard output.</param>
    /// <param name="json">The result as JSON.</param>
    /// <param name="csv">The result as CSV.</param>
    /// <param name="lines">The result for people.</param>
    public static void Deliver(Session session, string? file, Func<string> json, Func<string> csv, Func<IEnumerable<ReportLine>> lines)
    {
        bool isPrinted = file is null or "-";
        switch (isPrinted ? session.FormatForPeople : FootprintOutput.FormatOf(session, file!))
        {
            case OutputFormat.Json:
                session.Deliver(file, json());
                break;
            case OutputFormat.Csv:
                session.Deliver(file, csv());
                break;
            default:
                if (isPrinted) session.Print(lines());
                else session.Deliver(file, string.Concat(lines().Select(line => line + "\n")));
                break;
        }
    }

    /// <summary>A number for people; a dash where there is none.</summary>
    public static string Number(double? value) => value is { } number && double.IsFinite(number) ? Digits.Significant(number) : "–";

    /// <summary>A share in per cent for people; a dash where there is none.</summary>
    public static string Percent(double? share) => share is { } number && double.IsFinite(number) ? $"{Digits.Percent(100 * number)} %" : "–";

    /// <summary>A number with a sign, for differences.</summary>
    public static string Signed(double value) => value > 0 ? "+" + Digits.Significant(value) : Digits.Significant(value);
}
