namespace CarbonLca.DataQuality;

/// <summary>Means over the parts of a footprint, weighted by |emission| (REQ-86, REQ-87).</summary>
public static class EmissionWeighted
{
    /// <summary>Σ|e|·x / Σ|e|; null, undefined, when the weights sum to zero.</summary>
    /// <param name="parts">Emissions with what is averaged.</param>
    public static double? Mean(IEnumerable<(double Emission, double Value)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        double weight = 0;
        double sum = 0;
        foreach ((double emission, double value) in parts)
        {
            weight += Math.Abs(emission);
            sum += Math.Abs(emission) * value;
        }

        return weight == 0 ? null : sum / weight;
    }

    /// <summary>The primary data share in per cent, 100·Σ|e|·p / Σ|e|; null, undefined, when the weights sum to zero.</summary>
    /// <param name="parts">Emissions with the share p of each that rests on primary data, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is not from 0 to 1.</exception>
    public static double? PrimaryDataShare(IEnumerable<(double Emission, double Primary)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        (double Emission, double Primary)[] all = [.. parts];
        foreach ((_, double primary) in all)
            if (!(primary is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(parts), primary, "A primary share lies from 0 to 1.");
        return Mean(all) is { } share ? Math.Clamp(100 * share, 0, 100) : null;
    }
}
