using System.CommandLine;
using System.Globalization;

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

    /// <summary><c>--category</c>.</summary>
    public static Option<string?> Category() => new("--category") { Description = "The category of the method; the first in CO2 equivalents unless given.", HelpName = "CODE" };

    /// <summary><c>--seed</c>.</summary>
    public static Option<long?> Seed() => new("--seed") { Description = "The seed, any whole number; one is drawn and printed unless given.", HelpName = "S" };

    /// <summary><c>--threads</c>.</summary>
    public static Option<int> Threads() => AtLeast(0, 0, "How many threads; as many as there are processors unless given. Changes no bit of the result.", "--threads");

    /// <summary>An option for a whole number that is not too small.</summary>
    public static Option<int> AtLeast(int least, int preset, string description, params string[] names) => Between(least, int.MaxValue, preset, description, names);

    /// <summary>An option for a whole number in a range.</summary>
    public static Option<int> Between(int least, int most, int preset, string description, params string[] names)
    {
        Option<int> option = new(names[0], [.. names.Skip(1)]) { Description = description, HelpName = "N", DefaultValueFactory = _ => preset };

        // What is no number at all is said by the parser.
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 0 || !int.TryParse(result.Tokens[^1].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)) return;
            string range = most == int.MaxValue ? $"{least} or more" : $"{least} to {most}";
            if (value < least || value > most) result.AddError($"{names[0]} is {value}; expected {range}.");
        });
        return option;
    }
}
