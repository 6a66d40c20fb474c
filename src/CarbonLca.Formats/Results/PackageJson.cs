using CarbonLca.Model;

namespace CarbonLca.Formats.Results;

/// <summary>Writes what is known of an imported package as JSON (schema <c>package/1</c>): counts, methods, sources, findings.</summary>
public static class PackageJson
{
    /// <summary>One package.</summary>
    public static string Write(LciPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "package/1");
            writer.WriteString("format", package.Format);
            if (package.Database is { } database)
            {
                writer.WriteStartObject("database");
                writer.WriteString("name", database.Name);
                writer.WriteText("version", database.Version);
                writer.WriteString("sha256", database.Digest);
                writer.WriteNumber("processes", database.Processes.Count);
                writer.WriteNumber("flows", database.Flows.Length);
                writer.WriteNumber("exchanges", database.Exchanges.Count);
                writer.WriteEndObject();
            }
            else
            {
                writer.WriteNull("database");
            }

            writer.WriteStartObject("counts");
            foreach (ImportCount count in package.Counts) writer.WriteNumber(count.Key, count.Value);
            writer.WriteEndObject();
            writer.WriteMethods(package.Methods);
            writer.WriteStartArray("sources");
            foreach (SourceDigest source in package.Sources)
            {
                writer.WriteStartObject();
                writer.WriteString("path", source.Path);
                writer.WriteNumber("bytes", source.Length);
                writer.WriteString("sha256", source.Sha256);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            FindingsJson.Write(writer, "findings", package.Findings);
            writer.WriteEndObject();
        });
    }
}
