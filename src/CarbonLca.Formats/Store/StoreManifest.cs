using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace CarbonLca.Formats.Store;

/// <summary>What <c>database.json</c> says: what the database is, and which files belong to it.</summary>
/// <param name="Format">The format with its version, <c>carbonlca-db/2</c>.</param>
/// <param name="Engine">The version of the program that wrote it.</param>
/// <param name="Name">What people call the database.</param>
/// <param name="Version">The version of the data; null where the source states none.</param>
/// <param name="SourceFormat">The format it was imported from.</param>
/// <param name="Digest">The digest of the content.</param>
/// <param name="Counts">What was counted at import.</param>
/// <param name="Sources">The files it was imported from.</param>
/// <param name="Files">The files of this directory, apart from this one and its checksum.</param>
internal sealed record StoreManifest(
    string Format,
    string Engine,
    string Name,
    string? Version,
    string SourceFormat,
    string Digest,
    StoreCount[] Counts,
    StoreSource[] Sources,
    StoreFile[] Files);

/// <summary>One count of the import.</summary>
internal sealed record StoreCount(string Key, string En, string Zh, long Value);

/// <summary>One file the database was imported from.</summary>
internal sealed record StoreSource(string Path, long Length, string Sha256);

/// <summary>One file of the directory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sum">Its <see cref="FileSum"/>, looked at whenever the database is opened.</param>
/// <param name="Sha256">Its SHA-256, looked at when the database is checked.</param>
internal sealed record StoreFile(string Name, long Length, string Sum, string Sha256);

/// <summary>The findings of the import.</summary>
internal sealed record StoreFinding(string Severity, string Code, StoreWording What, StorePosition? Where, string? Found, StoreWording? Expected, StoreWording? Next);

/// <summary>A text in both languages.</summary>
internal sealed record StoreWording(string En, string Zh);

/// <summary>A place in a source.</summary>
internal sealed record StorePosition(string File, int? Line, int? Column, string? Path);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(StoreManifest))]
[JsonSerializable(typeof(StoreFinding[]))]
internal sealed partial class StoreJson : JsonSerializerContext;

/// <summary>The same with Chinese written as Chinese.</summary>
internal static class ReadableStoreJson
{
    public static StoreJson Context { get; } = new(new JsonSerializerOptions(StoreJson.Default.Options) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
}
