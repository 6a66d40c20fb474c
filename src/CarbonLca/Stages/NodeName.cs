using System.Globalization;

namespace CarbonLca.Stages;

/// <summary>Numbers inside names, such as the node in <c>logic-die-28nm-tw</c> and the layers in <c>pcb-8-layer</c>.</summary>
internal static class NodeName
{
    /// <summary>What a provider's name says where it says another number than meant; null where they agree or one says nothing.</summary>
    /// <param name="meant">What is meant, beginning with a number: <c>28 nm</c>.</param>
    /// <param name="name">The name of the provider.</param>
    /// <param name="word">What follows the number.</param>
    public static string? Disagreement(string? meant, string name, string word) =>
        meant is not null && NumberBefore(meant, word) is { } own && NumberBefore(name, word) is { } other && own != other ? string.Create(CultureInfo.InvariantCulture, $"{other} {word}") : null;

    private static int? NumberBefore(string text, string word)
    {
        int end = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        if (end < 0) return null;
        while (end > 0 && text[end - 1] is ' ' or '-' or '_') end--;
        int start = end;
        while (start > 0 && char.IsAsciiDigit(text[start - 1])) start--;
        return int.TryParse(text.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
