using System.Text;
using CarbonLca.Reporting;
using Spectre.Console;

namespace CarbonLca.Cli.Console;

/// <summary>Gives the pieces of a report their colours.</summary>
internal static class Palette
{
    // Wider than any line: lines are broken by the report, not by the renderer.
    private const int Unbroken = 10_000;

    /// <summary>A line with escape sequences of the 16 colours every terminal has.</summary>
    public static string Render(ReportLine line)
    {
        StringBuilder text = new();
        using StringWriter writer = new(text);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Unbroken;
        foreach (ReportSpan span in line.Spans) console.Write(new Text(span.Text, StyleOf(span.Style)));
        return text.ToString();
    }

    private static Style StyleOf(ReportStyle style) => style switch
    {
        ReportStyle.Title => new Style(decoration: Decoration.Bold),
        ReportStyle.Heading => new Style(Color.Teal),
        ReportStyle.Headline => new Style(Color.Green, decoration: Decoration.Bold),
        ReportStyle.Bar => new Style(Color.Green),
        ReportStyle.CreditBar => new Style(Color.Blue),
        ReportStyle.Muted => new Style(Color.Grey),
        ReportStyle.Warning => new Style(Color.Olive),
        ReportStyle.Good => new Style(Color.Green),
        ReportStyle.Bad => new Style(Color.Maroon, decoration: Decoration.Bold),
        _ => Style.Plain,
    };
}
