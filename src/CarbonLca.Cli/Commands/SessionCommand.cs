using System.CommandLine;
using CarbonLca.Cli.Console;

namespace CarbonLca.Cli.Commands;

/// <summary>A command that runs in a <see cref="Session"/>.</summary>
internal abstract class SessionCommand : Command
{
    /// <summary>What most commands can write.</summary>
    protected static readonly string[] DataFormats = ["table", "json", "csv"];

    /// <summary>A command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="formats">The formats it can write; those of data when none is given.</param>
    /// <param name="allowsBothLanguages">Whether it can write Chinese and English together.</param>
    protected SessionCommand(string name, string description, string[]? formats = null, bool allowsBothLanguages = false)
        : base(name, description)
    {
        string[] known = formats ?? DataFormats;
        Validators.Add(result =>
        {
            if (result.GetValue(CommonOptions.Format) is { } format && !known.Contains(format)) result.AddError($"'{Name}' cannot write '{format}'; expected one of {string.Join(", ", known)}.");
            if (!allowsBothLanguages && result.GetValue(CommonOptions.Lang) == CommonOptions.Both) result.AddError($"'{Name}' speaks one language at a time; expected --lang en or zh.");
        });
    }

    /// <summary>Does the work.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public abstract int Execute(Session session);
}
