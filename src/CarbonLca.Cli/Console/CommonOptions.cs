using System.CommandLine;
using System.CommandLine.Parsing;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Reporting;
using CarbonLca.Systems;

namespace CarbonLca.Cli.Console;

/// <summary>The options that every command has.</summary>
internal static class CommonOptions
{
    /// <summary>The value of <c>--lang</c> that asks for Chinese and English.</summary>
    public const string Both = "both";

    public static readonly Option<string> Lang = OneOf("--lang", "en", ["en", "zh", Both], "Language of texts: English or Chinese (语言：英文或中文); both, for reports.");

    public static readonly Option<string?> Format = new("--format")
    {
        Description = "table, json or csv; for charts svg; for reports html, pdf, xlsx, docx or md. Default: table, on a terminal and in a pipe alike; 'footprint' and 'explain' write json into a pipe.",
        HelpName = "FORMAT",
        Recursive = true,
    };

    public static readonly Option<string> Allocation = new("--allocation")
    {
        Description = $"How burdens are shared among co-products: {string.Join(", ", Systems.Allocation.All.Select(a => a.Name))}, by:PROPERTY.",
        HelpName = "RULE",
        DefaultValueFactory = _ => LinkOptions.Default.Allocation.Name,
        Recursive = true,
    };

    public static readonly Option<string> Providers = OneOf("--providers", OptionNames.Of(LinkOptions.Default.Providers), [.. OptionNames.Providers.Select(p => p.Name)], "Provider of an input for which the data name none and several exist: the one in the same location, else the one with the lowest id; or strict, to refuse.");

    public static readonly Option<string> Unlinked = OneOf("--unlinked", OptionNames.Of(LinkOptions.Default.Unlinked), [.. OptionNames.Unlinked.Select(p => p.Name)], "Inputs that nothing supplies: cut them off with a mark, or refuse.");

    public static readonly Option<string> UnknownOrigin = OneOf("--unknown-origin", OptionNames.Of(CharacterizationOptions.Default.UnknownOrigin), [.. OptionNames.UnknownOrigins.Select(p => p.Name)], "CO2 and CH4 of which the data do not say whether they are fossil or biogenic.");

    public static readonly Option<string> Solver = OneOf("--solver", SolverPath.Auto.Key(), [.. SolverPaths.All.Select(p => p.Key())], "How to solve the equations: auto chooses and says why; fixed-point sweeps, sparse lu or dense lu factors agree to rounding.");

    public static readonly Option<string?> RunJson = new("--run-json")
    {
        Description = "Also write a record of the run: inputs and outputs with SHA-256, data, options, residual, condition, findings.",
        HelpName = "FILE",
        Recursive = true,
    };

    public static readonly Option<string> Color = OneOf("--color", "auto", ["auto", "always", "never"], "Colour: auto is on a terminal, unless NO_COLOR is set.");

    public static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Report errors only.", Recursive = true };

    public static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "List every finding, and the stack of an unexpected failure.", Recursive = true };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> All { get; } = [Lang, Format, Allocation, Providers, Unlinked, UnknownOrigin, Solver, RunJson, Color, Quiet, Verbose];

    static CommonOptions()
    {
        Allocation.Validators.Add(RefuseUnknownRule);
    }

    /// <summary>The language asked for.</summary>
    public static Language LanguageOf(ParseResult result) => result.GetValue(Lang) == "zh" ? Language.Chinese : Language.English;

    /// <summary>The choices of linking asked for.</summary>
    public static LinkOptions LinkingOf(ParseResult result) => new()
    {
        Allocation = Systems.Allocation.Named(result.GetRequiredValue(Allocation)),
        Providers = OptionNames.Providers.First(p => p.Name == result.GetValue(Providers)).Value,
        Unlinked = OptionNames.Unlinked.First(p => p.Name == result.GetValue(Unlinked)).Value,
    };

    /// <summary>The choices of matching asked for.</summary>
    public static CharacterizationOptions MatchingOf(ParseResult result) => new()
    {
        UnknownOrigin = OptionNames.UnknownOrigins.First(p => p.Name == result.GetValue(UnknownOrigin)).Value,
    };

    /// <summary>The choices of solving asked for.</summary>
    public static SolverOptions SolvingOf(ParseResult result) => new() { Path = SolverPaths.All.First(p => p.Key() == result.GetValue(Solver)) };

    private static Option<string> OneOf(string name, string preset, string[] values, string description)
    {
        Option<string> option = new(name) { Description = description, DefaultValueFactory = _ => preset, Recursive = true };
        return option.AcceptOnlyFromAmong(values);
    }

    private static void RefuseUnknownRule(OptionResult result)
    {
        try
        {
            if (result.GetValueOrDefault<string>() is { } name) Systems.Allocation.Named(name);
        }
        catch (InputRefusedException refused)
        {
            result.AddError(refused.Findings[0].ToText(Language.English));
        }
    }
}
