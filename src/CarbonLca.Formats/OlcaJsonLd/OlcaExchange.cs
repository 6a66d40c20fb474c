using CarbonLca.Model;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>An exchange before its provider is known to exist.</summary>
/// <param name="Line">The exchange without its provider.</param>
/// <param name="Id">The identifier, in schema 1.x.</param>
/// <param name="InternalId">The number, in schema 1.1 and later; not always unique.</param>
/// <param name="Provider">The identifier of the default provider.</param>
internal sealed record OlcaExchange(Exchange Line, string? Id, int? InternalId, string? Provider)
{
    public Flow Flow => Line.Flow;
}
