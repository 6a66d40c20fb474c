using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;

namespace CarbonLca.Cli.Commands;

/// <summary>A command that runs in a <see cref="Session"/>.</summary>
internal abstract class SessionCommand : Command
{
    /// <summary>What most commands can write.</summary>
    protected static readonly string[] DataFormats = ["table", "json", "csv"];

    private readonly string[] _formats;
    private readonly bool _allowsBothLanguages;

    /// <summary>A command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="formats">The formats it can write; those of data when none is given.</param>
    /// <param name="allowsBothLanguages">Whether it can write Chinese and English together.</param>
    protected SessionCommand(string name, string description, string[]? formats = null, bool allowsBothLanguages = false)
        : base(name, description)
    {
        _formats = formats ?? DataFormats;
        _allowsBothLanguages = allowsBothLanguages;
    }

    /// <summary>What makes no sense in a command line whose values could all be read.</summary>
    /// <remarks>Asked after parsing: the value of an option that could not be read must not be asked for.</remarks>
    public virtual IEnumerable<Wording> Misuses(ParseResult parsed)
    {
        if (parsed.GetValue(CommonOptions.Format) is { } format && !_formats.Contains(format))
            yield return new Wording($"'{Name}' cannot write '{format}'; expected one of {string.Join(", ", _formats)}.", $"'{Name}' 不能写出 '{format}'；应为 {string.Join("、", _formats)} 之一。");
        if (!_allowsBothLanguages && parsed.GetValue(CommonOptions.Lang) == CommonOptions.Both)
            yield return new Wording($"'{Name}' speaks one language at a time; expected --lang en or zh.", $"'{Name}' 每次只用一种语言；应为 --lang en 或 zh。");
    }

    /// <summary>Does the work.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public abstract int Execute(Session session);
}
