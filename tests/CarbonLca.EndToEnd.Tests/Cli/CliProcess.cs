using System.Diagnostics;
using CarbonLca.Cli.Console;

namespace CarbonLca.EndToEnd.Tests.Cli;

/// <summary>The command line in a process of its own: with another environment, or to be killed.</summary>
internal sealed class CliProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _error;

    private CliProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it.</summary>
    public static CliProcess Start((string Name, string Value)[] environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet") start.FileName = "dotnet";
        start.ArgumentList.Add(typeof(ExitCodes).Assembly.Location);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Waits until it is done.</summary>
    /// <returns>Its exit code and what it said.</returns>
    public (int ExitCode, string Error) End()
    {
        Assert.True(_process.WaitForExit(Patience), "The command did not end.");
        return (_process.ExitCode, _error.GetAwaiter().GetResult());
    }

    /// <summary>Kills it at once, without a chance to clean up, as soon as something is the case.</summary>
    public void KillWhen(Func<bool> isTime)
    {
        Assert.True(SpinWait.SpinUntil(() => _process.HasExited || isTime(), Patience), "Nothing happened that would have been the time.");
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();
}
