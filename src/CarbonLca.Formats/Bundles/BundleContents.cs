using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Results;

namespace CarbonLca.Formats.Bundles;

/// <summary>What is in a bundle, with everything that does not fit its digests.</summary>
public sealed class BundleContents
{
    private const long MostBytes = 1L << 31;
    private const int MostFiles = 1000;

    private readonly SortedDictionary<string, byte[]> _files;

    private BundleContents(SortedDictionary<string, byte[]> files, ImmutableArray<Diagnostic> findings, BundleManifest? manifest)
    {
        _files = files;
        Findings = findings;
        Manifest = manifest;
    }

    /// <summary>Everything that was changed, is missing or does not belong; empty for a bundle as it was written.</summary>
    public ImmutableArray<Diagnostic> Findings { get; }

    /// <summary>The manifest; null when it cannot be read.</summary>
    public BundleManifest? Manifest { get; }

    /// <summary>The names of the files.</summary>
    public IReadOnlyCollection<string> Names => _files.Keys;

    /// <summary>A file.</summary>
    /// <exception cref="InputRefusedException">There is none of that name.</exception>
    public byte[] this[string name] => _files.TryGetValue(name, out byte[]? content)
        ? content
        : throw new InputRefusedException(Diagnostic.Error(FindingCode.MissingField, $"The bundle has no file '{name}'.", $"归档中没有文件 '{name}'。"));

    /// <summary>Reads a bundle and checks every byte of it; computes nothing.</summary>
    /// <param name="archive">The archive.</param>
    public static BundleContents Read(byte[] archive)
    {
        ArgumentNullException.ThrowIfNull(archive);
        List<Diagnostic> findings = [];
        SortedDictionary<string, byte[]> files = Unpack(archive, findings);
        BundleManifest? manifest = null;
        if (files.TryGetValue(CertificateBundle.ManifestFile, out byte[]? text)) manifest = BundleManifest.Read(text, findings);
        else findings.Add(Changed(CertificateBundle.ManifestFile, "is missing", "缺失"));
        if (manifest is not null) Compare(files, manifest, findings);
        bool isSealed = CheckSeal(archive);
        if (!isSealed && findings.Count == 0)
        {
            findings.Add(Diagnostic.Error(
                FindingCode.DigestMismatch,
                "The archive was changed outside the contents of its files: in its directory, in the manifest or in its seal.",
                "归档在文件内容之外被改动：目录、清单或封印。") with
            { Expected = new Wording("the bytes as they were written", "与写出时一致的字节") });
        }

        return new BundleContents(files, [.. findings], manifest);
    }

    private static SortedDictionary<string, byte[]> Unpack(byte[] archive, List<Diagnostic> findings)
    {
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        try
        {
            using ZipArchive zip = new(new MemoryStream(archive, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > MostFiles || zip.Entries.Sum(e => e.Length) > MostBytes) throw new InvalidDataException("The archive holds more than a bundle does.");
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                if (entry.Length > archive.Length) throw new InvalidDataException($"'{entry.FullName}' is said to be larger than the archive.");
                using Stream source = entry.Open();
                using MemoryStream content = new();
                try
                {
                    source.CopyTo(content);
                    if (!files.TryAdd(entry.FullName, content.ToArray())) findings.Add(Changed(entry.FullName, "is there twice", "重复出现"));
                }
                catch (InvalidDataException)
                {
                    findings.Add(Changed(entry.FullName, "cannot be unpacked", "无法解包"));
                }
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or NotSupportedException or IOException or ArgumentException)
        {
            findings.Add(Diagnostic.Error(FindingCode.DigestMismatch, "The archive cannot be opened: its directory was changed, or it is no bundle.", "归档无法打开：目录被改动，或并非打包文件。") with { Found = VisibleText.Of(fault.Message) });
        }

        return files;
    }

    private static void Compare(SortedDictionary<string, byte[]> files, BundleManifest manifest, List<Diagnostic> findings)
    {
        foreach (SourceDigest stated in manifest.Files)
        {
            if (!files.TryGetValue(stated.Path, out byte[]? content)) findings.Add(Changed(stated.Path, "is missing", "缺失"));
            else if (Convert.ToHexStringLower(SHA256.HashData(content)) is var found && found != stated.Sha256)
                findings.Add(Changed(stated.Path, "was changed", "被改动") with { Found = $"SHA-256 {found}", Expected = Wording.Same($"SHA-256 {stated.Sha256}") });
        }

        foreach (string name in files.Keys)
            if (name != CertificateBundle.ManifestFile && !manifest.Files.Any(f => f.Path == name)) findings.Add(Changed(name, "does not belong to the bundle", "不属于该归档"));
    }

    private static bool CheckSeal(byte[] archive)
    {
        int length = CertificateBundle.Seal.Length + CertificateBundle.DigestLength;
        if (archive.Length < length) return false;
        string comment = Encoding.Latin1.GetString(archive, archive.Length - length, length);
        return comment.StartsWith(CertificateBundle.Seal, StringComparison.Ordinal) && comment[CertificateBundle.Seal.Length..] == CertificateBundle.DigestOf(archive);
    }

    private static Diagnostic Changed(string name, string en, string zh) =>
        Diagnostic.Error(FindingCode.DigestMismatch, $"'{name}' {en}.", $"'{name}' {zh}。") with { Where = new SourcePosition(name) };
}
