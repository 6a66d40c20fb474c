using System.Text;
using CarbonLca.Cli.Console;

namespace CarbonLca.Cli;

/// <summary>Where the process begins.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using CancellationTokenSource interrupt = new();
        System.Console.CancelKeyPress += (_, pressed) =>
        {
            // The first Ctrl-C lets work end cleanly; a second one ends the process at once.
            pressed.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        };
        return CommandLineApp.Run(arguments, System.Console.Out, System.Console.Error, TerminalFacts.OfThisProcess(), interrupt.Token);
    }
}
