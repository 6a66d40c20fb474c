using System.IO.Compression;

namespace CarbonLca.Formats.Reports;

/// <summary>Office documents as bytes that depend on their content alone (D10).</summary>
internal static class OfficePackage
{
    // The first moment a zip archive can name.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The same archive with its parts in order of their names and without the time of writing.</summary>
    public static byte[] Normalized(MemoryStream written)
    {
        written.Position = 0;
        using MemoryStream result = new();
        using (ZipArchive source = new(written, ZipArchiveMode.Read, leaveOpen: true))
        using (ZipArchive target = new(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry part in source.Entries.OrderBy(e => e.FullName == "[Content_Types].xml" ? 0 : 1).ThenBy(e => e.FullName, StringComparer.Ordinal))
            {
                ZipArchiveEntry copy = target.CreateEntry(part.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = Epoch;
                using Stream from = part.Open();
                using Stream to = copy.Open();
                from.CopyTo(to);
            }
        }

        return result.ToArray();
    }
}
