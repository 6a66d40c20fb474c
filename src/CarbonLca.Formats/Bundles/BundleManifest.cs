using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Bundles;

/// <summary>What a bundle says of itself.</summary>
/// <param name="Engine">The version of the engine that computed the result.</param>
/// <param name="Id">The study.</param>
/// <param name="Data">The background data.</param>
/// <param name="Method">The method.</param>
/// <param name="Files">Every file but the manifest.</param>
public sealed record BundleManifest(string Engine, string Id, DataIdentity Data, MethodIdentity Method, ImmutableArray<SourceDigest> Files)
{
    internal static BundleManifest? Read(byte[] utf8, List<Diagnostic> findings)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 8 });
            JsonElement root = document.RootElement;
            if (root.GetProperty("carbonlca").GetString() is var schema && schema != "bundle/1") throw new FormatException($"The schema is '{schema}'; expected bundle/1.");
            JsonElement data = root.GetProperty("data");
            JsonElement method = root.GetProperty("method");
            return new BundleManifest(
                Text(root, "engine"),
                Text(root, "id"),
                new DataIdentity(Text(data, "name"), data.GetProperty("version").GetString(), Text(data, "sha256")),
                new MethodIdentity(Text(method, "id"), Text(method, "name"), Text(method, "sha256")),
                [.. root.GetProperty("files").EnumerateArray().Select(f => new SourceDigest(Text(f, "name"), f.GetProperty("bytes").GetInt64(), Text(f, "sha256")))]);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            findings.Add(Diagnostic.Error(FindingCode.DigestMismatch, $"'{CertificateBundle.ManifestFile}' was changed: it cannot be read.", $"'{CertificateBundle.ManifestFile}' 被改动，无法读取。") with
            {
                Where = new SourcePosition(CertificateBundle.ManifestFile),
                Found = VisibleText.Of(fault.Message.ReplaceLineEndings(" ")),
            });
            return null;
        }
    }

    private static string Text(JsonElement owner, string name) => owner.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");
}
