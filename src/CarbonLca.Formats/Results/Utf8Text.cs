using System.Text;

namespace CarbonLca.Formats.Results;

/// <summary>The text of what is written as UTF-8.</summary>
internal static class Utf8Text
{
    /// <summary>What a function writes, as a text.</summary>
    public static string Of(Action<Stream> write)
    {
        using MemoryStream stream = new();
        write(stream);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
