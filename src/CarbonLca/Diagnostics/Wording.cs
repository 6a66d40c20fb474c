namespace CarbonLca.Diagnostics;

/// <summary>A text for people, written in English and in Chinese.</summary>
/// <param name="En">The English text.</param>
/// <param name="Zh">The Chinese text.</param>
public readonly record struct Wording(string En, string Zh)
{
    /// <summary>A text that reads the same in both languages: a name, an identifier, a number.</summary>
    public static Wording Same(string text) => new(text, text);

    /// <summary>The text in one language.</summary>
    public string In(Language language) => language == Language.Chinese ? Zh : En;

    /// <summary>The English text, for logs and debuggers.</summary>
    public override string ToString() => En;
}
