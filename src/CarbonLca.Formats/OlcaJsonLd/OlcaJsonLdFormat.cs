using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>openLCA JSON-LD packages, schema 1.x and 2.x, as a zip archive or a folder.</summary>
/// <remarks>
/// <para>
/// Format: openLCA schema (GreenDelta, CC0), one JSON document per data set in folders named for the type. Both spellings of
/// renamed fields are read (<c>input</c> and <c>isInput</c>, <c>quantitativeReference</c> and <c>isQuantitativeReference</c>, …),
/// so a package of mixed origin reads like any other.
/// </para>
/// <para>
/// Amounts are converted to the reference unit of their flow with the package's own factors:
/// amount · (unit factor) / (flow property factor). Formulas are not evaluated: packages store their results beside them.
/// A process with a fault that would change its numbers is left out as a whole and reported; the others are kept.
/// </para>
/// </remarks>
public sealed class OlcaJsonLdFormat : ILciFormat
{
    /// <inheritdoc/>
    public string Id => "olca-jsonld";

    /// <inheritdoc/>
    public string Name => "openLCA JSON-LD";

    /// <inheritdoc/>
    public bool Recognizes(SourceFiles source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Contains("openlca.json") || source.Contains("olca-schema.json")) return true;
        if (HasOlcaContext(source)) return true;
        return source.Paths.Any(p => OlcaFolders.IsDataSet(p, OlcaFolders.Processes) || OlcaFolders.IsDataSet(p, OlcaFolders.ImpactMethods));
    }

    /// <inheritdoc/>
    public LciPackage Read(SourceFiles source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new OlcaPackageReader(source, cancellation).Read();
    }

    private static bool HasOlcaContext(SourceFiles source)
    {
        if (!source.Contains("context.json")) return false;
        try
        {
            return source.ReadHead("context.json", 4096).AsSpan().IndexOf("openlca.org/schema"u8) >= 0;
        }
        catch (RefusalException)
        {
            // A damaged file tells nothing of the format; reading reports it.
            return false;
        }
    }
}
