using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>A level of data quality, such as very good.</summary>
/// <param name="Key">The key used in files.</param>
/// <param name="UpTo">The worst rating that still has the level.</param>
/// <param name="Name">The name people read.</param>
public sealed record QualityLevel(string Key, double UpTo, Wording Name);
