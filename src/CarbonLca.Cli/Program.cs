using System.Text;
using CarbonLca.Cli;

System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using CancellationTokenSource interrupt = new();
System.Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C lets work end cleanly; a second one ends the process at once.
    pressed.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
};
return CommandLineApp.Run(args, System.Console.Out, System.Console.Error, CarbonLca.Cli.Console.TerminalFacts.OfThisProcess(), interrupt.Token);
