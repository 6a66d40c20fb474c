using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>One leg of a transport.</summary>
/// <param name="Service">The transport service used, measured as mass · distance.</param>
/// <param name="ProviderId">The process that supplies it; null to leave the choice to linking.</param>
/// <param name="Distance">How far; zero or more.</param>
public sealed record TransportLeg(Flow Service, string? ProviderId, Quantity Distance);
