namespace CarbonLca.Api;

/// <summary>How much one request may ask for.</summary>
internal sealed record ServiceLimits
{
    /// <summary>The largest body, in bytes.</summary>
    public int BodyBytes { get; init; } = 8 << 20;

    /// <summary>How deep a body may be nested.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>How many bills one batch may hold.</summary>
    public int Items { get; init; } = 100;

    /// <summary>How long one request may take, waiting included.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many requests compute at the same time.</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>How many more requests may wait.</summary>
    public int Waiting { get; init; } = 32;
}
