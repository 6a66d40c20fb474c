namespace CarbonLca.Cli.Console;

/// <summary>What the program's output goes to.</summary>
/// <param name="IsTerminal">Whether standard output is a terminal.</param>
/// <param name="Width">The columns of the terminal; 100 for anything else.</param>
/// <param name="AllowsColor">Whether the environment leaves colour on (no <c>NO_COLOR</c>, no dumb terminal).</param>
internal readonly record struct TerminalFacts(bool IsTerminal, int Width, bool AllowsColor)
{
    private const int PipeWidth = 100;
    private const int LargestWidth = 140;

    /// <summary>A pipe or file.</summary>
    public static TerminalFacts Pipe { get; } = new(false, PipeWidth, false);

    /// <summary>What this process writes to.</summary>
    public static TerminalFacts OfThisProcess()
    {
        if (System.Console.IsOutputRedirected) return Pipe;
        bool allowsColor = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new TerminalFacts(true, Math.Clamp(WindowWidth(), 60, LargestWidth), allowsColor);
    }

    private static int WindowWidth()
    {
        try
        {
            return System.Console.WindowWidth > 0 ? System.Console.WindowWidth : PipeWidth;
        }
        catch (IOException)
        {
            return PipeWidth;
        }
    }
}
