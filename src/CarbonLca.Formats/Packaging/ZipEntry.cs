namespace CarbonLca.Formats.Packaging;

/// <summary>One file of a zip archive, as the archive's directory describes it and its local header confirms.</summary>
/// <param name="Path">The path inside the archive.</param>
/// <param name="Method">0 stored, 8 deflated.</param>
/// <param name="Crc">The checksum of the expanded bytes.</param>
/// <param name="DataOffset">Where its bytes begin in the archive.</param>
/// <param name="StoredLength">How many bytes it takes in the archive.</param>
/// <param name="Length">How many bytes it expands to.</param>
internal sealed record ZipEntry(string Path, ushort Method, uint Crc, long DataOffset, long StoredLength, long Length);
