using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Methods;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Tables;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Interpretations;

namespace CarbonLca.Formats.Bundles;

/// <summary>A result with everything it was computed from, in one archive that a verifier checks and replays without any other file.</summary>
/// <remarks>
/// <code>
/// manifest.json     schema bundle/1: engine, every other file with its size and SHA-256, method and data by name and digest
/// result.json       the result as 'carbonlca run -o' wrote it, study text inside
/// data/…            the background data as tables
/// method/…          the method as a table, with its synonyms
/// other-methods/…   the methods of the sensitivity analysis, each in a folder of its own
/// archive comment   "carbonlca bundle/1 sha256:" and the SHA-256 of the whole archive with zeros in place of these 64 digits
/// </code>
/// Files are stored without compression, in order of their names and without times, so that equal contents are equal bytes and no
/// byte of the archive is outside the digest.
/// </remarks>
public static class CertificateBundle
{
    internal const string ManifestFile = "manifest.json";
    internal const string ResultName = "result.json";
    internal const string DataFolder = "data/";
    internal const string MethodFolder = "method/";
    internal const string OtherMethodsFolder = "other-methods/";
    internal const string Seal = "carbonlca bundle/1 sha256:";
    internal const int DigestLength = 64;

    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Makes a bundle, after replaying it.</summary>
    /// <param name="result">The result's bytes as written.</param>
    /// <param name="data">The background data it was computed with.</param>
    /// <param name="method">The method it was computed with.</param>
    /// <exception cref="InputRefusedException">Data or method are not those of the result any more, the result has no inputs, or computing again gives another result.</exception>
    public static byte[] Write(byte[] result, LciDatabase data, ImpactMethod method)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(method);
        ResultFile file = ResultFile.Read(ResultName, result);
        if (file.Inputs is null) throw NoInputs();
        RefuseChanged("data", file.Footprint.Data.Name, file.Footprint.Data.Digest, data.Digest);
        RefuseChanged("method", file.Footprint.Method.Id, file.Footprint.Method.Digest, method.Digest);
        SortedDictionary<string, byte[]> parts = new(StringComparer.Ordinal) { [ResultName] = result };
        foreach ((string name, byte[] content) in TablesWriter.ToFiles(data)) parts.Add(DataFolder + name, content);
        foreach ((string name, byte[] content) in MethodTableWriter.ToFiles(method)) parts.Add(MethodFolder + name, content);
        if (file.Footprint.Sensitivity is { } sensitivity) AddOtherMethods(sensitivity, parts);
        parts.Add(ManifestFile, Encoding.UTF8.GetBytes(Manifest(file.Footprint, parts)));
        byte[] archive = Sealed(Archive(parts));
        ReplayReport replay = BundleReplay.Run(archive);
        if (replay.Outcome != ReplayOutcome.Identical) throw new InputRefusedException(NotReplayed(replay));
        return archive;
    }

    private static void AddOtherMethods(SensitivitySet sensitivity, SortedDictionary<string, byte[]> parts)
    {
        foreach (MethodIdentity other in sensitivity.Methods)
        {
            ImpactMethod method = BundledData.Method(other.Id);
            RefuseChanged("method", other.Id, other.Digest, method.Digest);
            foreach ((string name, byte[] content) in MethodTableWriter.ToFiles(method)) parts.Add($"{OtherMethodsFolder}{other.Id}/{name}", content);
        }
    }

    /// <summary>The digest that an archive should carry: that of all its bytes with zeros in place of the digest itself.</summary>
    internal static string DigestOf(ReadOnlySpan<byte> archive)
    {
        byte[] blank = archive.ToArray();
        blank.AsSpan(blank.Length - DigestLength).Fill((byte)'0');
        return Convert.ToHexStringLower(SHA256.HashData(blank));
    }

    private static string Manifest(CarbonFootprint footprint, SortedDictionary<string, byte[]> parts) => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("carbonlca", "bundle/1");
        writer.WriteString("engine", footprint.EngineVersion);
        writer.WriteString("id", footprint.Id);
        writer.Write("title", footprint.Title);
        writer.Write("data", footprint.Data);
        writer.Write("method", footprint.Method);
        writer.WriteStartArray("files");
        foreach ((string name, byte[] content) in parts)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteNumber("bytes", content.Length);
            writer.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(content)));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static byte[] Archive(SortedDictionary<string, byte[]> parts)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in parts)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
                entry.LastWriteTime = Epoch;
                using Stream target = entry.Open();
                target.Write(content);
            }

            zip.Comment = Seal + new string('0', DigestLength);
        }

        return stream.ToArray();
    }

    private static byte[] Sealed(byte[] archive)
    {
        Encoding.ASCII.GetBytes(DigestOf(archive)).CopyTo(archive, archive.Length - DigestLength);
        return archive;
    }

    private static void RefuseChanged(string kind, string name, string expected, string found)
    {
        if (expected == found) return;
        bool isData = kind == "data";
        throw new InputRefusedException(Diagnostic.Error(
            FindingCode.DigestMismatch,
            isData ? $"The background data '{name}' have changed since the result was computed." : $"The method '{name}' has changed since the result was computed.",
            isData ? $"背景数据 '{name}' 自结果计算以来已改变。" : $"方法 '{name}' 自结果计算以来已改变。") with
        {
            Found = $"SHA-256 {found}",
            Expected = Wording.Same($"SHA-256 {expected}"),
            Next = new Wording("Compute the study again, then bundle the new result.", "请重新计算该研究，再打包新的结果。"),
        });
    }

    /// <summary>The refusal of a result that does not carry its study.</summary>
    public static InputRefusedException NoInputs() => new(Diagnostic.Error(
        FindingCode.MissingField,
        "The result does not carry the study it was computed from.",
        "结果中不含其所依据的研究文件。") with
    {
        Next = new Wording("Compute a study with 'carbonlca run STUDY -o FILE.json' and bundle that file.", "请用 'carbonlca run STUDY -o FILE.json' 计算研究，再打包该文件。"),
    });

    private static Diagnostic NotReplayed(ReplayReport replay) => Diagnostic.Error(
        FindingCode.DigestMismatch,
        "Computing again from what the bundle would hold does not give this result.",
        "依据打包内容重新计算未能得到该结果。") with
    {
        Found = replay.FirstDifference,
        Next = new Wording("Compute the study again with this version of the engine, then bundle the new result.", "请用当前版本的引擎重新计算该研究，再打包新的结果。"),
    };
}
