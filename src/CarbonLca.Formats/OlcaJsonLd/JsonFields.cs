using System.Text.Json;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>What a field holds that should be a number.</summary>
internal enum NumberState
{
    /// <summary>A finite number.</summary>
    Finite,

    /// <summary>Nothing, or null.</summary>
    Absent,

    /// <summary>Another kind of value.</summary>
    NotANumber,

    /// <summary>A number too large for a double.</summary>
    NotFinite,

    /// <summary>A number other than zero that a double cannot tell from zero.</summary>
    TooSmall,
}

/// <summary>Reads fields without guessing: absent, wrong and present are told apart.</summary>
internal static class JsonFields
{
    /// <summary>The value of a field; of kind Undefined when the element is no object or has no such field.</summary>
    public static JsonElement Field(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : default;

    /// <summary>The value of a field under either of its names; the newer first.</summary>
    public static JsonElement Field(this JsonElement element, ReadOnlySpan<byte> name, ReadOnlySpan<byte> olderName)
    {
        JsonElement value = element.Field(name);
        return value.ValueKind == JsonValueKind.Undefined ? element.Field(olderName) : value;
    }

    /// <summary>The elements of a list; none when the value is no list.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : default;

    /// <summary>Whether nothing is given.</summary>
    public static bool IsAbsent(this JsonElement element) => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>The text; null when the value is no text or an empty one.</summary>
    public static string? Text(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>The identifier of a data set or of a reference to one.</summary>
    public static string? Id(this JsonElement element) => element.Field("@id"u8).Text()?.Trim();

    /// <summary>Reads true or false; absent is false, as the schema has it.</summary>
    /// <returns>Whether the value is true, false or absent.</returns>
    public static bool TryFlag(this JsonElement element, out bool value)
    {
        value = element.ValueKind == JsonValueKind.True;
        return value || element.ValueKind == JsonValueKind.False || element.IsAbsent();
    }

    /// <summary>Reads a number.</summary>
    public static NumberState Number(this JsonElement element, out double value)
    {
        value = 0;
        if (element.IsAbsent()) return NumberState.Absent;
        if (element.ValueKind != JsonValueKind.Number) return NumberState.NotANumber;
        if (!element.TryGetDouble(out value) || !double.IsFinite(value)) return NumberState.NotFinite;
        return value == 0 && !IsWrittenZero(element.GetRawText()) ? NumberState.TooSmall : NumberState.Finite;
    }

    /// <summary>The value as written, shortened, for messages.</summary>
    public static string Shown(this JsonElement element)
    {
        const int longest = 60;
        if (element.ValueKind == JsonValueKind.Undefined) return "nothing";
        string text = element.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…");
    }

    private static bool IsWrittenZero(string text)
    {
        foreach (char c in text)
        {
            if (c is 'e' or 'E') return true;
            if (c is >= '1' and <= '9') return false;
        }

        return true;
    }
}
