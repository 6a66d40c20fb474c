using System.Security.Cryptography;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats;

/// <summary>One digest over several files.</summary>
internal static class FileDigest
{
    /// <summary>SHA-256 of the files one after another, as <c>cat first second | sha256sum</c> computes it.</summary>
    public static string Of(SourceFiles source, params ReadOnlySpan<string> files)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files) hash.AppendData(source.ReadAll(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
