namespace CarbonLca.Formats.Store;

/// <summary>How thoroughly a stored database is checked when it is opened.</summary>
/// <remarks>
/// Structure is always checked, at every opening and before the first number is used: lengths, offsets, UTF-8, indices, order, finite
/// numbers, distributions. No directory, however damaged, makes a loop read outside of its columns.
/// </remarks>
public enum StoreCheck
{
    /// <summary>The structure only; the digest of the content is computed when somebody asks for it.</summary>
    Structure = 0,

    /// <summary>
    /// Also the fast checksum of every file, which finds damaged bits; the digest of the content is taken from the description that
    /// these checksums belong to.
    /// </summary>
    Files = 1,

    /// <summary>Also the SHA-256 of every file and the digest of the content, which find a description that belongs to other data.</summary>
    Content = 2,
}
