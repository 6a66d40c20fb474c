using System.Security.Cryptography;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Formats.Store;

/// <summary>The checksums of mapped files.</summary>
internal static class StoreSums
{
    // A multiple of the block of FileSum.
    private const int PartBytes = 1 << 26;

    /// <summary>The <see cref="FileSum"/> of a file.</summary>
    public static string Sum(MappedMemory file)
    {
        FileSum sum = FileSum.Start();
        long offset = 0;
        for (; file.Length - offset > PartBytes; offset += PartBytes) sum.Append(file.Slice(offset, PartBytes).Span);
        return sum.Finish(file.Slice(offset, (int)(file.Length - offset)).Span);
    }

    /// <summary>The SHA-256 of a file, as 64 hexadecimal digits.</summary>
    public static string Sha256(MappedMemory file)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; offset < file.Length; offset += PartBytes)
            hash.AppendData(file.Slice(offset, (int)Math.Min(PartBytes, file.Length - offset)).Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
