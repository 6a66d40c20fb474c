using CarbonLca.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace CarbonLca.Api;

/// <summary>Chooses the language of titles and details by <c>Accept-Language</c>.</summary>
internal static class RequestLanguage
{
    /// <summary>The first of Chinese and English in the order the client prefers them; English when it names neither.</summary>
    public static Language Of(HttpRequest request)
    {
        foreach (StringWithQualityHeaderValue wanted in request.GetTypedHeaders().AcceptLanguage.OrderByDescending(v => v.Quality ?? 1))
        {
            if (wanted.Quality == 0) continue;
            if (Is(wanted, "zh")) return Language.Chinese;
            if (Is(wanted, "en")) return Language.English;
        }

        return Language.English;
    }

    /// <summary>The language as <c>Content-Language</c> names it.</summary>
    public static string Tag(this Language language) => language == Language.Chinese ? "zh" : "en";

    private static bool Is(StringWithQualityHeaderValue value, string tag) =>
        value.Value.Equals(tag, StringComparison.OrdinalIgnoreCase) || value.Value.StartsWith(tag + "-", StringComparison.OrdinalIgnoreCase);
}
