using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Cli.Console;

/// <summary>What the parser found wrong, in the words of the user.</summary>
internal static class UsageText
{
    /// <summary>The language asked for, even where the command line is wrong.</summary>
    public static Language LanguageOf(ParseResult parsed) =>
        parsed.GetResult(CommonOptions.Lang) is { Tokens: [.., { Value: "zh" }] } ? Language.Chinese : Language.English;

    /// <summary>A fault by the name of its option.</summary>
    public static Wording Of(ParseError error)
    {
        OptionResult? option = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        if (option is null) return Wording.Same(error.Message);
        string name = option.Option.Name;
        if (option.Tokens.Count == 0) return new Wording($"{name} needs a value.", $"{name} 需要一个值。");
        if (option.Tokens.Count > 1 && option.Option.Arity.MaximumNumberOfValues == 1)
            return new Wording($"{name} is given {option.Tokens.Count} times; give it once.", $"{name} 给出了 {option.Tokens.Count} 次；请只给出一次。");
        string text = option.Tokens[^1].Value;
        Type type = Nullable.GetUnderlyingType(option.Option.ValueType) ?? option.Option.ValueType;
        if (type == typeof(int) && !int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)) return NoWholeNumber(name, text, int.MinValue, int.MaxValue);
        if (type == typeof(long) && !long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)) return NoWholeNumber(name, text, long.MinValue, long.MaxValue);
        string[] words = [.. option.Option.GetCompletions(CompletionContext.Empty).Select(c => c.Label)];
        if (words.Length > 0 && !words.Contains(text)) return new Wording($"{name} is '{text}'; expected one of {string.Join(", ", words)}.", $"{name} 为 '{text}'；应为 {string.Join("、", words)} 之一。");
        return Wording.Same(error.Message.Contains(name, StringComparison.Ordinal) ? error.Message : $"{name}: {error.Message}");
    }

    private static Wording NoWholeNumber(string name, string text, long least, long most) => new(
        $"{name} is '{text}'; expected a whole number between {least} and {most}.",
        $"{name} 为 '{text}'；应为 {least} 与 {most} 之间的整数。");
}
