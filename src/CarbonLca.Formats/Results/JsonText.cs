using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>How results are written as JSON: indented, UTF-8, Chinese characters as they are, numbers with all digits, line feeds.</summary>
internal static class JsonText
{
    private const int MostPending = 1 << 16;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text that a function writes, with a line feed at the end.</summary>
    public static string Of(Action<Utf8JsonWriter> write) => Utf8Text.Of(stream => Write(stream, write));

    /// <summary>Writes what a function writes, with a line feed at the end.</summary>
    public static void Write(Stream stream, Action<Utf8JsonWriter> write)
    {
        using (Utf8JsonWriter writer = new(stream, Options)) write(writer);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Sends on what was written once it is much, so that a long text need not be in memory as a whole.</summary>
    public static void FlushIfLong(this Utf8JsonWriter writer)
    {
        if (writer.BytesPending > MostPending) writer.Flush();
    }

    /// <summary>A text in both languages.</summary>
    public static void Write(this Utf8JsonWriter writer, string name, Wording text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("en", text.En);
        writer.WriteString("zh", text.Zh);
        writer.WriteEndObject();
    }

    /// <summary>Which data: name, version, digest.</summary>
    public static void Write(this Utf8JsonWriter writer, string name, DataIdentity data)
    {
        writer.WriteStartObject(name);
        writer.WriteString("name", data.Name);
        writer.WriteText("version", data.Version);
        writer.WriteString("sha256", data.Digest);
        writer.WriteEndObject();
    }

    /// <summary>Which method: id, name, digest.</summary>
    public static void Write(this Utf8JsonWriter writer, string name, MethodIdentity method)
    {
        writer.WriteStartObject(name);
        writer.WriteString("id", method.Id);
        writer.WriteString("name", method.Name);
        writer.WriteString("sha256", method.Digest);
        writer.WriteEndObject();
    }

    /// <summary>A text, or null.</summary>
    public static void WriteText(this Utf8JsonWriter writer, string name, string? text)
    {
        if (text is null) writer.WriteNull(name);
        else writer.WriteString(name, text);
    }

    /// <summary>A number, or null.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number) writer.WriteNumber(name, number);
        else writer.WriteNull(name);
    }

    /// <summary>Methods with their categories.</summary>
    public static void WriteMethods(this Utf8JsonWriter writer, IReadOnlyList<ImpactMethod> methods)
    {
        writer.WriteStartArray("methods");
        foreach (ImpactMethod method in methods)
        {
            writer.WriteStartObject();
            writer.WriteString("id", method.Id);
            writer.WriteString("name", method.Name);
            writer.WriteString("sha256", method.Digest);
            writer.WriteNumber("factors", method.Rows.Length);
            writer.WriteStartArray("categories");
            foreach (ImpactCategory category in method.Categories)
            {
                writer.WriteStartObject();
                writer.WriteString("code", category.Code);
                writer.WriteString("name", category.Name);
                writer.WriteString("unit", category.Unit);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
