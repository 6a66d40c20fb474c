using System.CommandLine;

namespace CarbonLca.Cli.Commands;

/// <summary>Options that several commands have with one meaning.</summary>
internal static class SharedOptions
{
    /// <summary><c>--data</c>.</summary>
    public static Option<string?> Data() => new("--data")
    {
        Description = "The background data: a stored database, a source to import, or a bundled data set; instead of what the study names.",
        HelpName = "DB",
    };

    /// <summary><c>--method</c>.</summary>
    public static Option<string?> Method() => new("--method")
    {
        Description = "The impact method: a bundled one ('carbonlca methods'), one that came with the database ('carbonlca info'), or a method table's path.",
        HelpName = "METHOD",
    };

    /// <summary><c>-o</c>.</summary>
    public static Option<string?> Output(string description) => new("--output", "-o") { Description = description, HelpName = "FILE" };

    /// <summary><c>--product</c>.</summary>
    public static Option<string?> Product(string description) => new("--product") { Description = description, HelpName = "P" };
}
