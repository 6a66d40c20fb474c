using System.Text;

namespace CarbonLca.Diagnostics;

/// <summary>One finding about an input or a result: what, where, found, expected, next.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Code">What kind of finding it is.</param>
/// <param name="What">What is the matter, in both languages, naming things by their names.</param>
public sealed record Diagnostic(Severity Severity, FindingCode Code, Wording What)
{
    /// <summary>Where it was found; null for a finding about the whole.</summary>
    public SourcePosition? Where { get; init; }

    /// <summary>What stands there, as written.</summary>
    public string? Found { get; init; }

    /// <summary>What should stand there.</summary>
    public Wording? Expected { get; init; }

    /// <summary>What to do next.</summary>
    public Wording? Next { get; init; }

    /// <summary>An error: the item cannot be used as it is.</summary>
    public static Diagnostic Error(FindingCode code, string en, string zh) => new(Severity.Error, code, new Wording(en, zh));

    /// <summary>A warning: the result stands but is marked.</summary>
    public static Diagnostic Warning(FindingCode code, string en, string zh) => new(Severity.Warning, code, new Wording(en, zh));

    /// <summary>A note: something the reader should know.</summary>
    public static Diagnostic Note(FindingCode code, string en, string zh) => new(Severity.Note, code, new Wording(en, zh));

    /// <summary>The same finding about one of several things: its name stands in front of what is the matter.</summary>
    internal Diagnostic Of(Wording? name) => name is { } one ? this with { What = new Wording($"{one.En}: {What.En}", $"{one.Zh}：{What.Zh}") } : this;

    /// <summary>The whole finding on one line in one language; control characters from the input are made visible.</summary>
    public string ToText(Language language)
    {
        bool zh = language == Language.Chinese;
        StringBuilder text = new();
        if (Where is not null) text.Append(Where).Append(": ");
        string what = What.In(language);
        bool goesOn = Found is not null || Expected is not null;
        text.Append(goesOn ? what.TrimEnd('.', '。') : what);
        if (Found is not null) text.Append(zh ? "；实际为 '" : "; found '").Append(Found).Append('\'');
        if (Expected is { } expected) text.Append(zh ? "；应为 " : "; expected ").Append(expected.In(language));
        if (Next is { } next)
        {
            if (text[^1] is not ('.' or '。' or '!' or '?')) text.Append(zh ? '。' : '.');
            if (!zh) text.Append(' ');
            text.Append(next.In(language));
        }

        return VisibleText.Of(text.ToString());
    }

    /// <summary>The finding in English.</summary>
    public override string ToString() => ToText(Language.English);
}
