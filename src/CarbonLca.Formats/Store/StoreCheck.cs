namespace CarbonLca.Formats.Store;

/// <summary>How thoroughly a stored database is checked when it is opened. Lengths, offsets, indices and texts always are.</summary>
public enum StoreCheck
{
    /// <summary>The structure only.</summary>
    Structure = 0,

    /// <summary>Also the SHA-256 of every file, which finds every changed bit.</summary>
    Files = 1,

    /// <summary>Also the digest of the content, which finds a manifest that belongs to other data.</summary>
    Content = 2,
}
