using CarbonLca.Formats.Results;
using CarbonLca.Methods;
using CarbonLca.Model;

namespace CarbonLca.Formats.Bundles;

/// <summary>The result of a bundle with the data and the method beside it.</summary>
/// <param name="File">The result, as it was written.</param>
/// <param name="Data">The background data.</param>
/// <param name="Method">The method.</param>
public sealed record BundledResult(ResultFile File, LciDatabase Data, ImpactMethod Method)
{
    /// <summary>Whether bytes begin like an archive.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\u0003\u0004"u8);
}
