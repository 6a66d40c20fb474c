using System.CommandLine;
using CarbonLca.Cli.Console;

namespace CarbonLca.Cli.Commands;

/// <summary>A command that runs in a <see cref="Session"/>.</summary>
internal abstract class SessionCommand(string name, string description) : Command(name, description)
{
    /// <summary>Does the work.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public abstract int Execute(Session session);
}
