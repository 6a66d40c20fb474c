using System.Collections.Immutable;
using System.Text;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Studies;

/// <summary>The studies that newcomers begin with: complete examples on bundled data, with a comment at every figure, and a guide beside them.</summary>
public static class StudyTemplates
{
    private const string Prefix = "CarbonLca.Formats.Studies.Templates.";

    /// <summary>The names of the templates: <c>ict</c> for electronic products, <c>generic</c> for others.</summary>
    public static ImmutableArray<string> Names { get; } = ["ict", "generic"];

    /// <summary>The text of a study, with comments in a language.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="language">The language.</param>
    /// <exception cref="ArgumentException">There is no such template.</exception>
    public static string Study(string name, Language language)
    {
        if (!Names.Contains(name)) throw new ArgumentException($"There is no template '{name}'; expected one of {string.Join(", ", Names)}.", nameof(name));
        return Read($"{name}.{KeyOf(language)}.yaml");
    }

    /// <summary>The guide from a template to a report, in Markdown.</summary>
    public static string Guide(Language language) => Read($"guide.{KeyOf(language)}.md");

    private static string KeyOf(Language language) => language == Language.Chinese ? "zh" : "en";

    private static string Read(string file)
    {
        using Stream stream = typeof(StudyTemplates).Assembly.GetManifestResourceStream(Prefix + file)
            ?? throw new InvalidOperationException($"The template '{file}' is not embedded in the assembly.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
